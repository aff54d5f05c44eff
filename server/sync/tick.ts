import type { Beat } from './beat.ts'
import { PerSecond } from './rates.ts'

/** When one board is due: at once while it or the whole server is quiet, else at the beat of all. */
export class Tick {
  readonly #beat: Beat
  readonly #due: () => void
  readonly #now: () => number
  readonly #writes = new PerSecond()
  #isStopped = false
  #next: { readonly instant: number; readonly cancel: () => void } | null = null

  constructor(beat: Beat, due: () => void, now: () => number) {
    this.#beat = beat
    this.#due = due
    this.#now = now
  }

  /** Something was heard that so many will read. */
  heard(readers: number): void {
    this.#writes.add(readers, this.#now())
    this.#beat.count(readers)
  }

  soon(): void {
    this.within(0)
  }

  /** At the first instant from `waitMs` on, unless it is due before. */
  within(waitMs: number): void {
    if (this.#isStopped) return
    const pace = this.#beat.paceFor(this.#writes.at(this.#now()))
    if (waitMs === 0 && pace === 0) {
      this.#cancel()
      return this.#due()
    }
    const instant = this.#beat.instant(pace, waitMs)
    if (this.#next && this.#next.instant <= instant) return
    this.#cancel()
    const cancel = this.#beat.at(instant, () => {
      this.#next = null
      this.#due()
    })
    this.#next = { instant, cancel }
  }

  /** For good: a board that is put away is due no more. */
  stop(): void {
    this.#isStopped = true
    this.#cancel()
  }

  #cancel(): void {
    this.#next?.cancel()
    this.#next = null
  }
}
