// What the pen loads when its field stands, in one file: nobody needs it for a first note. What is opened later is here too, so
// that it opens without a network.
import '../live/free-places.ts'
import './GroupNotes.svelte'
import './NoteEdit.svelte'
import '../series/pen-parts.ts'

export { default as HandButton } from '../here/HandButton.svelte'
export { default as ReadyButton } from '../here/ReadyButton.svelte'
export { default as ReadyLine } from '../here/ReadyLine.svelte'
export { mayBeReady, mayRaiseHand } from '../here/saying.ts'
export { goToFound } from './found.ts'
export { default as PenHere } from './PenHere.svelte'
export { default as RecordStrip } from './RecordStrip.svelte'
export { default as SeriesStrip } from '../series/SeriesStrip.svelte'
export { default as TimerDigits } from '../ui/TimerDigits.svelte'
export { default as TimerSays } from '../ui/TimerSays.svelte'
export { default as VoteStrip } from './VoteStrip.svelte'
