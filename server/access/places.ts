/** So many places for each key, taken one by one until they are given back. */
export class Places {
  readonly #most: number
  readonly #taken = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** Takes one until the returned function is called, once; null when none is left. */
  take(key: string): (() => void) | null {
    const taken = this.#taken.get(key) ?? 0
    if (taken >= this.#most) return null
    this.#taken.set(key, taken + 1)
    let isBack = false
    return () => {
      if (isBack) return
      isBack = true
      const left = (this.#taken.get(key) ?? 1) - 1
      if (left > 0) this.#taken.set(key, left)
      else this.#taken.delete(key)
    }
  }
}
