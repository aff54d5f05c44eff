import { freePlaces, type ZoneBox } from '../../shared/model/arrange.ts'
import { byRank } from '../../shared/model/board.ts'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import { shifted, type Point } from '../../shared/model/rect.ts'
import { mayCluster, mayEditTheme, mayPlaceNote } from '../../shared/model/rights.ts'
import type { Tray } from '../../shared/model/zone-layout.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'
import { isOver, whyNotPlaced } from './acts.ts'
import type { Desk, Lifted } from './desk.svelte.ts'
import type { DropTarget } from './drop-target.ts'

export function targetAt(desk: Desk, point: Point, lifted: Lifted): DropTarget | null {
  const place = desk.scene.zoneAt(point)
  if (!place) return null
  const zone = place.zone.id
  const tray = desk.scene.trayAt(place, point)
  if (lifted.theme) {
    return tray && tray.theme !== lifted.theme.id
      ? { kind: 'tray', zone, theme: tray.theme, before: null }
      : { kind: 'ground', zone }
  }
  if (tray) return { kind: 'tray', zone, theme: tray.theme, before: beforeIn(place, tray, point, lifted) }
  const note = desk.scene.noteAt(point)
  if (note && !lifted.notes.has(note)) return { kind: 'note', zone, note }
  return { kind: 'ground', zone }
}

/** The first note of a tray that the pointer has not passed: its middle lies below, or to the right in the same row. */
function beforeIn(zone: ZoneBox, tray: Tray, point: Point, lifted: Lifted): NoteId | null {
  const local = { x: point.x - zone.box.x, y: point.y - zone.box.y }
  for (const id of tray.notes) {
    const place = zone.layout.notes.get(id)
    if (!place || lifted.notes.has(id)) continue
    const sameColumn = local.x >= place.x && local.x < place.x + place.width
    if (sameColumn && local.y < place.y + place.height / 2) return id
  }
  return null
}

/** Lets go of notes over a target. Says why when it may not be, and leaves everything as it was. */
export function dropNotes(desk: Desk, lifted: Lifted, target: DropTarget): void {
  const { board } = desk
  const { actor } = desk.session
  const notes = [...lifted.notes].sort().flatMap((id) => desk.note(id) ?? [])
  const zone = board.now.zones.get(target.zone)
  const why = notes.map((note) => whyNotPlaced(desk, note)).find((one) => one !== null)
  if (why) return void toast(t(why))
  if (zone?.locked && actor.role !== 'facilitator') return void toast(t('refused.zoneLocked'))
  const ids = notes.map((note) => note.id)
  if (target.kind === 'ground') {
    const place = desk.scene.arrangement.byZone.get(target.zone)
    if (!place) return
    const dropped = ids.flatMap((id) => {
      const rect = desk.scene.placeOf(id)
      return rect ? [{ id, rect: shifted(rect, lifted.by) }] : []
    })
    board.move(freePlaces(place, dropped).map((one) => ({ ...one, zone: target.zone })))
  } else if (!mayCluster(actor)) {
    return void toast(t('board.may.cluster'))
  } else if (target.kind === 'tray') {
    board.putInTheme(ids, target.theme, { zone: target.zone, ...(target.before && { before: target.before }) })
  } else {
    const under = desk.note(target.note)
    if (!under || !mayPlaceNote(actor, under, zone)) return void toast(t('refused.notYours'))
    desk.renaming = board.makeTheme(t('board.theme.new'), { zone: target.zone, notes: [under.id, ...ids] })
    desk.selection.clear()
  }
  desk.settle()
}

/** Lets go of a theme's tray: right before another theme, or in another zone. Its notes go along to that zone. */
export function dropTheme(desk: Desk, theme: ThemeId, from: ZoneId, target: DropTarget): void {
  const { board, session } = desk
  const live = board.now.themes.get(theme)
  if (!live) return
  if (isOver(desk, 'order')) return
  if (!mayEditTheme(session.actor, live)) return void toast(t('board.may.theme'))
  if (target.kind === 'tray') {
    const order = themesExcept(desk, theme)
    const at = order.findIndex((one) => one.id === target.theme)
    board.orderTheme(theme, order[at - 1]?.id ?? null, target.zone)
  } else if (target.zone !== from) {
    board.orderTheme(theme, themesExcept(desk, theme).at(-1)?.id ?? null, target.zone)
  } else return
  if (target.zone !== from) {
    const tray = desk.scene.traysOf(theme).find((one) => one.zone.zone.id === from)
    if (tray && tray.tray.notes.length > 0) board.putInTheme(tray.tray.notes, theme, { zone: target.zone })
  }
  desk.settle()
}

const themesExcept = (desk: Desk, theme: ThemeId) =>
  [...desk.board.now.themes.values()].filter((one) => one.id !== theme).sort(byRank)
