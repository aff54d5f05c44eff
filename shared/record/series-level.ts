import { forGroup } from './level.ts'
import type { RecordLevel, SessionRecord } from './record.ts'
import type { SeriesExpectation, SeriesLeftOut, SeriesQuote, SeriesRecord } from './series-record.ts'
import { noteCount, practices, seriesThemes } from './series-sums.ts'
import { shortSeriesIds } from './short-ids.ts'

/**
 * The record of a series at level full as another level shows it, with what is left out counted; ids below full are short
 * numbers of the file. `organisation` is an id of the record, and needed at that level.
 * @throws RangeError when the record is not at level full, or that organisation is not in it.
 */
export function seriesLevelOf(record: SeriesRecord, level: RecordLevel, organisation?: string): SeriesRecord {
  if (record.level !== 'full' || !record.records) {
    throw new RangeError(`a record at level ${record.level} does not hold what level ${level} shows`)
  }
  if (level === 'full') return record
  const group = forSeriesGroup(record, record.records)
  if (level === 'group') return shortSeriesIds(group)
  if (level === 'public') return shortSeriesIds(forPublic(group))
  if (organisation === undefined || !record.network.organisations.some(({ id }) => id === organisation)) {
    throw new RangeError('the record has no such organisation')
  }
  return shortSeriesIds(forOrganisation(group, organisation))
}

/** What the records of the sessions show the group, added up anew. */
function forSeriesGroup({ records: _records, ...full }: SeriesRecord, whole: readonly SessionRecord[]): SeriesRecord {
  const records = whole.map(forGroup)
  const joined = new Map(full.themes.flatMap(({ id, themes = [] }) => themes.map((one) => [one, id] as const)))
  const said = practices(records, full.aspects)
  const themes = seriesThemes(records, joined)
  const there = new Set(records.flatMap(({ notes }) => notes.map(({ id }) => id)))
  const isShown = ({ note }: SeriesQuote) => note !== undefined && there.has(note)
  // Who takes an idea home begins with its words: it goes with the idea.
  const toldHome = new Set(records.flatMap(({ takeHomes }) => takeHomes.map(({ id }) => id)))
  const takeHomes = full.takeHomes.filter(({ id, session }) => session === null || toldHome.has(id))
  const show = full.network.showOrganisation
  const expectations = full.expectations.map((one) => ({ ...one, quotes: one.quotes.filter(isShown) }))
  const parked = full.parked.filter(isShown)
  const notes = noteCount(records)
  const sessionRecords = notes - quotedNotes(expectations, parked)
  const keptBack = (why: 'omitted' | 'staysInGroup') =>
    records.reduce((sum, { leftOut }) => sum + (leftOut.reasons[why] ?? 0), 0)
  const [omitted, staysInGroup] = [keptBack('omitted'), keptBack('staysInGroup')]
  const remaining = full.commitments.filter(({ status }) => status === 'open' || status === 'busy')
  const deepened = new Set(themes.map(({ id }) => id))
  return {
    ...full,
    level: 'group',
    counts: { ...full.counts, notes, presenters: new Set(said.practice.map(({ organisation }) => organisation)).size },
    sessions: full.sessions.map((one) => ({
      ...one,
      deepenedThemes: one.deepenedThemes.filter((theme) => deepened.has(theme)),
    })),
    expectations,
    ...said,
    themes: themes.map(({ themes: _themes, ...theme }) => theme),
    takeHomes: show.crossPollination ? takeHomes : takeHomes.map((one) => ({ ...one, from: [], to: [] })).sort(byWords),
    commitments: show.commitments ? remaining : remaining.map((one) => ({ ...one, who: [] })).sort(byWords),
    parked,
    leftOut: {
      notes: sessionRecords + omitted + staysInGroup,
      reasons: {
        ...(sessionRecords > 0 && { sessionRecords }),
        ...(omitted > 0 && { omitted }),
        ...(staysInGroup > 0 && { staysInGroup }),
      },
    },
  }
}

/** Without their organisations their order would still tell of them. */
const byWords = (a: { readonly session: number | null; readonly what: string }, b: typeof a): number =>
  (a.session ?? Infinity) - (b.session ?? Infinity) || (a.what < b.what ? -1 : 1)

/** How many notes a record quotes: each once, also where it shows two things. */
export const quotedNotes = (
  expectations: readonly Pick<SeriesExpectation, 'quotes'>[],
  parked: readonly SeriesQuote[],
): number => new Set([...expectations.flatMap(({ quotes }) => quotes), ...parked].map(({ note }) => note)).size

/** One organisation's team and board: where it was the host, what it showed and when, and what it promised. */
function forOrganisation(group: SeriesRecord, own: string): SeriesRecord {
  const commitments = group.commitments.filter(({ who }) => who.includes(own))
  const practice = group.practice.filter(({ organisation }) => organisation === own)
  const named = new Set([own, group.reunion?.host, ...commitments.flatMap(({ who }) => who)])
  return {
    ...group,
    level: 'organisation',
    organisation: own,
    network: { ...group.network, organisations: group.network.organisations.filter(({ id }) => named.has(id)) },
    sessions: group.sessions.map(({ number, startsAt, endsAt, held, host, secondPresenter, deepenedThemes }) => ({
      number,
      ...(startsAt === undefined ? {} : { startsAt }),
      ...(endsAt === undefined ? {} : { endsAt }),
      ...(host === own ? { host } : {}),
      ...(secondPresenter === own ? { secondPresenter } : {}),
      held,
      excused: [],
      deepenedThemes,
    })),
    expectations: [],
    aspects: group.aspects.filter((aspect) => practice.some((one) => one.aspect === aspect)),
    practice,
    themes: group.themes.map((theme) => ({ ...theme, sessions: [] })),
    takeHomes: [],
    commitments,
    parked: [],
    leftOut: {
      ...outside(group),
      commitments: group.commitments.length - commitments.length,
    },
  }
}

/** Anyone: titles alone. */
function forPublic(group: SeriesRecord): SeriesRecord {
  return {
    ...group,
    level: 'public',
    network: { ...group.network, organisations: [], groundRules: [], eraseOn: null },
    summary: '',
    sessions: [],
    expectations: group.expectations.map(({ number, text, session, part }) => ({
      number,
      text,
      session,
      ...(part && { part }),
      quotes: [],
    })),
    practice: [],
    themes: group.themes.map((theme) => ({ ...theme, sessions: [] })),
    takeHomes: [],
    commitments: [],
    parked: [],
    reunion: null,
    leftOut: {
      ...outside(group),
      commitments: group.commitments.length,
      organisations: group.network.organisations.length,
    },
  }
}

/** What stays in the group is part of the sum, so that no outsider asks whose it was. */
const outside = (group: SeriesRecord): SeriesLeftOut => ({
  notes: group.leftOut.notes + quotedNotes(group.expectations, group.parked),
  judgements: group.expectations.filter(({ outcome }) => outcome !== undefined).length,
  takeHomes: group.takeHomes.length,
})
