import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Problem } from '../../shared/wire/http.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// Who waits at the door, and who comes while all is being erased.

let server: TestServer
let network: TestNetwork
beforeAll(async () => {
  server = await startServer()
  network = await startNetwork(server.url)
  await command(server.url, network.session.id, network.token, { type: 'setDoor', door: 'ask' })
})
afterAll(() => server.end())

const erase = (id: string, token: string) =>
  ask<Problem>(server.url, 'DELETE', `/api/networks/${network.id}/people/${id}`, { token })

test('who waits erases oneself and nobody else, and is not let in by that', async () => {
  const [an, bo] = [await join(server.url, network.session.code), await join(server.url, network.session.code)]
  expect((await erase(bo.id, an.token)).body.code).toBe('not-for-you')
  expect((await ask<Problem>(server.url, 'GET', `/api/networks/${network.id}`, an)).body.code).toBe('waiting')
  expect((await erase(an.id, an.token)).status).toBe(204)
  expect(await server.house.storage.findMember(an.id)).toBeNull()
  expect((await erase(an.id, an.token)).status).toBe(401)
  expect(await server.house.storage.findMember(bo.id)).not.toBeNull()
})

test('who waits learns their own id, by which they can erase themselves on another visit', async () => {
  const an = await join(server.url, network.session.code)
  const me = await ask<{ networks: { participant: string }[] }>(server.url, 'GET', '/api/me', an)
  expect(me.body.networks.map(({ participant }) => participant)).toEqual([an.id])
})

test('who was refused is unknown from then on', async () => {
  const an = await join(server.url, network.session.code)
  const participant = an.id
  await command(server.url, network.session.id, network.token, { type: 'removeParticipant', participant })
  const answer = await ask<Problem>(server.url, 'GET', `/api/sessions/${network.session.id}/state`, an)
  expect([answer.status, answer.body.code]).toEqual([401, 'token-unknown'])
})

test.each([
  ['a session', (one: TestNetwork) => `/api/sessions/${one.session.id}`],
  ['a network', (one: TestNetwork) => `/api/networks/${one.id}`],
])('who joins while %s is being erased gets a clear answer, and is nobody after it', async (_, path) => {
  const other = await startNetwork(server.url)
  const known = await join(server.url, other.session.code)
  const body = { code: other.session.code }
  const [erased, ...joins] = await Promise.all([
    ask(server.url, 'DELETE', path(other), other),
    ...Array.from({ length: 30 }, (_, i) =>
      ask<Problem>(server.url, 'POST', '/api/join', { body, ...(i % 2 === 0 && { token: known.token }) }),
    ),
  ])
  expect(erased.status).toBe(204)
  const answers = new Set(joins.map(({ status, body: { code } }) => (status < 300 ? 'in' : `${status} ${code}`)))
  expect([...answers].filter((one) => one !== 'in' && one !== '404 code-unknown')).toEqual([])
  expect((await ask<Problem>(server.url, 'POST', '/api/join', { body })).body.code).toBe('code-unknown')
})
