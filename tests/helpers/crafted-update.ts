import * as encoding from 'lib0/encoding'

// Updates (V1) that no honest client writes, byte by byte.

export type Id = readonly [client: number, clock: number]

export type Content =
  | { readonly text: string }
  | { readonly any: unknown }
  | { readonly type: 'array' | 'map' | 'text' | 'xmlText' }
  | { readonly deleted: number }
  | { readonly format: string }

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

const TYPES = { array: 0, map: 1, text: 2, xmlText: 6 } as const

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
  if ('text' in content) return 4
  if ('format' in content) return 6
  return 'type' in content ? 7 : 8
}

function writeContent(encoder: encoding.Encoder, content: Content): void {
  if ('deleted' in content) encoding.writeVarUint(encoder, content.deleted)
  else if ('text' in content) encoding.writeVarString(encoder, content.text)
  else if ('type' in content) encoding.writeVarUint(encoder, TYPES[content.type])
  else if ('format' in content) {
    encoding.writeVarString(encoder, content.format)
    encoding.writeVarString(encoder, 'true')
  } else {
    encoding.writeVarUint(encoder, 1)
    encoding.writeAny(encoder, content.any as never)
  }
}
