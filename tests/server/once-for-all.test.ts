import { expect, test } from 'vitest'
import { OnceForAll } from '../../server/control/once-for-all.ts'

// A whole room that asks for the same at the same instant.

test('what many ask at once is made twice at most, and for each of them after they asked', async () => {
  const all = new OnceForAll<number>()
  const begun: (() => void)[] = []
  let now = 0
  const work = async () => {
    const seen = now
    await new Promise<void>((done) => begun.push(done))
    return seen
  }
  const first = all.make('record', work)
  await expect.poll(() => begun.length).toBe(1)
  now = 1
  const others = Array.from({ length: 100 }, () => all.make('record', work))
  begun[0]?.()
  await expect.poll(() => begun.length).toBe(2)
  begun[1]?.()
  expect(await first).toBe(0)
  expect(new Set(await Promise.all(others))).toEqual(new Set([1]))
  expect(begun).toHaveLength(2)
})

test('other keys do not wait, a failure is told to who asked, and the next begins anew', async () => {
  const all = new OnceForAll<string>()
  const fails = all.make('a', () => Promise.reject(new Error('disk')))
  expect(await all.make('b', () => Promise.resolve('there'))).toBe('there')
  await expect(fails).rejects.toThrow('disk')
  expect(await all.make('a', () => Promise.resolve('again'))).toBe('again')
})
