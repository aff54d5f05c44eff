import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { putNote } from '../../shared/doc/commands.ts'
import { newNoteId, newSessionId, type NoteId, type ParticipantId } from '../../shared/model/ids.ts'
import type { Board } from '../../shared/model/board.ts'
import type { MovePlan } from '../../server/sync/pads.ts'
import { CLOSE } from '../../shared/wire/sync.ts'
import { LiveBoards, until, type Device, type LiveOptions } from '../helpers/live-boards.ts'

// From pads to the board on real sockets, with a disk that can be told to fail: each draft is in one of the two, ever.

let live: LiveBoards
const start = async (options?: LiveOptions): Promise<LiveBoards> => (live = await LiveBoards.start(options))
afterEach(() => live.end())

const ownerOf = ({ person }: Device): ParticipantId => person.participant!
const textsOf = ({ notes }: Board): string[] => [...notes.values()].map(({ text }) => text).sort()
const shown = (): string[] => textsOf(live.store.onDisk(live.session))
const drafts = (pad: Device): string[] => textsOf(live.store.onDisk(live.session, ownerOf(pad)))

async function padWith(...texts: string[]): Promise<Device> {
  const pad = live.pad()
  await pad.here()
  for (const text of texts) pad.write(text)
  await until('the drafts are saved', () => pad.saved === 1 + texts.length)
  return pad
}

/** All there is in the pads, as `reveal` takes it; or as `publish` does. */
function everything(anew = true) {
  return (_board: Board, pads: ReadonlyMap<ParticipantId, Board>): MovePlan<number> => {
    const notes = [...pads.values()].flatMap(({ notes }) => [...notes.values()])
    return {
      answer: notes.length,
      taken: new Map([...pads].map(([owner, { notes }]) => [owner, [...notes.keys()]])),
      anew,
      write: (board) => notes.forEach((note) => putNote(board, { ...note, id: newNoteId() as NoteId })),
      owners: [],
      change: null,
    }
  }
}
const move = (anew?: boolean) => live.rooms.pads.moveNotes(live.session, 'all', everything(anew))

describe('while drafts go to the board', () => {
  test('a fold that falls due meanwhile does not put them back into their pad', async () => {
    await start()
    const pad = await padWith('Een schets')
    await live.device().here()
    live.store.stall()
    const moved = move()
    await until('it is on its way to the disk', () => live.store.moves === 1)
    // The server is told to stop: it folds what it can.
    const restarted = live.restart()
    live.store.go()
    expect(await moved).toBe(1)
    await restarted
    await pad.closed(CLOSE.epoch)
    const now = await live.rooms.pads.read(live.session)
    expect(textsOf(now.get(ownerOf(pad))!)).toEqual([])
    expect([shown(), drafts(pad)]).toEqual([['Een schets'], []])
    expect(live.store.kept(live.session, ownerOf(pad)).epoch).toBe(2)
  })
})

describe('a disk that fails while drafts go to the board', () => {
  test.each([1, 3])('%i times: all is kept back, tried again, and then told', async (times) => {
    await start()
    const pad = await padWith('Een', 'Twee')
    const reader = live.device()
    await reader.here()
    live.store.fail('moves')
    const moved = move()
    await until('it was tried so often', () => live.store.moves >= times)
    expect([shown(), drafts(pad), reader.texts]).toEqual([[], ['Een', 'Twee'], []])
    live.store.fail(null)
    expect(await moved).toBe(2)
    await reader.sees('Een', 'Twee')
    expect([shown(), drafts(pad), reader.closes]).toEqual([['Een', 'Twee'], [], []])
  })

  test.each([true, false])(
    'for too long: nothing is moved, all keep their work, and later it goes (anew: %s)',
    async (anew) => {
      await start({ giveUpAfterMs: 400 })
      const pad = await padWith('Een')
      const reader = live.device()
      await reader.here()
      live.store.fail('moves')
      const moved = move(anew)
      await until('it was tried', () => live.store.moves > 0)
      // Written meanwhile, here and on the board.
      pad.write('Onderweg')
      reader.write('Op het bord')
      await expect(moved).rejects.toThrow('full')
      await Promise.all([pad, reader].map((device) => device.closed(CLOSE.tryAgain)))
      expect([shown(), drafts(pad)].map((texts) => texts.includes('Een'))).toEqual([false, true])
      await until('both came back with what they wrote', () => shown().length === 1 && drafts(pad).length === 2)
      expect([shown(), drafts(pad)]).toEqual([['Op het bord'], ['Een', 'Onderweg']])
      live.store.fail(null)
      expect(await move(anew)).toBe(2)
      expect([shown(), drafts(pad)]).toEqual([['Een', 'Onderweg', 'Op het bord'], []])
    },
  )

  test('that answers too late: it was said to have failed, and each draft is shown once all the same', async () => {
    await start({ giveUpAfterMs: 200 })
    const pad = await padWith('Een')
    await live.device().here()
    live.store.stall()
    await expect(move()).rejects.toThrow('no answer')
    live.store.go()
    await until('it came through', () => shown().length === 1)
    expect(await move()).toBe(0)
    expect([shown(), drafts(pad)]).toEqual([['Een'], []])
    await pad.closed(CLOSE.epoch)
  })

  test('does not keep other boards waiting', async () => {
    await start({ giveUpAfterMs: 400 })
    await padWith('Een')
    live.store.fail('moves', live.session)
    let isOver = false
    const moved = move().finally(() => (isOver = true))
    await until('it was tried', () => live.store.moves > 0)
    const elsewhere = newSessionId()
    for (let i = 0; i < 5; i++) await live.rooms.write(elsewhere, (board) => board.marks.set(`${i}`, {}))
    expect(isOver).toBe(false)
    await expect(moved).rejects.toThrow('full')
  })
})

describe('what was published one by one', () => {
  const traces = (pad: Device, id: string): boolean => {
    const { snapshot, log } = live.store.kept(live.session, ownerOf(pad))
    return Buffer.concat([snapshot ?? Buffer.alloc(0), ...log]).includes(id)
  }

  test('leaves its traces in the pad only as long as its writer is there, also when the server restarts meanwhile', async () => {
    await start()
    const pad = await padWith('Blijft')
    const id = pad.write('Getoond')
    await until('it is saved', () => drafts(pad).length === 2)
    await live.rooms.pads.moveNotes(live.session, [ownerOf(pad)], (board, pads) => {
      const only = new Map([
        [ownerOf(pad), { ...pads.get(ownerOf(pad))!, notes: new Map([[id, pads.get(ownerOf(pad))!.notes.get(id)!]]) }],
      ])
      return everything(false)(board, only)
    })
    await pad.sees('Blijft')
    await live.restart()
    await pad.closed(CLOSE.restarting)
    await pad.here()
    expect([drafts(pad), traces(pad, id)]).toEqual([['Blijft'], true])
    pad.goOffline()
    await until('its traces are gone', () => !traces(pad, id))
    expect([shown(), drafts(pad)]).toEqual([['Getoond'], ['Blijft']])
  })
})

describe('while pads are erased', () => {
  test('whoever looks into them meanwhile does not put them back on the disk', async () => {
    await start()
    const [first, second] = [await padWith('Nooit getoond'), await padWith()]
    live.store.stall()
    const { commits } = live.store
    second.write('Onderweg')
    await until('it is on its way to the disk', () => live.store.commits > commits)
    const erased = live.rooms.pads.erase(live.session, CLOSE.roomUnknown)
    await Promise.all([first, second].map((pad) => pad.closed(CLOSE.roomUnknown)))
    const reading = live.rooms.pads.read(live.session)
    await nextTurn()
    live.store.go()
    await erased
    for (const pad of (await reading).values()) expect(textsOf(pad)).toEqual([])
    await live.restart()
    expect(await live.store.padsIn(live.session)).toEqual([])
  })

  test('and when the disk fails they are there as they were', async () => {
    await start()
    const pad = await padWith('Nog niet weg')
    live.store.fail('erasures')
    await expect(live.rooms.pads.erase(live.session, CLOSE.roomUnknown)).rejects.toThrow('full')
    const pads = await live.rooms.pads.read(live.session)
    expect(textsOf(pads.get(ownerOf(pad))!)).toEqual(['Nog niet weg'])
    live.store.fail(null)
    await live.rooms.pads.erase(live.session, CLOSE.roomUnknown)
    expect(await live.rooms.pads.read(live.session)).toEqual(new Map())
  })
})
