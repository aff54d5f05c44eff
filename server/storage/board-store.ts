import type { NoteId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Control } from './storage.ts'

/** A board never written to begins here. */
export const FIRST_EPOCH = 1

/** A document: the board of a session, or with an owner, that person's private pad in it. */
export interface DocumentKey {
  readonly session: SessionId
  readonly owner?: ParticipantId | undefined
}

/** What is on disk of one board or pad. */
export interface StoredBoard {
  /** Goes up when the document was rebuilt: clients of an older epoch start anew. */
  readonly epoch: number
  /** A garbage-collected Yjs state (V1), or null while there is none. */
  readonly snapshot: Uint8Array | null
  /** Updates (V1) since the snapshot, in the order of their commits. */
  readonly log: readonly Uint8Array[]
  /** Which Yjs client belongs to whom: a client's items are its person's alone. None for a pad: all are its owner's. */
  readonly clients: ReadonlyMap<number, ParticipantId>
}

/** What one tick adds to one document. */
export interface BoardCommit extends DocumentKey {
  /** Accepted updates (V1), already merged or not, in order. */
  readonly updates: readonly Uint8Array[]
  /** Clients seen for the first time. Those of a pad are not kept. */
  readonly newClients: ReadonlyMap<number, ParticipantId>
}

/** A snapshot that takes the place of a document's log. */
export interface BoardFold extends DocumentKey {
  /** A garbage-collected Yjs state (V1) that says all that the board and its log said. */
  readonly snapshot: Uint8Array
  /** Kept from now on: the present one, or a higher one when the document was rebuilt. */
  readonly epoch: number
  /** Of a rebuilt document: who owns its Yjs clients, instead of all that were known. Left out, those stay. */
  readonly clients?: ReadonlyMap<number, ParticipantId>
}

/** A note of a step that shows organisations alone, and whose it is: so that its writer can still withdraw it. */
export interface NoteOwner {
  readonly note: NoteId
  readonly participant: ParticipantId
}

/** Notes that go from pads to the board. */
export interface Move {
  readonly session: SessionId
  /** The board's part, and what came into the pads at the same moment. */
  readonly commits: readonly BoardCommit[]
  /** The pads without those notes. */
  readonly folds: readonly BoardFold[]
  readonly owners: readonly NoteOwner[]
  /** What the session becomes with it, when it stands at `version`. */
  readonly change: { readonly version: number; readonly control: Control } | null
}

/** The boards and pads on disk. Every method rejects with StorageFailed when the disk fails, and then nothing of it was kept. */
export interface BoardStore {
  /** An unknown session answers an empty board: who may open one is decided above. */
  loadBoard(session: SessionId, owner?: ParticipantId): Promise<StoredBoard>
  /** All commits in one transaction: when this resolves, every one of them is on disk. */
  commitBoards(commits: readonly BoardCommit[]): Promise<void>
  /**
   * Replaces the snapshot and the epoch, and drops the whole log: the caller folds a board that has no commit under way.
   * What the log said and the snapshot does not is in no file of the database then; while a backup is being made, soon
   * after. A board that was erased takes none.
   */
  foldBoard(fold: BoardFold): Promise<void>
  /** All of it in one transaction, or nothing. False when the session does not stand at the version: nothing was kept. */
  moveNotes(move: Move): Promise<boolean>
  /** Whose pads there are in a session. */
  padsIn(session: SessionId): Promise<ParticipantId[]>
  /** All pads of a session, out of every file. */
  erasePads(session: SessionId): Promise<void>
}

/** What is asked of pads without opening them. */
export interface PadStore {
  /** The sessions that have pads. */
  sessionsWithPads(): Promise<SessionId[]>
  /** Whose the notes are that bear an organisation and no author. */
  noteOwners(session: SessionId): Promise<NoteOwner[]>
}
