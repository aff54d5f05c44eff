import { createSubscriber } from 'svelte/reactivity'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { closedBy } from '../../shared/model/closed.ts'
import { runningStep } from '../../shared/model/running.ts'
import type { Told } from '../../shared/model/clock.ts'
import type { SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { RunningStep, Step } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { mayWriteIn, type Actor } from '../../shared/model/rights.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import type { Person, SessionState } from '../../shared/wire/state.ts'
import { boardRoom, type Presence } from '../../shared/wire/sync.ts'
import { BoardLink } from '../net/board-link.ts'
import { forgetPad, forgetSession, forgetWriting, isErased, keepState, keptDrafted, keptState } from '../net/device.ts'
import { Guidance } from '../net/guidance.ts'
import { LiveBoard } from './board.svelte.ts'
import { forgotten } from './forgotten.ts'
import { OwnWords } from './own-words.svelte.ts'
import type { Pad } from './pad.svelte.ts'
import type { Returned } from './replay.ts'
import { ServerClock } from './server-clock.ts'

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'unsent'; readonly count: number }
  | { readonly kind: 'offline' }
  /** The server is there, and cannot keep anything now. */
  | { readonly kind: 'disk'; readonly count: number }

export interface Other {
  readonly client: number
  readonly person: Person | null
  readonly presence: Presence
}

/** Cursors travel at ten a second at most. */
const PRESENCE_INTERVAL = 100
/** Between two acts that are carried out again one by one, in ms: the server takes forty messages a second. */
const REPLAY_INTERVAL = 50

const ASK_TIME_EVERY = 600_000

/** One open session: who is here, what runs, the board, and what is on its way. */
export class LiveSession {
  readonly id: SessionId
  /** Looked at as the wall does, whoever looks. */
  readonly as: 'wall' | undefined
  state = $state.raw<SessionState | null>(null)
  refusal = $state<Refusal | null>(null)
  readonly board: LiveBoard
  readonly words: OwnWords
  /** Own drafts, where there are or were any; loaded when it is needed. */
  pad = $state.raw<Pad | null>(null)
  readonly clock = new ServerClock(() => this.state?.timer ?? null)

  #online = $state(false)
  #trouble = $state<Refusal | undefined>()
  #unsent = $state.raw<readonly string[]>([])
  #awareness: Awareness | null = null
  #isClosed = false
  #presence: Presence = {}
  #presenceTimer: ReturnType<typeof setTimeout> | null = null
  #replayTimer: ReturnType<typeof setTimeout> | undefined
  readonly #guidance: Guidance
  readonly #link: BoardLink
  readonly #hurry = () => {
    if (document.visibilityState === 'visible') {
      this.#guidance.hurry()
      this.#link.hurry()
      this.pad?.hurry()
      this.#guidance.askTime()
    }
  }
  /** Clocks drift in three hours. */
  readonly #asking = setInterval(() => this.#guidance.askTime(), ASK_TIME_EVERY)
  readonly #networkLost = () => {
    this.#link.dialAgain()
    this.pad?.dialAgain()
  }
  #wakeOthers: () => void = () => undefined
  readonly #watchOthers = createSubscriber((update) => {
    this.#wakeOthers = update
    return () => (this.#wakeOthers = () => undefined)
  })

  constructor(id: SessionId, as?: 'wall') {
    this.id = id
    this.as = as
    if (!as) this.state = keptState(id)
    this.words = new OwnWords(as ? null : id)
    this.board = new LiveBoard(
      () => ({
        author: this.state?.me.participant ?? null,
        organisation: this.state?.me.organisation ?? null,
        proposes: this.state?.me.role !== 'facilitator',
      }),
      (intent) => this.#link.meant(intent),
    )
    this.#guidance = new Guidance(id, as, {
      state: (state, isFirst) => this.#hear(state, as, isFirst),
      refused: (refusal) => this.#end(refusal),
      time: (told) => this.#hearTime(told),
    })
    this.#link = new BoardLink(boardRoom(id), as, {
      opened: (doc, awareness) => this.#attach(doc, awareness),
      loaded: () => {
        this.board.ready = true
        // What its reset left to be done again waited for the zones of this board.
        this.pad?.look()
      },
      status: (online, why) => this.#showOnline(online, why),
      unsent: (ids) => this.#showUnsent(ids),
      synced: () => this.#replay(),
      closed: (refusal) => this.#end(refusal),
    })
    // Without a network too: drafts lie on this device.
    if (this.state) void this.#followPad(this.state)
    for (const event of ['online', 'focus'] as const) addEventListener(event, this.#hurry)
    addEventListener('offline', this.#networkLost)
    document.addEventListener('visibilitychange', this.#hurry)
  }

  /** The step that runs. */
  get step(): (Step & RunningStep) | undefined {
    return (this.state && runningStep(this.state.session.agenda, this.state.step)) ?? undefined
  }

  get actor(): Actor {
    const me = this.state?.me
    return {
      role: me?.role ?? 'member',
      participant: me?.participant ?? null,
      clustering: this.state?.clustering ?? 'facilitator',
      step: this.step ?? null,
      withoutDevice: this.state?.people.filter(({ device, waiting }) => !device && !waiting) ?? [],
      closed: this.state && closedBy({ ...this.state, isApproved: this.state.recordApproved }),
    }
  }

  get save(): SaveState {
    const drafts = this.pad?.isOpen ? this.pad.unsent.length : 0
    const count = this.#unsent.length + drafts
    if (this.#online && (drafts === 0 || this.pad?.online)) return count > 0 ? { kind: 'saving' } : { kind: 'saved' }
    if (this.#trouble === 'disk') return { kind: 'disk', count }
    return count > 0 ? { kind: 'unsent', count } : { kind: 'offline' }
  }

  get online(): boolean {
    return this.#online
  }

  zone(id: ZoneId): Zone | undefined {
    return this.board.zones.find((zone) => zone.id === id)
  }

  /** The server's clock, in ms since 1970. */
  now(): number {
    return this.clock.now()
  }

  command(command: Command): Promise<CommandAnswer> {
    return this.#guidance.command(command)
  }

  /** Where the others are. */
  get others(): readonly Other[] {
    this.#watchOthers()
    const awareness = this.#awareness
    if (!awareness) return []
    const people = new Map(this.state?.people.flatMap((person) => person.clients.map((client) => [client, person])))
    return [...awareness.getStates()]
      .filter(([client]) => client !== awareness.clientID)
      .map(([client, presence]) => ({ client, person: people.get(client) ?? null, presence: presence as Presence }))
  }

  /** Shows others where this person is. What comes faster than ten a second is folded into the next. */
  show(presence: Presence): void {
    this.#presence = presence
    this.#presenceTimer ??= setTimeout(() => {
      this.#presenceTimer = null
      this.#awareness?.setLocalState(this.#presence as Record<string, unknown>)
    }, PRESENCE_INTERVAL)
  }

  /** The parking lot, while this person may write there. */
  get parking(): Zone | undefined {
    return this.board.zones.find((zone) => zone.kind === 'parked' && mayWriteIn(this.actor, zone))
  }

  /** What to do with words that came back: lay them on the parking lot as a note, or keep them here as a draft. */
  settle(returned: Returned, choice: 'park' | 'draft'): void {
    const { parking } = this
    if (choice === 'park' && parking && this.board.write(returned.text, { zone: parking.id })) this.words.drop(returned)
    else this.words.toDraft(returned)
  }

  close(): void {
    this.#isClosed = true
    for (const event of ['online', 'focus'] as const) removeEventListener(event, this.#hurry)
    removeEventListener('offline', this.#networkLost)
    document.removeEventListener('visibilitychange', this.#hurry)
    if (this.#presenceTimer !== null) clearTimeout(this.#presenceTimer)
    clearTimeout(this.#replayTimer)
    clearInterval(this.#asking)
    this.#guidance.close()
    this.#link.close()
    this.pad?.close()
  }

  #hear(state: SessionState, as: 'wall' | undefined, isFirst: boolean): void {
    const before = this.state?.me.participant
    const again = isFirst ? forgotten(this.state, state) : []
    this.state = state
    this.#hearTime({ now: state.now, askedAt: null, heardAt: Date.now() })
    this.refusal = null
    this.#wakeOthers()
    if (as) return
    // Another person sits at this device: what the former one left here is not theirs.
    if (before && before !== state.me.participant) {
      this.words.forget()
      forgetWriting(this.id)
      this.#link.forgetUnsent()
      this.pad?.forget()
      this.pad = null
      void forgetPad(this.id, before)
    }
    keepState(this.id, state)
    for (const command of again) void this.command(command)
    if (this.#online) this.#replay()
    void this.#followPad(state)
  }

  /** False when the pad cannot be loaded now, or is not needed. */
  async openPad(): Promise<boolean> {
    if (this.state) await this.#followPad(this.state)
    return this.pad?.isOpen === true
  }

  /** There is a pad while drafts can be written, or lie there; and who had drafts knows the notes that they became. */
  async #followPad({ promised, ended, me }: SessionState): Promise<void> {
    const drafted = keptDrafted(this.id).length
    const isNeeded = ended === null && me.participant !== null && Object.keys(promised).length + drafted > 0
    if (this.pad && (this.pad.isOpen || !isNeeded)) return this.pad.look()
    if (!isNeeded && (this.pad || drafted + me.unnamed.length === 0)) return
    try {
      const { Pad } = await import('./pad.svelte.ts')
      // Someone may have asked for it meanwhile, or left.
      if (this.#isClosed || (this.pad && (this.pad.isOpen || !isNeeded))) return
      this.pad = new Pad(this, isNeeded)
    } catch {
      // Not loaded: the next state asks again.
    }
  }

  #hearTime(told: Told): void {
    if (this.clock.heard(told)) this.#guidance.askTime()
    this.clock.changed()
  }

  #attach(doc: Y.Doc, awareness: Awareness): void {
    this.#awareness = awareness
    awareness.on('change', () => this.#wakeOthers())
    this.board.attach(doc)
  }

  #showOnline(online: boolean, why?: Refusal): void {
    this.#online = online
    this.#trouble = why
    if (online) this.#guidance.boardCame()
  }

  #showUnsent(ids: readonly string[]): void {
    this.#unsent = ids
    this.board.markUnsaved(ids)
    // Where it goes one by one, the next goes when the former has arrived.
    clearTimeout(this.#replayTimer)
    if (this.#online && ids.length > 0) this.#replayTimer = setTimeout(() => this.#replay(), REPLAY_INTERVAL)
  }

  #end(refusal: Refusal): void {
    // A socket of the board can only say "not for you"; why is known to the other one.
    if (refusal !== 'not-for-you' || this.refusal === null) this.refusal = refusal
    if (!isErased(refusal)) return
    // A copy can only be deleted when nobody holds it open.
    this.#link.close()
    this.pad?.close()
    void forgetSession(this.id)
  }

  /** After a reset: what the server has not got is done again where that is allowed, or goes back to its writer. */
  #replay(): void {
    const { actor } = this
    for (let intent = this.#link.next(actor.participant); intent; intent = this.#link.next(actor.participant)) {
      this.words.take(this.board.carryOut(intent, actor))
      this.#link.done(intent)
    }
  }
}

export const openSession = (id: SessionId, as?: 'wall'): LiveSession => new LiveSession(id, as)
