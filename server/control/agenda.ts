import type { StepRun } from '../../shared/model/agenda.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import type { StepId, ZoneId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { TIMER_MOST } from '../../shared/model/timer.ts'
import type { Control } from '../storage/storage.ts'
import { keptPromises, promising } from './promises.ts'
import { timerOfStep } from './timer.ts'
import { hasZone } from './zones.ts'

// What happens to the agenda of a session. Pure: a state in, the next one out, or the reason why not.

/** Right before `before`, or at the end. */
export function addStep(control: Control, step: Step, before: StepId | undefined): Control | Refusal {
  if (control.agenda.length >= BOUNDS.stepsPerSession) return 'bounds'
  if (step.zone !== null && !hasZone(control, step.zone)) return 'zone-unknown'
  const at = before === undefined ? control.agenda.length : control.agenda.findIndex(({ id }) => id === before)
  if (at < 0) return 'step-unknown'
  return { ...control, agenda: [...control.agenda.slice(0, at), step, ...control.agenda.slice(at)] }
}

export type StepChange = Partial<Omit<Step, 'id'>>

/** The timer that counts the running step's minutes gets as many more, or fewer, as the step. */
export function changeStep(control: Control, id: StepId, change: StepChange): Control | Refusal {
  const step = control.agenda.find((one) => one.id === id)
  if (!step) return 'step-unknown'
  if (change.zone && !hasZone(control, change.zone)) return 'zone-unknown'
  const keys = Object.keys(change) as (keyof StepChange)[]
  if (keys.every((key) => change[key] === step[key])) return control
  const changed = { ...step, ...change }
  const next = { ...control, agenda: control.agenda.map((one) => (one === step ? changed : one)) }
  if (control.step?.id !== id) return next
  const { timer } = control
  if (!timer?.ofStep) return promising(next)
  const ms = timer.ms + (changed.minutes - step.minutes) * 60_000
  return promising({ ...next, timer: { ...timer, ms: Math.min(TIMER_MOST * 1000, Math.max(0, ms)) } })
}

/** The running step stays: everybody is in it. Another can be begun first. */
export function removeStep(control: Control, id: StepId): Control | Refusal {
  if (!hasStep(control, id)) return 'step-unknown'
  if (control.step?.id === id) return 'step-running'
  return {
    ...control,
    agenda: control.agenda.filter((step) => step.id !== id),
    ran: control.ran.filter(({ step }) => step !== id),
  }
}

/** The named steps come first, in the given order; the others follow in theirs. */
export function orderSteps(control: Control, ids: readonly StepId[]): Control | Refusal {
  if (ids.some((id) => !hasStep(control, id))) return 'step-unknown'
  if (new Set(ids).size < ids.length) return 'malformed'
  const place = (id: StepId) => (ids.includes(id) ? ids.indexOf(id) : ids.length)
  const agenda = [...control.agenda].sort((a, b) => place(a.id) - place(b.id))
  return agenda.every((step, i) => step === control.agenda[i]) ? control : { ...control, agenda }
}

/**
 * Any step of the agenda, at any time: the next, a later one, or one that was before; what is left of its minutes goes on
 * the timer. `held` are the zones with drafts that were not shown. Starting the one that runs changes nothing. Who was
 * brought somewhere is free again. The wall goes along, save for the first step: then people come in and the code stays in
 * sight.
 */
export function startStep(
  control: Control,
  id: StepId,
  now: number,
  held: ReadonlySet<ZoneId> = new Set(),
): Control | Refusal {
  if (!hasStep(control, id)) return 'step-unknown'
  if (control.step?.id === id) return control
  const begun: Control = promising({
    ...control,
    ran: withRun(control, now),
    step: { id, startedAt: now },
    promised: keptPromises(control.promised, held),
    ended: null,
  })
  const wall = control.agenda[0]?.id === id ? control.wall : ({ kind: 'step' } as const)
  return { ...begun, wall, here: null, timer: timerOfStep(begun, now) }
}

/** The running step ends now. */
export function withRun({ step, ran }: Control, now: number): readonly StepRun[] {
  if (!step) return ran
  const earlier = ran.find((run) => run.step === step.id)
  const ms = Math.max(0, now - step.startedAt) + (earlier?.ms ?? 0)
  const run = { step: step.id, startedAt: earlier?.startedAt ?? step.startedAt, endedAt: now, ms }
  return [...ran.filter((one) => one !== earlier), run]
}

const hasStep = (control: Control, id: StepId): boolean => control.agenda.some((step) => step.id === id)
