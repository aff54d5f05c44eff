import { Turns } from './turns.ts'

/**
 * The same work for many who ask at once. It is done once at a time for a key; who asks while it goes on gets the next, which
 * is made once for all of them: so what each gets was begun after they asked, and nothing is kept.
 */
export class OnceForAll<T> {
  readonly #turns = new Turns()
  readonly #waiting = new Map<string, Promise<T>>()

  make(key: string, work: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(key)
    if (waiting) return waiting
    const made = this.#turns.take(key, () => {
      this.#waiting.delete(key)
      return work()
    })
    this.#waiting.set(key, made)
    return made
  }
}
