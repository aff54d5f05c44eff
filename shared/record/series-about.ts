import { facts, type Part } from './document.ts'
import { quotedNotes } from './series-level.ts'
import type { SeriesTelling } from './series-telling.ts'

/** About the record itself: the ground rule, what is not in it, and when the boards are erased. */
export function seriesAbout(telling: SeriesTelling): Part {
  const { record, t, day } = telling
  const { groundRules, eraseOn, retentionDays } = record.network
  const isForOne = record.level === 'organisation'
  return {
    title: t('record.about'),
    foot: true,
    blocks: facts(
      { label: t('record.groundRules', { count: groundRules.length }), text: groundRules.join(' ') },
      {
        label: t('record.nameless'),
        text: [t('record.namelessText'), quotes(telling) === 0 ? '' : t('seriesRecord.namelessQuotes')]
          .filter((one) => one !== '')
          .join(' '),
      },
      { label: t('record.leftOut'), text: isForOne ? leftOutOfOrganisation(telling) : leftOutOfGroup(telling) },
      {
        label: t('record.erase'),
        text: eraseOn === null ? '' : t('record.eraseOn', { date: day(eraseOn), days: retentionDays }),
      },
      { text: t('record.made', { date: day(record.madeOn) }) },
    ),
  }
}

const quotes = ({ record }: SeriesTelling): number =>
  record.level === 'full'
    ? quotedNotes(record.expectations, record.parked)
    : record.parked.length + record.expectations.reduce((sum, one) => sum + one.quotes.length, 0)

function leftOutOfGroup(telling: SeriesTelling): string {
  const { record, t, and } = telling
  // Level full holds the records of the sessions; its document does not print them.
  const inRecords =
    record.level === 'full' ? record.counts.notes - quotes(telling) : (record.leftOut.reasons?.sessionRecords ?? 0)
  const { omitted = 0, staysInGroup = 0 } = record.leftOut.reasons ?? {}
  return ended(
    and([
      ...(inRecords === 0 ? [] : [t('seriesRecord.leftOutRecords', { count: inRecords })]),
      ...(omitted === 0 ? [] : [t('record.leftOutOmitted', { count: omitted })]),
      ...(staysInGroup === 0 ? [] : [t('record.leftOutStays', { count: staysInGroup })]),
    ]),
  )
}

function leftOutOfOrganisation({ record, t, and }: SeriesTelling): string {
  const { notes, judgements = 0, takeHomes = 0, commitments = 0 } = record.leftOut
  return ended(
    and([
      ...(notes === 0 ? [] : [t('note.count', { count: notes })]),
      ...(judgements === 0 ? [] : [t('seriesRecord.leftOutJudgements')]),
      ...(takeHomes === 0 ? [] : [t('seriesRecord.leftOutTaken', { count: takeHomes })]),
      ...(commitments === 0 ? [] : [t('record.leftOutCommitmentsOfOthers', { count: commitments })]),
    ]),
  )
}

const ended = (text: string): string => (text === '' ? '' : `${text}.`)
