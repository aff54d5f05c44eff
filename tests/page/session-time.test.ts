import { expect, test } from 'vitest'
import { dayText, fromFields, nearest, phaseOf, toFields } from '../../client/network/session-time.ts'

const local = (text: string): string => new Date(text).toISOString()
const at = (text: string): number => new Date(text).getTime()
const morning = { startsAt: local('2026-11-19T09:00'), endsAt: local('2026-11-19T12:00') }
const undated = { startsAt: null, endsAt: null }

test('a session is on from half an hour before its begin until its end', () => {
  expect(phaseOf(morning, at('2026-11-19T08:29'))).toBe('today')
  expect(phaseOf(morning, at('2026-11-19T08:30'))).toBe('now')
  expect(phaseOf(morning, at('2026-11-19T12:00'))).toBe('now')
  expect(phaseOf(morning, at('2026-11-19T12:01'))).toBe('today')
  expect(phaseOf(morning, at('2026-11-18T12:00'))).toBe('planned')
  expect(phaseOf(morning, at('2026-11-20T00:01'))).toBe('done')
  expect(phaseOf(undated, at('2026-11-20T00:01'))).toBe('open')
})

test('the nearest session is put forward, whatever the order of the dates', () => {
  const [past, later, soon] = [
    { startsAt: local('2026-10-08T09:00'), endsAt: null },
    { startsAt: local('2027-03-18T09:00'), endsAt: null },
    { startsAt: local('2027-01-21T09:00'), endsAt: null },
  ]
  const now = at('2026-11-19T10:00')
  expect(nearest([past, morning, later], now)).toBe(morning)
  expect(nearest([past, later, soon], now)).toBe(soon)
  expect(nearest([past, undated], now)).toBe(undated)
  expect(nearest([past], now)).toBe(past)
  expect(nearest([], now)).toBeUndefined()
})

test('what a form shows is what it saves', () => {
  expect(fromFields(toFields(morning))).toEqual(morning)
  expect(fromFields(toFields(undated))).toEqual(undated)
  expect(toFields(morning)).toEqual({ date: '2026-11-19', from: '09:00', to: '12:00' })
})

test('a date alone is three hours from nine; an end before the begin is past midnight; nonsense is nothing', () => {
  expect(fromFields({ date: '2026-11-19', from: '', to: '' })).toEqual(morning)
  expect(fromFields({ date: '2026-11-19', from: '22:00', to: '01:00' })?.endsAt).toBe(local('2026-11-20T01:00'))
  expect(fromFields({ date: '2026-99-19', from: '', to: '' })).toBeNull()
})

test('a day is written whole, with the year only when it is another one', () => {
  expect(dayText(morning.startsAt, 'nl-BE', at('2026-01-01T10:00'))).toBe('donderdag 19 november')
  expect(dayText(morning.startsAt, 'nl-BE', at('2027-01-01T10:00'))).toBe('donderdag 19 november 2026')
})
