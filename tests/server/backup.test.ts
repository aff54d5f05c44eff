import { readdirSync } from 'node:fs'
import { join as path } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { NoteId } from '../../shared/model/ids.ts'
import { boardRoom, MESSAGE, type Hello } from '../../shared/wire/sync.ts'
import { Colleague, type Says } from '../helpers/colleague.ts'
import { bytesIn, wordsIn } from '../helpers/database-bytes.ts'
import { cleanUp, directory, runProgram, type Process } from '../helpers/process.ts'
import { startProduct, type Product } from '../helpers/product.ts'
import { ask, join, startNetwork, type TestNetwork } from '../helpers/server.ts'

// `npm run backup` of a server that runs, and `npm run restore` in another place.

const products: Product[] = []
afterEach(async () => {
  for (const one of products.splice(0)) await one.stop()
  cleanUp()
})

async function product(env: Record<string, string> = {}): Promise<Product> {
  const one = await startProduct(env)
  products.push(one)
  return one
}

/** It says it is done, and is. */
async function done(one: Process, says: RegExp): Promise<void> {
  const { code, printed } = await one.ended
  expect(printed).toMatch(says)
  expect(code).toBe(0)
}

/** What a device is told first of a board. */
async function epochTold(url: string, { session, token }: TestNetwork): Promise<number> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${boardRoom(session.id)}?token=${token}`)
  const hello = await new Promise<Buffer>((told) =>
    socket.on('message', (data: Buffer) => data[0] === MESSAGE.hello && told(data)),
  )
  socket.terminate()
  return (JSON.parse(hello.subarray(hello.indexOf('{')).toString()) as Hello).epoch
}

async function notesOf(url: string, { session, token }: TestNetwork): Promise<ReadonlyMap<NoteId, string>> {
  const record = `/api/sessions/${session.id}/record?level=full`
  const { body } = await ask<{ notes: { id: NoteId; text: string }[] }>(url, 'GET', record, { token })
  return new Map(body.notes.map(({ id, text }) => [id, text]))
}

async function colleagues(one: Product, { session }: TestNetwork, count: number): Promise<Colleague[]> {
  const zone = session.zones.find(({ kind }) => kind === 'reflection')!.id
  const all: Colleague[] = []
  for (let i = 0; i < count; i++) all.push(new Colleague(one.url, session.id, zone, await join(one.url, session.code)))
  await vi.waitUntil(() => all.every(({ isHere }) => isHere), { timeout: 5_000, interval: 5 })
  return all
}

test('a backup of a server on which everyone writes has all that was saved before it began, and starts elsewhere', async () => {
  const here = await product({ FOLD_AFTER_MS: '100' })
  const network = await startNetwork(here.url)
  const all = await colleagues(here, network, 3)
  const folder = directory()
  let isOver = false
  const writing = (async () => {
    for (let n = 0; !isOver; n++) {
      for (const one of all) one.rewrite(one.write(`briefje ${n}`), `briefje ${n}, en nog iets`)
      // The server takes 40 messages a second from one person.
      await pause(60)
    }
  })()
  await vi.waitUntil(() => all.every(({ savedEdits }) => savedEdits > 30), { timeout: 5_000, interval: 2 })
  const least = new Map<NoteId, Says>(all.flatMap((one) => [...one.saved()]))
  const before = all.map(({ savedEdits }) => savedEdits)
  await done(
    runProgram('backup', { folder, DATA_DIR: here.dataDir }, 'copy.db'),
    /Backed up to .*copy\.db: 1 network, /,
  )
  // Otherwise nobody wrote meanwhile.
  expect(all.map(({ savedEdits }, i) => savedEdits - before[i]!)).not.toContain(0)
  isOver = true
  await writing
  const history = new Map(all.flatMap((one) => [...one.history]))
  for (const one of all) one.leave()
  expect(readdirSync(folder)).toEqual(['copy.db'])

  const DATA_DIR = path(directory(), 'data')
  await done(
    runProgram('restore', { folder, DATA_DIR }, 'copy.db'),
    /Restored 1 network with 5 sessions to .*bijeen\.db/,
  )
  expect(readdirSync(DATA_DIR).sort()).toEqual(['bijeen.db', 'bijeen.db.lock'])
  const there = await product({ DATA_DIR })
  const now = await notesOf(there.url, network)
  const missing = [...least].filter(
    ([id, says]) => history.get(id)!.indexOf(now.get(id) ?? null) < history.get(id)!.indexOf(says),
  )
  expect(least.size).toBeGreaterThan(45)
  expect(missing).toEqual([])
  expect(await epochTold(there.url, network)).toBeGreaterThan(await epochTold(here.url, network))
}, 60_000)

test('nothing that was withdrawn or erased is in a byte of a backup', async () => {
  const here = await product({ FOLD_AFTER_MS: '20' })
  const secret = 'Geheimzinnigheid overkwam diegenen donderdagnamiddag onverwacht'
  const [kept, erased] = [await startNetwork(here.url), await startNetwork(here.url, { title: 'Uitgewistnetwerk' })]
  const [writer] = await colleagues(here, kept, 1)
  const [gone] = await colleagues(here, erased, 1)
  gone!.write(secret)
  writer!.write('Ditblijfthier')
  writer!.withdraw(writer!.write(secret))
  await vi.waitUntil(() => writer!.savedEdits === 3 && gone!.savedEdits === 1, { timeout: 5_000 })
  await ask(here.url, 'DELETE', `/api/networks/${erased.id}`, { token: erased.token })
  // The withdrawal is in no file once the board was folded in a silence.
  await vi.waitUntil(() => wordsIn(bytesIn(here.dataDir), secret).length === 0, { timeout: 5_000 })
  const folder = directory()
  await done(runProgram('backup', { folder, DATA_DIR: here.dataDir }), /Backed up to .*bijeen-\d{4}-.*Z\.db: 1 network/)
  const bytes = bytesIn(folder)
  expect(wordsIn(bytes, `${secret} Uitgewistnetwerk Ditblijfthier`)).toEqual(['Ditblijfthier'])
  writer!.leave()
  gone!.leave()
})
