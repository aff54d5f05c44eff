import { closedBy, type Closed } from '../../shared/model/closed.ts'
import type { SessionPhase } from '../../shared/wire/series.ts'
import type { Control } from '../storage/storage.ts'

/** So long after its last sign of life, in ms, a session that nobody ended is over. */
const OVER_AFTER_MS = 12 * 3_600_000

/** Planned, running or over, at this moment in ms since 1970. */
export function phaseOf({ ended, step, ran, startsAt, endsAt }: Control, now: number): SessionPhase {
  if (ended !== null) return 'over'
  const planned = endsAt ?? startsAt
  const last = Math.max(
    step?.startedAt ?? 0,
    ...ran.map(({ endedAt }) => endedAt),
    planned === null ? 0 : Date.parse(planned),
  )
  if (last > 0 && now - last > OVER_AFTER_MS) return 'over'
  return step !== null || ran.length > 0 ? 'running' : 'planned'
}

/** Why its board takes no more. */
export const closedIn = ({ ended, step, minutes }: Control): Closed | null =>
  closedBy({ ended, step, isApproved: minutes.approved !== null })

/** So long after the end of a session, in ms, its room is taken to be there still. */
const ROOM_STAYS_MS = 3_600_000

/** Whether the record is on the wall before people. At home, afterwards, who guides writes on in it unseen. */
export const isRecordInRoom = (control: Control, now: number): boolean =>
  control.wall.kind === 'record' &&
  (control.ended === null ? phaseOf(control, now) !== 'over' : now - control.ended < ROOM_STAYS_MS)
