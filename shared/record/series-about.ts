import { facts, type Part } from './document.ts'
import { quotedNotes } from './series-level.ts'
import { seriesLeftOutPhrases } from './series-left-out.ts'
import type { SeriesTelling } from './series-telling.ts'

/** About the record itself: the ground rule, what is not in it, and when the boards are erased. */
export function seriesAbout(telling: SeriesTelling): Part {
  const { record, t, day } = telling
  const { groundRules, eraseOn, retentionDays } = record.network
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
      { label: t('record.leftOut'), text: leftOut(telling) },
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

const leftOut = ({ record, t, and }: SeriesTelling): string => ended(and(seriesLeftOutPhrases(record, t)))

const ended = (text: string): string => (text === '' ? '' : `${text}.`)
