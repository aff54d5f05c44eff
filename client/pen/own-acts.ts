import type { NoteId } from '../../shared/model/ids.ts'
import type { LiveBoard, WriteAt } from '../live/board.svelte.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'

/** What this person does to their own notes, counted: an undo of the last act is only right while it is the last. */
export class OwnActs {
  readonly #board: LiveBoard
  #done = 0

  constructor(board: LiveBoard) {
    this.#board = board
  }

  /** Null when there was nothing to write, or too much. */
  write(text: string, at: WriteAt): NoteId | null {
    const id = this.#board.write(text, at)
    if (id !== null) this.#done++
    return id
  }

  rewrite(id: NoteId, text: string): void {
    this.#board.rewrite(id, text)
    this.#done++
  }

  /** Takes a note back, and offers to undo that. */
  withdraw(id: NoteId): void {
    const note = this.#board.now.notes.get(id)
    if (!note) return
    this.#board.withdraw([id])
    const act = ++this.#done
    toast(t('pen.withdrawn'), {
      label: t('pen.undo'),
      run: () => {
        if (this.#done === act) this.#board.undo()
        // After another act, or when the board was loaded anew, the same words are written again.
        if (!this.#board.now.notes.has(id))
          this.#board.write(note.text, { ...note.place, theme: null, kind: note.meta.kind })
        this.#done++
      },
    })
  }
}
