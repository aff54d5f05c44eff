import { BOUNDS } from '../../shared/model/bounds.ts'
import type { OrganisationId, ZoneId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Presenter, Zone } from '../../shared/model/zone.ts'
import type { Control } from '../storage/storage.ts'

// What happens to the zones of a session. Pure: a state in, the next one out, or the reason why not.

export type NewZone = Omit<Zone, 'hidden' | 'locked' | 'order'>

export function addZone(control: Control, zone: NewZone): Control | Refusal {
  if (control.zones.length >= BOUNDS.zonesPerSession) return 'bounds'
  const order = Math.max(-1, ...control.zones.map((one) => one.order)) + 1
  const zones = [...control.zones, { ...zone, hidden: false, locked: false, order }]
  return { ...control, zones: withPresenters(zones, control) }
}

export type ZoneChange = Partial<Pick<Zone, 'title' | 'prompt' | 'hidden' | 'locked'>>

export function changeZone(control: Control, id: ZoneId, change: ZoneChange): Control | Refusal {
  if (!hasZone(control, id)) return 'zone-unknown'
  const zones = control.zones.map((zone) => (zone.id === id ? { ...zone, ...change } : zone))
  return { ...control, zones, here: change.hidden ? elsewhere(control, id) : control.here }
}

/** Nobody is brought to a zone that is not there to be seen. */
const elsewhere = ({ here }: Control, id: ZoneId): Control['here'] =>
  here?.view.kind === 'zone' && here.view.zone === id ? null : here

/** Whether notes lie in it is for the caller to see. Steps that were about it are about none then. */
export function removeZone(control: Control, id: ZoneId): Control | Refusal {
  if (!hasZone(control, id)) return 'zone-unknown'
  return {
    ...control,
    zones: control.zones.filter((zone) => zone.id !== id),
    agenda: control.agenda.map((step) => (step.zone === id ? { ...step, zone: null } : step)),
    wall: control.wall.kind === 'zone' && control.wall.zone === id ? { kind: 'overview' } : control.wall,
    here: elsewhere(control, id),
  }
}

/** The named zones come first, in the given order; the others keep theirs. */
export function orderZones(control: Control, ids: readonly ZoneId[]): Control | Refusal {
  if (ids.some((id) => !hasZone(control, id))) return 'zone-unknown'
  if (new Set(ids).size < ids.length) return 'malformed'
  const place = (zone: Zone) => (ids.includes(zone.id) ? ids.indexOf(zone.id) : ids.length + zone.order)
  const sorted = [...control.zones].sort((a, b) => place(a) - place(b))
  return { ...control, zones: sorted.map((zone, order) => ({ ...zone, order })) }
}

export const hasZone = (control: Control, id: ZoneId): boolean => control.zones.some((zone) => zone.id === id)

/** The presentation zones bear the organisation that presents, as soon as the session says who that is. */
export function withPresenters(
  zones: readonly Zone[],
  { host, secondPresenter }: Pick<Control, 'host' | 'secondPresenter'>,
): Zone[] {
  const who: Record<Presenter, OrganisationId | null> = { host, second: secondPresenter }
  return zones.map((zone) => {
    if (zone.presenter === undefined) return zone
    const { organisation: _former, ...rest } = zone
    const organisation = who[zone.presenter]
    return organisation === null ? rest : { ...rest, organisation }
  })
}
