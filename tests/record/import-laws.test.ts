import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readRecord } from '../../shared/import/read-record.ts'
import type {
  CommitmentId,
  DecisionId,
  ExpectationId,
  NetworkId,
  TakeHomeId,
  CorrectionId,
} from '../../shared/model/ids.ts'
import { NO_MINUTES, type Minutes } from '../../shared/model/minutes.ts'
import type { Network } from '../../shared/model/network.ts'
import { NOTE_KINDS } from '../../shared/model/note.ts'
import {
  COMMITMENT_STATUSES,
  NO_SERIES,
  OUTCOMES,
  STANDINGS,
  TAKE_HOME_STATUSES,
  type Series,
} from '../../shared/model/series.ts'
import { COLOURS, THEME_STATUSES } from '../../shared/model/theme.ts'
import { ZONE_KINDS } from '../../shared/model/zone.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { note, noteId, rank, theme, themeId, zone, zoneId } from '../helpers/boards.ts'
import { arrived, comparable } from '../helpers/imported.ts'
import { network, organisationId, participantId, recordOf, SECOND, session, writtenBy } from '../helpers/records.ts'

// A record at level full, brought into an empty session of a network like it, is the same record again.

const SEED = { seed: 20261103, numRuns: 200 }
const uuid = (kind: string, n: number) => `00000000-00${kind}-7000-8000-${String(n).padStart(12, '0')}`
/** Ids whose chance part has no order: as they are made. */
const mixed = <T extends string>(id: T, n: number) =>
  id.replace(/.{12}$/, String((n * 7_919) % 100_003).padStart(12, '0')) as T

/** The same names under other ids, as a network has them that was made anew. */
const other: Network = {
  ...network,
  id: uuid('66', 2) as NetworkId,
  organisations: network.organisations.map(({ name }, n) => ({ id: organisationId(90 - n), name: name.toUpperCase() })),
}
const named = (record: SessionRecord): SessionRecord => ({
  ...record,
  network: {
    ...record.network,
    organisations: record.network.organisations.map((one) => ({ ...one, name: one.name.toUpperCase() })),
  },
})

const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const organisation = fc.nat(3)
const several = fc.uniqueArray(organisation, { maxLength: 3 })
const day = fc.option(fc.constantFrom('2026-04-01', '2026-12-31'))
const position = fc.integer({ min: -5_000, max: 5_000 })

const board = fc.record({
  zones: fc.array(
    fc.record({
      kind: fc.constantFrom(...ZONE_KINDS),
      hidden: fc.boolean(),
      locked: fc.boolean(),
      presenter: fc.constantFrom('host' as const, 'second' as const, undefined),
      whose: fc.option(organisation),
      title: text,
      prompt: fc.option(text),
    }),
    { maxLength: 6 },
  ),
  themes: fc.array(
    fc.record({
      status: fc.constantFrom(...THEME_STATUSES),
      colour: fc.constantFrom(...COLOURS),
      title: text,
      summary: text,
      zone: fc.option(fc.nat(7)),
      rank: fc.nat(3),
      x: position,
      y: position,
    }),
    { maxLength: 5 },
  ),
  notes: fc.array(
    fc.record({
      text,
      zone: fc.nat(7),
      theme: fc.option(fc.nat(6)),
      under: fc.option(fc.nat(25), { freq: 2 }),
      buildsOn: fc.option(fc.nat(25)),
      kind: fc.constantFrom(...NOTE_KINDS),
      organisation: fc.option(organisation),
      rank: fc.nat(3),
      x: position,
      y: position,
      recognise: fc.nat(3),
      marked: several,
      omitted: fc.boolean(),
      stays: fc.boolean(),
    }),
    { maxLength: 20 },
  ),
  steps: fc.array(fc.record({ title: text, zone: fc.option(fc.nat(5)), minutes: fc.nat(600), prompt: text }), {
    maxLength: 5,
  }),
})

const said = fc.record({
  expectations: fc.uniqueArray(
    fc.record({
      text: fc.stringMatching(/^[a-z]{3,8}$/),
      theme: fc.option(fc.nat(4)),
      standing: fc.option(fc.constantFrom(...STANDINGS)),
      outcome: fc.option(fc.constantFrom(...OUTCOMES)),
      sentence: text,
    }),
    { maxLength: 4, selector: (one) => one.text },
  ),
  ties: fc.array(fc.record({ expectation: fc.nat(3), note: fc.nat(20), isTheme: fc.boolean() }), { maxLength: 6 }),
  takeHomes: fc.array(
    fc.record({
      target: fc.option(fc.nat(20)),
      what: text,
      from: several,
      to: several,
      by: day,
      status: fc.constantFrom(...TAKE_HOME_STATUSES),
      saw: text,
      help: text,
    }),
    { maxLength: 4 },
  ),
  commitments: fc.array(
    fc.record({ who: several, what: text, by: day, status: fc.constantFrom(...COMMITMENT_STATUSES) }),
    { maxLength: 4 },
  ),
  counts: fc.option(fc.array(fc.nat(4), { minLength: 5, maxLength: 5 })),
  excused: several,
})

const minutes = fc.record({
  summary: text,
  deepened: fc.uniqueArray(fc.record({ theme: fc.nat(6), text }), { maxLength: 3, selector: (one) => one.theme }),
  decisions: fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 3 }),
  corrections: fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 3 }),
  approved: fc.option(fc.constantFrom(null, 1, 2, 5)),
})

const DAY = Date.parse('2026-03-13T22:30:00Z')

/** A record with all of it, and the ledger of the network without what this session said. */
const cases = fc.tuple(board, said, minutes).map(([on, of, wrote]) => {
  const nid = (n: number) => mixed(noteId(n), n)
  const zones = on.zones.map(({ presenter, whose, prompt, kind, ...fields }, n) =>
    zone(n, {
      ...fields,
      kind,
      ...(prompt !== null && { prompt }),
      ...(kind === 'presentation' && presenter
        ? { presenter }
        : whose !== null && { organisation: organisationId(whose) }),
    }),
  )
  const themes = on.themes.map(({ zone: lies, rank: at, ...fields }, n) =>
    theme(n, { ...fields, rank: rank(at), zone: lies === null ? null : zoneId(lies), author: participantId(1) }),
  )
  const notes = on.notes.map((fields, n) => {
    const builds = fields.buildsOn !== null && fields.buildsOn < n ? nid(fields.buildsOn) : null
    const place = {
      zone: zoneId(fields.zone),
      theme: fields.theme === null ? null : themeId(fields.theme),
      under: fields.under === null ? null : nid(fields.under),
      rank: rank(fields.rank),
      x: fields.x,
      y: fields.y,
    }
    const meta = {
      author: participantId(n),
      organisation: fields.organisation === null ? null : organisationId(fields.organisation),
      kind: fields.kind,
      createdAt: DAY + n,
      buildsOn: builds,
    }
    return writtenBy({ ...note(n, place, `${fields.text} x`), id: nid(n) }, meta)
  })
  const marks = on.notes.map(
    ({ recognise, marked }, n) => [nid(n), { recognise, takeHome: marked.map(organisationId).sort() }] as const,
  )
  const target = (n: number, isTheme = false) => (isTheme ? themeId(n) : nid(n))
  const series: Series = {
    ...NO_SERIES,
    expectations: of.expectations.map(({ text: words, theme: at, standing, outcome, sentence }, n) => ({
      id: uuid('a0', n) as ExpectationId,
      text: words,
      session: SECOND.id,
      theme: at === null ? null : themeId(at),
      check: standing && { standing, sentence },
      judgement: outcome && { outcome, sentence, notes: [] },
    })),
    ties: unique(
      of.ties.map(({ expectation, note: n, isTheme }) => ({
        expectation: uuid('a0', expectation) as ExpectationId,
        session: SECOND.id,
        target: target(n, isTheme),
        by: participantId(n),
      })),
      (tie) => `${tie.expectation} ${tie.target}`,
    ),
    takeHomes: of.takeHomes.map(({ target: at, from, to, ...fields }, n) => ({
      ...fields,
      id: uuid('a1', n) as TakeHomeId,
      session: SECOND.id,
      target: at === null ? null : target(at, at % 3 === 0),
      from: from.map(organisationId),
      to: to.map(organisationId),
      firstStep: `stap ${n}`,
    })),
    commitments: of.commitments.map(({ who, what, ...fields }, n) => ({
      ...fields,
      id: uuid('a2', n) as CommitmentId,
      session: SECOND.id,
      who: who.map(organisationId),
      what: `${what} ${n}`,
    })),
    checks:
      of.counts && of.counts.reduce((sum, one) => sum + one, 0) >= 3
        ? [{ session: SECOND.id, counts: of.counts, answered: [] }]
        : [],
    excused: of.excused.map((n) => ({ session: SECOND.id, organisation: organisationId(n) })),
  }
  const written: Minutes = {
    ...NO_MINUTES,
    summary: wrote.summary,
    deepened: wrote.deepened.map((one) => ({ theme: themeId(one.theme), text: one.text })),
    decisions: wrote.decisions.map((words, n) => ({ id: uuid('a3', n) as DecisionId, text: words })),
    corrections: wrote.corrections.map((words, n) => ({ id: uuid('a4', n) as CorrectionId, text: words, at: DAY })),
    omitted: on.notes.flatMap(({ omitted }, n) => (omitted ? nid(n) : [])),
    staysInGroup: on.notes.flatMap(({ stays }, n) => (stays ? nid(n) : [])),
    approved: wrote.approved === null ? null : { at: DAY, session: session(wrote.approved ?? 1).id },
  }
  const agenda = on.steps.map(({ zone: at, ...fields }, n) => ({
    ...fields,
    id: uuid('a5', n) as never,
    mode: 'open' as const,
    identity: 'name' as const,
    zone: at !== null && at < zones.length ? zoneId(at) : null,
  }))
  const current = { ...SECOND, title: 'De kracht van onthaal', zones, agenda }
  return recordOf({ zones, themes, notes, marks }, { session: current, series, minutes: written, present: [] })
})

const unique = <T>(all: readonly T[], key: (one: T) => string): T[] => [
  ...new Map(all.map((one) => [key(one), one])).values(),
]

describe('a record at level full, brought into a network like it,', () => {
  test('gives the same record, whatever was on the board, save for its ids', () => {
    fc.assert(
      fc.property(cases, (record) => {
        const { again, arrival } = arrived(named(record), other)
        expect(comparable(again)).toEqual(comparable(named(record)))
        expect(arrival.along.organisations).toEqual([])
        expect(arrival.answer.skipped).toEqual([])
      }),
      SEED,
    )
  })

  test('has new ids throughout, and nobody as an author', () => {
    fc.assert(
      fc.property(cases, (record) => {
        const { arrival } = arrived(named(record), other)
        const ids = new Set(JSON.stringify(record).match(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}/g))
        const { board, along } = arrival
        const made = [
          board.zones,
          board.themes,
          board.notes,
          board.agenda,
          along.series?.series.takeHomes ?? [],
          along.series?.series.commitments ?? [],
        ]
        for (const { id } of made.flat() as { id: string }[]) expect(ids.has(id)).toBe(false)
        for (const { meta } of board.notes) expect(meta.author).toBeNull()
        for (const { author } of board.themes) expect(author).toBeNull()
        for (const { by } of along.series?.series.ties ?? []) expect(by).toBeNull()
      }),
      SEED,
    )
  })
})

test('the golden record is for the group: it lacks what a board needs, and is refused as that', () => {
  const golden = readFileSync(new URL('../golden/verslag-sessie-2.json', import.meta.url), 'utf8')
  expect(readRecord(golden)).toEqual({
    code: 'import-level',
    detail: 'Only the record at level full has all that a board needs. Fetch it with level=full.',
  })
})
