import { io } from 'socket.io-client'
import { afterEach, expect, test, vi } from 'vitest'
import { eraseExpired } from '../../server/control/retention.ts'
import { writeNote } from '../../shared/doc/commands.ts'
import type { ParticipantId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import { openPad } from '../helpers/full-board.ts'
import { ask, command, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// The page promises that boards are erased some days after the last session. The clock is the test's.

const HOUR_MS = 3_600_000

let server: TestServer
const clock = { now: 0 }
afterEach(async () => {
  vi.useRealTimers()
  await server.end()
})

async function serverAt(moment: string): Promise<void> {
  clock.now = Date.parse(moment)
  server = await startServer({}, { now: () => clock.now })
}

/** Five sessions, the first of which are on these dates. */
async function networkOn(...dates: string[]): Promise<TestNetwork> {
  const made = await startNetwork(server.url)
  const { token, created } = made
  for (const [i, startsAt] of dates.entries())
    await ask(server.url, 'PATCH', `/api/sessions/${created.network.sessions[i]!.id}`, { token, body: { startsAt } })
  return made
}

const isThere = async ({ id, token }: TestNetwork) =>
  (await ask(server.url, 'GET', `/api/networks/${id}`, { token })).status === 200

const errors: string[] = []
const log = { info: () => undefined, error: (_: object, message: string) => void errors.push(message) }
const roundAt = async (moment: string) => {
  clock.now = Date.parse(moment)
  await eraseExpired(server.house, log)
}

test('a network is erased when its day has gone by where it lives, and not an hour before', async () => {
  await serverAt('2026-03-12T08:00:00Z')
  const over = await networkOn('2026-01-15T09:30:00+01:00', '2026-03-12T09:30:00+01:00')
  const later = await networkOn('2026-03-12T09:30:00+01:00', '2026-03-13T09:30:00+01:00')
  // 30 days after 12 March is 11 April; at ten in the evening in London it is midnight in Brussels.
  await roundAt('2026-04-11T21:59:59Z')
  expect(await isThere(over)).toBe(true)
  await roundAt('2026-04-11T22:00:00Z')
  expect(await isThere(over)).toBe(false)
  expect(await isThere(later)).toBe(true)
})

test('a network without dates stays, and one that the facilitator stretched stays as long as that', async () => {
  await serverAt('2026-03-12T08:00:00Z')
  const undated = await networkOn()
  const stretched = await networkOn('2026-03-12T09:30:00+01:00')
  const { id, token } = stretched
  await ask(server.url, 'PATCH', `/api/networks/${id}`, { token, body: { retentionDays: 60 } })
  await roundAt('2026-05-11T12:00:00Z')
  expect(await isThere(stretched)).toBe(true)
  await roundAt('2030-01-01T12:00:00Z')
  expect(await isThere(stretched)).toBe(false)
  expect(await isThere(undated)).toBe(true)
})

test('a network that cannot be erased does not keep the others, and goes in the next round', async () => {
  await serverAt('2026-03-12T08:00:00Z')
  const networks = [await networkOn('2026-03-12T09:30:00+01:00'), await networkOn('2026-03-12T09:30:00+01:00')]
  const { storage } = server.house
  const erase = vi.spyOn(storage, 'eraseNetwork').mockRejectedValueOnce(new Error('disk full'))
  await roundAt('2026-05-01T12:00:00Z')
  expect(errors.splice(0)).toEqual(['a network could not be erased'])
  expect((await Promise.all(networks.map(isThere))).sort()).toEqual([false, true])
  await roundAt('2026-05-01T13:00:00Z')
  expect(await Promise.all(networks.map(isThere))).toEqual([false, false])
  vi.spyOn(storage, 'networkIds').mockRejectedValueOnce(new Error('disk gone'))
  await roundAt('2026-05-01T14:00:00Z')
  expect(errors.splice(0)).toEqual(['the networks to erase could not be looked up'])
  erase.mockRestore()
})

test('the server does it by itself: every hour, telling who looks, and when it starts', async () => {
  // Only the hour is the test's: what the server waits for otherwise goes on.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await serverAt('2026-03-12T08:00:00Z')
  const first = await networkOn('2026-03-12T09:30:00+01:00')
  const second = await networkOn('2026-04-12T09:30:00+02:00')
  const { session, token } = first
  const page = io(server.url, { auth: { session: session.id, token }, transports: ['websocket'], reconnection: false })
  const bye = new Promise<unknown>((done) => page.on('bye', done))
  await new Promise((done) => page.once('state', done))
  clock.now = Date.parse('2026-04-12T08:00:00Z')
  vi.advanceTimersByTime(HOUR_MS)
  expect(await bye).toEqual({ refusal: 'network-unknown' })
  page.disconnect()
  expect(await isThere(first)).toBe(false)
  expect(await isThere(second)).toBe(true)
  clock.now = Date.parse('2026-06-01T08:00:00Z')
  server = await server.restart()
  await vi.waitUntil(async () => !(await isThere(second)), { timeout: 5_000 })
})

test('drafts that nobody was shown go half a day after the last step, and not before', async () => {
  await serverAt('2026-03-12T08:00:00Z')
  const { session, token, created } = await startNetwork(server.url)
  const id = session.id as SessionId
  await command(server.url, id, token, { type: 'startStep', step: session.agenda[0]!.id })
  const who = { token, participant: created.facilitator.id as ParticipantId, organisation: null }
  const pad = await openPad(server.url, id, who)
  const author = { author: who.participant, organisation: null }
  writeNote(pad.board, author, { text: 'Schets', zone: session.zones[0]!.id as ZoneId, x: 0, y: 0 }, 1)
  await pad.saved()
  pad.leave()
  await roundAt('2026-03-12T20:00:00Z')
  expect(await server.house.storage.padsIn(id)).toEqual([who.participant])
  await roundAt('2026-03-12T20:00:01Z')
  expect(await server.house.storage.padsIn(id)).toEqual([])
})
