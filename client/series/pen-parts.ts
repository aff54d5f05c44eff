// What the pen says of the series under a note of one's own, in one file: it comes when a note is touched, or tied.
export { default as SeriesButtons } from './SeriesButtons.svelte'
export { default as TieChips } from './TieChips.svelte'
export { seriesHere } from './series-here.svelte.ts'
