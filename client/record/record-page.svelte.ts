import type { OrganisationId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { Organisation } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { RecordDocument } from '../../shared/record/document.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { sessionState } from '../live/api.ts'
import { documentOf } from '../live/record-document.ts'
import {
  recordFile,
  recordText,
  recordUrl,
  saveFile,
  type MadeFormat,
  type RecordFormat,
} from '../live/record-files.ts'
import { publishRecord } from './read-links.svelte.ts'

/** The levels one chooses between; `full` is for the file that can be put back. */
export const SHOWN_LEVELS = ['group', 'organisation', 'public'] as const
export type ShownLevel = (typeof SHOWN_LEVELS)[number]

/** The record of a session as it is now, at the level that was chosen: the same document as the files are made from. */
export class RecordPage {
  readonly id: SessionId
  state = $state.raw<SessionState | null>(null)
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

  #asked = 0

  constructor(id: SessionId) {
    this.id = id
  }

  get mayShare(): boolean {
    return this.state?.me.role === 'facilitator'
  }

  get organisations(): readonly Organisation[] {
    return this.state?.network.organisations ?? []
  }

  async load(): Promise<void> {
    const asked = ++this.#asked
    this.busy = true
    const state = await sessionState(this.id)
    if (state.ok) {
      this.state = state.value
      this.organisation ??= state.value.session.host ?? state.value.network.organisations[0]?.id ?? null
    }
    const text = await recordText(this.id, 'json', this.level, this.#forWhom)
    const record = text.ok ? (JSON.parse(text.value) as SessionRecord) : null
    const document = record && (await documentOf(record))
    // Someone chose another level meanwhile: that answer counts, not this one.
    if (asked !== this.#asked) return
    this.busy = false
    this.refusal = text.ok ? null : text.refusal
    // Without a connection, what was read stays on the desk.
    if (text.ok || text.refusal !== 'offline') [this.record, this.document] = [record, document]
  }

  choose(level: ShownLevel, organisation = this.organisation): Promise<void> {
    this.level = level
    this.organisation = organisation
    return this.load()
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
