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
