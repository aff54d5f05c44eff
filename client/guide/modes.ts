import type { Identity, StepMode } from '../../shared/model/network.ts'
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

/** How notes of a step are signed. */
export const IDENTITY_WORDS: Record<Identity, MessageKey> = {
  name: 'guide.identity.name',
  organisation: 'guide.identity.organisation',
  nobody: 'guide.identity.nobody',
}
