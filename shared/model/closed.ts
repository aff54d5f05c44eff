import type { Role } from './network.ts'
import type { Refusal } from './refusal.ts'

/** Why a board takes no more. */
export type Closed = 'ended'

/** Of a session: `ended` in ms since 1970, null while it goes on. A step that runs has opened it again. */
export const closedBy = ({ ended, step }: { ended: number | null; step: object | null }): Closed | null =>
  ended !== null && step === null ? 'ended' : null

/**
 * Why this person changes nothing any more; null when they may. Who guides goes on ordering what is there, for the record,
 * and writes nothing new. Taking away what is one's own is not asked about here: that may always be.
 */
export function whyClosed(
  { role, closed = null }: { readonly role: Role; readonly closed?: Closed | null | undefined },
  what: 'write' | 'order',
): Refusal | null {
  if (closed === null) return null
  return role === 'facilitator' && what === 'order' ? null : 'session-ended'
}
