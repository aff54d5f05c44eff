import { rewriteNote, withdrawNotes, type BoardDoc } from '../../shared/doc/commands.ts'
import { readNote } from '../../shared/doc/layout.ts'
import type { NoteId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { trait, traitOfDraft } from '../../shared/model/shown-note.ts'
import type { CommandAnswer } from '../../shared/wire/commands.ts'
import type { Visitor } from '../access/visitor.ts'
import type { StoredSession } from '../storage/storage.ts'
import { writeBoard } from './board-access.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'

// Own notes that bear no author: the server writes for who shows the key, or for whose organisation's note it is.

interface Asked {
  readonly house: House
  readonly session: StoredSession
  readonly visitor: Visitor
}

const no = (refusal: Refusal): CommandAnswer => ({ ok: false, refusal })

export const withdraw = (asked: Asked, note: NoteId, key: NoteId | undefined): Promise<CommandAnswer> =>
  onOwn(asked, note, key, (board) => {
    withdrawNotes(board, [note])
    return null
  })

export const rewrite = (asked: Asked, note: NoteId, key: NoteId | undefined, text: string): Promise<CommandAnswer> =>
  onOwn(asked, note, key, (board, { place }) => {
    const zone = asked.session.control.zones.find(({ id }) => id === place.zone)
    if (zone?.locked && asked.visitor.role !== 'facilitator') return 'zone-locked'
    rewriteNote(board, note, text)
    return null
  })

async function onOwn(
  { house, session, visitor }: Asked,
  id: NoteId,
  key: NoteId | undefined,
  write: (board: BoardDoc, note: Note) => Refusal | null,
): Promise<CommandAnswer> {
  const owned = (await house.storage.noteOwners(session.id)).some(
    ({ note, participant }) => note === id && participant === visitor.member?.id,
  )
  const mayWrite = owned || (key !== undefined && traitOfDraft(key) === trait(id))
  const refusal = await writeBoard(house, session.id, (board): Refusal | null => {
    const note = readNote(id, board.notes.get(id))
    if (!note) return 'note-unknown'
    return mayWrite && note.meta.author === null ? write(board, note) : 'not-yours'
  })
  return isRefusal(refusal) ? no(refusal) : { ok: true, version: session.version }
}
