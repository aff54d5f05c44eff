/** A budget that fills up by itself: `perSecond`, and `atOnce` when nothing was taken for a while. */
export class Budget {
  readonly #perSecond: number
  readonly #atOnce: number
  #left: number
  #at: number

  constructor(perSecond: number, atOnce: number, now: number) {
    this.#perSecond = perSecond
    this.#atOnce = atOnce
    this.#left = atOnce
    this.#at = now
  }

  /** Takes one; false when there is none left. `now` in ms. */
  take(now: number): boolean {
    this.#left = Math.min(this.#atOnce, this.#left + (Math.max(0, now - this.#at) * this.#perSecond) / 1000)
    this.#at = now
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}

/** How many there were in a second: this one so far, or the one before when that had more. */
export class PerSecond {
  #second = 0
  #count = 0
  #before = 0

  add(count: number, now: number): void {
    this.#turn(now)
    this.#count += count
  }

  /** `now` in ms. */
  at(now: number): number {
    this.#turn(now)
    return Math.max(this.#count, this.#before)
  }

  #turn(now: number): void {
    const second = Math.floor(now / 1000)
    if (second === this.#second) return
    this.#before = second === this.#second + 1 ? this.#count : 0
    this.#second = second
    this.#count = 0
  }
}
