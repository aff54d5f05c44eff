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

/** How the rooms of a joint commit are kept. */
export interface Plan {
  /** Folds that are part of it. */
  readonly folds: ReadonlyMap<Committing, BoardFold>
  /** Keeps all of it or nothing. False: what it was made from has changed meanwhile. */
  readonly save: (commits: readonly BoardCommit[]) => Promise<boolean>
}

/** Rooms that change together. */
interface Joint {
  readonly rooms: readonly Committing[]
  readonly write: () => Plan | null
  readonly done: () => void
  readonly fail: (error: unknown) => void
}

interface Part {
  readonly room: Committing
  readonly batch: Batch
  /** Kept with the commit itself, not after it. */
  readonly fold: BoardFold | null
}

/** What is tried, tried again and given up as one. */
interface Turn {
  readonly parts: readonly Part[]
  readonly save: (commits: readonly BoardCommit[]) => Promise<void>
}

/** What was to be kept together was made from a state that is no more. */
export class Superseded extends Error {}

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
  readonly #joint = new Set<Joint>()
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

  /**
   * Commits several rooms as one, whole or not at all. `write` is called once, when nothing of them is under way, and may
   * change their documents; null: there is nothing to do. Resolves when all of it is on disk and told. What `write` throws
   * is passed on, as long as it has changed nothing.
   */
  together(rooms: readonly Committing[], write: () => Plan | null): Promise<void> {
    return new Promise((done, fail) => {
      this.#joint.add({ rooms, write, done, fail })
      this.#schedule()
    })
  }

  /** Nothing of this room is due or under way any more. */
  whenFree(room: Committing): Promise<void> {
    if (this.#isFree(room)) return Promise.resolve()
    return new Promise((done) => this.#waiting.set(room, [...(this.#waiting.get(room) ?? []), done]))
  }

  #isFree(room: Committing): boolean {
    return !this.#due.has(room) && !this.#busy.has(room) && !this.#isAwaited(room)
  }

  /** A joint commit waits for this room: it is not kept busy by others meanwhile. */
  #isAwaited(room: Committing): boolean {
    for (const { rooms } of this.#joint) if (rooms.includes(room)) return true
    return false
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
    for (const joint of this.#joint) if (joint.rooms.every((room) => !this.#busy.has(room))) void this.#begin(joint)
    const save = (commits: readonly BoardCommit[]) => this.#store.commitBoards(commits)
    const turns: Turn[] = []
    for (const room of this.#due) {
      if (this.#busy.has(room) || this.#isAwaited(room)) continue
      this.#due.delete(room)
      this.#busy.add(room)
      turns.push({ parts: [{ room, batch: room.take(), fold: null }], save })
    }
    const toDisk = turns.filter((turn) => commitsOf(turn).length > 0)
    for (const turn of turns) if (!toDisk.includes(turn)) void this.#finish(turn)
    if (toDisk.length === 0) return
    this.#isCommitting = true
    try {
      await this.#commit({ parts: toDisk.flatMap(({ parts }) => parts), save }, toDisk)
    } finally {
      this.#isCommitting = false
      if (this.#due.size > 0 || this.#joint.size > 0) this.#schedule()
    }
  }

  /** A joint commit goes beside the others: its rooms are its own meanwhile. */
  async #begin(joint: Joint): Promise<void> {
    const { rooms, write, done, fail } = joint
    this.#joint.delete(joint)
    for (const room of rooms) this.#busy.add(room)
    try {
      const plan = write()
      if (plan) {
        for (const room of rooms) this.#due.delete(room)
        const parts = rooms.map((room) => ({ room, batch: room.take(), fold: plan.folds.get(room) ?? null }))
        const save = async (commits: readonly BoardCommit[]) => {
          if (!(await plan.save(commits))) throw new Superseded('what was to be moved has changed')
        }
        const turn = { parts, save }
        await this.#commit(turn, [turn])
      } else for (const room of rooms) this.#free(room)
      done()
    } catch (error) {
      for (const room of rooms) if (this.#busy.has(room)) this.#free(room)
      fail(error)
    }
  }

  /** Brings `all` to disk at once. When that fails each of `turns` goes on by itself; rejects when the only one gives up. */
  async #commit(all: Turn, turns: readonly Turn[]): Promise<void> {
    const since = Date.now()
    try {
      await this.#save(all, this.#giveUpAfterMs)
      for (const turn of turns) void this.#finish(turn)
    } catch (error) {
      if (!(error instanceof Superseded))
        this.#log.error({ err: error, boards: all.parts.length }, 'boards could not be saved; trying again')
      const retries = turns.map((turn) => this.#retry(turn, since, error))
      if (retries.length === 1 && turns[0] === all) await retries[0]
      else for (const retry of retries) retry.catch(() => undefined)
    }
  }

  async #save(turn: Turn, withinMs: number): Promise<void> {
    const since = performance.now()
    await within(withinMs, turn.save(commitsOf(turn)))
    this.#meter.committed((performance.now() - since) / 1000)
  }

  /**
   * A commit that came through although we were told otherwise is repeated without harm: updates are idempotent. Rejects
   * when it is given up.
   */
  async #retry(turn: Turn, since: number, firstError: unknown): Promise<void> {
    for (const { room } of turn.parts) room.stall()
    let error = firstError
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const leftMs = since + this.#giveUpAfterMs - Date.now() - pauseMs
      if (leftMs <= 0 || error instanceof Superseded) break
      await pause(pauseMs)
      try {
        await this.#save(turn, leftMs)
        await this.#finish(turn)
        for (const { room } of turn.parts) room.recover()
        return
      } catch (again) {
        error = again
      }
    }
    this.#log.error({ err: error }, 'a board could not be saved for too long; its writers keep their work')
    for (const { room, batch } of turn.parts) {
      batch.abandon(error)
      room.giveUp(error)
      this.#free(room)
    }
    throw error
  }

  async #finish({ parts }: Turn): Promise<void> {
    for (const { batch } of parts) batch.deliver()
    for (const { room, fold } of parts) if (fold) room.folded(fold)
    for (const { room, batch, fold } of parts) {
      if (batch.fold && !fold) await this.#fold(room, batch.fold)
      this.#free(room)
    }
  }

  async #fold(room: Committing, fold: BoardFold): Promise<void> {
    try {
      // Without a deadline: a fold that comes through late would drop what was committed meanwhile.
      await this.#store.foldBoard(fold)
      room.folded(fold)
    } catch (error) {
      this.#log.warn({ err: error }, 'a board could not be folded; its log stays until the next silence')
      room.notFolded()
    }
  }

  #free(room: Committing): void {
    this.#busy.delete(room)
    if (this.#due.has(room) || this.#isAwaited(room)) return this.#schedule()
    const waiting = this.#waiting.get(room) ?? []
    this.#waiting.delete(room)
    for (const done of waiting) done()
  }
}

const commitsOf = ({ parts }: Turn): BoardCommit[] => parts.flatMap(({ batch }) => batch.commit ?? [])

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
