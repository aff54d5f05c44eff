import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aheadBy, isDoubtful, narrowed, type Ahead } from '../../shared/model/clock.ts'
import { pausedTimer, resumedTimer, secondsLeft, startedTimer } from '../../shared/model/timer.ts'

const HOUR = 3_600_000
const T = 1_770_000_000_000

/** A device whose clock is wrong, at the end of a line that takes its time. All times of these tests are true ones. */
class Screen {
  #ahead: Ahead | null = null
  #wrongBy: number
  constructor(wrongBy: number) {
    this.#wrongBy = wrongBy
  }

  /** The state that the server sent at `sent`, heard at `heard`. True when it makes the screen ask. */
  hears(sent: number, heard: number): boolean {
    const told = { now: sent, askedAt: null, heardAt: heard + this.#wrongBy }
    const doubtful = isDoubtful(this.#ahead, told)
    this.#ahead = narrowed(this.#ahead, told)
    return doubtful
  }

  /** A question and its answer; both ways take their time. */
  asks(asked: number, there: number, back: number): void {
    const told = { now: asked + there, askedAt: asked + this.#wrongBy, heardAt: asked + there + back + this.#wrongBy }
    this.#ahead = narrowed(this.#ahead, told)
  }

  setClock(wrongBy: number): void {
    this.#wrongBy = wrongBy
  }

  /** What this screen takes for the server's clock. */
  now(at: number): number {
    return at + this.#wrongBy + (this.#ahead ? aheadBy(this.#ahead) : 0)
  }
}

/** Ways that take up to 200 ms, each at its own pace: a bad venue. */
const way = fc.nat({ max: 200 })
const wrongBy = fc.constantFrom(0, HOUR, -HOUR, 90_000, -37 * 60_000)
const device = fc.record({ wrongBy, pushed: way, there: way, back: way, thereAgain: way, backAgain: way })

test('screens with clocks that are an hour wrong show the same time, under 250 ms apart, also after 20 minutes asleep', () => {
  fc.assert(
    fc.property(fc.array(device, { minLength: 2, maxLength: 8 }), fc.nat({ max: 600_000 }), (devices, started) => {
      const screens = devices.map((one) => {
        const screen = new Screen(one.wrongBy)
        screen.asks(T, one.there, one.back)
        screen.hears(T + 1_000, T + 1_000 + one.pushed)
        return screen
      })
      let timer = startedTimer(1_800, T + started, true)
      const skewAt = (at: number) => {
        const left = [...screens.map((screen) => screen.now(at)), at].map((now) => secondsLeft(timer, now) * 1_000)
        return Math.max(...left) - Math.min(...left)
      }
      expect(skewAt(T + started + 5_000)).toBeLessThan(250)
      // Every other device sleeps for 20 minutes in which the timer is paused and goes on; a message that was under way
      // when it fell asleep comes out when it wakes, and then the answer to its question.
      timer = resumedTimer(pausedTimer(timer, T + 650_000), T + 700_000)
      const woke = T + 20 * 60_000 + 10_000
      for (const [i, screen] of screens.entries()) {
        const one = devices[i]!
        if (i % 2 === 0) {
          screen.hears(T + 10_000, woke)
          expect(skewAt(woke + 1)).toBeLessThan(250)
          screen.asks(woke, one.thereAgain, one.backAgain)
        } else screen.hears(woke, woke + one.pushed)
      }
      expect(skewAt(woke + 1_000)).toBeLessThan(250)
    }),
    { seed: 20260320, numRuns: 500 },
  )
})

test('a clock that is set anew while the page is open is noticed, whichever way it went', () => {
  for (const jump of [HOUR, -HOUR]) {
    const screen = new Screen(0)
    screen.asks(T, 20, 20)
    screen.setClock(jump)
    const asks = screen.hears(T + 60_000, T + 60_020)
    // Set back, the server's word is proof; set forward, it looks as if the word came late, and the screen asks.
    expect(asks).toBe(jump > 0)
    if (asks) screen.asks(T + 60_100, 20, 20)
    expect(Math.abs(screen.now(T + 61_000) - (T + 61_000))).toBeLessThan(50)
  }
})

test('a word that merely came late changes nothing', () => {
  const screen = new Screen(HOUR)
  screen.asks(T, 20, 20)
  screen.hears(T + 1_000, T + 9_000)
  expect(Math.abs(screen.now(T + 10_000) - (T + 10_000))).toBeLessThan(50)
})
