import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  longerTimer,
  momentBetween,
  msToNextSecond,
  pausedTimer,
  resumedTimer,
  secondsLeft,
  shownSeconds,
  startedTimer,
  timerDigits,
} from '../../shared/model/timer.ts'

const MINUTE = 60_000
const T = 1_770_000_000_000
const tenMinutes = startedTimer(600, T, true)

test('a timer begins with its whole length, says 0:00 when it is up, and then how far over it is', () => {
  const says = (at: number) => timerDigits(shownSeconds(tenMinutes, T + at))
  expect([0, 1, 1000, 1001, 9 * MINUTE, 10 * MINUTE - 1].map(says)).toEqual([
    '10:00',
    '10:00',
    '9:59',
    '9:59',
    '1:00',
    '0:01',
  ])
  expect([10 * MINUTE, 10 * MINUTE + 999, 10 * MINUTE + 1000, 11 * MINUTE + 2000].map(says)).toEqual([
    '0:00',
    '0:00',
    '+0:01',
    '+1:02',
  ])
})

test('hours are minutes too: nobody has to count', () => expect(timerDigits(5400)).toBe('90:00'))

test('a pause stands still, and goes on where it was', () => {
  const paused = pausedTimer(tenMinutes, T + MINUTE)
  expect(secondsLeft(paused, T + 30 * MINUTE)).toBe(540)
  const on = resumedTimer(paused, T + 30 * MINUTE)
  expect(secondsLeft(on, T + 31 * MINUTE)).toBe(480)
})

test('pausing or going on twice changes nothing', () => {
  const paused = pausedTimer(tenMinutes, T + MINUTE)
  expect(pausedTimer(paused, T + 2 * MINUTE)).toBe(paused)
  expect(resumedTimer(tenMinutes, T + MINUTE)).toBe(tenMinutes)
})

test('a minute more is a minute that can be used, also when the time is over', () => {
  expect(secondsLeft(longerTimer(tenMinutes, 60, T + MINUTE), T + MINUTE)).toBe(600)
  expect(secondsLeft(longerTimer(tenMinutes, 60, T + 15 * MINUTE), T + 15 * MINUTE)).toBe(60)
  expect(secondsLeft(longerTimer(tenMinutes, -60, T), T)).toBe(540)
})

test('a clock of the server that was set back adds nothing', () =>
  expect(secondsLeft(tenMinutes, T - MINUTE)).toBe(600))

test('three moments are worth saying aloud, each once, and after a sleep only the last', () => {
  expect(momentBetween(301, 300)).toBe('five')
  expect(momentBetween(300, 299)).toBeNull()
  expect(momentBetween(61, 60)).toBe('one')
  expect(momentBetween(1, 0)).toBe('over')
  expect(momentBetween(0, -1)).toBeNull()
  expect(momentBetween(900, -300)).toBe('over')
  expect(momentBetween(60, 120)).toBeNull()
})

describe('whatever is done with a timer', () => {
  type Act = { readonly act: 'pause' | 'resume' | 'add'; readonly after: number }
  const acts = fc.array(
    fc.record<Act>({ act: fc.constantFrom('pause', 'resume', 'add'), after: fc.nat({ max: 200_000 }) }),
    { maxLength: 12 },
  )

  test('time passes only while it runs, and the shown second changes when it says it will', () => {
    fc.assert(
      fc.property(acts, (list) => {
        let timer = startedTimer(300, T, false)
        let now = T
        let left = 300
        for (const { act, after } of list) {
          if (timer.runsSince !== null) left -= after / 1000
          now += after
          expect(secondsLeft(timer, now)).toBeCloseTo(left, 5)
          if (timer.runsSince !== null) {
            const wait = msToNextSecond(timer, now)
            expect(wait).toBeGreaterThan(0)
            expect(shownSeconds(timer, now + wait - 1)).toBe(shownSeconds(timer, now))
            expect(shownSeconds(timer, now + wait)).toBe(shownSeconds(timer, now) - 1)
          }
          if (act === 'add') left = Math.max(0, left) + 60
          timer = { pause: pausedTimer, resume: resumedTimer, add: addMinute }[act](timer, now)
        }
      }),
      { seed: 20260319, numRuns: 300 },
    )
  })
  const addMinute = (timer: typeof tenMinutes, now: number) => longerTimer(timer, 60, now)
})
