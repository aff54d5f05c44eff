import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Point, Rect } from '../../shared/model/rect.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'
import { whyNotPlaced } from './acts.ts'
import type { Desk } from './desk.svelte.ts'
import { dropNotes, dropTheme, targetAt } from './drop.ts'
import { sameTarget } from './drop-target.ts'
import { openNote, writeAt } from './writing.ts'

// All pointers of the board come in here: no note has a handler of its own.

type Gesture =
  | { kind: 'idle' }
  | { kind: 'pressing'; from: Point; on: Held; touch: boolean; wasChosen: boolean; add: boolean; timer: number | null }
  | { kind: 'pushing'; last: Point }
  | { kind: 'dragging'; from: Point; on: Held }
  | { kind: 'encircling'; from: Point; before: readonly NoteId[] }
  | { kind: 'pinching'; last: { middle: Point; spread: number } }

type Held = { kind: 'ground' } | { kind: 'note'; id: NoteId } | { kind: 'theme'; id: ThemeId; zone: ZoneId }

/** A shorter way is a click. */
const THRESHOLD = 5
const LONG_PRESS_MS = 200
/** Nearer than this to the edge of the stage, a drag takes the board along. */
const EDGE = 36

/** Handles pointers and wheel of the stage. `moveLifted` draws what follows the pointer. Returns what ends it. */
export function followPointers(stage: HTMLElement, desk: Desk, moveLifted: () => void): () => void {
  const { camera, scene } = desk
  let gesture: Gesture = { kind: 'idle' }
  let box = stage.getBoundingClientRect()
  let spaceDown = false
  let edgeFrame = 0
  const pointers = new Map<number, Point>()

  const at = (event: { clientX: number; clientY: number }): Point => ({
    x: event.clientX - box.left,
    y: event.clientY - box.top,
  })

  function heldAt(event: PointerEvent): Held | null {
    const target = event.target as Element
    if (target.closest('[data-still]')) return null
    const head = target.closest<HTMLElement>('[data-tray-head]')
    if (head) return { kind: 'theme', id: head.dataset.trayHead as ThemeId, zone: head.dataset.zone as ZoneId }
    const card = target.closest<HTMLElement>('[data-note]')
    const id = card ? (card.dataset.note as NoteId) : camera.far ? scene.noteAt(camera.toBoard(at(event))) : undefined
    return id ? { kind: 'note', id } : { kind: 'ground' }
  }

  function down(event: PointerEvent) {
    box = stage.getBoundingClientRect()
    const on = heldAt(event)
    if (!on) return
    const from = at(event)
    const touch = event.pointerType === 'touch'
    pointers.set(event.pointerId, from)
    desk.isHeld = true
    if (touch && pointers.size === 2) {
      cancel()
      gesture = { kind: 'pinching', last: spread() }
      return
    }
    if (pointers.size > 1) return
    // The board keeps the keys: what was typed in a field ends by leaving it.
    if (document.activeElement instanceof HTMLElement && document.activeElement !== document.body)
      document.activeElement.blur()
    desk.open = null
    if (event.button === 1 || (event.button === 0 && (spaceDown || desk.tool === 'push'))) {
      stage.setPointerCapture(event.pointerId)
      gesture = { kind: 'pushing', last: from }
      event.preventDefault()
      return
    }
    if (event.button !== 0) return
    const wasChosen = on.kind === 'note' && desk.selection.has(on.id)
    const timer =
      touch && on.kind !== 'ground' ? window.setTimeout(() => startDrag(event.pointerId), LONG_PRESS_MS) : null
    gesture = { kind: 'pressing', from, on, touch, wasChosen, add: event.shiftKey, timer }
  }

  function move(event: PointerEvent) {
    const here = at(event)
    if (pointers.has(event.pointerId)) pointers.set(event.pointerId, here)
    if (event.pointerType !== 'touch') {
      desk.cursor = camera.toBoard(here)
      desk.showPresence()
    }
    if (gesture.kind === 'pressing') leavePress(event, here)
    if (gesture.kind === 'pushing') {
      camera.pan(gesture.last.x - here.x, gesture.last.y - here.y)
      gesture.last = here
    } else if (gesture.kind === 'pinching' && pointers.size === 2) {
      const next = spread()
      camera.pan(gesture.last.middle.x - next.middle.x, gesture.last.middle.y - next.middle.y)
      camera.zoomBy(next.spread / gesture.last.spread, next.middle)
      gesture.last = next
    } else if (gesture.kind === 'dragging') {
      dragTo(here)
      edgeFrame ||= requestAnimationFrame(pushAtEdge)
    } else if (gesture.kind === 'encircling') {
      const rect = between(gesture.from, camera.toBoard(here))
      desk.marquee = rect
      desk.choose([...gesture.before, ...scene.notesIn(rect)])
    }
  }

  /** A press becomes a gesture once the pointer has gone some way. */
  function leavePress(event: PointerEvent, here: Point) {
    if (gesture.kind !== 'pressing' || Math.hypot(here.x - gesture.from.x, here.y - gesture.from.y) < THRESHOLD) return
    stage.setPointerCapture(event.pointerId)
    if (gesture.timer !== null) clearTimeout(gesture.timer)
    if (gesture.touch) gesture = { kind: 'pushing', last: gesture.from }
    else if (gesture.on.kind === 'ground') {
      const before = gesture.add ? [...desk.selection] : []
      gesture = { kind: 'encircling', from: camera.toBoard(gesture.from), before }
    } else startDrag(event.pointerId)
  }

  function startDrag(pointer: number) {
    if (gesture.kind !== 'pressing') return
    const { on, from, wasChosen, add } = gesture
    stage.setPointerCapture(pointer)
    if (on.kind === 'note') {
      if (!wasChosen) desk.choose([on.id], add)
      const held = desk.note(on.id)
      const why = held ? whyNotPlaced(desk, held) : null
      if (why) {
        toast(t(why))
        gesture = { kind: 'idle' }
        return
      }
      desk.lifted = { notes: new Set(desk.selection), theme: null, by: { x: 0, y: 0 } }
    } else if (on.kind === 'theme') {
      desk.lifted = { notes: new Set(), theme: { id: on.id, zone: on.zone }, by: { x: 0, y: 0 } }
    }
    gesture = { kind: 'dragging', from: camera.toBoard(from), on }
    stage.dataset.dragging = ''
    moveLifted()
  }

  function dragTo(here: Point) {
    if (gesture.kind !== 'dragging' || !desk.lifted) return
    const point = camera.toBoard(here)
    desk.lifted.by = { x: point.x - gesture.from.x, y: point.y - gesture.from.y }
    const target = targetAt(desk, point, desk.lifted)
    if (!sameTarget(target, desk.target)) desk.target = target
    moveLifted()
  }

  function pushAtEdge() {
    edgeFrame = 0
    const [here] = pointers.values()
    if (gesture.kind !== 'dragging' || !here) return
    const push = (value: number, most: number) =>
      value < EDGE ? value - EDGE : value > most - EDGE ? value - most + EDGE : 0
    const dx = push(here.x, camera.width) / 3
    const dy = push(here.y, camera.height) / 3
    if (dx === 0 && dy === 0) return
    camera.pan(dx, dy)
    dragTo(here)
    edgeFrame = requestAnimationFrame(pushAtEdge)
  }

  function up(event: PointerEvent) {
    pointers.delete(event.pointerId)
    desk.isHeld = pointers.size > 0
    const done = gesture
    if (done.kind === 'pinching') {
      const [left] = pointers.values()
      gesture = left ? { kind: 'pushing', last: left } : { kind: 'idle' }
      return
    }
    gesture = { kind: 'idle' }
    if (done.kind === 'pressing') {
      if (done.timer !== null) clearTimeout(done.timer)
      click(done.on, done.add)
    } else if (done.kind === 'dragging') drop(done.on)
    else if (done.kind === 'encircling') desk.marquee = null
  }

  function click(on: Held, add: boolean) {
    if (on.kind === 'note') {
      if (add) desk.toggle(on.id)
      else desk.choose([on.id])
    } else if (!add) desk.choose([])
  }

  function drop(on: Held) {
    const { lifted, target } = desk
    // Committed before it is put down, so that it does not jump back for a frame.
    if (lifted && target) {
      if (on.kind === 'theme') dropTheme(desk, on.id, on.zone, target)
      else dropNotes(desk, lifted, target)
    }
    putDown()
  }

  function putDown() {
    desk.lifted = null
    desk.target = null
    delete stage.dataset.dragging
    moveLifted()
    desk.showPresence()
  }

  /** Nothing has happened. */
  function cancel() {
    if (gesture.kind === 'pressing' && gesture.timer !== null) clearTimeout(gesture.timer)
    if (gesture.kind === 'dragging') putDown()
    desk.marquee = null
    gesture = { kind: 'idle' }
  }

  function spread() {
    const [a = { x: 0, y: 0 }, b = { x: 1, y: 1 }] = pointers.values()
    return {
      middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      spread: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
    }
  }

  function twice(event: MouseEvent) {
    const target = event.target as Element
    if (target.closest('[data-still]') || target.closest('[data-tray-head]')) return
    const point = camera.toBoard(at(event))
    const note = scene.noteAt(point)
    if (note) openNote(desk, note)
    else writeAt(desk, point)
  }

  function wheel(event: WheelEvent) {
    if ((event.target as Element).closest('[data-scrolls]')) return
    event.preventDefault()
    box = stage.getBoundingClientRect()
    const unit = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? camera.height : 1
    if (event.ctrlKey || event.metaKey) camera.zoomBy(Math.exp((-event.deltaY * unit) / 300), at(event))
    else if (event.shiftKey && event.deltaX === 0) camera.pan(event.deltaY * unit, 0)
    else camera.pan(event.deltaX * unit, event.deltaY * unit)
  }

  function leave() {
    desk.cursor = null
    desk.showPresence()
  }

  function key(event: KeyboardEvent) {
    if (event.code === 'Space' && !isField(event.target)) spaceDown = event.type === 'keydown'
    stage.toggleAttribute('data-space', spaceDown)
    if (
      event.type === 'keydown' &&
      event.key === 'Escape' &&
      (gesture.kind === 'dragging' || gesture.kind === 'encircling')
    ) {
      cancel()
      event.stopImmediatePropagation()
    }
  }

  const lost = () => {
    pointers.clear()
    desk.isHeld = false
    spaceDown = false
    cancel()
  }
  const ends = [
    listen(stage, 'pointerdown', down),
    listen(stage, 'pointermove', move),
    listen(stage, 'pointerup', up),
    listen(stage, 'pointercancel', lost),
    listen(stage, 'pointerleave', leave),
    listen(stage, 'dblclick', twice),
    listen(stage, 'wheel', wheel),
    listen(window, 'keydown', key),
    listen(window, 'keyup', key),
    listen(window, 'blur', lost),
  ]
  return () => ends.forEach((end) => end())
}

function listen<E extends Event>(target: EventTarget, type: string, handle: (event: E) => void): () => void {
  const options = { passive: false, capture: type === 'keydown' }
  target.addEventListener(type, handle as EventListener, options)
  return () => target.removeEventListener(type, handle as EventListener, options)
}

export const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null

const between = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
})
