import { once } from 'node:events'
import { connect } from 'node:net'
import { io } from 'socket.io-client'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { faultOf } from '../../server/log.ts'
import { StorageFailed } from '../../server/storage/failures.ts'
import { Colleague } from '../helpers/colleague.ts'
import { ask, join, startNetwork, startServer, type TestServer } from '../helpers/server.ts'

// Texts, names, tokens and addresses are people's: none of them stands in the log, whatever goes wrong.

let server: TestServer
afterEach(() => server?.end())

/** Everything that the server logged. */
let logged = ''
async function startLogging(): Promise<string> {
  logged = ''
  server = await startServer({ LOG_LEVEL: 'debug' }, { logTo: { write: (line) => void (logged += line) } })
  return server.url
}
const lines = (message: string) => logged.split('\n').filter((line) => line.includes(message))

const WORD = 'WOORD-VAN-IEMAND'

/** A sync message of this type that holds the word where bytes of the protocol should be. */
const broken = (...head: number[]) => Buffer.concat([Buffer.from(head), Buffer.from(WORD)])

describe('the log at its most talkative', () => {
  test('holds nothing of what came through any door, also broken', async () => {
    const url = await startLogging()
    const { session, token, id } = await startNetwork(url, { title: `${WORD} netwerk`, organisations: [`${WORD} org`] })
    const me = await join(url, session.code, { name: `${WORD} naam`, organisation: `${WORD} org` })
    const zone = session.zones.find(({ locked, hidden }) => !locked && !hidden)!.id
    const one = new Colleague(url, session.id, zone, me)
    await vi.waitUntil(() => one.isHere)
    one.write(`${WORD} briefje`)
    await vi.waitUntil(() => one.savedEdits === 1)
    one.leave()

    const headers = { cookie: `bijeen=${me.token}; ${WORD}=1`, referer: `${url}/${WORD}` }
    for (const [method, path, body] of [
      ['POST', '/api/networks', `{"title": "${WORD}`],
      ['POST', '/api/networks', '['.repeat(100_000)],
      ['POST', '/api/join', { code: WORD, name: WORD }],
      ['GET', `/api/join/${WORD}`, undefined],
      ['GET', `/in/${me.token}`, undefined],
      ['GET', `/in/${WORD}`, undefined],
      ['GET', `/api/networks/%E0%A4%A${WORD}`, undefined],
      ['GET', `/${WORD}/%E0`, undefined],
      ['PATCH', `/api/networks/${id}`, { [WORD]: WORD }],
      ['POST', `/api/sessions/${session.id}/commands`, { type: WORD }],
      ['GET', `/api/sessions/${session.id}/record?format=${WORD}`, undefined],
      ['GET', `/metrics?${WORD}`, undefined],
    ] as const)
      await ask(url, method, path, { body, headers })

    const address = `${url.replace('http', 'ws')}/sync/board.${session.id}?token=${me.token}&${WORD}`
    // Bytes that are no update, no state vector, no presence, no text; presence whose JSON is none.
    const presence = Buffer.concat([Buffer.from([1, WORD.length + 4, 1, 7, 1, WORD.length]), Buffer.from(WORD)])
    for (const message of [broken(0, 0), broken(1), broken(0, 9), presence]) {
      const socket = new WebSocket(address)
      await once(socket, 'message')
      socket.send(message)
      await once(socket, 'close')
    }
    const refused = new WebSocket(address)
    await once(refused, 'message')
    refused.send(broken(0, 2, 9))
    await once(refused, 'message')
    refused.terminate()
    // A frame that no client of ours sends, and a line that breaks off.
    const raw = new WebSocket(address)
    await once(raw, 'message')
    ;(raw as unknown as { _socket: { write: (bytes: Buffer) => void } })._socket.write(Buffer.from([0xff, 0xff]))
    await once(raw, 'close')
    const page = io(url, { auth: { session: session.id, token, as: WORD }, transports: ['websocket'], forceNew: true })
    await new Promise((done) => page.once('state', done))
    await page.emitWithAck('command', { type: 'addZone', zone: { kind: 'free', title: `${WORD} zone` } } as never)
    await page.emitWithAck('command', WORD as never)
    page.disconnect()
    const line = connect(server.port, '127.0.0.1')
    line.resume()
    line.write(`GET /${WORD} HTTP/1.1\r\n${WORD}\r\n\r\n`)
    await once(line, 'close')

    expect(lines('a sync message that cannot be read').length).toBeGreaterThan(2)
    expect(lines('a sync socket failed').length).toBeGreaterThan(0)
    expectNothingOf(me.token, token, session.code!, `${WORD}`, '127.0.0.1', 'Organisatie')
  })

  test('holds nothing of a fault that quotes what someone wrote', async () => {
    const url = await startLogging()
    const { session, token } = await startNetwork(url)
    const { storage, rooms } = server.house
    const fault = () =>
      Promise.reject(Object.assign(new TypeError(`${WORD}\n    at ${WORD} (x:1:1)`), { address: WORD }))
    vi.spyOn(rooms, 'write').mockImplementation(fault)
    const findSession = vi.spyOn(storage, 'findSession').mockImplementation(fault)
    expect((await ask(url, 'GET', `/api/sessions/${session.id}`, { token })).status).toBe(500)
    const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/board.${session.id}?token=${token}`)
    await once(socket, 'close')
    const page = io(url, { auth: { session: session.id, token }, transports: ['websocket'], forceNew: true })
    await new Promise((done) => page.once('connect_error', done))
    page.disconnect()
    findSession.mockRestore()
    vi.spyOn(storage, 'networkIds').mockImplementation(fault)
    vi.spyOn(storage, 'loadBoard').mockRejectedValue(new StorageFailed(WORD, { cause: new Error(WORD) }))
    const board = new WebSocket(`${url.replace('http', 'ws')}/sync/board.${session.id}?token=${token}`)
    await once(board, 'close')
    for (const message of ['a call failed', 'a control socket could not be let in', 'a board could not be opened'])
      expect(lines(message).length).toBeGreaterThan(0)
    expectNothingOf(WORD, token)
  })
})

function expectNothingOf(...secrets: string[]): void {
  for (const secret of secrets) expect(logged).not.toContain(secret)
}

describe('what is told of an error', () => {
  test('is its name, its code, and where it was thrown', () => {
    const error = Object.assign(new RangeError('wat iemand schreef'), { code: 'SQLITE_FULL' })
    const fault = faultOf(error)
    expect(fault).toMatchObject({ name: 'RangeError', code: 'SQLITE_FULL' })
    expect(fault.at[0]).toMatch(/^at .*log\.test\.ts:\d+:\d+/)
  })

  test('is nothing that the error brings along: names and codes made of text, lines that look like frames', () => {
    const hostile = new Error(`${WORD}\n    at ${WORD} (file:1:1)`, { cause: new Error(WORD, { cause: WORD }) })
    Object.assign(hostile, { name: `${WORD} ${WORD}`, code: `${WORD} x`, path: WORD })
    const changed = new Error(`${WORD}\n    at ${WORD} (file:1:1)`)
    changed.message = 'something else'
    const withoutStack = Object.assign(new Error(WORD), { stack: undefined })
    for (const error of [hostile, changed, withoutStack, WORD, { message: WORD }, null])
      expect(JSON.stringify(faultOf(error))).not.toContain(WORD)
    expect(faultOf(hostile).cause?.cause).toEqual({ name: 'string', at: [] })
  })
})
