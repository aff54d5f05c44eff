import { once } from 'node:events'
import { createServer } from 'node:http'
import { join as path } from 'node:path'
import Database from 'better-sqlite3'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { writeNote, type BoardDoc } from '../../shared/doc/commands.ts'
import type { NoteId, ParticipantId, StepId, ThemeId } from '../../shared/model/ids.ts'
import type { Command } from '../../shared/wire/commands.ts'
import { boardRoom, CLOSE } from '../../shared/wire/sync.ts'
import { grantsOf } from '../../server/access/visitor.ts'
import { boardRules } from '../../server/control/board-rules.ts'
import { carryOut } from '../../server/control/commands.ts'
import { attachControl } from '../../server/control/endpoint.ts'
import type { House } from '../../server/control/house.ts'
import { makeApp } from '../../server/http/app.ts'
import { builtPage } from '../../server/http/pages.ts'
import { StorageFailed } from '../../server/storage/failures.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { Rooms, type RoomsOptions } from '../../server/sync/rooms.ts'
import { openPad } from '../helpers/full-board.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// A disk that fails under a server that runs: who leads the session is told so, and what was there stays.

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const fails = () => Promise.reject(new StorageFailed('database or disk is full'))

let server: TestServer
let network: TestNetwork
let note: NoteId
beforeAll(async () => {
  server = await startServer()
  network = await startNetwork(server.url)
  const { id, zones } = network.session
  const place = { text: 'Koffie staat klaar', zone: zones[0]!.id, x: 0, y: 0 }
  note = await server.house.rooms.write(id, (board) => writeNote(board, { author: null, organisation: null }, place, 1))
})
afterAll(() => server.end())

/** The same house, with boards on a disk on which these fail. */
function houseWith(broken: Partial<RoomsOptions['store']>): House {
  const { storage } = server.house
  const rooms = new Rooms({
    store: { ...storage, ...broken },
    rulesOf: (session) => boardRules(server.house, session),
    onClients: () => undefined,
    now: Date.now,
    log: silent,
    foldAfterMs: 60_000,
    giveUpAfterMs: 100,
  })
  return { ...server.house, rooms }
}

async function say(house: House, command: Command) {
  const [grant] = await grantsOf(server.house.storage, [network.token])
  if (!grant?.member) throw new Error('no facilitator')
  return carryOut(
    house,
    network.session.id,
    { role: 'facilitator', member: grant.member, token: network.token },
    command,
  )
}

const notesNow = async () => [...(await server.house.rooms.read(network.session.id)).notes.keys()]

test.each(['takeDown', 'park'] as const)('%s is refused with `disk` when it cannot be kept', async (type) => {
  for (const broken of [{ commitBoards: fails }, { loadBoard: fails }])
    expect(await say(houseWith(broken), { type, note })).toEqual({ ok: false, refusal: 'disk' })
  expect(await notesNow()).toEqual([note])
})

test('so is showing a theme and taking a zone away on a board that cannot be read', async () => {
  const house = houseWith({ loadBoard: fails })
  const disk = { ok: false, refusal: 'disk' }
  const view = { kind: 'theme', theme: note as string as ThemeId } as const
  expect(await say(house, { type: 'bringHere', view })).toEqual(disk)
  expect(await say(house, { type: 'removeZone', zone: network.session.zones[1]!.id })).toEqual(disk)
})

test('so is showing drafts, and ending a session with them; later they are shown after all', async () => {
  const { url } = server
  const { session, token } = network
  const step = { title: 'In stilte', zone: null, mode: 'silent', identity: 'nobody' } as const
  const { body } = await command(url, session.id, token, { type: 'addStep', step })
  await command(url, session.id, token, { type: 'startStep', step: body.step as StepId })
  const who = { token, participant: network.created.facilitator.id as ParticipantId, organisation: null }
  const pad = await openPad(url, session.id, who)
  const author = { author: who.participant, organisation: null }
  writeNote(pad.board, author, { text: 'Een schets', zone: session.zones[0]!.id, x: 0, y: 0 }, 1)
  await pad.saved()
  const disk = { ok: false, refusal: 'disk' }
  expect(await say(houseWith({ moveNotes: fails }), { type: 'reveal' })).toEqual(disk)
  expect(await say(houseWith({ padsIn: fails }), { type: 'reveal' })).toEqual(disk)
  expect(await say(houseWith({ erasePads: fails }), { type: 'endSession' })).toEqual(disk)
  expect(await notesNow()).toEqual([note])
  const { body: revealed } = await command(url, session.id, token, { type: 'reveal' })
  expect(revealed).toMatchObject({ ok: true, revealed: 1 })
  expect(await notesNow()).toHaveLength(2)
  pad.leave()
})

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

/** The calls and the guidance socket of a house, on a port of their own. */
async function listening(house: House): Promise<{ url: string; logged: object[] }> {
  const logged: object[] = []
  const log = { error: (about: object) => void logged.push(about) }
  const one = createServer(makeApp({ house, page: builtPage('none'), dev: false, log }))
  const hangUp = attachControl(one, house, log)
  await once(one.listen(0, '127.0.0.1'), 'listening')
  stops.push(() => {
    hangUp()
    one.close()
  })
  const address = one.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, logged }
}

test('the record answers 503 while the board cannot be read', async () => {
  const { url } = await listening(houseWith({ loadBoard: fails }))
  const { token, session } = network
  const answer = await ask(url, 'GET', `/api/sessions/${session.id}/record`, { token })
  expect([answer.status, answer.body]).toMatchObject([503, { code: 'disk' }])
})

/** The same house, all of whose storage fails in one method. */
const houseWithout = (method: keyof Storage): House => ({
  ...server.house,
  storage: { ...server.house.storage, [method]: fails },
})

test.each<[keyof Storage, string, (about: TestNetwork) => string, object?]>([
  ['createNetwork', 'POST', () => '/api/networks', { title: 'Nieuw' }],
  ['findNetwork', 'GET', ({ id }) => `/api/networks/${id}`],
  ['changeNetwork', 'PATCH', ({ id }) => `/api/networks/${id}`, { title: 'Nieuw' }],
  ['addSession', 'POST', ({ id }) => `/api/networks/${id}/sessions`],
  ['eraseNetwork', 'DELETE', ({ id }) => `/api/networks/${id}`],
  ['findGrants', 'GET', () => '/api/me'],
  ['findSession', 'GET', ({ session }) => `/api/sessions/${session.id}`],
  ['changeSession', 'PATCH', ({ session }) => `/api/sessions/${session.id}`, { title: 'Nieuw' }],
  ['addToken', 'POST', ({ session }) => `/api/sessions/${session.id}/wall`],
  ['findSessionByCode', 'POST', () => '/api/join', { code: 'K7M4PD' }],
])('when %s fails, %s answers 503 with `disk`, and the host reads why', async (method, verb, route, body) => {
  const { url, logged } = await listening(houseWithout(method))
  const answer = await ask(url, verb, route(network), { token: network.token, body })
  expect([answer.status, answer.body]).toMatchObject([503, { code: 'disk' }])
  expect(logged).toMatchObject([{ err: { message: 'database or disk is full' } }])
  expect(answer.text).not.toContain('full')
})

test('someone who joins while nothing can be kept is told so, and is nobody yet', async () => {
  const { url } = await listening(houseWithout('addMember'))
  await expect(join(url, network.session.code)).rejects.toThrow(/503.*disk/)
  const { body } = await ask<{ members: unknown[] }>(server.url, 'GET', `/api/networks/${network.id}`, {
    token: network.token,
  })
  expect(body.members).toHaveLength(1)
})

test('the guidance socket says `disk` to a command that cannot be kept, and to who cannot be let in', async () => {
  const { token, session } = network
  const connect = (url: string): Socket => {
    const socket = io(url, { auth: { token, session: session.id }, transports: ['websocket'], reconnection: false })
    stops.push(() => socket.close())
    return socket
  }
  const here = connect((await listening(houseWithout('changeSession'))).url)
  const answer: unknown = await here.emitWithAck('command', { type: 'setDoor', door: 'closed' })
  expect(answer).toEqual({ ok: false, refusal: 'disk' })
  const outside = connect((await listening(houseWithout('findGrants'))).url)
  const error = await new Promise<object>((done) => outside.on('connect_error', done))
  expect(error).toMatchObject({ data: { refusal: 'disk' } })
})

test('a fault of ours is not taken for the disk', async () => {
  const house = houseWith({})
  const has = () => {
    throw new TypeError('a fault')
  }
  house.rooms.write = async (_, write) => write({ notes: { has } } as unknown as BoardDoc)
  await expect(say(house, { type: 'takeDown', note })).rejects.toThrow('a fault')
})

test('a board that cannot be read from the disk is never shown empty, and is all there when it can', async () => {
  const own = await startServer({ LOG_LEVEL: 'silent' })
  stops.push(() => void own.end())
  const { session, token } = await startNetwork(own.url)
  const place = { text: 'Was er al', zone: session.zones[0]!.id, x: 0, y: 0 }
  await own.house.rooms.write(session.id, (board) => writeNote(board, { author: null, organisation: null }, place, 1))
  const database = new Database(path(own.dataDir, 'bijeen.db'))
  const snapshot = () => database.prepare('select snapshot from board_snapshot').pluck().get()
  // It is folded when nobody uses it any more.
  await vi.waitUntil(() => snapshot() !== undefined, { timeout: 5_000 })
  const whole = snapshot()
  const put = (bytes: unknown) => database.prepare('update board_snapshot set snapshot = ?').run(bytes)
  put(Buffer.alloc(100, 0xff))

  const record = () =>
    ask<{ code: string; notes: { text: string }[] }>(own.url, 'GET', `/api/sessions/${session.id}/record?level=full`, {
      token,
    })
  await vi.waitUntil(async () => (await record()).body.code === 'disk', { timeout: 5_000 })
  const socket = new WebSocket(`${own.url.replace('http', 'ws')}/sync/${boardRoom(session.id)}?token=${token}`)
  const heard: Buffer[] = []
  socket.on('message', (data: Buffer) => heard.push(data))
  const [code] = (await once(socket, 'close')) as [number]
  expect([code, heard]).toEqual([CLOSE.tryAgain, []])

  put(whole)
  database.close()
  expect((await record()).body.notes.map(({ text }) => text)).toEqual(['Was er al'])
})
