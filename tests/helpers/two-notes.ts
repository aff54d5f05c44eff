import { expect } from 'vitest'
import type * as Y from 'yjs'
import type { NoteId } from '../../shared/model/ids.ts'
import { craft, type Block, type CraftedStruct, type Id } from './crafted-update.ts'
import { GatedBoard, outcome, type Peer } from './gated-board.ts'

/** A Yjs client that nobody has yet. */
export const CLIENT = 4_000_000_000

const idOf = (item: Y.Item | null | undefined): Id => [item!.id.client, item!.id.clock]

/** A board with a note of An and a note of Bo, and the items they lie in, to aim crafted updates at. */
export function twoNotes() {
  const server = new GatedBoard()
  const [an, bo] = [server.peer(), server.peer()]
  const [ofAn, ofBo] = [an.written('Van An 😀'), bo.written('Van Bo')]
  const items = (id: NoteId) => {
    const map = server.doc.getMap<Y.Map<unknown>>('notes').get(id)!
    const text = map.get('text') as Y.Text
    return { note: idOf(map._item), place: idOf(map._map.get('place')), text: idOf(text._start) }
  }
  const judge = (peer: Peer, ...args: Parameters<typeof craft>) => outcome([server.judge(craft(...args), peer.person)])
  const block = (...structs: CraftedStruct[]): Block[] => [{ client: CLIENT, clock: 0, structs }]
  const before = server.board
  const isUntouched = () => expect(server.board).toEqual(before)
  return { server, an, bo, ofAn, ofBo, items, judge, block, isUntouched }
}
