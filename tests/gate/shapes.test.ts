import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { newNoteId } from '../../shared/model/ids.ts'
import { SYNC_LIMITS } from '../../shared/wire/sync.ts'
import { craft, type Content, type Crafted, type CraftedStruct } from '../helpers/crafted-update.ts'
import { NOW, open, outcome } from '../helpers/gated-board.ts'
import { CLIENT, twoNotes } from '../helpers/two-notes.ts'

// What a board is made of, and that nothing else gets in: kinds of content, values, keys, sizes, noise.

describe('shapes', () => {
  test('a note holds its three fields, of their kinds, and text is plain', () => {
    const { bo, judge, ofBo, items, isUntouched } = twoNotes()
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
    const { server, bo, judge, ofBo, items, isUntouched } = twoNotes()
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

  test('no content of other kinds, wherever it would lie and however dead it is', () => {
    const { server, bo, block, items, ofBo, isUntouched } = twoNotes()
    const { text, place, note } = items(ofBo)
    const foreign: Content[] = [
      { type: 'array' },
      { type: 'xmlElement' },
      { type: 'xmlFragment' },
      { type: 'xmlHook' },
      { type: 'xmlText' },
      { format: 'bold' },
      { embed: { image: 'x' } },
      { json: [1] },
      { binary: [1, 2, 3] },
      { subdocument: 'board.other' },
    ]
    const deletes = [{ client: CLIENT, ranges: [[0, 1] as const] }]
    for (const content of foreign) {
      const wherever: Omit<Crafted, 'content'>[] = [
        { after: text },
        { after: place },
        { parent: note, key: 'text' },
        { parent: 'notes', key: newNoteId() },
      ]
      for (const where of wherever)
        for (const update of [craft(block({ ...where, content })), craft(block({ ...where, content }), deletes)])
          expect(outcome([server.judge(update, bo.person)])).toBe('shape')
      // As something that the board has already: Yjs would look at it all the same.
      const known = craft([{ client: text[0], clock: text[1], structs: [{ after: place, content }] }])
      expect(outcome([server.judge(known, bo.person)])).toBe('shape')
    }
    isUntouched()
  })

  test('keys that every object in JavaScript has are keys like others: not of a board', () => {
    const { bo, judge, block, items, ofBo, isUntouched } = twoNotes()
    const { note } = items(ofBo)
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])
      for (const parent of [note, 'notes', 'themes']) {
        expect(judge(bo, block({ parent, key, content: { any: 1 } }))).toBe('shape')
        expect(judge(bo, block({ parent, key, content: { type: 'map' } }))).toBe('shape')
        expect(judge(bo, block({ parent: key, key: ofBo, content: { type: 'map' } }))).toBe('shape')
      }
    const own = Object.fromEntries([['__proto__', { polluted: true }]])
    expect(judge(bo, block({ after: items(ofBo).place, content: { any: own } }))).toBe('bounds')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    isUntouched()
  })

  test('a place holds finite numbers on the board, ids and a rank, and nothing that looks like them', () => {
    const { server, bo, items, ofBo, isUntouched } = twoNotes()
    const { place } = items(ofBo)
    const put = (value: unknown, device = server.device(bo)) => {
      const structs = [{ after: place, content: { any: value } }]
      return outcome([server.judge(craft([{ client: device.doc.clientID, clock: 0, structs }]), bo.person)])
    }
    const at = (x: unknown, rank: unknown = 'a0') => [open.id, null, rank, x, 0, null]
    for (const x of [Number.NaN, Infinity, -Infinity, 1e300, 1_000_001, 10n, '5', true, null, undefined, [5], {}])
      expect(put(at(x))).toBe('bounds')
    for (const rank of ['x'.repeat(201), 'x'.repeat(100_000), 0, null, ['a0'], { length: 2 }])
      expect(put(at(0, rank))).toBe('bounds')
    for (const value of [
      '',
      0,
      null,
      undefined,
      {},
      { ...at(0), length: 6 },
      [...at(0), null],
      at(0).slice(1),
      [at(0)],
    ])
      expect(put(value)).toBe('bounds')
    expect(put([open.id.toUpperCase(), null, 'a0', 0, 0, null])).toBe('bounds')
    expect(put([open.id, '', 'a0', 0, 0, null])).toBe('bounds')
    isUntouched()
    expect(put(at(-0))).toBe('taken')
    expect(server.board.notes.get(ofBo)?.place.x).toBeCloseTo(0)
  })

  test('one place at a time: a list of several is none', () => {
    const { bo, judge, block, items, ofBo, isUntouched } = twoNotes()
    const place = [open.id, null, 'a0', 0, 0, null]
    expect(judge(bo, block({ after: items(ofBo).place, content: { values: [place, place] } }))).toBe('shape')
    expect(judge(bo, block({ after: items(ofBo).place, content: { values: [] } }))).toBe('malformed')
    isUntouched()
  })

  test('a meta says when, of what kind and what it builds on, in the words of the board', () => {
    const { server, bo } = twoNotes()
    const place = [open.id, null, 'a0', 0, 0, null]
    const send = (...[createdAt, kind, buildsOn, ...more]: unknown[]) => {
      const client = server.device(bo).doc.clientID
      const structs: CraftedStruct[] = [
        { parent: 'notes', key: newNoteId(), content: { type: 'map' } },
        {
          parent: [client, 0],
          key: 'meta',
          content: { any: [bo.id, bo.organisation, createdAt, kind, buildsOn, ...more] },
        },
        { parent: [client, 0], key: 'place', content: { any: place } },
        { parent: [client, 0], key: 'text', content: { type: 'text' } },
      ]
      return outcome([server.judge(craft([{ client, clock: 0, structs }]), bo.person)])
    }
    for (const createdAt of [Number.NaN, Infinity, 8.65e15, '2026', 1n, null, undefined])
      expect(send(createdAt, 'idea', null)).toBe('shape')
    for (const kind of ['', 'Idea', 'constructor', null, 0, ['idea']]) expect(send(NOW, kind, null)).toBe('shape')
    for (const buildsOn of ['', 'x', 0, undefined, {}]) expect(send(NOW, 'idea', buildsOn)).toBe('shape')
    expect(send(NOW, 'idea', null, null)).toBe('shape')
    expect(send(NOW, 'question', newNoteId())).toBe('taken')
  })

  test('text is text: what is no UTF-8 is malformed, half an emoji too', () => {
    const { server, bo, judge, block, items, ofBo, isUntouched } = twoNotes()
    const { text } = items(ofBo)
    for (const bytes of [[0xed, 0xa0, 0x80], [0xff], [0xc0, 0x80], [0xf0, 0x9f, 0x98]])
      expect(judge(bo, block({ after: text, content: { bytes } }))).toBe('malformed')
    expect(judge(bo, block({ after: text, content: { text: '' } }))).toBe('malformed')
    isUntouched()
    // 4,000 units are counted as the page counts them: an emoji is two.
    const [client, clock] = [text[0], text[1] + 5]
    const fill = (emoji: number) => block({ after: [client, clock], content: { text: '😀'.repeat(emoji) } })
    expect(judge(server.device(bo), fill(1_998))).toBe('bounds')
    expect(judge(server.device(bo), fill(1_997))).toBe('taken')
    expect(server.board.notes.get(ofBo)?.text).toHaveLength(4_000)
  })

  test('half a note is none', () => {
    const { bo, judge, isUntouched } = twoNotes()
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
    const { server, bo, judge, block, isUntouched } = twoNotes()
    expect(outcome([server.judge(new Uint8Array(SYNC_LIMITS.updateBytes + 1), bo.person)])).toBe('too-large')
    expect(judge(bo, block(...Array.from({ length: 5_001 }, () => ({ collected: 1 }))))).toBe('too-large')
    expect(judge(bo, block({ collected: 200_001 }))).toBe('too-large')
    expect(judge(bo, block({ collected: 0 }))).toBe('malformed')
    isUntouched()
  })

  test('bytes that are cut short, go on too long, or are of another version', () => {
    const { server, bo, isUntouched } = twoNotes()
    const device = server.device(bo)
    const honest: Uint8Array[] = []
    device.doc.on('update', (update: Uint8Array) => honest.push(update))
    device.note('Een gewone zin')
    const [update] = honest as [Uint8Array]
    const send = (bytes: Uint8Array) => outcome([server.judge(bytes, bo.person)])
    for (let end = 0; end < update.length; end++) expect(send(update.subarray(0, end))).toBe('malformed')
    expect(send(Uint8Array.from([...update, 0]))).toBe('malformed')
    expect(send(Uint8Array.from([...update, ...update]))).toBe('malformed')
    expect(send(Y.convertUpdateFormatV1ToV2(update))).toBe('malformed')
    isUntouched()
    expect(send(update)).toBe('taken')
  })

  test('numbers beyond what a number can count', () => {
    const { bo, judge, block, items, ofBo, isUntouched } = twoNotes()
    const { text } = items(ofBo)
    const huge = Number.MAX_SAFE_INTEGER
    expect(judge(bo, [{ client: CLIENT, clock: huge, structs: [{ collected: 1 }] }])).toBe('gap')
    expect(judge(bo, block({ collected: huge }))).toBe('too-large')
    expect(judge(bo, block({ after: text, content: { deleted: huge } }))).toBe('too-large')
    expect(judge(bo, block({ after: [text[0], huge], content: { text: 'x' } }))).toBe('gap')
    expect(judge(bo, [], [{ client: text[0], ranges: [[0, huge]] }])).toBe('gap')
    expect(judge(bo, [], [{ client: text[0], ranges: [[huge, huge]] }])).toBe('gap')
    expect(judge(bo, [], [{ client: huge, ranges: [[0, 1]] }])).toBe('gap')
    isUntouched()
  })

  test('noise, and honest updates with a byte turned, never throw and never leave the board in pieces', () => {
    const { server, bo } = twoNotes()
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
