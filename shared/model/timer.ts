// One timer for a session, as facts of the server's clock: every screen computes what is left by itself, so that no screen
// counts, and one that slept is right when it wakes. A timer advises: at zero it goes on and says how far over it is.

export interface Timer {
  /** Its whole length in ms, with what was added. */
  readonly ms: number
  /** The server's clock when it was last set going, in ms since 1970; null while it is paused. */
  readonly runsSince: number | null
  /** How long it ran before that, in ms. */
  readonly ranMs: number
  /** It counts the minutes of the running step: it grows and shrinks with them. */
  readonly ofStep: boolean
}

/** The longest a timer can be set, in seconds. */
export const TIMER_MOST = 36_000

const ranMs = ({ runsSince, ranMs }: Timer, now: number): number =>
  runsSince === null ? ranMs : ranMs + Math.max(0, now - runsSince)

/** Seconds with their fraction; below zero it is over. `now` is the server's clock in ms since 1970. */
export const secondsLeft = (timer: Timer, now: number): number => msLeft(timer, now) / 1000

const msLeft = (timer: Timer, now: number): number => timer.ms - ranMs(timer, now)

/** What a screen shows: whole seconds, so that a timer of ten minutes begins with 10:00 and says 0:00 when it is up. */
export const shownSeconds = (timer: Timer, now: number): number => Math.ceil(secondsLeft(timer, now)) + 0

/** Milliseconds until the shown second changes; a second while nothing runs. */
export function msToNextSecond(timer: Timer | null, now: number): number {
  if (timer === null || timer.runsSince === null) return 1000
  const into = msLeft(timer, now) % 1000
  return into > 0 ? into : 1000 + into
}

export const startedTimer = (seconds: number, now: number, ofStep: boolean): Timer => ({
  ms: seconds * 1000,
  runsSince: now,
  ranMs: 0,
  ofStep,
})

export const pausedTimer = (timer: Timer, now: number): Timer =>
  timer.runsSince === null ? timer : { ...timer, runsSince: null, ranMs: ranMs(timer, now) }

export const resumedTimer = (timer: Timer, now: number): Timer =>
  timer.runsSince === null ? { ...timer, runsSince: now } : timer

/** "One minute more" is a minute that people can use: one that is over begins anew with it. */
export function longerTimer(timer: Timer, seconds: number, now: number): Timer {
  const more = seconds * 1000
  if (more > 0 && msLeft(timer, now) < 0)
    return { ...timer, ms: more, ranMs: 0, runsSince: timer.runsSince === null ? null : now }
  return { ...timer, ms: Math.max(0, timer.ms + more) }
}

/** 8:42; an hour is 60:00; +0:42 when it is over. */
export function timerDigits(shown: number): string {
  const whole = Math.abs(shown)
  return `${shown < 0 ? '+' : ''}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** What is worth saying aloud: over, one minute left, five minutes left. */
const MOMENTS = ['over', 'one', 'five'] as const
export type Moment = (typeof MOMENTS)[number]
const MOMENT_AT: Record<Moment, number> = { five: 300, one: 60, over: 0 }

/** The moment that came between two looks at a timer (in shown seconds); the last one when there were several. */
export const momentBetween = (before: number, after: number): Moment | null =>
  MOMENTS.find((moment) => before > MOMENT_AT[moment] && after <= MOMENT_AT[moment]) ?? null
