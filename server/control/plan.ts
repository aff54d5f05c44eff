import { BOUNDS } from '../../shared/model/bounds.ts'
import { byOrder } from '../../shared/model/board.ts'
import { newStepId, newZoneId, type ZoneId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Step } from '../../shared/model/network.ts'
import { aspectsOf, type Zone } from '../../shared/model/zone.ts'
import type { Control } from '../storage/storage.ts'
import { withPresenters } from './zones.ts'

// A session as a template for another: its zones and its agenda, under new ids and with nothing of who presented there.

/** Zones and agenda of another session, with new ids and nothing of who presented there. */
export function planLike({ zones, agenda }: Control): Pick<Control, 'zones' | 'agenda'> {
  const ids = new Map(zones.map(({ id }) => [id, newZoneId()]))
  const nobody = { host: null, secondPresenter: null }
  return {
    zones: withPresenters(
      zones.map((zone) => ({ ...zone, id: ids.get(zone.id) ?? newZoneId() })),
      nobody,
    ),
    agenda: agenda.map((step) => {
      const zone = beginsAt(step, zones, agenda)
      return { ...step, id: newStepId(), zone: (zone !== null && ids.get(zone)) || null }
    }),
  }
}

/** A step that goes through all aspects of a presenter begins at the first, wherever it was when it ended. */
function beginsAt({ zone }: Step, zones: readonly Zone[], agenda: readonly Step[]): ZoneId | null {
  const about = zones.find(({ id }) => id === zone)
  const aspects = about ? aspectsOf([...zones].sort(byOrder), about).map(({ id }) => id) : []
  const [first] = aspects
  const steps = agenda.filter((step) => step.zone !== null && aspects.includes(step.zone))
  return first && steps.length === 1 ? first : zone
}

/**
 * A session that did not begin takes the agenda of another, and the zones that it lacks. None of its own zones goes: notes
 * may lie there already.
 */
export function takePlan(control: Control, from: Control): Control | Refusal {
  if (control.step !== null || control.ran.length > 0) return 'session-begun'
  const { zones, agenda } = planLike(from)
  const own = new Map(control.zones.map((zone) => [sameness(zone), zone.id]))
  const lacking = zones.filter((zone) => !own.has(sameness(zone)))
  if (control.zones.length + lacking.length > BOUNDS.zonesPerSession) return 'bounds'
  const here = new Map<ZoneId, ZoneId>(zones.map((zone) => [zone.id, own.get(sameness(zone)) ?? zone.id]))
  const added = lacking.map((zone, i) => ({ ...zone, order: nextOrder(control.zones) + i }))
  return {
    ...control,
    zones: withPresenters([...control.zones, ...added], control),
    agenda: agenda.map((step) => ({ ...step, zone: (step.zone !== null && here.get(step.zone)) || null })),
  }
}

/** Zones of two sessions are the same when they are for the same. */
const sameness = ({ kind, presenter, title }: Zone): string => JSON.stringify([kind, presenter ?? null, title])

const nextOrder = (zones: readonly Zone[]): number => Math.max(-1, ...zones.map(({ order }) => order)) + 1
