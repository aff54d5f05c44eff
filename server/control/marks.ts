import type { SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Marking } from '../storage/storage.ts'
import { readBoard } from './board-access.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'

/** Someone marks a note, or takes that back. The version stays: it is nothing that the facilitator decides. */
export async function mark(house: House, session: SessionId, marking: Marking): Promise<Refusal | null> {
  const { participant, note, kind, on } = marking
  const member = await house.storage.findMember(participant)
  if (!member) return 'token-unknown'
  // It would count for nobody.
  if (kind === 'takeHome' && on && member.organisation === null) return 'organisation-unknown'
  const board = await readBoard(house, session)
  if (isRefusal(board)) return board
  if (!board.notes.has(note)) return 'note-unknown'
  await house.marks.count(session, marking)
  // Others see the count on the board, and nothing else.
  house.live.changed(session, participant)
  return null
}
