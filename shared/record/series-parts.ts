import type { Network, Session } from '../model/network.ts'
import type { Note } from '../model/note.ts'
import { FEWEST_ANSWERS, TITLED_PARTS, type Commitment, type Series, type TakeHome } from '../model/series.ts'
import { inTime } from '../model/session-order.ts'
import type {
  RecordCommitment,
  RecordExpectation,
  RecordPollination,
  RecordSeries,
  RecordTakeHome,
  RecordTheme,
} from './record.ts'

// What a session's record tells of the series. Who tied what and who answered is never in it.

export interface OfSeries {
  readonly network: Network
  /** By number. */
  readonly sessions: readonly Session[]
  readonly session: Session
  readonly series: Series
}

/**
 * The themes under which expectations lie on this board, with the numbers that the series gave them. One that has none
 * yet comes after those, as it would be numbered next.
 * @param asked themes where the session asks what people expect
 */
export function recordExpectations(
  { sessions, session, series }: OfSeries,
  asked: readonly RecordTheme[],
  others: readonly RecordTheme[],
): RecordExpectation[] {
  const known = new Map<string, { readonly number: number; readonly session: number; readonly id: string }>()
  for (const [i, { id, theme, session: from }] of series.expectations.entries()) {
    const entry = { number: i + 1, session: sessions.find((one) => one.id === from)?.number ?? session.number, id }
    const copies = series.carried.filter(({ source, to }) => source === id && to === session.id)
    for (const place of [theme, ...copies.map(({ copy }) => copy)]) if (place !== null) known.set(place, entry)
  }
  const otherIds: ReadonlySet<string> = new Set(others.map(({ id }) => id))
  const tied = (expectation: string | undefined) =>
    series.ties.flatMap(({ expectation: of, session: where, target }) =>
      of === expectation && where === session.id && target !== null && otherIds.has(target) ? [target as string] : [],
    )
  let next = series.expectations.length
  return asked
    .map(({ id: theme }) => {
      const entry = known.get(theme)
      const part = entry && TITLED_PARTS.find((one) => series.titles[one] === entry.id)
      return {
        number: entry?.number ?? ++next,
        session: entry?.session ?? session.number,
        theme,
        relatedThemes: entry ? tied(entry.id) : [],
        ...(part && { part }),
      }
    })
    .sort((a, b) => a.number - b.number)
}

/** From the organisation under an idea, and those its takers name, to those who take it. */
export function recordPollination({ session, series }: OfSeries, ideas: readonly Note[]): RecordPollination[] {
  return ideas.map(({ id, meta }) => {
    const taken = takenIn(series, session).filter(({ target }) => target === id)
    const from = unique([
      ...(meta.organisation === null ? [] : [meta.organisation]),
      ...taken.flatMap((one) => one.from),
    ])
    return { note: id, from, to: unique(taken.flatMap((one) => one.to)).filter((one) => !from.includes(one)) }
  })
}

/** What it was taken from is left out where the record does not hold it; what was taken from `unspoken` notes, whole. */
export const recordTakeHomes = (
  { session, series }: OfSeries,
  notes: ReadonlySet<string>,
  themes: ReadonlySet<string>,
  unspoken: ReadonlySet<string>,
): RecordTakeHome[] =>
  takenIn(series, session)
    .filter(({ target }) => target === null || !unspoken.has(target))
    .map(({ id, target, what, from, to, firstStep, by, help, status, saw }) => ({
      id,
      note: target !== null && notes.has(target) ? target : null,
      ...(target !== null && themes.has(target) ? { theme: target } : {}),
      what,
      from,
      to,
      firstStep,
      by,
      ...(help === '' ? {} : { help }),
      status,
      ...(saw === '' ? {} : { saw }),
    }))

const takenIn = ({ takeHomes }: Series, session: Session): TakeHome[] =>
  takeHomes.filter((one) => one.session === session.id)

/** Those made in this session, and those it looked back at: of the session before it, or carried along into it. */
export function recordCommitments({ network, sessions, session, series }: OfSeries): {
  readonly earlier: RecordCommitment[]
  readonly made: RecordCommitment[]
} {
  const order = inTime(sessions)
  const before = order[order.findIndex(({ id }) => id === session.id) - 1]
  const carried = new Set(series.carried.flatMap(({ to, source }) => (to === session.id ? [source] : [])))
  const rank = network.organisations.map(({ id }) => id)
  const firstOf = ({ who }: Commitment) => Math.min(...who.map((id) => rank.indexOf(id)))
  const record = (wanted: (commitment: Commitment) => boolean): RecordCommitment[] =>
    series.commitments
      .filter(wanted)
      .sort((a, b) => firstOf(a) - firstOf(b))
      .map(({ id, session: made, who, what, by, status }) => ({
        id,
        session: sessions.find((one) => one.id === made)?.number ?? session.number,
        who,
        what,
        by,
        status,
      }))
  return {
    earlier: record((one) => one.session !== session.id && (one.session === before?.id || carried.has(one.id))),
    made: record((one) => one.session === session.id),
  }
}

/** The ledger as it stands, and what this session said of it; null where nothing was said. */
export function recordSeries(
  { sessions, session, series }: OfSeries,
  notes: ReadonlySet<string>,
  themes: ReadonlySet<string>,
): RecordSeries | null {
  const numbers = new Map(series.expectations.map(({ id }, i) => [id, i + 1]))
  const ties = series.ties.flatMap(({ expectation, session: where, target }): RecordSeries['ties'][number][] => {
    const number = numbers.get(expectation)
    if (where !== session.id || target === null || number === undefined) return []
    if (notes.has(target)) return [{ expectation: number, note: target }]
    return themes.has(target) ? [{ expectation: number, theme: target }] : []
  })
  const counts = series.checks.find((check) => check.session === session.id)?.counts
  const answers = counts?.reduce((sum, count) => sum + count, 0) ?? 0
  if (series.expectations.length === 0 && !counts) return null
  return {
    expectations: series.expectations.map(({ text, session: from, check, judgement }, i) => ({
      number: i + 1,
      text,
      session: sessions.find((one) => one.id === from)?.number ?? null,
      ...(check && { standing: check.standing, ...(check.sentence !== '' && { standingSentence: check.sentence }) }),
      ...(judgement && {
        outcome: judgement.outcome,
        ...(judgement.sentence !== '' && { sentence: judgement.sentence }),
      }),
    })),
    ties: ties.sort((a, b) => a.expectation - b.expectation),
    ...(counts && { check: { answers, counts: answers < FEWEST_ANSWERS ? null : counts } }),
  }
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)]
