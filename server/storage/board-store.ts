import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'

/** A board never written to begins here. */
export const FIRST_EPOCH = 1

/** What is on disk of one board. */
export interface StoredBoard {
  /** Goes up when the document was rebuilt: clients of an older epoch start anew. */
  readonly epoch: number
  /** A garbage-collected Yjs state (V1), or null while there is none. */
  readonly snapshot: Uint8Array | null
  /** Updates (V1) since the snapshot, in the order of their commits. */
  readonly log: readonly Uint8Array[]
  /** Which Yjs client belongs to whom: a client's items are its person's alone. */
  readonly clients: ReadonlyMap<number, ParticipantId>
}

/** What one tick adds to one board. */
export interface BoardCommit {
  readonly session: SessionId
  /** Accepted updates (V1), already merged or not, in order. */
  readonly updates: readonly Uint8Array[]
  /** Clients seen for the first time. */
  readonly newClients: ReadonlyMap<number, ParticipantId>
}

/** A state that takes the place of all that was kept of one board. */
export interface BoardFold {
  readonly session: SessionId
  /** Garbage-collected Yjs state (V1). */
  readonly snapshot: Uint8Array
  readonly epoch: number
  /** The bindings that hold from now on, when the document was made anew; without it those there are stay. */
  readonly clients?: ReadonlyMap<number, ParticipantId>
}

/** The boards on disk. Every method rejects when the disk fails, and then nothing of that call was kept. */
export interface BoardStore {
  /** An unknown session answers an empty board: who may open one is decided above. */
  loadBoard(session: SessionId): Promise<StoredBoard>
  /** All commits in one transaction: when this resolves, every one of them is on disk. */
  commitBoards(commits: readonly BoardCommit[]): Promise<void>
  /** Replaces the snapshot and drops the whole log: the caller folds a board that has no commit under way. */
  foldBoard(fold: BoardFold): Promise<void>
}
