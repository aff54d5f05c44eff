import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type * as Threads from 'node:worker_threads'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newNetworkId, newParticipantId } from '../../shared/model/ids.ts'
import { StorageFailed } from '../../server/storage/failures.ts'
import { openSqlite } from '../../server/storage/sqlite.ts'
import { openInThread, type StorageInThread } from '../../server/storage/storage-thread.ts'
import { storedNetwork, storedPerson } from '../helpers/stored-network.ts'

// What the way to another thread may not change, and what may end there.

const workers = vi.hoisted(() => [] as Threads.Worker[])
vi.mock('node:worker_threads', async (original) => {
  const real = await original<typeof Threads>()
  class Watched extends real.Worker {
    constructor(...args: ConstructorParameters<typeof real.Worker>) {
      super(...args)
      workers.push(this)
    }
  }
  return { ...real, Worker: Watched }
})

let path: string
let storage: StorageInThread
beforeEach(async () => {
  path = join(mkdtempSync(join(tmpdir(), 'bijeen-thread-')), 'bijeen.db')
  storage = await openInThread(path)
})
afterEach(async () => {
  await storage.close()
  rmSync(join(path, '..'), { recursive: true, force: true })
})

const started = async () => {
  const made = storedNetwork()
  await storage.createNetwork(made)
  return { ...made, first: made.sessions[0]!.id }
}

const reason = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'nothing went wrong',
    (error: unknown) => error,
  )

test('whoever waits for the disk holds up nobody else', async () => {
  const { network } = await started()
  const other = new Database(path)
  other.exec('BEGIN IMMEDIATE')
  let isKept = false
  const change = storage.changeNetwork(network.id, { title: 'Nieuw' }).then(() => (isKept = true))
  for (let turn = 0; turn < 100; turn++) await nextTurn()
  expect(isKept).toBe(false)
  // Only now, and by this thread, is the way free.
  other.exec('COMMIT')
  await change
  other.close()
  expect((await storage.findNetwork(network.id))?.title).toBe('Nieuw')
})

test('bytes that are part of a larger buffer travel alone, and their owner keeps them', async () => {
  const { first } = await started()
  const pool = new Uint8Array(1 << 20)
  const update = pool.subarray(1_000, 1_003).fill(7)
  await storage.commitBoards([{ session: first, updates: [update], newClients: new Map() }])
  expect([...update]).toEqual([7, 7, 7])
  const { log } = await storage.loadBoard(first)
  expect(log.map((bytes) => [...bytes])).toEqual([[7, 7, 7]])
  expect(log.map(({ buffer }) => buffer.byteLength)).toEqual([3])
  const posted = vi.spyOn(workers.at(-1)!, 'postMessage')
  await storage.commitBoards([{ session: first, updates: [update], newClients: new Map() }])
  const { args } = posted.mock.calls[0]![0] as { args: [[{ updates: [Uint8Array] }]] }
  expect(args[0][0].updates[0].buffer.byteLength).toBe(3)
})

test.each([
  ['in its thread', openInThread],
  ['without a thread', openSqlite],
])('%s, an error says what it is: the disk, or a fault of ours', async (_, open) => {
  const at = join(path, '..', 'other.db')
  const one = await open(at, { busyMs: 20 })
  const made = storedNetwork()
  await one.createNetwork(made)
  const other = new Database(at)
  other.exec('BEGIN IMMEDIATE')
  const failed = await reason(one.changeNetwork(made.network.id, { title: 'Nieuw' }))
  expect(failed).toBeInstanceOf(StorageFailed)
  expect(failed).toMatchObject({ code: 'SQLITE_BUSY', message: 'database is locked' })
  other.close()
  const nobody = storedPerson(newNetworkId())
  const fault = await reason(one.addMember(nobody, { hash: 'h', network: nobody.network, participant: nobody.id }))
  expect(fault).toBeInstanceOf(Error)
  expect(fault).not.toBeInstanceOf(StorageFailed)
  expect(fault).toMatchObject({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
  expect((fault as Error).stack).toMatch(/sqlite-driver/)
  await one.close()
})

test('what cannot travel is refused to its caller, and the rest goes on', async () => {
  const change = { title: (() => undefined) as unknown as string }
  await expect(storage.changeNetwork(newNetworkId(), change)).rejects.toThrow(/could not be cloned/)
  await storage.ping()
})

test('closing waits for what was asked before, and takes nothing after', async () => {
  const made = storedNetwork()
  const asked = storage.createNetwork(made)
  const closing = storage.close()
  const late = reason(storage.ping())
  await closing
  expect(await asked).toBe('created')
  expect(await late).toBeInstanceOf(StorageFailed)
  await storage.close()
  storage = await openInThread(path)
  expect(await storage.findNetwork(made.network.id)).toEqual(made.network)
})

test('a thread that ends by itself fails all that was asked, says so, and leaves what was kept', async () => {
  const { network } = await started()
  const other = new Database(path)
  other.exec('BEGIN IMMEDIATE')
  const underWay = [storage.changeNetwork(network.id, { title: 'Nieuw' }), storage.findMember(newParticipantId())]
  const failures = underWay.map(reason)
  other.exec('COMMIT')
  other.close()
  await workers.at(-1)!.terminate()
  expect((await storage.gone).message).toMatch(/The thread of the database ended/)
  for (const failure of await Promise.all(failures))
    if (failure !== 'nothing went wrong') expect(failure).toBeInstanceOf(StorageFailed)
  expect(await reason(storage.ping())).toBeInstanceOf(StorageFailed)
  await storage.close()
  storage = await openInThread(path)
  expect(await storage.findNetwork(network.id)).toMatchObject({ id: network.id })
})
