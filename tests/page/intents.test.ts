import fc from 'fast-check'
import { expect, test } from 'vitest'
import { folded, refusedFor, type Intent } from '../../client/net/intents.ts'
import type { Note } from '../../shared/model/note.ts'
import { change, meant, noteIn, zoneOf } from '../helpers/intents.ts'

const zone = zoneOf()
const other = zoneOf()
const note = noteIn(zone, 'a')
const moved = { ...note, place: { ...note.place, zone: other.id } }
const said = { ...moved, text: 'b' }

test('a note that was written, moved and changed is written once, as it was in the end', () => {
  const acts = [meant([change(null, note)]), meant([change(note, moved)]), meant([change(moved, said)])]
  expect(folded(acts)).toEqual([{ ...acts[2], notes: [change(null, said)] }])
})

test('a note that was written and withdrawn is only withdrawn', () => {
  const acts = [meant([change(null, note)]), meant([change(note, moved)]), meant([change(moved, null)])]
  expect(folded(acts).map(({ notes }) => notes)).toEqual([[{ id: note.id, was: null, is: null }]])
})

test('what was refused stays refused under a later change; to withdraw it is another thing', () => {
  const refused = refusedFor('bounds', meant([change(note, moved)]))
  const [changed] = folded([refused, meant([change(moved, said)])])
  expect(changed?.notes).toEqual([{ ...change(note, said), refused: 'bounds' }])
  const [withdrawn] = folded([refused, meant([change(moved, null)])])
  expect(withdrawn?.notes).toEqual([change(note, null)])
})

test('folded or not, the same stands there in the end, and no note is touched twice', () => {
  const notes = ['a', 'b', 'c'].map((text) => noteIn(zone, text))
  const step = fc.record({ at: fc.nat({ max: 2 }), text: fc.option(fc.string({ minLength: 1, maxLength: 3 })) })
  fc.assert(
    fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), (acts) => {
      const board = new Map<string, Note>(notes.slice(0, 1).map((one) => [one.id, one]))
      const begin = new Map(board)
      const intents: Intent[] = acts.map((steps) => {
        const own = new Map(steps.map(({ at, text }) => [notes[at]?.id, { at, text }]))
        return meant(
          [...own.values()].flatMap(({ at, text }) => {
            const one = notes[at] as Note
            const was = board.get(one.id) ?? null
            const is = text === null ? null : { ...one, text }
            if (is) board.set(one.id, is)
            else board.delete(one.id)
            return was || is ? [change(was, is)] : []
          }),
        )
      })
      const after = folded(intents)
      const touched = after.flatMap((intent) => intent.notes.map(({ id }) => id))
      expect(new Set(touched).size).toBe(touched.length)
      for (const { notes: changes } of after)
        for (const { id, was, is } of changes) {
          expect(was).toEqual(begin.get(id) ?? null)
          if (is) begin.set(id, is)
          else begin.delete(id)
        }
      expect(begin).toEqual(board)
    }),
    { seed: 20260402, numRuns: 300 },
  )
})
