import { whyClosed } from '../../shared/model/closed.ts'
import type { MessageKey } from '../../shared/text/nl.ts'
import { refusalText } from '../../shared/text/refusals.ts'
import type { LiveSession } from './session.svelte.ts'

/** Why this person writes, or orders, nothing more here; null while they may. */
export function whyOver({ actor }: Pick<LiveSession, 'actor'>, what: 'write' | 'order'): MessageKey | null {
  const why = whyClosed(actor, what)
  return why && refusalText[why]
}
