import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark'
import Equal from '@lucide/svelte/icons/equal'
import Lightbulb from '@lucide/svelte/icons/lightbulb'
import Luggage from '@lucide/svelte/icons/luggage'

/** What someone meant with a note. */
export const KIND_ICONS = {
  idea: Lightbulb,
  recognise: Equal,
  question: CircleQuestionMark,
  takeHome: Luggage,
} as const
