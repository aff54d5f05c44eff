import type { NoteId, ThemeId } from '../../shared/model/ids.ts'
import { targetsOf } from '../../shared/model/vote.ts'
import { refusalText } from '../../shared/text/refusals.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'

/** How many have voted, of how many that are in. */
export function votersOf(state: SessionState | null): { voted: number; people: number } {
  const voted = state?.vote?.kind === 'open' ? (state.vote.ballot?.voted ?? 0) : 0
  return { voted, people: Math.max(voted, state?.count.people ?? 0) }
}

/** Closes the vote. The order it makes can be taken back; the dots themselves are gone. */
export async function closeVote(session: LiveSession): Promise<void> {
  const { board, state } = session
  const vote = state?.vote
  if (!vote) return
  const before = targetsOf(board.now, vote).inOrder
  const answer = await session.command({ type: 'closeVote' })
  if (!answer.ok) return void toast(t(refusalText[answer.refusal]))
  toast(t('vote.ordered'), {
    label: t('vote.undo'),
    run: () => {
      if (vote.on === 'themes') board.orderThemes(before as readonly ThemeId[])
      else board.orderNotes(before as readonly NoteId[])
    },
  })
}
