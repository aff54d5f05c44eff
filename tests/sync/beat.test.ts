import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Beat } from '../../server/sync/beat.ts'
import { Tick } from '../../server/sync/tick.ts'

// When boards are due. The clock is the test's own.

let due: string[]
let beat: Beat
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  due = []
  beat = new Beat(Date.now)
})
afterEach(() => vi.useRealTimers())

const board = (name: string): Tick => new Tick(beat, () => due.push(`${name} at ${Date.now() - 1_000_000}`), Date.now)

/** As many writes in this second as thirty people cause who all type. */
const busy = () => beat.count(6_000)

describe('a quiet server', () => {
  test('takes what comes at once', () => {
    const an = board('an')
    an.heard(30)
    an.soon()
    expect(due).toEqual(['an at 0'])
  })

  test('and lets presence wait for its round, which an edit takes along', () => {
    const an = board('an')
    an.within(70)
    vi.advanceTimersByTime(40)
    an.soon()
    vi.advanceTimersByTime(500)
    expect(due).toEqual(['an at 40'])
  })
})

describe('a busy server', () => {
  test('gathers all boards that are due at the same instants', () => {
    const [an, bo] = [board('an'), board('bo')]
    busy()
    for (const [tick, after] of [
      [an, 3],
      [bo, 9],
    ] as const) {
      vi.advanceTimersByTime(after)
      tick.heard(100)
      tick.soon()
    }
    expect(due).toEqual([])
    vi.advanceTimersByTime(40)
    expect(due).toEqual(['an at 40', 'bo at 40'])
  })

  test('serves a board with little to say at once', () => {
    busy()
    const quiet = board('quiet')
    quiet.heard(2)
    quiet.soon()
    expect(due).toEqual(['quiet at 0'])
  })

  test('is quiet again when nothing was heard for two seconds', () => {
    const an = board('an')
    busy()
    an.heard(100)
    vi.advanceTimersByTime(2_000)
    an.heard(100)
    an.soon()
    expect(due).toEqual(['an at 2000'])
  })

  test('forgets a board that stops', () => {
    const an = board('an')
    busy()
    an.heard(100)
    an.soon()
    an.stop()
    vi.advanceTimersByTime(1_000)
    expect(due).toEqual([])
  })
})

test('a clock that is set back by an hour holds nothing up', () => {
  const an = board('an')
  busy()
  an.heard(100)
  an.soon()
  vi.setSystemTime(1_000_000 - 3_600_000)
  busy()
  an.heard(100)
  an.soon()
  vi.advanceTimersByTime(40)
  expect(due).toHaveLength(1)
})
