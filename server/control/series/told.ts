import type { ExpectationId } from '../../../shared/model/ids.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import type { Reunion, Series, ShownTo, TitledPart } from '../../../shared/model/series.ts'

// What the facilitator writes of the record of the series, and for whom it is. Pure.

/** `was` is what its writer saw before: words that another wrote meanwhile are not overwritten unseen. */
export function withWords(
  series: Series,
  key: 'summary' | 'about',
  text: string,
  was: string | undefined,
): Series | Refusal {
  if (was !== undefined && was !== series[key]) return 'changed-meanwhile'
  return series[key] === text ? series : { ...series, [key]: text }
}

export function titled(series: Series, part: TitledPart, expectation: ExpectationId | null): Series | Refusal {
  if (expectation !== null && !series.expectations.some(({ id }) => id === expectation)) return 'expectation-unknown'
  if (series.titles[part] === expectation) return series
  // One title is of one part.
  const { presentation, themes } = series.titles
  const free = (id: ExpectationId | null) => (id === expectation ? null : id)
  return { ...series, titles: { presentation: free(presentation), themes: free(themes), [part]: expectation } }
}

export function withReunion(series: Series, reunion: Reunion | null): Series | Refusal {
  if (reunion?.endsAt && Date.parse(reunion.endsAt) < Date.parse(reunion.startsAt)) return 'malformed'
  return JSON.stringify(series.reunion) === JSON.stringify(reunion) ? series : { ...series, reunion }
}

export function shownAt(series: Series, level: ShownTo, on: boolean): Series {
  if (series.published.includes(level) === on) return series
  return { ...series, published: on ? [...series.published, level] : series.published.filter((one) => one !== level) }
}
