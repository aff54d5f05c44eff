import type { Board } from './board.ts'
import type { NoteId } from './ids.ts'
import type { Note } from './note.ts'

/**
 * The note on top of the stack this one lies in; itself when it lies in none. Two people may stack two notes on each
 * other at the same moment: a ring is no stack, so both are shown. So is a note whose top is gone.
 */
export function topOf(board: Pick<Board, 'notes'>, note: Note): Note {
  if (note.place.under === null) return note
  let top = note
  const seen = new Set<NoteId>([note.id])
  while (top.place.under !== null) {
    const next = board.notes.get(top.place.under)
    if (!next) break
    if (seen.has(next.id)) return note
    seen.add(next.id)
    top = next
  }
  return top
}
