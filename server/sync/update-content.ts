import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { SYNC_LIMITS } from '../../shared/wire/sync.ts'
import { refuse } from './refusing.ts'

// The first look at an update: well formed, within limits, and what of it the document does not have yet.

/** A struct, or the end of one, that the document does not have. */
export interface FreshStruct {
  readonly client: number
  readonly clock: number
  readonly length: number
  /** Null where the writer had already collected it. */
  readonly item: Y.Item | null
  /** How much of the struct's beginning the document knows. */
  readonly known: number
}

export interface UpdateContent {
  /** By Yjs client, in the order of their clocks, each starting exactly where the document ends. */
  readonly fresh: ReadonlyMap<number, readonly FreshStruct[]>
  readonly deletes: DeleteRanges
}

/** Yjs draws its clients from 32 bits. */
const LARGEST_CLIENT = 0xffffffff

/** People write offline, reload and write on; nobody does that more often between two syncs. */
const MOST_CLIENTS = 32

/** The new content of an update (V1) for this document. Throws Refusing, or whatever the decoder throws. */
export function contentOf(doc: Y.Doc, update: Uint8Array): UpdateContent {
  if (update.byteLength > SYNC_LIMITS.updateBytes) refuse('too-large')
  const { structs, ds } = Y.decodeUpdate(update)
  const ends = new Map<number, number>()
  const fresh = new Map<number, FreshStruct[]>()
  let count = 0
  let length = 0
  for (const struct of structs) {
    const { client, clock } = struct.id
    const end = ends.get(client)
    if (struct instanceof Y.Skip || struct.length < 1 || client > LARGEST_CLIENT) refuse('malformed')
    if (end !== undefined && end !== clock) refuse('malformed')
    ends.set(client, clock + struct.length)
    const one = freshPart(doc, struct)
    length += one?.length ?? 0
    count += one ? 1 : 0
    if (count > SYNC_LIMITS.structs || length > SYNC_LIMITS.length) refuse('too-large')
    const ofClient = fresh.get(client)
    if (one && ofClient) ofClient.push(one)
    else if (one) fresh.set(client, [one])
  }
  // Yjs keeps only the last block of a client: two of them, or an empty one, would lose what was judged here.
  if (decoding.readVarUint(decoding.createDecoder(update)) !== ends.size) refuse('malformed')
  if (fresh.size > MOST_CLIENTS) refuse('too-large')
  return { fresh, deletes: new DeleteRanges(ds.clients) }
}

function freshPart(doc: Y.Doc, struct: Y.Item | Y.GC | Y.Skip): FreshStruct | null {
  const { client, clock } = struct.id
  const known = Math.max(0, Y.getState(doc.store, client) - clock)
  if (known >= struct.length) return null
  const item = struct instanceof Y.Item ? struct : null
  return { client, clock: clock + known, length: struct.length - known, item, known }
}

export interface DeleteRange {
  readonly clock: number
  readonly len: number
}

/** A delete set, sorted and without overlaps. */
export class DeleteRanges {
  readonly clients: ReadonlyMap<number, readonly DeleteRange[]>

  constructor(clients: ReadonlyMap<number, readonly DeleteRange[]>) {
    const sorted = new Map<number, DeleteRange[]>()
    for (const [client, ranges] of clients) {
      // A delete of nothing splits what it points into: that breaks an emoji in two, in anyone's note.
      if (ranges.some(({ len }) => len < 1)) refuse('malformed')
      const inOrder = ranges.toSorted((a, b) => a.clock - b.clock)
      const merged: DeleteRange[] = []
      for (const range of inOrder) {
        const last = merged.at(-1)
        if (last && last.clock + last.len >= range.clock) {
          const end = Math.max(last.clock + last.len, range.clock + range.len)
          merged[merged.length - 1] = { clock: last.clock, len: end - last.clock }
        } else merged.push(range)
      }
      sorted.set(client, merged)
    }
    this.clients = sorted
  }

  /** How many of the clocks from `clock` on, `length` of them, are deleted. */
  covered(client: number, clock: number, length: number): number {
    const ranges = this.clients.get(client) ?? []
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >> 1
      const range = ranges[middle]
      if (range && range.clock + range.len <= clock) low = middle + 1
      else high = middle
    }
    let covered = 0
    for (let i = low; i < ranges.length; i++) {
      const range = ranges[i]
      if (!range || range.clock >= clock + length) break
      covered += Math.min(clock + length, range.clock + range.len) - Math.max(clock, range.clock)
    }
    return covered
  }
}
