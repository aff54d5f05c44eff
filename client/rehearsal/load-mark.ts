import { loadAllWords } from '../ui/words.svelte.ts'

/** The mark with its words, for the screens that phones load first: those who are in no rehearsal never load it. */
export const loadMark = async () => (await Promise.all([import('./RehearsalMark.svelte'), loadAllWords()]))[0].default
