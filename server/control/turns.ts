/** Work on the same key is done one after the other, in the order in which it was asked; other keys go on. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.#last.get(key) ?? Promise.resolve()).then(work)
    // Who waits behind waits for the end, not for the success.
    const ended = mine.then(
      () => undefined,
      () => undefined,
    )
    this.#last.set(key, ended)
    void ended.then(() => {
      if (this.#last.get(key) === ended) this.#last.delete(key)
    })
    return mine
  }
}
