import type { Shorter } from '../../shared/model/agenda.ts'
import type { StepId, ZoneId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import { refusalText } from '../../shared/text/refusals.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'

// What the facilitator does with agenda and timer, from a laptop or a phone alike. What the server refuses is said.

export async function order(session: LiveSession, command: Command): Promise<boolean> {
  const answer = await session.command(command)
  if (!answer.ok) toast(t(refusalText[answer.refusal]))
  return answer.ok
}

const agendaOf = (session: LiveSession): readonly Step[] => session.state?.session.agenda ?? []

export const startStep = (session: LiveSession, step: StepId) => order(session, { type: 'startStep', step })

const MOST_MINUTES = 600

export const setMinutes = (session: LiveSession, step: StepId, minutes: number) =>
  order(session, { type: 'changeStep', step, minutes: Math.min(MOST_MINUTES, Math.max(0, Math.round(minutes))) })

/** Away at once; its toast puts it back where it was. */
export async function removeStep(session: LiveSession, { id, ...step }: Step): Promise<void> {
  const agenda = agendaOf(session)
  const after = agenda[agenda.findIndex((one) => one.id === id) + 1]?.id
  if (!(await order(session, { type: 'removeStep', step: id }))) return
  toast(t('guide.stepRemoved', { title: step.title }), {
    label: t('guide.undo'),
    run: () => {
      const isThere = agendaOf(session).some((one) => one.id === after)
      void order(session, { type: 'addStep', step, ...(after && isThere && { before: after }) })
    },
  })
}

/** Takes the suggestion; its toast gives each step its minutes back, unless someone changed them meanwhile. */
export async function shorten(session: LiveSession, shorter: readonly Shorter[]): Promise<void> {
  const done: Shorter[] = []
  for (const one of shorter) {
    if (!(await setMinutes(session, one.step.id, one.minutes))) break
    done.push(one)
  }
  if (done.length === 0) return
  const won = done.reduce((sum, { step, minutes }) => sum + step.minutes - minutes, 0)
  toast(t('guide.shortened', { minutes: won }), {
    label: t('guide.undo'),
    run: async () => {
      for (const { step, minutes } of done)
        if (agendaOf(session).find(({ id }) => id === step.id)?.minutes === minutes)
          await setMinutes(session, step.id, step.minutes)
    },
  })
}

export const timer = (session: LiveSession, action: 'pause' | 'resume' | 'stop' | 'add') =>
  order(session, { type: 'timer', action })

/** `minutes` undefined: those of the running step. */
export const startTimer = (session: LiveSession, minutes?: number) =>
  order(session, {
    type: 'timer',
    action: 'start',
    ...(minutes !== undefined && { seconds: Math.round(minutes * 60) }),
  })

/** One key for all: start, pause, go on. False when there is nothing to start it with. */
export function turnTimer(session: LiveSession): boolean {
  const now = session.state?.timer
  if (now) return done(timer(session, now.runsSince === null ? 'resume' : 'pause'))
  const running = agendaOf(session).find(({ id }) => id === session.state?.step?.id)
  return running && running.minutes > 0 ? done(startTimer(session)) : false
}

const done = (act: Promise<unknown>): true => {
  void act
  return true
}

/** Brings all drafts to the board, or those of one zone, and says how many. */
export async function reveal(session: LiveSession, zone?: ZoneId): Promise<void> {
  const answer = await session.command({ type: 'reveal', ...(zone && { zone }) })
  toast(answer.ok ? t('reveal.done', { count: answer.revealed ?? 0 }) : t(refusalText[answer.refusal]))
}

/** Shows another aspect: what the running step asks, so on every pen, and on the wall, which may have been elsewhere. */
export async function showAspect(session: LiveSession, zone: ZoneId): Promise<boolean> {
  const step = session.state?.step?.id
  if (!step || !(await order(session, { type: 'changeStep', step, zone }))) return false
  if (session.state?.wall.kind !== 'step')
    await order(session, { type: 'bringHere', view: { kind: 'step' }, only: 'wall' })
  return true
}

export async function endSession(session: LiveSession): Promise<boolean> {
  const ended = await order(session, { type: 'endSession' })
  if (ended) toast(t('guide.ended'))
  return ended
}
