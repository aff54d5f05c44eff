import * as Y from 'yjs'
import { SYNC_LIMITS } from '../../shared/wire/sync.ts'
import type { DeleteRanges } from './delete-ranges.ts'
import { refuse } from './refusing.ts'
import { readUpdate, type Struct } from './update-reader.ts'

// The first look at an update: well formed, within limits, and what of it the document does not have yet.

export interface UpdateContent {
  /** What is judged, and what may be applied: the update without the structs that the document has. */
  readonly update: Uint8Array
  /** By Yjs client, in the order of their clocks. */
  readonly fresh: ReadonlyMap<number, readonly Struct[]>
  readonly deletes: DeleteRanges
}

/** People write offline, reload and write on; nobody does that more often between two syncs. */
const MOST_CLIENTS = 32

/** The new content of an update (V1) for this document. Throws Refusing, or whatever the decoder throws. */
export function contentOf(doc: Y.Doc, update: Uint8Array): UpdateContent {
  if (update.byteLength > SYNC_LIMITS.updateBytes) refuse('too-large')
  const { blocks, deletes } = readUpdate(update)
  for (const [client, [first]] of blocks)
    if (first && first.clock < Y.getState(doc.store, client)) return contentOf(doc, withoutKnown(doc, update, blocks))
  refuseTooLarge(blocks)
  return { update, fresh: blocks, deletes }
}

/**
 * Cuts off what the document has. Yjs looks at that too before it passes it over, and believes it: a lie about where a
 * known letter lies would leave the board waiting for what never comes, or break an emoji in someone else's note.
 */
function withoutKnown(doc: Y.Doc, update: Uint8Array, blocks: ReadonlyMap<number, readonly Struct[]>): Uint8Array {
  const state = new Map<number, number>()
  for (const [client, structs] of blocks) {
    const end = Y.getState(doc.store, client)
    for (const struct of structs) if (struct.clock < end && contradicts(doc, struct)) refuse('client-bound')
    state.set(client, end)
  }
  return Y.diffUpdate(update, Y.encodeStateVector(state))
}

/**
 * Whether the document has something else under this number: two people who drew the same Yjs client, of whom the second
 * would be told that all is saved. Told by where it begins and lies; what was split, merged or collected is passed over.
 */
function contradicts(doc: Y.Doc, { client, clock, content, origin, key }: Struct): boolean {
  const structs = doc.store.clients.get(client) ?? []
  const stored = structs[Y.findIndexSS(structs, clock)]
  if (!(stored instanceof Y.Item) || stored.id.clock !== clock || content === 'collected') return false
  if (origin && stored.origin) return origin.client !== stored.origin.client || origin.clock !== stored.origin.clock
  return origin !== stored.origin || (key !== null && key !== stored.parentSub)
}

function refuseTooLarge(fresh: ReadonlyMap<number, readonly Struct[]>): void {
  if (fresh.size > MOST_CLIENTS) refuse('too-large')
  let count = 0
  let length = 0
  for (const structs of fresh.values()) {
    count += structs.length
    for (const struct of structs) length += struct.length
  }
  if (count > SYNC_LIMITS.structs || length > SYNC_LIMITS.length) refuse('too-large')
}
