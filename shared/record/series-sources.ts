import type { ExpectationId, SessionId } from '../model/ids.ts'
import { foldedName } from '../model/network.ts'
import { TITLED_PARTS, type Series } from '../model/series.ts'
import { readRecord } from './reading.ts'
import type { SessionRecord } from './record.ts'
import { ideasInOrder, promisesInOrder } from './series-order.ts'
import type { SeriesExpectation, SeriesQuote, SeriesRecord, SeriesSession } from './series-record.ts'
import { deepenedIn, heldCounts, noteCount, practices, seriesThemes, themesOfSession } from './series-sums.ts'

export interface SessionSource {
  readonly id: SessionId
  /** It began, or its time has gone by. */
  readonly held: boolean
  /** At level full. */
  readonly record: SessionRecord
}

export interface SeriesInput {
  readonly network: SeriesRecord['network']
  /** As they followed each other in time. */
  readonly sessions: readonly SessionSource[]
  readonly series: Series
  /** Those of the network, in order. */
  readonly aspects: readonly string[]
  /** ISO date, in the network's time zone. */
  readonly madeOn: string
}

/** The record of a series at level full: what its sessions and its ledger say together, and their own records. */
export function makeSeriesRecord({ network, sessions, series, aspects, madeOn }: SeriesInput): SeriesRecord {
  const records = sessions.map(({ record }) => record)
  const numbers = new Map(sessions.map(({ id, record }) => [id, record.session.number]))
  const numberOf = (id: SessionId): number | null => numbers.get(id) ?? null
  const organisations = network.organisations.map(({ id }) => id)
  const joined = joinedThemes(records, series)
  const said = practices(records, aspects)
  const moments = sessions.map((source) => moment(source, joined))
  const notes = noteCount(records)
  const unspoken = unspokenIdeas(sessions, series)
  return {
    format: 'bijeen.series',
    version: 1,
    level: 'full',
    madeOn,
    network,
    about: series.about,
    summary: series.summary,
    counts: { ...heldCounts(moments, said.practice), organisations: organisations.length, notes },
    sessions: moments,
    expectations: expectations(sessions, series),
    ...said,
    themes: seriesThemes(records, joined),
    takeHomes: ideasInOrder(
      series.takeHomes
        .filter(({ id }) => !unspoken.has(id))
        .map(({ id, session, what, from, to, firstStep, by, help, status, saw }) => ({
          id,
          session: numberOf(session),
          what,
          from,
          to,
          firstStep,
          by,
          ...(help === '' ? {} : { help }),
          status,
          ...(saw === '' ? {} : { saw }),
        })),
      organisations,
    ),
    commitments: promisesInOrder(
      series.commitments.map(({ id, session, who, what, by, status }) => ({
        id,
        session: numberOf(session),
        who,
        what,
        by,
        status,
      })),
      organisations,
    ),
    parked: parkedNotes(sessions, series),
    reunion: reunionOf(series),
    records,
    leftOut: { notes: 0 },
  }
}

/** Those that the record of their session does not tell of: they begin with the words of its check-in. */
function unspokenIdeas(sessions: readonly SessionSource[], { takeHomes }: Series): ReadonlySet<string> {
  const told = new Map(sessions.map(({ id, record }) => [id, new Set(record.takeHomes.map((one) => one.id))]))
  return new Set(
    takeHomes.flatMap(({ id, session, target }) =>
      target === null || (told.get(session)?.has(id) ?? true) ? [] : [id],
    ),
  )
}

function moment({ held, record }: SessionSource, joined: ReadonlyMap<string, string>): SeriesSession {
  const { number, startsAt, endsAt, venue, host, secondPresenter } = record.session
  return {
    number,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
    ...(venue === undefined ? {} : { venue }),
    ...(host === undefined ? {} : { host }),
    ...(secondPresenter === undefined ? {} : { secondPresenter }),
    held,
    excused: record.attendance.excused,
    deepenedThemes: deepenedIn(record, joined),
  }
}

/** Of each theme the id of the first that is the same: carried over from it, or called the same. */
function joinedThemes(records: readonly SessionRecord[], { carried }: Series): Map<string, string> {
  const origins = new Map(
    carried.flatMap(({ kind, source, copy }) => (kind === 'theme' && copy !== null ? [[copy as string, source]] : [])),
  )
  const byTitle = new Map<string, string>()
  const joined = new Map<string, string>()
  for (const record of records)
    for (const { id, title } of themesOfSession(record)) {
      const name = foldedName(title)
      const first = joined.get(id) ?? joined.get(origins.get(id) ?? '') ?? (name && byTitle.get(name)) ?? id
      const key = first === '' ? id : first
      joined.set(id, key)
      if (name !== '' && !byTitle.has(name)) byTitle.set(name, key)
    }
  return joined
}

/** Those of the ledger; while it has none, what the sessions asked. */
function expectations(sessions: readonly SessionSource[], series: Series): SeriesExpectation[] {
  const numbers = new Map(sessions.map(({ id, record }) => [id, record.session.number]))
  const told = new Map(
    sessions.flatMap(({ record }) => record.expectations.map(({ number, part }) => [number, part] as const)),
  )
  if (series.expectations.length === 0) return asked(sessions)
  return series.expectations.map(({ id, text, session, check, judgement }, i) => {
    const part = partOf(id, series) ?? told.get(i + 1)
    return {
      number: i + 1,
      text,
      session: session === null ? null : (numbers.get(session) ?? null),
      ...(part && { part }),
      ...(check && { standing: check.standing, ...(check.sentence !== '' && { standingSentence: check.sentence }) }),
      ...(judgement && {
        outcome: judgement.outcome,
        ...(judgement.sentence !== '' && { sentence: judgement.sentence }),
      }),
      quotes: (judgement?.notes ?? []).flatMap(({ session: where, note }) => {
        const record = sessions.find((one) => one.id === where)?.record
        const found = record?.notes.find((one) => one.id === note)
        return record && found ? [{ session: record.session.number, note: found.id, text: found.text }] : []
      }),
    }
  })
}

const partOf = (id: ExpectationId, { titles }: Series) => TITLED_PARTS.find((part) => titles[part] === id)

function asked(sessions: readonly SessionSource[]): SeriesExpectation[] {
  const found = sessions.flatMap(({ record }) =>
    record.expectations.flatMap(({ theme, session, part }) => {
      const text = record.themes.find(({ id }) => id === theme)?.title.trim() ?? ''
      return text === '' || session !== record.session.number ? [] : [{ text, session, ...(part && { part }) }]
    }),
  )
  return [...new Map(found.map((one) => [foldedName(one.text), one])).values()].map((one, i) => ({
    number: i + 1,
    ...one,
    quotes: [],
  }))
}

/** One that went along into another session stands there. By session, then by their words: not by when they were written. */
function parkedNotes(sessions: readonly SessionSource[], { carried }: Series): SeriesQuote[] {
  const there = new Set(sessions.flatMap(({ record }) => record.notes.map(({ id }) => id)))
  const gone = new Set(
    carried.flatMap(({ kind, source, copy }) => (kind === 'note' && copy !== null && there.has(copy) ? [source] : [])),
  )
  return sessions.flatMap(({ record }) => {
    const reading = readRecord(record)
    return reading.tops
      .filter((note) => reading.partOf(note) === 'parked' && !gone.has(note.id))
      .map(({ id, text }) => ({ session: record.session.number, note: id, text }))
      .sort((a, b) => (a.text < b.text ? -1 : 1))
  })
}

function reunionOf({ reunion }: Series): SeriesRecord['reunion'] {
  if (!reunion) return null
  const { startsAt, endsAt, venue, host } = reunion
  return {
    startsAt,
    ...(endsAt === null ? {} : { endsAt }),
    ...(venue === '' ? {} : { venue }),
    ...(host === null ? {} : { host }),
  }
}
