import { tick } from 'svelte'
import { takeFound } from '../ui/found.ts'

/** How many frames the list of the group may take to be there. */
const PATIENCE = 300

/** Brings what was found in a search in sight, in the list of the group. */
export async function goToFound(openList: () => void): Promise<void> {
  const found = takeFound()
  if (!found) return
  openList()
  await tick()
  for (let frame = 0; frame < PATIENCE; frame++) {
    const place = document.querySelector<HTMLElement>(`.pen > main [data-${found.kind}="${CSS.escape(found.id)}"]`)
    if (place) {
      place.scrollIntoView({ block: 'center' })
      // What was never seen has no height of its own yet.
      await new Promise(requestAnimationFrame)
      place.scrollIntoView({ block: 'center' })
      place.tabIndex = -1
      return place.focus({ preventScroll: true })
    }
    await new Promise(requestAnimationFrame)
  }
}
