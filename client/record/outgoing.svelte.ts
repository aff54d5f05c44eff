import type { OrganisationId, ZoneId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { AnyRecord } from '../../shared/record/record-document.ts'
import { saveFile, type MadeFormat, type RecordFormat } from '../live/record-files.ts'
import type { Outward, OutwardLevel } from './outward.ts'

/** The record as it would go out of the group, beginning with the least. What the page beside it shows stays as it is. */
export class Outgoing {
  readonly #page: Outward
  level = $state<OutwardLevel>('public')
  organisation = $state<OrganisationId | null>(null)
  record = $state.raw<AnyRecord | null>(null)
  refusal = $state<Refusal | null>(null)
  busy = $state(false)
  making = $state<MadeFormat | null>(null)
  made = $state<MadeFormat | null>(null)
  notMade = $state<Refusal | null>(null)

  #asked = 0

  constructor(page: Outward) {
    this.#page = page
    this.organisation = page.organisation
  }

  get zones() {
    return this.#page.zones
  }
  get mayShare() {
    return this.#page.mayShare
  }
  get organisations() {
    return this.#page.organisations
  }

  async load(): Promise<void> {
    const asked = ++this.#asked
    this.busy = true
    const text = await this.#page.files.text(this.level, this.forWhom)
    // Another level was chosen meanwhile: that answer counts, not this one.
    if (asked !== this.#asked) return
    this.busy = false
    this.refusal = text.ok ? null : text.refusal
    // Without an answer nothing is said of what it leaves out.
    this.record = text.ok ? (JSON.parse(text.value) as AnyRecord) : null
  }

  choose(level: OutwardLevel, organisation = this.organisation): Promise<void> {
    this.level = level
    this.organisation = organisation
    return this.load()
  }

  fileUrl(format: RecordFormat): string {
    return this.#page.files.url(format, this.level, this.forWhom)
  }

  async save(format: MadeFormat, zone?: ZoneId): Promise<void> {
    this.making = format
    this.made = this.notMade = null
    const answer = await this.#page.files.made(format, this.level, this.forWhom, zone)
    this.making = null
    if (!answer.ok) {
      this.notMade = answer.refusal
      return
    }
    this.made = format
    saveFile(answer.value)
  }

  /** Whose it is, at level organisation. */
  get forWhom(): OrganisationId | undefined {
    return this.level === 'organisation' ? (this.organisation ?? undefined) : undefined
  }
}
