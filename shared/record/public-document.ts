import { facts, list, part, said, strong, words, type Inline, type Line, type RecordDocument } from './document.ts'
import type { SessionRecord } from './record.ts'
import type { Telling } from './telling.ts'

/** The page for anyone: titles alone. */
export function publicDocument(telling: Telling): RecordDocument {
  const { record, t, theme, themes, themeTitle, zoneTitle, moment, day, total } = telling
  const expectations = record.expectations.flatMap((expectation) => theme(expectation.theme) ?? [])
  const expectationsZone = record.zones.find(({ kind }) => kind === 'expectations')
  const deepened = record.deepened.flatMap((about) => theme(about.theme) ?? [])
  const titles = (all: readonly string[]) => list(all.map((title): Line => [said(title)]))
  const head: Inline[] = [
    strong(t('record.sessionOf', { number: record.session.number, total })),
    ...[moment(record.session), organisationCount(record, t)]
      .filter((text) => text !== '')
      .map((text) => words(` · ${text}`)),
  ]
  return {
    locale: t.locale,
    title: record.network.title,
    head: [{ kind: 'paragraph', line: head }],
    parts: [
      ...part(
        expectationsZone ? zoneTitle(expectationsZone) : t('zone.expectations'),
        titles(expectations.map(themeTitle)),
      ),
      ...part(t('record.practices'), titles(record.zones.filter(({ kind }) => kind === 'presentation').map(zoneTitle))),
      ...part(t('record.themes'), titles(themes.map(themeTitle))),
      ...part(t('record.deepenedThemes', { count: deepened.length }), titles(deepened.map(themeTitle))),
      {
        title: t('record.about'),
        foot: true,
        blocks: facts(
          { label: t('record.titlesOnly'), text: leftOutText(telling) },
          { text: t('record.made', { date: day(record.madeOn) }) },
        ),
      },
    ],
  }
}

const organisationCount = ({ leftOut }: SessionRecord, t: Telling['t']): string =>
  leftOut.organisations ? t('record.organisations', { count: leftOut.organisations }) : ''

function leftOutText({ record, t, and }: Telling): string {
  const { notes, commitments = 0, decisions = 0 } = record.leftOut
  return t('record.leftOutSentence', {
    list: and([
      ...(notes === 0 ? [] : [t('note.count', { count: notes })]),
      ...(commitments === 0 ? [] : [t('record.leftOutCommitments', { count: commitments })]),
      ...(decisions === 0 ? [] : [t('record.leftOutDecisions', { count: decisions })]),
      t('record.leftOutNames'),
    ]),
  })
}
