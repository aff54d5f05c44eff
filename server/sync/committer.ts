import type { BoardCommit, BoardFold, BoardStore } from '../storage/board-store.ts'
import { StorageFailed } from '../storage/failures.ts'
import type { Logger } from './log.ts'
import type { Meter } from './meter.ts'

/** What a room hands over at one moment, and what follows when it is on disk. */
export interface Batch {
  /** Null when there is nothing new for the disk: then only `deliver` is due. */
  readonly commit: BoardCommit | null
  /** The state after this commit, garbage-collected, when it is to replace the log. */
  readonly fold: BoardFold | null
  /** Tells everybody: called once, after the commit. */
  deliver(): void
  /** Will never be on disk: whoever waits is told so. */
  abandon(error: unknown): void
}

export interface Committing {
  /** What is new since the last call. Never called while a former batch is under way. */
  take(): Batch
  /** The disk fails: no more writes until `recover`. */
  stall(): void
  recover(): void
  /** The disk goes on failing: writers keep their work, and come back. */
  giveUp(error: unknown): void
  folded(fold: BoardFold): void
  /** The log stays as it was. */
  notFolded(): void
}

interface Turn {
  readonly room: Committing
  readonly batch: Batch
}

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000

/**
 * Brings rooms to disk: one commit at a time for all rooms that are due, and nothing is told before it is there. A
 * room whose commit failed retries by itself, so that one room's trouble is not everybody's.
 */
export class Committer {
  readonly #store: BoardStore
  readonly #log: Logger
  readonly #meter: Meter
  readonly #giveUpAfterMs: number
  readonly #due = new Set<Committing>()
  readonly #busy = new Set<Committing>()
  readonly #waiting = new Map<Committing, (() => void)[]>()
  #isScheduled = false
  #isCommitting = false

  constructor(store: BoardStore, log: Logger, giveUpAfterMs: number, meter: Meter) {
    this.#store = store
    this.#log = log
    this.#meter = meter
    this.#giveUpAfterMs = giveUpAfterMs
  }

  /** There is something to take from this room. */
  due(room: Committing): void {
    this.#due.add(room)
    this.#schedule()
  }

  /** Nothing of this room is due or under way any more. */
  whenFree(room: Committing): Promise<void> {
    if (this.#isFree(room)) return Promise.resolve()
    return new Promise((done) => this.#waiting.set(room, [...(this.#waiting.get(room) ?? []), done]))
  }

  #isFree(room: Committing): boolean {
    return !this.#due.has(room) && !this.#busy.has(room)
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isCommitting) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      void this.#commitDue()
    })
  }

  async #commitDue(): Promise<void> {
    const turns: Turn[] = []
    for (const room of this.#due) {
      if (this.#busy.has(room)) continue
      this.#due.delete(room)
      this.#busy.add(room)
      turns.push({ room, batch: room.take() })
    }
    const toDisk = turns.filter(({ batch }) => batch.commit !== null)
    for (const turn of turns) if (turn.batch.commit === null) void this.#finish(turn)
    if (toDisk.length === 0) return
    this.#isCommitting = true
    const since = Date.now()
    try {
      await this.#commit(toDisk, this.#giveUpAfterMs)
      for (const turn of toDisk) void this.#finish(turn)
    } catch (error) {
      this.#log.error({ err: error, boards: toDisk.length }, 'boards could not be saved; trying again')
      for (const turn of toDisk) void this.#retry(turn, since, error)
    } finally {
      this.#isCommitting = false
      if (this.#due.size > 0) this.#schedule()
    }
  }

  async #commit(turns: readonly Turn[], withinMs: number): Promise<void> {
    const commits = turns.flatMap(({ batch }) => batch.commit ?? [])
    const since = performance.now()
    await within(withinMs, this.#store.commitBoards(commits))
    this.#meter.committed((performance.now() - since) / 1000)
  }

  /** A commit that came through although we were told otherwise is repeated without harm: updates are idempotent. */
  async #retry(turn: Turn, since: number, firstError: unknown): Promise<void> {
    turn.room.stall()
    let error = firstError
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const leftMs = since + this.#giveUpAfterMs - Date.now() - pauseMs
      if (leftMs <= 0) break
      await pause(pauseMs)
      try {
        await this.#commit([turn], leftMs)
        await this.#finish(turn)
        turn.room.recover()
        return
      } catch (again) {
        error = again
      }
    }
    this.#log.error({ err: error }, 'a board could not be saved for too long; its writers keep their work')
    turn.batch.abandon(error)
    turn.room.giveUp(error)
    this.#free(turn.room)
  }

  async #finish({ room, batch }: Turn): Promise<void> {
    batch.deliver()
    if (batch.fold) {
      try {
        // Without a deadline: a fold that comes through late would drop what was committed meanwhile.
        await this.#store.foldBoard(batch.fold)
        room.folded(batch.fold)
      } catch (error) {
        this.#log.warn({ err: error }, 'a board could not be folded; its log stays until the next silence')
        room.notFolded()
      }
    }
    this.#free(room)
  }

  #free(room: Committing): void {
    this.#busy.delete(room)
    if (this.#due.has(room)) return this.#schedule()
    const waiting = this.#waiting.get(room) ?? []
    this.#waiting.delete(room)
    for (const done of waiting) done()
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** A disk that never answers is one that fails. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new StorageFailed(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
