import { expect, test } from 'vitest'
import type { Intent } from '../../client/net/intents.ts'
import { Unsent } from '../../client/net/unsent.ts'
import { change, me, meant, noteIn, storeInMemory, zoneOf } from '../helpers/intents.ts'

const zone = zoneOf()
const writes = (text: string): Intent => meant([change(null, noteIn(zone, text))])
const [a, b, c] = ['a', 'b', 'c'].map(writes) as [Intent, Intent, Intent]

/** A device with what an earlier visit left, all of it in the document that it kept. */
function begun(kept: readonly Intent[] = []) {
  const store = storeInMemory(kept)
  const unsent = new Unsent(store, () => undefined)
  unsent.load(kept)
  unsent.findIn((intents) => new Set(intents))
  return { unsent, left: () => [...store.kept.values()].flatMap(({ notes }) => notes.map(({ is }) => is?.text)) }
}

/** In step with the server: its question was answered, as message 1. */
function inStep() {
  const one = begun()
  one.unsent.newConnection()
  one.unsent.messageSent(true)
  return {
    ...one,
    act: (intent: Intent) => {
      one.unsent.meant(intent, true)
      one.unsent.messageSent(false)
    },
  }
}

/** All that is to be carried out again, each done as the page does it. */
function carriedOut(unsent: Unsent): Intent[] {
  const all: Intent[] = []
  for (let next = unsent.next(me); next; next = unsent.next(me)) {
    all.push(next)
    unsent.meant({ ...next, id: meant([]).id, again: true }, true)
    unsent.done(next)
  }
  return all
}

const textsOf = (intents: readonly Intent[]) => intents.flatMap(({ notes }) => notes.map(({ is }) => is?.text))

test('what was left unsent at an earlier visit leaves with the answer to the server, and is saved with it', () => {
  const { unsent, left } = begun([a, b])
  unsent.newConnection()
  unsent.messageSent(true)
  expect(unsent.ids).toHaveLength(2)
  unsent.saved(1)
  expect(unsent.ids).toEqual([])
  expect(left()).toEqual([])
})

test('an edit waits for the message that carries it, and for no earlier one', () => {
  const { unsent, act, left } = inStep()
  unsent.messageSent(false)
  act(a)
  unsent.saved(2)
  expect(left()).toEqual(['a'])
  unsent.saved(3)
  expect(left()).toEqual([])
})

test('what was sent but not acknowledged when the connection fell is unsent again', () => {
  const { unsent, act, left } = inStep()
  act(a)
  unsent.newConnection()
  unsent.saved(2)
  expect(left()).toEqual(['a'])
  unsent.messageSent(true)
  unsent.saved(1)
  expect(left()).toEqual([])
})

test('an edit without a connection waits for the next answer', () => {
  const { unsent } = begun()
  unsent.newConnection()
  unsent.meant(a, true)
  expect(unsent.answered).toBe(false)
  unsent.messageSent(true)
  unsent.saved(1)
  expect(unsent.ids).toEqual([])
})

test('an act on a document that is about to go is not taken for saved with the next one', () => {
  const { unsent, left } = begun()
  unsent.leaveDoc()
  unsent.meant(a, false)
  unsent.newConnection()
  unsent.messageSent(true)
  unsent.saved(1)
  expect(left()).toEqual(['a'])
  expect(textsOf(carriedOut(unsent))).toEqual(['a'])
})

test('what was refused by itself is marked so, and the rest is carried out again in its order', () => {
  const { unsent, act } = inStep()
  for (const intent of [a, b, c]) act(intent)
  unsent.saved(2)
  unsent.refused(3, 'bounds')
  unsent.leaveDoc()
  unsent.findIn(() => new Set())
  const again = carriedOut(unsent)
  expect(textsOf(again)).toEqual(['b', 'c'])
  expect(again.map(({ notes }) => notes[0]?.refused)).toEqual(['bounds', undefined])
})

test('what the server has in spite of a reset is not carried out again', () => {
  const { unsent, act } = inStep()
  for (const intent of [a, b]) act(intent)
  unsent.leaveDoc()
  unsent.findIn((intents) => new Set(intents.filter(({ id }) => id === a.id)))
  expect(textsOf(carriedOut(unsent))).toEqual(['b'])
})

test('a refusal that is not about what was meant is no reason to give it back, once', () => {
  const { unsent, act } = inStep()
  act(a)
  unsent.refused(2, 'reset-first')
  unsent.leaveDoc()
  unsent.findIn(() => new Set())
  const [again] = carriedOut(unsent)
  expect(again?.notes[0]?.refused).toBeUndefined()
  unsent.messageSent(true)
  unsent.refused(1, 'reset-first')
  unsent.leaveDoc()
  unsent.findIn(() => new Set())
  expect(unsent.next(me)?.notes[0]?.refused).toBe('reset-first')
})

/** The server takes all but `bad`. Returns what came back, after at most so many resets. */
function withServer(intents: readonly Intent[], bad: readonly string[], atMost: number): unknown[] {
  const { unsent } = begun(intents)
  const back: unknown[] = []
  const isBad = (all: readonly Intent[]) => textsOf(all).some((text) => bad.includes(String(text)))
  const inDoc = new Map<string, Intent>()
  const atServer = new Set<string>()
  for (let resets = 0; resets <= atMost; resets++) {
    unsent.leaveDoc()
    unsent.newConnection()
    inDoc.clear()
    unsent.findIn((intents) => new Set(intents.filter(({ id }) => atServer.has(id))))
    const step = () => {
      for (let next = unsent.next(me); next; next = unsent.next(me)) {
        if (next.notes[0]?.refused) back.push(next.notes[0].is?.text)
        else {
          const again = { ...next, id: meant([]).id, again: true }
          inDoc.set(again.id, again)
          unsent.meant(again, true)
        }
        unsent.done(next)
      }
    }
    let message = 0
    do {
      step()
      const sent = [...inDoc.values()].filter(({ id }) => !atServer.has(id))
      unsent.messageSent(message === 0)
      message++
      if (isBad(sent)) {
        unsent.refused(message, 'shape')
        break
      }
      for (const { id } of sent) atServer.add(id)
      unsent.saved(message)
      if (unsent.ids.length === 0) return back
    } while (message < 20)
  }
  throw new Error('no end to it')
}

test('of many in one message the one that is refused is found, one after the other, and alone comes back', () => {
  const all = ['a', 'b', 'c', 'd', 'e'].map(writes)
  expect(withServer(all, ['c'], 3)).toEqual(['c'])
  expect(withServer(all, ['a', 'e'], 4)).toEqual(['a', 'e'])
  expect(withServer(all, ['a', 'b', 'c', 'd', 'e'], 7)).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('what someone else left on this device is not carried out', () => {
  const { unsent } = begun([a])
  unsent.leaveDoc()
  expect(unsent.next(null)).toBeNull()
})
