import { expect, test } from 'vitest'
import {
  newNoteId,
  newParticipantId,
  newSessionId,
  type ParticipantId,
  type SessionId,
} from '../../shared/model/ids.ts'
import type { Marking, NewNetwork, Storage } from '../../server/storage/storage.ts'
import { storedPerson } from '../helpers/stored-network.ts'

/** What every storage must do with marks; part of the storage contract. */
export function markContract(
  storage: () => Storage,
  created: () => Promise<NewNetwork & { first: SessionId }>,
  reopen: () => Promise<void>,
) {
  const [a, b] = [newNoteId(), newNoteId()]

  /** A session with two people; the first is of an organisation. */
  async function marking() {
    const made = await created()
    const organisation = made.network.organisations[0]!.id
    const [an, bo] = [{ ...storedPerson(made.network.id), organisation }, storedPerson(made.network.id)] as const
    for (const one of [an, bo])
      await storage().addMember(one, { hash: `m ${one.id}`, network: made.network.id, participant: one.id })
    const set = (participant: ParticipantId, fields: Partial<Marking> = {}, session = made.first) =>
      storage().setMarks(session, [{ note: a, kind: 'recognise', on: true, ...fields, participant }])
    return { ...made, an, bo, organisation, set }
  }
  const kept = async (session: SessionId) =>
    (await storage().marksIn(session)).map(({ note, participant, kind }) => [note, participant, kind])

  test('a mark is kept once a person, note and kind, and taken back', async () => {
    const { first, an, bo, organisation, set } = await marking()
    for (let i = 0; i < 2; i++) await set(an.id)
    await set(bo.id, { kind: 'takeHome' })
    await set(bo.id, { note: b })
    await reopen()
    const marks = await storage().marksIn(first)
    expect(marks).toHaveLength(3)
    expect(marks).toContainEqual({ note: a, participant: an.id, kind: 'recognise', organisation })
    expect(marks).toContainEqual({ note: a, participant: bo.id, kind: 'takeHome', organisation: null })
    for (let i = 0; i < 2; i++) await set(an.id, { on: false })
    await set(bo.id, { on: false })
    expect((await kept(first)).sort()).toEqual(
      [
        [a, bo.id, 'takeHome'],
        [b, bo.id, 'recognise'],
      ].sort(),
    )
  })

  test('what is set together is set in its order', async () => {
    const { first, an, bo } = await marking()
    const one = (participant: ParticipantId, on: boolean): Marking => ({ note: a, kind: 'recognise', participant, on })
    await storage().setMarks(first, [
      one(an.id, true),
      one(bo.id, true),
      one(an.id, false),
      one(bo.id, false),
      one(bo.id, true),
    ])
    expect(await kept(first)).toEqual([[a, bo.id, 'recognise']])
  })

  test('of who is not of the network, or in a session that is gone, nothing is kept, and the rest is', async () => {
    const { first, an, set } = await marking()
    const stranger = (await marking()).an
    await set(stranger.id)
    await set(an.id, {}, newSessionId())
    await storage().setMarks(
      first,
      [newParticipantId(), an.id].map((participant) => ({ note: a, kind: 'takeHome', participant, on: true })),
    )
    expect(await kept(first)).toEqual([[a, an.id, 'takeHome']])
  })

  test('an organisation counts as it is now', async () => {
    const { first, an, set } = await marking()
    await set(an.id, { kind: 'takeHome' })
    await storage().changeMember(an.id, { organisation: null })
    expect((await storage().marksIn(first)).map(({ organisation }) => organisation)).toEqual([null])
  })

  test('marks go with their note, in this session alone', async () => {
    const { first, sessions, an, set } = await marking()
    const second = sessions[1]!.id
    await set(an.id)
    await set(an.id, { note: b })
    await set(an.id, {}, second)
    await storage().forgetMarks(first, [a, newNoteId()])
    expect(await kept(first)).toEqual([[b, an.id, 'recognise']])
    expect(await kept(second)).toEqual([[a, an.id, 'recognise']])
  })

  test('marks go with their person, with the session and with the network', async () => {
    const { first, sessions, network, an, bo, set } = await marking()
    const second = sessions[1]!.id
    for (const { id } of [an, bo]) await set(id)
    await set(bo.id, {}, second)
    await storage().eraseMember(an.id)
    expect(await kept(first)).toEqual([[a, bo.id, 'recognise']])
    await storage().eraseSession(first)
    expect(await kept(first)).toEqual([])
    expect(await kept(second)).toHaveLength(1)
    await storage().eraseNetwork(network.id)
    expect(await kept(second)).toEqual([])
  })
}
