import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, writeNote } from '../../shared/doc/commands.ts'
import { CLOSE } from '../../shared/wire/sync.ts'
import { NOW, open } from '../helpers/gated-board.ts'
import { LiveBoards, until, type Device } from '../helpers/live-boards.ts'

// A document that takes three times the room of the same board without a past is made anew once nobody is there. What a
// device still has of the former one is of another epoch: it starts anew, and brings nothing of the past back.

let live: LiveBoards
afterEach(() => live.end())

const NOTES = 3
const LETTERS = 3_000

/** Two people who type every other letter of the same notes: each letter is kept by itself, with who came before it. */
function typedByTwo(): Uint8Array {
  const [an, bo] = [new Y.Doc(), new Y.Doc()]
  const board = boardDoc(an)
  const writer = { author: null, organisation: null }
  for (let n = 0; n < NOTES; n++) {
    const id = writeNote(board, writer, { text: `Briefje ${n} `, zone: open.id, x: 0, y: 0 }, NOW)
    Y.applyUpdate(bo, Y.encodeStateAsUpdate(an, Y.encodeStateVector(bo)))
    const [here, there] = [an, bo].map((doc) => doc.getMap<Y.Map<Y.Text>>('notes').get(id)?.get('text'))
    for (let i = 0; i < LETTERS; i += 2) {
      here!.insert(here!.length, 'a')
      Y.applyUpdate(bo, Y.encodeStateAsUpdate(an, Y.encodeStateVector(bo)))
      there!.insert(there!.length, 'b')
      Y.applyUpdate(an, Y.encodeStateAsUpdate(bo, Y.encodeStateVector(an)))
    }
  }
  return Y.encodeStateAsUpdate(an)
}

/** A board with such a past, and someone who has all of it. */
async function boardWithAPast(): Promise<{ an: Device; texts: string[] }> {
  live = await LiveBoards.start()
  await live.store.foldBoard({ session: live.session, snapshot: typedByTwo(), epoch: 1 })
  const an = live.device()
  await an.here()
  await until('the notes are there', () => an.texts.length === NOTES)
  return { an, texts: an.texts }
}

const sizeOnDisk = () => live.store.kept(live.session).snapshot?.byteLength ?? 0
const madeAnew = () => until('the board is made anew', () => live.store.kept(live.session).epoch === 2)

test('it has the same notes in a third of the room, and a higher epoch', async () => {
  const { an, texts } = await boardWithAPast()
  const before = sizeOnDisk()
  an.write('Nog iets')
  await until('it is saved', () => an.saved === 2)
  expect(live.store.kept(live.session).clients.size).toBe(1)
  an.leave()
  await madeAnew()
  expect(sizeOnDisk()).toBeLessThan(before / 3)
  // Its only writer is the server: nobody else may write with that client.
  expect(live.store.kept(live.session).clients.size).toBe(0)
  const bo = live.device()
  await bo.sees(...texts, 'Nog iets')
  expect(bo.hello).toMatchObject({ epoch: 2 })
})

test('who has the former document is told to start anew, and nothing of it comes back', async () => {
  const { an, texts } = await boardWithAPast()
  an.goOffline()
  await madeAnew()
  an.write('Onderweg geschreven')
  an.comeBack()
  await an.closed(CLOSE.epoch)
  expect(an.reset).toEqual([{ epoch: 2, reason: 'reset-first' }])
  const bo = live.device()
  await bo.sees(...texts)
})

test('content from a device that did not ask first is not taken: nobody knows of which epoch it is', async () => {
  const { an } = await boardWithAPast()
  an.goOffline()
  await madeAnew()
  const socket = live.socket(live.device('member', an))
  await new Promise((done) => socket.on('open', done))
  const closed = new Promise((done) => socket.on('close', done))
  socket.send(Uint8Array.from([0, 2, 2, 0, 0]))
  expect(await closed).toBe(CLOSE.epoch)
})

test('who wrote offline in the present epoch comes back as ever', async () => {
  const { an, texts } = await boardWithAPast()
  an.leave()
  await madeAnew()
  const [bo, cas] = [live.device(), live.device()]
  await Promise.all([bo.sees(...texts), cas.sees(...texts)])
  bo.goOffline()
  bo.write('Onderweg geschreven')
  bo.comeBack()
  await cas.sees(...texts, 'Onderweg geschreven')
  expect(bo.reset).toEqual([])
})

test('who comes while it is made anew is sent to the new one, and what the server is asked waits for it', async () => {
  const { an, texts } = await boardWithAPast()
  live.store.stall()
  an.leave()
  await until('the fold is under way', () => live.store.folds === 2)
  const bo = live.device()
  await until('it is told the epoch', () => bo.hello !== null)
  const written = live.rooms.write(live.session, (board) =>
    writeNote(board, { author: null, organisation: null }, { text: 'Van de server', zone: open.id, x: 0, y: 0 }, NOW),
  )
  live.store.go()
  await bo.closed(CLOSE.epoch)
  await written
  expect(live.store.kept(live.session).epoch).toBe(2)
  const cas = live.device()
  await cas.sees(...texts, 'Van de server')
})

test('a restored board is made anew by the first who opens it, and what was written after the backup does not come back', async () => {
  live = await LiveBoards.start()
  const an = live.device()
  await an.here()
  an.write('Voor de kopie')
  await until('it is saved', () => an.saved === 2)
  const { snapshot, log } = structuredClone(live.store.kept(live.session))
  an.write('Na de kopie')
  await until('it is saved too', () => an.saved === 3)
  an.goOffline()
  await until('the board is put away', () => live.store.folds === 1 && live.rooms.census().boards === 0)
  // As `npm run restore` leaves it: the state of then, and an epoch that no board had.
  live.store.put(live.session, { snapshot, log, epoch: 200_000_000 })
  an.comeBack()
  await an.closed(CLOSE.epoch)
  const [bo, cas] = [live.device(), live.device()]
  await Promise.all([bo.sees('Voor de kopie'), cas.sees('Voor de kopie')])
  bo.goOffline()
  bo.write('Van nu')
  bo.comeBack()
  await cas.sees('Voor de kopie', 'Van nu')
  expect(bo.reset).toEqual([])
})

test('so is one without anything on it', async () => {
  live = await LiveBoards.start()
  live.rules = { zones: [], clustering: 'facilitator', step: null, withoutDevice: [] }
  live.store.put(live.session, { snapshot: null, log: [], epoch: 7 })
  const an = live.device()
  await an.here()
  an.goOffline()
  an.comeBack()
  await an.here()
  expect(an.reset).toEqual([])
  expect(an.closes).not.toContain(CLOSE.epoch)
})

test('a board with little past is left as it is', async () => {
  live = await LiveBoards.start()
  const an = live.device()
  await an.here()
  for (let i = 0; i < 40; i++) an.write(`${i} `.repeat(900))
  await until('all is saved', () => an.saved === 41)
  an.leave()
  await until('it is folded', () => live.store.folds === 1 && live.store.kept(live.session).log.length === 0)
  expect(sizeOnDisk()).toBeGreaterThan(64 * 1024)
  expect(live.store.kept(live.session).epoch).toBe(1)
})
