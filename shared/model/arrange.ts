import { byOrder, byRank, type Board, type Marks } from './board.ts'
import { Ground, within } from './ground.ts'
import type { NoteId, OrganisationId, ThemeId, ZoneId } from './ids.ts'
import type { Note } from './note.ts'
import { noteSize } from './note-size.ts'
import { around, bottom, right, shifted, type Point, type Rect } from './rect.ts'
import { topOf } from './stacks.ts'
import type { Theme } from './theme.ts'
import type { Presenter, Zone } from './zone.ts'
import { freeSpotIn, layOutZone, type Tray, type ZoneContent, type ZoneLayout } from './zone-layout.ts'

// Where everything lies, computed from the board alone: the same on every screen, without anyone deciding it. Two people
// who drop a note on one place at the same moment see the same outcome, and no note ever covers another.

/** Zones stand in rows; the aspects of one presenter form a band with a heading of its own. */
export interface Band {
  readonly presenter: Presenter
  readonly organisation: OrganisationId | null
  readonly box: Rect
}

export interface ZoneBox {
  readonly zone: Zone
  /** In board units. Zones in a row are equally high. */
  readonly box: Rect
  /** Relative to the box's top left. */
  readonly layout: ZoneLayout
}

export interface Arrangement {
  /** In order, without hidden ones. */
  readonly zones: readonly ZoneBox[]
  readonly byZone: ReadonlyMap<ZoneId, ZoneBox>
  readonly bands: readonly Band[]
  /** All of it; an empty board has no size. */
  readonly box: Rect
  /** What lies under a note, oldest first. */
  readonly stacks: ReadonlyMap<NoteId, readonly NoteId[]>
}

const ZONE_GAP = 24
const BAND_HEAD = 52
const IN_ROW = { presentation: 4, other: 3 }

/** Lays out a board. With the former arrangement, zones in which nothing changed are taken over as they were. */
export function arrange(board: Board, former?: Arrangement): Arrangement {
  const { contents, stacks } = contentsOf(board)
  const zones: ZoneBox[] = []
  const bands: Band[] = []
  let y = 0
  for (const group of groupsOf(contents)) {
    const presenter = group[0]?.zone.kind === 'presentation' ? group[0].zone.presenter : undefined
    const top = y
    if (presenter) y += BAND_HEAD
    for (const row of rowsOf(group)) {
      const boxes = boxesInRow(row, y, former)
      zones.push(...boxes)
      y = bottom(boxes[0]?.box ?? { x: 0, y, width: 0, height: 0 }) + ZONE_GAP
    }
    const inBand = zones.slice(zones.length - group.length)
    const width = Math.max(0, ...inBand.map(({ box }) => right(box)))
    const organisation = group[0]?.zone.organisation ?? null
    if (presenter) bands.push({ presenter, organisation, box: { x: 0, y: top, width, height: y - ZONE_GAP - top } })
  }
  return {
    zones,
    byZone: new Map(zones.map((zone) => [zone.zone.id, zone])),
    bands,
    box: around([...zones.map(({ box }) => box), ...bands.map(({ box }) => box)]) ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    },
    stacks,
  }
}

/** The zone in which a note is shown, or undefined for one under another and those of hidden zones. */
export const zoneOf = (arrangement: Arrangement, id: NoteId): ZoneBox | undefined =>
  arrangement.zones.find((zone) => zone.layout.notes.has(id))

/** Where a note is, in board units. Null when it is not shown. */
export function placeOf(arrangement: Arrangement, id: NoteId): Rect | null {
  const zone = zoneOf(arrangement, id)
  const place = zone?.layout.notes.get(id)
  return zone && place ? shifted(place, zone.box) : null
}

/** The place of a theme's tray in one zone, in board units. */
export const trayBox = (zone: ZoneBox, tray: Tray): Rect => shifted(tray.box, zone.box)

/** A free place for a new note of a zone, as a wish. (0, 0) when the zone is not shown: it will find its place there. */
export function freeSpot(board: Board, zone: ZoneId, text: string): Point {
  const content = contentsOf(board).contents.find((one) => one.zone.id === zone)
  return content ? freeSpotIn(layOutZone(content), noteSize(text, true).height) : { x: 0, y: 0 }
}

/**
 * Free places for notes dropped on a zone's ground, as wishes: near where they were let go, and covering nothing.
 * `rect` is in board units.
 */
export function freePlaces(
  zone: ZoneBox,
  dropped: readonly { readonly id: NoteId; readonly rect: Rect }[],
): { id: NoteId; x: number; y: number }[] {
  const { loose, looseNotes, notes } = zone.layout
  const moving = new Set(dropped.map(({ id }) => id))
  const ground = new Ground()
  for (const id of looseNotes) {
    const rect = notes.get(id)
    if (rect && !moving.has(id)) ground.take(shifted(rect, { x: -loose.x, y: -loose.y }))
  }
  return dropped.map(({ id, rect }) => {
    const x = Math.round(rect.x - zone.box.x - loose.x)
    const y = Math.round(rect.y - zone.box.y - loose.y)
    const place = ground.nearest({ ...rect, ...within({ x, y }) })
    ground.take(place)
    return { id, x: place.x, y: place.y }
  })
}

function contentsOf(board: Board): { contents: ZoneContent[]; stacks: Map<NoteId, NoteId[]> } {
  const zones = [...board.zones.values()].filter((zone) => !zone.hidden).sort(byOrder)
  const parts = new Map(zones.map((zone) => [zone.id, { notes: [] as Note[], trays: new Set<ThemeId>() }]))
  const stacks = new Map<NoteId, NoteId[]>()
  const withNotes = new Set<ThemeId>()
  for (const note of board.notes.values()) {
    const top = topOf(board, note)
    if (top !== note) {
      const stack = stacks.get(top.id)
      if (stack) stack.push(note.id)
      else stacks.set(top.id, [note.id])
      continue
    }
    const part = parts.get(note.place.zone)
    if (!part) continue
    part.notes.push(note)
    const theme = note.place.theme
    if (theme !== null && board.themes.has(theme)) {
      part.trays.add(theme)
      withNotes.add(theme)
    }
  }
  for (const ids of stacks.values()) ids.sort()
  // A theme without notes lies where it was made, so that notes can be put in it.
  for (const theme of board.themes.values()) {
    if (withNotes.has(theme.id)) continue
    const home = theme.zone !== null && board.zones.has(theme.zone) ? theme.zone : zones[0]?.id
    if (home) parts.get(home)?.trays.add(theme.id)
  }
  const contents = zones.map((zone) => {
    const { notes = [], trays = new Set<ThemeId>() } = parts.get(zone.id) ?? {}
    notes.sort(byId)
    const themes = [...trays].flatMap((id) => board.themes.get(id) ?? []).sort(byRank)
    return { zone, themes, notes, under: underOf(stacks, notes), marks: marksOf(board, notes) }
  })
  return { contents, stacks }
}

function underOf(stacks: ReadonlyMap<NoteId, readonly NoteId[]>, notes: readonly Note[]): Map<NoteId, number> {
  const under = new Map<NoteId, number>()
  if (stacks.size === 0) return under
  for (const { id } of notes) {
    const stack = stacks.get(id)
    if (stack) under.set(id, stack.length)
  }
  return under
}

const byId = (a: Note, b: Note): number => (a.id < b.id ? -1 : 1)

function marksOf(board: Board, notes: readonly Note[]): Map<NoteId, Marks> {
  const marks = new Map<NoteId, Marks>()
  if (board.marks.size === 0) return marks
  for (const { id } of notes) {
    const found = board.marks.get(id)
    if (found && (found.recognise > 0 || found.takeHome.length > 0)) marks.set(id, found)
  }
  return marks
}

/** Runs of zones that stand together: the aspects of one presenter, or what lies between. */
function groupsOf(contents: readonly ZoneContent[]): ZoneContent[][] {
  const groups: ZoneContent[][] = []
  let last: string | undefined
  for (const content of contents) {
    const key = content.zone.kind === 'presentation' ? `presentation ${content.zone.presenter ?? ''}` : 'other'
    if (key === last) groups.at(-1)?.push(content)
    else groups.push([content])
    last = key
  }
  return groups
}

/** Rows as equal as can be: five zones stand as three and two. By count alone, so that a zone that grows stays in its row. */
function rowsOf(group: readonly ZoneContent[]): ZoneContent[][] {
  const most = group[0]?.zone.kind === 'presentation' ? IN_ROW.presentation : IN_ROW.other
  const rows = Math.ceil(group.length / most)
  const inRow = Math.ceil(group.length / rows)
  return Array.from({ length: rows }, (_, i) => group.slice(i * inRow, (i + 1) * inRow))
}

function boxesInRow(row: readonly ZoneContent[], y: number, former: Arrangement | undefined): ZoneBox[] {
  const layouts = row.map((content) => {
    const was = former?.byZone.get(content.zone.id)?.layout
    return was && sameContent(was.content, content) ? was : layOutZone(content)
  })
  const height = Math.max(...layouts.map((layout) => layout.height))
  let x = 0
  return layouts.map((layout) => {
    const box = { x, y, width: layout.width, height }
    x += layout.width + ZONE_GAP
    const was = former?.byZone.get(layout.content.zone.id)
    return was && was.layout === layout && sameRect(was.box, box) ? was : { zone: layout.content.zone, box, layout }
  })
}

const sameRect = (a: Rect, b: Rect): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height

/** Snapshots are replaced when they change, never altered: equal means the same object. */
function sameContent(a: ZoneContent, b: ZoneContent): boolean {
  return (
    a.zone === b.zone &&
    sameList<Theme>(a.themes, b.themes) &&
    sameList<Note>(a.notes, b.notes) &&
    sameMap(a.under, b.under) &&
    sameMap(a.marks, b.marks)
  )
}

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i])

const sameMap = <K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value)
