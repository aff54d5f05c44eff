import type { ZoneId } from '../../shared/model/ids.ts'
import type { View } from './camera.svelte.ts'
import type { Desk } from './desk.svelte.ts'

// Where one looked is kept on this device, per session: who comes back from a break finds the same corner.

const key = (desk: Desk): string => `bijeen.view.${desk.session.id}`

export function keepView(desk: Desk): void {
  if (desk.camera.width > 0) withStorage((storage) => storage.setItem(key(desk), JSON.stringify(desk.view())))
}

/**
 * The first view: where one was, else all that lies there while it can be read, else the zone that was asked last: while
 * the group clusters, that is where the newest notes are.
 */
export function startView(desk: Desk): void {
  const kept = keptView(desk)
  if (kept) return desk.camera.set(kept)
  const asked = zoneAskedLast(desk)
  if (asked?.running) return desk.goToZone(asked.zone, 1)
  desk.fitUsed()
  if (asked && desk.camera.far) desk.goToZone(asked.zone)
}

/** The zone of the running step, or of the latest one before it that had any. */
function zoneAskedLast(desk: Desk): { zone: ZoneId; running: boolean } | null {
  const { agenda = [] } = desk.session.state?.session ?? {}
  const now = agenda.findIndex((step) => step.id === desk.session.state?.step?.id)
  const asked = agenda.slice(0, now + 1).filter(({ zone }) => zone !== null && desk.scene.arrangement.byZone.has(zone))
  const step = asked.at(-1)
  return step?.zone ? { zone: step.zone, running: step === agenda[now] } : null
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
