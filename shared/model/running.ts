import type { StepId, ZoneId } from './ids.ts'
import type { RunningStep, Step } from './network.ts'

/** Which step runs, since when, in ms since 1970 by the server's clock. */
export interface Running {
  readonly id: StepId
  readonly startedAt: number
  /** The zones whose drafts were shown since then. */
  readonly revealed?: readonly ZoneId[] | undefined
}

/** The running step of an agenda. */
export function runningStep(agenda: readonly Step[], running: Running | null): (Step & RunningStep) | null {
  const step = running && agenda.find(({ id }) => id === running.id)
  return step ? { ...step, revealed: running?.revealed } : null
}
