import { leftOf } from '../../shared/model/agenda.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import {
  longerTimer,
  pausedTimer,
  resumedTimer,
  startedTimer,
  TIMER_MOST,
  type Timer,
} from '../../shared/model/timer.ts'
import type { Control } from '../storage/storage.ts'

// What happens to the one timer of a session. Pure, as in zones.ts. It never keeps anyone from anything.

export type TimerAction =
  { readonly action: 'start' | 'add'; readonly seconds?: number } | { readonly action: 'pause' | 'resume' | 'stop' }

/** What "+1 minute" means when nobody says how much. */
const MORE_SECONDS = 60

export function actOnTimer(control: Control, what: TimerAction, now: number): Control | Refusal {
  const { timer } = control
  switch (what.action) {
    case 'start':
      return startTimer(control, what.seconds, now)
    case 'stop':
      return timer ? { ...control, timer: null } : control
    case 'add': {
      if (!timer) return 'no-timer'
      const longer = longerTimer(timer, what.seconds ?? MORE_SECONDS, now)
      return longer.ms > TIMER_MOST * 1000 ? 'bounds' : withTimer(control, longer)
    }
    case 'pause':
      return timer ? withTimer(control, pausedTimer(timer, now)) : 'no-timer'
    case 'resume':
      return timer ? withTimer(control, resumedTimer(timer, now)) : 'no-timer'
  }
}

function startTimer(control: Control, seconds: number | undefined, now: number): Control | Refusal {
  if (seconds !== undefined) return { ...control, timer: startedTimer(seconds, now, false) }
  const step = control.agenda.find(({ id }) => id === control.step?.id)
  if (!step || step.minutes === 0) return 'no-time'
  return { ...control, timer: startedTimer(step.minutes * 60, now, true) }
}

/** The timer that starts with a step: what is left of its minutes, or none. */
export function timerOfStep({ agenda, ran, step }: Control, now: number): Timer | null {
  const running = agenda.find(({ id }) => id === step?.id)
  const run = ran.find((one) => one.step === step?.id)
  const seconds = running ? Math.round(leftOf(running, run) / 1000) : 0
  return seconds > 0 ? startedTimer(seconds, now, true) : null
}

const withTimer = (control: Control, timer: Timer): Control =>
  timer === control.timer ? control : { ...control, timer }
