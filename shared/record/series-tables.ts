import { facts, part, table, words, type Block, type Part } from './document.ts'
import type { SeriesTakeHome } from './series-record.ts'
import type { SeriesTelling } from './series-telling.ts'
import { wayNames } from './ways.ts'

/** A session of which nothing is known has no line. */
export function sessionTable({ record, t, and, names, name, day, themeTitle }: SeriesTelling): Part[] {
  const themes = new Map(record.themes.map((theme) => [theme.id, themeTitle(theme)]))
  const rows = record.sessions.map(({ number, startsAt, host, secondPresenter, excused, deepenedThemes }) => [
    String(number),
    startsAt === undefined ? '' : day(startsAt),
    name(host) ?? '',
    name(secondPresenter) ?? '',
    and(names(excused)),
    and(deepenedThemes.flatMap((id) => themes.get(id) ?? [])),
  ])
  return part(
    t('seriesRecord.sessions'),
    table(
      [
        t('seriesRecord.number'),
        t('seriesRecord.date'),
        t('seriesRecord.host'),
        t('seriesRecord.second'),
        t('seriesRecord.excused'),
        t('record.deepenedThemes', { count: 1 }),
      ],
      rows.filter((cells) => cells.slice(1).some((cell) => cell !== '')),
    ),
  )
}

/** Each with what became of it, and the words that show it. */
export const expectationTable = ({ record, t, quote }: SeriesTelling): Part[] =>
  part(
    t('seriesRecord.expectations'),
    table(
      [t('seriesRecord.expectation'), t('seriesRecord.outcome'), t('seriesRecord.proof')],
      record.expectations.map(({ number, text, outcome, sentence = '', quotes }) => [
        t('record.numbered', { number, title: text }),
        outcome === undefined ? '' : t(`seriesRecord.outcome.${outcome}`),
        [sentence.trim(), ...quotes.map(quote)].filter((one) => one !== '').join(' '),
      ]),
    ),
  )

/** Aspects by organisations: the session in which it was shown. */
export function practiceTable(telling: SeriesTelling): Part[] {
  const { record, t, and } = telling
  const organisations = record.network.organisations.filter(({ id }) =>
    record.practice.some(({ organisation }) => organisation === id),
  )
  const cell = (aspect: string, id: string) =>
    and((record.practice.find((one) => one.aspect === aspect && one.organisation === id)?.sessions ?? []).map(String))
  const cells = table(
    [t('seriesRecord.aspect'), ...organisations.map(({ name }) => name)],
    record.aspects.map((aspect) => [aspect, ...organisations.map(({ id }) => cell(aspect, id))]),
  )
  return part(
    telling.partTitle('presentation', 'record.practices'),
    cells.length === 0 ? [] : explained(t('seriesRecord.matrixHelp')),
    cells,
  )
}

/** Themes by sessions: how many notes lie in it. */
export function themeTable({ record, t, themeTitle }: SeriesTelling): Part[] {
  const numbers = record.sessions.map(({ number }) => number)
  const rows = record.themes
    .filter(({ sessions }) => sessions.length > 0)
    .map((theme) => [
      themeTitle(theme),
      ...numbers.map((number) => {
        const cell = theme.sessions.find(({ session }) => session === number)
        if (!cell) return ''
        if (!cell.deepened) return String(cell.notes)
        return cell.notes === 0 ? t('seriesRecord.deepened') : t('seriesRecord.deepenedCount', { count: cell.notes })
      }),
    ])
  return part(
    t('seriesRecord.themes'),
    rows.length === 0 ? [] : explained(t('seriesRecord.themesHelp')),
    table([t('seriesRecord.theme'), ...numbers.map(String)], rows),
  )
}

const explained = (text: string): Block[] => [{ kind: 'paragraph', line: [words(text)] }]

export const takenTable = (telling: SeriesTelling): Part[] => {
  const { record, t } = telling
  return part(
    t('seriesRecord.taken'),
    table(
      [
        t('seriesRecord.way'),
        t('seriesRecord.idea'),
        t('seriesRecord.session'),
        t('record.state'),
        t('seriesRecord.saw'),
      ],
      record.takeHomes.map((one) => [
        way(telling, one),
        one.what,
        one.session === null ? '' : String(one.session),
        t(`seriesRecord.status.${one.status}`),
        one.saw ?? '',
      ]),
    ),
  )
}

/** From → to; nothing where the network shows no organisations. */
function way(telling: SeriesTelling, { from, to }: SeriesTakeHome): string {
  const { record, t, and } = telling
  if (!record.network.showOrganisation.crossPollination && record.level !== 'full') return ''
  const names = wayNames(telling, { from, to })
  return [
    from.length === 0 ? t('map.group') : and(names.from),
    '→',
    names.to.length === 0 ? t('record.undecided') : and(names.to),
  ].join(' ')
}

/** What is not done yet, what is still parked, and when the group comes back to it. */
export function remainingParts(telling: SeriesTelling): Part[] {
  const { record, t, and, names, day, quote } = telling
  return part(
    t('seriesRecord.remains'),
    table(
      [t('record.who'), t('record.what'), t('record.by')],
      record.commitments
        .filter(({ status }) => status === 'open' || status === 'busy')
        .map(({ who, what, by }) => [and(names(who)), what, by === null ? '' : day(by)]),
    ),
    facts(...record.parked.map((parked) => ({ label: t('seriesRecord.parked'), text: quote(parked) })), {
      label: t('seriesRecord.reunion'),
      text: reunion(telling),
    }),
  )
}

function reunion({ record, t, moment, name }: SeriesTelling): string {
  const { reunion: meeting } = record
  if (!meeting) return ''
  const host = name(meeting.host)
  return [moment(meeting), host === undefined ? '' : t('seriesRecord.at', { organisation: host }), meeting.venue ?? '']
    .filter((one) => one !== '')
    .join(', ')
}
