/** Up to so many messages in a second, a room waits so long before it commits: writes to sockets are the cost. */
const PACES: readonly (readonly [upTo: number, waitMs: number])[] = [
  [20, 0],
  [60, 16],
  [200, 33],
  [Infinity, 50],
]

/** When a room is due: at once while it is quiet, in fewer and larger batches as its messages per second rise. */
export class Tick {
  readonly #due: () => void
  readonly #now: () => number
  #timer: NodeJS.Timeout | undefined
  #second = 0
  #heard = 0
  #heardBefore = 0

  constructor(due: () => void, now: () => number) {
    this.#due = due
    this.#now = now
  }

  heard(): void {
    const second = Math.floor(this.#now() / 1000)
    if (second !== this.#second) {
      this.#heardBefore = second === this.#second + 1 ? this.#heard : 0
      this.#second = second
      this.#heard = 0
    }
    this.#heard++
  }

  soon(): void {
    if (this.#timer) return
    const rate = Math.max(this.#heard, this.#heardBefore)
    const waitMs = PACES.find(([upTo]) => rate <= upTo)?.[1] ?? 0
    if (waitMs === 0) return this.#due()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#due()
    }, waitMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
