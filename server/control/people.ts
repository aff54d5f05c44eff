import { parseCode } from '../../shared/model/code.ts'
import { newParticipantId, type OrganisationId, type ParticipantId } from '../../shared/model/ids.ts'
import type { Network } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { CLOSE } from '../../shared/wire/sync.ts'
import { hashToken, newToken } from '../access/token.ts'
import { grantsOf } from '../access/visitor.ts'
import type { StoredMember, StoredSession } from '../storage/storage.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { organisationMeant } from './networks.ts'

// Who is in a network: they join, correct themselves, wait at the door, and are removed.

export interface JoinWishes {
  /** As it was typed. */
  readonly code: string
  readonly name: string | null
  /** An id or a name. */
  readonly organisation: string | null
}

export interface Joining {
  readonly session: StoredSession
  readonly member: StoredMember
  readonly token: string
  /** False for who was known already. */
  readonly isNew: boolean
}

/** Someone comes in with a code. Who shows a token of the network is the same person again, in whatever session. */
export async function join(house: House, wishes: JoinWishes, tokens: readonly string[]): Promise<Joining | Refusal> {
  const found = await invitedTo(house, wishes.code)
  if (isRefusal(found)) return found
  const { session, network } = found
  const known = await knownIn(house, network, tokens)
  if (!known && session.control.door === 'closed') return 'door-closed'
  const organisation = await wishedOrganisation(house, network, wishes.organisation)
  if (isRefusal(organisation)) return organisation
  const joined = known
    ? {
        session,
        isNew: false,
        token: known.token,
        member: await correct(house, known.member, wishes.name, organisation),
      }
    : { session, isNew: true, ...(await addMember(house, session, wishes.name, organisation)) }
  await house.storage.addAttendance(session.id, { participant: joined.member.id, joinedAt: house.now() })
  house.live.changed(session.id)
  return joined
}

/** The session and network that a typed code leads to. */
export async function invitedTo(
  { storage }: House,
  typed: string,
): Promise<{ session: StoredSession; network: Network } | Refusal> {
  const code = parseCode(typed)
  const session = code && (await storage.findSessionByCode(code))
  const network = session && (await storage.findNetwork(session.network))
  return session && network ? { session, network } : 'code-unknown'
}

/** Who these tokens belong to in this network; the facilitator's before a member's. */
export async function knownIn(
  { storage }: House,
  network: Network,
  tokens: readonly string[],
): Promise<{ member: StoredMember; token: string } | null> {
  const here = (await grantsOf(storage, tokens)).flatMap(({ network: of, member, token }) =>
    of === network.id && member ? [{ member, token }] : [],
  )
  return here.find(({ member }) => member.role === 'facilitator') ?? here[0] ?? null
}

async function wishedOrganisation(
  house: House,
  network: Network,
  wish: string | null,
): Promise<OrganisationId | null | Refusal> {
  return wish === null || wish.trim() === '' ? null : organisationMeant(house, network, wish, network.openList)
}

async function addMember(
  { storage }: House,
  { network, control }: StoredSession,
  name: string | null,
  organisation: OrganisationId | null,
): Promise<{ member: StoredMember; token: string }> {
  const token = newToken()
  const id = newParticipantId()
  const member: StoredMember = { id, network, role: 'member', name, organisation, admitted: control.door !== 'ask' }
  await storage.addMember(member, { hash: hashToken(token), network, participant: id })
  return { member, token }
}

/** Who comes back may give another name or organisation than before; giving none changes nothing. */
async function correct(
  house: House,
  member: StoredMember,
  name: string | null,
  organisation: OrganisationId | null,
): Promise<StoredMember> {
  const change = {
    ...(name !== null && name !== member.name && { name }),
    ...(organisation !== null && organisation !== member.organisation && { organisation }),
  }
  return (await changePerson(house, member, change)) ?? member
}

export interface PersonChange {
  readonly name?: string | null
  readonly organisation?: OrganisationId | null
  readonly admitted?: true
}

/** The member as changed, or null when nobody is there any more. */
export async function changePerson(
  { storage, rooms, live }: House,
  member: StoredMember,
  change: PersonChange,
): Promise<StoredMember | null> {
  if (Object.keys(change).length === 0) return member
  await storage.changeMember(member.id, change)
  // Open boards know the former organisation: they close with "come back", and come back with the new one.
  if (change.organisation !== undefined) rooms.dropPerson(null, member.id, CLOSE.tryAgain)
  for (const { id } of await storage.sessionsOf(member.network)) live.changed(id)
  return storage.findMember(member.id)
}

/** The token dies at once, and what is open closes. Their notes stay: they belong to the board. */
export async function removePerson({ storage, rooms, live }: House, member: StoredMember): Promise<void> {
  await storage.removeMember(member.id)
  live.removePerson(member.id)
  rooms.dropPerson(null, member.id, CLOSE.tokenUnknown)
  await rooms.forgetPadsOf(member.id, CLOSE.tokenUnknown)
  for (const { id } of await storage.sessionsOf(member.network)) live.changed(id)
}

/** A member of this network, or null. */
export async function memberOf(
  { storage }: House,
  network: Network['id'],
  id: ParticipantId,
): Promise<StoredMember | null> {
  const member = await storage.findMember(id)
  return member?.network === network ? member : null
}
