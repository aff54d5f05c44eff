import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { NoteId, SessionId } from '../../shared/model/ids.ts'
import { NO_SERIES, type Series } from '../../shared/model/series.ts'
import { openInThread } from '../../server/storage/storage-thread.ts'
import type { Storage } from '../../server/storage/storage.ts'
import { storedNetwork, storedPerson } from '../helpers/stored-network.ts'

// What is erased is in no byte of any file of the database.

const SECRET = 'EEN-MAMA-DEED-HAAR-VERHAAL'
const SNAPSHOT = Uint8Array.from([0, 0])

let path: string
let storage: Storage
beforeEach(async () => {
  path = join(mkdtempSync(join(tmpdir(), 'bijeen-erased-')), 'bijeen.db')
  storage = await openInThread(path)
})
afterEach(async () => {
  await storage.close()
  rmSync(join(path, '..'), { recursive: true, force: true })
})

const everyFile = (): string =>
  readdirSync(join(path, '..'))
    .map((file) => readFileSync(join(path, '..', file), 'latin1'))
    .join('')

/** A network whose first board has the secret in its log. */
async function networkWithSecret(about: Parameters<typeof storedNetwork>[0] = {}) {
  const made = storedNetwork(about)
  await storage.createNetwork(made)
  const session = made.sessions[0]!.id
  const update = new TextEncoder().encode(SECRET.repeat(300))
  await storage.commitBoards([{ session, updates: [update], newClients: new Map() }])
  expect(everyFile()).toContain(SECRET)
  return { ...made, session }
}

test('a text that was withdrawn, once its board is folded', async () => {
  const { session } = await networkWithSecret()
  await storage.foldBoard({ session, snapshot: SNAPSHOT, epoch: 1 })
  expect(everyFile()).not.toContain(SECRET)
})

test('a network that was erased, with all that was in it', async () => {
  const { network } = await networkWithSecret({ title: SECRET, names: [SECRET] })
  await storage.eraseNetwork(network.id)
  expect(everyFile()).not.toContain(SECRET)
})

test('a person who was removed, and a name that was taken back', async () => {
  const made = storedNetwork()
  const { id } = made.network
  await storage.createNetwork(made)
  const people = [storedPerson(id, { name: `${SECRET} 1` }), storedPerson(id, { name: `${SECRET} 2` })] as const
  for (const one of people) await storage.addMember(one, { hash: one.id, network: id, participant: one.id })
  expect(everyFile()).toContain(SECRET)
  await storage.removeMember(people[0].id)
  expect(everyFile()).not.toContain(`${SECRET} 1`)
  await storage.changeMember(people[1].id, { name: null })
  expect(everyFile()).not.toContain(SECRET)
})

test('who laid which dots, once the vote is closed', async () => {
  const made = storedNetwork()
  await storage.createNetwork(made)
  const [{ id: session, control } = made.sessions[1]!] = made.sessions
  const participant = made.facilitator.id
  const target = SECRET as NoteId
  await storage.castDots({ session, version: 1, participant, target, dots: 2, insteadOf: [], budget: 5 })
  expect(everyFile()).toContain(SECRET)
  await storage.endVote(session, 1, control)
  expect(everyFile()).not.toContain(SECRET)
})

test('drafts, once they were shown, or erased without that', async () => {
  const made = storedNetwork()
  await storage.createNetwork(made)
  const [session, other] = made.sessions.map(({ id }) => id) as [SessionId, SessionId]
  const owner = made.facilitator.id
  const draft = (of: SessionId, ending: string) => ({
    session: of,
    owner,
    updates: [new TextEncoder().encode(`${SECRET} ${ending} `.repeat(300))],
    newClients: new Map(),
  })
  await storage.commitBoards([draft(session, 'GETOOND'), draft(other, 'GEWIST')])
  expect([everyFile().includes(`${SECRET} GETOOND`), everyFile().includes(`${SECRET} GEWIST`)]).toEqual([true, true])
  // What came into the pad with the same commit, too.
  await storage.moveNotes({
    session,
    commits: [draft(session, 'ONDERWEG')],
    folds: [{ session, owner, snapshot: SNAPSHOT, epoch: 2 }],
    owners: [],
    change: null,
  })
  expect([everyFile().includes(`${SECRET} GETOOND`), everyFile().includes(`${SECRET} ONDERWEG`)]).toEqual([
    false,
    false,
  ])
  await storage.erasePads(other)
  expect(everyFile()).not.toContain(SECRET)
})

test('what was said of a series, once it is to be forgotten, or its network is erased', async () => {
  const made = storedNetwork()
  const { id } = made.network
  await storage.createNetwork(made)
  // Longer than a page of the file: what the shorter state does not cover would stay readable.
  const saying = (words: string): Series => ({
    ...NO_SERIES,
    aspects: Array.from({ length: 200 }, (_, i) => `${words} ${i} en nog wat erbij`),
  })
  expect(await storage.changeSeries(id, 0, saying(SECRET))).toBe(true)
  expect(await storage.changeSeries(id, 1, saying('BLIJFT'))).toBe(true)
  expect(everyFile()).toContain(SECRET)
  // Refused: what others need to do again is not taken from them.
  expect(await storage.changeSeries(id, 1, NO_SERIES, true)).toBe(false)
  expect((await storage.findSeries(id)).series).toEqual(saying('BLIJFT'))
  expect(await storage.changeSeries(id, 2, { ...NO_SERIES, question: 'KORT' }, true)).toBe(true)
  expect([everyFile().includes(SECRET), everyFile().includes('BLIJFT'), everyFile().includes('KORT')]).toEqual([
    false,
    false,
    true,
  ])
  await storage.eraseNetwork(id)
  expect(everyFile()).not.toContain('KORT')
})

test('while another program reads the database, nobody waits for it, and it is gone as soon as that ends', async () => {
  const { session } = await networkWithSecret()
  const reader = new Database(path, { readonly: true })
  reader.exec('BEGIN')
  reader.prepare('select count(*) from board_log').get()
  await storage.foldBoard({ session, snapshot: SNAPSHOT, epoch: 1 })
  expect(everyFile()).toContain(SECRET)
  expect(reader.prepare('select count(*) as n from board_log').get()).toEqual({ n: 1 })
  reader.close()
  await vi.waitUntil(() => !everyFile().includes(SECRET), { timeout: 5_000 })
})

test('what a server that was killed left in the log is gone when the next one is there', async () => {
  const { session } = await networkWithSecret()
  const reader = new Database(path, { readonly: true })
  reader.exec('BEGIN')
  reader.prepare('select count(*) from board_log').get()
  await storage.foldBoard({ session, snapshot: SNAPSHOT, epoch: 1 })
  // With a reader there, the log outlives the server, as it does after a kill.
  await storage.close()
  expect(everyFile()).toContain(SECRET)
  storage = await openInThread(path)
  reader.close()
  await vi.waitUntil(() => !everyFile().includes(SECRET), { timeout: 5_000 })
})
