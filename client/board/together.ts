import type { ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { View } from '../../shared/model/network.ts'
import { bring } from '../here/saying.ts'
import type { Desk } from './desk.svelte.ts'
import { isField } from './gestures.ts'

// What everyone looks at together, as it is on a board: where a view is, what is in sight, and who is in the middle of
// something.

/** So many pixels at the top of the stage are for the line that says what is shown. */
const LINE = 52

/** The zone of the step that runs, while it is shown. */
function zoneOfStep({ session, scene }: Desk): ZoneId | null {
  const zone = session.actor.step?.zone ?? null
  return zone !== null && scene.arrangement.byZone.has(zone) ? zone : null
}

/** Whether there is something to see of it now. */
export function reachesView(desk: Desk, view: View): boolean {
  if (view.kind === 'zone') return desk.scene.arrangement.byZone.has(view.zone)
  if (view.kind === 'theme') return desk.scene.traysOf(view.theme as ThemeId).length > 0
  // The record is read beside the board, not on it.
  if (view.kind === 'record') return false
  return view.kind !== 'vote' || desk.ballot.vote !== null
}

export function goToView(desk: Desk, view: View): void {
  const zone = view.kind === 'zone' ? view.zone : view.kind === 'step' ? zoneOfStep(desk) : null
  if (view.kind === 'vote') return desk.votePanel?.show()
  if (view.kind === 'theme') return desk.goToTheme(view.theme as ThemeId)
  if (zone !== null) desk.goToZone(zone)
  else desk.fitUsed()
  desk.camera.pan(0, -LINE)
}

/** Who writes, names, drags or answers is not taken away from it. */
export const isBusy = (desk: Desk): boolean =>
  desk.isHeld ||
  [desk.writing, desk.renaming, desk.open, desk.lifted, desk.marquee].some((one) => one !== null) ||
  isField(document.activeElement) ||
  document.querySelector('dialog[open], [popover]') !== null

/** What the facilitator looks at: a theme that is chosen, else the zone in sight, from afar all that lies there. */
export function inSight(desk: Desk): View {
  const head = document.activeElement?.closest<HTMLElement>('[data-tray-head]')?.dataset.trayHead
  const themes = new Set(desk.chosen().map(({ place }) => place.theme))
  const theme = head ?? (themes.size === 1 ? [...themes][0] : null)
  if (theme && desk.board.now.themes.has(theme as ThemeId)) return { kind: 'theme', theme }
  const zone = desk.zoneInView
  return zone === null || desk.camera.far ? { kind: 'overview' } : { kind: 'zone', zone }
}

export const bringToSight = (desk: Desk): void => void bring(desk.session, inSight(desk))
