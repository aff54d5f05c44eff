import type { View } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Control } from '../storage/storage.ts'
import { isSeen } from './vote-seen.ts'

// What the wall shows, and where people are brought. Pure, as in zones.ts. Whether a theme is there, the caller looks.

export const showOnWall = (control: Control, view: View): Control | Refusal =>
  view.kind === 'zone' && !control.zones.some(({ id }) => id === view.zone)
    ? 'zone-unknown'
    : { ...control, wall: view }

/** The wall and everyone. The code is for who is not in yet: people who are stay where they choose. */
export function bringHere(control: Control, view: View, now: number): Control | Refusal {
  const shown = showOnWall(control, view)
  if (typeof shown === 'string') return shown
  if (view.kind === 'code') return { ...shown, here: null }
  const why = whyNowhere(control, view)
  // Two bringings in the same millisecond are still two.
  return why ?? { ...shown, here: { view, at: Math.max(now, (control.here?.at ?? 0) + 1) } }
}

/** The wall has something to show for these; people would be brought to nothing. */
function whyNowhere(control: Control, view: View): Refusal | null {
  if (view.kind === 'zone' && control.zones.find(({ id }) => id === view.zone)?.hidden) return 'zone-hidden'
  if (view.kind === 'step' && !control.step) return 'step-over'
  return view.kind === 'vote' && !isSeen(control) ? 'vote-closed' : null
}
