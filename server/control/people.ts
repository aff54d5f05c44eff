import { parseCode } from '../../shared/model/code.ts'
import { newParticipantId, type NetworkId, type OrganisationId, type ParticipantId } from '../../shared/model/ids.ts'
import type { Network } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { CLOSE } from '../../shared/wire/sync.ts'
import { hashToken, newToken } from '../access/token.ts'
import { grantsOf } from '../access/visitor.ts'
import type { StoredMember, StoredSession } from '../storage/storage.ts'
import { tellBoards } from './board-rules.ts'
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
    ? await comeBack(house, session, known, wishes.name, organisation)
    : await addMember(house, session, wishes.name, organisation)
  // Erased while this person came in, and its code with it.
  if (!joined) return 'code-unknown'
  house.live.changed(session.id)
  return { session, isNew: !known, ...joined }
}

async function comeBack(
  house: House,
  session: StoredSession,
  { member, token }: Known,
  name: string | null,
  organisation: OrganisationId | null,
): Promise<Known | null> {
  if (!(await house.storage.addAttendance(session.id, { participant: member.id, joinedAt: house.now() }))) return null
  return { token, member: await correct(house, member, name, organisation) }
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

interface Known {
  readonly member: StoredMember
  readonly token: string
}

/** Who these tokens belong to in this network; the facilitator's before a member's. */
export async function knownIn({ storage }: House, network: Network, tokens: readonly string[]): Promise<Known | null> {
  const here = (await grantsOf(storage, tokens)).flatMap(({ network: of, member, token }) =>
    of === network.id && member ? [{ member, token }] : [],
  )
  return here.find(({ member }) => member.role === 'facilitator') ?? here[0] ?? null
}

/** What someone says of their organisation: null for nothing, else the one of the list that is meant. */
export async function wishedOrganisation(
  house: House,
  network: Network,
  wish: string | null,
): Promise<OrganisationId | null | Refusal> {
  return wish === null || wish.trim() === '' ? null : organisationMeant(house, network, wish, network.openList)
}

async function addMember(
  { storage, now }: House,
  { id: session, network, control }: StoredSession,
  name: string | null,
  organisation: OrganisationId | null,
): Promise<Known | null> {
  const token = newToken()
  const id = newParticipantId()
  const member: StoredMember = { id, network, role: 'member', name, organisation, admitted: control.door !== 'ask' }
  const attended = { session, participant: id, joinedAt: now() }
  const added = await storage.addMember(member, { hash: hashToken(token), network, participant: id }, attended)
  return added === 'added' ? { member, token } : null
}

/** Someone who is in the session without a device; the facilitator writes in their name. */
export async function addPerson(
  house: House,
  { id: session, network }: StoredSession,
  name: string | null,
  organisation: OrganisationId | null,
): Promise<ParticipantId | Refusal> {
  const id = newParticipantId()
  const member: StoredMember = { id, network, role: 'member', name, organisation, admitted: true }
  const attended = { session, participant: id, joinedAt: house.now() }
  const added = await house.storage.addMember(member, null, attended)
  if (isRefusal(added)) return added
  await peopleChanged(house, network)
  return id
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
  house: House,
  member: StoredMember,
  change: PersonChange,
): Promise<StoredMember | null> {
  if (Object.keys(change).length === 0) return member
  await house.storage.changeMember(member.id, change)
  // Open boards know the former organisation: they close with "come back", and come back with the new one.
  if (change.organisation !== undefined) house.rooms.dropPerson(null, member.id, CLOSE.tryAgain)
  if (change.organisation !== undefined) await tellBoards(house, member.network)
  await tellScreens(house, member.network)
  return house.storage.findMember(member.id)
}

/**
 * Makes someone a facilitator, or a member again: `only-facilitator` for the last one, `no-device` for who could not
 * lead anything.
 */
export function changeRole(house: House, id: ParticipantId, network: NetworkId, role: StoredMember['role']) {
  return unlessLast(house, id, network, role, async (member): Promise<Refusal | null> => {
    if (member.role === role) return null
    const { storage } = house
    if (role === 'facilitator' && (await storage.withoutDevice(network)).some((one) => one.id === id))
      return 'no-device'
    await storage.changeMember(id, { role, ...(role === 'facilitator' && { admitted: true }) })
    comeBackAnew(house, id)
    await peopleChanged(house, network)
    return null
  })
}

/** Sockets know the role with which they came in: they come back with the new one. */
export function comeBackAnew({ rooms, live }: House, id: ParticipantId): void {
  live.askAnew(id)
  rooms.dropPerson(null, id, CLOSE.tryAgain)
}

/** The token dies at once, and what is open closes. Their notes stay: they belong to the board. */
export function removePerson(house: House, { id, network }: StoredMember): Promise<Refusal | null> {
  return unlessLast(house, id, network, null, async () => {
    await house.storage.removeMember(id)
    hangUp(house, id)
    await house.rooms.pads.forgetOf(id, CLOSE.tokenUnknown)
    await peopleChanged(house, network)
    return null
  })
}

/** Someone's devices are not theirs any more: their sockets are told and closed, at once. */
export function hangUp({ live, rooms }: House, id: ParticipantId): void {
  live.removePerson(id)
  rooms.dropPerson(null, id, CLOSE.tokenUnknown)
}

/**
 * Does `act` with someone who will be `role` after it, null for who comes in no more. A network without a facilitator could
 * not be led, exported or erased by anyone: two who go at the same instant go one after the other, and the last one stays.
 * A facilitator whose devices were closed leads nothing, and does not count.
 */
export function unlessLast(
  house: House,
  id: ParticipantId,
  network: NetworkId,
  role: StoredMember['role'] | null,
  act: (member: StoredMember) => Promise<Refusal | null>,
): Promise<Refusal | null> {
  return house.turns.take(network, async () => {
    const members = await house.storage.membersOf(network)
    const member = members.find((one) => one.id === id)
    if (!member) return 'participant-unknown'
    const without = new Set((await house.storage.withoutDevice(network)).map((one) => one.id))
    const isLast = !members.some((one) => one.role === 'facilitator' && one.id !== id && !without.has(one.id))
    return role !== 'facilitator' && member.role === 'facilitator' && isLast ? 'only-facilitator' : act(member)
  })
}

/** Who is who, and who may be written for, is different now: on all boards and screens of the network. */
export async function peopleChanged(house: House, network: NetworkId): Promise<void> {
  await tellBoards(house, network)
  await tellScreens(house, network)
}

async function tellScreens({ storage, live }: House, network: NetworkId): Promise<void> {
  for (const { id } of await storage.sessionsOf(network)) live.changed(id)
}

/** A member of this network, or null. */
export async function memberOf(
  { storage }: Pick<House, 'storage'>,
  network: Network['id'],
  id: ParticipantId,
): Promise<StoredMember | null> {
  const member = await storage.findMember(id)
  return member?.network === network ? member : null
}
