import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readUpdate, type Struct } from '../../server/sync/update-reader.ts'
import { DEEDS, mutated, updatesOf } from '../helpers/board-updates.ts'
import { GatedBoard } from '../helpers/gated-board.ts'

// What the gate reads in an update must be what Yjs will read in it: whatever the bytes, it is that or a refusal.

/** A struct of Yjs's own decoder, in our words. */
function inOurWords(struct: Y.Item | Y.GC | Y.Skip): Struct {
  const { id, length } = struct
  const nowhere = { origin: null, rightOrigin: null, parent: null, key: null, values: [] }
  if (!(struct instanceof Y.Item))
    return { client: id.client, clock: id.clock, length, content: 'collected', ...nowhere }
  const { content, origin, rightOrigin, parentSub } = struct
  const idOf = (one: Y.ID | null) => one && { client: one.client, clock: one.clock }
  const parent = struct.parent as unknown
  return {
    client: id.client,
    clock: id.clock,
    length,
    content: kindOf(content),
    origin: idOf(origin),
    rightOrigin: idOf(rightOrigin),
    parent: parent instanceof Y.ID ? idOf(parent) : (parent as string | null),
    key: parentSub,
    values: content instanceof Y.ContentAny ? content.arr : [],
  }
}

function kindOf(content: unknown): Struct['content'] {
  if (content instanceof Y.ContentString) return 'string'
  if (content instanceof Y.ContentAny) return 'values'
  if (content instanceof Y.ContentDeleted) return 'deleted'
  const type = content instanceof Y.ContentType ? content.type.constructor : null
  if (type === Y.Map) return 'map'
  if (type === Y.Text) return 'text'
  throw new Error('a kind that no board has was read')
}

/** Objects are read as maps, so that no key is a prototype's. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [key, plain(one)]))
  return value
}

/** What Yjs itself reads, in our words. */
function byYjs(update: Uint8Array) {
  const { structs, ds } = Y.decodeUpdate(update)
  const deletes = new Map([...ds.clients].map(([client, ranges]) => [client, covered(ranges)]))
  return { structs: structs.map(inOurWords), deletes }
}

/** Ranges as the clocks they cover, from and to, merged. */
function covered(ranges: readonly { readonly clock: number; readonly len: number }[]): [number, number][] {
  const apart: [number, number][] = []
  for (const { clock, len } of [...ranges].sort((a, b) => a.clock - b.clock)) {
    const last = apart.at(-1)
    if (last && last[1] >= clock) last[1] = Math.max(last[1], clock + len)
    else apart.push([clock, clock + len])
  }
  return apart
}

function byUs(update: Uint8Array) {
  const { blocks, deletes } = readUpdate(update)
  const structs = [...blocks.values()].flat().map((struct) => ({ ...struct, values: struct.values.map(plain) }))
  return { structs, deletes: new Map([...deletes.clients].map(([client, ranges]) => [client, covered(ranges)])) }
}

const deeds = fc.array(fc.record({ what: fc.nat(DEEDS - 1), pick: fc.nat(50) }), { minLength: 1, maxLength: 8 })
const mutations = fc.array(fc.record({ kind: fc.nat(4), at: fc.nat(2_000), value: fc.nat(255) }), {
  minLength: 1,
  maxLength: 3,
})

test('what people do is read as Yjs reads it: alone, merged, and as a whole state', () => {
  fc.assert(
    fc.property(deeds, (some) => {
      const peer = new GatedBoard().peer()
      const updates = updatesOf(peer, some)
      for (const update of [...updates, Y.mergeUpdates(updates), Y.encodeStateAsUpdate(peer.doc)])
        expect(byUs(update)).toEqual(byYjs(update))
    }),
    { seed: 20_261_125, numRuns: 200 },
  )
})

test('bytes that were turned are read as Yjs reads them, or not at all', () => {
  let read = 0
  const peer = new GatedBoard().peer()
  fc.assert(
    fc.property(deeds, fc.array(mutations, { minLength: 20, maxLength: 20 }), (some, all) => {
      const update = Y.mergeUpdates(updatesOf(peer, some))
      for (const one of all) {
        const bytes = mutated(update, one)
        let ours: ReturnType<typeof byUs>
        try {
          ours = byUs(bytes)
        } catch {
          continue
        }
        expect(ours).toEqual(byYjs(bytes))
        read++
      }
    }),
    { seed: 20_261_126, numRuns: 300 },
  )
  // Not a test of nothing: many of them are still updates.
  expect(read).toBeGreaterThan(500)
})

test('a whole copy of a board, with zones and marks that only the server writes, is read', () => {
  const server = new GatedBoard()
  server.write((board) => {
    board.zones.set('z', { kind: 'free', title: 'Vrij', order: 0, locked: false, hidden: false })
    board.marks.set('n', { recognise: 2, takeHome: ['a', 'b'] })
  })
  const update = Y.encodeStateAsUpdate(server.doc)
  expect(byUs(update)).toEqual(byYjs(update))
})
