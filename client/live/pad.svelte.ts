import { bearing, identityIn } from '../../shared/model/identity.ts'
import type { NoteId, SessionId } from '../../shared/model/ids.ts'
import type { RunningStep, Step } from '../../shared/model/network.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { isSilent, type Actor } from '../../shared/model/rights.ts'
import { trait, traitOfDraft } from '../../shared/model/shown-note.ts'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { padRoom } from '../../shared/wire/sync.ts'
import { BoardLink } from '../net/board-link.ts'
import { forgetRoom, keepDrafted, keptDrafted, type Drafted } from '../net/device.ts'
import { openIntents } from '../net/intent-store.ts'
import { folded } from '../net/intents.ts'
import { LiveBoard, type WriteAt } from './board.svelte.ts'
import type { OwnWords } from './own-words.svelte.ts'

/** A note of this person's own. */
export interface OwnNote {
  readonly id: NoteId
  readonly note: Note
  /** On the board with its author, on the board without, or in the pad where nobody else sees it. */
  readonly lies: 'named' | 'unnamed' | 'draft'
  /** Written here, not on the server's disk yet. */
  readonly unsaved: boolean
}

/** What a pad knows of the session that it belongs to. */
interface PadSession {
  readonly id: SessionId
  readonly state: SessionState | null
  readonly step: (Step & RunningStep) | undefined
  readonly board: LiveBoard
  readonly words: OwnWords
  readonly actor: Actor
  command(command: Command): Promise<CommandAnswer>
}

/** Said behind the id of a silent step. */
const SILENT = ' silent'

/** Between two drafts that are carried out again one by one, in ms. */
const REPLAY_INTERVAL = 50

/** What one may do in one's own pad: all of it. */
const OWNER: Omit<Actor, 'participant'> = {
  role: 'facilitator',
  clustering: 'facilitator',
  step: null,
  withoutDevice: [],
}

/**
 * The private drafts of this person, in a document of their own, and which notes on the board they became: nobody else can
 * tell that. Drafts of a step that shows at once are published by themselves as soon as they are on the server's disk.
 */
export class Pad {
  readonly board: LiveBoard
  /** The ids of drafts that are not on the server's disk. */
  unsent = $state.raw<readonly string[]>([])
  online = $state(false)

  readonly #session: PadSession
  readonly #room: string | null
  readonly #link: BoardLink | null
  #drafted = $state.raw<readonly Drafted[]>([])
  readonly #written = $derived(new Map(this.#drafted))
  readonly #keys = $derived(new Map(this.#drafted.map(([draft]) => [traitOfDraft(draft), draft])))
  /** Drafts that the server did not publish: asked again when something has changed. */
  readonly #refused = new Map<NoteId, number>()
  #isPublishing = false
  #replayTimer: ReturnType<typeof setTimeout> | undefined
  #isClosed = $state(false)
  #hasEnded = $state(false)

  /** @param open false when nothing is to be written: then only which notes are one's own is known. */
  constructor(session: PadSession, open: boolean) {
    this.#session = session
    this.#drafted = keptDrafted(session.id)
    this.board = new LiveBoard(
      () => ({
        author: session.state?.me.participant ?? null,
        organisation: session.state?.me.organisation ?? null,
        proposes: false,
      }),
      (intent) => this.#link?.meant(intent),
    )
    const me = session.state?.me.participant
    this.#room = me ? padRoom(session.id, me) : null
    this.#link = open && this.#room ? this.#open(this.#room) : null
    this.board.onChange(({ notes }) =>
      this.#remember(
        [...notes].filter((id) => this.board.now.notes.has(id)),
        null,
      ),
    )
    this.look()
  }

  get isOpen(): boolean {
    return this.#link !== null && !this.#isClosed
  }

  /** What nobody else sees. What was shown a moment ago stands on the board already. */
  get drafts(): readonly OwnNote[] {
    if (this.#hasEnded) return []
    const shown = new Set([...this.#session.board.notes.keys()].map(trait))
    return [...this.board.notes.values()]
      .filter(({ id }) => !shown.has(traitOfDraft(id)))
      .map(({ id, note, unsaved }) => ({ id, note, lies: 'draft', unsaved }))
  }

  /** The key to a note on the board that was a draft here; undefined when it was not. */
  keyOf(note: NoteId): NoteId | undefined {
    return this.#keys.get(trait(note))
  }

  write(text: string, at: WriteAt): NoteId | null {
    const { state, actor } = this.#session
    if (!state) return null
    const { participant: author, organisation } = state.me
    const behalf = bearing({ author, organisation }, identityIn(actor.step, state.promised, at.zone))
    const id = this.board.write(text, { x: 0, y: 0, ...at, behalf })
    if (id) this.#remember([id], this.#now)
    return id
  }

  /** Not published by itself: written in a silent step that is over, or on another device. */
  isLeftBehind(draft: NoteId): boolean {
    const written = this.#written.get(draft) ?? null
    // What was written in an open step goes to the board whenever it can, signed as was said then.
    return written === null || (written.endsWith(SILENT) && written !== this.#now)
  }

  /** Puts a draft on the board, signed as the page says; answers why not. */
  async publish(draft: NoteId): Promise<Refusal | null> {
    const answer = await this.#session.command({ type: 'publish', notes: [draft] })
    return answer.ok ? null : answer.refusal
  }

  /** Changes, or takes back when `text` is null, a note on the board that bears no author; answers why not. */
  async change(note: NoteId, text: string | null): Promise<Refusal | null> {
    const key = this.keyOf(note)
    const own = { note, ...(key && { key }) }
    const answer = await this.#session.command(
      text === null ? { type: 'withdraw', ...own } : { type: 'rewrite', ...own, text },
    )
    return answer.ok ? null : answer.refusal
  }

  /** Something may be due: the state is another, or a draft has reached the server. */
  look(): void {
    if (this.#session.state?.ended) return void this.#end()
    this.#replay()
    if (!this.#isPublishing) void this.#publishDue()
  }

  hurry(): void {
    this.#link?.hurry()
  }

  dialAgain(): void {
    this.#link?.dialAgain()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#replayTimer)
    this.#link?.close()
  }

  /** Another person sits here. */
  forget(): void {
    this.#link?.forgetUnsent()
    this.#drafted = []
    this.close()
  }

  /** The session is over, and what nobody was shown is gone. What never left this device stays with its writer. */
  async #end(): Promise<void> {
    if (this.#hasEnded || !this.#room) return
    this.#hasEnded = true
    this.close()
    const store = openIntents(this.#room)
    const left = folded(await store.all().catch(() => [])).flatMap(({ notes }) => notes)
    store.close()
    for (const { was, is } of left) if (is && is.text !== was?.text) this.#session.words.keep(is.text)
    await forgetRoom(this.#room)
  }

  #open(room: string): BoardLink {
    return new BoardLink(room, undefined, {
      opened: (doc) => this.board.attach(doc),
      loaded: () => (this.board.ready = true),
      status: (online) => (this.online = online),
      unsent: (ids) => this.#showUnsent(ids),
      synced: () => this.look(),
      closed: () => this.close(),
    })
  }

  #showUnsent(ids: readonly string[]): void {
    this.unsent = ids
    this.board.markUnsaved(ids)
    clearTimeout(this.#replayTimer)
    if (this.online) this.#replayTimer = setTimeout(() => this.look(), ids.length > 0 ? REPLAY_INTERVAL : 0)
  }

  #replay(): void {
    const participant = this.#session.state?.me.participant ?? null
    const actor = { ...OWNER, participant }
    const { zones } = this.#session.board.now
    for (let intent = this.#next(participant); intent; intent = this.#next(participant)) {
      this.#session.words.take(this.board.carryOut(intent, actor, zones))
      this.#link?.done(intent)
    }
  }

  #next(participant: Actor['participant']) {
    return this.#session.board.ready ? (this.#link?.next(participant) ?? null) : null
  }

  /** One after the other: each is a note when the next is sent. */
  async #publishDue(): Promise<void> {
    this.#isPublishing = true
    for (let draft = this.#due(); draft; draft = this.#due()) {
      const refusal = await this.publish(draft)
      if (refusal === 'offline') break
      // What became a note is gone from the pad; what did not is tried again when the session is another.
      this.#refused.set(draft, this.#session.state?.version ?? 0)
      if (refusal && refusal !== 'note-unknown') this.#session.words.tell(refusal)
    }
    this.#isPublishing = false
  }

  /** What was written in silence does not go to the board because the step was made an open one. */
  get #now(): string | null {
    const { step } = this.#session
    return step ? `${step.id}${step.mode === 'silent' ? SILENT : ''}` : null
  }

  #due(): NoteId | undefined {
    const { state, actor } = this.#session
    if (!this.online || !state) return undefined
    return this.drafts.find(({ id, note, unsaved }) => {
      if (unsaved || this.isLeftBehind(id) || this.#refused.get(id) === state.version) return false
      return !isSilent(actor.step, note.place.zone)
    })?.id
  }

  #remember(drafts: readonly NoteId[], written: Drafted[1]): void {
    const known = new Map(this.#drafted)
    const isNews = drafts.some((draft) => !known.has(draft) || (written !== null && known.get(draft) === null))
    if (!isNews) return
    for (const draft of drafts) known.set(draft, written ?? known.get(draft) ?? null)
    this.#drafted = [...known]
    keepDrafted(this.#session.id, this.#drafted)
  }
}
