import { expect, test } from 'vitest'
import type { SessionId } from '../../shared/model/ids.ts'
import { codeTrouble } from '../../client/join/code-trouble.ts'
import { seriesLine } from '../../client/home/series-line.ts'

test.each(['K7M4PD', 'k7m 4pd', ' K7M-4PD '])('%j can be a code', (typed) => {
  expect(codeTrouble(typed)).toBeNull()
})

test.each([
  ['', 'join.codeEmpty', 0],
  [' - ', 'join.codeEmpty', 0],
  ['K7M4P', 'join.codeShort', 1],
  ['K7M4PDX2', 'join.codeLong', 2],
  ['K0M1PD', 'join.codeStrange', 2],
  ['K7M4P😊', 'join.codeStrange', 1],
])('%j is told what is wrong with it', (typed, key, count) => {
  expect(codeTrouble(typed)).toEqual({ key, count })
})

const noon = new Date(2026, 10, 17, 12).getTime()
const session = (id: string, days: number | null) => ({
  id: id as SessionId,
  startsAt: days === null ? null : new Date(noon + days * 86_400_000).toISOString(),
  endsAt: null,
})

test('a series shows what is done, what is today and what comes', () => {
  const sessions = [session('1', -30), session('2', 0), session('3', 30), session('4', null)]
  const line = seriesLine(sessions, noon)
  expect(line.marks).toEqual(['done', 'now', 'open', 'open'])
  expect(line.today?.id).toBe('2')
  expect(line.next?.id).toBe('3')
})

test('today’s session is today’s before and after its hour', () => {
  for (const hours of [-11, 11]) {
    expect(seriesLine([session('1', 0)], noon + hours * 3_600_000).marks).toEqual(['now'])
  }
})

test('a series without dates has nothing done and nothing next', () => {
  expect(seriesLine([session('1', null)], noon)).toEqual({ marks: ['open'], today: null, next: null })
})
