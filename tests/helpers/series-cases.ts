import fc from 'fast-check'
import type { CommitmentId, ExpectationId, TakeHomeId } from '../../shared/model/ids.ts'
import { NO_MINUTES } from '../../shared/model/minutes.ts'
import type { Note } from '../../shared/model/note.ts'
import { COMMITMENT_STATUSES, NO_SERIES, OUTCOMES, TAKE_HOME_STATUSES, type Series } from '../../shared/model/series.ts'
import { ZONE_KINDS } from '../../shared/model/zone.ts'
import { makeRecord } from '../../shared/record/board-record.ts'
import type { SeriesInput } from '../../shared/record/series-sources.ts'
import { board, note, noteId, rank, theme, themeId, zone, zoneId } from './boards.ts'
import { network, organisationId, participantId, session, writtenBy } from './records.ts'

// Series of all shapes, for what holds of every record of a series. Each note, idea and promise holds a word of its own.

export const WRITTEN_AT = 1_773_300_000_000
const uuid = (kind: string, n: number) => `00000000-00${kind}-7000-8000-${String(n).padStart(12, '0')}`
export const noteWord = (n: number) => `briefje${n}woord`

const boards = fc.array(
  fc.record({
    held: fc.boolean(),
    host: fc.option(fc.nat(3)),
    startsAt: fc.option(fc.constantFrom('2026-03-12T09:30:00+01:00', '2026-04-21T09:30:00+02:00')),
    zones: fc.array(
      fc.record({ kind: fc.constantFrom(...ZONE_KINDS), title: fc.constantFrom('Visie', 'Inkleding', '') }),
      { minLength: 1, maxLength: 4 },
    ),
    themes: fc.array(
      fc.record({
        title: fc.constantFrom('', 'Onthaal', 'ONTHAAL ', 'Taal'),
        status: fc.constantFrom('theme' as const, 'proposed' as const),
        deepened: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    notes: fc.array(
      fc.record({
        zone: fc.nat(3),
        theme: fc.option(fc.nat(2)),
        under: fc.option(fc.nat(7), { freq: 2 }),
        organisation: fc.option(fc.nat(3)),
        kept: fc.constantFrom('in', 'in', 'omitted', 'staysInGroup'),
      }),
      { maxLength: 8 },
    ),
  }),
  { maxLength: 4 },
)
const some = fc.subarray([0, 1, 2, 3])
const ledger = fc.record({
  judged: fc.array(
    fc.record({ outcome: fc.constantFrom(...OUTCOMES), quotes: fc.uniqueArray(fc.nat(7), { maxLength: 2 }) }),
    { maxLength: 3 },
  ),
  taken: fc.array(fc.record({ from: some, to: some, in: fc.nat(4), status: fc.constantFrom(...TAKE_HOME_STATUSES) }), {
    maxLength: 4,
  }),
  promised: fc.array(fc.record({ who: some, in: fc.nat(4), status: fc.constantFrom(...COMMITMENT_STATUSES) }), {
    maxLength: 4,
  }),
})
const shows = fc.record({
  expectations: fc.boolean(),
  presentation: fc.boolean(),
  reflection: fc.boolean(),
  crossPollination: fc.boolean(),
  commitments: fc.boolean(),
  parked: fc.boolean(),
})

export interface SeriesCase {
  readonly input: SeriesInput
  /** Of all notes that a record may hold, once each. */
  readonly words: readonly string[]
  /** What stands in no record: who wrote, when, in the check-in. */
  readonly never: readonly string[]
}

const BOARD = 100
const sessionOf = (n: number) => session(n + 1).id

export const seriesCases: fc.Arbitrary<SeriesCase> = fc.tuple(boards, ledger, shows).map(([made, said, show]) => {
  const shown = { ...network, showOrganisation: show }
  const series = seriesOf(said)
  const sessions = made.map((one, n) =>
    session(n + 1, {
      host: one.host === null ? null : organisationId(one.host),
      startsAt: one.startsAt,
      zones: one.zones.map((fields, at) =>
        zone(n * BOARD + at, {
          ...fields,
          ...(fields.kind === 'presentation' ? { presenter: 'host' as const, aspect: fields.title } : {}),
        }),
      ),
    }),
  )
  const lying = made.map((one, n) => one.notes.map((fields, at): Note => noteOf(n, at, fields)))
  const records = made.map((one, n) => {
    const current = sessions[n] ?? session(n + 1)
    return makeRecord({
      network: shown,
      sessions,
      session: current,
      board: board({
        zones: current.zones,
        themes: one.themes.map((fields, at) => theme(n * BOARD + at, { title: fields.title, status: fields.status })),
        notes: lying[n] ?? [],
      }),
      series,
      minutes: {
        ...NO_MINUTES,
        deepened: one.themes.flatMap(({ deepened }, at) =>
          deepened ? [{ theme: themeId(n * BOARD + at), text: 'Verdiept.' }] : [],
        ),
        omitted: one.notes.flatMap(({ kept }, at) => (kept === 'omitted' ? [noteId(n * BOARD + at)] : [])),
        staysInGroup: one.notes.flatMap(({ kept }, at) => (kept === 'staysInGroup' ? [noteId(n * BOARD + at)] : [])),
      },
      present: [],
      now: WRITTEN_AT,
    })
  })
  const all = lying.flat()
  const checkIn = new Set(
    sessions.flatMap(({ zones }) => zones.filter(({ kind }) => kind === 'checkIn').map(({ id }) => id)),
  )
  const wordOf = ({ id }: Note) => noteWord(Number(id.slice(-12)))
  const { sessions: _sessions, ...about } = makeRecord({
    network: shown,
    sessions: [],
    session: session(1),
    board: board({}),
    series: NO_SERIES,
    minutes: NO_MINUTES,
    present: [],
    now: WRITTEN_AT,
  }).network
  return {
    input: {
      network: about,
      sessions: records.map((record, n) => ({ id: sessionOf(n), held: made[n]?.held ?? false, record })),
      series,
      aspects: ['Visie'],
      madeOn: '2026-06-18',
    },
    words: all.filter(({ place }) => !checkIn.has(place.zone)).map(wordOf),
    never: [
      ...all.flatMap(({ meta }) => [String(meta.author), String(meta.createdAt)]),
      ...all.filter(({ place }) => checkIn.has(place.zone)).map(wordOf),
      'K7M4PD',
    ],
  }
})

type Fields = typeof boards extends fc.Arbitrary<(infer B)[]> ? (B extends { notes: (infer N)[] } ? N : never) : never

function noteOf(n: number, at: number, fields: Fields): Note {
  const id = n * BOARD + at
  const lies = note(
    id,
    {
      zone: zoneId(n * BOARD + fields.zone),
      theme: fields.theme === null ? null : themeId(n * BOARD + fields.theme),
      under: fields.under === null ? null : noteId(n * BOARD + fields.under),
      rank: rank(at),
    },
    `${noteWord(id)} *`,
  )
  return writtenBy(lies, {
    author: participantId(id),
    organisation: fields.organisation === null ? null : organisationId(fields.organisation),
    createdAt: WRITTEN_AT + id,
  })
}

function seriesOf(said: typeof ledger extends fc.Arbitrary<infer L> ? L : never): Series {
  return {
    ...NO_SERIES,
    expectations: said.judged.map(({ outcome, quotes }, n) => ({
      id: uuid('51', n) as ExpectationId,
      text: `verwachting${n}woord`,
      session: null,
      theme: null,
      check: null,
      judgement: {
        outcome,
        sentence: `oordeel${n}woord`,
        // Each of another session, so that none is quoted twice.
        notes: quotes.map((at) => ({ session: sessionOf(n), note: noteId(n * BOARD + at) })),
      },
    })),
    takeHomes: said.taken.map(({ from, to, status, in: where }, n) => ({
      id: uuid('52', n) as TakeHomeId,
      session: sessionOf(where),
      target: null,
      what: `idee${n}woord`,
      from: from.map(organisationId),
      to: to.map(organisationId),
      firstStep: '',
      by: null,
      help: '',
      status,
      saw: '',
    })),
    commitments: said.promised.map(({ who, status, in: where }, n) => ({
      id: uuid('53', n) as CommitmentId,
      session: sessionOf(where),
      who: who.map(organisationId),
      what: `belofte${n}woord`,
      by: null,
      status,
    })),
  }
}
