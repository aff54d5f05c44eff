import { PerSecond } from './rates.ts'

/**
 * Up to so many writes to sockets in a second, all boards together, were each message passed on by itself, what came in
 * waits so long at most. Those writes are the cost of a server, and commits come next: waiting makes both fewer.
 */
const PACES: readonly (readonly [upTo: number, ms: number])[] = [
  [1_000, 0],
  [2_500, 10],
  [5_000, 20],
  [Infinity, 40],
]
/** A board with so little to say is served at once whatever the others do. */
const QUIET = 60

/**
 * The clock of all boards. Those that wait, wait for the same instants: so they share a commit, and what one board has
 * for a reader, edits and presence, goes in one write.
 */
export class Beat {
  readonly #writes = new PerSecond()
  readonly #instants = new Map<number, Set<() => void>>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** So many writes more are on their way. */
  count(writes: number): void {
    this.#writes.add(writes, this.#now())
  }

  /** What a board with so many writes a second of its own waits at most, in ms. */
  paceFor(writesPerSecond: number): number {
    if (writesPerSecond <= QUIET) return 0
    const all = this.#writes.at(this.#now())
    return PACES.find(([upTo]) => all <= upTo)?.[1] ?? 0
  }

  /** The first instant of this pace that is at least `waitMs` away, in the ms of `now`. */
  instant(pace: number, waitMs: number): number {
    const earliest = this.#now() + Math.max(waitMs, 1)
    return pace === 0 ? earliest : Math.ceil(earliest / pace) * pace
  }

  /** Calls `then` at an instant, in one turn with all who chose the same. Returns the way to think better of it. */
  at(instant: number, then: () => void): () => void {
    const waiting = this.#instants.get(instant) ?? this.#open(instant)
    waiting.add(then)
    return () => waiting.delete(then)
  }

  #open(instant: number): Set<() => void> {
    const waiting = new Set<() => void>()
    this.#instants.set(instant, waiting)
    setTimeout(() => {
      this.#instants.delete(instant)
      for (const then of waiting) then()
    }, instant - this.#now())
    return waiting
  }
}
