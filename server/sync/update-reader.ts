import * as decoding from 'lib0/decoding'
import { DeleteRanges, type DeleteRange } from './delete-ranges.ts'
import { refuse } from './refusing.ts'

// The bytes of an update (Yjs V1), read as Yjs reads them, but for the kinds of content that a board is made of and no
// others: nobody makes the server build documents in documents, parse JSON or go down into itself. And it takes a
// fraction of the time of Yjs's own decoder, which makes whole items. The layout, in varuints:
//
//   how many blocks, then each: how many structs, client, first clock, then the structs
//   a struct: info byte, [origin] [right origin] or parent [key], content
//   how many clients with deletes, then each: client, how many ranges, then each range: clock, length

export interface Id {
  readonly client: number
  readonly clock: number
}

/** What a struct holds. `collected`: its writer had already forgotten what it was. */
export type Content = 'collected' | 'deleted' | 'string' | 'values' | 'map' | 'text'

export interface Struct extends Id {
  /** In Yjs's units: of a string, its UTF-16 code units. */
  readonly length: number
  readonly content: Content
  readonly origin: Id | null
  readonly rightOrigin: Id | null
  /** A root's name, or the item that holds the parent. Null beside a neighbour, which says where this lies. */
  readonly parent: string | Id | null
  /** Under which key of the parent. */
  readonly key: string | null
  /** Of `values`. */
  readonly values: readonly unknown[]
}

export interface ReadUpdate {
  /** By Yjs client, without gaps in their clocks, never empty. */
  readonly blocks: Map<number, Struct[]>
  readonly deletes: DeleteRanges
}

/** Throws Refusing, or whatever lib0 throws, on what is not an update, and on content that no board has. */
export function readUpdate(update: Uint8Array): ReadUpdate {
  const decoder = decoding.createDecoder(update)
  const blocks = readBlocks(decoder)
  const deletes = readDeletes(decoder)
  if (decoding.hasContent(decoder)) refuse('malformed')
  return { blocks, deletes }
}

/** Yjs draws its clients from 32 bits. */
const LARGEST_CLIENT = 0xffffffff

function readBlocks(decoder: decoding.Decoder): Map<number, Struct[]> {
  const blocks = new Map<number, Struct[]>()
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const count = decoding.readVarUint(decoder)
    const client = decoding.readVarUint(decoder)
    let clock = decoding.readVarUint(decoder)
    // Yjs keeps only the last block of a client: two of them, or an empty one, would lose what is judged here.
    if (count === 0 || client > LARGEST_CLIENT || blocks.has(client)) refuse('malformed')
    const structs: Struct[] = []
    for (let n = 0; n < count; n++) {
      const struct = readStruct(decoder, client, clock)
      if (struct.length < 1) refuse('malformed')
      structs.push(struct)
      clock += struct.length
    }
    blocks.set(client, structs)
  }
  return blocks
}

const HAS_ORIGIN = 0x80
const HAS_RIGHT_ORIGIN = 0x40
const HAS_KEY = 0x20
const KIND = 0x1f

/** Yjs's numbers for content. Those that are missing are JSON, binary, embed, format and a document: no board has them. */
const KINDS = { collected: 0, deleted: 1, string: 4, type: 7, values: 8, skip: 10 } as const

const NO_VALUES: readonly unknown[] = []

function readStruct(decoder: decoding.Decoder, client: number, clock: number): Struct {
  const info = readByte(decoder)
  const kind = info & KIND
  if (kind === KINDS.collected) {
    const length = decoding.readVarUint(decoder)
    return {
      client,
      clock,
      length,
      content: 'collected',
      origin: null,
      rightOrigin: null,
      parent: null,
      key: null,
      values: NO_VALUES,
    }
  }
  const origin = info & HAS_ORIGIN ? readId(decoder) : null
  const rightOrigin = info & HAS_RIGHT_ORIGIN ? readId(decoder) : null
  let parent: string | Id | null = null
  let key: string | null = null
  if (!origin && !rightOrigin) {
    parent = decoding.readVarUint(decoder) === 1 ? decoding.readVarString(decoder) : readId(decoder)
    if (info & HAS_KEY) key = decoding.readVarString(decoder)
  }
  let length = 1
  let content: Content
  let values = NO_VALUES
  switch (kind) {
    case KINDS.string:
      content = 'string'
      length = readStringLength(decoder)
      break
    case KINDS.values:
      content = 'values'
      values = readList(decoder, 0)
      length = values.length
      break
    case KINDS.type:
      content = readType(decoder)
      break
    case KINDS.deleted:
      content = 'deleted'
      length = decoding.readVarUint(decoder)
      break
    default:
      return refuse(kind >= KINDS.skip ? 'malformed' : 'shape')
  }
  return { client, clock, length, content, origin, rightOrigin, parent, key, values }
}

/** lib0 reads a byte beyond the end as undefined. */
const readByte = (decoder: decoding.Decoder): number =>
  decoding.hasContent(decoder) ? decoding.readUint8(decoder) : refuse('malformed')

function readId(decoder: decoding.Decoder): Id {
  const client = decoding.readVarUint(decoder)
  return { client, clock: decoding.readVarUint(decoder) }
}

/** Only the plain kinds, and not their heirs: Yjs has XML types that extend its maps and texts. */
function readType(decoder: decoding.Decoder): 'map' | 'text' {
  const type = decoding.readVarUint(decoder)
  if (type === 1) return 'map'
  return type === 2 ? 'text' : refuse('shape')
}

/** What a text says is nobody's business here; and plain ASCII has as many units as bytes. */
function readStringLength(decoder: decoding.Decoder): number {
  const { arr, pos: start } = decoder
  const bytes = decoding.readVarUint(decoder)
  const end = decoder.pos + bytes
  let at = decoder.pos
  while (at < end && (arr[at] ?? 0x80) < 0x80) at++
  decoder.pos = at === end ? end : start
  return at === end ? bytes : decoding.readVarString(decoder).length
}

/** lib0's numbers for values that hold values. */
const ARRAY = 117
const OBJECT = 118

/** How deep values may go. Zones and marks, which come back from whoever holds a whole copy, are objects with lists. */
const DEEPEST = 4

function readValue(decoder: decoding.Decoder, depth: number): unknown {
  const type = decoder.arr[decoder.pos]
  if (type !== ARRAY && type !== OBJECT) return decoding.readAny(decoder)
  if (depth === DEEPEST) refuse('shape')
  decoder.pos++
  if (type === ARRAY) return readList(decoder, depth + 1)
  const entries: [string, unknown][] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--)
    entries.push([decoding.readVarString(decoder), readValue(decoder, depth + 1)])
  return new Map(entries)
}

function readList(decoder: decoding.Decoder, depth: number): unknown[] {
  const values: unknown[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) values.push(readValue(decoder, depth))
  return values
}

function readDeletes(decoder: decoding.Decoder): DeleteRanges {
  const clients = new Map<number, DeleteRange[]>()
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder)
    const ranges = clients.get(client) ?? []
    for (let n = decoding.readVarUint(decoder); n > 0; n--) {
      const clock = decoding.readVarUint(decoder)
      const len = decoding.readVarUint(decoder)
      // A delete of nothing splits what it points into: that breaks an emoji in two, in anyone's note.
      if (len < 1) refuse('malformed')
      ranges.push({ clock, len })
    }
    clients.set(client, ranges)
  }
  return new DeleteRanges(clients)
}
