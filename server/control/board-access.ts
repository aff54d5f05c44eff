import type { BoardDoc } from '../../shared/doc/commands.ts'
import type { Board } from '../../shared/model/board.ts'
import type { SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { SessionUnknown } from '../sync/rooms.ts'
import type { House } from './house.ts'

// The board as commands and calls meet it: a disk that fails, or a session that was erased meanwhile, is a refusal.

/** The board as it is on disk, with all that was accepted before this call. */
export function readBoard({ rooms }: House, session: SessionId): Promise<Board | Refusal> {
  return rooms.read(session).catch(trouble)
}

/** Writes as the server; resolves when it is on disk. After a refusal nothing of it is kept. */
export async function writeBoard<T>(
  { rooms }: House,
  session: SessionId,
  write: (board: BoardDoc) => T,
): Promise<T | Refusal> {
  let fault: unknown
  const watched = (board: BoardDoc): T => {
    try {
      return write(board)
    } catch (error) {
      fault = error
      throw error
    }
  }
  return rooms.write(session, watched).catch((error: unknown) => {
    // A fault of ours is not the disk's: it throws on, and is logged.
    if (error === fault) throw error
    return trouble(error)
  })
}

const trouble = (error: unknown): Refusal => (error instanceof SessionUnknown ? 'session-unknown' : 'disk')
