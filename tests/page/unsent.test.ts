import { expect, test } from 'vitest'
import { Unsent } from '../../client/net/unsent.ts'

const begun = (ids: string[] = []) => {
  const seen: (readonly string[])[] = []
  return { unsent: new Unsent(ids, (now) => seen.push(now)), seen }
}

test('what was left unsent at an earlier visit leaves with the answer to the server, and is saved with it', () => {
  const { unsent, seen } = begun(['a', 'b'])
  unsent.newConnection()
  unsent.messageSent(true)
  unsent.saved(1)
  expect(seen).toEqual([[]])
})

test('an edit waits for the message that carries it, and for no earlier one', () => {
  const { unsent } = begun()
  unsent.newConnection()
  unsent.messageSent(true)
  unsent.messageSent(false)
  unsent.edited(['a'])
  unsent.saved(1)
  expect(unsent.ids).toEqual(['a'])
  unsent.saved(2)
  expect(unsent.ids).toEqual([])
})

test('a second edit of the same note waits for the second message', () => {
  const { unsent } = begun()
  unsent.messageSent(true)
  for (let i = 0; i < 2; i++) {
    unsent.messageSent(false)
    unsent.edited(['a'])
  }
  unsent.saved(2)
  expect(unsent.ids).toEqual(['a'])
})

test('what was sent but not acknowledged when the connection fell is unsent again', () => {
  const { unsent } = begun()
  unsent.messageSent(true)
  unsent.messageSent(false)
  unsent.edited(['a'])
  unsent.newConnection()
  unsent.saved(2)
  expect(unsent.ids).toEqual(['a'])
  unsent.messageSent(true)
  unsent.saved(1)
  expect(unsent.ids).toEqual([])
})

test('an edit without a connection waits for the next answer', () => {
  const { unsent } = begun()
  unsent.newConnection()
  unsent.edited(['a'])
  expect(unsent.answered).toBe(false)
  unsent.messageSent(true)
  expect(unsent.ids).toEqual(['a'])
  unsent.saved(1)
  expect(unsent.ids).toEqual([])
})
