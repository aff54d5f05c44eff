import { createSubscriber } from 'svelte/reactivity'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { readBoard } from '../../shared/doc/layout.ts'
import type { NoteId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { mayEditNote, mayWriteIn, type Actor } from '../../shared/model/rights.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import type { Person, SessionState } from '../../shared/wire/state.ts'
import type { Presence } from '../../shared/wire/sync.ts'
import { BoardLink } from '../net/board-link.ts'
import {
  forgetSession,
  keepDrafts,
  keepReturned,
  keepState,
  keptDrafts,
  keptReturned,
  keptState,
} from '../net/device.ts'
import { Guidance } from '../net/guidance.ts'
import { LiveBoard } from './board.svelte.ts'

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'unsent'; readonly count: number }
  | { readonly kind: 'offline' }

/** A note that the server did not take, back with its writer. */
export interface ReturnedNote {
  readonly id: NoteId
  readonly text: string
  readonly zone: ZoneId
  readonly refusal: Refusal
}

export interface Other {
  readonly client: number
  readonly person: Person | null
  readonly presence: Presence
}

/**
 * What was erased goes from this device too. Who is merely kept out (removed, refused too often, waiting) keeps their own
 * words here: those are not the board's.
 */
const ERASED: readonly Refusal[] = ['session-unknown', 'room-unknown', 'network-unknown']

/** Cursors travel at ten a second at most. */
const PRESENCE_INTERVAL = 100

/** One open session: who is here, what runs, the board, and what is on its way. */
export class LiveSession {
  readonly id: SessionId
  state = $state.raw<SessionState | null>(null)
  refusal = $state<Refusal | null>(null)
  returned = $state.raw<readonly ReturnedNote[]>([])
  drafts = $state.raw<readonly string[]>([])
  readonly board: LiveBoard

  #online = $state(false)
  #unsent = $state.raw<readonly string[]>([])
  #clockAhead = 0
  #awareness: Awareness | null = null
  #presence: Presence = {}
  #presenceTimer: ReturnType<typeof setTimeout> | null = null
  #replaying: { code: Refusal; notes: readonly Note[] } | null = null
  /** Texts that came back once already: a second refusal goes to the writer, not round again. */
  readonly #replayed = new Set<string>()
  readonly #guidance: Guidance
  readonly #link: BoardLink
  readonly #hurry = () => {
    if (document.visibilityState === 'visible') {
      this.#guidance.hurry()
      this.#link.hurry()
    }
  }
  readonly #networkLost = () => this.#link.dialAgain()
  #wakeOthers: () => void = () => undefined
  readonly #watchOthers = createSubscriber((update) => {
    this.#wakeOthers = update
    return () => (this.#wakeOthers = () => undefined)
  })

  constructor(id: SessionId, as?: 'wall') {
    this.id = id
    if (!as) {
      this.state = keptState(id)
      this.drafts = keptDrafts(id)
      this.returned = keptReturned<ReturnedNote>(id)
    }
    this.board = new LiveBoard(() => ({
      author: this.state?.me.participant ?? null,
      organisation: this.state?.me.organisation ?? null,
      proposes: this.state?.me.role !== 'facilitator',
    }))
    this.#guidance = new Guidance(id, as, {
      state: (state) => this.#hear(state, as),
      refused: (refusal) => this.#end(refusal),
    })
    this.#link = new BoardLink(id, as, {
      opened: (doc, awareness) => this.#attach(doc, awareness),
      loaded: () => (this.board.ready = true),
      status: (online) => this.#showOnline(online),
      unsent: (ids) => this.#showUnsent(ids),
      refused: (code, doc, unsent) => this.#keepMeant(code, doc, unsent),
      synced: () => this.#replay(),
      closed: (refusal) => this.#end(refusal),
    })
    for (const event of ['online', 'focus'] as const) addEventListener(event, this.#hurry)
    addEventListener('offline', this.#networkLost)
    document.addEventListener('visibilitychange', this.#hurry)
  }

  get actor(): Actor {
    const me = this.state?.me
    return {
      role: me?.role ?? 'member',
      participant: me?.participant ?? null,
      clustering: this.state?.clustering ?? 'facilitator',
      step: this.state?.session.agenda.find(({ id }) => id === this.state?.step?.id) ?? null,
    }
  }

  get save(): SaveState {
    const count = this.#unsent.length
    if (this.#online) return count > 0 ? { kind: 'saving' } : { kind: 'saved' }
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
    return Date.now() + this.#clockAhead
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

  /** What to do with a note that came back: lay it on the parking lot, or keep its text here as a draft. */
  settle(returned: ReturnedNote, choice: 'park' | 'draft'): void {
    if (choice === 'park') {
      const parking = this.board.zones.find((zone) => zone.kind === 'parked' && !zone.locked)
      if (!parking) return this.settle(returned, 'draft')
      this.board.write(returned.text, { zone: parking.id })
    } else {
      this.#setDrafts([...this.drafts, returned.text])
    }
    this.#setReturned(this.returned.filter((one) => one !== returned))
  }

  dropDraft(text: string): void {
    this.#setDrafts(this.drafts.filter((draft) => draft !== text))
  }

  close(): void {
    for (const event of ['online', 'focus'] as const) removeEventListener(event, this.#hurry)
    removeEventListener('offline', this.#networkLost)
    document.removeEventListener('visibilitychange', this.#hurry)
    if (this.#presenceTimer !== null) clearTimeout(this.#presenceTimer)
    this.#guidance.close()
    this.#link.close()
  }

  #hear(state: SessionState, as: 'wall' | undefined): void {
    const before = this.state?.me.participant
    this.#clockAhead = state.now - Date.now()
    this.state = state
    this.refusal = null
    this.#wakeOthers()
    if (as) return
    // Another person sits at this device: what the former one left here is not theirs.
    if (before && before !== state.me.participant) {
      this.#setDrafts([])
      this.#setReturned([])
    }
    keepState(this.id, state)
  }

  #attach(doc: Y.Doc, awareness: Awareness): void {
    this.#awareness = awareness
    awareness.on('change', () => this.#wakeOthers())
    this.board.attach(doc)
  }

  #showOnline(online: boolean): void {
    this.#online = online
    if (online) this.#guidance.boardCame()
  }

  #showUnsent(ids: readonly string[]): void {
    this.#unsent = ids
    this.board.markUnsaved(ids)
  }

  #end(refusal: Refusal): void {
    // A socket of the board can only say "not for you"; why is known to the other one.
    if (refusal !== 'not-for-you' || this.refusal === null) this.refusal = refusal
    if (!ERASED.includes(refusal)) return
    // The copy can only be deleted when nobody holds it open.
    this.#link.close()
    void forgetSession(this.id)
  }

  #keepMeant(code: Refusal, doc: Y.Doc, unsent: readonly string[]): void {
    const { notes } = readBoard(doc)
    const meant = unsent.flatMap((id) => notes.get(id as NoteId) ?? [])
    // A refusal during a replay adds to what is still to be replayed; nothing meant is dropped.
    this.#replaying = { code, notes: [...(this.#replaying?.notes ?? []), ...meant] }
  }

  /** After a reset: what the server has not got is written again where that is allowed, or goes back to its writer. */
  #replay(): void {
    const replaying = this.#replaying
    if (!replaying) return
    this.#replaying = null
    for (const meant of replaying.notes) {
      const there = this.board.now.notes.get(meant.id)
      if (there?.text === meant.text) continue
      const zone = this.board.now.zones.get(meant.place.zone)
      const isNew = !there && meant.meta.author === this.actor.participant
      const again =
        !this.#replayed.has(meant.text) &&
        (isNew ? mayWriteIn(this.actor, zone) : there && mayEditNote(this.actor, there, zone))
      this.#replayed.add(meant.text)
      if (again && there) this.board.rewrite(meant.id, meant.text)
      else if (again) this.board.write(meant.text, { zone: meant.place.zone, kind: meant.meta.kind })
      else this.#giveBack(meant, replaying.code)
    }
  }

  #giveBack(note: Note, code: Refusal): void {
    const locked = this.board.now.zones.get(note.place.zone)?.locked
    const refusal = locked ? 'zone-locked' : code
    this.#setReturned([...this.returned, { id: note.id, text: note.text, zone: note.place.zone, refusal }])
  }

  #setReturned(notes: readonly ReturnedNote[]): void {
    this.returned = notes
    keepReturned(this.id, notes)
  }

  #setDrafts(texts: readonly string[]): void {
    this.drafts = texts
    keepDrafts(this.id, texts)
  }
}

export const openSession = (id: SessionId, as?: 'wall'): LiveSession => new LiveSession(id, as)
