import {
  duplicateChosen,
  goToVote,
  markChosen,
  nudgeChosen,
  putChosenWith,
  redo,
  undo,
  withdrawChosen,
} from './acts.ts'
import type { MarkKind } from '../../shared/model/board.ts'
import { NOTE_PITCH } from '../../shared/model/ground.ts'
import type { NoteId } from '../../shared/model/ids.ts'
import { turnTimer } from '../guide/guiding.ts'
import { mayBeReady, mayRaiseHand, turnHand, turnReady } from '../here/saying.ts'
import type { Desk } from './desk.svelte.ts'
import { isField } from './gestures.ts'
import { askTakeHome, askTies, chosenTargets } from './of-series.ts'
import { bringToSight } from './together.ts'
import { openNote, writeInView } from './writing.ts'

// The keys people already know. Nothing here fires while someone types in a field.

/** Pixels that an arrow key moves the board. */
const PAN = 90
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Carries out a key pressed on the board. True when it meant something there. */
export function pressKey(desk: Desk, event: KeyboardEvent): boolean {
  if (event.defaultPrevented || isField(event.target) || event.altKey || desk.writing) return false
  const control = event.ctrlKey || event.metaKey
  if (control) return pressWithControl(desk, event)
  if (document.querySelector('dialog[open], [popover]')) return false
  return pressAlone(desk, event)
}

function pressWithControl(desk: Desk, event: KeyboardEvent): boolean {
  const key = event.key.toLowerCase()
  const act = {
    z: () => (event.shiftKey ? redo(desk) : undo(desk)),
    y: () => redo(desk),
    d: () => duplicateChosen(desk),
    h: () => markFocused(desk, event, 'recognise'),
    m: () => markFocused(desk, event, 'takeHome'),
    e: () => askTakeHome(desk),
    a: () => desk.choose(desk.scene.arrangement.zones.flatMap((zone) => [...zone.layout.notes.keys()])),
    g: () => putChosenWith(desk, null),
    '0': () => desk.camera.zoomTo(1),
    '=': () => desk.camera.zoomBy(1.25),
    '+': () => desk.camera.zoomBy(1.25),
    '-': () => desk.camera.zoomBy(0.8),
  }[key]
  act?.()
  return act !== undefined
}

/** Of the chosen note, or the one that the keyboard is at. */
function markFocused(desk: Desk, event: KeyboardEvent, kind: MarkKind): void {
  const onCard = cardOf(event)
  if (desk.selection.size === 0 && onCard) desk.choose([onCard])
  void markChosen(desk, kind)
}

const cardOf = ({ target }: KeyboardEvent): NoteId | null =>
  ((target as HTMLElement).closest<HTMLElement>('[data-note]')?.dataset.note ?? null) as NoteId | null

function pressAlone(desk: Desk, event: KeyboardEvent): boolean {
  const { camera, selection } = desk
  const target = event.target as HTMLElement
  const onCard = cardOf(event)
  const onControl = !onCard && target.closest('button, a, [role=menu], summary') !== null
  const arrow = ARROWS[event.key]
  if (arrow && !onControl) {
    const [x, y] = arrow
    if (selection.size === 0) camera.pan(x * PAN, y * PAN)
    else nudgeChosen(desk, { x: (x * NOTE_PITCH) / (event.shiftKey ? 1 : 4), y: y * (event.shiftKey ? 100 : 25) })
    return true
  }
  const [only] = selection.size === 1 ? selection : []
  switch (event.key) {
    case 'Escape':
      if (desk.open) desk.open = null
      else selection.clear()
      return true
    case 'Delete':
    case 'Backspace':
      if (selection.size === 0 && onCard) desk.choose([onCard])
      if (selection.size === 0) return false
      withdrawChosen(desk)
      return true
    case 'Enter':
    case 'F2':
      if (onControl || !(onCard ?? only)) return false
      openNote(desk, (onCard ?? only) as NoteId)
      return true
    case ' ':
      if (onCard) desk.toggle(onCard)
      return onCard !== null
    case '+':
    case '=':
      camera.zoomBy(1.25)
      return true
    case '-':
    case '_':
      camera.zoomBy(0.8)
      return true
    case '?':
      desk.open = { kind: 'shortcuts' }
      return true
  }
  // Shift+1 is another sign on each keyboard; the key itself is the same.
  if (event.shiftKey && event.code === 'Digit1') return done(() => desk.fitAll())
  if (event.shiftKey && event.code === 'Digit2') return done(() => desk.fitChosen())
  // Before what is typed changes the chosen note: a sentence begins with a capital.
  if (event.key === 'e' && hasToTie(desk)) return done(() => askTies(desk))
  if (only && !onControl && [...event.key].length === 1 && event.key !== ' ') {
    openNote(desk, only, event.key)
    if (desk.writing) return true
  }
  const { session } = desk
  const guides = session.actor.role === 'facilitator'
  if ((event.key === 't' || event.key === 'T') && guides) return turnTimer(session)
  if ((event.key === 'p' || event.key === 'P') && guides) return done(() => bringToSight(desk))
  if ((event.key === 'd' || event.key === 'D') && mayBeReady(session)) return done(() => void turnReady(session))
  if ((event.key === 'h' || event.key === 'H') && mayRaiseHand(session)) return done(() => void turnHand(session))
  if (event.key === 'n' || event.key === 'N') return done(() => writeInView(desk))
  if (event.key === 'v' || event.key === 'V') return done(() => goToVote(desk))
  return false
}

/** There is something to tie, and something to tie it to. */
const hasToTie = (desk: Desk): boolean =>
  chosenTargets(desk).length > 0 && (desk.session.state?.series.expectations.length ?? 0) > 0

function done(act: () => void): true {
  act()
  return true
}
