import type { SeriesCommitment, SeriesTakeHome } from './series-record.ts'

// Orders that follow from what is said alone: the order in which it was said would tell who was first, and thus who.

type Keys = readonly (number | string)[]

function byKeys<T>(all: readonly T[], keysOf: (one: T) => Keys): T[] {
  return all
    .map((one) => ({ one, keys: keysOf(one) }))
    .sort((a, b) => compare(a.keys, b.keys))
    .map(({ one }) => one)
}

function compare(a: Keys, b: Keys): number {
  const differs = a.findIndex((key, index) => key !== b[index])
  const left = a[differs]
  const right = b[differs]
  if (left === undefined || right === undefined) return 0
  return left < right ? -1 : 1
}

/** Places in the network's order, as a text that sorts as they do. */
const places = (ids: readonly string[], organisations: readonly string[]): string =>
  ids
    .map((id) => String(organisations.indexOf(id) + 1).padStart(4, '0'))
    .sort()
    .join()

const LAST = Number.MAX_SAFE_INTEGER

/** By session, then by who gives: what several give together comes after what each of them gives alone. */
export const ideasInOrder = (all: readonly SeriesTakeHome[], organisations: readonly string[]): SeriesTakeHome[] =>
  byKeys(all, ({ session, from, to, what, status, firstStep }) => [
    session ?? LAST,
    places(from, organisations).slice(-4),
    places(from, organisations),
    places(to, organisations),
    what,
    status,
    firstStep,
  ])

/** In the network's order of who promised. */
export const promisesInOrder = (
  all: readonly SeriesCommitment[],
  organisations: readonly string[],
): SeriesCommitment[] =>
  byKeys(all, ({ who, session, by, what }) => [places(who, organisations), session ?? LAST, by ?? '9999', what])
