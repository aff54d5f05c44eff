import { facts, list, paragraphs, part, said, words, type Block, type Line, type RecordDocument } from './document.ts'
import { seriesLeftOutPhrases } from './series-left-out.ts'
import type { SeriesTelling } from './series-telling.ts'

/** The page for anyone, as the founding network has one: what a learning network is, and titles alone. */
export function publicSeries(telling: SeriesTelling): RecordDocument {
  const { record, t, day, partTitle } = telling
  const { topic, title } = record.network
  return {
    locale: t.locale,
    title,
    head: [],
    parts: [
      ...part(
        t('seriesRecord.whatIsIt'),
        record.about.trim() === ''
          ? [told(topic.trim() === '' ? t('seriesRecord.aboutPlain') : t('seriesRecord.about', { topic }))]
          : paragraphs(record.about),
      ),
      ...part(
        t('seriesRecord.expectationsOfGroup'),
        introduced(
          asked(telling),
          record.expectations.map(({ text }) => text),
        ),
      ),
      ...part(
        partTitle('presentation', 'record.practices'),
        record.counts.held === 0 ? [] : introduced(met(telling), record.aspects),
        // Where nobody presented anything, that they came together is told all the same.
        record.counts.held > 0 && record.aspects.length === 0 ? [told(cameTogether(telling))] : [],
      ),
      ...part(
        partTitle('themes', 'record.themes'),
        introduced(t('seriesRecord.themesOfGroup', { count: record.themes.length }), themes(telling)),
      ),
      {
        title: t('record.about'),
        foot: true,
        blocks: facts(
          { label: t('record.titlesOnly'), text: leftOut(telling) },
          { text: t('record.made', { date: day(record.madeOn) }) },
        ),
      },
    ],
  }
}

const told = (text: string): Block => ({ kind: 'paragraph', line: [words(text)] })

/** A sentence, and the titles that it speaks of. */
const introduced = (sentence: string, titles: readonly string[]): Block[] =>
  titles.length === 0 ? [] : [told(sentence), ...list(titles.map((title): Line => [said(title)]))]

function asked({ record, t }: SeriesTelling): string {
  const [only, ...more] = [...new Set(record.expectations.map(({ session }) => session))]
  if (more.length > 0 || only === null || only === undefined) return t('seriesRecord.expected')
  return only === 1 ? t('seriesRecord.askedFirst') : t('seriesRecord.askedIn', { session: only })
}

function cameTogether({ record, t }: SeriesTelling): string {
  const { held, atOrganisations } = record.counts
  return t(atOrganisations ? 'seriesRecord.metAtHosts' : 'seriesRecord.met', { count: held })
}

const met = (telling: SeriesTelling): string =>
  [cameTogether(telling), telling.t('seriesRecord.presented', { count: telling.record.counts.presenters })].join(' ')

const themes = ({ record, t, themeTitle }: SeriesTelling): string[] =>
  record.themes.map((theme) =>
    theme.deepened ? t('seriesRecord.deepenedTheme', { title: themeTitle(theme) }) : themeTitle(theme),
  )

function leftOut({ record, t, and }: SeriesTelling): string {
  const all = seriesLeftOutPhrases(record, t)
  return all.length === 0 ? '' : t('record.leftOutSentence', { list: and(all) })
}
