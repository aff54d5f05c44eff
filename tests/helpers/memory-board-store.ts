import * as Y from 'yjs'
import { readBoard } from '../../shared/doc/layout.ts'
import type { Board } from '../../shared/model/board.ts'
import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'
import {
  FIRST_EPOCH,
  type BoardCommit,
  type BoardFold,
  type BoardStore,
  type StoredBoard,
} from '../../server/storage/board-store.ts'

interface Kept {
  epoch: number
  snapshot: Uint8Array | null
  log: Uint8Array[]
  clients: Map<number, ParticipantId>
}

/** Boards in memory, with a disk that can be told to fail, or to keep everybody waiting. */
export class MemoryBoardStore implements BoardStore {
  readonly #boards = new Map<SessionId, Kept>()
  #fails: 'loads' | 'commits' | 'folds' | null = null
  #failsFor: SessionId | null = null
  #release: (() => void) | null = null
  #stalled: Promise<void> | null = null
  /** How often each was asked for. */
  loads = 0
  commits = 0
  folds = 0

  /** From now on these are refused, for one board or for all; null mends it. */
  fail(what: 'loads' | 'commits' | 'folds' | null, session: SessionId | null = null): void {
    this.#fails = what
    this.#failsFor = session
  }

  /** Nothing is answered until `go`. */
  stall(): void {
    this.#stalled = new Promise((release) => (this.#release = release))
  }

  go(): void {
    this.#release?.()
    this.#stalled = null
  }

  /** What would be there after the power went out now. */
  onDisk(session: SessionId): Board {
    const { snapshot, log } = this.#of(session)
    const doc = new Y.Doc()
    for (const update of snapshot ? [snapshot, ...log] : log) Y.applyUpdate(doc, update)
    return readBoard(doc)
  }

  kept(session: SessionId): Readonly<Kept> {
    return this.#of(session)
  }

  /** Another state in place of what is kept, as a restored backup is. */
  put(session: SessionId, kept: Omit<Kept, 'clients'>): void {
    this.#boards.set(session, { ...kept, log: [...kept.log], clients: new Map() })
  }

  async loadBoard(session: SessionId): Promise<StoredBoard> {
    this.loads++
    await this.#answer('loads', [session])
    const { epoch, snapshot, log, clients } = this.#of(session)
    return { epoch, snapshot, log: [...log], clients: new Map(clients) }
  }

  async commitBoards(commits: readonly BoardCommit[]): Promise<void> {
    this.commits++
    await this.#answer(
      'commits',
      commits.map(({ session }) => session),
    )
    for (const { session, updates, newClients } of commits) {
      const kept = this.#of(session)
      kept.log.push(...updates)
      for (const [client, participant] of newClients) kept.clients.set(client, participant)
    }
  }

  async foldBoard({ session, snapshot, epoch, clients }: BoardFold): Promise<void> {
    this.folds++
    await this.#answer('folds', [session])
    const kept = this.#of(session)
    kept.epoch = epoch
    kept.snapshot = snapshot
    kept.log = []
    if (clients) kept.clients = new Map(clients)
  }

  async #answer(what: 'loads' | 'commits' | 'folds', sessions: readonly SessionId[]): Promise<void> {
    // A disk answers later, never at once.
    await new Promise((done) => setImmediate(done))
    await this.#stalled
    if (this.#fails === what && (this.#failsFor === null || sessions.includes(this.#failsFor)))
      throw new Error('the disk is full')
  }

  #of(session: SessionId): Kept {
    const known = this.#boards.get(session)
    if (known) return known
    const kept: Kept = { epoch: FIRST_EPOCH, snapshot: null, log: [], clients: new Map() }
    this.#boards.set(session, kept)
    return kept
  }
}
