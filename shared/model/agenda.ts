import type { StepId } from './ids.ts'
import type { Step } from './network.ts'
import type { Running } from './running.ts'
import { secondsLeft, type Timer } from './timer.ts'

// The agenda against the clock: what was planned, what really happened, when it will end, and what could be shortened.
// Times are in ms since 1970, by the server's clock.

/** When a step really ran. It may have been gone back to: `ms` is all its time together. */
export interface StepRun {
  readonly step: StepId
  /** Its first beginning. */
  readonly startedAt: number
  /** Its last end. */
  readonly endedAt: number
  readonly ms: number
}

/** `passed` went by without having run. */
export type StepState = 'done' | 'running' | 'coming' | 'passed'

export interface StepTimes {
  readonly step: Step
  readonly state: StepState
  /** When it was planned to begin; null while nobody knows when the session begins. */
  readonly planned: number | null
  /** When it began, or will begin as things go now. */
  readonly starts: number | null
  /** Whole minutes it ran; null when it did not. */
  readonly ranMinutes: number | null
  /** Minutes it still takes, as planned. */
  readonly left: number
}

export interface Forecast {
  readonly steps: readonly StepTimes[]
  /** When the running step ends as things go now. */
  readonly stepEnd: number | null
  readonly end: number | null
  readonly plannedEnd: number | null
  /** Whole minutes that it will end later than planned; 0 for what nobody would notice. */
  readonly late: number
}

export interface Course {
  readonly agenda: readonly Step[]
  readonly running: Running | null
  readonly ran: readonly StepRun[]
  readonly timer: Timer | null
  /** ISO 8601, or null. */
  readonly startsAt: string | null
  readonly endsAt: string | null
}

const MINUTE = 60_000
/** Under this, nobody is late. */
const LATE_FROM = 2 * MINUTE
/** A step that ran shorter was pressed by mistake. */
const RAN_FROM = MINUTE / 2
/**
 * So far from its plan a session was held at another time than was written down, or was left open and forgotten: its
 * planned times say nothing then.
 */
const OTHER_TIME = 120 * MINUTE

export function forecast(course: Course, now: number): Forecast {
  const { agenda, running, timer } = course
  const ran = new Map(course.ran.map((run) => [run.step, run]))
  const at = agenda.findIndex(({ id }) => id === running?.id)
  const planned = plannedStarts(course)
  const step = agenda[at]
  const due = running && step ? running.startedAt + leftOf(step, ran.get(step.id)) : null
  // A step that is over ends now; one whose timer was given more ends with its timer.
  const stepEnd = due === null ? null : Math.max(now, due, timer ? now + secondsLeft(timer, now) * 1000 : 0)
  const isForgotten = due !== null && now - due > OTHER_TIME
  let next = stepEnd ?? planned?.start ?? null
  const steps = agenda.map((one, i): StepTimes => {
    const run = ran.get(one.id)
    const before = run && run.ms >= RAN_FROM ? run : undefined
    const left = Math.ceil(leftOf(one, run) / MINUTE)
    const state = i === at ? 'running' : i > at && !(before && left < 1) ? 'coming' : before ? 'done' : 'passed'
    const starts = before?.startedAt ?? (state === 'running' ? (running?.startedAt ?? null) : null)
    const times = { step: one, state, planned: planned?.starts[i] ?? null, left } as const
    const ranMinutes = before ? Math.round(before.ms / MINUTE) : null
    if (state !== 'coming') return { ...times, starts, ranMinutes }
    const expected = next
    if (next !== null) next += left * MINUTE
    return { ...times, starts: expected, ranMinutes }
  })
  const plannedEnd = planned?.end ?? null
  const over = next !== null && plannedEnd !== null && !isForgotten ? next - plannedEnd : 0
  return { steps, stepEnd, end: next, plannedEnd, late: over < LATE_FROM ? 0 : Math.floor(over / MINUTE) }
}

/** What is left of a step's minutes after it ran before, in ms. */
export const leftOf = ({ minutes }: Step, run: StepRun | undefined): number =>
  Math.max(0, minutes * MINUTE - (run?.ms ?? 0))

/** When each step was planned to begin and the last to end. A session held at another time keeps its plan, shifted. */
function plannedStarts({ agenda, running, ran, startsAt, endsAt }: Course) {
  let minutes = 0
  const after = agenda.map((step) => (minutes += step.minutes) - step.minutes)
  const first = [...ran, ...(running ? [{ ...running, step: running.id }] : [])].sort(
    (a, b) => a.startedAt - b.startedAt,
  )[0]
  const firstAfter = (after[agenda.findIndex(({ id }) => id === first?.step)] ?? 0) * MINUTE
  const begun = first ? first.startedAt - firstAfter : null
  const given = startsAt === null ? NaN : Date.parse(startsAt)
  const start = begun !== null && !(Math.abs(begun - given) <= OTHER_TIME) ? begun : given
  if (Number.isNaN(start)) return null
  const lasts = endsAt === null ? NaN : Date.parse(endsAt) - given
  return {
    start,
    starts: after.map((minute) => start + minute * MINUTE),
    end: start + (lasts > 0 ? lasts : minutes * MINUTE),
  }
}

export interface Shorter {
  readonly step: Step
  readonly minutes: number
}

/** Nothing gets shorter than this, in minutes. */
const SHORTEST = 5

/**
 * What could be shortened to win `late` minutes: the longest of the coming steps first, each by a third at most, so that
 * few change and none is lost. A pause stays: people need it.
 */
export function shortened(steps: readonly StepTimes[], late: number): Shorter[] {
  let toWin = late
  return steps
    .filter(({ state, step, ranMinutes }) => state === 'coming' && step.mode !== 'pause' && ranMinutes === null)
    .map(({ step }) => ({ step, most: Math.min(Math.floor(step.minutes / 3), step.minutes - SHORTEST) }))
    .sort((a, b) => b.step.minutes - a.step.minutes)
    .flatMap(({ step, most }) => {
      const less = Math.min(most, toWin)
      if (less <= 0) return []
      toWin -= less
      return { step, minutes: step.minutes - less }
    })
}
