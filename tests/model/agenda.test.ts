import { describe, expect, test } from 'vitest'
import { forecast, shortened, type Course, type StepRun } from '../../shared/model/agenda.ts'
import type { StepId } from '../../shared/model/ids.ts'
import type { Step, StepMode } from '../../shared/model/network.ts'
import { startedTimer } from '../../shared/model/timer.ts'

const MINUTE = 60_000
const NINE = Date.parse('2026-03-19T09:00:00+01:00')
const at = (minutes: number) => NINE + minutes * MINUTE
const step = (id: string, minutes: number, mode: StepMode = 'talk'): Step => ({
  id: id as StepId,
  title: id,
  mode,
  minutes,
  zone: null,
  identity: 'name',
  prompt: '',
})
const agenda = [
  step('onthaal', 10),
  step('gast', 35),
  step('pauze', 15, 'pause'),
  step('reflectie', 15),
  step('thema', 20),
]
const run = (id: string, from: number, to: number, minutes = to - from): StepRun => ({
  step: id as StepId,
  startedAt: at(from),
  endedAt: at(to),
  ms: minutes * MINUTE,
})
const course = (more: Partial<Course>): Course => ({
  agenda,
  running: null,
  ran: [],
  timer: null,
  startsAt: '2026-03-19T09:00:00+01:00',
  endsAt: null,
  ...more,
})
const running = (id: string, from: number) => ({ id: id as StepId, startedAt: at(from) })
/** Minutes after nine. */
const after = (time: number | null) => time && (time - NINE) / MINUTE

test('before it begins everything is as planned', () => {
  const { steps, end, late } = forecast(course({}), at(-60))
  expect(steps.map((one) => after(one.starts))).toEqual([0, 10, 45, 60, 75])
  expect(steps.map((one) => one.state)).toEqual(Array(5).fill('coming'))
  expect([after(end), late]).toEqual([95, 0])
})

test('without a date only the order is known, until it begins', () => {
  expect(forecast(course({ startsAt: null }), at(0))).toMatchObject({ end: null, plannedEnd: null, late: 0 })
  const begun = forecast(course({ startsAt: null, running: running('onthaal', 3) }), at(4))
  expect([after(begun.end), after(begun.plannedEnd)]).toEqual([98, 98])
})

test('real times stand beside the planned ones, and what comes moves along', () => {
  const { steps, stepEnd, end, late } = forecast(
    course({ ran: [run('onthaal', 2, 14), run('gast', 14, 52)], running: running('pauze', 52) }),
    at(60),
  )
  expect(steps.map((one) => [one.state, after(one.planned), after(one.starts), one.ranMinutes])).toEqual([
    ['done', 0, 2, 12],
    ['done', 10, 14, 38],
    ['running', 45, 52, null],
    ['coming', 60, 67, null],
    ['coming', 75, 82, null],
  ])
  expect([after(stepEnd), after(end), late]).toEqual([67, 102, 7])
})

test('a step that is over pushes the end along, minute by minute', () => {
  const running_ = course({ running: running('onthaal', 0) })
  expect(forecast(running_, at(11)).late).toBe(0)
  expect(forecast(running_, at(14))).toMatchObject({ stepEnd: at(14), late: 4 })
})

test('a timer that was given more, or stands still, moves the end too; a short one within the step does not', () => {
  const timer = { ...startedTimer(600, at(0), true), ms: 900_000 }
  expect(forecast(course({ running: running('onthaal', 0), timer }), at(5)).late).toBe(5)
  const still = { ...startedTimer(600, at(0), true), runsSince: null }
  expect(after(forecast(course({ running: running('onthaal', 0), timer: still }), at(8)).stepEnd)).toBe(18)
  const short = startedTimer(60, at(2), false)
  expect(after(forecast(course({ running: running('onthaal', 0), timer: short }), at(2)).stepEnd)).toBe(10)
})

test('a step that was gone back to has what was left of it, and what ran whole does not come again', () => {
  const back = course({ ran: [run('gast', 10, 20), run('pauze', 20, 35)], running: running('onthaal', 35) })
  const { steps } = forecast(back, at(35))
  expect(steps.map((one) => [one.state, one.left])).toEqual([
    ['running', 10],
    ['coming', 25],
    ['done', 0],
    ['coming', 15],
    ['coming', 20],
  ])
})

test('what never ran was passed over; a press by mistake counts as that', () => {
  const { steps } = forecast(
    course({ ran: [run('onthaal', 0, 10), run('gast', 10, 10, 0.1)], running: running('reflectie', 10) }),
    at(11),
  )
  expect(steps.map((one) => one.state)).toEqual(['done', 'passed', 'passed', 'running', 'coming'])
})

test('the agreed end counts, when there is one', () => {
  const endsAt = '2026-03-19T10:30:00+01:00'
  expect(forecast(course({ endsAt }), at(-60))).toMatchObject({ plannedEnd: at(90), late: 5 })
})

test('a session that is held on another day keeps its plan, from its own beginning', () => {
  const day = 24 * 60
  const { steps, plannedEnd, late } = forecast(course({ running: running('gast', day + 10) }), at(day + 12))
  expect([after(steps[0]!.planned), after(plannedEnd), late]).toEqual([day, day + 95, 0])
})

test('a session that was left open is not a day late', () =>
  expect(forecast(course({ running: running('thema', 75) }), at(75 + 24 * 60)).late).toBe(0))

describe('what could be shortened', () => {
  const coming = (late: number, more: Partial<Course> = {}) => {
    const { steps } = forecast(course({ running: running('onthaal', 0), ...more }), at(0))
    return shortened(steps, late).map(({ step, minutes }) => [step.id, minutes])
  }

  test('the longest first, by a third at most; never the pause, never what runs', () => {
    expect(coming(4)).toEqual([['gast', 31]])
    expect(coming(15)).toEqual([
      ['gast', 24],
      ['thema', 16],
    ])
    expect(coming(90)).toEqual([
      ['gast', 24],
      ['thema', 14],
      ['reflectie', 10],
    ])
  })

  test('nothing goes under five minutes, and what ran already is left alone', () => {
    const short = [step('onthaal', 10), step('a', 5), step('b', 6)]
    expect(coming(9, { agenda: short })).toEqual([['b', 5]])
    expect(coming(9, { ran: [run('gast', -20, -10)] })).toEqual([
      ['thema', 14],
      ['reflectie', 12],
    ])
  })

  test('on time, nothing', () => expect(coming(0)).toEqual([]))
})
