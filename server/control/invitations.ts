import { BOUNDS } from '../../shared/model/bounds.ts'
import { newInvitationId, newParticipantId, type ParticipantId, type SessionId } from '../../shared/model/ids.ts'
import type { Network } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { hashToken, isToken, newToken } from '../access/token.ts'
import type { Invitation, StoredMember, Taking } from '../storage/storage.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { comeBackAnew, hangUp, knownIn, memberOf, peopleChanged, wishedOrganisation } from './people.ts'

// Links by which someone becomes a facilitator, or gets a device: a first one, or one in the place of those that are lost.
// Each works once: whoever opens it gets a token of their own, so that a link that was sent or seen is worth nothing after
// it was used.

export interface MadeInvitation {
  readonly invitation: Invitation
  /** Known to who made it and who gets it; the server keeps its hash. */
  readonly token: string
}

interface For {
  /** Whose device it brings in; null for a facilitator more. */
  readonly participant: ParticipantId | null
  /** Asked for someone who has a device, and lost it. */
  readonly again: boolean
}

export async function invite(
  { storage, now }: House,
  network: Network['id'],
  madeBy: ParticipantId,
  { participant, again }: For,
): Promise<MadeInvitation | Refusal> {
  if (participant !== null) {
    if (!(await memberOf({ storage }, network, participant))) return 'participant-unknown'
    // Who opens the link of someone who writes already reads their drafts, and writes as them. So it is asked for, and at
    // its opening their devices close: they notice.
    if (!again && (await hasDevice({ storage }, network, participant))) return 'has-device'
  }
  if ((await storage.invitationsOf(network)).length >= BOUNDS.invitationsPerNetwork) return 'bounds'
  const token = newToken()
  const invitation = {
    id: newInvitationId(),
    hash: hashToken(token),
    network,
    member: participant,
    madeBy,
    madeAt: now(),
  }
  await storage.addInvitation(invitation)
  return { invitation, token }
}

async function hasDevice(
  { storage }: Pick<House, 'storage'>,
  network: Network['id'],
  id: ParticipantId,
): Promise<boolean> {
  return !(await storage.withoutDevice(network)).some((one) => one.id === id)
}

export interface Invited {
  readonly invitation: Invitation
  readonly network: Network
  /** Whose device it is for; null for a new facilitator. */
  readonly member: StoredMember | null
  /** Whether it closes devices that this person has. */
  readonly again: boolean
}

/** What a link is for, while it works. */
export async function invitedBy({ storage }: House, token: string): Promise<Invited | Refusal> {
  const invitation = isToken(token) ? await storage.findInvitation(hashToken(token)) : null
  const network = invitation && (await storage.findNetwork(invitation.network))
  const member = invitation?.member ? await storage.findMember(invitation.member) : null
  if (!invitation || !network) return 'link-unknown'
  return {
    invitation,
    network,
    member,
    again: member !== null && (await hasDevice({ storage }, network.id, member.id)),
  }
}

export interface Accepted {
  readonly network: Network
  readonly member: StoredMember
  readonly token: string
  /** False for who was of the network already, on this device. */
  readonly isNew: boolean
}

/** Someone opens the link. `tokens`: who this device is already. A facilitator who opens it leaves it as it is. */
export async function accept(
  house: House,
  link: string,
  wishes: { readonly name: string | null; readonly organisation: string | null },
  tokens: readonly string[],
): Promise<Accepted | Refusal> {
  const invited = await invitedBy(house, link)
  if (isRefusal(invited)) return invited
  const { network, member: expected } = invited
  const known = expected ? null : await knownIn(house, network, tokens)
  if (known?.member.role === 'facilitator') return { network, ...known, isNew: false }
  const token = known?.token ?? newToken()
  let taking: Taking
  let id: ParticipantId
  if (known) {
    id = known.member.id
    taking = { kind: 'facilitator', member: id }
  } else if (expected) {
    id = expected.id
    taking = { kind: 'device', token: { hash: hashToken(token), network: network.id, participant: id } }
  } else {
    const organisation = await wishedOrganisation(house, network, wishes.organisation)
    if (isRefusal(organisation)) return organisation
    id = newParticipantId()
    const { name } = wishes
    taking = {
      kind: 'newMember',
      member: { id, network: network.id, role: 'facilitator', name, organisation, admitted: true },
      token: { hash: hashToken(token), network: network.id, participant: id },
    }
  }
  if (!(await house.storage.takeInvitation(hashToken(link), taking))) return 'link-unknown'
  if (known) comeBackAnew(house, id)
  // The tokens of the devices that this one replaces are gone.
  if (expected) hangUp(house, id)
  await peopleChanged(house, network.id)
  const member = await house.storage.findMember(id)
  return member ? { network, member, token, isNew: !known } : 'link-unknown'
}

/** The last session in which someone was: where a device that comes late is taken. */
export async function lastSessionOf({ storage }: House, { id, network }: StoredMember): Promise<SessionId | null> {
  for (const session of (await storage.sessionsOf(network)).reverse())
    if ((await storage.attendanceOf(session.id)).some(({ participant }) => participant === id)) return session.id
  return null
}
