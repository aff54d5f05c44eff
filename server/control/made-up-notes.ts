import { writeNote } from '../../shared/doc/commands.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import type { SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { Running } from '../../shared/model/agenda.ts'
import type { Note, NoteKind } from '../../shared/model/note.ts'
import { goesThroughPad } from '../../shared/model/rights.ts'
import type { StoredMember } from '../storage/storage.ts'
import { readBoard, writeBoard } from './board-access.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'

// Where the notes of made-up participants lie: on the board, where the server writes them for their author. What would go
// through a pad (a silent step, a step without names) they leave.

/** What they could have written so far, with all else that lies there. */
export async function notesLying(house: House, session: SessionId): Promise<Note[]> {
  const board = await readBoard(house, session)
  return isRefusal(board) ? [] : [...board.notes.values()]
}

export interface MadeUpNote {
  readonly zone: ZoneId
  readonly text: string
  readonly kind: NoteKind
}

/** Lays one note, as long as the same step runs and its zone is open: no command comes in between. */
export async function layNote(
  house: House,
  id: SessionId,
  { startedAt }: Running,
  author: StoredMember,
  note: MadeUpNote,
): Promise<void> {
  await house.turns.take(id, async () => {
    const control = (await house.storage.findSession(id))?.control
    const step = control?.agenda.find((one) => one.id === control.step?.id)
    const zone = control?.zones.find((one) => one.id === note.zone)
    if (!step || control?.step?.startedAt !== startedAt || !zone || zone.locked || goesThroughPad(step, zone.id)) return
    const writer = { author: author.id, organisation: author.organisation }
    await writeBoard(house, id, (board) => {
      if (board.notes.size < BOUNDS.notesPerBoard) writeNote(board, writer, { ...note, x: 0, y: 0 }, house.now())
    })
  })
}
