import type * as Y from 'yjs'
import {
  makeTheme,
  moveNotes,
  putInTheme,
  renameTheme,
  rewriteNote,
  stackNotes,
  withdrawNotes,
} from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import { ownUndo } from '../../shared/doc/undo.ts'
import { NOW, open, type Peer } from './gated-board.ts'

/** How many kinds of things people do on a board here. */
export const DEEDS = 9

/** Does things, chosen by number, now and then with what is another's; gives the updates, as they would be sent. */
export function updatesOf(
  peer: Peer,
  deeds: readonly { readonly what: number; readonly pick: number }[],
): Uint8Array[] {
  const updates: Uint8Array[] = []
  const keep = (update: Uint8Array) => void updates.push(update)
  peer.doc.on('update', keep)
  const undo = ownUndo(peer.board)
  for (const { what, pick } of deeds) {
    const { board, writer } = peer
    const { notes, themes } = readBoard(peer.doc)
    const chosen = <T>(all: Iterable<T>): T | undefined => [...all][pick % Math.max(1, [...all].length)]
    const own = [...notes.values()].filter(({ meta }) => meta.author === writer.author)
    const note = chosen(pick % 8 === 0 ? notes.values() : own)?.id
    const theme = chosen(themes.keys())
    const place = { zone: open.id, x: pick, y: 0 }
    if (what === 0 || !note) peer.note(`Briefje ${pick} 😀`)
    else if (what === 1) rewriteNote(board, note, `Anders ${pick}`)
    else if (what === 2) moveNotes(board, [{ id: note, ...place }])
    else if (what === 3) withdrawNotes(board, [note])
    else if (what === 4 || !theme)
      makeTheme(board, writer, { title: 'Thema', zone: open.id, colour: 'leem', status: 'proposed' }, NOW)
    else if (what === 5) renameTheme(board, theme, `Thema ${pick}`)
    else if (what === 6) putInTheme(board, [note], theme)
    else if (what === 7) stackNotes(board, [note], [...notes.keys()][0]!)
    else undo.undo()
  }
  peer.doc.off('update', keep)
  return updates
}

/** Bytes turned, put in, taken out or repeated, by numbers drawn elsewhere. */
export interface Mutation {
  readonly kind: number
  readonly at: number
  readonly value: number
}

export function mutated(update: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let bytes = [...update]
  for (const { kind, at, value } of mutations) {
    const i = at % Math.max(1, bytes.length)
    if (kind === 0) bytes[i] = value
    if (kind === 1) bytes[i] = (bytes[i] ?? 0) ^ (1 << (value % 8))
    if (kind === 2) bytes = bytes.toSpliced(i, value % 4)
    if (kind === 3) bytes = bytes.toSpliced(i, 0, value)
    if (kind === 4) bytes = [...bytes.slice(0, i), ...bytes.slice(i - (value % 16))]
  }
  return Uint8Array.from(bytes)
}

/** Nothing of an update waits for what it refers to. */
export const isWhole = ({ store }: Y.Doc): boolean => store.pendingStructs === null && store.pendingDs === null
