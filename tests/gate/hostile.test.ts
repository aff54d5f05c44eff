import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rewriteNote } from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import { newNoteId } from '../../shared/model/ids.ts'
import {
  craft,
  type Block,
  type Content,
  type Crafted,
  type CraftedStruct,
  type Id,
} from '../helpers/crafted-update.ts'
import { GatedBoard, open, outcome } from '../helpers/gated-board.ts'
import { CLIENT, twoNotes } from '../helpers/two-notes.ts'

describe('who writes with which client', () => {
  test('a client that is bound to another is not to be borrowed', () => {
    const { server, an, bo, isUntouched } = twoNotes()
    const stolen = an.doc.clientID
    const clock = Y.getState(server.doc.store, stolen)
    const note = craft([{ client: stolen, clock, structs: [{ collected: 1 }] }])
    expect(outcome([server.judge(note, bo.person)])).toBe('client-bound')
    isUntouched()
  })

  test('of two people with one client the first to write has it; the other starts anew, and nothing is lost', () => {
    for (const [ofAn, ofBo] of [
      ['Een langer briefje van An', 'Kort'],
      ['Kort', 'Een langer briefje van Bo'],
    ] as const) {
      const server = new GatedBoard()
      const [an, bo] = [server.peer(), server.peer()]
      bo.doc.clientID = an.doc.clientID
      expect(an.does(() => an.note(ofAn))).toBe('taken')
      bo.note(ofBo)
      // Not "nothing new": the server has as much of this client already, but it is something else.
      expect(outcome(bo.send())).toBe('client-bound')
      bo.reset()
      expect(bo.does(() => bo.note(ofBo))).toBe('taken')
      for (const peer of [an, bo]) expect(readBoard(peer.receive().doc)).toEqual(server.board)
      expect([...server.board.notes.values()].map(({ text }) => text)).toEqual([ofAn, ofBo])
    }
  })

  test('who shows another’s client before that one has written does not get it', () => {
    const server = new GatedBoard()
    const [an, bo] = [server.peer(), server.peer()]
    bo.doc.clientID = an.doc.clientID
    const updates: Uint8Array[] = []
    bo.doc.on('update', (update: Uint8Array) => updates.push(update))
    bo.note('Onder de naam van An')
    const verdict = server.gate.judge(
      updates[0]!,
      bo.person,
      (client) => (client === an.doc.clientID ? an.id : null),
      () => false,
    )
    expect(verdict).toEqual({ kind: 'refused', code: 'client-bound', clients: [] })
  })

  test('own clients in one update are judged one after the other, and refused as one', () => {
    const { server, an, bo, ofBo, items, isUntouched } = twoNotes()
    const { text } = items(ofBo)
    const second = CLIENT + 1
    // The second writes behind the first, which comes later in the bytes; and the first in what is not there.
    const blocks = (end: Content, last: Content): Block[] => [
      { client: second, clock: 0, structs: [{ after: [CLIENT, 1], content: last }] },
      { client: CLIENT, clock: 0, structs: [{ after: [text[0], text[1] + 5], content: end }] },
    ]
    const send = (...args: Parameters<typeof blocks>) => server.judge(craft(blocks(...args)), bo.person)
    expect(send({ text: ' e' }, { format: 'bold' })).toMatchObject({ kind: 'refused', code: 'shape' })
    const tooLong = send({ text: ' e' }, { text: 'x'.repeat(4_000) })
    expect(tooLong).toEqual({ kind: 'refused', code: 'bounds', clients: [second, CLIENT] })
    isUntouched()
    expect(send({ text: ' e' }, { text: 'n An' })).toMatchObject({ kind: 'taken', newClients: [second, CLIENT] })
    expect(server.board.notes.get(ofBo)?.text).toBe('Van Bo en An')
    // Beside one of someone else's they are refused too.
    const mixed = craft([
      { client: CLIENT + 2, clock: 0, structs: [{ collected: 1 }] },
      { client: an.doc.clientID, clock: Y.getState(server.doc.store, an.doc.clientID), structs: [{ collected: 1 }] },
    ])
    expect(server.judge(mixed, bo.person)).toEqual({ kind: 'refused', code: 'client-bound', clients: [CLIENT + 2] })
  })

  test("the server's own clients are nobody's, of now and of before", () => {
    const { server, bo, judge } = twoNotes()
    server.write((one) => one.marks.set(newNoteId(), { recognise: 1, takeHome: [] }))
    const clock = Y.getState(server.doc.store, server.doc.clientID)
    expect(judge(bo, [{ client: server.doc.clientID, clock, structs: [{ collected: 1 }] }])).toBe('client-bound')
    const former = server.doc.clientID
    server.doc.clientID++
    expect(judge(bo, [{ client: former, clock, structs: [{ collected: 1 }] }])).toBe('client-bound')
    expect(judge(bo, [{ client: server.doc.clientID, clock: 0, structs: [{ collected: 1 }] }])).toBe('client-bound')
  })

  test('a client beyond 32 bits, or two blocks of one client, is malformed', () => {
    const { bo, judge, block } = twoNotes()
    expect(judge(bo, [{ client: 2 ** 32, clock: 0, structs: [{ collected: 1 }] }])).toBe('malformed')
    const [first] = block({ collected: 1 })
    expect(judge(bo, [first!, { ...first!, clock: 1 }])).toBe('malformed')
    expect(judge(bo, [first!, { client: CLIENT, clock: 1, structs: [] }])).toBe('malformed')
    expect(judge(bo, [first!, { client: CLIENT + 1, clock: 0, structs: [] }])).toBe('malformed')
  })

  test('no more clients at once than someone who reloads needs', () => {
    const { bo, judge } = twoNotes()
    const many = (n: number) =>
      Array.from({ length: n }, (_, i): Block => ({ client: CLIENT + i, clock: 0, structs: [{ collected: 1 }] }))
    expect(judge(bo, many(33))).toBe('too-large')
    expect(judge(bo, many(32))).toBe('taken')
  })
})

describe('nothing is ever left waiting', () => {
  test('a gap, in the clocks or in what is referred to, is refused', () => {
    const { bo, judge, block, items, ofBo, isUntouched } = twoNotes()
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
    const { bo, judge, items, ofBo, isUntouched } = twoNotes()
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
    const { bo, judge, block, items, ofAn, ofBo, isUntouched } = twoNotes()
    const [a, b] = [items(ofAn), items(ofBo)]
    expect(judge(bo, block({ after: b.text, before: a.text, content: { text: 'x' } }))).toBe('malformed')
    expect(judge(bo, block({ after: a.text, content: { text: 'x' } }))).toBe('not-yours')
    expect(judge(bo, block({ before: a.text, content: { text: 'x' } }))).toBe('not-yours')
    expect(judge(bo, block({ after: a.place, content: { any: [open.id, null, 'a0', 9, 9, null] } }))).toBe('not-yours')
    isUntouched()
  })

  test('what is dead does not lend its place to what pokes into a living note', () => {
    const { server, bo, judge, block, items, ofAn, ofBo } = twoNotes()
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
    const { server, an, bo, items, ofAn, ofBo } = twoNotes()
    const { text } = items(ofBo)
    const { text: emoji } = items(ofAn)
    /** The known letters of the own note, from one on, with a lie about where they lie, and one letter more. */
    const send = (lie: Omit<Crafted, 'content'>, more: string, from = 1) => {
      const structs: CraftedStruct[] = [
        { ...lie, content: { text: 'Van Bo'.slice(from) } },
        { after: [text[0], text[1] + 5], content: { text: more } },
      ]
      return outcome([server.judge(craft([{ client: text[0], clock: text[1] + from, structs }]), bo.person)])
    }
    // Waits for ever for a client that does not exist; breaks the emoji of An in two; makes a root of rubbish.
    expect(send({ after: [123, 0] }, '!')).toBe('taken')
    expect(send({ after: [emoji[0], emoji[1] + 7] }, '!?')).toBe('taken')
    expect(send({ parent: 'rubbish' }, '!?!')).toBe('taken')
    // From the first letter on the lie is seen.
    expect(send({ after: [123, 0] }, '!?!.', 0)).toBe('client-bound')
    expect([server.board.notes.get(ofAn)?.text, server.board.notes.get(ofBo)?.text]).toEqual(['Van An 😀', 'Van Bo!?!'])
    expect([...server.doc.share.keys()].sort()).toEqual(['marks', 'notes', 'themes', 'zones'])
    // Half known: only the rest is read, behind what is known.
    const half = craft([
      { client: text[0], clock: text[1] + 1, structs: [{ after: emoji, content: { text: 'an Bo!?!~' } }] },
    ])
    expect(outcome([server.judge(half, bo.person)])).toBe('taken')
    expect([server.board.notes.get(ofAn)?.text, server.board.notes.get(ofBo)?.text]).toEqual([
      'Van An 😀',
      'Van Bo!?!~',
    ])
    void an
  })

  test('a value that is dead at birth does not slip behind a living one', () => {
    const { an, bo, judge, block, items, ofAn, ofBo, isUntouched } = twoNotes()
    const [a, b] = [items(ofAn), items(ofBo)]
    // Behind the note itself, behind its place, behind its own place: each would delete what stands before it.
    expect(judge(bo, block({ after: a.note, content: { deleted: 1 } }))).toBe('not-yours')
    expect(judge(bo, block({ after: a.place, content: { deleted: 1 } }))).toBe('shape')
    expect(judge(bo, block({ after: b.place, content: { deleted: 1 } }))).toBe('shape')
    expect(judge(bo, block({ after: a.text, content: { deleted: 1 } }))).toBe('not-yours')
    void an
    isUntouched()
  })

  test('a value lies behind the former one, all of it: in front, or between dead halves, it would not be the last', () => {
    const { bo, judge, block, items, ofBo, isUntouched } = twoNotes()
    const { place } = items(ofBo)
    const value = { any: [open.id, null, 'a0', 1, 1, null] }
    const former = [{ client: place[0], ranges: [[place[1], 1] as const] }]
    expect(judge(bo, block({ before: place, content: value }))).toBe('shape')
    expect(judge(bo, block({ after: place, before: place, content: value }))).toBe('shape')
    const halves = block({ after: place, content: { deleted: 2 } }, { after: [CLIENT, 0], content: value })
    expect(judge(bo, halves, former)).toBe('shape')
    isUntouched()
    const whole = block({ after: place, content: { deleted: 2 } }, { after: [CLIENT, 1], content: value })
    expect(judge(bo, whole, former)).toBe('taken')
  })

  test('a place is not lost between a value that loses and a delete of the one that wins', () => {
    const { bo, judge, items, server, ofBo } = twoNotes()
    const { note, place } = items(ofBo)
    const value = [open.id, null, 'a0', 1, 1, null]
    const concurrent: Block[] = [
      { client: 1, clock: 0, structs: [{ parent: note, key: 'place', content: { any: value } }] },
    ]
    expect(judge(bo, concurrent, [{ client: place[0], ranges: [[place[1], 1]] }])).toBe('shape')
    expect(server.board.notes.get(ofBo)?.place).toBeDefined()
  })
})

test('10,000 hostile updates leave the document as it is, to the byte, and the honest write on', () => {
  const { server, an, bo, ofAn, items, block } = twoNotes()
  const { note, place, text } = items(ofAn)
  const value = [open.id, null, 'a0', 9, 9, null]
  const kinds: Uint8Array[] = [
    craft(block({ after: text, content: { text: 'x' } })),
    craft(block({ after: place, content: { any: value } })),
    craft(block({ after: note, content: { deleted: 1 } })),
    craft(block({ after: text, content: { embed: { x: 1 } } })),
    craft(block({ parent: 'notes', key: newNoteId(), content: { type: 'map' } })),
    craft(block({ parent: 'x'.repeat(10_000), key: 'a', content: { any: 1 } })),
    craft(block({ after: [123, 0], content: { text: 'x' } })),
    craft(block(...Array.from({ length: 5_001 }, () => ({ collected: 1 })))),
    craft([], [{ client: note[0], ranges: [[note[1], 1]] }]),
    craft([], [{ client: text[0], ranges: [[text[1], 1]] }]),
    Uint8Array.from({ length: 50 }, (_, i) => 255 - i),
  ]
  const before = Y.encodeStateAsUpdate(server.doc)
  for (let i = 0; i < 10_000; i++) {
    const verdict = server.gate.judge(
      kinds[i % kinds.length]!,
      bo.person,
      () => null,
      () => false,
    )
    expect(verdict.kind).toBe('refused')
  }
  expect(Buffer.from(before).equals(Y.encodeStateAsUpdate(server.doc))).toBe(true)
  expect([...server.doc.share.keys()].sort()).toEqual(['marks', 'notes', 'themes', 'zones'])
  expect(an.does((board) => rewriteNote(board, ofAn, 'Rustig verder'))).toBe('taken')
})
