/** How far down something may begin and still be what one reads, in pixels below the top bar. */
const BELOW_BAR = 70

/**
 * Where someone reads on the desk, so that a paper that grows above does not move it away from under their eyes: call this
 * before the paper changes, and what it returns after. The field one writes in is what stays, else what is at the top.
 */
export function readingPlace(desk: HTMLElement): () => void {
  const focused = document.activeElement
  const focusKey = desk.contains(focused) ? focused?.closest('[data-key]')?.getAttribute('data-key') : null
  const scrolls = desk.scrollHeight > desk.clientHeight + 1 && getComputedStyle(desk).overflowY !== 'visible'
  const edge = scrolls ? desk.getBoundingClientRect().top : BELOW_BAR
  const isSeen = (one: Element) => {
    const { top, bottom } = one.getBoundingClientRect()
    return bottom > edge && top < innerHeight
  }
  const own = focused && desk.contains(focused) && focused !== desk && isSeen(focused) ? focused : null
  const mark = own ?? [...desk.querySelectorAll('[data-key]')].find(isSeen)
  const before = mark?.getBoundingClientRect().top ?? 0
  return () => {
    const lost = focusKey && document.activeElement === document.body
    if (lost) {
      const again = desk.querySelector<HTMLElement>(`[data-key="${CSS.escape(focusKey)}"]`)
      const place = again?.matches('button, textarea') ? again : again?.querySelector<HTMLElement>('textarea, button')
      ;(place ?? desk).focus({ preventScroll: true })
    }
    if (!mark?.isConnected) return
    const moved = mark.getBoundingClientRect().top - before
    if (Math.abs(moved) < 1) return
    if (scrolls) desk.scrollTop += moved
    else scrollBy({ top: moved, behavior: 'instant' })
  }
}
