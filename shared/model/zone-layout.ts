import { byRank, type Marks } from './board.ts'
import { Ground, NOTE_GAP, NOTE_PITCH, within } from './ground.ts'
import type { NoteId, ThemeId } from './ids.ts'
import type { Note } from './note.ts'
import { hasFoot, lineCount, NOTE_WIDTH, sizeOfNote, type Size } from './note-size.ts'
import { around, bottom, right, type Rect } from './rect.ts'
import type { Theme } from './theme.ts'
import type { Zone } from './zone.ts'

/** What lies in one zone: what its layout is made from, and nothing else. */
export interface ZoneContent {
  readonly zone: Zone
  /** Themes with a tray here, in order. */
  readonly themes: readonly Theme[]
  /** Notes that are shown: not those under another. In the order of their ids. */
  readonly notes: readonly Note[]
  /** How many lie under a note, for those with any. */
  readonly under: ReadonlyMap<NoteId, number>
  readonly marks: ReadonlyMap<NoteId, Marks>
}

/** The tray of one theme in one zone. */
export interface Tray {
  readonly theme: ThemeId
  readonly box: Rect
  readonly headHeight: number
  readonly titleLines: number
  readonly summaryLines: number
  readonly notes: readonly NoteId[]
}

/** All places are relative to the zone's top left corner. */
export interface ZoneLayout {
  readonly content: ZoneContent
  readonly width: number
  readonly height: number
  readonly trays: readonly Tray[]
  /** Where loose notes lie: its top left is the (0, 0) of their wishes. */
  readonly loose: Rect
  /** The place of every note that is shown, in trays too. */
  readonly notes: ReadonlyMap<NoteId, Rect>
  readonly looseNotes: readonly NoteId[]
  readonly ground: Ground
}

const EDGE = 18
const HEAD = 56
const TRAY_WIDTH = 242
const TRAY_GAP = 16
const TRAY_PADDING = 12
const TRAY_NOTE_GAP = 10
/** The second sheet of a stack looks out below it. */
const STACK_SHEET = 7
const EMPTY_TRAY = 66
/** Zones grow by so much at once, so that the board does not jump at each note. */
const GROWTH = 120
const ROOM_FOR_MORE = 90

export function layOutZone(content: ZoneContent): ZoneLayout {
  const notes = new Map<NoteId, Rect>()
  const inTheme = new Map<ThemeId, Note[]>(content.themes.map((theme) => [theme.id, []]))
  const loose: Note[] = []
  for (const note of content.notes) {
    const tray = note.place.theme === null ? undefined : inTheme.get(note.place.theme)
    if (tray) tray.push(note)
    else loose.push(note)
  }

  const trays = layOutTrays(content, inTheme, notes)
  const x = trays.length > 0 ? (around(trays.map((tray) => tray.box))?.width ?? 0) + EDGE + TRAY_GAP : EDGE
  const ground = new Ground()
  let wide = 0
  let low = 0
  for (const note of loose) {
    const size = sizeIn(content, note)
    const place = ground.nearest({ ...within(note.place), ...size })
    ground.take(place)
    notes.set(note.id, { ...place, x: place.x + x, y: place.y + HEAD })
    wide = Math.max(wide, right(place))
    low = Math.max(low, bottom(place) + (content.under.has(note.id) ? STACK_SHEET : 0))
  }

  const columns = Math.max(fewestColumns(content.zone, trays.length), Math.ceil((wide + NOTE_GAP) / NOTE_PITCH))
  const width = columns * NOTE_PITCH - NOTE_GAP
  const deepest = Math.max(low + HEAD, ...trays.map((tray) => bottom(tray.box)))
  const height = Math.max(content.zone.kind === 'presentation' ? 2 : 3, Math.ceil((deepest + ROOM_FOR_MORE) / GROWTH))
  return {
    content,
    width: x + width + EDGE,
    height: height * GROWTH,
    trays,
    loose: { x, y: HEAD, width, height: height * GROWTH - HEAD - EDGE },
    notes,
    looseNotes: loose.map((note) => note.id),
    ground,
  }
}

const sizeIn = (content: ZoneContent, note: Note): Size =>
  sizeOfNote(note, hasFoot(note, content.zone.kind, content.under.get(note.id) ?? 0, content.marks.has(note.id)))

/** Columns of loose notes a zone has room for, at least. */
function fewestColumns(zone: Zone, trays: number): number {
  if (trays > 0) return 1
  return zone.kind === 'presentation' ? 2 : 3
}

/** Trays in the order of their themes, each in the column that is least full; more notes make a tray wider. */
function layOutTrays(
  content: ZoneContent,
  inTheme: ReadonlyMap<ThemeId, readonly Note[]>,
  places: Map<NoteId, Rect>,
): Tray[] {
  const { themes } = content
  const spans = themes.map((theme) => spanOf(inTheme.get(theme.id)?.length ?? 0))
  const total = spans.reduce((sum, span) => sum + span, 0)
  const columns = Math.max(total <= 1 ? 1 : total <= 6 ? 2 : total <= 12 ? 3 : 4, ...spans)
  const depth = new Array<number>(columns).fill(HEAD)
  return themes.map((theme, i) => {
    const span = spans[i] ?? 1
    const column = leastFull(depth, span)
    const y = Math.max(...depth.slice(column, column + span))
    const x = EDGE + column * (TRAY_WIDTH + TRAY_GAP)
    const tray = layOutTray(content, theme, inTheme.get(theme.id) ?? [], { x, y, span }, places)
    depth.fill(bottom(tray.box) + TRAY_GAP, column, column + span)
    return tray
  })
}

const spanOf = (notes: number): number => (notes > 40 ? 4 : notes > 24 ? 3 : notes > 10 ? 2 : 1)

/** Columns nearly as full count as equal, so that trays seldom change column when a note comes in. */
function leastFull(depth: readonly number[], span: number): number {
  let best = 0
  let least = Infinity
  for (let column = 0; column + span <= depth.length; column++) {
    const full = Math.floor(Math.max(...depth.slice(column, column + span)) / 120)
    if (full < least) {
      least = full
      best = column
    }
  }
  return best
}

function layOutTray(
  content: ZoneContent,
  theme: Theme,
  notes: readonly Note[],
  at: { x: number; y: number; span: number },
  places: Map<NoteId, Rect>,
): Tray {
  const width = at.span * (TRAY_WIDTH + TRAY_GAP) - TRAY_GAP
  const titleLines = Math.min(3, lineCount(theme.title, width - 68, 18.5))
  const summaryLines = theme.summary === '' ? 0 : Math.min(4, lineCount(theme.summary, width - 32, 13))
  const headHeight = TRAY_PADDING + titleLines * 20 + (summaryLines > 0 ? summaryLines * 18 + 6 : 0) + 12
  const pitch = (width - 2 * TRAY_PADDING + TRAY_NOTE_GAP) / at.span
  const depth = new Array<number>(at.span).fill(at.y + headHeight)
  const inOrder = [...notes].sort((a, b) => byRank({ id: a.id, rank: a.place.rank }, { id: b.id, rank: b.place.rank }))
  for (const note of inOrder) {
    const size = sizeIn(content, note)
    const column = depth.indexOf(Math.min(...depth))
    const y = depth[column] ?? 0
    places.set(note.id, { ...size, x: at.x + TRAY_PADDING + column * pitch, y })
    depth[column] = y + size.height + TRAY_NOTE_GAP + (content.under.has(note.id) ? STACK_SHEET : 0)
  }
  const low = notes.length === 0 ? at.y + headHeight + EMPTY_TRAY : Math.max(...depth) - TRAY_NOTE_GAP
  return {
    theme: theme.id,
    box: { x: at.x, y: at.y, width, height: low + TRAY_PADDING - at.y },
    headHeight,
    titleLines,
    summaryLines,
    notes: inOrder.map((note) => note.id),
  }
}

/**
 * A free place for a new note, as a wish: the highest gap in as many columns as keep the zone about as wide as high.
 * `width` and `height` are the note's.
 */
export function freeSpotIn(layout: ZoneLayout, height: number): { x: number; y: number } {
  const fewest = fewestColumns(layout.content.zone, layout.trays.length)
  const columns = Math.max(fewest, Math.ceil(Math.sqrt(layout.content.notes.length * 0.7)))
  let best = { x: 0, y: Infinity }
  for (let column = 0; column < columns; column++) {
    const slot = layout.ground.top({ x: column * NOTE_PITCH, y: 0, width: NOTE_WIDTH, height })
    if (slot.y < best.y) best = { x: slot.x, y: slot.y }
  }
  return best
}
