import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import type { BoardDoc } from '../../shared/doc/commands.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { StoredBoard } from '../storage/board-store.ts'

/** The document that the disk holds. Throws when it is not whole: a board is never shown with a part missing. */
export function docOf(stored: StoredBoard): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    if (stored.snapshot) Y.applyUpdate(doc, stored.snapshot)
    for (const update of stored.log) Y.applyUpdate(doc, update)
  })
  if (!isWhole(doc)) throw new Error('the stored board refers to something that is not stored')
  return doc
}

/** False when something waits in the document for what it refers to. */
export const isWhole = (doc: Y.Doc): boolean => doc.store.pendingStructs === null && doc.store.pendingDs === null

/** The whole state without what was deleted, proven by loading it. Throws when it does not give the same document. */
export function foldedState(doc: Y.Doc): Uint8Array {
  const snapshot = Y.encodeStateAsUpdate(doc)
  const again = new Y.Doc()
  Y.applyUpdate(again, snapshot)
  const isSame = isWhole(again) && Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(again))
  again.destroy()
  if (!isSame) throw new Error('a folded board differs from the one in memory')
  return snapshot
}

/** Brings the zones in the document to those of the session, writing only where they differ. */
export function writeZones({ zones }: BoardDoc, wanted: readonly Zone[]): void {
  const kept = new Set(wanted.map(({ id }) => id as string))
  for (const id of [...zones.keys()]) if (!kept.has(id)) zones.delete(id)
  for (const { id, ...zone } of wanted) {
    // What JSON leaves out is not in the document either.
    const plain: unknown = JSON.parse(JSON.stringify(zone))
    if (!isDeepStrictEqual(zones.get(id), plain)) zones.set(id, plain)
  }
}
