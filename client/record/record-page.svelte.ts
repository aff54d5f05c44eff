import { untrack } from 'svelte'
import type { OrganisationId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { Organisation } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { RecordDocument } from '../../shared/record/document.ts'
import { forEditing } from '../../shared/record/level.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { sessionDocument } from '../../shared/record/session-document.ts'
import type { Translate } from '../../shared/text/translate.ts'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import type { NetworkInfo } from '../../shared/wire/http.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import * as api from '../live/api.ts'
import { wordsOf } from '../live/record-document.ts'
import {
  recordFile,
  recordText,
  recordUrl,
  saveFile,
  type MadeFormat,
  type RecordFormat,
} from '../live/record-files.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import type { Written } from '../live/written.svelte.ts'
import { Again } from './again.ts'
import type { Outward, OutwardLevel, RecordAbout, RecordFiles } from './outward.ts'
import { paperOf, type PaperPart } from './paper.ts'
import { publishRecord } from './read-links.svelte.ts'

/** The levels one chooses between; `full` is for the file that can be put back. */
export const SHOWN_LEVELS = ['group', 'organisation', 'public'] as const
export type ShownLevel = (typeof SHOWN_LEVELS)[number]

/** The record is asked again at most so often while it grows, in ms. */
const EVERY = 1_000
/** Who only reads opens no board, and looks again after so many ms. */
const LOOK_EVERY = 10_000

/** The record of a session as it is now, at the level that was chosen: the same document as the files are made from. */
export class RecordPage implements Outward {
  readonly id: SessionId
  /** The board and the guidance, for the facilitator, who writes in the record. */
  session = $state.raw<LiveSession | null>(null)
  /** What is being written in it. */
  written = $state.raw<Written | null>(null)
  /** For the facilitator: the other sessions. */
  network = $state.raw<NetworkInfo | null>(null)
  record = $state.raw<SessionRecord | null>(null)
  document = $state.raw<RecordDocument | null>(null)
  refusal = $state<Refusal | null>(null)
  level = $state<ShownLevel>('group')
  organisation = $state<OrganisationId | null>(null)
  busy = $state(false)
  /** The file that the server is making, the last one that was saved, and why one was not. */
  making = $state<MadeFormat | null>(null)
  made = $state<MadeFormat | null>(null)
  notMade = $state<Refusal | null>(null)

  #told = $state.raw<SessionState | null>(null)
  #words = $state.raw<Translate | null>(null)
  #asked = 0
  #isClosed = false
  readonly #again = new Again(() => this.load(), EVERY)

  constructor(id: SessionId) {
    this.id = id
  }

  get state(): SessionState | null {
    const live = this.session?.state
    return live && live.version >= (this.#told?.version ?? 0) ? live : this.#told
  }

  get shared() {
    return { of: 'session' as const, id: this.id }
  }

  get about(): RecordAbout | null {
    const { state } = this
    if (!state) return null
    return { network: state.network.title, language: state.network.language, number: state.session.number }
  }

  readonly files: RecordFiles = {
    text: (level, organisation) => recordText(this.id, 'json', level, organisation),
    url: (format, level, organisation) => recordUrl(this.id, format, level, organisation),
    made: (format, ...which) => recordFile(this.id, format, ...which),
  }

  get zones() {
    return this.state?.session.zones ?? []
  }

  get isShared(): boolean {
    return this.state?.recordPublished ?? false
  }

  get mayShare(): boolean {
    return this.state?.me.role === 'facilitator'
  }

  get organisations(): readonly Organisation[] {
    return this.state?.network.organisations ?? []
  }

  /** What is written here is in the record: only in the group's, and not once the group approved it. */
  get isEditable(): boolean {
    return this.session?.board.ready === true && this.mayShare && this.level === 'group' && !this.state?.recordApproved
  }

  /** The document as it lies on the desk. */
  readonly parts: readonly PaperPart[] = $derived.by(() => {
    if (!this.document) return []
    const edited =
      this.isEditable && this.record && this.#words
        ? { record: this.record, isShared: this.state?.recordPublished === true, t: this.#words }
        : null
    return paperOf(this.document, edited)
  })

  /** Follows what changes, as long as the page stands. To be called while it is set up. */
  follow(): void {
    $effect(() => {
      void untrack(() => this.load())
      const look = setInterval(
        () => !this.session && document.visibilityState === 'visible' && this.changed(),
        LOOK_EVERY,
      )
      return () => {
        clearInterval(look)
        this.close()
      }
    })
    $effect(() => {
      // What others or oneself decided, and what came to the server's disk.
      void [this.session?.state?.version, this.session?.state?.series.version, this.session?.save.kind === 'saved']
      untrack(() => this.session && this.changed())
    })
    $effect(() => {
      if (this.session?.online) untrack(() => this.written?.retry())
    })
    $effect(() => {
      const refusal = this.session?.refusal
      if (refusal) this.refusal = refusal
    })
  }

  /** Something of it may be different now. */
  changed(): void {
    this.#again.changed()
  }

  close(): void {
    this.#isClosed = true
    this.#again.end()
    this.session?.close()
  }

  async load(): Promise<void> {
    const asked = ++this.#asked
    this.busy = true
    if (!this.session) await this.#askState()
    const isEdited = this.mayShare && this.level === 'group'
    const text = await recordText(this.id, 'json', isEdited ? 'full' : this.level, this.#forWhom)
    const told = text.ok ? (JSON.parse(text.value) as SessionRecord) : null
    const record = told && isEdited ? forEditing(told) : told
    const words = record && (await wordsOf(record))
    // Someone chose another level meanwhile: that answer counts, not this one.
    if (asked !== this.#asked) return
    this.busy = false
    this.refusal = this.session?.refusal ?? (text.ok ? null : text.refusal)
    // Without a connection, what was read stays on the desk.
    if (!text.ok && text.refusal === 'offline') return
    this.#words = words
    this.record = record
    this.document = record && words && sessionDocument(record, words)
  }

  async #askState(): Promise<void> {
    const state = await api.sessionState(this.id)
    if (!state.ok) return
    this.#told = state.value
    this.organisation ??= state.value.session.host ?? state.value.network.organisations[0]?.id ?? null
    if (state.value.me.role === 'facilitator') void this.#open(state.value)
  }

  /** Who reads needs no board, and gets none. */
  async #open({ network, me }: SessionState): Promise<void> {
    try {
      const [{ openSession }, { Written }] = await Promise.all([
        import('../live/session.svelte.ts'),
        import('../live/written.svelte.ts'),
        import('../live/free-places.ts'),
      ])
      if (this.#isClosed || this.session) return
      this.written = new Written(this.id, me.participant)
      this.session = openSession(this.id)
      this.session.board.onChange(() => this.changed())
      await this.askNetwork(network.id)
    } catch {
      // Its code did not come: the next look tries again, and until then it can be read.
    }
  }

  async askNetwork(id = this.state?.network.id): Promise<void> {
    const network = id && (await api.network(id))
    if (network && network.ok) this.network = network.value
  }

  choose(level: ShownLevel, organisation = this.organisation): Promise<void> {
    this.level = level
    this.organisation = organisation
    return this.load()
  }

  /** Says something of the record; what it changed is seen at once. */
  async command(command: Command): Promise<CommandAnswer> {
    const answer = await (this.session?.command(command) ?? api.sessionCommand(this.id, command))
    if (answer.ok) this.changed()
    return answer
  }

  async publishAt(level: OutwardLevel): Promise<Refusal | null> {
    const answer = await api.sessionCommand(this.id, { type: 'publishRecord', level, on: true })
    return answer.ok ? null : answer.refusal
  }

  /** Shows the record to the members, or takes it back from everyone. */
  async share(on: boolean): Promise<void> {
    const answer = await publishRecord(this.id, on)
    if (answer.ok) await this.load()
    else this.refusal = answer.refusal
  }

  /** The address of the file. JSON holds everything for whoever may have that. */
  fileUrl(format: RecordFormat): string {
    const level = format === 'json' && this.mayShare ? 'full' : this.level
    return recordUrl(this.id, format, level, level === 'organisation' ? this.#forWhom : undefined)
  }

  /** Has a file made, and saves it once it is whole. A picture may be of one zone. */
  async save(format: MadeFormat, zone?: ZoneId): Promise<void> {
    this.making = format
    this.made = this.notMade = null
    const answer = await recordFile(this.id, format, this.level, this.#forWhom, zone)
    this.making = null
    if (!answer.ok) {
      this.notMade = answer.refusal
      return
    }
    this.made = format
    saveFile(answer.value)
  }

  get #forWhom(): OrganisationId | undefined {
    return this.level === 'organisation' ? (this.organisation ?? undefined) : undefined
  }
}
