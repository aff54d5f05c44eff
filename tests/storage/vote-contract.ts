import { expect, test } from 'vitest'
import { newNoteId, newParticipantId, newSessionId } from '../../shared/model/ids.ts'
import type { Cast, NewNetwork, Storage } from '../../server/storage/storage.ts'
import { storedPerson } from '../helpers/stored-network.ts'

/** What every storage must do with dots; part of the storage contract. */
export function voteContract(
  storage: () => Storage,
  created: () => Promise<NewNetwork & { first: NewNetwork['sessions'][number]['id'] }>,
  reopen: () => Promise<void>,
) {
  const [a, b, c] = [newNoteId(), newNoteId(), newNoteId()]

  /** A session with someone who has five dots. */
  async function voting() {
    const made = await created()
    const voter = storedPerson(made.network.id)
    await storage().addMember(voter, { hash: `v ${voter.id}`, network: made.network.id, participant: voter.id })
    const cast = (fields: Partial<Cast>) =>
      storage().castDots({
        session: made.first,
        version: 1,
        participant: voter.id,
        target: a,
        dots: 1,
        insteadOf: [],
        budget: 5,
        ...fields,
      })
    return { ...made, voter, cast }
  }
  const laid = async (session: NewNetwork['sessions'][number]['id']) =>
    (await storage().dotsIn(session)).map(({ target, dots }) => [target, dots])

  test('dots replace those on the same target, are taken away by none, and never exceed the budget', async () => {
    const { first, voter, cast } = await voting()
    expect(await cast({ dots: 2 })).toEqual({ had: 0, has: 2 })
    expect(await cast({ target: b, dots: 3 })).toEqual({ had: 2, has: 5 })
    expect(await cast({ target: c })).toBe('over-budget')
    expect(await cast({ dots: 3 })).toBe('over-budget')
    expect(await cast({ dots: 1 })).toEqual({ had: 5, has: 4 })
    expect(await cast({ target: b, dots: 0 })).toEqual({ had: 4, has: 1 })
    await reopen()
    expect(await storage().dotsIn(first)).toEqual([{ participant: voter.id, target: a, dots: 1 }])
  })

  test('dots on what is gone are used for something else', async () => {
    const { first, cast } = await voting()
    await cast({ dots: 5 })
    expect(await cast({ target: b, dots: 4, insteadOf: [a] })).toEqual({ had: 5, has: 4 })
    expect(await laid(first)).toEqual([[b, 4]])
    expect(await cast({ target: c, dots: 2, insteadOf: [a] })).toBe('over-budget')
  })

  test('of many casts at the same instant none gets a person over the budget', async () => {
    const { first, cast } = await voting()
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => cast({ target: [a, b, c][i % 3] ?? a, dots: 1 + (i % 4) })),
    )
    expect(answers.filter((answer) => answer === 'over-budget').length).toBeGreaterThan(0)
    const sum = (await laid(first)).reduce((all, [, dots]) => all + Number(dots), 0)
    expect(sum).toBeGreaterThan(0)
    expect(sum).toBeLessThanOrEqual(5)
  })

  test('a cast on a session that has moved on, is gone, or by nobody of the network, keeps nothing', async () => {
    const { first, sessions, cast } = await voting()
    expect(await cast({ version: 2 })).toBe('version')
    expect(await cast({ session: newSessionId() })).toBe('version')
    expect(await cast({ participant: newParticipantId() })).toBe('participant-unknown')
    expect(await laid(first)).toEqual([])
    await cast({})
    expect(await laid(sessions[1]!.id)).toEqual([])
  })

  test('the end of a vote keeps the state and forgets the dots, or does neither', async () => {
    const { first, sessions, cast } = await voting()
    await cast({ dots: 2 })
    const control = { ...sessions[0]!.control, title: 'Gesloten' }
    expect(await storage().endVote(first, 2, control)).toBe('version')
    expect(await laid(first)).toEqual([[a, 2]])
    expect(await storage().endVote(first, 1, control)).toBe('changed')
    expect(await laid(first)).toEqual([])
    expect(await storage().findSession(first)).toMatchObject({ version: 2, control: { title: 'Gesloten' } })
  })

  test('dots go with their person, and with the network', async () => {
    const { first, network, voter, cast } = await voting()
    await cast({})
    await storage().removeMember(voter.id)
    expect(await laid(first)).toEqual([])
    const other = await voting()
    await other.cast({})
    await storage().eraseNetwork(other.network.id)
    expect(await laid(other.first)).toEqual([])
    expect(await storage().findNetwork(network.id)).not.toBeNull()
  })
}
