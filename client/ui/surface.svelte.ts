import { MediaQuery } from 'svelte/reactivity'

/** A session is written on with the pen, or seen whole as the board. */
export type Surface = 'pen' | 'board'

const KEPT = 'bijeen.surface'
// Narrow windows, and phones lying down; a tablet gets the board.
const small = new MediaQuery('(max-width: 759.98px), (pointer: coarse) and (max-height: 759.98px)')

const kept = sessionStorage.getItem(KEPT)
let chosen = $state<Surface | null>(kept === 'pen' || kept === 'board' ? kept : null)

/** What fits this screen, unless a person chose otherwise in this tab. */
export const surface = (): Surface => chosen ?? fittingSurface()

export const fittingSurface = (): Surface => (small.current ? 'pen' : 'board')

export function chooseSurface(next: Surface): void {
  chosen = next === fittingSurface() ? null : next
  sessionStorage.setItem(KEPT, chosen ?? '')
}
