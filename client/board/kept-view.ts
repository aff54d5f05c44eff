import type { View } from './camera.svelte.ts'
import type { Desk } from './desk.svelte.ts'

// Where one looked is kept on this device, per session: who comes back from a break finds the same corner.

const key = (desk: Desk): string => `bijeen.view.${desk.session.id}`

export function keepView(desk: Desk): void {
  if (desk.camera.width > 0) withStorage((storage) => storage.setItem(key(desk), JSON.stringify(desk.view())))
}

/** The first view: where one was, else the running step's zone to read, else all that lies there. */
export function startView(desk: Desk): void {
  const kept = keptView(desk)
  const state = desk.session.state
  const zone = state?.session.agenda.find((step) => step.id === state.step?.id)?.zone
  if (kept) desk.camera.set(kept)
  else if (zone && desk.scene.arrangement.byZone.has(zone)) desk.goToZone(zone, 1)
  else desk.fitUsed()
}

function keptView(desk: Desk): View | null {
  const kept = withStorage((storage) => storage.getItem(key(desk)))
  try {
    const view: unknown = JSON.parse(kept ?? 'null')
    return isView(view) ? view : null
  } catch {
    return null
  }
}

const isView = (view: unknown): view is View =>
  typeof view === 'object' &&
  view !== null &&
  'x' in view &&
  'y' in view &&
  'z' in view &&
  [view.x, view.y, view.z].every((value) => Number.isFinite(value))

/** Storage may be full or forbidden; the board works without. */
function withStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(localStorage)
  } catch {
    return null
  }
}
