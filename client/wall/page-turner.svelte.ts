/** What does not fit on the wall is shown page after page, each this long. */
export const PAGE_MS = 12_000

/** Where one is in a list of which only some fit. */
export class PageTurner {
  /** How many fit on the page that starts here: all, until someone has measured. */
  fits = $state(Infinity)
  #start = $state(0)
  readonly #count: () => number

  constructor(count: () => number) {
    this.#count = count
  }

  /** The first of this page; back to the begin when the list became shorter. */
  get start(): number {
    return this.#start < this.#count() ? this.#start : 0
  }

  /** The first that is not on this page any more. */
  get end(): number {
    return Math.min(this.start + Math.max(1, this.fits), this.#count())
  }

  get several(): boolean {
    return this.start > 0 || this.end < this.#count()
  }

  turn(): void {
    this.#start = this.end < this.#count() ? this.end : 0
  }

  /** Turns by itself as long as there are several pages. `each` in ms. For an `$effect`; returns its stop. */
  run(each = PAGE_MS): (() => void) | undefined {
    if (!this.several) return undefined
    const timer = setInterval(() => this.turn(), each)
    return () => clearInterval(timer)
  }
}
