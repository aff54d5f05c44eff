import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rewriteNote, withdrawNotes } from '../../shared/doc/commands.ts'
import { newSessionId } from '../../shared/model/ids.ts'
import { CLOSE, MESSAGE, SYNC } from '../../shared/wire/sync.ts'
import { LiveBoards, until, type Device, type LiveOptions } from '../helpers/live-boards.ts'

// What loses work, made to happen on purpose.

let live: LiveBoards
const start = async (options?: LiveOptions): Promise<LiveBoards> => (live = await LiveBoards.start(options))
afterEach(() => live.end())

/** Two people who are in step with the server. */
async function two(): Promise<[Device, Device]> {
  const both: [Device, Device] = [live.device(), live.device()]
  await Promise.all(both.map((device) => device.here()))
  return both
}

const texts = (): string[] => [...live.store.onDisk(live.session).notes.values()].map(({ text }) => text).sort()

describe('a disk that is slow', () => {
  test('nothing is told before it is on disk: not to others, not to its writer, not to who joins', async () => {
    await start()
    const [an, bo] = await two()
    live.store.stall()
    const before = an.saved
    const commits = live.store.commits
    an.write('Nog niet bewaard')
    await until('it is on its way to the disk', () => live.store.commits > commits)
    const cy = live.device()
    await until('cy has been heard', () => cy.hello !== null)
    const read = live.rooms.read(live.session)
    expect([bo.texts, cy.texts, an.saved]).toEqual([[], [], before])
    expect(cy.provider.synced).toBe(false)
    live.store.go()
    await Promise.all([bo.sees('Nog niet bewaard'), cy.sees('Nog niet bewaard')])
    await until('its writer is told', () => an.saved === before + 1)
    expect((await read).notes.size).toBe(1)
  })
})

describe('a disk that fails', () => {
  test('for a moment: everything is kept back, tried again, and then told', async () => {
    await start()
    const [an, bo] = await two()
    live.store.fail('commits')
    const commits = live.store.commits
    an.write('Eerste')
    await until('it was tried again', () => live.store.commits >= commits + 2)
    an.write('Tweede')
    expect(bo.texts).toEqual([])
    live.store.fail(null)
    await bo.sees('Eerste', 'Tweede')
    await until('both are saved', () => an.saved === 3)
    expect(texts()).toEqual(['Eerste', 'Tweede'])
    expect([an, bo].map(({ closes }) => closes)).toEqual([[], []])
  })

  test('for too long: sockets close with 4503, and the work comes when the disk is back', async () => {
    await start({ giveUpAfterMs: 300 })
    const [an, bo] = await two()
    live.store.fail('commits')
    an.write('Blijft op het toestel')
    await Promise.all([an.closed(CLOSE.tryAgain), bo.closed(CLOSE.tryAgain)])
    expect(bo.texts).toEqual([])
    await expect(live.rooms.write(live.session, (board) => board.notes.delete('x'))).resolves.toBeUndefined()
    const failing = live.rooms.write(live.session, (board) => board.marks.set('x', {}))
    await expect(failing).rejects.toThrow()
    live.store.fail(null)
    await bo.sees('Blijft op het toestel')
    expect(texts()).toEqual(['Blijft op het toestel'])
  })

  test('that never answers is a disk that fails', async () => {
    await start({ giveUpAfterMs: 200 })
    const [an] = await two()
    live.store.stall()
    an.write('Blijft op het toestel')
    await an.closed(CLOSE.tryAgain)
    live.store.go()
    await until('it is there after all', () => texts().length === 1)
  })

  test('for one board does not hold up another', async () => {
    await start()
    const [an] = await two()
    live.store.fail('commits', live.session)
    an.write('Moet wachten')
    const elsewhere = newSessionId()
    await live.rooms.write(elsewhere, (board) => board.marks.set('x', {}))
    expect(texts()).toEqual([])
    live.store.fail(null)
    await until('the first is there too', () => texts().length === 1)
  })

  test('while a board loads: 4503, never an empty board, and the next who comes gets all of it', async () => {
    await start()
    const [an] = await two()
    an.write('Was er al')
    await until('it is saved', () => an.saved === 2)
    await live.restart()
    live.store.fail('loads')
    const bo = live.device()
    await bo.closed(CLOSE.tryAgain)
    expect(bo.provider.synced).toBe(false)
    live.store.fail(null)
    await bo.sees('Was er al')
  })
})

describe('a board comes and goes', () => {
  test('two hundred who come at once share one load', async () => {
    await start()
    live.store.stall()
    const people = Array.from({ length: 200 }, () => live.device())
    await until('all are waiting', () => people.every(({ provider }) => provider.wsconnected))
    live.store.go()
    await Promise.all(people.map((device) => device.here()))
    expect(live.store.loads).toBe(1)
  })

  test('it is folded when the last one leaves, and the next finds it whole', async () => {
    await start()
    const [an, bo] = await two()
    const id = an.write('Weg ermee')
    an.write('Blijft')
    await bo.sees('Blijft', 'Weg ermee')
    withdrawNotes(an.board, [id])
    await bo.sees('Blijft')
    an.leave()
    bo.leave()
    await until('it is folded', () => live.store.kept(live.session).snapshot !== null)
    const { snapshot, log } = live.store.kept(live.session)
    expect(log).toEqual([])
    expect(Buffer.from(snapshot!).includes('Weg ermee')).toBe(false)
    const cy = live.device()
    await cy.sees('Blijft')
    await until('it was loaded again', () => live.store.loads === 2)
  })

  test('it is folded in a silence, while everyone stays', async () => {
    await start({ foldAfterMs: 20 })
    const [an] = await two()
    an.write('Stil')
    await until('it is folded', () => live.store.kept(live.session).snapshot !== null)
    await until('the log is empty', () => live.store.kept(live.session).log.length === 0)
    an.write('Weer iets')
    await until('it goes on', () => texts().length === 2)
  })

  test('a fold that fails loses nothing, and is tried at the next silence', async () => {
    await start({ foldAfterMs: 20 })
    const [an] = await two()
    live.store.fail('folds')
    an.write('Een')
    await until('it is saved', () => texts().length === 1)
    const folds = live.store.folds
    await until('a fold was tried', () => live.store.folds > folds)
    live.store.fail(null)
    expect(texts()).toEqual(['Een'])
    an.write('Twee')
    await until('both are folded', () => texts().length === 2 && live.store.kept(live.session).log.length === 0)
    expect(texts()).toEqual(['Een', 'Twee'])
  })

  test('who returns while it is put away finds the present state', async () => {
    await start()
    const an = live.device()
    await an.here()
    for (let round = 0; round < 10; round++) {
      an.write(`${round}`)
      await until('it is saved', () => an.saved >= 2)
      live.store.stall()
      an.goOffline()
      an.comeBack()
      live.store.go()
      await an.here()
    }
    const bo = live.device()
    await until('bo sees all ten', () => bo.texts.length === 10)
    expect(an.refused).toEqual([])
  })

  test('stopping brings everything to disk, then says 1012, and nobody loses a word', async () => {
    await start()
    const [an, bo] = await two()
    const id = an.write('Net voor het einde')
    rewriteNote(an.board, id, 'Net voor het einde gezegd')
    await live.rooms.write(live.session, (board) => board.marks.set(id, { recognise: 1, takeHome: [] }))
    await live.restart()
    await Promise.all([an.closed(CLOSE.restarting), bo.closed(CLOSE.restarting)])
    await bo.sees('Net voor het einde gezegd')
    expect(texts()).toEqual(['Net voor het einde gezegd'])
  })
})

test('a reader that does not read is not queued for without end, and catches up with one diff', async () => {
  await start()
  const [, bo] = await two()
  const slow = live.socket(live.device())
  await new Promise((done) => slow.on('open', done))
  const reader = slowReader(slow)
  await until('it follows', () => reader.messages === 1)
  slow.pause()
  // More than the buffers of the system hold: 16 MB.
  for (let i = 0; i < 160; i++)
    await live.rooms.write(live.session, (board) => board.marks.set(`${i}`, 'x'.repeat(100_000)))
  await until('who reads has them all', () => bo.board.marks.size === 160)
  slow.resume()
  await until('who did not has them too', () => reader.doc.getMap('marks').size === 160)
  expect(reader.messages).toBeLessThan(150)
  slow.terminate()
})

/** A bare client that says nothing but its first step. */
function slowReader(socket: ReturnType<LiveBoards['socket']>) {
  const reader = { doc: new Y.Doc(), messages: 0 }
  socket.on('message', (data: Buffer) => {
    if (data[0] !== MESSAGE.sync || data[1] === SYNC.step1) return
    const [length, size] = readVarUint(data, 2)
    Y.applyUpdate(reader.doc, data.subarray(2 + size, 2 + size + length))
    reader.messages++
  })
  socket.send(Uint8Array.from([MESSAGE.sync, SYNC.step1, 1, 0]))
  return reader
}

function readVarUint(bytes: Uint8Array, at: number): [value: number, size: number] {
  let value = 0
  for (let size = 0; ; size++) {
    const byte = bytes[at + size] ?? 0
    value += (byte & 127) * 128 ** size
    if (byte < 128) return [value, size + 1]
  }
}
