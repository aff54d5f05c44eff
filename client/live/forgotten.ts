import type { Command } from '../../shared/wire/commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'

/**
 * What this person said of themselves in the step that still runs, and the server does not know any more: it keeps that in
 * memory alone. To be said again.
 */
export function forgotten(before: SessionState | null, now: SessionState): Command[] {
  const me = now.me.participant
  if (!before || !me || before.me.participant !== me || !isSameStep(before, now)) return []
  return [
    ...(before.ready.mine && !now.ready.mine && now.step
      ? [{ type: 'ready', on: true, step: now.step.id } as const]
      : []),
    ...(before.hands.includes(me) && !now.hands.includes(me) ? [{ type: 'raiseHand', on: true } as const] : []),
  ]
}

const isSameStep = (a: SessionState, b: SessionState): boolean =>
  a.step?.id === b.step?.id && a.step?.startedAt === b.step?.startedAt
