import { byOrder, byRank, type Board } from './board.ts'
import type { NoteId, ThemeId, ZoneId } from './ids.ts'
import type { Note } from './note.ts'
import { topOf } from './stacks.ts'
import type { Theme } from './theme.ts'

// A vote: everyone lays dots on themes or notes, blind until it is closed; then the dots make an order. What can be voted
// on follows the board while the vote runs, so it is computed from the board, here, for the server and for every screen.

export const VOTE_ON = ['themes', 'notes'] as const
export type VoteOn = (typeof VOTE_ON)[number]

export type Target = ThemeId | NoteId

export interface DotsOn {
  readonly target: Target
  /** More than none. */
  readonly dots: number
}

export interface VoteAbout {
  readonly on: VoteOn
  /** Null: all zones that are not hidden. */
  readonly zone: ZoneId | null
}

/** What can be voted on now. */
export interface Targets {
  /** In the order in which they stand on the board. */
  readonly inOrder: readonly Target[]
  /** The target that dots on this id count for: a stack is one, whichever of its notes is named. Null: for none. */
  readonly of: (id: string) => Target | null
}

export function targetsOf(board: Board, { on, zone }: VoteAbout): Targets {
  const zones = new Set([...board.zones.values()].filter((one) => !one.hidden && (zone ?? one.id) === one.id))
  const here = new Set([...zones].map(({ id }) => id))
  return on === 'themes' ? themeTargets(board, here, zone === null) : noteTargets(board, here)
}

/** Themes that were taken and have notes here. One without any is where it was made. */
function themeTargets(board: Board, here: ReadonlySet<ZoneId>, isEverywhere: boolean): Targets {
  const lying = new Map<ThemeId, boolean>()
  for (const { place } of board.notes.values())
    if (place.theme !== null) lying.set(place.theme, lying.get(place.theme) === true || here.has(place.zone))
  const isHere = ({ id, zone }: Theme): boolean => lying.get(id) ?? (zone === null ? isEverywhere : here.has(zone))
  const themes = [...board.themes.values()].filter((theme) => theme.status === 'theme' && isHere(theme))
  const inOrder = themes.sort(byRank).map(({ id }) => id)
  const ids = new Set<string>(inOrder)
  return { inOrder, of: (id) => (ids.has(id) ? (id as ThemeId) : null) }
}

/** Notes that lie under no other, zone by zone; in each by theme, and loose ones last, as they were written. */
function noteTargets(board: Board, here: ReadonlySet<ZoneId>): Targets {
  const tops = [...board.notes.values()].filter((note) => here.has(note.place.zone) && topOf(board, note) === note)
  const zoneAt = placesOf([...board.zones.values()].sort(byOrder))
  const themeAt = placesOf([...board.themes.values()].sort(byRank))
  const keys = ({ id, place }: Note): readonly (number | string)[] => {
    const theme = (place.theme && themeAt.get(place.theme)) ?? themeAt.size
    return [zoneAt.get(place.zone) ?? 0, theme, theme === themeAt.size ? '' : place.rank, id]
  }
  const inOrder = tops
    .map((note) => ({ id: note.id, keys: keys(note) }))
    .sort((a, b) => compare(a.keys, b.keys))
    .map(({ id }) => id)
  const ids = new Set(inOrder)
  return {
    inOrder,
    of: (id) => {
      const note = board.notes.get(id as NoteId)
      const top = note && topOf(board, note).id
      return top && ids.has(top) ? top : null
    },
  }
}

const placesOf = <Id>(inOrder: readonly { readonly id: Id }[]): Map<Id, number> =>
  new Map(inOrder.map(({ id }, place) => [id, place]))

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const at = a.findIndex((key, i) => key !== b[i])
  const [left, right] = [a[at], b[at]]
  return left === undefined || right === undefined ? 0 : left < right ? -1 : 1
}

/** The dots on each target. What lies on something that is gone, or is no target any more, counts for nothing. */
export function tally(dots: Iterable<DotsOn>, targets: Targets): Map<Target, number> {
  const counts = new Map<Target, number>()
  for (const one of dots) {
    const target = targets.of(one.target)
    if (target !== null) counts.set(target, (counts.get(target) ?? 0) + one.dots)
  }
  return counts
}

/** Most dots first; equals, and what got none, keep the order they had. */
export const votedOrder = (inOrder: readonly Target[], counts: ReadonlyMap<Target, number>): Target[] =>
  [...inOrder].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))

/** The result: what got dots, most first. */
export const resultOf = (order: readonly Target[], counts: ReadonlyMap<Target, number>): DotsOn[] =>
  order.flatMap((target) => {
    const dots = counts.get(target) ?? 0
    return dots > 0 ? [{ target, dots }] : []
  })
