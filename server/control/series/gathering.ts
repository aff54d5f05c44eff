import type { OrganisationId, ParticipantId, SessionId } from '../../../shared/model/ids.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import { CHECK_ANSWERS, type CheckAnswer, type Series } from '../../../shared/model/series.ts'
import { titlesOf } from './ledger.ts'

// Who comes, who answers the question at the end, and what goes when a session or a person is erased. Pure.

const switched = <T>(list: readonly T[], one: T, on: boolean, isSame = (a: T, b: T) => a === b): readonly T[] => {
  const others = list.filter((other) => !isSame(other, one))
  if (on) return others.length < list.length ? list : [...list, one]
  return others.length < list.length ? others : list
}

/** The same state when nothing of it is another. */
const withList = <K extends keyof Series>(series: Series, key: K, list: Series[K]): Series =>
  list === series[key] ? series : { ...series, [key]: list }

export const excuse = (series: Series, session: SessionId, organisation: OrganisationId, on: boolean): Series =>
  withList(
    series,
    'excused',
    switched(
      series.excused,
      { session, organisation },
      on,
      (a, b) => a.session === b.session && a.organisation === b.organisation,
    ),
  )

export const substitute = (series: Series, participant: ParticipantId, on: boolean): Series =>
  withList(series, 'substitutes', switched(series.substitutes, participant, on))

export const organisationLeft = (series: Series, organisation: OrganisationId, on: boolean): Series =>
  withList(series, 'left', switched(series.left, organisation, on))

/** Whose answer it is, is not kept: only that this person gave one, and that one more was given. */
export function answerCheck(
  series: Series,
  session: SessionId,
  participant: ParticipantId,
  answer: CheckAnswer,
): Series | Refusal {
  const former = series.checks.find((one) => one.session === session)
  if (former?.answered.includes(participant)) return 'answered'
  const counts = CHECK_ANSWERS.map((one, i) => (former?.counts[i] ?? 0) + (one === answer ? 1 : 0))
  // In the order of the ids: that of answering would tell whose came when.
  const answered = [...(former?.answered ?? []), participant].sort()
  const others = series.checks.filter((one) => one !== former)
  return { ...series, checks: [...others, { session, counts, answered }] }
}

/** Of someone who is erased nothing is known any more; what was said for an organisation is the organisation's. */
export function withoutPerson(series: Series, participant: ParticipantId): Series {
  const isIn = series.ties.some(({ by }) => by === participant)
  const ties = isIn ? series.ties.map((tie) => (tie.by === participant ? { ...tie, by: null } : tie)) : series.ties
  const checks = series.checks.some(({ answered }) => answered.includes(participant))
    ? series.checks.map((check) => ({ ...check, answered: check.answered.filter((one) => one !== participant) }))
    : series.checks
  return withList(withList(substitute(series, participant, false), 'ties', ties), 'checks', checks)
}

/** A board is erased by itself: what was said goes with it, or stays without the words of its notes. */
export function withoutSession(series: Series, session: SessionId): Series {
  const elsewhere = (one: { readonly session: SessionId | null }) => one.session !== session
  const unquoted = series.expectations.map((one) =>
    one.judgement ? { ...one, judgement: { ...one.judgement, notes: one.judgement.notes.filter(elsewhere) } } : one,
  )
  const carried = series.carried.filter(({ from, to }) => from !== session && to !== session)
  const excused = series.excused.filter(elsewhere)
  if (series.outlives) {
    const ties = series.ties.map((tie) => (tie.session === session ? { ...tie, target: null } : tie))
    const takeHomes = series.takeHomes.map((one) => (one.session === session ? { ...one, target: null } : one))
    return { ...series, expectations: unquoted, ties, takeHomes, carried, excused }
  }
  const expectations = unquoted.filter(elsewhere)
  const kept = new Set(expectations.map(({ id }) => id))
  return {
    ...series,
    expectations,
    titles: titlesOf(series, (id) => kept.has(id)),
    ties: series.ties.filter((tie) => elsewhere(tie) && kept.has(tie.expectation)),
    takeHomes: series.takeHomes.filter(elsewhere),
    commitments: series.commitments.filter(elsewhere),
    checks: series.checks.filter(elsewhere),
    carried,
    excused,
  }
}
