import { expect, test } from 'vitest'
import { SessionTime } from '../../client/network/session-time.ts'
import { dateText } from '../../client/ui/date-text.ts'

const at = (now: string, locale = 'nl-BE') => new SessionTime('Europe/Brussels', locale, Date.parse(now))
const morning = { startsAt: '2026-11-19T08:00:00.000Z', endsAt: '2026-11-19T11:00:00.000Z' }
const undated = { startsAt: null, endsAt: null }

test('a session is on from half an hour before its begin until its end', () => {
  expect(at('2026-11-19T07:29:00Z').phaseOf(morning)).toBe('today')
  expect(at('2026-11-19T07:30:00Z').phaseOf(morning)).toBe('now')
  expect(at('2026-11-19T11:00:00Z').phaseOf(morning)).toBe('now')
  expect(at('2026-11-19T11:01:00Z').phaseOf(morning)).toBe('today')
  expect(at('2026-11-18T12:00:00Z').phaseOf(morning)).toBe('planned')
  expect(at('2026-11-19T23:01:00Z').phaseOf(morning)).toBe('done')
  expect(at('2026-11-19T23:01:00Z').phaseOf(undated)).toBe('open')
})

test('the nearest session is put forward, whatever the order of the dates', () => {
  const [past, later, soon] = ['2026-10-08', '2027-03-18', '2027-01-21'].map((day) => ({
    startsAt: `${day}T08:00:00.000Z`,
    endsAt: null,
  }))
  const time = at('2026-11-19T09:00:00Z')
  expect(time.nearest([past!, morning, later!])).toBe(morning)
  expect(time.nearest([past!, later!, soon!])).toBe(soon)
  expect(time.nearest([past!, undated])).toBe(undated)
  expect(time.nearest([past!])).toBe(past)
  expect(time.nearest([])).toBeUndefined()
})

test('what a form shows is what it saves, in the zone of the network, summer and winter', () => {
  const time = at('2026-11-19T09:00:00Z')
  const summer = { startsAt: '2026-06-18T07:30:00.000Z', endsAt: '2026-06-18T10:30:00.000Z' }
  expect(time.toFields(morning)).toEqual({ date: '2026-11-19', from: '09:00', to: '12:00' })
  expect(time.toFields(summer)).toEqual({ date: '2026-06-18', from: '09:30', to: '12:30' })
  for (const times of [morning, summer, undated]) expect(time.fromFields(time.toFields(times))).toEqual(times)
})

test('on the days on which the clocks change, a form still saves what it shows', () => {
  const time = at('2026-11-19T09:00:00Z')
  for (const date of ['2026-03-29', '2026-10-25']) {
    for (const from of ['00:30', '01:30', '03:30', '12:00', '23:30']) {
      const fields = { date, from, to: '23:45' }
      expect(time.toFields(time.fromFields(fields)!)).toEqual(fields)
    }
  }
})

test('a date alone is three hours from nine; an end before the begin is past midnight; nonsense is nothing', () => {
  const time = at('2026-11-19T09:00:00Z')
  expect(time.fromFields({ date: '2026-11-19', from: '', to: '' })).toEqual(morning)
  expect(time.fromFields({ date: '2026-11-19', from: '22:00', to: '01:00' })?.endsAt).toBe('2026-11-20T00:00:00.000Z')
  expect(time.fromFields({ date: '2026-99-19', from: '', to: '' })).toBeNull()
})

test('days and clocks are written as people there read them', () => {
  expect(at('2026-01-01T10:00:00Z').day(morning.startsAt)).toBe('donderdag 19 november')
  expect(at('2027-01-01T10:00:00Z').day(morning.startsAt)).toBe('donderdag 19 november 2026')
  expect(at('2026-01-01T10:00:00Z', 'fr-BE').day(morning.startsAt)).toBe('jeudi 19 novembre')
  expect(at('2026-01-01T10:00:00Z').clock(morning.startsAt)).toBe('09:00')
  expect(dateText('2027-02-20', 'nl-BE')).toBe('20 februari 2027')
})
