import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Again } from '../../client/record/again.ts'

// The record is asked again while a board is being written on by thirty people.

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('asks at once where it was quiet, at most once a second, and once more after the last change', async () => {
  const asked: number[] = []
  const begun = Date.now()
  const again = new Again(() => Promise.resolve(void asked.push(Date.now() - begun)), 1_000)
  for (let at = 0; at < 2_500; at += 100) {
    again.changed()
    await vi.advanceTimersByTimeAsync(100)
  }
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toEqual([0, 1_000, 2_000, 3_000])
})

test('asks again when something changed while it was asking, and not before the answer is there', async () => {
  let answer: () => void = () => undefined
  let asked = 0
  const again = new Again(() => {
    asked++
    return new Promise((done) => (answer = done))
  }, 1_000)
  again.changed()
  await vi.advanceTimersByTimeAsync(0)
  again.changed()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBe(1)
  answer()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked).toBe(2)
})

test('asks nothing any more once it has ended', async () => {
  let asked = 0
  const again = new Again(() => Promise.resolve(void asked++), 1_000)
  again.changed()
  again.end()
  again.changed()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toBe(0)
})
