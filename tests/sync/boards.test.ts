import * as decoding from 'lib0/decoding'
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rewriteNote, withdrawNotes, writeNote } from '../../shared/doc/commands.ts'
import { newParticipantId, newSessionId } from '../../shared/model/ids.ts'
import { CLOSE, MESSAGE, SYNC, SYNC_LIMITS, type Refused } from '../../shared/wire/sync.ts'
import { craft } from '../helpers/crafted-update.ts'
import { NOW, open, other } from '../helpers/gated-board.ts'
import { LiveBoards, until, type Device, type LiveOptions } from '../helpers/live-boards.ts'

let live: LiveBoards
const start = async (options?: LiveOptions): Promise<LiveBoards> => (live = await LiveBoards.start(options))
afterEach(() => live.end())

const presence = (device: Device, of: Device): unknown => device.awareness.getStates().get(of.doc.clientID)

describe('a board on sockets', () => {
  test('what one writes all see, and it is saved', async () => {
    const { store, session } = await start()
    const [an, bo, wall] = [live.device(), live.device(), live.device('wall')]
    await Promise.all([an.here(), bo.here(), wall.here()])
    an.write('Een')
    bo.write('Twee')
    await Promise.all([an, bo, wall].map((device) => device.sees('Een', 'Twee')))
    expect(store.onDisk(session).notes.size).toBe(2)
    await until('both are told', () => an.saved >= 2 && bo.saved >= 2)
    expect(an.hello).toEqual({ epoch: 1, role: 'member', limits: SYNC_LIMITS })
    expect([an, bo, wall].map(({ refused }) => refused)).toEqual([[], [], []])
  })

  test('zones are in the document, as the session has them, and follow it', async () => {
    await start()
    const an = live.device()
    await an.here()
    await until('the zones are there', () => an.board.zones.size === 2)
    expect(an.board.zones.get(open.id)).toMatchObject({ title: open.title, locked: false })
    const rules = {
      zones: [{ ...open, locked: true }],
      clustering: 'facilitator',
      step: null,
      withoutDevice: [],
    } as const
    await live.rooms.rulesChanged(live.session, rules)
    await until('the change is seen', () => an.board.zones.size === 1)
    an.write('Te laat')
    await until('it is refused', () => an.refused.length === 1)
    expect(an.refused[0]).toMatchObject({ code: 'zone-locked', index: 2 })
    expect(other.id).toBeDefined()
  })

  test('a note written offline is there once after reconnecting', async () => {
    await start()
    const [an, bo] = [live.device(), live.device()]
    await Promise.all([an.here(), bo.here()])
    an.goOffline()
    const id = an.write('Onderweg')
    rewriteNote(an.board, id, 'Onderweg geschreven')
    an.comeBack()
    await bo.sees('Onderweg geschreven')
    await an.here()
    expect(an.refused).toEqual([])
  })

  test('who types before the server has asked for the rest is not refused', async () => {
    await start()
    const [an, bo] = [live.device(), live.device()]
    await Promise.all([an.here(), bo.here()])
    an.goOffline()
    const id = an.write('a')
    an.provider.on('status', ({ status }) => {
      // Sent at once, before step 2: it refers to what the server has not got.
      if (status === 'connected') rewriteNote(an.board, id, 'ab')
    })
    an.comeBack()
    await bo.sees('ab')
    await until('both messages are saved', () => an.saved === 2)
    expect(an.refused).toEqual([])
  })

  test('twelve people who write at once all see all, and nobody waits long', async () => {
    await start()
    const people = Array.from({ length: 12 }, () => live.device())
    await Promise.all(people.map((device) => device.here()))
    const texts = people.flatMap((device, i) =>
      Array.from({ length: 5 }, (_, n) => {
        const text = `${i}-${n}`
        device.write(text)
        return text
      }),
    )
    await Promise.all(people.map((device) => device.sees(...texts)))
    expect(live.store.onDisk(live.session).notes.size).toBe(60)
    expect(people.flatMap(({ refused }) => refused)).toEqual([])
    // Sixty messages in groups, not one by one.
    expect(live.store.commits).toBeLessThan(30)
  })

  test('the server writes and reads past the gate, and is told when it is on disk', async () => {
    await start()
    const an = live.device()
    await an.here()
    await live.rooms.write(live.session, (board) =>
      writeNote(board, { author: null, organisation: null }, { text: 'Van de server', zone: open.id, x: 0, y: 0 }, NOW),
    )
    expect([...live.store.onDisk(live.session).notes.values()].map(({ text }) => text)).toEqual(['Van de server'])
    await an.sees('Van de server')
    expect((await live.rooms.read(live.session)).notes.size).toBe(1)
  })
})

describe('refusals', () => {
  test('after a refusal nothing of that client is heard until it starts anew', async () => {
    await start()
    const [an, bo] = [live.device(), live.device()]
    await Promise.all([an.here(), bo.here()])
    const id = an.write('Van An')
    await bo.sees('Van An')
    bo.board.notes.delete(id)
    await until('it is refused', () => bo.refused.length === 1)
    bo.write('Toch eerlijk')
    await until('it is not heard', () => bo.refused.length === 2)
    expect(bo.refused.map(({ code }) => code)).toEqual(['not-yours', 'reset-first'])
    await until('both are counted', () => bo.saved === 3)
    expect(an.texts).toEqual(['Van An'])
    const again = live.device('member', bo)
    await again.here()
    again.write('Opnieuw')
    await an.sees('Opnieuw', 'Van An')
  })

  test('five refusals in a minute close the connection for good', async () => {
    await start()
    const [an, bo] = [live.device(), live.device()]
    await Promise.all([an.here(), bo.here()])
    const id = an.write('Van An')
    await bo.sees('Van An')
    for (let i = 0; i < 5; i++) rewriteNote(bo.board, id, `Weg ${i}`)
    await bo.closed(CLOSE.notForYou)
    expect(bo.refused).toHaveLength(5)
    expect(bo.provider.shouldConnect).toBe(false)
    expect(an.texts).toEqual(['Van An'])
  })

  test('the wall is told no, and stays', async () => {
    await start()
    const [an, wall] = [live.device(), live.device('wall')]
    await Promise.all([an.here(), wall.here()])
    const id = an.write('Op de wand')
    await wall.sees('Op de wand')
    withdrawNotes(wall.board, [id])
    await until('it is refused', () => wall.refused.length === 1)
    expect(wall.refused[0]?.code).toBe('not-for-you')
    expect(an.texts).toEqual(['Op de wand'])
    expect(wall.closes).toEqual([])
  })

  test('another does not write with a client that is bound, not even after a restart', async () => {
    await start()
    const an = live.device()
    await an.here()
    an.write('Een')
    await until('it is saved', () => an.saved === 2)
    const client = an.doc.clientID
    await live.restart()
    const clock = Y.getState(an.doc.store, client)
    const bo = live.socket(live.device())
    const refused = new Promise<Refused>((done) =>
      bo.on('message', (data: Buffer) => {
        const decoder = decoding.createDecoder(data)
        if (decoding.readVarUint(decoder) === MESSAGE.refused)
          done(JSON.parse(decoding.readVarString(decoder)) as Refused)
      }),
    )
    const forged = craft([{ client, clock, structs: [{ collected: 1 }] }])
    bo.on('open', () => bo.send(Uint8Array.from([MESSAGE.sync, SYNC.update, ...varUint(forged.length), ...forged])))
    expect(await refused).toEqual({ index: 1, code: 'client-bound' })
    bo.terminate()
  })

  test('too large, too fast, and bytes that make no sense, each with its code', async () => {
    await start()
    const heard = (send: (socket: ReturnType<LiveBoards['socket']>) => void) => {
      const socket = live.socket(live.device())
      socket.on('open', () => send(socket))
      return new Promise<number>((done) => socket.on('close', done))
    }
    const update = (bytes: number) => Uint8Array.from([0, 2, ...varUint(bytes), ...new Uint8Array(bytes)])
    expect(await heard((socket) => socket.send(update(SYNC_LIMITS.updateBytes + 1)))).toBe(CLOSE.tooLarge)
    expect(await heard((socket) => socket.send(new Uint8Array(3_000_000)))).toBe(CLOSE.tooLarge)
    expect(await heard((socket) => socket.send(Uint8Array.from([0, 9, 1, 1])))).toBe(1007)
    const flood = (socket: ReturnType<LiveBoards['socket']>) => {
      for (let i = 0; i < 100; i++) socket.send(Uint8Array.from([0, 0, 1, 0]))
    }
    expect(await heard(flood)).toBe(CLOSE.tooFast)
  })

  test('pads, rooms that are none, unknown sessions and tokens close with their codes', async () => {
    await start()
    const an = live.device()
    await an.here()
    const code = (room: string, device = an) =>
      new Promise<number>((done) => live.socket(device, room).on('close', done))
    expect(await code(`pad.${live.session}.${newParticipantId()}`)).toBe(CLOSE.notForYou)
    expect(await code('nothing')).toBe(CLOSE.roomUnknown)
    live.rules = null
    expect(await code(`board.${newSessionId()}`)).toBe(CLOSE.roomUnknown)
    expect(await code('%E0%A4%A')).toBe(CLOSE.roomUnknown)
    expect(await code(`board.${live.session}`, { ...an, token: 'no' } as Device)).toBe(CLOSE.tokenUnknown)
  })

  test('who is removed is hung up on, and others stay', async () => {
    await start()
    const [an, bo] = [live.device(), live.device()]
    await Promise.all([an.here(), bo.here()])
    live.rooms.dropPerson(null, an.person.participant!, CLOSE.tokenUnknown)
    await an.closed(CLOSE.tokenUnknown)
    expect(bo.provider.wsconnected).toBe(true)
    await live.rooms.closeSession(live.session, CLOSE.roomUnknown)
    await bo.closed(CLOSE.roomUnknown)
  })
})

describe('presence', () => {
  test('reaches the others, names a client to the roster, and goes with the connection', async () => {
    await start()
    const [an, bo] = [live.device(), live.device()]
    await Promise.all([an.here(), bo.here()])
    an.awareness.setLocalState({ cursor: [10, 20] })
    await until('bo sees the cursor', () => presence(bo, an) !== undefined)
    await until('it is the last one', () => JSON.stringify(presence(bo, an)) === '{"cursor":[10,20]}')
    expect(live.clients.get(an.person.participant!)).toEqual([an.doc.clientID])
    an.goOffline()
    await until('it is gone', () => presence(bo, an) === undefined)
    expect(live.clients.get(an.person.participant!)).toEqual([])
  })

  test('says nothing in the name of another client, nothing long and nothing else', async () => {
    await start()
    const [an, bo, cy] = [live.device(), live.device(), live.device()]
    await Promise.all([an.here(), bo.here(), cy.here()])
    an.awareness.setLocalState({ cursor: [5, 5] })
    await until('an is seen', () => presence(cy, an) !== undefined)
    // Bo speaks as An, then as itself with a name, then too long, then as it should.
    bo.awareness.states.set(an.doc.clientID, { cursor: [6, 6] })
    bo.awareness.meta.set(an.doc.clientID, { clock: 99, lastUpdated: Date.now() })
    bo.awareness.emit('update', [{ added: [], updated: [an.doc.clientID], removed: [] }, 'local'])
    bo.awareness.setLocalState({ name: 'iemand' })
    bo.awareness.setLocalState({ selection: Array.from({ length: 20 }, () => 'x'.repeat(40)) })
    bo.awareness.setLocalState({ cursor: [1, 2] })
    await until('the last is seen', () => JSON.stringify(presence(cy, bo)) === '{"cursor":[1,2]}')
    expect(presence(cy, an)).toEqual({ cursor: [5, 5] })
  })

  test('who joins sees who is there', async () => {
    await start()
    const an = live.device()
    await an.here()
    an.awareness.setLocalState({ cursor: [3, 4] })
    const bo = live.device()
    await until('bo sees an', () => JSON.stringify(presence(bo, an)) === '{"cursor":[3,4]}')
  })
})

function varUint(n: number): number[] {
  return n < 128 ? [n] : [(n & 127) | 128, ...varUint(Math.floor(n / 128))]
}
