import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Command } from '../../shared/wire/commands.ts'
import type { ControlAuth, ServerToClient } from '../../shared/wire/events.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { Listener } from '../helpers/listener.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

let server: TestServer
let network: TestNetwork
beforeAll(async () => {
  server = await startServer()
  network = await startNetwork(server.url)
})
afterAll(() => server.end())

const open: Socket[] = []
afterEach(() => open.splice(0).forEach((socket) => socket.disconnect()))

const listener = (auth: ControlAuth, options: object = {}): Listener => {
  const one = new Listener(server.url, auth, options)
  open.push(one.socket)
  return one
}
const listen = (token: string, as?: 'wall') => listener({ session: network.session.id, token, ...(as && { as }) })
const someone = (body: object = {}) => join(server.url, network.session.code, body)

describe('a control socket', () => {
  test('hears the state first, and again when someone else comes', async () => {
    const facilitator = listen(network.token)
    const first = await facilitator.state(() => true)
    expect(facilitator.heard[0]!.event).toBe('state')
    expect(first.me.role).toBe('facilitator')
    const joined = await someone({ name: 'Voornaam' })
    await facilitator.state(({ people }) => people.some((person) => person.name === 'Voornaam' && !person.online))
    const member = listen(joined.token)
    await facilitator.state(({ people }) => people.some((person) => person.participant === joined.id && person.online))
    member.socket.disconnect()
    const last = () => facilitator.states.at(-1)?.people.find((person) => person.participant === joined.id)
    await facilitator.until(() => last()?.online === false)
  })

  test('carries commands, and everyone sees what they changed, as their role may', async () => {
    const facilitator = listen(network.token)
    const member = listen((await someone({ name: 'Andere voornaam' })).token)
    const wall = listen(network.token, 'wall')
    const answer = await facilitator.send({ type: 'clustering', by: 'everyone' })
    expect(answer).toMatchObject({ ok: true })
    for (const one of [facilitator, member, wall]) await one.state(({ clustering }) => clustering === 'everyone')
    expect(wall.states.at(-1)).toMatchObject({ people: [], me: { role: 'wall', participant: null } })
    expect(await member.send({ type: 'newCode' })).toEqual({ ok: false, refusal: 'not-for-you' })
    expect(await wall.send({ type: 'newCode' })).toEqual({ ok: false, refusal: 'not-for-you' })
    expect(await facilitator.send({ type: 'bogus' } as unknown as Command)).toEqual({ ok: false, refusal: 'malformed' })
    expect(await facilitator.socket.emitWithAck('command', 'x' as never)).toEqual({ ok: false, refusal: 'malformed' })
  })

  test('of someone removed is told and closed at once, and does not open again', async () => {
    const facilitator = listen(network.token)
    const joined = await someone()
    const member = listen(joined.token)
    await member.state(() => true)
    await facilitator.send({ type: 'removeParticipant', participant: joined.id })
    expect((await member.event('bye')).value).toEqual({ refusal: 'token-unknown' })
    await member.event('disconnect')
    expect((await listen(joined.token).event('refused')).value).toBe('token-unknown')
    await facilitator.until(() => facilitator.states.at(-1)?.people.every((person) => person.participant !== joined.id))
  })

  test('is refused to strangers, to nobody, to who waits, and for a session that is not there', async () => {
    const stranger = (await startNetwork(server.url)).token
    expect((await listen(stranger).event('refused')).value).toBe('not-for-you')
    expect((await listener({ session: network.session.id }).event('refused')).value).toBe('token-unknown')
    expect((await listener({ session: 'x', token: network.token }).event('refused')).value).toBe('session-unknown')
    await command(server.url, network.session.id, network.token, { type: 'setDoor', door: 'ask' })
    const waiting = await someone()
    await command(server.url, network.session.id, network.token, { type: 'setDoor', door: 'open' })
    expect((await listen(waiting.token).event('refused')).value).toBe('waiting')
  })

  test('from a page of another site is refused, also with a cookie', async () => {
    const extraHeaders = { origin: 'https://example.org', cookie: `bijeen=${network.token}` }
    const evil = listener({ session: network.session.id }, { extraHeaders })
    await evil.event('refused')
    const own = listener({ session: network.session.id }, { extraHeaders: { ...extraHeaders, origin: server.url } })
    await own.state(({ me }) => me.role === 'facilitator')
  })

  test('works over long polling too', async () => {
    const polling = listener({ session: network.session.id, token: network.token }, { transports: ['polling'] })
    await polling.state(() => true)
    expect(await polling.send({ type: 'clustering', by: 'facilitator' })).toMatchObject({ ok: true })
  })

  test('hears a burst of joiners in a few states, of which the last has all', async () => {
    const own = await startNetwork(server.url)
    const facilitator = listener({ session: own.session.id, token: own.token })
    await facilitator.state(() => true)
    const joiners = Array.from({ length: 30 }, () => join(server.url, own.session.code))
    await Promise.all(joiners)
    await facilitator.state(({ count }) => count.people === 30)
    expect(facilitator.states.length).toBeLessThan(30)
    const versions = facilitator.states.map(({ count }) => count.people)
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
  })

  test('of an erased network is told that it is gone', async () => {
    const own = await startNetwork(server.url)
    const facilitator = listener({ session: own.session.id, token: own.token })
    await facilitator.state(() => true)
    await ask(server.url, 'DELETE', `/api/networks/${own.id}`, { token: own.token })
    expect((await facilitator.event('bye')).value).toEqual({ refusal: 'network-unknown' })
  })
})

test('commands at the same time are all carried out, each in its own version', async () => {
  const own = await startNetwork(server.url)
  const titles = Array.from({ length: 12 }, (_, i) => `Zone ${i}`)
  const answers = await Promise.all(
    titles.map((title) =>
      command(server.url, own.session.id, own.token, { type: 'addZone', zone: { kind: 'free', title } }),
    ),
  )
  expect(new Set(answers.map(({ body }) => body.version)).size).toBe(12)
  const { body } = await ask<SessionState>(server.url, 'GET', `/api/sessions/${own.session.id}/state`, own)
  expect(body.session.zones.map(({ title }) => title)).toEqual(expect.arrayContaining(titles))
  expect(new Set(body.session.zones.map(({ order }) => order)).size).toBe(body.session.zones.length)
})

test('a server that stops hangs up on everyone, and they can come back to the next', async () => {
  const own = await startServer()
  const { session, token } = await startNetwork(own.url)
  const socket: Socket<ServerToClient> = io(own.url, {
    auth: { session: session.id, token },
    transports: ['websocket'],
    reconnection: false,
  })
  open.push(socket)
  await new Promise((resolve) => socket.once('state', resolve))
  const reason = new Promise((resolve) => socket.once('disconnect', resolve))
  await own.end()
  // Not `io server disconnect`: that one tells a client to stay away.
  expect(await reason).toBe('transport close')
})
