import { describe, expect, test } from 'vitest'
import {
  newExpectationId,
  newNetworkId,
  newNoteId,
  newParticipantId,
  newTakeHomeId,
  type SessionId,
} from '../../shared/model/ids.ts'
import { NO_SERIES, type Series } from '../../shared/model/series.ts'
import type { NewNetwork, Storage } from '../../server/storage/storage.ts'

/** What is said of a series: one state a network, changed by who knows how it stands. */
export function seriesContract(
  storage: () => Storage,
  created: () => Promise<NewNetwork & { first: SessionId }>,
  reopen: () => Promise<void>,
) {
  describe('what is said of a series', () => {
    const asking = (question: string): Series => ({ ...NO_SERIES, question })

    test('is nothing, at version 0, before anyone spoke, and of a network that is not there', async () => {
      const { network } = await created()
      for (const id of [network.id, newNetworkId()])
        expect(await storage().findSeries(id)).toEqual({ version: 0, series: NO_SERIES })
    })

    test('comes back whole, also after reopening, and each network has its own', async () => {
      const [made, other] = [await created(), await created()]
      const expectation = newExpectationId()
      const [note, someone] = [newNoteId(), newParticipantId()]
      const series: Series = {
        aspects: ['Buurt', 'Een "aspect" עם aanhalingstekens'],
        expectations: [
          {
            id: expectation,
            text: 'Elkaars werking leren kennen',
            session: made.first,
            theme: null,
            check: { standing: 'somewhat', sentence: 'Het begint' },
            judgement: { outcome: 'met', sentence: 'Ja', notes: [{ session: made.first, note }] },
          },
        ],
        ties: [{ expectation, session: made.first, target: note, by: someone }],
        takeHomes: [
          {
            id: newTakeHomeId(),
            session: made.first,
            target: note,
            what: 'Ruimer open',
            from: [],
            to: [made.network.organisations[0]!.id],
            firstStep: 'Vragen',
            by: '2027-01-31',
            help: '',
            status: 'tried',
            saw: 'Meer volk',
          },
        ],
        commitments: [],
        carried: [],
        checks: [{ session: made.first, counts: [0, 0, 1, 2, 0], answered: [someone] }],
        question: 'Hoe liep het?',
        excused: [{ session: made.first, organisation: made.network.organisations[1]!.id }],
        substitutes: [someone],
        left: [],
        outlives: true,
        summary: 'We leerden elkaar kennen.',
        about: '',
        titles: { presentation: expectation, themes: null },
        reunion: { startsAt: '2027-10-15T14:00:00+02:00', endsAt: null, host: null, venue: 'De tuin' },
        published: ['group'],
      }
      expect(await storage().changeSeries(made.network.id, 0, series)).toBe(true)
      await reopen()
      expect(await storage().findSeries(made.network.id)).toEqual({ version: 1, series })
      expect(await storage().findSeries(other.network.id)).toEqual({ version: 0, series: NO_SERIES })
    })

    test('changes only for who knows how it stands, and its version goes up by one', async () => {
      const { id } = (await created()).network
      expect(await storage().changeSeries(id, 1, asking('Te vroeg'))).toBe(false)
      expect(await storage().changeSeries(id, 0, asking('Eerst'))).toBe(true)
      expect(await storage().changeSeries(id, 0, asking('Ook eerst'))).toBe(false)
      expect(await storage().changeSeries(id, 1, asking('Daarna'), true)).toBe(true)
      // Neither an old version nor one that never was, whether it forgets or not.
      for (const version of [0, 1, 3])
        for (const forgets of [false, true])
          expect(await storage().changeSeries(id, version, asking('Anders'), forgets)).toBe(false)
      expect(await storage().findSeries(id)).toEqual({ version: 2, series: asking('Daarna') })
    })

    test('of ten who say something at once, one is heard: the first time, and later', async () => {
      const { id } = (await created()).network
      for (const version of [0, 1]) {
        const answers = await Promise.all(
          Array.from({ length: 10 }, async (_, i) => ({
            i,
            isKept: await storage().changeSeries(id, version, asking(`${version} ${i}`)),
          })),
        )
        const heard = answers.filter(({ isKept }) => isKept)
        expect(heard).toHaveLength(1)
        expect(await storage().findSeries(id)).toEqual({
          version: version + 1,
          series: asking(`${version} ${heard[0]!.i}`),
        })
      }
    })

    test('is kept for no network that is not there', async () => {
      const nowhere = newNetworkId()
      expect(await storage().changeSeries(nowhere, 0, asking('Van niemand'))).toBe(false)
      expect(await storage().findSeries(nowhere)).toEqual({ version: 0, series: NO_SERIES })
    })

    test('goes with its network, and with that alone; it does not come back', async () => {
      const [gone, kept] = [await created(), await created()]
      for (const { network } of [gone, kept]) await storage().changeSeries(network.id, 0, asking(network.id))
      await storage().eraseSession(gone.first)
      expect((await storage().findSeries(gone.network.id)).version).toBe(1)
      await storage().eraseNetwork(gone.network.id)
      expect(await storage().changeSeries(gone.network.id, 1, asking('Te laat'))).toBe(false)
      expect(await storage().changeSeries(gone.network.id, 0, asking('Opnieuw'))).toBe(false)
      await reopen()
      expect(await storage().findSeries(gone.network.id)).toEqual({ version: 0, series: NO_SERIES })
      expect(await storage().findSeries(kept.network.id)).toEqual({ version: 1, series: asking(kept.network.id) })
    })
  })
}
