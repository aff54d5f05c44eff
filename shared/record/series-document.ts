import type { Translate } from '../text/translate.ts'
import { facts, paragraphs, part, strong, type Block, type Part, type RecordDocument } from './document.ts'
import { seriesAbout } from './series-about.ts'
import { publicSeries } from './series-public.ts'
import type { SeriesRecord } from './series-record.ts'
import {
  expectationTable,
  practiceTable,
  remainingParts,
  sessionTable,
  takenTable,
  themeTable,
} from './series-tables.ts'
import { seriesTelling, type SeriesTelling } from './series-telling.ts'

/** What the record of a series says, in the words of `t`. Every format renders this. */
export function seriesDocument(record: SeriesRecord, t: Translate): RecordDocument {
  const telling = seriesTelling(record, t)
  if (record.level === 'public') return publicSeries(telling)
  return {
    locale: t.locale,
    title: title(telling),
    head: [{ kind: 'paragraph', line: [strong(record.network.title)] }, ...headFacts(telling)],
    parts: [
      ...inShort(telling),
      ...sessionTable(telling),
      ...expectationTable(telling),
      ...practiceTable(telling),
      ...themeTable(telling),
      ...takenTable(telling),
      ...remainingParts(telling),
      seriesAbout(telling),
    ],
  }
}

function title({ record, t, name }: SeriesTelling): string {
  const { held, total } = record.counts
  const whole =
    held === 0
      ? t('seriesRecord.titleComing')
      : held === total
        ? t('seriesRecord.title', { count: total })
        : t('seriesRecord.titleSoFar', { held, total })
  const organisation = name(record.organisation)
  return organisation === undefined ? whole : t('record.titleFor', { title: whole, organisation })
}

/** From when to when, who, and for whom. */
function headFacts({ record, t, and, day, names, name }: SeriesTelling): Block[] {
  const dates = record.sessions.flatMap(({ startsAt }) => startsAt ?? []).sort((a, b) => Date.parse(a) - Date.parse(b))
  const [first, last] = [dates[0], dates.at(-1)].map((date) => (date === undefined ? '' : day(date)))
  const all = record.network.organisations.map(({ id }) => id)
  const audience = {
    full: t('record.forFull'),
    group: t('record.forGroup'),
    organisation: t('record.forOrganisation', { organisation: name(record.organisation) ?? '' }),
    public: '',
  }
  return facts(
    {
      label: t('record.when'),
      text: first === last ? (first ?? '') : t('seriesRecord.fromTo', { from: first ?? '', to: last ?? '' }),
    },
    {
      label: t('seriesRecord.organisations'),
      text:
        record.level === 'organisation'
          ? t('record.organisations', { count: record.counts.organisations })
          : and(names(all)),
    },
    { label: t('record.for'), text: audience[record.level] },
  )
}

const OUTCOMES = ['met', 'partly', 'changed', 'not', 'open'] as const
const TAKEN = ['tried', 'busy', 'dropped', 'learned', 'open'] as const

/** In short: the facilitator's own sentences, and what there is, counted. */
function inShort({ record, t, themeTitle, tally }: SeriesTelling): Part[] {
  const { expectations, themes, takeHomes } = record
  const deepened = themes.filter((theme) => theme.deepened)
  return part(
    t('record.inShort'),
    paragraphs(record.summary),
    facts(
      {
        label: t('seriesRecord.expectationCount', { count: expectations.length }),
        text: tally(
          OUTCOMES,
          expectations.map(({ outcome }) => outcome ?? 'open'),
          (one) => `seriesRecord.tally.${one}`,
        ),
      },
      {
        label:
          deepened.length === 0
            ? t('record.themeCount', { count: themes.length })
            : t('seriesRecord.themeCount', { count: themes.length, deepened: deepened.length }),
        text: (deepened.length === 0 || record.level === 'organisation' ? themes : deepened)
          .map((theme) =>
            record.level === 'organisation' && theme.deepened
              ? t('seriesRecord.deepenedTheme', { title: themeTitle(theme) })
              : themeTitle(theme),
          )
          .join(' · '),
      },
      {
        label: t('seriesRecord.takenCount', { count: takeHomes.length }),
        text: tally(
          TAKEN,
          takeHomes.map(({ status }) => status),
          (one) => `seriesRecord.taken.${one}`,
        ),
      },
    ),
  )
}
