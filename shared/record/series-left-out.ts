import type { Translate } from '../text/translate.ts'
import type { SeriesRecord } from './series-record.ts'
import { quotedNotes } from './series-level.ts'

/** What the record of a series does not show, counted, in the words of its foot. Empty when all is shown. */
export function seriesLeftOutPhrases(record: SeriesRecord, t: Translate): string[] {
  const { notes, judgements = 0, takeHomes = 0, commitments = 0, organisations = 0, reasons = {} } = record.leftOut
  if (record.level === 'full' || record.level === 'group') {
    const { sessionRecords = 0, omitted = 0, staysInGroup = 0 } = reasons
    // Level full holds the records of the sessions; its document does not print them.
    const inRecords =
      record.level === 'full' ? record.counts.notes - quotedNotes(record.expectations, record.parked) : sessionRecords
    return [
      ...(inRecords === 0 ? [] : [t('seriesRecord.leftOutRecords', { count: inRecords })]),
      ...(omitted === 0 ? [] : [t('record.leftOutOmitted', { count: omitted })]),
      ...(staysInGroup === 0 ? [] : [t('record.leftOutStays', { count: staysInGroup })]),
    ]
  }
  const ofOne = record.level === 'organisation'
  return [
    ...(notes === 0 ? [] : [t('note.count', { count: notes })]),
    ...(judgements === 0 ? [] : [t('seriesRecord.leftOutJudgements')]),
    ...(takeHomes === 0 ? [] : [t('seriesRecord.leftOutTaken', { count: takeHomes })]),
    ...(ofOne && commitments > 0 ? [t('record.leftOutCommitmentsOfOthers', { count: commitments })] : []),
    ...(!ofOne && organisations > 0 ? [t('record.leftOutNames')] : []),
  ]
}
