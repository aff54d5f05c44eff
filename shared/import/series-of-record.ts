import { BOUNDS } from '../model/bounds.ts'
import type {
  CommitmentId,
  ExpectationId,
  NoteId,
  OrganisationId,
  SessionId,
  TakeHomeId,
  ThemeId,
} from '../model/ids.ts'
import { foldedName } from '../model/network.ts'
import type { Carried, Commitment, Expectation, ProcessCheck, Series, TakeHome } from '../model/series.ts'
import type { Skips } from './skips.ts'
import type { FullRecord } from './record-fields.ts'

export interface IntoSeries {
  readonly session: SessionId
  /** The session before it in the network; null for the first. */
  readonly before: SessionId | null
  readonly organisations: ReadonlyMap<string, OrganisationId>
  /** What the notes and themes of the file are called on the board. */
  readonly targets: ReadonlyMap<string, NoteId | ThemeId>
  readonly newId: () => string
  /** Milliseconds since 1970. */
  readonly now: number
}

export interface SeriesOfRecord {
  readonly series: Series
  readonly imported: {
    readonly expectations: number
    readonly ties: number
    readonly takeHomes: number
    readonly commitments: number
    readonly excused: number
  }
}

/**
 * What a session said of its series comes into the state of the network, where it is not there already. What other
 * sessions said stays where it was. `skips` is told.
 */
export function seriesOfRecord(record: FullRecord, before: Series, into: IntoSeries, skips: Skips): SeriesOfRecord {
  const expected = withExpectations(record, before, into, skips)
  const tied = withTies(record, expected, into, skips)
  const taken = takeHomesOf(record, before, into, skips)
  const promised = commitmentsOf(record, before, into, skips)
  const excused = excusedOf(record, before, into)
  const check = checkOf(record, before, into, skips)
  skips.add('earlierCommitments', 'ofOtherSession', record.earlierCommitments.length)
  const added = (series: Series): Series => ({
    ...series,
    takeHomes: taken.all,
    commitments: [...before.commitments, ...promised],
    excused: [...before.excused, ...excused],
    checks: check ? [...before.checks, check] : before.checks,
  })
  const count = {
    expectations: expected.added,
    ties: tied.added,
    takeHomes: taken.added,
    commitments: promised.length,
    excused: excused.length,
  }
  const isSame = Object.values(count).every((one) => one === 0) && !check && tied.series === before
  return { series: isSame ? before : added(tied.series), imported: count }
}

interface Expected {
  readonly series: Series
  readonly added: number
  /** By their numbers in the file. */
  readonly byNumber: ReadonlyMap<number, ExpectationId>
}

/** Those that this session asked come in; others are found by their words. */
function withExpectations(record: FullRecord, before: Series, into: IntoSeries, skips: Skips): Expected {
  const themes = new Map<number, string>()
  for (const { number, theme } of record.expectations) if (!themes.has(number)) themes.set(number, theme)
  const byNumber = new Map<number, ExpectationId>()
  const expectations = [...before.expectations]
  const carried: Carried[] = []
  let changed = 0
  for (const one of record.series?.expectations ?? []) {
    const isOfThis = one.session === record.session.number
    const theme = (targetOf(into, themes.get(one.number)) ?? null) as ThemeId | null
    const at = expectations.findIndex(({ text }) => foldedName(text) === foldedName(one.text))
    const there = expectations[at]
    if (there) {
      byNumber.set(one.number, there.id)
      if (isOfThis) skips.add('expectations', 'thereAlready')
      if (theme === null) continue
      changed++
      // The board on which it lay was erased, or it lies on this one as it came along.
      if (there.session === into.session) expectations[at] = { ...there, theme }
      else {
        const from = there.session ?? into.before
        if (from)
          carried.push({ kind: 'expectation', from, to: into.session, source: there.id, copy: theme, at: into.now })
      }
    } else if (!isOfThis) skips.add('expectations', 'ofOtherSession')
    else if (expectations.length >= BOUNDS.expectations) skips.add('expectations', 'noRoom')
    else {
      const made: Expectation = {
        id: into.newId() as ExpectationId,
        text: one.text,
        session: into.session,
        theme,
        check: one.standing ? { standing: one.standing, sentence: one.standingSentence } : null,
        judgement: one.outcome ? { outcome: one.outcome, sentence: one.sentence, notes: [] } : null,
      }
      byNumber.set(one.number, made.id)
      expectations.push(made)
    }
  }
  const added = expectations.length - before.expectations.length
  if (added + changed === 0) return { series: before, added, byNumber }
  return { series: { ...before, expectations, carried: [...before.carried, ...carried] }, added, byNumber }
}

/** Who said so, the file does not know. */
function withTies(record: FullRecord, { series, byNumber }: Expected, into: IntoSeries, skips: Skips) {
  const ties = [...series.ties]
  for (const { expectation: number, note, theme } of record.series?.ties ?? []) {
    const expectation = byNumber.get(number)
    const target = targetOf(into, note ?? theme)
    if (expectation === undefined || target === undefined) skips.add('ties', 'noExpectation')
    else if (!ties.some((tie) => tie.expectation === expectation && tie.target === target))
      ties.push({ expectation, session: into.session, target, by: null })
  }
  const added = ties.length - series.ties.length
  return { series: added > 0 ? { ...series, ties } : series, added }
}

/** One of a board that was erased is given the note again that it was taken from. */
function takeHomesOf(record: FullRecord, { takeHomes }: Series, into: IntoSeries, skips: Skips) {
  const all = [...takeHomes]
  let added = 0
  for (const { note, theme, from, to, id, ...one } of record.takeHomes) {
    const made: TakeHome = {
      ...one,
      id: into.newId() as TakeHomeId,
      session: into.session,
      target: targetOf(into, note ?? theme) ?? null,
      from: organisationsOf(into, from),
      to: organisationsOf(into, to),
    }
    const at = all.findIndex((other) => other.session === into.session && (other.id === id || isSameTaken(other, made)))
    const there = all[at]
    if (there && there.target === null && made.target !== null) all[at] = { ...there, target: made.target }
    if (there) skips.add('takeHomes', 'thereAlready')
    else if (all.length >= BOUNDS.takeHomes) skips.add('takeHomes', 'noRoom')
    else {
      all.push(made)
      added++
    }
  }
  return { all: all.every((one, i) => one === takeHomes[i]) && added === 0 ? takeHomes : all, added }
}

const isSameTaken = (a: TakeHome, b: TakeHome): boolean =>
  a.target === null && a.what === b.what && a.firstStep === b.firstStep && a.by === b.by && isSameList(a.to, b.to)

function commitmentsOf(record: FullRecord, { commitments }: Series, into: IntoSeries, skips: Skips): Commitment[] {
  const made: Commitment[] = []
  for (const { id, who, session: _number, ...one } of record.commitments) {
    const commitment = {
      ...one,
      id: into.newId() as CommitmentId,
      session: into.session,
      who: organisationsOf(into, who),
    }
    const isThere = commitments.some(
      (other) => other.session === into.session && (other.id === id || isSameCommitment(other, commitment)),
    )
    if (isThere) skips.add('commitments', 'thereAlready')
    else if (commitments.length + made.length >= BOUNDS.commitments) skips.add('commitments', 'noRoom')
    else made.push(commitment)
  }
  return made
}

const isSameCommitment = (a: Commitment, b: Commitment): boolean =>
  a.what === b.what && a.by === b.by && isSameList(a.who, b.who)

function excusedOf(record: FullRecord, { excused }: Series, into: IntoSeries) {
  const { session } = into
  return organisationsOf(into, record.attendance.excused)
    .filter((one) => !excused.some((other) => other.session === session && other.organisation === one))
    .map((organisation) => ({ session, organisation }))
}

/** Counts alone: who answered is in no file. */
function checkOf(record: FullRecord, { checks }: Series, into: IntoSeries, skips: Skips): ProcessCheck | null {
  const check = record.series?.check
  if (!check || check.answers === 0) return null
  const isThere = checks.some(({ session }) => session === into.session)
  if (check.counts === null || isThere) {
    skips.add('check', isThere ? 'thereAlready' : 'ofPeople', check.answers)
    return null
  }
  return { session: into.session, counts: check.counts, answered: [] }
}

const targetOf = ({ targets }: IntoSeries, id: string | null | undefined) => (id ? targets.get(id) : undefined)

const organisationsOf = ({ organisations }: IntoSeries, ids: readonly string[]): OrganisationId[] => [
  ...new Set(ids.flatMap((id) => organisations.get(id) ?? [])),
]

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))
