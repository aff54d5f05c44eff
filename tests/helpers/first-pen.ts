import type { Page } from 'playwright-core'

/** Marks, on the page's own clock, when the field of the pen can be typed in: what is asked for later is no part of it. */
export async function watchForPen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector('form textarea:enabled')) return
      watch.disconnect()
      performance.mark('pen')
    })
    watch.observe(document, { childList: true, subtree: true })
  })
}

/** What the page asked for only after the pen stood there, by address. (The service worker asks for the same again.) */
export const askedLater = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const pen = performance.getEntriesByName('pen')[0]?.startTime ?? 0
    const entries = performance.getEntriesByType('resource')
    const before = new Set(entries.filter((entry) => entry.startTime <= pen).map((entry) => entry.name))
    return entries.map((entry) => entry.name).filter((name) => !before.has(name))
  })
