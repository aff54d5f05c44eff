import { expect, test } from 'vitest'
import { newInvitationId } from '../../shared/model/ids.ts'
import type { Invitation, NewNetwork, Storage } from '../../server/storage/storage.ts'
import { storedPerson as person } from '../helpers/stored-network.ts'

/** What every implementation of the storage must do with links that work once, and with people without a device. */
export function invitationContract(
  storage: () => Storage,
  created: () => Promise<NewNetwork>,
  reopen: () => Promise<void>,
) {
  const invitationOf = ({ network, facilitator }: NewNetwork, more: Partial<Invitation> = {}): Invitation => ({
    id: newInvitationId(),
    hash: `hash of ${newInvitationId()}`,
    network: network.id,
    member: null,
    madeBy: facilitator.id,
    madeAt: 1_770_000_000_000,
    ...more,
  })
  const added = async (...of: Parameters<typeof invitationOf>): Promise<Invitation> => {
    const invitation = invitationOf(...of)
    await storage().addInvitation(invitation)
    return invitation
  }

  test('an invitation comes back as it was kept, until it is taken back', async () => {
    const made = await created()
    const other = await created()
    const [one, two] = [await added(made), await added(made)]
    await reopen()
    expect(await storage().invitationsOf(made.network.id)).toEqual([one, two])
    expect(await storage().findInvitation(one.hash)).toEqual(one)
    expect(await storage().removeInvitation(other.network.id, one.id)).toBe(false)
    expect(await storage().removeInvitation(made.network.id, one.id)).toBe(true)
    expect(await storage().removeInvitation(made.network.id, one.id)).toBe(false)
    expect(await storage().findInvitation(one.hash)).toBeNull()
    expect(await storage().invitationsOf(made.network.id)).toEqual([two])
  })

  test('an invitation lets one in, also when many open it at the same instant', async () => {
    const made = await created()
    const { hash } = await added(made)
    const takings = await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const member = person(made.network.id, { role: 'facilitator' })
        const token = { hash: `t ${i} ${member.id}`, network: made.network.id, participant: member.id }
        return storage().takeInvitation(hash, { kind: 'newMember', member, token })
      }),
    )
    expect(takings.filter(Boolean)).toHaveLength(1)
    const members = await storage().membersOf(made.network.id)
    expect(members.map(({ role }) => role)).toEqual(['facilitator', 'facilitator'])
  })

  test('it makes a facilitator of a member, or brings in the device of who had none', async () => {
    const made = await created()
    const [member, without] = [person(made.network.id), person(made.network.id)]
    const { id: network } = made.network
    await storage().addMember(member, { hash: `m ${member.id}`, network, participant: member.id })
    await storage().addMember(without, null)
    expect(await storage().withoutDevice(network)).toEqual([without])
    const lead = await added(made)
    expect(await storage().takeInvitation(lead.hash, { kind: 'facilitator', member: member.id })).toBe(true)
    expect(await storage().findMember(member.id)).toEqual({ ...member, role: 'facilitator' })
    const device = await added(made, { member: without.id })
    const token = { hash: `w ${without.id}`, network, participant: without.id }
    expect(await storage().takeInvitation(device.hash, { kind: 'device', token })).toBe(true)
    expect(await storage().withoutDevice(network)).toEqual([])
    expect(await storage().findGrants([token.hash])).toMatchObject([{ role: 'member', member: without }])
  })

  test('a second one for a device takes the place of the first; it goes with its person and with who made it', async () => {
    const made = await created()
    const { id: network } = made.network
    const [without, leader] = [person(network), person(network, { role: 'facilitator' })]
    await storage().addMember(without, null)
    await storage().addMember(leader, { hash: `l ${leader.id}`, network, participant: leader.id })
    const first = await added(made, { member: without.id })
    const second = await added(made, { member: without.id })
    expect(await storage().findInvitation(first.hash)).toBeNull()
    const theirs = await added(made, { madeBy: leader.id })
    await storage().changeMember(leader.id, { role: 'member' })
    expect(await storage().findInvitation(theirs.hash)).toBeNull()
    await storage().removeMember(without.id)
    expect(await storage().findInvitation(second.hash)).toBeNull()
    expect(await storage().invitationsOf(network)).toEqual([])
  })

  test('one for the device of who has devices ends those; open links go when these are renewed or ended', async () => {
    const made = await created()
    const { id: network } = made.network
    const leader = person(network, { role: 'facilitator' })
    const tokenOf = (what: string) => ({ hash: `${what} ${leader.id}`, network, participant: leader.id })
    await storage().addMember(leader, tokenOf('lost'))
    await storage().addToken(tokenOf('lost too'))
    const again = await added(made, { member: leader.id })
    expect(await storage().takeInvitation(again.hash, { kind: 'device', token: tokenOf('new') })).toBe(true)
    const grants = await storage().findGrants([...['lost', 'lost too', 'new'].map((what) => tokenOf(what).hash)])
    expect(grants.map(({ hash }) => hash)).toEqual([tokenOf('new').hash])

    const [forDevice, theirs] = [await added(made, { member: leader.id }), await added(made, { madeBy: leader.id })]
    expect(await storage().renewToken(tokenOf('new').hash, tokenOf('newer'))).toBe(true)
    expect(await storage().invitationsOf(network)).toEqual([theirs])
    expect(await storage().takeInvitation(forDevice.hash, { kind: 'device', token: tokenOf('late') })).toBe(false)
    const others = await added(made)
    await storage().endTokens(leader.id)
    expect(await storage().invitationsOf(network)).toEqual([others])
  })
}
