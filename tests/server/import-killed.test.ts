import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join as path } from 'node:path'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { SessionRecord } from '../../shared/record/record.ts'
import { gatherFilled, WRITERS } from '../helpers/filled-gathering.ts'
import { fillDisk } from '../helpers/full-disk.ts'
import { comparable } from '../helpers/imported.ts'
import { cleanUp, directory, ROOT } from '../helpers/process.ts'
import { startProduct, type Product } from '../helpers/product.ts'
import { ask, command, startNetwork, startServer, type TestNetwork } from '../helpers/server.ts'

// The built server kills itself between any two writes of an import, or its disk is full: the session has all of the record
// then, or nothing of it; and what was refused is taken when it is sent again.

const products: Product[] = []
afterEach(async () => {
  for (const one of products.splice(0)) await one.stop()
})

let full: string
let wanted: unknown
beforeAll(async () => {
  const server = await startServer()
  const { session, who } = await gatherFilled(server.url, 6)
  const { token } = who
  const note = [...(await server.house.rooms.read(session.id)).notes.keys()][0]!
  await command(server.url, session.id, token, { type: 'mark', note, kind: 'recognise', on: true })
  await command(server.url, session.id, token, { type: 'decide', text: 'We komen terug.' })
  const to = (await server.house.storage.findNetwork(session.network))!.organisations.map(({ id }) => id)
  const take = { type: 'takeHome', session: session.id, target: note, what: 'Een deur die open staat', to }
  await ask(server.url, 'POST', `/api/networks/${session.network}/commands`, { token, body: take })
  full = (await ask(server.url, 'GET', `/api/sessions/${session.id}/record?level=full`, { token })).text
  const record = JSON.parse(full) as SessionRecord
  expect([record.takeHomes.length, record.marks?.length, record.decisions?.length]).toEqual([1, 1, 1])
  wanted = parts(record)
  await server.end()
  return cleanUp
})

/** What comes with a record, from the board, the state, the table of marks, the list and the series. */
const parts = ({ zones, themes, notes, marks, decisions, takeHomes, session, attendance, ...rest }: SessionRecord) => {
  const network = { organisations: rest.network.organisations }
  const some = { zones, themes, notes, marks, decisions, takeHomes, agenda: session.agenda, network }
  return comparable({ ...some, attendance } as never)
}

const put = (url: string, { session, token }: TestNetwork) =>
  ask<{ ok?: boolean; code?: string }>(url, 'POST', `/api/sessions/${session.id}/import`, { token, body: full })
const look = async (url: string, { session, token }: TestNetwork) =>
  parts((await ask<SessionRecord>(url, 'GET', `/api/sessions/${session.id}/record?level=full`, { token })).body)

/** A network that has one of the organisations: the other is to be added. */
const lacking = { organisations: [WRITERS[0].organisation] }

test('killed between any two writes, an import is there whole or not at all', async () => {
  const dataDir = directory()
  const server = await startServer({}, {}, dataDir)
  const network = await startNetwork(server.url, lacking)
  const nothing = await look(server.url, network)
  await server.stop()
  const came = { nothing: 0, everything: 0 }
  let writes = 0
  let through: readonly string[] | null = null
  while (!through) {
    const DATA_DIR = directory()
    cpSync(dataDir, DATA_DIR, { recursive: true })
    const file = path(DATA_DIR, 'kill-at')
    const product = await startProduct({
      DATA_DIR,
      KILL_AT: file,
      NODE_OPTIONS: `--require ${JSON.stringify(path(ROOT, 'tests/helpers/kill-at.cjs'))}`,
    })
    products.push(product)
    writeFileSync(file, String(++writes))
    const answer = await put(product.url, network).catch(() => null)
    await product.kill()
    const sql = existsSync(`${file}.sql`) ? readFileSync(`${file}.sql`, 'utf8').trim().split('\n') : []
    const back = await startServer({}, {}, DATA_DIR)
    const now = await look(back.url, network)
    const isThere = JSON.stringify(now) !== JSON.stringify(nothing)
    expect([sql.at(-1), now]).toEqual([sql.at(-1), isThere ? wanted : nothing])
    if (answer) expect([answer.status, isThere]).toEqual([200, true])
    came[isThere ? 'everything' : 'nothing']++
    // Sent again, it is taken where it was not, and there is one of it either way.
    expect((await put(back.url, network)).body).toMatchObject(isThere ? { code: 'board-not-empty' } : { ok: true })
    expect(await look(back.url, network)).toEqual(wanted)
    await back.end()
    if (answer) through = sql
  }
  for (const kind of [
    'update "control_state"',
    'insert into "organisation"',
    'insert into "imported_mark"',
    'insert into "series"',
    'insert into "board_log"',
    'commit',
  ])
    expect(
      through.filter((sql) => sql.startsWith(kind)),
      kind,
    ).not.toEqual([])
  expect(came.nothing).toBeGreaterThan(5)
  expect(came.everything).toBeGreaterThan(0)
}, 300_000)

test('on a full disk nothing comes, and it is told; with room again it is taken', async () => {
  const product = await startProduct({ LOG_LEVEL: 'error' })
  products.push(product)
  const network = await startNetwork(product.url, lacking)
  const nothing = await look(product.url, network)
  const makeRoom = fillDisk(product)
  try {
    const refused = await put(product.url, network)
    expect([refused.status, refused.body]).toMatchObject([503, { code: 'disk' }])
  } finally {
    makeRoom()
  }
  await vi.waitUntil(async () => (await ask(product.url, 'GET', '/readyz')).status === 200, { timeout: 10_000 })
  expect(await look(product.url, network)).toEqual(nothing)
  expect((await put(product.url, network)).status).toBe(200)
  expect(await look(product.url, network)).toEqual(wanted)
}, 60_000)
