import * as encoding from 'lib0/encoding'

// Updates (V1) that no honest client writes, byte by byte.

const TYPES = { array: 0, map: 1, text: 2, xmlElement: 3, xmlFragment: 4, xmlHook: 5, xmlText: 6 } as const

export type Id = readonly [client: number, clock: number]

export type Content =
  | { readonly text: string }
  /** UTF-8 as it comes, also when it is none. */
  | { readonly bytes: readonly number[] }
  | { readonly any: unknown }
  | { readonly values: readonly unknown[] }
  | { readonly type: keyof typeof TYPES }
  | { readonly deleted: number }
  | { readonly format: string }
  | { readonly embed: unknown }
  | { readonly json: readonly unknown[] }
  | { readonly binary: readonly number[] }
  | { readonly subdocument: string }

export interface Crafted {
  readonly after?: Id
  readonly before?: Id
  readonly parent?: string | Id
  readonly key?: string
  readonly content: Content
}

export type CraftedStruct = Crafted | { readonly collected: number } | { readonly skip: number }

export interface Block {
  readonly client: number
  readonly clock: number
  readonly structs: readonly CraftedStruct[]
}

export function craft(
  blocks: readonly Block[],
  deletes: readonly { readonly client: number; readonly ranges: readonly Id[] }[] = [],
): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, blocks.length)
    for (const { client, clock, structs } of blocks) {
      encoding.writeVarUint(encoder, structs.length)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      for (const struct of structs) writeStruct(encoder, struct)
    }
    encoding.writeVarUint(encoder, deletes.length)
    for (const { client, ranges } of deletes) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, ranges.length)
      for (const [clock, length] of ranges) {
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarUint(encoder, length)
      }
    }
  })
}

function writeStruct(encoder: encoding.Encoder, struct: CraftedStruct): void {
  if ('collected' in struct || 'skip' in struct) {
    encoding.writeUint8(encoder, 'skip' in struct ? 10 : 0)
    encoding.writeVarUint(encoder, 'skip' in struct ? struct.skip : struct.collected)
    return
  }
  const { after, before, parent, key, content } = struct
  encoding.writeUint8(encoder, kindOf(content) | (after ? 128 : 0) | (before ? 64 : 0) | (key === undefined ? 0 : 32))
  for (const id of [after, before]) if (id) writeId(encoder, id)
  if (!after && !before) {
    encoding.writeVarUint(encoder, typeof parent === 'string' ? 1 : 0)
    if (typeof parent === 'string') encoding.writeVarString(encoder, parent)
    else writeId(encoder, parent ?? [0, 0])
    if (key !== undefined) encoding.writeVarString(encoder, key)
  }
  writeContent(encoder, content)
}

function writeId(encoder: encoding.Encoder, [client, clock]: Id): void {
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, clock)
}

function kindOf(content: Content): number {
  if ('deleted' in content) return 1
  if ('json' in content) return 2
  if ('binary' in content) return 3
  if ('text' in content || 'bytes' in content) return 4
  if ('embed' in content) return 5
  if ('format' in content) return 6
  if ('type' in content) return 7
  return 'subdocument' in content ? 9 : 8
}

function writeContent(encoder: encoding.Encoder, content: Content): void {
  if ('deleted' in content) encoding.writeVarUint(encoder, content.deleted)
  else if ('text' in content) encoding.writeVarString(encoder, content.text)
  else if ('bytes' in content) encoding.writeVarUint8Array(encoder, Uint8Array.from(content.bytes))
  else if ('binary' in content) encoding.writeVarUint8Array(encoder, Uint8Array.from(content.binary))
  else if ('type' in content) {
    encoding.writeVarUint(encoder, TYPES[content.type])
    if (content.type === 'xmlElement' || content.type === 'xmlHook') encoding.writeVarString(encoder, 'p')
  } else if ('embed' in content) encoding.writeVarString(encoder, JSON.stringify(content.embed))
  else if ('json' in content) {
    encoding.writeVarUint(encoder, content.json.length)
    for (const one of content.json) encoding.writeVarString(encoder, JSON.stringify(one))
  } else if ('subdocument' in content) {
    encoding.writeVarString(encoder, content.subdocument)
    encoding.writeAny(encoder, {})
  } else if ('format' in content) {
    encoding.writeVarString(encoder, content.format)
    encoding.writeVarString(encoder, 'true')
  } else {
    const values = 'values' in content ? content.values : [content.any]
    encoding.writeVarUint(encoder, values.length)
    for (const value of values) encoding.writeAny(encoder, value as never)
  }
}
