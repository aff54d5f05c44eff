import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { newNoteId } from '../../shared/model/ids.ts'
import { CannotOpen } from '../../server/storage/failures.ts'
import { openSqlite } from '../../server/storage/sqlite.ts'
import { openInThread } from '../../server/storage/storage-thread.ts'
import { makeReadOnly } from '../helpers/read-only.ts'
import { storedNetwork } from '../helpers/stored-network.ts'
import { storageContract } from './storage-contract.ts'

const directories: string[] = []
const directory = () => {
  const made = mkdtempSync(join(tmpdir(), 'bijeen-storage-'))
  directories.push(made)
  return made
}
afterEach(() => directories.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true })))

for (const [name, open] of [
  ['sqlite', openSqlite],
  ['sqlite in a thread', openInThread],
] as const)
  storageContract(name, async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'bijeen-storage-')), 'bijeen.db')
    return { open: () => open(path), clean: () => rmSync(join(path, '..'), { recursive: true, force: true }) }
  })

const sentence = async (opening: Promise<unknown>): Promise<string> => {
  const error = await opening.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(CannotOpen)
  return (error as Error).message
}

test('the last directory is made, one that misses more is refused', async () => {
  const made = join(directory(), 'new', 'bijeen.db')
  await (await openSqlite(made)).close()
  expect(existsSync(made)).toBe(true)
  expect(await sentence(openSqlite(join(directory(), 'a', 'b', 'bijeen.db')))).toMatch(/DATA_DIR/)
})

test('a second server on the same database is kept out, and lets in when the first stops', async () => {
  const path = join(directory(), 'bijeen.db')
  const first = await openSqlite(path)
  expect(await sentence(openSqlite(path))).toMatch(/Another Bijeen/)
  await first.close()
  await (await openSqlite(path)).close()
})

test('a database that another program locks is refused with a sentence', async () => {
  const path = join(directory(), 'bijeen.db')
  await (await openSqlite(path)).close()
  const other = new Database(path)
  other.pragma('locking_mode = EXCLUSIVE')
  other.exec('BEGIN EXCLUSIVE')
  expect(await sentence(openSqlite(path, { busyMs: 20 }))).toMatch(/locked by another program/)
  other.close()
  await (await openSqlite(path)).close()
})

test('a database of a newer version is refused and left as it was', async () => {
  const path = join(directory(), 'bijeen.db')
  await (await openSqlite(path)).close()
  const newer = new Database(path)
  newer.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('999-later', '2030-01-01')
  newer.close()
  expect(await sentence(openSqlite(path))).toMatch(/newer version/)
})

/** What each migration made, and what states had not before it. */
const MADE_BY: Readonly<Record<string, { readonly made: readonly string[]; readonly fields?: readonly string[] }>> = {
  '003': { made: ['table vote'], fields: ['vote'] },
  '004': { made: ['table pad_log', 'table pad_snapshot', 'table note_owner'], fields: ['promised', 'ended', 'here'] },
  '005': { made: ['table rehearsal'] },
  '006': { made: ['table invitation', 'index token_of_member'] },
  '007': { made: ['table mark'] },
  '008': { made: ['table series'] },
  '009': { made: ['table imported_mark'], fields: ['minutes'] },
  '010': { made: ['table share'] },
}

/** Makes of a database one of before this migration. */
function goBackTo(database: Database.Database, migration: string): void {
  for (const [name, { made, fields = [] }] of Object.entries(MADE_BY)) {
    if (name < migration) continue
    for (const one of made) database.exec(`drop ${one}`)
    for (const field of fields) database.exec(`update control_state set state = json_remove(state, '$.${field}')`)
  }
  database.exec(`delete from kysely_migration where name >= '${migration}'`)
}

test('a database of before there were votes is brought up to date, and keeps what it has', async () => {
  const path = join(directory(), 'bijeen.db')
  const made = storedNetwork()
  const first = await openSqlite(path)
  await first.createNetwork(made)
  await first.close()
  const older = new Database(path)
  goBackTo(older, '003')
  older.close()
  const storage = await openSqlite(path)
  const session = made.sessions[0]!
  expect((await storage.findSession(session.id))?.control).toEqual(session.control)
  expect(await storage.dotsIn(session.id)).toEqual([])
  expect(await storage.invitationsOf(made.network.id)).toEqual([])
  await storage.close()
})

test('a database of before there were pads is brought up to date, and keeps its boards and votes', async () => {
  const path = join(directory(), 'bijeen.db')
  const made = storedNetwork()
  const session = made.sessions[0]!
  const first = await openSqlite(path)
  await first.createNetwork(made)
  const participant = made.facilitator.id
  const board = { session: session.id, updates: [Uint8Array.of(1, 2)], newClients: new Map([[7, participant]]) }
  await first.commitBoards([board])
  const target = newNoteId()
  await first.castDots({ session: session.id, version: 1, participant, target, dots: 2, insteadOf: [], budget: 5 })
  await first.close()
  const older = new Database(path)
  goBackTo(older, '004')
  older.close()
  const storage = await openSqlite(path)
  expect((await storage.findSession(session.id))?.control).toEqual(session.control)
  expect((await storage.loadBoard(session.id)).log.map((update) => [...update])).toEqual([[1, 2]])
  expect(await storage.dotsIn(session.id)).toEqual([{ participant, target, dots: 2 }])
  expect([await storage.padsIn(session.id), await storage.noteOwners(session.id)]).toEqual([[], []])
  await storage.commitBoards([{ ...board, owner: participant }])
  expect(await storage.padsIn(session.id)).toEqual([participant])
  await storage.close()
})

test('a file that is no database is refused and left as it was', async () => {
  const path = join(directory(), 'bijeen.db')
  writeFileSync(path, 'no database at all, but long enough to be looked at '.repeat(40))
  const before = readFileSync(path)
  expect(await sentence(openSqlite(path))).toMatch(/not a Bijeen database/)
  expect(readFileSync(path)).toEqual(before)
})

test('a database that may not be written is refused at the start, and left as it was', async () => {
  const path = join(directory(), 'bijeen.db')
  await (await openSqlite(path)).close()
  makeReadOnly(path)
  const before = readFileSync(path)
  expect(await sentence(openSqlite(path))).toMatch(/read-only/)
  expect(readFileSync(path)).toEqual(before)
})
