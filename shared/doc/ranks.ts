import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import type { Note } from '../model/note.ts'
import type { Theme } from '../model/theme.ts'

// The order of notes in a theme and of themes on a board: fractional-indexing strings, so that an insert writes one value.

type Ranked = Note | Theme

const rankOf = (one: Ranked | undefined): string | null => (one ? ('place' in one ? one.place.rank : one.rank) : null)

/** The rank of what comes last. */
export const rankAtEnd = (inOrder: readonly Ranked[]): string =>
  generateKeyBetween(safeRank(rankOf(inOrder.at(-1))), null)

/** The rank of what comes first, as a list of one. */
export const ranksAtStart = (inOrder: readonly Ranked[]): string[] => [
  generateKeyBetween(null, safeRank(rankOf(inOrder[0]))),
]

/** Ranks for `count` things right after the one with the id `after`; null: at the end. */
export function ranksAfter(inOrder: readonly Ranked[], after: string | null, count: number): string[] {
  const at = after === null ? inOrder.length - 1 : inOrder.findIndex((one) => one.id === after)
  return ranksFrom(inOrder, at + 1, count)
}

/** Ranks for what goes in before the one that is now at `place`. */
export function ranksFrom(inOrder: readonly Ranked[], place: number, count: number): string[] {
  const low = safeRank(rankOf(inOrder[place - 1]))
  const high = safeRank(rankOf(inOrder[place]))
  // Two people may have made equal ranks at the same moment: between equals there is no room, so go after both.
  return generateNKeysBetween(low, low !== null && high !== null && low >= high ? null : high, count)
}

/**
 * The ranks by which `wanted` stand in that order, in the places that they have among `inOrder`, the others staying where
 * they are: by id, for those whose rank changes.
 */
export function ranksToOrder(inOrder: readonly Ranked[], wanted: readonly string[]): Map<string, string> {
  const byId = new Map(inOrder.map((one) => [one.id as string, one]))
  const moving = wanted.flatMap((id) => byId.get(id) ?? [])
  const ids = new Set(moving.map(({ id }) => id))
  const next = inOrder.map((one) => (ids.has(one.id) ? (moving.shift() ?? one) : one))
  const before = inOrder.map((one) => rankOf(one) ?? '')
  const areApart = before.every((rank, i) => i === 0 || (before[i - 1] ?? '') < rank)
  // Where two are equal, the ids decide: then all get ranks anew.
  const ranks = areApart ? before : generateNKeysBetween(null, null, inOrder.length)
  return new Map(
    next.flatMap((one, i) => {
      const rank = ranks[i] ?? ''
      return rankOf(one) === rank ? [] : [[one.id, rank] as const]
    }),
  )
}

/** Ranks come from other people's programs too: one that fractional-indexing cannot extend is taken as none. */
function safeRank(rank: string | null): string | null {
  if (rank === null) return null
  try {
    generateKeyBetween(rank, null)
    return rank
  } catch {
    return null
  }
}
