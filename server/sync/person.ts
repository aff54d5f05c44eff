import type { OrganisationId, ParticipantId } from '../../shared/model/ids.ts'
import type { Role } from '../../shared/model/network.ts'

/** Who is at the other end of a sync socket. */
export interface SyncPerson {
  readonly role: Role
  /** Null for the wall. */
  readonly participant: ParticipantId | null
  readonly organisation: OrganisationId | null
}
