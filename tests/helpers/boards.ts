import type { Board, Marks } from '../../shared/model/board.ts'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Note, NotePlace } from '../../shared/model/note.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Zone } from '../../shared/model/zone.ts'

// Plain boards for tests of what is pure. Ids are readable, and in the order in which they are made.

const uuid = (kind: string, n: number) => `00000000-000${kind}-7000-8000-${String(n).padStart(12, '0')}`
export const noteId = (n: number) => uuid('1', n) as NoteId
export const zoneId = (n: number) => uuid('2', n) as ZoneId
export const themeId = (n: number) => uuid('3', n) as ThemeId

/** A rank for place `n` in an order. */
export const rank = (n: number) => `a${String(n).padStart(6, '0')}`

export function zone(n: number, fields: Partial<Zone> = {}): Zone {
  return { id: zoneId(n), kind: 'free', title: `Zone ${n}`, hidden: false, locked: false, order: n, ...fields }
}

export function theme(n: number, fields: Partial<Theme> = {}): Theme {
  return {
    id: themeId(n),
    author: null,
    createdAt: n,
    zone: null,
    rank: rank(n),
    x: 0,
    y: 0,
    title: `Thema ${n}`,
    summary: '',
    colour: 'honing',
    status: 'theme',
    ...fields,
  }
}

export function note(n: number, place: Partial<NotePlace> = {}, text = `Briefje ${n}`): Note {
  return {
    id: noteId(n),
    meta: { author: null, organisation: null, createdAt: n, kind: 'idea', buildsOn: null },
    place: { zone: zoneId(0), theme: null, rank: rank(n), x: 0, y: 0, under: null, ...place },
    text,
  }
}

export function board(parts: {
  zones?: readonly Zone[]
  themes?: readonly Theme[]
  notes?: readonly Note[]
  marks?: readonly (readonly [NoteId, Marks])[]
}): Board {
  return {
    zones: new Map((parts.zones ?? []).map((one) => [one.id, one])),
    themes: new Map((parts.themes ?? []).map((one) => [one.id, one])),
    notes: new Map((parts.notes ?? []).map((one) => [one.id, one])),
    marks: new Map(parts.marks ?? []),
  }
}
