import * as Y from 'yjs'
import { boardDoc, moveNotes, rewriteNote, writeNote, type BoardDoc } from '../../../../shared/doc/commands.ts'
import type { NoteId } from '../../../../shared/model/ids.ts'
import { someWords } from '../../../helpers/full-board.ts'
import type { EditKind } from './edit.ts'
import { EDIT_SIGN, mark, markedCoordinate } from './marks.ts'
import type { BoardMember } from './seats.ts'

/** A text that one update holds, below the bound of a note. */
const LONG = 3_900

export interface WrittenEdit {
  readonly id: number
  readonly update: Uint8Array
  /** Of the author's client, after it. */
  readonly clock: number
}

/** Someone's writing as real Yjs updates of the product's own document: the same bytes for every server that takes them. */
export class Author {
  readonly #board: BoardDoc
  readonly #doc = new Y.Doc()
  readonly #who: BoardMember
  #update: Uint8Array = new Uint8Array()
  #note: NoteId | null = null
  #text = ''

  constructor(client: number, who: BoardMember) {
    this.#who = who
    this.#doc.clientID = client
    this.#board = boardDoc(this.#doc)
    this.#doc.on('update', (update: Uint8Array) => (this.#update = update))
  }

  write(kind: EditKind, id: number): WrittenEdit {
    const own = mark(EDIT_SIGN, id)
    const note = this.#note
    if (kind === 'note' || note === null) this.#note = this.#newNote((this.#text = own), id)
    else if (kind === 'move')
      moveNotes(this.#board, [{ id: note, zone: this.#who.zone, x: markedCoordinate(id), y: (id * 17) % 3_000 }])
    else rewriteNote(this.#board, note, (this.#text = kind === 'text' ? this.#text + own : longText(id)))
    return { id, update: this.#update, clock: Y.getState(this.#doc.store, this.#doc.clientID) }
  }

  /** Some notes in one update. */
  fill(ids: readonly number[]): Uint8Array {
    this.#board.change(() => ids.forEach((id) => this.#newNote(`${mark(EDIT_SIGN, id)} ${someWords(id)}`, id)))
    return this.#update
  }

  #newNote(text: string, id: number): NoteId {
    const { author, organisation, zone } = this.#who
    const at = { x: (id * 37) % 4_000, y: (id * 91) % 3_000 }
    return writeNote(this.#board, { author, organisation }, { text, zone, ...at }, Date.now())
  }
}

/** Begins unlike the one before, so that what a rewrite inserts holds the whole mark. */
const longText = (id: number): string => {
  const own = mark(EDIT_SIGN, id)
  return `${id % 2 === 0 ? 'a' : 'b'}${own}${` ${own.slice(1)}`.repeat(LONG / own.length - 2)}`
}
