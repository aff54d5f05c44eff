import { byOrder, byRank } from '../../shared/model/board.ts'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import { topOf } from '../../shared/model/stacks.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { LiveSession } from '../live/session.svelte.ts'

// The board as two lists to read on a phone.

/** A note with those that say the same under it. */
export interface Pile {
  readonly top: Note
  readonly under: readonly Note[]
}

export interface ZoneList {
  readonly zone: Zone
  readonly themes: readonly { readonly theme: Theme; readonly piles: readonly Pile[] }[]
  readonly loose: readonly Pile[]
  /** How many notes lie in it, those in piles included. */
  readonly count: number
}

const byTime = (a: Note, b: Note): number => a.meta.createdAt - b.meta.createdAt || (a.id < b.id ? -1 : 1)
const byPlace = (a: Pile, b: Pile): number =>
  byRank({ id: a.top.id, rank: a.top.place.rank }, { id: b.top.id, rank: b.top.place.rank })

/**
 * Everyone's notes by zone and theme, `first` (the zone that is asked now) in front. Hidden and empty zones are left out.
 * Loose notes come newest first, notes of a theme in its order; a theme that gathers several zones stands in each of them.
 */
export function groupList(
  zones: readonly Zone[],
  themes: ReadonlyMap<ThemeId, Theme>,
  notes: ReadonlyMap<NoteId, Note>,
  first: ZoneId | null,
): ZoneList[] {
  const byZone = new Map<ZoneId, Pile[]>()
  for (const pile of piles(notes)) {
    const zone = byZone.get(pile.top.place.zone)
    if (zone) zone.push(pile)
    else byZone.set(pile.top.place.zone, [pile])
  }
  const rank = (zone: Zone): number => (zone.id === first ? 0 : 1)
  return zones
    .filter((zone) => !zone.hidden && byZone.has(zone.id))
    .sort((a, b) => rank(a) - rank(b) || byOrder(a, b))
    .map((zone) => zoneList(zone, themes, byZone.get(zone.id) ?? []))
}

/** The same of an open session: what its step is about comes first. */
export const groupOf = ({ board, step }: LiveSession): ZoneList[] =>
  groupList(
    board.zones,
    new Map([...board.themes].map(([id, live]) => [id, live.theme])),
    new Map([...board.notes].map(([id, live]) => [id, live.note])),
    step?.zone ?? null,
  )

function zoneList(zone: Zone, themes: ReadonlyMap<ThemeId, Theme>, inZone: readonly Pile[]): ZoneList {
  const byTheme = new Map<Theme, Pile[]>()
  const loose: Pile[] = []
  let count = 0
  for (const pile of inZone) {
    count += 1 + pile.under.length
    const theme = pile.top.place.theme === null ? undefined : themes.get(pile.top.place.theme)
    if (!theme) loose.push(pile)
    else byTheme.set(theme, [...(byTheme.get(theme) ?? []), pile])
  }
  return {
    zone,
    themes: [...byTheme]
      .sort(([a], [b]) => byRank(a, b))
      .map(([theme, pilesOfTheme]) => ({ theme, piles: pilesOfTheme.sort(byPlace) })),
    loose: loose.sort((a, b) => byTime(b.top, a.top)),
    count,
  }
}

function piles(notes: ReadonlyMap<NoteId, Note>): Pile[] {
  const under = new Map<NoteId, Note[]>()
  for (const note of notes.values()) {
    const top = topOf({ notes }, note)
    if (top !== note) under.set(top.id, [...(under.get(top.id) ?? []), note])
    else if (!under.has(note.id)) under.set(note.id, [])
  }
  return [...under].flatMap(([id, below]) => {
    const top = notes.get(id)
    return top ? [pileOf(top, below.sort(byTime))] : []
  })
}

// A snapshot of a note never changes, so a note by itself is the same pile as before: its card is left alone when another
// note comes.
const alone = new WeakMap<Note, Pile>()

function pileOf(top: Note, under: readonly Note[]): Pile {
  if (under.length > 0) return { top, under }
  const before = alone.get(top)
  if (before) return before
  const pile = { top, under }
  alone.set(top, pile)
  return pile
}
