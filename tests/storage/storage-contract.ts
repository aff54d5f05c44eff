import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  newNetworkId,
  newOrganisationId,
  newParticipantId,
  newSessionId,
  type SessionId,
} from '../../shared/model/ids.ts'
import type { Control, NewNetwork, Storage, StoredMember } from '../../server/storage/storage.ts'
import {
  storedControl as control,
  storedNetwork as network,
  storedPerson as person,
} from '../helpers/stored-network.ts'

import { invitationContract } from './invitation-contract.ts'
import { markContract } from './mark-contract.ts'
import { padContract } from './pad-contract.ts'
import { seriesContract } from './series-contract.ts'
import { shareContract } from './share-contract.ts'
import { voteContract } from './vote-contract.ts'

/** What every implementation of the storage must do; `open` gives an empty one, `reopen` the same one again. */
export function storageContract(
  name: string,
  start: () => Promise<{ open: () => Promise<Storage>; clean: () => void }>,
) {
  describe(`storage: ${name}`, () => {
    let storage: Storage
    let open: () => Promise<Storage>
    let clean: () => void
    beforeEach(async () => {
      ;({ open, clean } = await start())
      storage = await open()
    })
    afterEach(async () => {
      await storage.close()
      clean()
    })
    const reopen = async () => {
      await storage.close()
      storage = await open()
    }
    const created = async (): Promise<NewNetwork & { first: SessionId }> => {
      const made = network()
      expect(await storage.createNetwork(made)).toBe('created')
      return { ...made, first: made.sessions[0]!.id }
    }

    test('a network comes back as it was kept, also after reopening', async () => {
      const made = await created()
      await reopen()
      expect(await storage.findNetwork(made.network.id)).toEqual(made.network)
      expect(await storage.membersOf(made.network.id)).toEqual([made.facilitator])
      const sessions = await storage.sessionsOf(made.network.id)
      expect(sessions.map((session) => [session.number, session.version])).toEqual([
        [1, 1],
        [2, 1],
      ])
      expect(sessions[0]).toEqual({
        id: made.first,
        network: made.network.id,
        number: 1,
        version: 1,
        control: made.sessions[0]!.control,
      })
      expect(await storage.findSession(made.first)).toEqual(sessions[0])
      expect(await storage.findSessionByCode(sessions[1]!.control.code)).toEqual(sessions[1])
    })

    test('what is not there is null or empty', async () => {
      expect(await storage.findNetwork(newNetworkId())).toBeNull()
      expect(await storage.findSession(newSessionId())).toBeNull()
      expect(await storage.findSessionByCode('ZZZZZZ')).toBeNull()
      expect(await storage.findMember(newParticipantId())).toBeNull()
      expect(await storage.findGrants([])).toEqual([])
      expect(await storage.findGrants(['nobody'])).toEqual([])
      expect(await storage.sessionsOf(newNetworkId())).toEqual([])
    })

    test('a network with a code in use is not kept, in no part', async () => {
      const { sessions } = await created()
      const second = network({ codes: ['NEWONE', sessions[0]!.control.code] })
      expect(await storage.createNetwork(second)).toBe('code-taken')
      expect(await storage.findNetwork(second.network.id)).toBeNull()
      expect(await storage.findSessionByCode('NEWONE')).toBeNull()
      expect(await storage.findGrants([second.token.hash])).toEqual([])
    })

    test('a network changes in the named fields alone', async () => {
      const made = await created()
      await storage.changeNetwork(made.network.id, { title: 'Nieuw', openList: false, groundRules: [] })
      await storage.changeNetwork(made.network.id, {})
      expect(await storage.findNetwork(made.network.id)).toEqual({
        ...made.network,
        title: 'Nieuw',
        openList: false,
        groundRules: [],
      })
    })

    test('every network is listed, until it is erased', async () => {
      expect(await storage.networkIds()).toEqual([])
      const [kept, gone] = [await created(), await created()]
      expect(new Set(await storage.networkIds())).toEqual(new Set([kept.network.id, gone.network.id]))
      await storage.eraseNetwork(gone.network.id)
      expect(await storage.networkIds()).toEqual([kept.network.id])
    })

    test('an organisation is on the list once, whatever its capitals', async () => {
      const { network } = await created()
      const added = { id: newOrganisationId(), name: 'Huis van het Kind' }
      expect(await storage.addOrganisation(network.id, added)).toEqual(added)
      const again = { id: newOrganisationId(), name: ' huis van het KIND ' }
      expect(await storage.addOrganisation(network.id, again)).toEqual(added)
      const names = (await storage.findNetwork(network.id))?.organisations.map(({ name }) => name)
      expect(names).toEqual(['Organisatie A', 'Organisatie B', 'Huis van het Kind'])
      expect(await storage.renameOrganisation(network.id, { ...added, name: 'organisatie a' })).toBe('name-taken')
      expect(await storage.renameOrganisation(network.id, { ...added, name: 'HvhK' })).toBe('changed')
      expect(await storage.renameOrganisation(newNetworkId(), added)).toBe('unknown')
    })

    test('of ten who add the same organisation at once, all get the same one', async () => {
      const { network } = await created()
      const answers = await Promise.all(
        Array.from({ length: 10 }, () =>
          storage.addOrganisation(network.id, { id: newOrganisationId(), name: 'Nieuw' }),
        ),
      )
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    })

    test('of two changes at the same version one is kept', async () => {
      const { first, sessions } = await created()
      const { code } = sessions[0]!.control
      const both = await Promise.all(
        ['A', 'B'].map((title) => storage.changeSession(first, 1, control({ title, code }))),
      )
      expect(both.sort()).toEqual(['changed', 'version'])
      expect((await storage.findSession(first))?.version).toBe(2)
    })

    test('a new code replaces the old, and one in use is refused without a change', async () => {
      const { first, sessions } = await created()
      const before = sessions[0]!.control
      const taken = sessions[1]!.control.code
      expect(await storage.changeSession(first, 1, { ...before, code: taken, title: 'No' })).toBe('code-taken')
      expect((await storage.findSession(first))?.control.title).toBe(before.title)
      expect(await storage.changeSession(first, 1, { ...before, code: 'FRESH1' })).toBe('changed')
      expect(await storage.findSessionByCode(before.code)).toBeNull()
      expect((await storage.findSessionByCode('FRESH1'))?.id).toBe(first)
    })

    test('a state that an earlier version kept is read with what it lacks', async () => {
      const { first, sessions } = await created()
      const { ran: _ran, timer: _timer, ...earlier } = sessions[0]!.control
      expect(await storage.changeSession(first, 1, earlier as Control)).toBe('changed')
      expect((await storage.findSession(first))?.control).toEqual({ ...earlier, ran: [], timer: null })
    })

    test('sessions are numbered on, also when two are added at once', async () => {
      const { network } = await created()
      const add = () => storage.addSession(network.id, { id: newSessionId(), control: control() })
      const added = await Promise.all([add(), add()])
      expect(added.map((session) => session !== 'code-taken' && session.number).sort()).toEqual([3, 4])
    })

    test('a token opens what it was made for, until its person is removed', async () => {
      const { network, token, facilitator, first } = await created()
      const member = person(network.id, { organisation: network.organisations[0]!.id, admitted: false })
      await storage.addMember(member, { hash: 'm', network: network.id, participant: member.id })
      await storage.addToken({ hash: 'w', network: network.id, session: first })
      await storage.addAttendance(first, { participant: member.id, joinedAt: 1_700_000_000_000 })
      const grants = await storage.findGrants(['m', 'w', token.hash, 'x'])
      expect(grants).toHaveLength(3)
      expect(grants).toContainEqual({ hash: 'm', network: network.id, role: 'member', member, session: null })
      expect(grants).toContainEqual({ hash: 'w', network: network.id, role: 'wall', member: null, session: first })
      expect(grants.find(({ hash }) => hash === token.hash)?.member).toEqual(facilitator)

      await storage.removeMember(member.id)
      expect((await storage.findGrants(['m', 'w'])).map(({ hash }) => hash)).toEqual(['w'])
      expect(await storage.findMember(member.id)).toBeNull()
      expect(await storage.attendanceOf(first)).toEqual([])
    })

    const tokenOf = (one: StoredMember, what: string) => ({
      hash: `${what} ${one.id}`,
      network: one.network,
      participant: one.id,
    })
    const alive = async (...hashes: string[]) => (await storage.findGrants(hashes)).map(({ hash }) => hash).sort()

    test('a renewed token takes the place of all of its person, and of nobody and nothing else', async () => {
      const made = await created()
      const { id } = made.network
      const [one, other] = [person(id), person(id)]
      await storage.addMember(one, tokenOf(one, 'first'))
      await storage.addToken(tokenOf(one, 'second'))
      await storage.addMember(other, tokenOf(other, 'theirs'))
      await storage.addToken({ hash: `wall ${id}`, network: id, session: made.first })
      const hashes = [
        ...['first', 'second', 'third', 'fourth'].map((what) => tokenOf(one, what).hash),
        tokenOf(other, 'theirs').hash,
        `wall ${id}`,
      ]
      expect(await storage.renewToken(tokenOf(other, 'theirs').hash, tokenOf(one, 'third'))).toBe(false)
      expect(await storage.renewToken(tokenOf(one, 'first').hash, tokenOf(one, 'third'))).toBe(true)
      // Of two who ask with the same one, the later is told that it is over.
      expect(await storage.renewToken(tokenOf(one, 'first').hash, tokenOf(one, 'fourth'))).toBe(false)
      await reopen()
      expect(await alive(...hashes)).toEqual(
        [tokenOf(one, 'third').hash, tokenOf(other, 'theirs').hash, `wall ${id}`].sort(),
      )
      expect(await storage.findMember(one.id)).toEqual(one)
    })

    test('when the tokens of someone end, others keep theirs, and the person stays', async () => {
      const made = await created()
      const { id } = made.network
      const one = person(id)
      await storage.addMember(one, tokenOf(one, 'first'), { session: made.first, participant: one.id, joinedAt: 5 })
      await storage.addToken(tokenOf(one, 'second'))
      await storage.addToken({ hash: `wall ${id}`, network: id, session: made.first })
      await storage.endTokens(one.id)
      expect(
        await alive(tokenOf(one, 'first').hash, tokenOf(one, 'second').hash, made.token.hash, `wall ${id}`),
      ).toEqual([made.token.hash, `wall ${id}`].sort())
      expect(await storage.withoutDevice(id)).toEqual([one])
      expect(await storage.attendanceOf(made.first)).toEqual([{ participant: one.id, joinedAt: 5 }])
    })

    test('a member changes in the named fields alone', async () => {
      const { network } = await created()
      const member = person(network.id, { admitted: false })
      await storage.addMember(member, { hash: 'm', network: network.id, participant: member.id })
      await storage.changeMember(member.id, { admitted: true })
      await storage.changeMember(member.id, { name: null, organisation: network.organisations[1]!.id })
      await storage.changeMember(member.id, {})
      const organisation = network.organisations[1]!.id
      expect(await storage.findMember(member.id)).toEqual({ ...member, admitted: true, name: null, organisation })
    })

    test('attendance counts a person once, at the first time', async () => {
      const { facilitator, first } = await created()
      for (const joinedAt of [1_700_000_000_000, 1_700_000_000_001])
        await storage.addAttendance(first, { participant: facilitator.id, joinedAt })
      expect(await storage.attendanceOf(first)).toEqual([{ participant: facilitator.id, joinedAt: 1_700_000_000_000 }])
    })

    test('nobody comes into a session that is gone, and nothing of them is kept', async () => {
      const { network, first, facilitator } = await created()
      await storage.eraseSession(first)
      const member = person(network.id)
      const token = { hash: 'm', network: network.id, participant: member.id }
      const attended = { session: first, participant: member.id, joinedAt: 1 }
      expect(await storage.addMember(member, token, attended)).toBe('session-unknown')
      expect(await storage.findMember(member.id)).toBeNull()
      expect(await storage.findGrants(['m'])).toEqual([])
      expect(await storage.addAttendance(first, { participant: facilitator.id, joinedAt: 1 })).toBe(false)
    })

    voteContract(() => storage, created, reopen)

    markContract(() => storage, created, reopen)
    invitationContract(() => storage, created, reopen)
    shareContract(() => storage, created, reopen)
    padContract(() => storage, created, reopen)
    seriesContract(() => storage, created, reopen)

    test('a board holds its updates in order, until a fold replaces them', async () => {
      const { first, facilitator } = await created()
      const bytes = (...values: number[]) => Uint8Array.from(values)
      expect(await storage.loadBoard(first)).toEqual({ epoch: 1, snapshot: null, log: [], clients: new Map() })
      const client = 0xffff_ffff
      await storage.commitBoards([
        { session: first, updates: [bytes(1), bytes(2)], newClients: new Map([[client, facilitator.id]]) },
        { session: first, updates: [bytes(3)], newClients: new Map([[client, facilitator.id]]) },
      ])
      await reopen()
      const before = await storage.loadBoard(first)
      expect(before.log.map((update) => [...update])).toEqual([[1], [2], [3]])
      expect(before.clients).toEqual(new Map([[client, facilitator.id]]))
      await storage.foldBoard({ session: first, snapshot: bytes(9), epoch: 1 })
      await storage.commitBoards([{ session: first, updates: [bytes(4)], newClients: new Map() }])
      const after = await storage.loadBoard(first)
      expect([...(after.snapshot ?? [])]).toEqual([9])
      expect(after.log.map((update) => [...update])).toEqual([[4]])
      expect(after.clients.size).toBe(1)
    })

    test('a rebuilt board begins a new epoch, with the clients of its own', async () => {
      const { first, facilitator } = await created()
      const someone = newParticipantId()
      const update = Uint8Array.from([1])
      await storage.commitBoards([{ session: first, updates: [update], newClients: new Map([[7, facilitator.id]]) }])
      const clients = new Map([
        [8, facilitator.id],
        [9, someone],
      ])
      await storage.foldBoard({ session: first, snapshot: Uint8Array.from([2]), epoch: 5, clients })
      await reopen()
      const rebuilt = await storage.loadBoard(first)
      expect([rebuilt.epoch, [...rebuilt.snapshot!], rebuilt.log, rebuilt.clients]).toEqual([5, [2], [], clients])
      await storage.foldBoard({ session: first, snapshot: Uint8Array.from([3]), epoch: 5 })
      const folded = await storage.loadBoard(first)
      expect([folded.epoch, [...folded.snapshot!], folded.clients]).toEqual([5, [3], clients])
    })

    test('folds, erasures and commits that are asked at once do not get in the way of each other', async () => {
      const { first, sessions } = await created()
      const second = sessions[1]!.id
      const update = Uint8Array.from([1])
      const gone = await Promise.all(Array.from({ length: 5 }, created))
      await Promise.all(
        gone.flatMap(({ network }) => [
          storage.commitBoards([{ session: second, updates: [update], newClients: new Map() }]),
          storage.foldBoard({ session: first, snapshot: update, epoch: 1 }),
          storage.eraseNetwork(network.id),
          storage.commitBoards([{ session: second, updates: [update], newClients: new Map() }]),
        ]),
      )
      expect((await storage.loadBoard(second)).log).toHaveLength(10)
      expect(await storage.networkIds()).toHaveLength(1)
    })

    test('an erased board takes nothing more, and the others of the same commit are kept', async () => {
      const gone = await created()
      const other = await created()
      await storage.eraseNetwork(gone.network.id)
      const update = Uint8Array.from([1])
      await storage.commitBoards(
        [gone.first, other.first].map((session) => ({ session, updates: [update], newClients: new Map() })),
      )
      await storage.foldBoard({ session: gone.first, snapshot: update, epoch: 2 })
      expect(await storage.loadBoard(gone.first)).toEqual({ epoch: 1, snapshot: null, log: [], clients: new Map() })
      expect((await storage.loadBoard(other.first)).log).toHaveLength(1)
    })

    test('erasing a session leaves nothing of it, and all of the others', async () => {
      const { network, facilitator, first, sessions } = await created()
      const second = sessions[1]!.id
      await storage.addToken({ hash: 'w', network: network.id, session: first })
      for (const session of [first, second]) {
        await storage.addAttendance(session, { participant: facilitator.id, joinedAt: 1_700_000_000_000 })
        const newClients = new Map([[7, facilitator.id]])
        await storage.commitBoards([{ session, updates: [Uint8Array.from([1])], newClients }])
      }
      await storage.eraseSession(first)
      expect(await storage.findSession(first)).toBeNull()
      expect(await storage.findSessionByCode(sessions[0]!.control.code)).toBeNull()
      expect(await storage.findGrants(['w'])).toEqual([])
      expect(await storage.attendanceOf(first)).toEqual([])
      expect(await storage.loadBoard(first)).toEqual({ epoch: 1, snapshot: null, log: [], clients: new Map() })
      expect((await storage.sessionsOf(network.id)).map(({ id, number }) => [id, number])).toEqual([[second, 2]])
      expect((await storage.loadBoard(second)).clients.size).toBe(1)
      const added = await storage.addSession(network.id, { id: newSessionId(), control: control() })
      expect(added).toMatchObject({ number: 3 })
    })

    test('erasing someone leaves nothing of them, and all of the others', async () => {
      const { network, facilitator, token, first } = await created()
      const member = person(network.id)
      await storage.addMember(member, { hash: 'm', network: network.id, participant: member.id })
      await storage.addAttendance(first, { participant: member.id, joinedAt: 1_700_000_000_000 })
      const newClients = new Map([
        [7, member.id],
        [8, facilitator.id],
      ])
      await storage.commitBoards([{ session: first, updates: [], newClients }])
      await storage.eraseMember(member.id)
      expect(await storage.membersOf(network.id)).toEqual([facilitator])
      expect((await storage.findGrants(['m', token.hash])).map(({ hash }) => hash)).toEqual([token.hash])
      expect(await storage.attendanceOf(first)).toEqual([])
      expect((await storage.loadBoard(first)).clients).toEqual(new Map([[8, facilitator.id]]))
    })

    test('a rehearsal is kept with its made-up participants, found by what it is of, and erased with its network', async () => {
      const real = await created()
      const made = network({ codes: [undefined] })
      const of = { network: real.network.id, session: real.first }
      const by = real.facilitator.id
      const actors = [1, 2].map(() => person(made.network.id))
      const rehearsing = { ...made, network: { ...made.network, rehearsal: true }, firstNumber: 4 }
      await storage.createNetwork({ ...rehearsing, rehearsal: { of, by, madeAt: 2 ** 41, actors } })
      await reopen()
      const { id } = made.network
      const kept = { network: id, of, by, madeAt: 2 ** 41, actors: actors.map((one) => one.id) }
      expect(await storage.findRehearsal(id)).toEqual(kept)
      expect(await storage.rehearsalsOf(real.network.id)).toEqual([kept])
      expect(await storage.findNetwork(id)).toEqual(rehearsing.network)
      expect((await storage.sessionsOf(id)).map(({ number }) => number)).toEqual([4])
      expect(await storage.membersOf(id)).toEqual([made.facilitator, ...actors])
      expect(await storage.attendanceOf(made.sessions[0]!.id)).toEqual(
        actors.map((one) => ({ participant: one.id, joinedAt: 2 ** 41 })),
      )
      expect(await storage.findRehearsal(real.network.id)).toBeNull()
      expect((await storage.findNetwork(real.network.id))?.rehearsal).toBe(false)
      await storage.eraseNetwork(id)
      expect(await storage.rehearsalsOf(real.network.id)).toEqual([])
      expect(await storage.membersOf(real.network.id)).toEqual([real.facilitator])
    })

    test('erasing a network leaves nothing of it, and all of the others', async () => {
      const gone = await created()
      const other = await created()
      await storage.addToken({ hash: 'w', network: gone.network.id, session: gone.first })
      await storage.eraseNetwork(gone.network.id)
      expect(await storage.findNetwork(gone.network.id)).toBeNull()
      expect(await storage.findSession(gone.first)).toBeNull()
      expect(await storage.membersOf(gone.network.id)).toEqual([])
      expect((await storage.findGrants(['w', gone.token.hash, other.token.hash])).map(({ hash }) => hash)).toEqual([
        other.token.hash,
      ])
      expect(await storage.findNetwork(other.network.id)).toEqual(other.network)
    })
  })
}
