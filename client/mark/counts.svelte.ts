import { SvelteMap } from 'svelte/reactivity'
import type { Marks } from '../../shared/model/board.ts'
import type { NoteId } from '../../shared/model/ids.ts'
import type { LiveBoard } from '../live/board.svelte.ts'

/** How often each note is marked, note by note. */
export class Counts {
  readonly #board: LiveBoard
  readonly #counts = new SvelteMap<NoteId, Marks>()

  constructor(board: LiveBoard) {
    this.#board = board
  }

  of(note: NoteId): Marks | undefined {
    return this.#counts.get(note)
  }

  /** Follows the board until the returned function is called. */
  follow(): () => void {
    this.#look()
    return this.#board.onChange(() => this.#look())
  }

  /** Counts are replaced when they change, never altered. */
  #look(): void {
    const { marks } = this.#board.now
    for (const id of [...this.#counts.keys()]) if (!marks.has(id)) this.#counts.delete(id)
    for (const [id, counts] of marks) if (this.#counts.get(id) !== counts) this.#counts.set(id, counts)
  }
}
