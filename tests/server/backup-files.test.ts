import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join as path } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { NetworkId } from '../../shared/model/ids.ts'
import type { DocumentKey } from '../../server/storage/board-store.ts'
import { openSqlite } from '../../server/storage/sqlite.ts'
import { bytesIn } from '../helpers/database-bytes.ts'
import { cleanUp, directory, runProgram, runWithoutSpace, type Process } from '../helpers/process.ts'
import { storedNetwork, storedPerson } from '../helpers/stored-network.ts'

// What `npm run backup` and `npm run restore` do with files: all of it or nothing, and a sentence.

let folder: string
beforeEach(() => void (folder = directory()))
afterEach(cleanUp)

/** The data folder of a server with one network: stopped, or killed with what was written last beside its database. */
async function dataOf(title: string, { isKilled = false } = {}): Promise<{ DATA_DIR: string; database: string }> {
  const running = path(directory(), 'data')
  const storage = await openSqlite(path(running, 'bijeen.db'))
  const network = storedNetwork({ title })
  await storage.createNetwork(network)
  const [session] = network.sessions
  await storage.foldBoard({ session: session!.id, snapshot: Uint8Array.from([0, 0]), epoch: 7 })
  await storage.changeNetwork(network.network.id, { topic: 'Het laatst geschreven' })
  const DATA_DIR = path(directory(), 'data')
  if (isKilled) cpSync(running, DATA_DIR, { recursive: true })
  await storage.close()
  if (!isKilled) cpSync(running, DATA_DIR, { recursive: true })
  return { DATA_DIR, database: path(DATA_DIR, 'bijeen.db') }
}

async function networksIn(database: string): Promise<{ title: string; topic: string }[]> {
  const storage = await openSqlite(database)
  const ids: NetworkId[] = await storage.networkIds()
  const networks = await Promise.all(ids.map((id) => storage.findNetwork(id)))
  await storage.close()
  return networks.map((network) => ({ title: network!.title, topic: network!.topic }))
}

function epochsIn(database: string): number[] {
  const opened = new Database(database, { readonly: true })
  const boards = 'select coalesce(epoch, 1) from session left join board_snapshot on session_id = id'
  const epochs = opened.prepare<[], number>(boards).pluck().all()
  opened.close()
  return epochs
}

const backUp = (DATA_DIR: string, ...args: string[]) => runProgram('backup', { folder, DATA_DIR }, ...args)
const restore = (DATA_DIR: string, ...args: string[]) => runProgram('restore', { folder, DATA_DIR }, ...args)

/** It says it is done, and is. */
async function done(one: Process): Promise<string> {
  const { code, printed } = await one.ended
  expect([code, printed]).toEqual([0, expect.stringMatching(/^(.* MB …\n)*(Backed up|Restored) /)])
  return printed
}

/** Exit code 1, one sentence that fits, no stack. */
async function refusesWith(one: Process, sentence: RegExp): Promise<void> {
  const { code, printed } = await one.ended
  expect(printed).toMatch(sentence)
  expect(printed.trim().split('\n')).toHaveLength(1)
  expect(code).toBe(1)
}

describe('a backup', () => {
  test('is made of a server that was stopped, or killed', async () => {
    for (const isKilled of [false, true]) {
      const { DATA_DIR } = await dataOf('Netwerk', { isKilled })
      await done(backUp(DATA_DIR, `${isKilled}.db`))
      expect(await networksIn(path(folder, `${isKilled}.db`))).toEqual([
        { title: 'Netwerk', topic: 'Het laatst geschreven' },
      ])
    }
  })

  test('lies in the present folder, or in the one that was named, under the name of its moment', async () => {
    const { DATA_DIR } = await dataOf('Netwerk')
    mkdirSync(path(folder, 'elsewhere'))
    expect(await done(backUp(DATA_DIR))).toContain('yours to erase')
    await done(backUp(DATA_DIR, 'elsewhere'))
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    expect(names.filter((name) => /^(elsewhere.)?bijeen-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.db$/.test(name))).toHaveLength(
      2,
    )
    expect(names).toHaveLength(3)
  })

  test.each<[string, (DATA_DIR: string) => Process, RegExp]>([
    ['in the place of a file that is there', (DATA_DIR) => backUp(DATA_DIR, 'taken.db'), /taken\.db is there already/],
    ['in a folder that is not there', (DATA_DIR) => backUp(DATA_DIR, 'a/b.db'), /directory of .*b\.db is not there/],
    ['of data that is not there', () => backUp(path(folder, 'none')), /no database .*none.bijeen\.db\. Check DATA_DIR/],
    [
      'with words that it does not know',
      (DATA_DIR) => backUp(DATA_DIR, '--all'),
      /npm run backup -- \[FILE or FOLDER\]/,
    ],
    [
      'on a disk that is full',
      (DATA_DIR) => runWithoutSpace(65_536, 'backup', { folder, DATA_DIR }, 'b.db'),
      /b\.db cannot be written.* Nothing of the backup is left/,
    ],
  ])('is not made %s, and nothing of it is left', async (_, run, sentence) => {
    const { DATA_DIR } = await dataOf('Netwerk')
    writeFileSync(path(folder, 'taken.db'), 'mine')
    await refusesWith(run(DATA_DIR), sentence)
    expect(readdirSync(folder)).toEqual(['taken.db'])
    expect(readFileSync(path(folder, 'taken.db'), 'utf8')).toBe('mine')
  })

  test.each([
    ['is no database', (database: string) => writeFileSync(database, 'not a database '.repeat(500))],
    ['is damaged', (database: string) => writeFileSync(database, garbled(readFileSync(database)))],
    ['is of another program', otherProgram],
  ])('is not made of what %s', async (_, spoil) => {
    const { DATA_DIR, database } = await dataOf('Netwerk')
    spoil(database)
    await refusesWith(backUp(DATA_DIR), /bijeen\.db is not a Bijeen database/)
    expect(readdirSync(folder)).toEqual([])
  })

  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('that ends by %s leaves nothing', async (signal) => {
    const { DATA_DIR, database } = await dataOf('Netwerk')
    const large = new Database(database)
    // Long enough to be in the middle of it.
    const row = large.prepare(
      'insert into board_log (session_id, update_bytes) select id, randomblob(4000000) from session',
    )
    for (let i = 0; i < 8; i++) row.run()
    large.close()
    const one = backUp(DATA_DIR, 'b.db')
    await vi.waitUntil(() => existsSync(path(folder, 'b.db.partial')), { timeout: 10_000, interval: 1 })
    one.child.kill(signal)
    const { code, printed } = await one.ended
    if (signal !== 'SIGKILL') expect([code, printed]).toEqual([1, 'The backup was stopped. Nothing of it is left.\n'])
    await vi.waitUntil(() => readdirSync(folder).length === 0, { timeout: 10_000 })
    await done(backUp(DATA_DIR, 'b.db'))
    expect(readdirSync(folder)).toEqual(['b.db'])
  })
})

/** The pages after the first are not what they were. */
const garbled = (bytes: Buffer): Buffer => bytes.fill(0x5a, 4096, bytes.length)

function otherProgram(database: string): void {
  truncateSync(database)
  const other = new Database(database)
  other.exec('create table network (id text); create table recipe (id text)')
  other.close()
}

describe('a restore', () => {
  let backup: Buffer
  beforeAll(async () => {
    folder = directory()
    await done(backUp((await dataOf('Uit de kopie')).DATA_DIR, 'b.db'))
    backup = readFileSync(path(folder, 'b.db'))
    cleanUp()
  })
  /** The backup of a network, in the folder. */
  function backedUp(): string {
    writeFileSync(path(folder, 'b.db'), backup)
    return path(folder, 'b.db')
  }
  const fromBackup = [{ title: 'Uit de kopie', topic: 'Het laatst geschreven' }]

  test('where nothing is makes all of it, and begins a new epoch for every board', async () => {
    const copy = backedUp()
    const DATA_DIR = path(directory(), 'data')
    expect(await done(restore(DATA_DIR, 'b.db'))).toMatch(/Restored 1 network with 2 sessions to .*bijeen\.db\.\nStart/)
    const epochs = epochsIn(path(DATA_DIR, 'bijeen.db'))
    expect(epochsIn(copy).sort()).toEqual([1, 7])
    expect(Math.min(...epochs)).toBeGreaterThan(7)
    expect(await networksIn(path(DATA_DIR, 'bijeen.db'))).toEqual(fromBackup)
  })

  test('takes the place of another network only when asked, and leaves nothing of that', async () => {
    backedUp()
    for (const isKilled of [false, true]) {
      const { DATA_DIR, database } = await dataOf('Het vorige netwerk', { isKilled })
      await refusesWith(restore(DATA_DIR, 'b.db'), /bijeen\.db is there already. With --replace/)
      expect(bytesIn(DATA_DIR).includes('Het vorige netwerk')).toBe(true)
      await done(restore(DATA_DIR, 'b.db', '--replace'))
      expect(readdirSync(DATA_DIR).sort()).toEqual(['bijeen.db', 'bijeen.db.lock'])
      expect(bytesIn(DATA_DIR).includes('Het vorige netwerk')).toBe(false)
      expect(await networksIn(database)).toEqual(fromBackup)
    }
  })

  test('begins a later epoch each time, also at once after the other, and after a clock went back', async () => {
    backedUp()
    const { DATA_DIR, database } = await dataOf('Het vorige netwerk')
    const epochs: number[] = []
    for (let time = 0; time < 3; time++) {
      await done(restore(DATA_DIR, 'b.db', '--replace'))
      epochs.push(...new Set(epochsIn(database)))
      const later = new Database(database)
      later.exec('update board_snapshot set epoch = epoch + 100000')
      later.close()
      epochs.push(...new Set(epochsIn(database)))
    }
    expect(epochs).toHaveLength(6)
    expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b))
  })

  test('holds the pads, and begins a new epoch for each: written to, folded, or made anew', async () => {
    const { DATA_DIR, database } = await dataOf('Netwerk')
    const before = await openSqlite(database)
    const [id] = await before.networkIds()
    const [session] = await before.sessionsOf(id!)
    const members = [storedPerson(id!), storedPerson(id!)]
    for (const one of members) await before.addMember(one, { hash: one.id, network: id!, participant: one.id })
    const [an, bo] = members.map((one) => ({ session: session!.id, owner: one.id })) as [DocumentKey, DocumentKey]
    await before.commitBoards([{ ...an, updates: [Uint8Array.of(1)], newClients: new Map() }])
    await before.foldBoard({ ...bo, snapshot: Uint8Array.of(2), epoch: 1_000_000_000 })
    await before.commitBoards([{ ...bo, updates: [Uint8Array.of(3)], newClients: new Map() }])
    await before.close()
    await done(backUp(DATA_DIR, 'pads.db'))
    const elsewhere = path(directory(), 'data')
    await done(restore(elsewhere, 'pads.db'))
    const after = await openSqlite(path(elsewhere, 'bijeen.db'))
    const [ofAn, ofBo] = await Promise.all([an, bo].map(({ session, owner }) => after.loadBoard(session, owner)))
    await after.close()
    expect([ofAn!.snapshot, ofAn!.log.map((one) => [...one])]).toEqual([null, [[1]]])
    expect([[...ofBo!.snapshot!], ofBo!.log.map((one) => [...one])]).toEqual([[2], [[3]]])
    expect([...new Set([ofAn!.epoch, ofBo!.epoch, ...epochsIn(path(elsewhere, 'bijeen.db'))])]).toEqual([1_000_000_001])
  })

  test('takes the place of a database of before there were pads', async () => {
    backedUp()
    const { DATA_DIR, database } = await dataOf('Het vorige netwerk')
    const older = new Database(database)
    older.exec(`drop table pad_log; drop table pad_snapshot; drop table note_owner`)
    older.exec(`delete from kysely_migration where name >= '004'; update board_snapshot set epoch = 1000000000`)
    older.close()
    await done(restore(DATA_DIR, 'b.db', '--replace'))
    expect(new Set(epochsIn(database))).toEqual(new Set([1_000_000_001]))
  })

  test('takes the place of a damaged database', async () => {
    backedUp()
    const { DATA_DIR, database } = await dataOf('Het vorige netwerk', { isKilled: true })
    writeFileSync(database, 'not a database '.repeat(500))
    await done(restore(DATA_DIR, 'b.db', '--replace'))
    expect(await networksIn(database)).toEqual(fromBackup)
  })

  test('is made of a folder that was copied as it lay, too', async () => {
    const { database } = await dataOf('Uit de kopie', { isKilled: true })
    const DATA_DIR = path(directory(), 'data')
    await done(restore(DATA_DIR, database))
    expect(await networksIn(path(DATA_DIR, 'bijeen.db'))).toEqual(fromBackup)
  })

  test('is not made while a server uses the database', async () => {
    backedUp()
    const { DATA_DIR, database } = await dataOf('Het vorige netwerk')
    const server = await openSqlite(database)
    await refusesWith(restore(DATA_DIR, 'b.db', '--replace'), /Another Bijeen uses this database/)
    await server.close()
    expect(await networksIn(database)).toMatchObject([{ title: 'Het vorige netwerk' }])
  })

  test('is not made while another program has the database open', async () => {
    backedUp()
    const { DATA_DIR, database } = await dataOf('Het vorige netwerk')
    const other = new Database(database)
    other.pragma('journal_mode')
    other.prepare('select count(*) from network').get()
    await refusesWith(restore(DATA_DIR, 'b.db', '--replace'), /locked by another program/)
    expect(other.prepare('select title from network').pluck().all()).toEqual(['Het vorige netwerk'])
    other.close()
    expect(readdirSync(DATA_DIR).sort()).toEqual(['bijeen.db', 'bijeen.db.lock'])
  })

  const newer = (copy: string) => {
    const database = new Database(copy)
    database.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('999-later', '')
    database.close()
  }
  test.each<[string, (copy: string) => void, RegExp]>([
    [
      'that is no database',
      (copy) => writeFileSync(copy, 'not a database '.repeat(500)),
      /b\.db is not a Bijeen database, or it is damaged/,
    ],
    ['that is empty', (copy) => truncateSync(copy), /b\.db is not a Bijeen database/],
    [
      'that is damaged',
      (copy) => writeFileSync(copy, garbled(readFileSync(copy))),
      /b\.db is not a Bijeen database, or it is damaged/,
    ],
    ['that was cut off', (copy) => truncateSync(copy, 40_960), /b\.db is not a Bijeen database, or it is damaged/],
    ['of another program', otherProgram, /b\.db is not a Bijeen database/],
    ['of a newer version', newer, /newer version of Bijeen/],
  ])('is not made from a file %s, and changes nothing', async (_, spoil, sentence) => {
    spoil(backedUp())
    const { DATA_DIR, database } = await dataOf('Het vorige netwerk')
    const before = readFileSync(database)
    await refusesWith(restore(DATA_DIR, 'b.db', '--replace'), sentence)
    expect(readdirSync(DATA_DIR).sort()).toEqual(['bijeen.db', 'bijeen.db.lock'])
    expect(readFileSync(database)).toEqual(before)
  })

  test.each<[string, (DATA_DIR: string) => Process, RegExp]>([
    ['from a file that is not there', (DATA_DIR) => restore(DATA_DIR, 'none.db'), /There is no file .*none\.db/],
    ['without a file', (DATA_DIR) => restore(DATA_DIR), /npm run restore -- FILE \[--replace\]/],
    ['with words that it does not know', (DATA_DIR) => restore(DATA_DIR, 'b.db', '--force'), /npm run restore -- FILE/],
    ['to a place that is not there', () => restore(path(folder, 'a', 'b'), 'b.db'), /DATA_DIR/],
    [
      'on a disk that is full',
      (DATA_DIR) => runWithoutSpace(65_536, 'restore', { folder, DATA_DIR }, 'b.db', '--replace'),
      /b\.db cannot be copied/,
    ],
  ])('is not made %s, and changes nothing', async (_, run, sentence) => {
    backedUp()
    const { DATA_DIR, database } = await dataOf('Het vorige netwerk')
    const before = readFileSync(database)
    await refusesWith(run(DATA_DIR), sentence)
    expect(readFileSync(database)).toEqual(before)
    expect(readdirSync(DATA_DIR).filter((name) => !name.startsWith('bijeen.db'))).toEqual([])
    expect(existsSync(`${database}.restoring`)).toBe(false)
  })

  test('that was killed leaves nothing when the server is there again', async () => {
    const { DATA_DIR, database } = await dataOf('Het vorige netwerk')
    writeFileSync(`${database}.restoring`, 'Half a backup')
    await networksIn(database)
    expect(readdirSync(DATA_DIR).sort()).toEqual(['bijeen.db', 'bijeen.db.lock'])
  })
})
