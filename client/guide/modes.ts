import type { StepMode } from '../../shared/model/network.ts'
import type { MessageKey } from '../../shared/text/nl.ts'

/** What the group does in a step. */
export const MODE_WORDS: Record<StepMode, MessageKey> = {
  talk: 'guide.mode.talk',
  silent: 'guide.mode.silent',
  open: 'guide.mode.open',
  cluster: 'guide.mode.cluster',
  vote: 'guide.mode.vote',
  pause: 'guide.mode.pause',
}

/** Those that this version can keep. */
export const MODES: readonly StepMode[] = ['talk', 'open', 'cluster', 'vote', 'pause']
