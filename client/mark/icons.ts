import Equal from '@lucide/svelte/icons/equal'
import Luggage from '@lucide/svelte/icons/luggage'

/** The signs of the marks, on a card and on what sets them. */
export const MARK_ICONS = { recognise: Equal, takeHome: Luggage }
