import type { Connection } from './connection.ts'
import { presenceFrame } from './frames.ts'
import { PresenceBook, type PresenceEntry } from './presence.ts'

/** Cursors move at ten a second at most: one merged message to everybody. */
const ROUND_MS = 100

/** Tells everybody on a board where the others are. */
export class PresenceRound {
  readonly #book = new PresenceBook()
  readonly #connections: ReadonlySet<Connection>
  readonly #now: () => number
  #timer: NodeJS.Timeout | undefined

  constructor(connections: ReadonlySet<Connection>, now: () => number) {
    this.#connections = connections
    this.#now = now
  }

  set(entry: PresenceEntry): void {
    this.#book.set(entry)
    this.#soon()
  }

  leave(client: number): void {
    this.#book.leave(client)
    this.#soon()
  }

  everybody(): Uint8Array | null {
    return this.#book.everybody()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #soon(): void {
    if (!this.#timer && this.#book.hasChanged) this.#timer = setTimeout(() => this.#tell(), ROUND_MS)
  }

  #tell(): void {
    this.#timer = undefined
    const { update, clients } = this.#book.takeChanges()
    const frame = presenceFrame(update)
    const now = this.#now()
    for (const connection of this.#connections) {
      const isOwnAlone = clients.length === 1 && clients[0] === connection.client
      // A slow reader does without: the next round says where people are by then.
      if (connection.follows && !isOwnAlone && connection.pace(now) === 'keepsUp') connection.send(frame, now)
    }
  }
}
