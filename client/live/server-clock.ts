import { createSubscriber } from 'svelte/reactivity'
import { aheadBy, isDoubtful, narrowed, type Ahead, type Told } from '../../shared/model/clock.ts'
import { msToNextSecond, type Timer } from '../../shared/model/timer.ts'

/** How far the server's clock was ahead at the last visit, in ms: for a page that opens without a network. */
const KEPT = 'bijeen.clock'

/** The server's clock as this device knows it; the device's own may be an hour wrong. */
export class ServerClock {
  readonly #timer: () => Timer | null
  #ahead: Ahead | null = null
  #before = Number(localStorage.getItem(KEPT) ?? 0) || 0
  #again: () => void = () => undefined
  readonly #follow = createSubscriber((update) => {
    let timeout: ReturnType<typeof setTimeout>
    const wait = () => {
      timeout = setTimeout(tick, Math.ceil(msToNextSecond(this.#timer(), this.now())))
    }
    const tick = () => {
      update()
      wait()
    }
    // Who slept is right at once when they wake, not a second later.
    this.#again = () => {
      clearTimeout(timeout)
      tick()
    }
    document.addEventListener('visibilitychange', this.#again)
    wait()
    return () => {
      clearTimeout(timeout)
      document.removeEventListener('visibilitychange', this.#again)
      this.#again = () => undefined
    }
  })

  /** `timer` is the one whose seconds are shown: what reads `ticking` changes when its second does. */
  constructor(timer: () => Timer | null) {
    this.#timer = timer
  }

  /** In ms since 1970. */
  now(): number {
    return Date.now() + (this.#ahead ? aheadBy(this.#ahead) : this.#before)
  }

  /** The same, for what is drawn: it is read anew every second. */
  get ticking(): number {
    this.#follow()
    return this.now()
  }

  /** The server told its time. True when only an answer to a question could tell whether to believe it. */
  heard(told: Told): boolean {
    const doubtful = isDoubtful(this.#ahead, told)
    this.#ahead = narrowed(this.#ahead, told)
    const ahead = Math.round(aheadBy(this.#ahead))
    if (Math.abs(ahead - this.#before) < 1_000) return doubtful
    this.#before = ahead
    try {
      localStorage.setItem(KEPT, String(ahead))
    } catch {
      // A full or forbidden store: the next visit without a network starts from the device's own clock.
    }
    return doubtful
  }

  /** The timer is another, or the clock is: the next second comes at another moment. */
  changed(): void {
    this.#again()
  }
}
