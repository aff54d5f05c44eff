import { expect, test } from 'vitest'
import { newSessionId, newShareId, type SessionId } from '../../shared/model/ids.ts'
import type { NewNetwork, Share, Storage } from '../../server/storage/storage.ts'

/** What every storage must do with links by which someone reads a record; part of the storage contract. */
export function shareContract(
  storage: () => Storage,
  created: () => Promise<NewNetwork & { first: SessionId }>,
  reopen: () => Promise<void>,
) {
  const MOST = 100
  type Of = NewNetwork & { first: SessionId }
  const shareOf = ({ network, first }: Of, more: Partial<Share> = {}): Share => {
    const id = newShareId()
    const common = { id, hash: `hash of ${id}`, network: network.id, session: first, madeAt: 1_770_000_000_000 }
    return { ...common, level: 'public', organisation: null, ...more }
  }
  const added = async (...of: Parameters<typeof shareOf>): Promise<Share> => {
    const share = shareOf(...of)
    expect(await storage().addShare(share, MOST)).toBe('added')
    return share
  }

  test('a link to a record comes back as it was kept, until it is taken back', async () => {
    const made = await created()
    const other = await created()
    const organisation = made.network.organisations[0]!.id
    const [one, two] = [await added(made), await added(made, { level: 'organisation', organisation })]
    const ofSeries = await added(made, { session: null, level: 'group' })
    await reopen()
    const { id: network } = made.network
    expect(await storage().sharesOf(network, made.first)).toEqual([one, two])
    expect(await storage().sharesOf(network, null)).toEqual([ofSeries])
    expect(await storage().sharesOf(other.network.id, made.first)).toEqual([])
    for (const each of [one, two, ofSeries]) expect(await storage().findShare(each.hash)).toEqual(each)
    // Only where it belongs: another network, another session and the series have no say in it.
    expect(await storage().removeShare(other.network.id, made.first, one.id)).toBe(false)
    expect(await storage().removeShare(network, made.sessions[1]!.id, one.id)).toBe(false)
    expect(await storage().removeShare(network, null, one.id)).toBe(false)
    expect(await storage().removeShare(network, made.first, ofSeries.id)).toBe(false)
    expect(await storage().removeShare(network, made.first, one.id)).toBe(true)
    expect(await storage().removeShare(network, made.first, one.id)).toBe(false)
    expect(await storage().findShare(one.hash)).toBeNull()
    expect(await storage().sharesOf(network, made.first)).toEqual([two])
    expect(await storage().removeShare(network, null, ofSeries.id)).toBe(true)
  })

  test('links go with their session, and all of them with their network', async () => {
    const made = await created()
    const [first, second] = [await added(made), await added(made, { session: made.sessions[1]!.id })]
    const ofSeries = await added(made, { session: null })
    await storage().eraseSession(made.first)
    expect(await storage().findShare(first.hash)).toBeNull()
    expect(await storage().findShare(second.hash)).toEqual(second)
    await storage().eraseNetwork(made.network.id)
    for (const { hash } of [second, ofSeries]) expect(await storage().findShare(hash)).toBeNull()
  })

  test('a network has so many links and not one more, also when they are made at the same instant', async () => {
    const made = await created()
    const other = await created()
    const asked = Array.from({ length: 8 }, (_, i) => shareOf(made, i % 2 === 0 ? {} : { session: null }))
    const answers = await Promise.all(asked.map((share) => storage().addShare(share, 5)))
    expect(answers.filter((answer) => answer === 'added')).toHaveLength(5)
    expect(answers.filter((answer) => answer === 'bounds')).toHaveLength(3)
    expect(await storage().addShare(shareOf(other), 5)).toBe('added')
  })

  test('no link is kept to what is not there, or is of another network', async () => {
    const made = await created()
    const other = await created()
    const nowhere = [
      shareOf(made, { session: newSessionId() }),
      shareOf(made, { network: other.network.id }),
      shareOf(made, { network: newSessionId() as never, session: null }),
    ]
    for (const share of nowhere) {
      expect(await storage().addShare(share, MOST)).toBe('session-unknown')
      expect(await storage().findShare(share.hash)).toBeNull()
    }
  })
}
