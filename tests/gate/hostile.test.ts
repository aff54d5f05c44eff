import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { newNoteId, type NoteId } from '../../shared/model/ids.ts'
import { SYNC_LIMITS } from '../../shared/wire/sync.ts'
import {
  craft,
  type Block,
  type Content,
  type Crafted,
  type Id,
  type CraftedStruct,
} from '../helpers/crafted-update.ts'
import { GatedBoard, NOW, open, outcome, type Peer } from '../helpers/gated-board.ts'

const CLIENT = 4_000_000_000

const idOf = (item: Y.Item | null | undefined): Id => [item!.id.client, item!.id.clock]

/** A board with a note of An and a note of Bo, and the items they lie in. */
function board() {
  const server = new GatedBoard()
  const [an, bo] = [server.peer(), server.peer()]
  const [ofAn, ofBo] = [an.written('Van An 😀'), bo.written('Van Bo')]
  const items = (id: NoteId) => {
    const map = server.doc.getMap<Y.Map<unknown>>('notes').get(id)!
    const text = map.get('text') as Y.Text
    return { note: idOf(map._item), place: idOf(map._map.get('place')), text: idOf(text._start) }
  }
  const judge = (peer: Peer, ...args: Parameters<typeof craft>) => outcome([server.judge(craft(...args), peer.person)])
  const block = (...structs: CraftedStruct[]): Block[] => [{ client: CLIENT, clock: 0, structs }]
  const before = server.board
  const isUntouched = () => expect(server.board).toEqual(before)
  return { server, an, bo, ofAn, ofBo, items, judge, block, isUntouched }
}

describe('who writes with which client', () => {
  test('a client that is bound to another is not to be borrowed', () => {
    const { server, an, bo, isUntouched } = board()
    const stolen = an.doc.clientID
    const clock = Y.getState(server.doc.store, stolen)
    const note = craft([{ client: stolen, clock, structs: [{ collected: 1 }] }])
    expect(outcome([server.judge(note, bo.person)])).toBe('client-bound')
    isUntouched()
  })

  test("the server's own clients are nobody's, of now and of before", () => {
    const { server, bo, judge } = board()
    server.write((one) => one.marks.set(newNoteId(), { recognise: 1, takeHome: [] }))
    const clock = Y.getState(server.doc.store, server.doc.clientID)
    expect(judge(bo, [{ client: server.doc.clientID, clock, structs: [{ collected: 1 }] }])).toBe('client-bound')
    const former = server.doc.clientID
    server.doc.clientID++
    expect(judge(bo, [{ client: former, clock, structs: [{ collected: 1 }] }])).toBe('client-bound')
    expect(judge(bo, [{ client: server.doc.clientID, clock: 0, structs: [{ collected: 1 }] }])).toBe('client-bound')
  })

  test('a client beyond 32 bits, or two blocks of one client, is malformed', () => {
    const { bo, judge, block } = board()
    expect(judge(bo, [{ client: 2 ** 32, clock: 0, structs: [{ collected: 1 }] }])).toBe('malformed')
    const [first] = block({ collected: 1 })
    expect(judge(bo, [first!, { ...first!, clock: 1 }])).toBe('malformed')
    expect(judge(bo, [first!, { client: CLIENT, clock: 1, structs: [] }])).toBe('malformed')
    expect(judge(bo, [first!, { client: CLIENT + 1, clock: 0, structs: [] }])).toBe('malformed')
  })

  test('no more clients at once than someone who reloads needs', () => {
    const { bo, judge } = board()
    const many = (n: number) =>
      Array.from({ length: n }, (_, i): Block => ({ client: CLIENT + i, clock: 0, structs: [{ collected: 1 }] }))
    expect(judge(bo, many(33))).toBe('too-large')
    expect(judge(bo, many(32))).toBe('taken')
  })
})

describe('nothing is ever left waiting', () => {
  test('a gap, in the clocks or in what is referred to, is refused', () => {
    const { bo, judge, block, items, ofBo, isUntouched } = board()
    expect(judge(bo, [{ client: CLIENT, clock: 5, structs: [{ collected: 1 }] }])).toBe('gap')
    expect(judge(bo, block({ skip: 3 }, { collected: 1 }))).toBe('malformed')
    expect(judge(bo, block({ after: [123, 0], content: { text: 'x' } }))).toBe('gap')
    expect(judge(bo, block({ after: [CLIENT, 0], content: { text: 'x' } }))).toBe('gap')
    expect(judge(bo, block({ after: [CLIENT, 7], content: { text: 'x' } }))).toBe('gap')
    expect(judge(bo, block({ parent: [123, 4], key: 'text', content: { any: 1 } }))).toBe('gap')
    expect(judge(bo, [], [{ client: 123, ranges: [[0, 1]] }])).toBe('gap')
    const [client, clock] = items(ofBo).text
    expect(judge(bo, [], [{ client, ranges: [[clock, 100_000]] }])).toBe('gap')
    isUntouched()
  })

  test('two clients that refer to each other in a ring are refused', () => {
    const { bo, judge, items, ofBo, isUntouched } = board()
    const { text } = items(ofBo)
    const structs = (other: number): CraftedStruct[] => [
      { after: [other, 1], content: { text: 'a' } },
      { after: text, content: { text: 'b' } },
    ]
    const ring: Block[] = [
      { client: CLIENT + 1, clock: 0, structs: structs(CLIENT) },
      { client: CLIENT, clock: 0, structs: structs(CLIENT + 1) },
    ]
    expect(judge(bo, ring)).toBe('gap')
    isUntouched()
  })
})

describe('where things lie is found, not believed', () => {
  test('neighbours that lie in different places do not count', () => {
    const { bo, judge, block, items, ofAn, ofBo, isUntouched } = board()
    const [a, b] = [items(ofAn), items(ofBo)]
    expect(judge(bo, block({ after: b.text, before: a.text, content: { text: 'x' } }))).toBe('malformed')
    expect(judge(bo, block({ after: a.text, content: { text: 'x' } }))).toBe('not-yours')
    expect(judge(bo, block({ before: a.text, content: { text: 'x' } }))).toBe('not-yours')
    expect(judge(bo, block({ after: a.place, content: { any: [open.id, null, 'a0', 9, 9, null] } }))).toBe('not-yours')
    isUntouched()
  })

  test('what is dead does not lend its place to what pokes into a living note', () => {
    const { server, bo, judge, block, items, ofAn, ofBo } = board()
    const { text: dead } = items(ofBo)
    const { text: living } = items(ofAn)
    bo.does((one) => one.notes.delete(ofBo))
    // The second half of the emoji: to split there would break it, for whom it is not.
    const intoEmoji: Id = [living[0], living[1] + 8]
    expect(judge(bo, block({ after: dead, before: intoEmoji, content: { text: 'x' } }))).toBe('malformed')
    expect(judge(bo, [], [{ client: living[0], ranges: [[living[1] + 8, 0]] }])).toBe('malformed')
    expect(judge(bo, block({ after: dead, content: { text: 'x' } }))).toBe('taken')
    expect(server.board.notes.get(ofAn)?.text).toBe('Van An 😀')
  })

  test('what the document has is not believed anew: it is cut off, whatever it says of itself', () => {
    const { server, an, bo, items, ofAn, ofBo } = board()
    const { text } = items(ofBo)
    const { text: emoji } = items(ofAn)
    /** The known letters of the own note with a lie about where they lie, and one letter more. */
    const send = (lie: Omit<Crafted, 'content'>, more: string) => {
      const structs: CraftedStruct[] = [
        { ...lie, content: { text: 'Van Bo' } },
        { after: [text[0], text[1] + 5], content: { text: more } },
      ]
      return outcome([server.judge(craft([{ client: text[0], clock: text[1], structs }]), bo.person)])
    }
    // Waits for ever for a client that does not exist; breaks the emoji of An in two; makes a root of rubbish.
    expect(send({ after: [123, 0] }, '!')).toBe('taken')
    expect(send({ after: [emoji[0], emoji[1] + 7] }, '!?')).toBe('taken')
    expect(send({ parent: 'rubbish' }, '!?!')).toBe('taken')
    expect([server.board.notes.get(ofAn)?.text, server.board.notes.get(ofBo)?.text]).toEqual(['Van An 😀', 'Van Bo!?!'])
    expect([...server.doc.share.keys()].sort()).toEqual(['marks', 'notes', 'themes', 'zones'])
    // Half known: only the rest is read, behind what is known.
    const half = craft([
      { client: text[0], clock: text[1], structs: [{ after: emoji, content: { text: 'Van Bo!?!~' } }] },
    ])
    expect(outcome([server.judge(half, bo.person)])).toBe('taken')
    expect([server.board.notes.get(ofAn)?.text, server.board.notes.get(ofBo)?.text]).toEqual([
      'Van An 😀',
      'Van Bo!?!~',
    ])
    void an
  })

  test('a value that is dead at birth does not slip behind a living one', () => {
    const { an, bo, judge, block, items, ofAn, ofBo, isUntouched } = board()
    const [a, b] = [items(ofAn), items(ofBo)]
    // Behind the note itself, behind its place, behind its own place: each would delete what stands before it.
    expect(judge(bo, block({ after: a.note, content: { deleted: 1 } }))).toBe('not-yours')
    expect(judge(bo, block({ after: a.place, content: { deleted: 1 } }))).toBe('shape')
    expect(judge(bo, block({ after: b.place, content: { deleted: 1 } }))).toBe('shape')
    expect(judge(bo, block({ after: a.text, content: { deleted: 1 } }))).toBe('not-yours')
    void an
    isUntouched()
  })

  test('a place is not lost between a value that loses and a delete of the one that wins', () => {
    const { bo, judge, items, server, ofBo } = board()
    const { note, place } = items(ofBo)
    const value = [open.id, null, 'a0', 1, 1, null]
    const concurrent: Block[] = [
      { client: 1, clock: 0, structs: [{ parent: note, key: 'place', content: { any: value } }] },
    ]
    expect(judge(bo, concurrent, [{ client: place[0], ranges: [[place[1], 1]] }])).toBe('shape')
    expect(server.board.notes.get(ofBo)?.place).toBeDefined()
  })
})

describe('shapes', () => {
  test('a note holds its three fields, of their kinds, and text is plain', () => {
    const { bo, judge, ofBo, items, isUntouched } = board()
    const { note, text, place } = items(ofBo)
    const one = (struct: CraftedStruct) => judge(bo, [{ client: CLIENT, clock: 0, structs: [struct] }])
    expect(one({ after: text, content: { format: 'bold' } })).toBe('shape')
    expect(one({ after: text, content: { type: 'map' } })).toBe('shape')
    expect(one({ after: place, content: { type: 'text' } })).toBe('shape')
    expect(one({ after: place, content: { any: [open.id, null, 'a0', 1, 1] } })).toBe('bounds')
    expect(one({ parent: note, content: { text: 'x' } })).toBe('shape')
    expect(one({ parent: note, key: 'more', content: { any: 1 } })).toBe('shape')
    expect(one({ parent: text, key: 'x', content: { any: 1 } })).toBe('shape')
    expect(one({ parent: 'notes', key: 'no-id', content: { type: 'map' } })).toBe('shape')
    expect(one({ parent: 'notes', key: newNoteId(), content: { any: 1 } })).toBe('shape')
    expect(one({ parent: 'notes', key: newNoteId(), content: { type: 'xmlText' } })).toBe('shape')
    expect(one({ parent: 'notes', content: { text: 'x' } })).toBe('shape')
    expect(one({ parent: 'secrets', key: 'a', content: { any: 1 } })).toBe('shape')
    isUntouched()
  })

  test('nobody goes down into a value without end, not even where it is dead at birth', () => {
    const { server, bo, judge, ofBo, items, isUntouched } = board()
    const { place } = items(ofBo)
    const deep = Array.from({ length: 2_000 }).reduce<unknown>((inner) => [inner], 1)
    const again = server.doc.getMap<Y.Map<unknown>>('notes').get(ofBo)?.get('place')
    const structs: CraftedStruct[] = [
      { after: place, content: { any: deep } },
      { after: [CLIENT, 0], content: { any: again } },
    ]
    const deletes = [
      { client: CLIENT, ranges: [[0, 1] as const] },
      { client: place[0], ranges: [[place[1], 1] as const] },
    ]
    expect(judge(bo, [{ client: CLIENT, clock: 0, structs }], deletes)).toBe('shape')
    isUntouched()
  })

  test('half a note is none', () => {
    const { bo, judge, isUntouched } = board()
    const meta = [bo.id, bo.organisation, NOW, 'idea', null]
    const place = [open.id, null, 'a0', 0, 0, null]
    const note = (...fields: [string, Content][]): CraftedStruct[] => [
      { parent: 'notes', key: newNoteId(), content: { type: 'map' } },
      ...fields.map(([key, content]): CraftedStruct => ({ parent: [CLIENT, 0], key, content })),
    ]
    const send = (...fields: Parameters<typeof note>) =>
      judge(bo, [{ client: CLIENT, clock: 0, structs: note(...fields) }])
    expect(send(['meta', { any: meta }], ['place', { any: place }])).toBe('shape')
    expect(send(['meta', { any: meta }], ['text', { type: 'text' }])).toBe('shape')
    expect(send(['place', { any: place }], ['text', { type: 'text' }])).toBe('shape')
    expect(send(['meta', { any: meta }], ['place', { any: place }], ['text', { type: 'array' }])).toBe('shape')
    expect(send(['meta', { any: [...meta, 1] }], ['place', { any: place }], ['text', { type: 'text' }])).toBe('shape')
    isUntouched()
    expect(send(['text', { type: 'text' }], ['place', { any: place }], ['meta', { any: meta }])).toBe('taken')
  })
})

describe('sizes and noise', () => {
  test('too many bytes, structs or claimed lengths', () => {
    const { server, bo, judge, block, isUntouched } = board()
    expect(outcome([server.judge(new Uint8Array(SYNC_LIMITS.updateBytes + 1), bo.person)])).toBe('too-large')
    expect(judge(bo, block(...Array.from({ length: 5_001 }, () => ({ collected: 1 }))))).toBe('too-large')
    expect(judge(bo, block({ collected: 200_001 }))).toBe('too-large')
    expect(judge(bo, block({ collected: 0 }))).toBe('malformed')
    isUntouched()
  })

  test('noise, and honest updates with a byte turned, never throw and never leave the board in pieces', () => {
    const { server, bo } = board()
    const id = bo.note('Een gewone zin')
    void id
    const honest = Y.encodeStateAsUpdate(bo.doc, Y.encodeStateVector(server.doc))
    let seed = 7
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
    for (let i = 0; i < 3_000; i++) {
      const bytes = i % 3 === 0 ? Uint8Array.from({ length: random(80) }, () => random(256)) : honest.slice()
      if (i % 3 !== 0) for (let n = 0; n <= i % 4; n++) bytes[random(bytes.length)] = random(256)
      server.judge(bytes, server.device(bo).person)
    }
    for (const { text, place } of server.board.notes.values())
      expect([typeof text, typeof place.x]).toEqual(['string', 'number'])
    expect(server.doc.getMap('notes').size).toBe(server.board.notes.size)
  })
})
