import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// Who may open a board: the sync socket asks the same questions as the calls.

let server: TestServer
let network: TestNetwork
beforeAll(async () => {
  server = await startServer()
  network = await startNetwork(server.url)
})
afterAll(() => server.end())

const open: WebSocket[] = []
afterEach(() => open.splice(0).forEach((socket) => socket.terminate()))

function board(session: string, token?: string, headers: Record<string, string> = {}) {
  const query = token === undefined ? '' : `?token=${token}`
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/board.${session}${query}`, { headers })
  open.push(socket)
  const closed = new Promise<number>((done) => socket.on('close', done))
  const spoken = new Promise<'open'>((done) => socket.once('message', () => done('open')))
  return { closed, first: Promise.race([spoken, closed]) }
}

test('a board opens for its facilitator, its members and its wall, and closes with a reason for all others', async () => {
  const { session, token, created } = network
  const { url } = server
  const member = await join(url, session.code)
  const wall = await ask<{ token: string }>(url, 'POST', `/api/sessions/${session.id}/wall`, { token })
  const stranger = await startNetwork(url)
  await command(url, session.id, token, { type: 'setDoor', door: 'ask' })
  const waiting = await join(url, session.code)
  await command(url, session.id, token, { type: 'setDoor', door: 'open' })
  for (const [who, first] of [
    [token, 'open'],
    [member.token, 'open'],
    [wall.body.token, 'open'],
    [stranger.token, 4404],
    [waiting.token, 4403],
    ['x'.repeat(43), 4401],
    ['short', 4401],
    [undefined, 4401],
  ] as const)
    expect(await board(session.id, who).first).toBe(first)
  expect(await board(created.network.sessions[1]!.id, wall.body.token).first).toBe(4404)
  expect(await board('no-session', token).first).toBe(4404)
})

test('the cookie opens a board to our own page, and not to a page of another site', async () => {
  const cookie = `bijeen=${network.token}`
  expect(await board(network.session.id, undefined, { cookie, origin: server.url }).first).toBe('open')
  expect(await board(network.session.id, undefined, { cookie, origin: 'https://example.org' }).first).toBe(4403)
})

test('someone removed is off the board at once, and so is everyone of an erased network', async () => {
  const own = await startNetwork(server.url)
  const member = await join(server.url, own.session.code)
  const facilitator = board(own.session.id, own.token)
  const removed = board(own.session.id, member.token)
  expect(await Promise.all([facilitator.first, removed.first])).toEqual(['open', 'open'])
  await command(server.url, own.session.id, own.token, { type: 'removeParticipant', participant: member.id })
  expect(await removed.closed).toBe(4401)
  await ask(server.url, 'DELETE', `/api/networks/${own.id}`, { token: own.token })
  expect(await facilitator.closed).toBe(4404)
})

test('who changes organisation is asked to come back with the new one', async () => {
  const member = await join(server.url, network.session.code)
  const socket = board(network.session.id, member.token)
  expect(await socket.first).toBe('open')
  await command(server.url, network.session.id, network.token, {
    type: 'changeParticipant',
    participant: member.id,
    organisation: network.created.network.organisations[1]!.id,
  })
  expect(await socket.closed).toBe(4503)
})

test('an upgrade that nobody answers is hung up on', async () => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/nothing`)
  open.push(socket)
  const error = await new Promise<Error>((done) => socket.on('error', done))
  expect(error.message).toMatch(/hang up/)
})
