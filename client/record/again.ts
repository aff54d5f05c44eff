/** Does something again after changes: at once where it was quiet, at most once in `every` ms, once more after the last. */
export class Again {
  readonly #act: () => Promise<void>
  readonly #every: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #isDue = false
  #isRunning = false
  #isEnded = false
  #begun = Number.NEGATIVE_INFINITY

  constructor(act: () => Promise<void>, every: number) {
    this.#act = act
    this.#every = every
  }

  changed(): void {
    this.#isDue = true
    this.#plan()
  }

  end(): void {
    this.#isEnded = true
    clearTimeout(this.#timer)
  }

  #plan(): void {
    if (!this.#isDue || this.#isRunning || this.#isEnded || this.#timer !== undefined) return
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, this.#begun + this.#every - Date.now()))
  }

  async #run(): Promise<void> {
    this.#timer = undefined
    this.#isDue = false
    this.#isRunning = true
    this.#begun = Date.now()
    try {
      await this.#act()
    } finally {
      this.#isRunning = false
      this.#plan()
    }
  }
}
