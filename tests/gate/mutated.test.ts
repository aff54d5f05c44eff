import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { makeTheme } from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import type { Board } from '../../shared/model/board.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import { newNoteId, type ParticipantId } from '../../shared/model/ids.ts'
import { DEEDS, isWhole, mutated, updatesOf } from '../helpers/board-updates.ts'
import { craft, type Content, type CraftedStruct, type Id } from '../helpers/crafted-update.ts'
import { GatedBoard, locked, NOW, open, other, outcome, type Peer } from '../helpers/gated-board.ts'

// Whatever a hostile member sends: it is refused and leaves no trace, or it is taken and leaves a board that is whole,
// the same for everyone, and in which nothing of anyone else has changed.

/** A board with notes and themes of An and of a facilitator, who are honest, and Mo, who is not. */
function peaceful() {
  const server = new GatedBoard('facilitator', [open, other, locked])
  const [an, guide, mo] = [server.peer(), server.peer('facilitator'), server.peer()]
  const notes = [an.written('Van An 😀'), an.written('Nog een'), guide.written('Van de begeleider'), mo.written('Mijn')]
  const theme = { title: 'Thema', zone: open.id, colour: 'munt' } as const
  guide.does((board) => makeTheme(board, guide.writer, theme, NOW, [notes[0]!]))
  an.receive().does((board) => makeTheme(board, an.writer, { ...theme, status: 'proposed' }, NOW))
  server.write((board) => board.marks.set(notes[0]!, { recognise: 1, takeHome: [] }))
  server.write((board) =>
    board.zones.set(open.id, { kind: 'free', title: 'Vrij', order: 0, locked: false, hidden: false }),
  )
  // Something that went, so that there are dead items to aim at.
  const gone = mo.receive().written('Weg')
  mo.does((board) => board.notes.delete(gone))
  const reader = new Y.Doc()
  Y.applyUpdate(reader, Y.encodeStateAsUpdate(server.doc))
  server.doc.on('update', (update: Uint8Array) => Y.applyUpdate(reader, update))
  return { server, mo: mo.receive(), reader }
}

/** What of a board is not this person's. */
function withoutOwn({ notes, themes, zones, marks }: Board, own: ParticipantId) {
  const others = <T>(all: ReadonlyMap<string, T>, authorOf: (one: T) => ParticipantId | null) =>
    [...all].filter(([, one]) => authorOf(one) !== own)
  return {
    notes: others(notes, ({ meta }) => meta.author),
    themes: others(themes, ({ author }) => author),
    zones,
    marks,
  }
}

/** Sends it, and holds the outcome to what was promised. */
function send({ server, mo, reader }: ReturnType<typeof peaceful>, update: Uint8Array): string {
  const { id } = mo
  const before = { state: Y.encodeStateAsUpdate(server.doc), board: server.board }
  const verdict = server.judge(update, mo.person)
  const { board, doc } = server
  if (verdict.kind !== 'taken') {
    expect(Buffer.from(before.state).equals(Y.encodeStateAsUpdate(doc))).toBe(true)
    return outcome([verdict])
  }
  expect(withoutOwn(board, id)).toEqual(withoutOwn(before.board, id))
  // Readers skip nothing: every note and theme is whole.
  expect([doc.getMap('notes').size, doc.getMap('themes').size]).toEqual([board.notes.size, board.themes.size])
  expect([...doc.share.keys()].sort()).toEqual(['marks', 'notes', 'themes', 'zones'])
  for (const note of board.notes.values()) {
    const former = before.board.notes.get(note.id)
    expect(note.text.length).toBeLessThanOrEqual(BOUNDS.noteText)
    if (former) expect(note.meta).toEqual(former.meta)
    else expect([note.meta.author, note.meta.organisation]).toEqual([id, mo.organisation])
    if (!former) expect([open.id, other.id]).toContain(note.place.zone)
  }
  // Who follows, and who comes new, have the same board.
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(doc))
  for (const one of [reader, fresh]) {
    expect(readBoard(one)).toEqual(board)
    expect(isWhole(one)).toBe(true)
    expect(Y.decodeStateVector(Y.encodeStateVector(one))).toEqual(Y.decodeStateVector(Y.encodeStateVector(doc)))
  }
  return 'taken'
}

const deeds = fc.array(fc.record({ what: fc.nat(DEEDS - 1), pick: fc.nat(50) }), { minLength: 1, maxLength: 6 })
const mutations = fc.array(fc.record({ kind: fc.nat(4), at: fc.nat(3_000), value: fc.nat(255) }), {
  minLength: 1,
  maxLength: 2,
})

/** How often something was taken, so that a test that tests nothing is seen. */
const taken = (outcomes: readonly string[]): number => outcomes.filter((one) => one === 'taken').length

test('updates with bits turned, bytes cut out, put in and repeated', () => {
  const outcomes: string[] = []
  fc.assert(
    fc.property(deeds, fc.array(mutations, { minLength: 8, maxLength: 8 }), (some, all) => {
      const stage = peaceful()
      const device = stage.server.device(stage.mo)
      const update = Y.mergeUpdates(updatesOf(device, some))
      for (const one of all) outcomes.push(send(stage, mutated(update, one)))
    }),
    { seed: 20_261_127, numRuns: 150 },
  )
  expect(taken(outcomes)).toBeGreaterThan(10)
})

interface Aim {
  readonly at: number
  readonly where: number
  readonly what: number
  readonly deletes: number
}

const aims: fc.Arbitrary<Aim[]> = fc.array(
  fc.record({ at: fc.nat(1_000), where: fc.nat(9), what: fc.nat(23), deletes: fc.nat(8) }),
  { minLength: 1, maxLength: 8 },
)

/** Something of the document or of the update itself, and what may stand behind it or in it. */
interface Target {
  readonly ends: readonly [first: Id, last: Id]
  readonly fits: readonly Content[]
  readonly holds: readonly (readonly [key: string | null, Content])[]
}

/** Content of every kind a board has, as Mo would write it. */
function contentsOf(mo: Peer, n: number) {
  const note: Content = { any: [open.id, null, 'a0', n, 0, null] }
  const meta: Content = { any: [mo.id, mo.organisation, NOW, 'idea', null] }
  const words: readonly Content[] = [{ text: 'x' }, { text: '😀😀' }, { deleted: 1 + (n % 3) }]
  const others: readonly Content[] = [
    { any: 'proposed' },
    { any: 'theme' },
    { any: ['leem'] },
    { any: [open.id, 'a0', n, 0] },
    { any: [mo.id, NOW] },
  ]
  const types: readonly Content[] = [{ type: 'map' }, { type: 'text' }]
  const fields = [
    ['meta', meta],
    ['place', note],
    ['text', { type: 'text' }],
  ] as const
  return { words, note, fields, all: [...words, note, meta, ...types, ...others] }
}

function targetsOf(doc: Y.Doc, mo: Peer, n: number): Target[] {
  const { words, note, fields } = contentsOf(mo, n)
  return [...doc.store.clients.values()].flat().map((struct): Target => {
    const { id, length } = struct
    const item = struct instanceof Y.Item ? struct : null
    const isText = item?.content instanceof Y.ContentString
    const holdsText = item?.content instanceof Y.ContentType && item.content.type instanceof Y.Text
    const holdsFields = item?.content instanceof Y.ContentType && item.content.type instanceof Y.Map
    return {
      ends: [
        [id.client, id.clock],
        [id.client, id.clock + length - 1],
      ],
      fits: isText ? words : item?.parentSub === 'place' ? [note] : holdsFields ? [{ type: 'map' }] : [],
      holds: holdsText ? words.map((one) => [null, one] as const) : holdsFields ? fields : [],
    }
  })
}

/** Structs that refer to what is on the board and to each other, mostly in ways that make some sense. */
function aimed({ doc }: GatedBoard, mo: Peer, client: number, all: readonly Aim[]): Uint8Array {
  const clock = Y.getState(doc.store, client)
  const targets = targetsOf(doc, mo, all.length)
  const fresh: Target[] = []
  const structs: CraftedStruct[] = []
  const deletes = new Map<number, Id[]>()
  let next = clock
  const add = (struct: CraftedStruct, target: Omit<Target, 'ends'>) => {
    const length = 'content' in struct ? lengthOf(struct.content) : 2
    structs.push(struct)
    fresh.push({
      ...target,
      ends: [
        [client, next],
        [client, next + length - 1],
      ],
    })
    next += length
  }
  for (const { at, where, what, deletes: deleting } of all) {
    const { all: any, words, note, fields } = contentsOf(mo, at)
    const pool = where % 2 === 0 && fresh.length > 0 ? fresh : targets
    const [one, two] = [pool[at % pool.length]!, pool[(at * 7) % pool.length]!]
    const [first, last] = one.ends
    const wild = any[what % any.length]!
    const content = what < 12 ? (one.fits[what % Math.max(1, one.fits.length)] ?? wild) : wild
    const [key, held] = one.holds[what % Math.max(1, one.holds.length)] ?? ['place', wild]
    const doomed = deleting === 0 ? targets : deleting < 3 ? fresh : []
    const [of, from] = doomed[at % Math.max(1, doomed.length)]?.ends[at % 2] ?? []
    if (of !== undefined && from !== undefined) deletes.set(of, [...(deletes.get(of) ?? []), [from, 1]])
    if (what === 23) add({ collected: 2 }, { fits: [], holds: [] })
    else if (where < 4) add({ after: last, content }, one)
    else if (where === 4) add({ before: first, content }, one)
    else if (where === 5) add({ after: last, before: two.ends[0], content }, one)
    else if (where < 8) add({ parent: first, ...(key !== null && { key }), content: held }, { fits: [note], holds: [] })
    else {
      // A whole note, or most of one.
      const holder: Id = [client, next]
      add({ parent: 'notes', key: newNoteId(), content: { type: 'map' } }, { fits: [], holds: fields })
      for (const [name, field] of where === 8 ? fields : fields.slice(at % 2))
        add(
          { parent: holder, key: name, content: field },
          { fits: [], holds: name === 'text' ? words.map((word) => [null, word] as const) : [] },
        )
    }
  }
  return craft(
    [{ client, clock, structs }],
    [...deletes].map(([of, ranges]) => ({ client: of, ranges })),
  )
}

function lengthOf(content: Content): number {
  if ('deleted' in content) return content.deleted
  return 'text' in content ? content.text.length : 1
}

test('structs aimed at what others wrote, at what is dead and at each other', () => {
  const outcomes: string[] = []
  fc.assert(
    fc.property(fc.array(aims, { minLength: 20, maxLength: 20 }), (all) => {
      const stage = peaceful()
      for (const [i, one] of all.entries()) {
        const client = i % 3 === 0 ? stage.mo.doc.clientID : 1_000_000 + i
        outcomes.push(send(stage, aimed(stage.server, stage.mo, client, one)))
      }
    }),
    { seed: 20_261_128, numRuns: 120 },
  )
  expect(taken(outcomes)).toBeGreaterThan(50)
})

test('structs of several honest updates, put together in other ways', () => {
  const outcomes: string[] = []
  const choice = fc.array(fc.nat(40), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(deeds, fc.array(choice, { minLength: 8, maxLength: 8 }), (some, choices) => {
      const stage = peaceful()
      const device = stage.server.device(stage.mo)
      const updates = updatesOf(device, some)
      fc.pre(updates.length > 0)
      for (const chosen of choices) {
        const parts = chosen.map((n) => updates[n % updates.length]!)
        outcomes.push(send(stage, Y.mergeUpdates(parts)))
        const [first, second] = [parts[0]!, parts.at(-1)!]
        const cut = chosen[0]! % first.length
        outcomes.push(send(stage, Uint8Array.from([...first.slice(0, cut), ...second.slice(cut)])))
      }
    }),
    { seed: 20_261_129, numRuns: 120 },
  )
  expect(taken(outcomes)).toBeGreaterThan(50)
})
