import type { Request } from 'express'
import type { Network } from '../../shared/model/network.ts'
import { eraseDate } from '../../shared/record/dates.ts'
import type { InvitationInfo, Joined, MemberInfo, NetworkInfo, SessionInfo } from '../../shared/wire/http.ts'
import { sharedUrl } from '../access/address.ts'
import type { House } from '../control/house.ts'
import type { MadeInvitation } from '../control/invitations.ts'
import { joinUrl } from '../control/session-state.ts'
import { sessionOf, type Invitation, type StoredMember, type StoredSession } from '../storage/storage.ts'
import { signInUrl } from './asking.ts'

// What is stored, as the calls show it.

export function sessionInfo({ addresses }: House, request: Request, session: StoredSession): SessionInfo {
  const { code, ...shown } = sessionOf(session)
  const isOpen = shown.door !== 'closed'
  return {
    ...shown,
    code: isOpen ? code : null,
    joinUrl: isOpen ? joinUrl(sharedUrl(request, addresses), code) : null,
    recordPublished: session.control.published.includes('group'),
    recordApproved: session.control.minutes.approved !== null,
  }
}

export function networkInfo(
  house: House,
  request: Request,
  network: Network,
  sessions: readonly StoredSession[],
): Omit<NetworkInfo, 'me' | 'members' | 'invitations' | 'url'> {
  const { id, title, topic, language, timeZone, organisations, openList, groundRules, retentionDays, rehearsal } =
    network
  return {
    ...{ id, title, topic, language, timeZone, organisations, openList, groundRules, retentionDays, rehearsal },
    eraseOn: eraseDate(network, sessions.map(sessionOf)),
    sessions: sessions.map((session) => sessionInfo(house, request, session)),
  }
}

export const memberInfo = ({ id, role, name, organisation }: StoredMember): MemberInfo => ({
  id,
  role,
  name,
  organisation,
})

export const invitationInfo = ({ id, member, madeAt }: Invitation): InvitationInfo => ({
  id,
  participant: member,
  madeAt: new Date(madeAt).toISOString(),
})

/** The same for who made it, who alone is told its address, once. */
export const madeInvitation = (
  { addresses }: House,
  request: Request,
  { invitation, token }: MadeInvitation,
): InvitationInfo & { url: string } => ({
  ...invitationInfo(invitation),
  url: `${sharedUrl(request, addresses)}/invite/${token}`,
})

/** Someone who just came in, with the address that makes another device the same person. */
export const participantInfo = (
  house: House,
  request: Request,
  { id, name, organisation, admitted }: StoredMember,
  token: string,
): Joined['participant'] => ({
  id,
  ...(name !== null && { name }),
  organisation,
  token,
  url: signInUrl(house, request, token),
  ...(!admitted && { waiting: true }),
})
