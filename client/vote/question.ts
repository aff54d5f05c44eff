import type { SessionState } from '../../shared/wire/state.ts'
import { t } from '../ui/words.svelte.ts'

/** What is asked while the vote runs: the step's own question when it is a step to vote in; after it, what came of it. */
export function questionOf(state: SessionState | null): string {
  const vote = state?.vote
  if (!vote) return ''
  if (vote.kind === 'closed') return t(vote.on === 'themes' ? 'vote.resultThemes' : 'vote.resultNotes')
  const step = state.session.agenda.find(({ id }) => id === state.step?.id)
  if (step?.mode === 'vote' && step.prompt !== '') return step.prompt
  return t(vote.on === 'themes' ? 'vote.askThemes' : 'vote.askNotes')
}
