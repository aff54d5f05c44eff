import type { NetworkId, OrganisationId } from '../../shared/model/ids.ts'
import { LANGUAGES, type Language, type Organisation } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { SHOWN_TO, type ShownTo } from '../../shared/model/series.ts'
import type { RecordDocument } from '../../shared/record/document.ts'
import { seriesDocument } from '../../shared/record/series-document.ts'
import type { SeriesRecord } from '../../shared/record/series-record.ts'
import { loadWords } from '../../shared/text/load-words.ts'
import { translator } from '../../shared/text/translate.ts'
import type { NetworkInfo } from '../../shared/wire/http.ts'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import type { SeriesCommand } from '../../shared/wire/series-commands.ts'
import * as api from '../live/api.ts'
import {
  saveFile,
  seriesRecordFile,
  seriesRecordText,
  seriesRecordUrl,
  type SeriesFormat,
} from '../live/record-files.ts'
import type { Outward, OutwardLevel, RecordAbout, RecordFiles } from './outward.ts'

export type MadeOfSeries = 'docx' | 'pdf'

/** The record of the series as it is now, at the level that was chosen: the same document as the files are made from. */
export class SeriesRecordPage implements Outward {
  readonly id: NetworkId
  network = $state.raw<NetworkInfo | null>(null)
  series = $state.raw<SeriesInfo | null>(null)
  record = $state.raw<SeriesRecord | null>(null)
  document = $state.raw<RecordDocument | null>(null)
  refusal = $state<Refusal | null>(null)
  level = $state<ShownTo>('group')
  organisation = $state<OrganisationId | null>(null)
  busy = $state(false)
  /** The file that the server is making, the last one that was saved, and why one was not. */
  making = $state<MadeOfSeries | null>(null)
  made = $state<MadeOfSeries | null>(null)
  notMade = $state<Refusal | null>(null)

  #asked = 0

  constructor(id: NetworkId) {
    this.id = id
  }

  get shared() {
    return { of: 'series' as const, id: this.id }
  }

  get about(): RecordAbout | null {
    return this.network && { network: this.network.title, language: this.network.language, number: null }
  }

  readonly files: RecordFiles = {
    text: (level, organisation) => seriesRecordText(this.id, 'json', level, organisation),
    url: (format, level, organisation) => seriesRecordUrl(this.id, format, level, organisation),
    made: (format, level, organisation) => seriesRecordFile(this.id, format as MadeOfSeries, level, organisation),
  }
  readonly zones = []

  get isShared(): boolean {
    return (this.series?.published.length ?? 0) > 0
  }

  get mayShare(): boolean {
    return this.mayChange
  }

  publishAt(level: OutwardLevel): Promise<Refusal | null> {
    return this.say({ type: 'publishSeriesRecord', level, on: true })
  }

  get mayChange(): boolean {
    return this.network?.me.role === 'facilitator'
  }

  get organisations(): readonly Organisation[] {
    return this.network?.organisations ?? []
  }

  /** Those that one may read: all of them for who guides, for others what was published. */
  get levels(): readonly ShownTo[] {
    if (this.mayChange) return SHOWN_TO
    const own = this.network?.me.organisation ?? null
    return SHOWN_TO.filter((one) => this.isPublished(one) && (one !== 'organisation' || own !== null))
  }

  isPublished(level: ShownTo): boolean {
    return this.series?.published.includes(level) ?? false
  }

  async load(): Promise<void> {
    const asked = ++this.#asked
    this.busy = true
    const [network, series] = await Promise.all([api.network(this.id), api.series(this.id, 'said')])
    if (asked !== this.#asked) return
    if (network.ok) {
      this.network = network.value
      this.organisation ??= network.value.me.organisation ?? network.value.organisations[0]?.id ?? null
    }
    if (series.ok) this.series = series.value
    const [first] = this.levels
    if (first && !this.levels.includes(this.level)) this.level = first
    if (network.ok && series.ok && !first) {
      // Nothing is for this reader yet, or it was taken back: there is nothing to ask for.
      this.busy = false
      this.refusal = 'not-published'
      this.record = this.document = null
      return
    }
    const text = await seriesRecordText(this.id, 'json', this.level, this.#forWhom)
    const record = text.ok ? (JSON.parse(text.value) as SeriesRecord) : null
    const document = record && (await documentOf(record))
    // Someone chose another level meanwhile: that answer counts, not this one.
    if (asked !== this.#asked) return
    this.busy = false
    this.refusal = text.ok ? null : text.refusal
    // Without a connection, what was read stays on the desk.
    if (text.ok || text.refusal !== 'offline') [this.record, this.document] = [record, document]
  }

  choose(level: ShownTo, organisation = this.organisation): Promise<void> {
    this.level = level
    this.organisation = organisation
    return this.load()
  }

  /** Null when it was done. */
  async say(command: SeriesCommand): Promise<Refusal | null> {
    const answer = await api.seriesCommand(this.id, command)
    // What another wrote meanwhile is to be seen before one writes over it.
    if (answer.ok || answer.refusal === 'changed-meanwhile') await this.load()
    return answer.ok ? null : answer.refusal
  }

  /** Shows the record to the members as it is on the desk, or takes it back. */
  async share(on: boolean): Promise<void> {
    const refusal = await this.say({ type: 'publishSeriesRecord', level: this.level, on })
    if (refusal) this.refusal = refusal
  }

  /** The address of the file. JSON holds everything for whoever may have that. */
  fileUrl(format: SeriesFormat): string {
    const level = format === 'json' && this.mayChange ? 'full' : this.level
    return seriesRecordUrl(this.id, format, level, level === 'organisation' ? this.#forWhom : undefined)
  }

  /** Has a file made, and saves it once it is whole. */
  async save(format: MadeOfSeries): Promise<void> {
    this.making = format
    this.made = this.notMade = null
    const answer = await seriesRecordFile(this.id, format, this.level, this.#forWhom)
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

/** A record speaks the language of its network, also on a screen that is set to another. */
async function documentOf(record: SeriesRecord): Promise<RecordDocument> {
  const language: Language = LANGUAGES.find((one) => record.network.language.startsWith(one)) ?? 'nl'
  return seriesDocument(record, translator(language, await loadWords(language)))
}
