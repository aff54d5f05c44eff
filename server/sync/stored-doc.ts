import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'
import type { BoardDoc } from '../../shared/doc/commands.ts'
import { boardRoots, readBoard } from '../../shared/doc/layout.ts'
import type { Marks } from '../../shared/model/board.ts'
import type { NoteId, ParticipantId } from '../../shared/model/ids.ts'
import type { Zone } from '../../shared/model/zone.ts'
import { FIRST_EPOCH, type BoardStore, type DocumentKey, type StoredBoard } from '../storage/board-store.ts'

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

/** Whether it can still be read that there was a note that is there no more. */
export const hasTraces = (doc: Y.Doc): boolean =>
  [...boardRoots(doc).notes._map.values()].some(({ deleted }) => deleted)

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

/** Making a document anew, and everybody with it, is worth a third of its room, from so many bytes on. */
const REBUILD_GAIN = 3
const REBUILD_FROM = 64 * 1024

/**
 * The same board as a document without a past, when `folded` takes three times its room: what was moved and typed over
 * leaves its marks even in a folded state. Null when it is not worth it. Throws when it would not be the same board.
 */
export function rebuiltState(doc: Y.Doc, folded: Uint8Array, epoch: number): Uint8Array | null {
  if (folded.byteLength < REBUILD_FROM || !mayHaveALongPast(doc)) return null
  const state = madeAnew(doc, epoch)
  return state.byteLength * REBUILD_GAIN <= folded.byteLength ? state : null
}

/** A note has five structs when it is new and a theme eight. Making a board anew to weigh it takes a while: not for less. */
function mayHaveALongPast(doc: Y.Doc): boolean {
  const { notes, themes, zones, marks } = boardRoots(doc)
  let structs = 0
  for (const ofClient of doc.store.clients.values()) structs += ofClient.length
  return structs > REBUILD_GAIN * (5 * notes.size + 8 * themes.size + zones.size + marks.size)
}

/**
 * A document with the same content and nothing else. It is written by the Yjs client that bears the number of its epoch,
 * so that what a device has of it can be told from what it has of a former one. Notes in `without` are left out. Throws
 * when it is not the same board.
 */
export function madeAnew(doc: Y.Doc, epoch: number, without: ReadonlySet<string> = new Set()): Uint8Array {
  const anew = new Y.Doc()
  anew.clientID = epoch
  anew.transact(() => {
    // That client is in a board without any content too.
    anew.getMap('zones').set('', 0)
    anew.getMap('zones').delete('')
    for (const name of ['notes', 'themes', 'zones', 'marks'])
      for (const [key, value] of doc.getMap(name))
        if (!without.has(key)) anew.getMap(name).set(key, value instanceof Y.AbstractType ? value.clone() : value)
  })
  const { notes, ...rest } = readBoard(doc)
  const kept = new Map([...notes].filter(([id]) => !without.has(id)))
  const isSame = isDeepStrictEqual({ notes: kept, ...rest }, readBoard(anew))
  const state = Y.encodeStateAsUpdate(anew)
  anew.destroy()
  if (!isSame) throw new Error('a board made anew differs from the one in memory')
  return state
}

/**
 * A board as its epoch wants it. A restored one was given a higher epoch and the document of before: it is made anew, on
 * disk too, by the first who opens it.
 */
export async function ofItsEpoch(store: BoardStore, key: DocumentKey, stored: StoredBoard): Promise<StoredBoard> {
  const { epoch, snapshot } = stored
  if (epoch === FIRST_EPOCH || (snapshot && clocksOf(snapshot).has(epoch))) return stored
  const doc = docOf(stored)
  const anew = { epoch, snapshot: madeAnew(doc, epoch), clients: new Map<number, ParticipantId>() }
  doc.destroy()
  await store.foldBoard({ ...anew, ...key })
  return { ...anew, log: [] }
}

const clocksOf = (update: Uint8Array): Map<number, number> => Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update))

/** Whether a device that has these clocks has them of a former epoch. One that has nothing has nothing of the past. */
export const isOfFormerEpoch = (clocks: ReadonlyMap<number, number>, epoch: number): boolean =>
  epoch > FIRST_EPOCH && clocks.size > 0 && !clocks.has(epoch)

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

/** The same with the counts of marks. A note that is not there has none, whatever is wanted. */
export function writeMarks({ notes, marks }: BoardDoc, wanted: ReadonlyMap<NoteId, Marks>): void {
  const counted = [...wanted].filter(
    ([id, { recognise, takeHome }]) => notes.has(id) && recognise + takeHome.length > 0,
  )
  const kept = new Set<string>(counted.map(([id]) => id))
  for (const id of [...marks.keys()]) if (!kept.has(id)) marks.delete(id)
  for (const [id, { recognise, takeHome }] of counted) {
    const plain = { recognise, takeHome: [...takeHome] }
    if (!isDeepStrictEqual(marks.get(id), plain)) marks.set(id, plain)
  }
}
