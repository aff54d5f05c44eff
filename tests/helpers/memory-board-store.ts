import * as Y from 'yjs'
import { readBoard } from '../../shared/doc/layout.ts'
import type { Board } from '../../shared/model/board.ts'
import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'
import {
  FIRST_EPOCH,
  type BoardCommit,
  type BoardFold,
  type BoardStore,
  type DocumentKey,
  type StoredBoard,
} from '../../server/storage/board-store.ts'
import type { Move, PadStore } from '../../server/storage/storage.ts'

interface Kept {
  epoch: number
  snapshot: Uint8Array | null
  log: Uint8Array[]
  clients: Map<number, ParticipantId>
}

type Failing = 'loads' | 'commits' | 'folds' | 'moves' | 'erasures'

/** Boards in memory, with a disk that can be told to fail, or to keep everybody waiting. */
export class MemoryBoardStore implements BoardStore, Pick<PadStore, 'moveNotes' | 'padsIn' | 'erasePads'> {
  readonly #boards = new Map<string, Kept>()
  #fails: Failing | null = null
  #failsFor: SessionId | null = null
  #release: (() => void) | null = null
  #stalled: Promise<void> | null = null
  /** How often each was asked for. */
  loads = 0
  commits = 0
  folds = 0
  moves = 0
  erasures = 0

  /** From now on these are refused, for one board or for all; null mends it. */
  fail(what: Failing | null, session: SessionId | null = null): void {
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
  onDisk(session: SessionId, owner?: ParticipantId): Board {
    const { snapshot, log } = this.#of(session, owner)
    const doc = new Y.Doc()
    for (const update of snapshot ? [snapshot, ...log] : log) Y.applyUpdate(doc, update)
    return readBoard(doc)
  }

  kept(session: SessionId, owner?: ParticipantId): Readonly<Kept> {
    return this.#of(session, owner)
  }

  /** Another state in place of what is kept, as a restored backup is. */
  put(session: SessionId, kept: Omit<Kept, 'clients'>): void {
    this.#boards.set(session, { ...kept, log: [...kept.log], clients: new Map() })
  }

  async loadBoard(session: SessionId, owner?: ParticipantId): Promise<StoredBoard> {
    this.loads++
    await this.#answer('loads', [session])
    const { epoch, snapshot, log, clients } = this.#of(session, owner)
    return { epoch, snapshot, log: [...log], clients: new Map(clients) }
  }

  async commitBoards(commits: readonly BoardCommit[]): Promise<void> {
    this.commits++
    await this.#answer(
      'commits',
      commits.map(({ session }) => session),
    )
    for (const commit of commits) this.#keep(commit)
  }

  async foldBoard(fold: BoardFold): Promise<void> {
    this.folds++
    await this.#answer('folds', [fold.session])
    this.#fold(fold)
  }

  async moveNotes({ session, commits, folds }: Move): Promise<boolean> {
    this.moves++
    await this.#answer('moves', [session])
    for (const commit of commits) this.#keep(commit)
    for (const fold of folds) this.#fold(fold)
    return true
  }

  async padsIn(session: SessionId): Promise<ParticipantId[]> {
    return [...this.#boards].flatMap(([key, { snapshot, log }]) => {
      const [of, owner] = key.split(' ')
      return of === session && owner && (snapshot || log.length > 0) ? [owner as ParticipantId] : []
    })
  }

  async erasePads(session: SessionId): Promise<void> {
    this.erasures++
    await this.#answer('erasures', [session])
    for (const key of [...this.#boards.keys()]) if (key.startsWith(`${session} `)) this.#boards.delete(key)
  }

  #keep({ session, owner, updates, newClients }: BoardCommit): void {
    const kept = this.#of(session, owner)
    kept.log.push(...updates)
    if (!owner) for (const [client, participant] of newClients) kept.clients.set(client, participant)
  }

  #fold({ session, owner, snapshot, epoch, clients }: BoardFold): void {
    const kept = this.#of(session, owner)
    kept.epoch = epoch
    kept.snapshot = snapshot
    kept.log = []
    if (clients && !owner) kept.clients = new Map(clients)
  }

  async #answer(what: Failing, sessions: readonly SessionId[]): Promise<void> {
    // A disk answers later, never at once.
    await new Promise((done) => setImmediate(done))
    await this.#stalled
    if (this.#fails === what && (this.#failsFor === null || sessions.includes(this.#failsFor)))
      throw new Error('the disk is full')
  }

  #of(session: SessionId, owner?: DocumentKey['owner']): Kept {
    const key = owner ? `${session} ${owner}` : session
    const known = this.#boards.get(key)
    if (known) return known
    const kept: Kept = { epoch: FIRST_EPOCH, snapshot: null, log: [], clients: new Map() }
    this.#boards.set(key, kept)
    return kept
  }
}
