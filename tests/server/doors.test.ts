import { once } from 'node:events'
import { createServer, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { io } from 'socket.io-client'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { newParticipantId } from '../../shared/model/ids.ts'
import { callerOf } from '../../server/access/address.ts'
import { memoryRates } from '../../server/access/rates.ts'
import { OpenSockets } from '../../server/access/sockets.ts'
import { attachSync } from '../../server/sync/endpoint.ts'
import type { Rooms } from '../../server/sync/rooms.ts'
import type { Problem } from '../../shared/wire/http.ts'
import { ask, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// What comes to the doors in numbers, too slowly, or as someone else: it is kept out, and nobody else notices.

let server: TestServer
let network: TestNetwork
async function start(...how: Parameters<typeof startServer>): Promise<void> {
  server = await startServer(...how)
  network = await startNetwork(server.url)
}
const closing: (() => void)[] = []
afterEach(async () => {
  closing.splice(0).forEach((close) => close())
  await server?.end()
})

type Answer = { readonly code: number; readonly reason: string } | 'open'

/** Opens the first board; answers when it speaks, or how it was closed. */
function openBoard(token: string, headers: Record<string, string> = {}) {
  const address = `${server.url.replace('http', 'ws')}/sync/board.${network.session.id}?token=${token}`
  const socket = new WebSocket(address, { headers })
  closing.push(() => socket.terminate())
  const answer = new Promise<Answer>((done) => {
    socket.once('message', () => done('open'))
    socket.once('close', (code, reason) => done({ code, reason: reason.toString() }))
  })
  return { socket, answer }
}

/** The same for the guidance: `state`, or why it was refused. */
async function openGuidance(token: string, headers: Record<string, string> = {}): Promise<string> {
  const auth = { session: network.session.id, token }
  const options = { auth, transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: headers }
  const page = io(server.url, options)
  closing.push(() => page.disconnect())
  return new Promise((done) => {
    page.once('state', () => done('state'))
    page.once('disconnect', (reason) => done(reason))
    page.once('connect_error', (error) => done((error as { data?: { refusal?: string } }).data?.refusal ?? 'cut off'))
  })
}

const TOO_MANY = { code: 4429, reason: 'too-many-open' }

describe('open sockets', () => {
  test('of one person are twelve boards and twelve guidances; others are not held up', async () => {
    await start()
    const [me, other] = [await join(server.url, network.session.code), await join(server.url, network.session.code)]
    const boards = Array.from({ length: 12 }, () => openBoard(me.token))
    expect(await Promise.all(boards.map(({ answer }) => answer))).toEqual(boards.map(() => 'open'))
    expect(await openBoard(me.token).answer).toEqual(TOO_MANY)
    const guidances = await Promise.all(Array.from({ length: 12 }, () => openGuidance(me.token)))
    expect(guidances).toEqual(guidances.map(() => 'state'))
    expect(await openGuidance(me.token)).toBe('too-many-open')
    expect(await openBoard(other.token).answer).toBe('open')
    boards[0]!.socket.close()
    await vi.waitUntil(async () => (await openBoard(me.token).answer) === 'open')
  })

  test('of one address are counted together, also those of nobody, and not by what the caller says of itself', async () => {
    await start({ TRUST_PROXY: '1' }, { socketLimits: { perAddress: 4, perPerson: 12 } })
    const { token } = network
    const from = (way: string) => ({ 'x-forwarded-for': way })
    const boards = [openBoard(token, from('192.0.2.7')), openBoard(token, from('198.51.100.1, 192.0.2.7'))]
    expect(await Promise.all(boards.map(({ answer }) => answer))).toEqual(['open', 'open'])
    expect(await openGuidance(token, from('192.0.2.7'))).toBe('state')
    expect(await openGuidance(token, from('127.0.0.1, 192.0.2.7'))).toBe('state')
    expect(await openBoard(token, from('203.0.113.9, 192.0.2.7')).answer).toEqual(TOO_MANY)
    expect(await openBoard('x'.repeat(43), from('192.0.2.7')).answer).toEqual(TOO_MANY)
    expect(await openGuidance(token, from('192.0.2.7'))).not.toBe('state')
    expect(await openBoard(token, from('192.0.2.8')).answer).toBe('open')
    boards.forEach(({ socket }) => socket.close())
    await vi.waitUntil(async () => (await openBoard(token, from('192.0.2.7')).answer) === 'open')
  })

  test('a venue of three hundred people with two sockets each comes in, and not one more', () => {
    const sockets = new OpenSockets({ trustProxy: 0 })
    const asked = { headers: {}, socket: { remoteAddress: '192.0.2.7' } } as IncomingMessage
    const closes: (() => void)[] = []
    const connection = { once: (_: 'close', close: () => void) => closes.push(close) }
    for (let i = 0; i < 600; i++) expect(sockets.comesFrom(asked, connection)).toBe(true)
    expect(sockets.comesFrom(asked, connection)).toBe(false)
    closes[0]!()
    closes[0]!()
    expect(sockets.comesFrom(asked, connection)).toBe(true)
    expect(sockets.comesFrom(asked, connection)).toBe(false)
    const me = newParticipantId()
    // Gone while it was asked who it is: it takes no place for ever.
    const gone = { closed: true, once: () => undefined }
    for (let i = 0; i < 20; i++) expect(sockets.isOf('board', me, gone)).toBe(true)
  })
})

describe('a connection that takes its time', () => {
  const HASTE = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 25 }

  test.each([
    ['says nothing', ''],
    ['writes half a request', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ['writes half an upgrade', 'GET /sync/board.x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n'],
    [
      'writes half a body',
      'POST /api/join HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"code',
    ],
  ])('is hung up on when it %s', async (_, words) => {
    await start({}, { limits: HASTE })
    const line = connect(server.port, '127.0.0.1')
    line.resume()
    line.write(words)
    await once(line, 'close')
    expect((await ask(server.url, 'GET', '/healthz')).status).toBe(200)
  })

  test('is hung up on when nobody can say in time who it is', async () => {
    const http = createServer()
    const rooms = { connect: () => expect.unreachable() } as unknown as Rooms
    const detach = attachSync(http, rooms, () => new Promise(() => undefined), { decideWithinMs: 30 })
    await once(http.listen(0, '127.0.0.1'), 'listening')
    const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/sync/board.x`)
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toMatch(/hang up/)
    detach()
    http.close()
  })
})

describe('what is too much', () => {
  test('headers of more than 16 KiB are refused', async () => {
    await start()
    const answer = await ask(server.url, 'GET', '/healthz', { headers: { 'x-large': 'x'.repeat(20_000) } })
    expect(answer.status).toBe(431)
  })

  test('JSON that is nested without end is malformed, over HTTP and over a socket', async () => {
    await start()
    const { session, token } = network
    const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    for (const body of [
      deep(400_000),
      `{"title":${deep(400_000)}}`,
      '{"a":'.repeat(150_000) + '1' + '}'.repeat(150_000),
    ])
      for (const path of ['/api/networks', `/api/sessions/${session.id}/commands`, '/api/join']) {
        const answer = await ask<Problem>(server.url, 'POST', path, { token, body })
        expect([answer.status, answer.body.code]).toEqual([400, 'malformed'])
      }
    // By hand: a client of ours cannot even say it.
    const raw = new WebSocket(`${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
    closing.push(() => raw.terminate())
    const heard = (begin: string) =>
      new Promise<string>((done) =>
        raw.on('message', (data: Buffer) => data.toString().startsWith(begin) && done(data.toString())),
      )
    await heard('0')
    raw.send(`40${JSON.stringify({ session: session.id, token })}`)
    await heard('42["state"')
    raw.send(`427["command",${deep(30_000)}]`)
    expect(await heard('43')).toBe('437[{"ok":false,"refusal":"malformed"}]')
  })
})

describe('a page of another site', () => {
  test('does not go on with a session that someone else began', async () => {
    await start()
    const { sid } = JSON.parse((await ask(server.url, 'GET', '/socket.io/?EIO=4&transport=polling')).text.slice(1)) as {
      sid: string
    }
    const going = `/socket.io/?EIO=4&sid=${sid}&transport=`
    const evil = { origin: 'https://example.org' }
    expect((await ask(server.url, 'POST', `${going}polling`, { headers: evil, body: '40' })).status).toBe(400)
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${going}websocket`, { headers: evil })
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toMatch(/400/)
  })

  test('is nowhere in the policy, which names our own host alone, its websockets too', async () => {
    await start()
    const policyFor = async (headers: Record<string, string>) =>
      new Promise<Record<string, string>>((done, fail) => {
        const call = request(`${server.url}/`, { headers }, (response) => {
          response.resume()
          const directives = String(response.headers['content-security-policy']).split(';')
          done(
            Object.fromEntries(directives.map((one) => one.trim().split(/ (.*)/s).slice(0, 2)) as [string, string][]),
          )
        })
        call.on('error', fail).end()
      })
    const host = `127.0.0.1:${server.port}`
    expect(await policyFor({ host })).toEqual({
      'default-src': "'self'",
      'connect-src': `'self' ws://${host} wss://${host}`,
      'img-src': "'self' data:",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'self'",
      'object-src': "'none'",
    })
    for (const forged of ['evil.example; script-src *', 'evil.example, *', "* 'unsafe-inline'"])
      expect((await policyFor({ host: forged }))['connect-src']?.trim()).toBe("'self'")
    const passed = await policyFor({ host, 'x-forwarded-host': 'evil.example' })
    expect(passed['connect-src']).not.toContain('evil')
  })
})

describe('who asks', () => {
  const asked = (remoteAddress: string, passedFor?: string) =>
    ({ headers: { ...(passedFor && { 'x-forwarded-for': passedFor }) }, socket: { remoteAddress } }) as IncomingMessage

  test.each([
    // [proxies believed, the socket's own, what was passed on, who it is]
    [0, '192.0.2.1', '198.51.100.9', '192.0.2.1'],
    [1, '10.0.0.1', undefined, '10.0.0.1'],
    [1, '10.0.0.1', '192.0.2.7', '192.0.2.7'],
    [1, '10.0.0.1', 'forged, 203.0.113.5, 192.0.2.7', '192.0.2.7'],
    [2, '10.0.0.1', '203.0.113.5, 192.0.2.7, 10.0.0.2', '192.0.2.7'],
    [9, '10.0.0.1', '192.0.2.7', '192.0.2.7'],
    [1, '10.0.0.1', '192.0.2.7:4711', '192.0.2.7'],
    [1, '10.0.0.1', '[2001:db8:1:2:3:4:5:6]:4711', '2001:db8:1:2'],
    [1, '10.0.0.1', 'unknown', '10.0.0.1'],
    [0, '::ffff:192.0.2.1', undefined, '192.0.2.1'],
    [0, '2001:db8:1:2:aaaa::1', undefined, '2001:db8:1:2'],
    [0, '2001:db8::1', undefined, '2001:db8:0:0'],
    [0, '::1', undefined, '0:0:0:0'],
  ] as const)('behind %i proxies, from %s with %s, is %s', (trustProxy, own, passedFor, who) => {
    expect(callerOf(asked(own, passedFor), { trustProxy })).toBe(who)
  })

  test('does not get more tries by saying to be someone else', async () => {
    for (const [trusts, way] of [
      ['0', (i: number) => `192.0.2.${i}`],
      ['1', (i: number) => `192.0.2.${i}, 198.51.100.7`],
    ] as const) {
      await start({ TRUST_PROXY: trusts }, { rates: memoryRates() })
      const tries = Array.from({ length: 80 }, (_, i) =>
        ask(server.url, 'POST', '/api/join', { body: { code: 'ZZZZZZ' }, headers: { 'x-forwarded-for': way(i) } }),
      )
      const statuses = (await Promise.all(tries)).map(({ status }) => status)
      expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(10)
      await server.end()
    }
  })

  test('keeps a cookie that goes over https alone where that is spoken, and believes so of a trusted proxy only', async () => {
    const cookie = async (env: Record<string, string>) => {
      await start(env)
      const headers = { 'x-forwarded-proto': 'https' }
      const answer = await ask(server.url, 'POST', '/api/join', { body: { code: network.session.code }, headers })
      await server.end()
      return answer.headers.get('set-cookie') ?? ''
    }
    for (const [env, isSecure] of [
      [{}, false],
      [{ TRUST_PROXY: '1' }, true],
      [{ PUBLIC_URL: 'https://bord.example.org' }, true],
    ] as const) {
      const set = await cookie(env)
      expect(set).toMatch(/HttpOnly/)
      expect(set).toMatch(/SameSite=Lax/)
      expect(/Secure/.test(set)).toBe(isSecure)
    }
  })
})
