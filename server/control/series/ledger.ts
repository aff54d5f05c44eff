import { BOUNDS } from '../../../shared/model/bounds.ts'
import {
  newExpectationId,
  type ExpectationId,
  type ParticipantId,
  type SessionId,
  type ThemeId,
} from '../../../shared/model/ids.ts'
import { foldedName } from '../../../shared/model/network.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import type { Expectation, Judgement, Series, Standing, Target } from '../../../shared/model/series.ts'

// The ledger of expectations: what the group expects, what touches it, and what became of it. Pure: a state in, the next
// one out, or the reason why not. An expectation's number is its place in the list.

const has = (series: Series, id: ExpectationId): boolean => series.expectations.some((one) => one.id === id)

const changed = (series: Series, id: ExpectationId, change: Partial<Expectation>): Series => ({
  ...series,
  expectations: series.expectations.map((one) => (one.id === id ? { ...one, ...change } : one)),
})

/** Themes of a session become expectations, in this order: those that are not among them yet, by theme or by words. */
export function numberThemes(
  series: Series,
  session: SessionId,
  themes: readonly { readonly id: ThemeId; readonly title: string }[],
): Series | Refusal {
  const known = new Set(series.expectations.flatMap(({ theme, text }) => [theme, foldedName(text)]))
  const added: Expectation[] = []
  for (const { id, title } of themes) {
    const text = title.trim()
    if (text === '' || known.has(id) || known.has(foldedName(text))) continue
    known.add(foldedName(text))
    added.push({ ...expectation(text), session, theme: id })
  }
  if (added.length === 0) return series
  if (series.expectations.length + added.length > BOUNDS.expectations) return 'bounds'
  return { ...series, expectations: [...series.expectations, ...added] }
}

const expectation = (text: string): Expectation => ({
  id: newExpectationId(),
  text,
  session: null,
  theme: null,
  check: null,
  judgement: null,
})

export function addExpectation(series: Series, id: ExpectationId, text: string): Series | Refusal {
  if (series.expectations.length >= BOUNDS.expectations) return 'bounds'
  return { ...series, expectations: [...series.expectations, { ...expectation(text), id }] }
}

export const changeExpectation = (series: Series, id: ExpectationId, text: string): Series | Refusal =>
  has(series, id) ? changed(series, id, { text }) : 'expectation-unknown'

/** The named ones come first, in the given order; the others keep theirs. */
export function orderExpectations(series: Series, ids: readonly ExpectationId[]): Series | Refusal {
  if (new Set(ids).size < ids.length) return 'malformed'
  const named = ids.map((id) => series.expectations.find((one) => one.id === id))
  if (named.includes(undefined)) return 'expectation-unknown'
  const others = series.expectations.filter(({ id }) => !ids.includes(id))
  return { ...series, expectations: [...named.flatMap((one) => one ?? []), ...others] }
}

/** What it touched is tied to it no more. */
export function removeExpectation(series: Series, id: ExpectationId): Series | Refusal {
  if (!has(series, id)) return 'expectation-unknown'
  return {
    ...series,
    expectations: series.expectations.filter((one) => one.id !== id),
    ties: series.ties.filter((tie) => tie.expectation !== id),
    titles: titlesOf(series, (one) => one !== id),
    carried: series.carried.filter(({ kind, source }) => kind !== 'expectation' || source !== id),
  }
}

/** The titles that parts of the record have from expectations that stay. */
export const titlesOf = ({ titles }: Series, stays: (expectation: ExpectationId) => boolean): Series['titles'] => {
  const kept = (id: ExpectationId | null) => (id !== null && stays(id) ? id : null)
  return { presentation: kept(titles.presentation), themes: kept(titles.themes) }
}

export interface Tying {
  readonly expectation: ExpectationId
  readonly session: SessionId
  readonly target: Target
  readonly on: boolean
}

/** Once each. Who tied it, and the facilitator, may take it back. */
export function tie(
  series: Series,
  { expectation, session, target, on }: Tying,
  by: ParticipantId,
  isFacilitator: boolean,
): Series | Refusal {
  if (!has(series, expectation)) return 'expectation-unknown'
  const known = series.ties.find((one) => one.expectation === expectation && one.target === target)
  if (on) {
    if (known) return series
    if (series.ties.filter((one) => one.session === session).length >= BOUNDS.tiesPerSession) return 'bounds'
    return { ...series, ties: [...series.ties, { expectation, session, target, by }] }
  }
  if (!known) return series
  if (!isFacilitator && known.by !== by) return 'not-yours'
  return { ...series, ties: series.ties.filter((one) => one !== known) }
}

export function checkExpectation(
  series: Series,
  id: ExpectationId,
  standing: Standing | null,
  sentence?: string,
): Series | Refusal {
  const former = series.expectations.find((one) => one.id === id)
  if (!former) return 'expectation-unknown'
  return changed(series, id, {
    check: standing === null ? null : { standing, sentence: sentence ?? former.check?.sentence ?? '' },
  })
}

/** Null takes it back; what is not given stays. */
export function judge(
  series: Series,
  id: ExpectationId,
  outcome: Judgement['outcome'] | null,
  { sentence, notes }: Partial<Pick<Judgement, 'sentence' | 'notes'>>,
): Series | Refusal {
  const former = series.expectations.find((one) => one.id === id)
  if (!former) return 'expectation-unknown'
  const { judgement } = former
  return changed(series, id, {
    judgement:
      outcome === null
        ? null
        : { outcome, sentence: sentence ?? judgement?.sentence ?? '', notes: notes ?? judgement?.notes ?? [] },
  })
}
