import { expect, test } from 'vitest'
import type { ParticipantId, StepId } from '../../shared/model/ids.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { forgotten } from '../../client/live/forgotten.ts'

const me = 'me' as ParticipantId
const step = { id: 'step' as StepId, startedAt: 1_000 }
type Part = Pick<SessionState, 'step' | 'ready' | 'hands'> & { participant: ParticipantId | null }
const state = (part: Partial<Part> = {}): SessionState => {
  const { participant = me, ...rest } = part
  return { step, ready: { count: 0, mine: false }, hands: [], me: { participant }, ...rest } as SessionState
}
const ready = { count: 1, mine: true }

test('what the server forgot is said again: ready with that step, and the hand', () => {
  expect(forgotten(state({ ready, hands: [me] }), state())).toEqual([
    { type: 'ready', on: true, step: step.id },
    { type: 'raiseHand', on: true },
  ])
})

test('what it still knows, or was never said, is not said again', () => {
  const said = state({ ready, hands: [me] })
  expect(forgotten(said, said)).toEqual([])
  expect(forgotten(state(), said)).toEqual([])
  expect(forgotten(null, state())).toEqual([])
})

test('nothing is said of another step, nor of the same step begun again, nor by another person', () => {
  const said = state({ ready, hands: [me] })
  expect(forgotten(said, state({ step: { ...step, id: 'next' as StepId } }))).toEqual([])
  expect(forgotten(said, state({ step: { ...step, startedAt: 2_000 } }))).toEqual([])
  expect(forgotten(said, state({ step: null }))).toEqual([])
  expect(forgotten(said, state({ participant: 'other' as ParticipantId }))).toEqual([])
})

test('before the first step a hand is said again, and nobody is ready', () => {
  const before = { step: null, hands: [me] }
  expect(forgotten(state(before), state({ step: null }))).toEqual([{ type: 'raiseHand', on: true }])
})
