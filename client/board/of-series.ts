import type { NoteId, ThemeId } from '../../shared/model/ids.ts'
import type { Target } from '../../shared/model/series.ts'
import { seriesHere } from '../series/series-here.svelte.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'
import type { Desk } from './desk.svelte.ts'

// What of the series is said on the board itself, of what is chosen or where the keyboard is.

/** The chosen notes; else the theme or the note that the keyboard is at. */
export function chosenTargets(desk: Desk): Target[] {
  if (desk.selection.size > 0) return desk.chosen().map(({ id }) => id)
  const at = document.activeElement
  const theme = at?.closest<HTMLElement>('[data-tray-head]')?.dataset.trayHead as ThemeId | undefined
  const note = at?.closest<HTMLElement>('[data-note]')?.dataset.note as NoteId | undefined
  return theme ? [theme] : note ? [note] : []
}

/** Asks which expectation these touch, beside the first of them. */
export function askTies(desk: Desk, targets = chosenTargets(desk)): void {
  if (seriesHere(desk.session).seen.expectations.length === 0) return void toast(t('tie.none'))
  const [first] = targets
  if (!first) return void toast(t('tie.choose'))
  desk.open = { kind: 'ties', targets, at: besideOf(first) }
}

/** Asks who takes it home, with which first step. One idea at a time. */
export function askTakeHome(desk: Desk, targets = chosenTargets(desk)): void {
  const [target, ...more] = targets
  if (!target || more.length > 0) return void toast(t('tie.choose'))
  if (!seriesHere(desk.session).mayTake) return void toast(t('take.notYours'))
  desk.open = { kind: 'takeHome', target }
}

/** Below it on the screen; in the middle of the screen when it is drawn nowhere. */
function besideOf(target: Target): { x: number; y: number } {
  const box = document.querySelector(`[data-note="${target}"], [data-tray-head="${target}"]`)?.getBoundingClientRect()
  return box ? { x: box.left, y: box.bottom + 8 } : { x: innerWidth / 2 - 120, y: innerHeight / 3 }
}
