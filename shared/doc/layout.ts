import * as Y from 'yjs'
import { BOUNDS } from '../model/bounds.ts'
import { isId, type NoteId, type OrganisationId, type ParticipantId, type ThemeId, type ZoneId } from '../model/ids.ts'
import { NOTE_KINDS, type Note, type NoteMeta, type NotePlace } from '../model/note.ts'
import { COLOURS, THEME_STATUSES, type Theme } from '../model/theme.ts'
import { ZONE_KINDS, type Zone } from '../model/zone.ts'
import type { Board, Marks } from '../model/board.ts'

// How a board lives in Yjs (docs/api.md, "The board in Yjs"):
//
//   notes:  Y.Map<NoteId, Y.Map{ meta: [author, organisation, createdAt, kind, buildsOn]
//                                place: [zone, theme, rank, x, y, under]   text: Y.Text }>
//   themes: Y.Map<ThemeId, Y.Map{ meta: [author, createdAt]   place: [zone, rank, x, y]
//                                 title: Y.Text   summary: Y.Text   look: [colour]   status }>
//   zones:  Y.Map<ZoneId, JSON>     only the server writes it
//   marks:  Y.Map<NoteId, JSON>     likewise
//
// Readers skip what they do not know and what is malformed, here and nowhere else.

export type NoteMap = Y.Map<unknown>
export type ThemeMap = Y.Map<unknown>

/** The four roots of a board document. Getting one makes it, so this is safe on an empty document. */
export interface BoardRoots {
  readonly doc: Y.Doc
  readonly notes: Y.Map<NoteMap>
  readonly themes: Y.Map<ThemeMap>
  readonly zones: Y.Map<unknown>
  readonly marks: Y.Map<unknown>
}

export function boardRoots(doc: Y.Doc): BoardRoots {
  return {
    doc,
    notes: doc.getMap<NoteMap>('notes'),
    themes: doc.getMap<ThemeMap>('themes'),
    zones: doc.getMap('zones'),
    marks: doc.getMap('marks'),
  }
}

export const metaArray = (meta: NoteMeta): unknown[] => [
  meta.author,
  meta.organisation,
  meta.createdAt,
  meta.kind,
  meta.buildsOn,
]

export const placeArray = (place: NotePlace): unknown[] => [
  place.zone,
  place.theme,
  place.rank,
  place.x,
  place.y,
  place.under,
]

const idOrNull = (value: unknown): value is string | null => value === null || isId(value)
const isRank = (value: unknown): value is string => typeof value === 'string' && value.length <= 200
const isCoordinate = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= BOUNDS.coordinate
/** A moment that a Date can hold, in ms since 1970. */
const isMoment = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= 8.64e15
const isOneOf = <T extends string>(list: readonly T[], value: unknown): value is T => list.includes(value as T)

/** Null when the value is not a note's meta. */
export function parseMeta(value: unknown): NoteMeta | null {
  if (!Array.isArray(value) || value.length !== 5) return null
  const [author, organisation, createdAt, kind, buildsOn] = value as unknown[]
  if (!idOrNull(author) || !idOrNull(organisation) || !idOrNull(buildsOn)) return null
  if (!isMoment(createdAt) || !isOneOf(NOTE_KINDS, kind)) return null
  return {
    author: author as ParticipantId | null,
    organisation: organisation as OrganisationId | null,
    createdAt,
    kind,
    buildsOn: buildsOn as NoteId | null,
  }
}

/** Null when the value is not a note's place. */
export function parsePlace(value: unknown): NotePlace | null {
  if (!Array.isArray(value) || value.length !== 6) return null
  const [zone, theme, rank, x, y, under] = value as unknown[]
  if (!isId(zone) || !idOrNull(theme) || !idOrNull(under)) return null
  if (!isRank(rank) || !isCoordinate(x) || !isCoordinate(y)) return null
  return { zone: zone as ZoneId, theme: theme as ThemeId | null, rank, x, y, under: under as NoteId | null }
}

export interface ThemePlace {
  readonly zone: ZoneId | null
  readonly rank: string
  readonly x: number
  readonly y: number
}

export const themePlaceArray = (place: ThemePlace): unknown[] => [place.zone, place.rank, place.x, place.y]

export function parseThemePlace(value: unknown): ThemePlace | null {
  if (!Array.isArray(value) || value.length !== 4) return null
  const [zone, rank, x, y] = value as unknown[]
  if (!idOrNull(zone) || !isRank(rank) || !isCoordinate(x) || !isCoordinate(y)) return null
  return { zone: zone as ZoneId | null, rank, x, y }
}

export function parseThemeMeta(value: unknown): { author: ParticipantId | null; createdAt: number } | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [author, createdAt] = value as unknown[]
  if (!idOrNull(author) || !isMoment(createdAt)) return null
  return { author: author as ParticipantId | null, createdAt }
}

export function parseLook(value: unknown): Theme['colour'] | null {
  return Array.isArray(value) && value.length === 1 && isOneOf(COLOURS, value[0]) ? value[0] : null
}

export const parseStatus = (value: unknown): Theme['status'] | null => (isOneOf(THEME_STATUSES, value) ? value : null)

/** A note as it stands in the document, or null when it is not whole or not well formed. */
export function readNote(id: string, map: unknown): Note | null {
  if (!(map instanceof Y.Map) || !isId(id)) return null
  const meta = parseMeta(map.get('meta'))
  const place = parsePlace(map.get('place'))
  const text = map.get('text')
  if (!meta || !place || !(text instanceof Y.Text)) return null
  return { id: id as NoteId, meta, place, text: text.toString() }
}

export function readTheme(id: string, map: unknown): Theme | null {
  if (!(map instanceof Y.Map) || !isId(id)) return null
  const meta = parseThemeMeta(map.get('meta'))
  const place = parseThemePlace(map.get('place'))
  const colour = parseLook(map.get('look'))
  const status = parseStatus(map.get('status'))
  const title = map.get('title')
  const summary = map.get('summary')
  if (!meta || !place || !colour || !status || !(title instanceof Y.Text)) return null
  return {
    id: id as ThemeId,
    ...meta,
    ...place,
    colour,
    status,
    title: title.toString(),
    summary: summary instanceof Y.Text ? summary.toString() : '',
  }
}

export function readZone(id: string, value: unknown): Zone | null {
  if (typeof value !== 'object' || value === null || !isId(id)) return null
  const zone = value as Zone
  if (!isOneOf(ZONE_KINDS, zone.kind) || typeof zone.title !== 'string') return null
  return { ...zone, id: id as ZoneId, order: typeof zone.order === 'number' ? zone.order : 0 }
}

export function readMarks(value: unknown): Marks | null {
  if (typeof value !== 'object' || value === null) return null
  const { recognise, takeHome } = value as Marks
  if (typeof recognise !== 'number' || !Array.isArray(takeHome)) return null
  return { recognise, takeHome }
}

/** The whole board at this moment. */
export function readBoard(doc: Y.Doc): Board {
  const { notes, themes, zones, marks } = boardRoots(doc)
  return {
    notes: readAll<NoteId, Note>(notes, readNote),
    themes: readAll<ThemeId, Theme>(themes, readTheme),
    zones: readAll<ZoneId, Zone>(zones, readZone),
    marks: readAll<NoteId, Marks>(marks, (_, value) => readMarks(value)),
  }
}

function readAll<K extends string, V>(
  map: Iterable<[string, unknown]>,
  read: (id: string, value: unknown) => V | null,
): Map<K, V> {
  const all = new Map<K, V>()
  for (const [id, value] of map) {
    const one = read(id, value)
    if (one) all.set(id as K, one)
  }
  return all
}
