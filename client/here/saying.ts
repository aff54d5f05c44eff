import { whyClosed } from '../../shared/model/closed.ts'
import type { View } from '../../shared/model/network.ts'
import { order } from '../guide/guiding.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'
import { viewTitle } from './view-title.ts'

// What people say of themselves, and where the facilitator brings them. What the server refuses is said.

export const isReady = (session: LiveSession): boolean => session.state?.ready.mine ?? false

/** In a pause nobody waits for anybody. */
export const mayBeReady = ({ state, actor }: LiveSession): boolean =>
  actor.role === 'member' && !!state?.step && actor.step?.mode !== 'pause'

/** How many are ready, of how many that are in. */
export function readyOf({ state }: LiveSession): { count: number; people: number } {
  const count = state?.ready.count ?? 0
  return { count, people: Math.max(count, state?.count.people ?? 0) }
}

export async function turnReady(session: LiveSession): Promise<void> {
  const step = session.state?.step
  if (step) await order(session, { type: 'ready', on: !isReady(session), step: step.id })
}

/** Who guides sees the hands, and has none. */
export const mayRaiseHand = ({ actor }: LiveSession): boolean =>
  actor.role === 'member' && whyClosed(actor, 'write') === null

export const isHandUp = ({ state }: LiveSession): boolean =>
  !!state?.me.participant && state.hands.includes(state.me.participant)

export async function turnHand(session: LiveSession): Promise<void> {
  const on = !isHandUp(session)
  if ((await order(session, { type: 'raiseHand', on })) && on) toast(t('here.handUp'))
}

/** Brings everyone to a view; true when they come. */
export async function bring(session: LiveSession, view: View): Promise<boolean> {
  const done = await order(session, { type: 'bringHere', view: view as never })
  const title = viewTitle(session, view)
  if (done && title !== null) toast(t('guide.brought', { title }))
  return done
}
