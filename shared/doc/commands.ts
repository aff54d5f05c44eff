import * as Y from 'yjs'
import { byRank } from '../model/board.ts'
import { BOUNDS } from '../model/bounds.ts'
import {
  newNoteId,
  newThemeId,
  type NoteId,
  type OrganisationId,
  type ParticipantId,
  type ThemeId,
  type ZoneId,
} from '../model/ids.ts'
import type { Note, NoteKind, NotePlace } from '../model/note.ts'
import type { Colour, Theme, ThemeStatus } from '../model/theme.ts'
import {
  boardRoots,
  metaArray,
  parsePlace,
  parseThemePlace,
  placeArray,
  readNote,
  readTheme,
  themePlaceArray,
  type BoardRoots,
  type NoteMap,
  type ThemeMap,
  type ThemePlace,
} from './layout.ts'
import { rankAtEnd, ranksAfter, ranksAtStart, ranksFrom, ranksToOrder } from './ranks.ts'
import { rewriteText } from './text.ts'

// The only writes to a board, named as people would say them. Each is one transaction, one origin, one undo step.

/** The origin of what is written on this device: undo follows it, and nothing else does. */
export const OWN_WRITE = Symbol('own write')

export interface Writer {
  readonly author: ParticipantId | null
  readonly organisation: OrganisationId | null
}

/** One board document with the writes of one person. */
export interface BoardDoc extends BoardRoots {
  readonly change: <T>(write: () => T) => T
}

export function boardDoc(doc: Y.Doc, origin: unknown = OWN_WRITE): BoardDoc {
  return { ...boardRoots(doc), change: (write) => doc.transact(write, origin) }
}

export interface NewNote {
  readonly text: string
  readonly zone: ZoneId
  readonly x: number
  readonly y: number
  readonly kind?: NoteKind
  readonly theme?: ThemeId | null
  readonly buildsOn?: NoteId | null
}

/** Writes a note, whole. `now` in ms since 1970. Text beyond the bound is the caller's to refuse; here it is an error. */
export function writeNote(
  board: BoardDoc,
  writer: Writer,
  note: NewNote,
  now: number,
  id: NoteId = newNoteId(),
): NoteId {
  const text = note.text.trim()
  if (text === '' || text.length > BOUNDS.noteText) throw new RangeError('a note has 1 to 4,000 characters')
  const { kind = 'idea', theme = null, buildsOn = null, zone, x, y } = note
  const place = { zone, theme, rank: rankAtEnd(notesIn(board, theme)), x, y, under: null }
  board.change(() => putNote(board, { id, meta: { ...writer, createdAt: now, kind, buildsOn }, place, text }))
  return id
}

/** Brings a note's text to `text` by one insert and one delete, so that someone else's typing at another place survives. */
export function rewriteNote(board: BoardDoc, id: NoteId, text: string): void {
  const current = board.notes.get(id)?.get('text')
  if (current instanceof Y.Text) board.change(() => rewriteText(current, text.slice(0, BOUNDS.noteText)))
}

/**
 * Takes notes off the board, and touches no other: those may be someone else's. What was stacked under one of them comes
 * up by itself, for readers take a note whose `under` is gone as its own top.
 */
export function withdrawNotes(board: BoardDoc, ids: readonly NoteId[]): void {
  board.change(() => ids.forEach((id) => board.notes.delete(id)))
}

export interface Move {
  readonly id: NoteId
  readonly zone: ZoneId
  readonly x: number
  readonly y: number
}

/** Lays notes loose in a zone, at the wished places. A note that lay in a theme or a stack leaves it. */
export function moveNotes(board: BoardDoc, moves: readonly Move[]): void {
  board.change(() => {
    for (const { id, zone, x, y } of moves) changePlace(board, id, { zone, x, y, theme: null, under: null })
  })
}

/**
 * Puts notes in a theme, in the given order, right after `after` or right before `before` (neither: at the end). They
 * keep their zone unless `zone` is given: a theme may gather notes of several zones.
 */
export function putInTheme(
  board: BoardDoc,
  ids: readonly NoteId[],
  theme: ThemeId,
  to: { after?: NoteId | null; before?: NoteId; zone?: ZoneId } = {},
): void {
  board.change(() => {
    const moving = new Set(ids)
    const staying = notesIn(board, theme).filter((note) => !moving.has(note.id))
    const next = to.before === undefined ? -1 : staying.findIndex((note) => note.id === to.before)
    const ranks = next < 0 ? ranksAfter(staying, to.after ?? null, ids.length) : ranksFrom(staying, next, ids.length)
    ids.forEach((id, i) =>
      changePlace(board, id, { theme, under: null, rank: ranks[i] ?? '', ...(to.zone && { zone: to.zone }) }),
    )
  })
}

/** Takes notes out of their theme; they stay in their zone, loose, at their former wish. */
export function takeOutOfTheme(board: BoardDoc, ids: readonly NoteId[]): void {
  board.change(() => ids.forEach((id) => changePlace(board, id, { theme: null, under: null })))
}

/** Stacks notes that say the same: `ids` go under `top`, whose texts all stay. */
export function stackNotes(board: BoardDoc, ids: readonly NoteId[], top: NoteId): void {
  const place = parsePlace(board.notes.get(top)?.get('place'))
  if (!place) return
  board.change(() => {
    // A stack is one deep: what lies under a stacked note follows it to the new top.
    const under = [...board.notes.keys()].filter((id) => ids.includes(readUnder(board, id as NoteId) as NoteId))
    for (const id of [...ids, ...under] as NoteId[]) {
      if (id !== top) changePlace(board, id, { theme: place.theme, zone: place.zone, under: top })
    }
  })
}

export function unstackNotes(board: BoardDoc, ids: readonly NoteId[]): void {
  board.change(() => ids.forEach((id) => changePlace(board, id, { under: null })))
}

export interface NewTheme {
  readonly title: string
  readonly zone: ZoneId | null
  readonly colour: Colour
  readonly status?: ThemeStatus
}

/** Makes a theme, last in the order, and puts `notes` in it. */
export function makeTheme(
  board: BoardDoc,
  writer: Writer,
  theme: NewTheme,
  now: number,
  notes: readonly NoteId[] = [],
  id: ThemeId = newThemeId(),
): ThemeId {
  const { zone, colour, status = 'theme' } = theme
  board.change(() => {
    const place = { zone, rank: rankAtEnd(themesInOrder(board)), x: 0, y: 0 }
    const title = theme.title.trim().slice(0, BOUNDS.title)
    putTheme(board, { id, author: writer.author, createdAt: now, ...place, title, summary: '', colour, status })
    if (notes.length > 0) putInTheme(board, notes, id)
  })
  return id
}

export function renameTheme(board: BoardDoc, id: ThemeId, title: string): void {
  const current = board.themes.get(id)?.get('title')
  if (current instanceof Y.Text) board.change(() => rewriteText(current, title.trim().slice(0, BOUNDS.title)))
}

export function summariseTheme(board: BoardDoc, id: ThemeId, summary: string): void {
  const current = board.themes.get(id)?.get('summary')
  if (current instanceof Y.Text) board.change(() => rewriteText(current, summary.slice(0, BOUNDS.summary)))
}

export function colourTheme(board: BoardDoc, id: ThemeId, colour: Colour): void {
  board.change(() => board.themes.get(id)?.set('look', [colour]))
}

/** Takes a proposed theme on. */
export function acceptTheme(board: BoardDoc, id: ThemeId): void {
  setStatus(board, id, 'theme')
}

export function setStatus(board: BoardDoc, id: ThemeId, status: ThemeStatus): void {
  board.change(() => board.themes.get(id)?.set('status', status))
}

/** Puts a theme right after another in the order (null: first), and into a zone when one is given. */
export function orderTheme(board: BoardDoc, id: ThemeId, after: ThemeId | null, zone?: ZoneId | null): void {
  const map = board.themes.get(id)
  const place = parseThemePlace(map?.get('place'))
  if (!map || !place) return
  const [rank = place.rank] =
    after === null
      ? ranksAtStart(themesInOrder(board).filter((t) => t.id !== id))
      : ranksAfter(
          themesInOrder(board).filter((t) => t.id !== id),
          after,
          1,
        )
  placeTheme(board, id, { ...place, rank, zone: zone === undefined ? place.zone : zone })
}

/** Puts themes in this order, in the places that they have among all. */
export function orderThemes(board: BoardDoc, ids: readonly ThemeId[]): void {
  board.change(() => {
    for (const [id, rank] of ranksToOrder(themesInOrder(board), ids)) {
      const map = board.themes.get(id)
      const place = parseThemePlace(map?.get('place'))
      if (place) map?.set('place', themePlaceArray({ ...place, rank }))
    }
  })
}

/** Puts notes in this order, each within its theme. Loose notes have no order, and stay where they lie. */
export function orderNotes(board: BoardDoc, ids: readonly NoteId[]): void {
  const byTheme = new Map<ThemeId, Note[]>()
  for (const [id, map] of board.notes) {
    const note = readNote(id, map)
    if (note?.place.theme) byTheme.set(note.place.theme, [...(byTheme.get(note.place.theme) ?? []), note])
  }
  board.change(() => {
    for (const notes of byTheme.values())
      for (const [id, rank] of ranksToOrder(notes.sort(byPlace), ids)) changePlace(board, id as NoteId, { rank })
  })
}

/** Merges two themes in one act: the notes of `from` go into `into`, and `from` goes. */
export function mergeThemes(board: BoardDoc, from: ThemeId, into: ThemeId): void {
  board.change(() => {
    const notes = notesIn(board, from)
    const tops = notes.filter((note) => note.place.under === null).map((note) => note.id)
    putInTheme(board, tops, into)
    for (const { id, place } of notes) if (place.under !== null) changePlace(board, id, { theme: into })
    dropTheme(board, from)
  })
}

/** Removes a theme; its notes stay in their zones, loose. */
export function removeTheme(board: BoardDoc, id: ThemeId): void {
  board.change(() => {
    for (const note of notesIn(board, id)) changePlace(board, note.id, { theme: null })
    dropTheme(board, id)
  })
}

// The same in full, for what was written before and is to stand there again as it was meant.

/** Writes a note exactly so. */
export function putNote(board: BoardDoc, { id, meta, place, text }: Note): void {
  const map: NoteMap = new Y.Map()
  map.set('meta', metaArray(meta))
  map.set('place', placeArray(place))
  map.set('text', new Y.Text(text))
  board.change(() => board.notes.set(id, map))
}

/** Lays a note exactly there: zone, theme, rank and pile. */
export function placeNote(board: BoardDoc, id: NoteId, place: NotePlace): void {
  board.change(() => changePlace(board, id, place))
}

/** Makes a theme exactly so. */
export function putTheme(board: BoardDoc, theme: Theme): void {
  const map: ThemeMap = new Y.Map()
  map.set('meta', [theme.author, theme.createdAt])
  map.set('place', themePlaceArray(theme))
  map.set('title', new Y.Text(theme.title))
  map.set('summary', new Y.Text(theme.summary))
  map.set('look', [theme.colour])
  map.set('status', theme.status)
  board.change(() => board.themes.set(theme.id, map))
}

export function placeTheme(board: BoardDoc, id: ThemeId, place: ThemePlace): void {
  board.change(() => board.themes.get(id)?.set('place', themePlaceArray(place)))
}

/** Takes a theme away, and touches no note: readers take one whose theme is gone as loose. */
export function dropTheme(board: BoardDoc, id: ThemeId): void {
  board.change(() => board.themes.delete(id))
}

/** Notes of a theme in its order, stacked ones included. Loose notes have no order: for them there are none. */
function notesIn(board: BoardDoc, theme: ThemeId | null): Note[] {
  const notes: Note[] = []
  if (theme === null) return notes
  for (const [id, map] of board.notes) {
    const note = readNote(id, map)
    if (note?.place.theme === theme) notes.push(note)
  }
  return notes.sort(byPlace)
}

const byPlace = (a: Note, b: Note): number => byRank({ id: a.id, rank: a.place.rank }, { id: b.id, rank: b.place.rank })

function themesInOrder(board: BoardDoc): Theme[] {
  return [...board.themes].flatMap(([id, map]) => readTheme(id, map) ?? []).sort(byRank)
}

function readUnder(board: BoardDoc, id: NoteId): NoteId | null {
  return parsePlace(board.notes.get(id)?.get('place'))?.under ?? null
}

function changePlace(board: BoardDoc, id: NoteId, change: Partial<NotePlace>): void {
  const place = parsePlace(board.notes.get(id)?.get('place'))
  if (place) board.notes.get(id)?.set('place', placeArray({ ...place, ...change }))
}
