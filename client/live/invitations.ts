import type { InvitationId, NetworkId, ParticipantId } from '../../shared/model/ids.ts'
import type { InvitationAccepted, InvitationInfo, Invited } from '../../shared/wire/http.ts'
import { call, type Answer } from '../net/http.ts'
import type { JoinAs } from './api.ts'

// Links that work once. Apart from the other calls: no phone needs them before its first note.

/** For a facilitator more, or for the first device of this person. */
export const invite = (
  id: NetworkId,
  participant?: ParticipantId,
): Promise<Answer<InvitationInfo & { readonly url: string }>> =>
  call('POST', `/api/networks/${id}/invitations`, { ...(participant && { participant }) })

/** The link is dead. */
export const takeBack = (id: NetworkId, invitation: InvitationId): Promise<Answer<null>> =>
  call('DELETE', `/api/networks/${id}/invitations/${invitation}`)

export const invitedBy = (token: string): Promise<Answer<Invited>> =>
  call('GET', `/api/invitations/${encodeURIComponent(token)}`)

export const acceptInvitation = (token: string, who: Omit<JoinAs, 'code'>): Promise<Answer<InvitationAccepted>> =>
  call('POST', `/api/invitations/${encodeURIComponent(token)}`, who)
