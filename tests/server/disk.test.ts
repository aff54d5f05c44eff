import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeNote, type BoardDoc } from '../../shared/doc/commands.ts'
import type { NoteId, ThemeId } from '../../shared/model/ids.ts'
import type { Command } from '../../shared/wire/commands.ts'
import { grantsOf } from '../../server/access/visitor.ts'
import { boardRules } from '../../server/control/board-rules.ts'
import { carryOut } from '../../server/control/commands.ts'
import type { House } from '../../server/control/house.ts'
import { makeApp } from '../../server/http/app.ts'
import { builtPage } from '../../server/http/pages.ts'
import type { BoardStore } from '../../server/storage/board-store.ts'
import { Rooms } from '../../server/sync/rooms.ts'
import { ask, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// A disk that fails under a server that runs: who leads the session is told so, and what was there stays.

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const fails = () => Promise.reject(new Error('database or disk is full'))

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
function houseWith(broken: Partial<BoardStore>): House {
  const { storage } = server.house
  const rooms = new Rooms({
    store: { ...storage, ...broken },
    rulesOf: async (session) => {
      const found = await storage.findSession(session)
      return found && boardRules(found.control)
    },
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

test('the record answers 503 while the board cannot be read', async () => {
  const log = { error: () => undefined }
  const app = makeApp({ house: houseWith({ loadBoard: fails }), page: builtPage('none'), dev: false, log })
  const failing: Server = createServer(app)
  await once(failing.listen(0, '127.0.0.1'), 'listening')
  const address = failing.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { token, session } = network
  const answer = await ask(`http://127.0.0.1:${port}`, 'GET', `/api/sessions/${session.id}/record`, { token })
  expect([answer.status, answer.body]).toMatchObject([503, { code: 'disk' }])
  failing.close()
})

test('a fault of ours is not taken for the disk', async () => {
  const house = houseWith({})
  const has = () => {
    throw new TypeError('a fault')
  }
  house.rooms.write = async (_, write) => write({ notes: { has } } as unknown as BoardDoc)
  await expect(say(house, { type: 'takeDown', note })).rejects.toThrow('a fault')
})
