declare global {
  interface Window {
    /** A test puts it there to count how many cards are drawn again. */
    __bijeen?: { renders: number }
  }
}

export function countRender(): void {
  if (window.__bijeen) window.__bijeen.renders++
}
