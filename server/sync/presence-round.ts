import { presenceFrame } from './frames.ts'
import { PresenceBook, type PresenceEntry } from './presence.ts'

/** Cursors move at ten a second at most. */
const ROUND_MS = 100
/** A tick that comes so little too early takes the round along: the next may be a whole tick later. */
const SLACK_MS = 5

/** Where people were when a round was taken. */
export interface Round {
  readonly frame: Buffer
  /** The Yjs clients that it tells about. */
  readonly clients: readonly number[]
}

/** When everybody on a board is told where the others are: in one message, with the newest of each. */
export class PresenceRound {
  readonly #book = new PresenceBook()
  readonly #dueIn: (waitMs: number) => void
  readonly #now: () => number
  #takenAt = 0

  /** `dueIn` asks for a tick that takes the round, so many ms from now. */
  constructor(dueIn: (waitMs: number) => void, now: () => number) {
    this.#dueIn = dueIn
    this.#now = now
  }

  set(entry: PresenceEntry): void {
    this.#book.set(entry)
    this.#ask()
  }

  leave(client: number): void {
    this.#book.leave(client)
    this.#ask()
  }

  /** Everybody, for who just joined; null when there is nobody. */
  everybody(): Buffer | null {
    const everybody = this.#book.everybody()
    return everybody && presenceFrame(everybody)
  }

  /** What changed since the last round; null when nothing did, or when the next is not due yet. */
  take(): Round | null {
    if (!this.#book.hasChanged) return null
    if (this.#leftMs() > SLACK_MS) return this.#ask()
    this.#takenAt = this.#now()
    const { update, clients } = this.#book.takeChanges()
    return { frame: presenceFrame(update), clients }
  }

  #ask(): null {
    if (this.#book.hasChanged) this.#dueIn(this.#leftMs())
    return null
  }

  /** Bounded above as well: a clock may be set back. */
  #leftMs = (): number => Math.min(ROUND_MS, Math.max(0, this.#takenAt + ROUND_MS - this.#now()))
}
