import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'

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
}
