import type { ExpectationId } from '../../shared/model/ids.ts'
import type { Target } from '../../shared/model/series.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'
import { seriesHere } from './series-here.svelte.ts'
import { changedBy } from './ties.ts'
import { whyNot } from './why-not.ts'

/** Says of all of these that they touch an expectation, or none of them any more; its toast takes that back. */
export async function turnTies(
  session: LiveSession,
  targets: readonly Target[],
  expectation: ExpectationId,
): Promise<void> {
  const here = seriesHere(session)
  const number = here.seen.expectations.findIndex(({ id }) => id === expectation) + 1
  const changes = changedBy(targets, (target) => here.touches(target, expectation))
  const [first] = changes
  if (number === 0 || !first) return
  const on = !here.touches(first, expectation)
  const done = await say(session, changes, expectation, on)
  if (done.length === 0) return
  toast(t(on ? 'tie.tied' : 'tie.untied', { number, count: done.length }), {
    label: t('pen.undo'),
    run: () => void say(session, done, expectation, !on),
  })
}

async function say(
  session: LiveSession,
  targets: readonly Target[],
  expectation: ExpectationId,
  on: boolean,
): Promise<Target[]> {
  const here = seriesHere(session)
  const answers = await Promise.all(targets.map((target) => here.tie(expectation, target, on)))
  const refused = answers.find((answer) => !answer.ok)
  if (refused && !refused.ok) toast(whyNot(refused.refusal, 'tie'))
  return targets.filter((_, i) => answers[i]?.ok)
}
