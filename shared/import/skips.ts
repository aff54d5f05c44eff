import type { Skipped } from '../wire/import.ts'

const MOST_LINES = 100

/** Collects what is left where it was, each reason once. */
export class Skips {
  readonly #all = new Map<string, { what: Skipped['what']; why: Skipped['why']; count: number; lines: number[] }>()

  add(what: Skipped['what'], why: Skipped['why'], count = 1): void {
    if (count > 0) this.#of(what, why).count += count
  }

  /** A row or line that became no note. */
  line(why: Skipped['why'], line: number): void {
    const one = this.#of('notes', why)
    one.count++
    if (one.lines.length < MOST_LINES) one.lines.push(line)
  }

  get all(): Skipped[] {
    return [...this.#all.values()].map(({ lines, ...one }) => ({ ...one, ...(lines.length > 0 && { lines }) }))
  }

  #of(what: Skipped['what'], why: Skipped['why']) {
    const key = `${what} ${why}`
    let one = this.#all.get(key)
    if (!one) this.#all.set(key, (one = { what, why, count: 0, lines: [] }))
    return one
  }
}
