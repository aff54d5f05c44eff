import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { Colleague } from '../helpers/colleague.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// What Prometheus reads: numbers that move, for this machine and for who knows the key, with nobody's name in them.

const KEY = 'sleutel-van-de-meter'

let server: TestServer
let url: string
let network: TestNetwork
beforeAll(async () => {
  server = await startServer({ METRICS_KEY: KEY, TRUST_PROXY: '1' })
  url = server.url
  network = await startNetwork(url)
})
afterAll(() => server.end())

const open: { leave: () => void }[] = []
afterEach(() => open.splice(0).forEach((one) => one.leave()))

const metrics = async () => (await ask(url, 'GET', '/metrics')).text

/** The value behind a name with its labels; 0 before anything was counted. */
async function value(name: string): Promise<number> {
  const line = (await metrics()).split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? 0)
}

/** How much a value grows by what is done. */
async function growth(name: string, act: () => Promise<unknown>): Promise<number> {
  const before = await value(name)
  await act()
  return (await value(name)) - before
}

async function colleague(at = network): Promise<Colleague> {
  const me = await join(url, at.session.code)
  const zone = at.session.zones.find(({ locked, hidden }) => !locked && !hidden)!.id
  const one = new Colleague(url, at.session.id, zone, me)
  open.push(one)
  await vi.waitUntil(() => one.isHere)
  return one
}

test('whoever asks from elsewhere without the key gets none, however they ask', async () => {
  const refused = async (asking: Parameters<typeof ask>[3], to = url) => {
    const answer = await ask<{ code: string }>(to, 'GET', '/metrics', asking)
    expect([answer.status, answer.body?.code]).toEqual([403, 'not-for-you'])
  }
  const far = { 'x-forwarded-for': '192.0.2.7' }
  await refused({ headers: far })
  await refused({ headers: { 'x-forwarded-for': '127.0.0.1' } })
  await refused({ headers: { forwarded: 'for=127.0.0.1' } })
  await refused({ headers: { via: '1.1 somewhere' } })
  await refused({ headers: far, token: 'not-the-key' })
  await refused({ headers: far, token: network.token })
  const keyless = await startServer()
  await refused({ headers: far }, keyless.url)
  await refused({ headers: { ...far, authorization: 'Bearer ' } }, keyless.url)
  await keyless.end()
})

test('this machine gets them, and so does the key from anywhere', async () => {
  const here = await ask(url, 'GET', '/metrics')
  expect([here.status, here.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')])
  const far = await ask(url, 'GET', '/metrics', { token: KEY, headers: { 'x-forwarded-for': '192.0.2.7' } })
  expect(far.status).toBe(200)
})

test('edits, commits, boards and sockets are counted', async () => {
  const one = await colleague()
  const write = async () => {
    one.write('Een briefje')
    await vi.waitUntil(() => one.savedEdits === one.edits)
  }
  expect(await growth('bijeen_edits_total', write)).toBe(1)
  expect(await growth('bijeen_commit_seconds_count', write)).toBeGreaterThanOrEqual(1)
  expect(await value('bijeen_commit_seconds_sum')).toBeGreaterThan(0)
  expect(await value('bijeen_boards')).toBeGreaterThanOrEqual(1)
  const members = 'bijeen_sockets{kind="board",role="member"}'
  expect(await growth(members, () => colleague())).toBe(1)
  const before = await value(members)
  open.splice(0).forEach((gone) => gone.leave())
  await vi.waitUntil(async () => (await value(members)) < before)
})

test('every refusal is counted with its reason: on the board, of a command, of a call, at the door', async () => {
  const { session, token } = network
  await command(url, session.id, token, { type: 'changeZone', zone: session.zones[0]!.id, locked: true })
  const me = await join(url, session.code)
  const locked = new Colleague(url, session.id, session.zones[0]!.id, me)
  open.push(locked)
  await vi.waitUntil(() => locked.isHere)
  const write = async () => {
    locked.write('Te laat')
    await vi.waitUntil(() => locked.savedEdits === 1)
  }
  expect(await growth('bijeen_refusals_total{door="board",code="zone-locked"}', write)).toBe(1)
  const calls = 'bijeen_refusals_total{door="call",code="not-for-you"}'
  expect(await growth(calls, () => ask(url, 'DELETE', `/api/networks/${network.id}`, me))).toBe(1)
  const joins = 'bijeen_refusals_total{door="join",code="code-unknown"}'
  expect(await growth(joins, () => ask(url, 'POST', '/api/join', { body: { code: 'ZZZZZZ' } }))).toBe(1)
  const knock = () =>
    new Promise((done) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/board.${session.id}`)
      socket.on('close', done)
    })
  expect(await growth('bijeen_refusals_total{door="socket",code="token-unknown"}', knock)).toBe(1)
})

test('presence that goes no further is counted', async () => {
  const { session, token } = network
  const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/board.${session.id}?token=${token}`)
  open.push({ leave: () => socket.terminate() })
  await new Promise((done) => socket.once('message', done))
  // An awareness message of one entry, whose state is larger than a presence may be.
  const state = Buffer.from(JSON.stringify({ selection: Array.from({ length: 60 }, () => 'x'.repeat(20)) }))
  const entry = Buffer.concat([Buffer.from([1, 5, 1, 0x80 | (state.length & 0x7f), state.length >> 7]), state])
  const message = Buffer.concat([Buffer.from([1, 0x80 | (entry.length & 0x7f), entry.length >> 7]), entry])
  const show = async () => {
    const before = await value('bijeen_presence_dropped_total')
    socket.send(message)
    await vi.waitUntil(async () => (await value('bijeen_presence_dropped_total')) > before)
  }
  expect(await growth('bijeen_presence_dropped_total', show)).toBe(1)
})

test('requests are counted by pattern, and nothing that someone asked for or is called stands in the numbers', async () => {
  const { session, token, id } = network
  const me = await join(url, session.code, { name: 'Geheime voornaam' })
  const line = (method: string, route: string, status: number) =>
    `bijeen_http_requests_total{method="${method}",route="${route}",status="${status}"}`
  const get = (path: string) => () => ask(url, 'GET', path, { token })
  expect(await growth(line('GET', '/api/sessions/:id', 200), get(`/api/sessions/${session.id}`))).toBe(1)
  expect(await growth(line('GET', '/api/networks/:id', 404), get('/api/networks/GEHEIM'))).toBe(1)
  expect(await growth(line('GET', '/in/:token', 303), get(`/in/${me.token}`))).toBe(1)
  expect(await growth(line('GET', 'other', 404), get('/api/GEHEIM'))).toBe(1)
  const text = await metrics()
  for (const secret of [id, session.id, me.id, me.token, token, session.code!, 'GEHEIM', 'Geheime', '127.0.0.1'])
    expect(text).not.toContain(secret)
})

test('the process tells about itself: the lag of its event loop, its memory, what waits for slow readers', async () => {
  const text = await metrics()
  for (const name of [
    'nodejs_eventloop_lag_seconds',
    'nodejs_eventloop_lag_p99_seconds',
    'process_resident_memory_bytes',
  ])
    expect(text).toMatch(new RegExp(`^${name} [\\d.e-]+$`, 'm'))
  for (const name of ['bijeen_buffered_bytes', 'bijeen_most_buffered_bytes', 'bijeen_slow_readers'])
    expect(text).toMatch(new RegExp(`^${name} \\d+$`, 'm'))
})
