import { createSubscriber } from 'svelte/reactivity'

// What is left of the screen beside the keyboard of the device. Chrome makes the page smaller (interactive-widget in
// index.html); Safari lays the keyboard over it and tells only the visual viewport.

const subscribe = createSubscriber((update) => {
  const seen = window.visualViewport
  seen?.addEventListener('resize', update)
  seen?.addEventListener('scroll', update)
  return () => {
    seen?.removeEventListener('resize', update)
    seen?.removeEventListener('scroll', update)
  }
})

/** The seen part of the page in CSS pixels, or null while all of it is seen or someone has zoomed in. */
export function seenPart(): { top: number; height: number } | null {
  subscribe()
  const seen = window.visualViewport
  if (!seen || seen.scale > 1.05 || seen.height > window.innerHeight - 40) return null
  return { top: seen.offsetTop, height: seen.height }
}
