import type { Refusal } from '../../shared/model/refusal.ts'
import { refusalText } from '../../shared/text/refusals.ts'
import { t } from '../ui/words.svelte.ts'

/** The sentence for a refusal: what is someone else's here is not a note. */
export const whyNot = (refusal: Refusal, about: 'tie' | 'take' | 'commit'): string =>
  t(refusal === 'not-yours' ? `${about}.notYours` : refusalText[refusal])
