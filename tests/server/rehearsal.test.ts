import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokensInCookie } from '../../server/access/cookie.ts'
import { hashToken, newToken } from '../../server/access/token.ts'
import { eraseExpired } from '../../server/control/retention.ts'
import type { ExpectationId } from '../../shared/model/ids.ts'
import type { Invitation, MyNetworks, NetworkInfo, Problem, StartedRehearsal } from '../../shared/wire/http.ts'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import type { SeriesCommand } from '../../shared/wire/series-commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'
import { storedPerson } from '../helpers/stored-network.ts'

// A facilitator tries out a session in a network of its own, of which nothing stays and nothing gets out.

const DAY_MS = 86_400_000
const clock = { now: Date.parse('2026-03-12T08:00:00Z') }

let server: TestServer
beforeAll(async () => {
  server = await startServer({}, { now: () => clock.now })
})
afterAll(() => server.end())

/** The second session of a network as someone prepared it, with a person and a note in it. */
async function preparedNetwork(): Promise<TestNetwork> {
  const made = await startNetwork(server.url, { topic: 'Ontmoeten', organisations: ['A', 'B', 'C'] })
  const { token, created } = made
  const session = created.network.sessions[1]!
  const fields = {
    host: 'B',
    secondPresenter: 'C',
    venue: 'De zaal',
    title: 'In de tuin',
    startsAt: '2026-03-20T09:00:00Z',
  }
  await ask(server.url, 'PATCH', `/api/sessions/${session.id}`, { token, body: fields })
  await command(server.url, session.id, token, { type: 'addZone', zone: { kind: 'free', title: 'Vrij' } })
  await command(server.url, session.id, token, { type: 'addStep', step: { title: 'Nog iets', mode: 'open' } })
  await command(server.url, session.id, token, { type: 'startStep', step: session.agenda[2]!.id })
  await join(server.url, session.code, { organisation: 'A', name: 'Noor' })
  return { ...made, session }
}

const rehearse = async ({ session, token }: TestNetwork, headers = {}) =>
  ask<StartedRehearsal>(server.url, 'POST', `/api/sessions/${session.id}/rehearsal`, { token, headers })
const started = async (of: TestNetwork): Promise<StartedRehearsal> => {
  const answer = await rehearse(of)
  expect(answer.status).toBe(201)
  return answer.body
}
const stateOf = async (session: string, token: string) =>
  (await ask<SessionState>(server.url, 'GET', `/api/sessions/${session}/state`, { token })).body
const infoOf = async (network: string, token: string) =>
  ask<NetworkInfo & Problem>(server.url, 'GET', `/api/networks/${network}`, { token })
const isThere = async (network: string, token: string) => (await infoOf(network, token)).status === 200
const log = { info: () => undefined, error: (_: object, message: string) => expect.unreachable(message) }

test('a rehearsal has what was prepared, and nothing of what happened', async () => {
  const real = await preparedNetwork()
  const before = await stateOf(real.session.id, real.token)
  const { network, session, facilitator } = await started(real)
  const { session: was } = before
  const state = await stateOf(session.id, facilitator.token)
  expect(state.network).toMatchObject({ title: 'Lerend netwerk', topic: 'Ontmoeten', language: 'nl', rehearsal: true })
  expect(state.network.organisations.map(({ name }) => name)).toEqual(['A', 'B', 'C'])
  expect(session).toMatchObject({ number: 2, title: 'In de tuin', venue: 'De zaal', door: 'open', startsAt: null })
  const nameIn = (of: SessionState, id: string | null | undefined) =>
    of.network.organisations.find((one) => one.id === id)?.name
  expect([nameIn(state, session.host), nameIn(state, session.secondPresenter)]).toEqual(['B', 'C'])
  const zonesOf = (of: SessionState) =>
    of.session.zones.map(({ id: _id, organisation, ...zone }) => ({ ...zone, organisation: nameIn(of, organisation) }))
  expect(zonesOf(state)).toEqual(zonesOf(before))
  const titles = new Map([...was.zones, ...session.zones].map(({ id, title }) => [id, title]))
  const agendaOf = (of: typeof session | typeof was) =>
    of.agenda.map(({ id: _id, zone, ...step }) => ({ ...step, zone: zone && titles.get(zone) }))
  expect(agendaOf(session)).toEqual(agendaOf(was))
  expect([state.step, state.ran, state.timer, state.vote]).toEqual([null, [], null, null])
  expect((await server.house.rooms.read(session.id)).notes.size).toBe(0)
  expect(network.sessions.map(({ id }) => id)).toEqual([session.id])
})

test('it asks of the same expectations and aspects, with nothing of what became of them', async () => {
  const real = await preparedNetwork()
  const say = (body: SeriesCommand) =>
    ask<{ expectation?: ExpectationId }>(server.url, 'POST', `/api/networks/${real.id}/commands`, {
      token: real.token,
      body,
    })
  const { expectation } = (await say({ type: 'addExpectation', text: 'Elkaar leren kennen' })).body
  await say({ type: 'checkExpectation', expectation: expectation!, standing: 'good', sentence: 'Het gaat goed' })
  await say({ type: 'setAspects', aspects: [{ title: 'Alleen dit' }] })
  const { network, facilitator } = await started(real)
  const { text, body } = await ask<SeriesInfo>(server.url, 'GET', `/api/networks/${network.id}/series`, {
    token: facilitator.token,
  })
  expect(body.aspects).toEqual(['Alleen dit'])
  expect(body.expectations.map((one) => [one.text, one.check])).toEqual([['Elkaar leren kennen', null]])
  for (const words of ['Het gaat goed', String(expectation)]) expect(text).not.toContain(words)
})

test('eight made-up participants are of it, spread over the organisations, and called what they are', async () => {
  const { session, facilitator } = await started(await preparedNetwork())
  const { people, network } = await stateOf(session.id, facilitator.token)
  expect(people.map(({ name }) => name)).toEqual(Array.from({ length: 8 }, (_, i) => `Deelnemer ${i + 1} · oefening`))
  const letters = people.map(({ organisation }) => network.organisations.find(({ id }) => id === organisation)?.name)
  expect(letters.join('')).toBe('ABCABCAB')
})

test('the real network learns nothing of it', async () => {
  const real = await preparedNetwork()
  const before = [await infoOf(real.id, real.token), await stateOf(real.session.id, real.token)]
  const { network, session, facilitator } = await started(real)
  await join(server.url, session.code, { organisation: 'D', name: 'Lies' })
  await command(server.url, session.id, facilitator.token, { type: 'startStep', step: session.agenda[1]!.id })
  await ask(server.url, 'POST', `/api/networks/${network.id}/sessions`, { token: facilitator.token, body: {} })
  const [info, state] = [await infoOf(real.id, real.token), await stateOf(real.session.id, real.token)]
  expect([info.body, state]).toEqual([(before[0] as typeof info).body, before[1]])
  expect((await stateOf(real.session.id, facilitator.token)) as unknown).toMatchObject({ code: 'not-for-you' })
  expect((await stateOf(session.id, real.token)) as unknown).toMatchObject({ code: 'not-for-you' })
  const ids = (of: SessionState) =>
    [...of.session.zones, ...of.session.agenda, ...of.network.organisations].map(({ id }) => id)
  const own = new Set<string>(ids(await stateOf(session.id, facilitator.token)))
  expect(ids(state).filter((id) => own.has(id))).toEqual([])
})

test('one can join it by its code, and is told what it is', async () => {
  const { session } = await started(await preparedNetwork())
  const { body } = await ask<Invitation>(server.url, 'GET', `/api/join/${session.code}`)
  expect(body.network.rehearsal).toBe(true)
  const member = await join(server.url, session.code, { organisation: 'A' })
  expect((await stateOf(session.id, member.token)).network.rehearsal).toBe(true)
  const info = await infoOf(session.network, member.token)
  expect(info.body).toMatchObject({ rehearsal: true })
  // Where it comes from is the facilitator's.
  expect(info.body.rehearsalOf).toBeUndefined()
})

test('its facilitator finds the way back to the network, which is no rehearsal itself', async () => {
  const real = await preparedNetwork()
  const { network, facilitator } = await started(real)
  expect((await infoOf(network.id, facilitator.token)).body).toMatchObject({ rehearsal: true, rehearsalOf: real.id })
  const { body } = await infoOf(real.id, real.token)
  expect([body.rehearsal, 'rehearsalOf' in body]).toEqual([false, false])
})

test('a new one throws the former away; that of another session, and of another facilitator, stays', async () => {
  const real = await preparedNetwork()
  const first = await started(real)
  const ofOther = await started({ ...real, session: real.created.network.sessions[2]! })
  const [second, third] = await Promise.all([started(real), started(real)])
  const alive = await Promise.all(
    [first, second, third, ofOther].map(({ network, facilitator }) => isThere(network.id, facilitator.token)),
  )
  expect(alive).toEqual([false, false, true, true])
})

test('a rehearsal cannot be rehearsed', async () => {
  const { network, session, facilitator } = await started(await preparedNetwork())
  const answer = await ask<Problem>(server.url, 'POST', `/api/sessions/${session.id}/rehearsal`, facilitator)
  expect([answer.status, answer.body.code]).toEqual([409, 'in-rehearsal'])
  expect(await isThere(network.id, facilitator.token)).toBe(true)
})

test('a refusal leaves the former one as it is', async () => {
  const real = await preparedNetwork()
  const { network, session, facilitator } = await started(real)
  const member = await join(server.url, real.session.code, { organisation: 'A' })
  for (const token of [member.token, facilitator.token]) expect((await rehearse({ ...real, token })).status).toBe(403)
  expect((await stateOf(session.id, facilitator.token)).network.id).toBe(network.id)
})

describe('it goes', () => {
  test('by one call, with all that is in it, from the cookie too', async () => {
    const real = await preparedNetwork()
    const { network, session, facilitator } = await started(real)
    const cookie = `bijeen=${facilitator.token}.${real.token}`
    const headers = { cookie, origin: server.url }
    const answer = await ask(server.url, 'DELETE', `/api/networks/${network.id}`, { headers })
    expect(answer.status).toBe(204)
    expect(tokensInCookie(answer.headers.getSetCookie()[0]!.split(';')[0])).toEqual([real.token])
    expect((await ask(server.url, 'GET', `/api/join/${session.code}`)).status).toBe(404)
    expect(await server.house.storage.findRehearsal(network.id)).toBeNull()
    expect(await isThere(real.id, real.token)).toBe(true)
  })

  test.each([
    ['its network', async ({ id, token }: TestNetwork) => ask(server.url, 'DELETE', `/api/networks/${id}`, { token })],
    ['its session', async (of: TestNetwork) => ask(server.url, 'DELETE', `/api/sessions/${of.session.id}`, of)],
  ])('together with %s', async (_, erase) => {
    const real = await preparedNetwork()
    const { network, facilitator } = await started(real)
    expect((await erase(real)).status).toBe(204)
    expect(await isThere(network.id, facilitator.token)).toBe(false)
  })

  test('together with the facilitator who made it', async () => {
    const real = await preparedNetwork()
    const { storage } = server.house
    const second = storedPerson(real.created.network.id, { role: 'facilitator', name: null })
    const token = newToken()
    await storage.addMember(second, { hash: hashToken(token), network: second.network, participant: second.id })
    const [mine, theirs] = [await started({ ...real, token }), await started(real)]
    expect((await ask(server.url, 'DELETE', `/api/networks/${real.id}/people/${second.id}`, { token })).status).toBe(
      204,
    )
    expect(await isThere(mine.network.id, mine.facilitator.token)).toBe(false)
    expect(await isThere(theirs.network.id, theirs.facilitator.token)).toBe(true)
  })

  test('by itself after a day, and not before', async () => {
    const real = await preparedNetwork()
    const { network, facilitator } = await started(real)
    clock.now += DAY_MS - 1
    await eraseExpired(server.house, log)
    expect(await isThere(network.id, facilitator.token)).toBe(true)
    clock.now += 1
    await eraseExpired(server.house, log)
    expect(await isThere(network.id, facilitator.token)).toBe(false)
    expect(await isThere(real.id, real.token)).toBe(true)
  })
})

test('a device knows it, does not count it among its networks, and makes room for it from what is dead', async () => {
  const real = await preparedNetwork()
  const first = await started(real)
  const cookie = `bijeen=${first.facilitator.token}.${real.token}`
  const headers = { cookie, origin: server.url }
  const answer = await ask<StartedRehearsal>(server.url, 'POST', `/api/sessions/${real.session.id}/rehearsal`, {
    headers,
  })
  const [kept = ''] = answer.headers.getSetCookie()
  expect(tokensInCookie(kept.split(';')[0])).toEqual([answer.body.facilitator.token, real.token])
  const mine = await ask<MyNetworks>(server.url, 'GET', '/api/me', {
    headers: { cookie: kept.split(';')[0] as string },
  })
  expect(mine.body.networks.map(({ id }) => id)).toEqual([real.id])
})
