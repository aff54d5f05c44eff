import type { NoteId, OrganisationId, ThemeId, ZoneId } from './ids.ts'
import type { Note } from './note.ts'
import type { Theme } from './theme.ts'
import type { Zone } from './zone.ts'

/** How a person may react to a note, once each. */
export const MARK_KINDS = ['recognise', 'takeHome'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/** Reactions to a note: counts, never who. A take-home counts for an organisation, however many of its people say so. */
export interface Marks {
  readonly recognise: number
  readonly takeHome: readonly OrganisationId[]
}

/** One moment of a board, without Yjs: what the record, the layout and the tests reason about. */
export interface Board {
  readonly zones: ReadonlyMap<ZoneId, Zone>
  readonly themes: ReadonlyMap<ThemeId, Theme>
  readonly notes: ReadonlyMap<NoteId, Note>
  readonly marks: ReadonlyMap<NoteId, Marks>
}

/** Rank first, id where two ranks are equal: the same order on every screen. Ranks compare as plain strings. */
export function byRank(a: { rank: string; id: string }, b: { rank: string; id: string }): number {
  if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

export const byOrder = (a: Zone, b: Zone): number => a.order - b.order || (a.id < b.id ? -1 : 1)
