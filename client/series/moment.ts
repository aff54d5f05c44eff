import type { StepId, ZoneId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { LiveSession } from '../live/session.svelte.ts'

/** What of the series a step is about, so that it is at hand then. It is in reach at all times. */
export type Moment = 'lookBack' | 'expectations' | 'commitments' | 'check'

/**
 * Read from the zone of a step, and from its place: an agenda looks back after the welcome, and ends with what people
 * will do and how it went.
 */
export function momentOf(
  agenda: readonly Step[],
  running: StepId | null,
  zone: (id: ZoneId) => Pick<Zone, 'kind' | 'locked'> | undefined,
): Moment | null {
  const at = agenda.findIndex(({ id }) => id === running)
  const step = agenda[at]
  if (!step) return null
  const about = step.zone === null ? undefined : zone(step.zone)
  // Where they are still gathered, people write.
  if (about?.kind === 'expectations') return about.locked ? 'expectations' : null
  if (about?.kind === 'commitments') return 'commitments'
  const last = agenda.length - 1
  if (last > 0 && at === last) return 'check'
  if (step.mode !== 'talk' || about) return null
  if (at === 1) return 'lookBack'
  return at === last - 1 ? 'commitments' : null
}

/** The same of an open session: when it was ended, how it went is all that is asked still. */
export const momentNow = ({ state, board }: LiveSession): Moment | null => {
  if (!state) return null
  if (state.ended !== null) return 'check'
  return momentOf(state.session.agenda, state.step?.id ?? null, (id) => board.zones.find((zone) => zone.id === id))
}
