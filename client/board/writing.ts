import { BOUNDS } from '../../shared/model/bounds.ts'
import { freeSpot, freePlaces, type ZoneBox } from '../../shared/model/arrange.ts'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import { NOTE_GAP } from '../../shared/model/ground.ts'
import { noteSize } from '../../shared/model/note-size.ts'
import type { Point, Rect } from '../../shared/model/rect.ts'
import { isOpenTo, mayCluster, mayEditNote, mayWriteIn } from '../../shared/model/rights.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'
import { isOver } from './acts.ts'
import type { Desk } from './desk.svelte.ts'

// A note is written where it will lie: double-click, N, Tab. What was typed is kept however the writing ends.

/** Words under this zoom are too small to write; the camera comes nearer first. */
const READABLE = 0.75

/** Begins a new note at a point of the board: on the ground there, or in the tray that lies there. */
export function writeAt(desk: Desk, point: Point): void {
  const place = desk.scene.zoneAt(point)
  if (!place) return
  const tray = desk.scene.trayAt(place, point)
  if (tray && mayCluster(desk.session.actor))
    return void begin(desk, place, tray.theme, belowTray(place, tray.theme) ?? point)
  if (tray) return void begin(desk, place, null, pointOf(place, freeSpot(desk.board.now, place.zone.id, '')))
  begin(desk, place, null, point)
}

/**
 * Begins a new note in view: in the zone in the middle, or that of the running step when that one is seen too. False when
 * nothing can be written there.
 */
export function writeInView(desk: Desk, typed = ''): boolean {
  const step = desk.session.step
  const asked = step?.zone ? desk.scene.arrangement.byZone.get(step.zone) : undefined
  const seen = desk.camera.rect
  const middle = { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 }
  const place = asked ?? desk.scene.zoneNear(middle)
  return (
    place !== undefined &&
    begin(desk, place, null, pointOf(place, freeSpot(desk.board.now, place.zone.id, typed)), typed)
  )
}

function begin(desk: Desk, place: ZoneBox, theme: ThemeId | null, at: Point, typed = ''): boolean {
  const zone = desk.board.now.zones.get(place.zone.id)
  if (isOver(desk, 'write')) return false
  if (zone && !mayWriteIn(desk.session.actor, zone)) {
    const isForPad = isOpenTo(desk.session.actor, zone)
    if (isForPad && desk.padPanel?.goTo(typed)) return true
    toast(t(isForPad ? 'pad.only' : 'refused.zoneLocked'))
    return false
  }
  desk.selection.clear()
  desk.open = null
  desk.writing = { kind: 'new', zone: place.zone.id, theme, at: { x: Math.round(at.x), y: Math.round(at.y) }, typed }
  comeNear(desk, { ...at, ...noteSize(typed, true) })
  return true
}

/** Opens a note: to change its words where that is allowed, else to read it whole. `typed` is added to its words. */
export function openNote(desk: Desk, id: NoteId, typed = ''): void {
  const note = desk.note(id)
  const rect = desk.scene.placeOf(id)
  if (!note || !rect) return
  const mayEdit = mayEditNote(desk.session.actor, note, desk.board.now.zones.get(note.place.zone))
  if (typed !== '' && !mayEdit) return
  desk.open = null
  desk.writing = { kind: 'note', id, typed, mayEdit }
  comeNear(desk, rect)
}

function comeNear(desk: Desk, rect: Rect): void {
  if (desk.camera.z < READABLE) desk.goTo(rect)
  else desk.camera.reveal(rect, 40)
}

/**
 * Ends the writing and keeps the words. With `next` the following note is begun right away, below this one.
 * A new note without words is no note; an existing one never loses its words this way.
 */
export function endWriting(desk: Desk, text: string, next = false): void {
  const writing = desk.writing
  if (!writing) return
  const words = text.trim()
  if (words.length > BOUNDS.noteText) return void toast(t('board.tooLong', { most: BOUNDS.noteText }))
  desk.writing = null
  if (writing.kind === 'note') {
    const note = desk.note(writing.id)
    const isOwn = writing.mayEdit && words !== ''
    // Taken down by someone meanwhile: the words become a new note of their writer's.
    if (!note && isOwn && writeInView(desk, words)) toast(t('refused.noteUnknown'))
    if (note && isOwn && words !== note.text) desk.board.rewrite(note.id, words)
    desk.settle()
    if (next && note) writeNext(desk, note.place.zone, note.place.theme, note.id)
    return
  }
  const { zone, theme, at } = writing
  if (words === '') return
  // The zone may have been closed or taken away while this was written.
  const place = desk.scene.arrangement.byZone.get(zone)
  const now = desk.board.now.zones.get(zone)
  if (!place || !mayWriteIn(desk.session.actor, now)) {
    const isForPad = now !== undefined && isOpenTo(desk.session.actor, now)
    // A step began meanwhile in which everyone writes for themselves first.
    if (isForPad && desk.padPanel?.goTo(words)) return
    desk.writing = writing
    if (!isOver(desk, 'write')) toast(t(isForPad ? 'pad.only' : 'refused.zoneLocked'))
    return
  }
  const inTheme = theme !== null && desk.board.now.themes.has(theme) ? theme : null
  const [spot] = freePlaces(place, [{ id: '' as NoteId, rect: { ...at, ...noteSize(words, true) } }])
  const id = desk.board.write(words, {
    zone,
    theme: inTheme,
    behalf: desk.behalf.writer,
    ...(spot && { x: spot.x, y: spot.y }),
  })
  desk.settle()
  if (next && id) writeNext(desk, zone, inTheme, id)
}

function writeNext(desk: Desk, zone: ZoneId, theme: ThemeId | null, after: NoteId): void {
  const place = desk.scene.arrangement.byZone.get(zone)
  const rect = desk.scene.placeOf(after)
  if (!place || !rect) return
  if (theme && mayCluster(desk.session.actor)) return void begin(desk, place, theme, belowTray(place, theme) ?? rect)
  const below = { ...rect, y: rect.y + rect.height + NOTE_GAP }
  const [free] = freePlaces(place, [{ id: '' as NoteId, rect: { ...below, ...noteSize('', true) } }])
  begin(desk, place, null, free ? pointOf(place, free) : below)
}

/** Where the next note of a tray will lie: below the last one. */
function belowTray(place: ZoneBox, theme: ThemeId): Point | null {
  const tray = place.layout.trays.find((one) => one.theme === theme)
  if (!tray) return null
  const last = tray.notes.at(-1)
  const rect = last ? place.layout.notes.get(last) : undefined
  return rect
    ? { x: place.box.x + rect.x, y: place.box.y + rect.y + rect.height + 10 }
    : { x: place.box.x + tray.box.x + 12, y: place.box.y + tray.box.y + tray.headHeight }
}

/** A wish of a zone as a point of the board. */
const pointOf = (place: ZoneBox, wish: Point): Point => ({
  x: place.box.x + place.layout.loose.x + wish.x,
  y: place.box.y + place.layout.loose.y + wish.y,
})
