import type { Translate } from '../text/translate.ts'
import type { RecordDocument } from './document.ts'
import type { SessionRecord } from './record.ts'
import { seriesDocument } from './series-document.ts'
import type { SeriesRecord } from './series-record.ts'
import { sessionDocument } from './session-document.ts'

/** Of one session, or of all of them. */
export type AnyRecord = SessionRecord | SeriesRecord

/** What a record says, in the words of `t`: every text format renders this. */
export const recordDocument = (record: AnyRecord, t: Translate): RecordDocument =>
  record.format === 'bijeen.series' ? seriesDocument(record, t) : sessionDocument(record, t)
