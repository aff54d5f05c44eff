/**
 * What was written here and is not on the server's disk yet, by the ids of the notes and themes it touches.
 * Each waits for the sync message that carries it: a number of this connection, or null while nothing has carried it.
 */
export class Unsent {
  readonly #waiting = new Map<string, number | null>()
  readonly #changed: (ids: readonly string[]) => void
  #sent = 0
  #answered = false

  /** @param ids what an earlier visit left unsent. @param changed called with all ids after every change. */
  constructor(ids: readonly string[], changed: (ids: readonly string[]) => void) {
    for (const id of ids) this.#waiting.set(id, null)
    this.#changed = changed
  }

  get ids(): readonly string[] {
    return [...this.#waiting.keys()]
  }

  /** True when the server's step 1 was answered on this connection: from then on each edit travels by itself. */
  get answered(): boolean {
    return this.#answered
  }

  /** A connection came or went: the next counts from 1 again, and nothing of the former will be acknowledged on it. */
  newConnection(): void {
    this.#sent = 0
    this.#answered = false
    for (const id of this.#waiting.keys()) this.#waiting.set(id, null)
  }

  /** A sync message with content was sent. The answer to the server's step 1 carries everything it lacks. */
  messageSent(isAnswer: boolean): void {
    this.#sent++
    if (!isAnswer) return
    this.#answered = true
    for (const [id, by] of this.#waiting) if (by === null) this.#waiting.set(id, this.#sent)
  }

  /** Local edits, right after the message with them was sent, if it could be. */
  edited(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#waiting.delete(id)
      this.#waiting.set(id, this.#answered ? this.#sent : null)
    }
    this.#changed(this.ids)
  }

  /** The first `count` messages of this connection are on disk. */
  saved(count: number): void {
    let fewer = false
    for (const [id, by] of this.#waiting) {
      if (by === null || by > count) continue
      this.#waiting.delete(id)
      fewer = true
    }
    if (fewer) this.#changed(this.ids)
  }

  clear(): void {
    this.#waiting.clear()
    this.newConnection()
    this.#changed([])
  }
}
