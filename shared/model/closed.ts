import type { Role } from './network.ts'
import type { Refusal } from './refusal.ts'

/** Why a board takes no more: the session is over, or the group agreed with its record. */
export type Closed = 'ended' | 'approved'

/** Of a session: `ended` in ms since 1970, null while it goes on. A step that runs has opened it again. */
export function closedBy(session: {
  readonly ended: number | null
  readonly step: object | null
  readonly isApproved: boolean
}): Closed | null {
  if (session.step !== null) return null
  if (session.isApproved) return 'approved'
  return session.ended === null ? null : 'ended'
}

/**
 * Why this person changes nothing any more; null when they may. Who guides goes on ordering what is there, for the record,
 * and writes nothing new, until the record is approved. Taking notes away is not asked about here: that may always be.
 */
export function whyClosed(
  { role, closed = null }: { readonly role: Role; readonly closed?: Closed | null | undefined },
  what: 'write' | 'order',
): Refusal | null {
  if (closed === null) return null
  if (role !== 'facilitator') return 'session-ended'
  if (closed === 'approved') return 'record-approved'
  return what === 'order' ? null : 'session-ended'
}
