import { describe, expect, test } from 'vitest'
import {
  newNoteId,
  newOrganisationId,
  newSessionId,
  type ParticipantId,
  type SessionId,
} from '../../shared/model/ids.ts'
import { NO_SERIES } from '../../shared/model/series.ts'
import type { BoardCommit } from '../../server/storage/board-store.ts'
import type { Move, NewNetwork, Storage } from '../../server/storage/storage.ts'
import { storedPerson } from '../helpers/stored-network.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const EMPTY = { epoch: 1, snapshot: null, log: [], clients: new Map() }

/** What every storage must do with drafts, and when they go to the board; part of the storage contract. */
export function padContract(
  storage: () => Storage,
  created: () => Promise<NewNetwork & { first: SessionId }>,
  reopen: () => Promise<void>,
) {
  /** A session with two people. */
  async function writing() {
    const made = await created()
    const people: ParticipantId[] = []
    for (let i = 0; i < 2; i++) {
      const one = storedPerson(made.network.id)
      await storage().addMember(one, { hash: `p ${one.id}`, network: made.network.id, participant: one.id })
      people.push(one.id)
    }
    const [an, bo] = people as [ParticipantId, ParticipantId]
    return { ...made, an, bo, control: made.sessions[0]!.control }
  }
  const commit = (session: SessionId, owner: ParticipantId | undefined, ...updates: Uint8Array[]): BoardCommit => ({
    session,
    owner,
    updates,
    newClients: new Map(),
  })
  const drafts = async (session: SessionId, owner: ParticipantId) => {
    const { epoch, snapshot, log } = await storage().loadBoard(session, owner)
    return [epoch, snapshot && [...snapshot], log.map((update) => [...update])]
  }
  const onBoard = async (session: SessionId) => (await storage().loadBoard(session)).log.map((update) => [...update])

  describe('pads', () => {
    test('each person has an own one in each session, beside the board, until a fold replaces its log', async () => {
      const { first, sessions, an, bo } = await writing()
      const second = sessions[1]!.id
      expect(await storage().loadBoard(first, an)).toEqual(EMPTY)
      await storage().commitBoards([
        commit(first, an, bytes(1), bytes(2)),
        commit(first, bo, bytes(3)),
        commit(second, an, bytes(4)),
        commit(first, undefined, bytes(5)),
        commit(first, an, bytes(6)),
      ])
      await reopen()
      expect(await drafts(first, an)).toEqual([1, null, [[1], [2], [6]]])
      expect(await drafts(first, bo)).toEqual([1, null, [[3]]])
      expect(await drafts(second, an)).toEqual([1, null, [[4]]])
      expect(await onBoard(first)).toEqual([[5]])
      await storage().foldBoard({ session: first, owner: an, snapshot: bytes(9), epoch: 3 })
      await storage().commitBoards([commit(first, an, bytes(7))])
      expect(await drafts(first, an)).toEqual([3, [9], [[7]]])
      expect(await drafts(first, bo)).toEqual([1, null, [[3]]])
      expect(await onBoard(first)).toEqual([[5]])
    })

    test('whose clients are whose is not kept: all of a pad is of one', async () => {
      const { first, an } = await writing()
      const newClients = new Map([[7, an]])
      await storage().commitBoards([{ session: first, owner: an, updates: [bytes(1)], newClients }])
      await storage().foldBoard({ session: first, owner: an, snapshot: bytes(2), epoch: 2, clients: newClients })
      expect((await storage().loadBoard(first, an)).clients.size).toBe(0)
      expect((await storage().loadBoard(first)).clients.size).toBe(0)
    })

    test('those of a session are known, whether they were folded or not, and are erased together', async () => {
      const { first, sessions, an, bo } = await writing()
      const second = sessions[1]!.id
      expect(await storage().padsIn(first)).toEqual([])
      await storage().commitBoards([commit(first, an, bytes(1)), commit(first, undefined, bytes(2))])
      await storage().foldBoard({ session: first, owner: bo, snapshot: bytes(3), epoch: 1 })
      await storage().foldBoard({ session: first, owner: an, snapshot: bytes(3), epoch: 1 })
      await storage().commitBoards([commit(first, an, bytes(4)), commit(second, an, bytes(5))])
      expect((await storage().padsIn(first)).sort()).toEqual([an, bo].sort())
      expect((await storage().sessionsWithPads()).sort()).toEqual([first, second].sort())
      await storage().erasePads(first)
      expect(await storage().padsIn(first)).toEqual([])
      expect(await storage().sessionsWithPads()).toEqual([second])
      expect(await storage().loadBoard(first, an)).toEqual(EMPTY)
      expect(await onBoard(first)).toEqual([[2]])
    })

    test.each(['removeMember', 'eraseMember'] as const)('go with their person: %s', async (leave) => {
      const { first, an, bo } = await writing()
      await storage().commitBoards([commit(first, an, bytes(1)), commit(first, bo, bytes(2))])
      await storage().foldBoard({ session: first, owner: an, snapshot: bytes(3), epoch: 1 })
      await storage()[leave](an)
      expect(await storage().padsIn(first)).toEqual([bo])
      // What was still on its way takes nothing along of the others.
      await storage().commitBoards([commit(first, an, bytes(4)), commit(first, bo, bytes(5))])
      await storage().foldBoard({ session: first, owner: an, snapshot: bytes(6), epoch: 2 })
      expect(await storage().loadBoard(first, an)).toEqual(EMPTY)
      expect(await drafts(first, bo)).toEqual([1, null, [[2], [5]]])
    })

    test('go with their session, and take nothing more', async () => {
      const { first, an } = await writing()
      await storage().commitBoards([commit(first, an, bytes(1))])
      await storage().eraseSession(first)
      await storage().commitBoards([commit(first, an, bytes(2))])
      await storage().foldBoard({ session: first, owner: an, snapshot: bytes(3), epoch: 2 })
      expect(await storage().padsIn(first)).toEqual([])
      expect(await storage().loadBoard(first, an)).toEqual(EMPTY)
    })
  })

  describe('notes that go from pads to the board', () => {
    /** Two pads with drafts, and what takes those to the board. */
    async function moving(change: Partial<Move> = {}) {
      const made = await writing()
      const { first, an, bo } = made
      await storage().commitBoards([commit(first, an, bytes(1)), commit(first, bo, bytes(2))])
      const note = newNoteId()
      const move: Move = {
        session: first,
        commits: [commit(first, an, bytes(3)), commit(first, undefined, bytes(4))],
        folds: [an, bo].map((owner) => ({ session: first, owner, snapshot: bytes(9), epoch: 2, clients: new Map() })),
        owners: [{ note, participant: an }],
        change: { version: 1, control: { ...made.control, title: 'Getoond' } },
        ...change,
      }
      const isAsBefore = async () => {
        expect(await drafts(first, an)).toEqual([1, null, [[1]]])
        expect(await drafts(first, bo)).toEqual([1, null, [[2]]])
        expect(await onBoard(first)).toEqual([])
        expect(await storage().noteOwners(first)).toEqual([])
        expect((await storage().findSession(first))?.version).toBe(1)
      }
      return { ...made, note, move, isAsBefore }
    }

    test('are there with all that goes with them', async () => {
      const { first, an, bo, note, move } = await moving()
      expect(await storage().moveNotes(move)).toBe(true)
      await reopen()
      expect(await drafts(first, an)).toEqual([2, [9], []])
      expect(await drafts(first, bo)).toEqual([2, [9], []])
      expect(await onBoard(first)).toEqual([[4]])
      expect(await storage().noteOwners(first)).toEqual([{ note, participant: an }])
      expect(await storage().findSession(first)).toMatchObject({ version: 2, control: { title: 'Getoond' } })
    })

    test('or not at all, when the session has changed meanwhile', async () => {
      const { control, move, isAsBefore } = await moving()
      expect(await storage().moveNotes({ ...move, change: { version: 2, control } })).toBe(false)
      await isAsBefore()
      expect(await storage().moveNotes(move)).toBe(true)
      expect(await storage().moveNotes(move)).toBe(false)
    })

    test('or not at all, when one part of it cannot be kept', async () => {
      const { bo, move, isAsBefore } = await moving()
      const commits = [...move.commits, commit(move.session, bo, null as unknown as Uint8Array)]
      await expect(storage().moveNotes({ ...move, commits })).rejects.toThrow()
      await isAsBefore()
    })

    test('come from a record with its marks, its organisations and what it says of the series, or not at all', async () => {
      const { first, network, note, move, isAsBefore } = await moving()
      const added = { id: newOrganisationId(), name: 'Organisatie Nieuw' }
      const series = { version: 0, series: { ...NO_SERIES, question: 'Hoe was het?' } }
      const marks = new Map([[note, { recognise: 2, takeHome: [added.id] }]])
      const along = { network: network.id, organisations: [added], marks, series }
      const late = { ...along, series: { ...series, version: 7 } }
      const known = {
        ...along,
        organisations: [{ ...added, name: ` ${network.organisations[0]!.name.toUpperCase()}` }],
      }
      for (const one of [late, known]) {
        expect(await storage().moveNotes({ ...move, along: one })).toBe(false)
        await isAsBefore()
        expect((await storage().importedMarks(first)).size).toBe(0)
        expect((await storage().findNetwork(network.id))?.organisations).toEqual(network.organisations)
        expect((await storage().findSeries(network.id)).version).toBe(0)
      }
      expect(await storage().moveNotes({ ...move, along })).toBe(true)
      await reopen()
      expect(await storage().importedMarks(first)).toEqual(marks)
      expect((await storage().findNetwork(network.id))?.organisations).toEqual([...network.organisations, added])
      expect(await storage().findSeries(network.id)).toEqual({ ...series, version: 1 })
      await storage().forgetMarks(first, [note])
      expect((await storage().importedMarks(first)).size).toBe(0)
    })

    test('without a change of the session, it stays at its version', async () => {
      const { first, an, note, move } = await moving({ change: null })
      expect(await storage().moveNotes(move)).toBe(true)
      // Again, by who was told that it had failed: Yjs takes the same update twice without harm.
      expect(await storage().moveNotes(move)).toBe(true)
      expect(await storage().noteOwners(first)).toEqual([{ note, participant: an }])
      expect((await storage().findSession(first))?.version).toBe(1)
    })

    test('of someone who was removed meanwhile belong to nobody; those of the others are kept', async () => {
      const { first, an, bo, move } = await moving()
      const other = newNoteId()
      await storage().removeMember(an)
      const owners = [...move.owners, { note: other, participant: bo }]
      expect(await storage().moveNotes({ ...move, owners })).toBe(true)
      expect(await storage().noteOwners(first)).toEqual([{ note: other, participant: bo }])
      expect(await storage().padsIn(first)).toEqual([bo])
    })

    test('of a session that was erased meanwhile are kept nowhere', async () => {
      for (const change of [null, undefined]) {
        const { first, move } = await moving(change === null ? { change } : {})
        await storage().eraseSession(first)
        expect(await storage().moveNotes(move)).toBe(false)
        expect(await onBoard(first)).toEqual([])
        expect(await storage().noteOwners(first)).toEqual([])
      }
    })

    test('whose they are is forgotten with the person, and with the session', async () => {
      const { first, an, bo, move } = await moving()
      const other = newNoteId()
      await storage().moveNotes({ ...move, owners: [...move.owners, { note: other, participant: bo }] })
      expect(await storage().noteOwners(newSessionId())).toEqual([])
      await storage().removeMember(an)
      expect(await storage().noteOwners(first)).toEqual([{ note: other, participant: bo }])
      await storage().eraseSession(first)
      expect(await storage().noteOwners(first)).toEqual([])
    })
  })
}
