import { writeNote, type BoardDoc } from '../../shared/doc/commands.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import type { NoteId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import { runningStep, type Running } from '../../shared/model/running.ts'
import type { Note, NoteKind } from '../../shared/model/note.ts'
import { goesThroughPad, isSilent } from '../../shared/model/rights.ts'
import type { StoredMember } from '../storage/storage.ts'
import { readBoard, writeBoard } from './board-access.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { publish } from './pads.ts'

// Where the notes of made-up participants lie: on the board, or first in their pads where the step asks for that. The server
// writes for them what they would write.

/** What they wrote so far, drafts too, with all else that lies there. */
export async function notesLying(house: House, session: SessionId): Promise<Note[]> {
  const board = await readBoard(house, session)
  if (isRefusal(board)) return []
  const pads = await house.rooms.pads.read(session)
  return [board, ...pads.values()].flatMap(({ notes }) => [...notes.values()])
}

export interface MadeUpNote {
  readonly zone: ZoneId
  readonly text: string
  readonly kind: NoteKind
}

/** Writes one note, as long as the same step runs and its zone is open: no command comes in between. */
export async function layNote(
  house: House,
  id: SessionId,
  { startedAt }: Running,
  author: StoredMember,
  note: MadeUpNote,
): Promise<void> {
  const draft = await house.turns.take(id, async (): Promise<NoteId | null> => {
    const control = (await house.storage.findSession(id))?.control
    const step = control && runningStep(control.agenda, control.step)
    const zone = control?.zones.find((one) => one.id === note.zone)
    if (!step || control.step?.startedAt !== startedAt || !zone || zone.locked) return null
    const write = (board: BoardDoc) =>
      board.notes.size < BOUNDS.notesPerBoard
        ? writeNote(
            board,
            { author: author.id, organisation: author.organisation },
            { ...note, x: 0, y: 0 },
            house.now(),
          )
        : null
    if (!goesThroughPad(step, zone.id)) {
      await writeBoard(house, id, write)
      return null
    }
    const written = await house.rooms.pads.write(id, author.id, write)
    return isSilent(step, zone.id) ? null : written
  })
  if (draft) await publish(house, id, { role: 'member', member: author, token: '' }, [draft])
}
