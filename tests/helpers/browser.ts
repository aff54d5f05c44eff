import type { Browser, BrowserContext, Page } from 'playwright-core'
import { inject } from 'vitest'
import { launchChromium } from './chromium.ts'

/** The devices that people bring: a phone in the hand, a laptop on the table, a projector on the wall. */
export const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  laptop: { viewport: { width: 1366, height: 768 } },
  wall: { viewport: { width: 1024, height: 768 } },
} as const
export type Device = keyof typeof DEVICES

/** The browser of the tests. */
export const openBrowser = (): Promise<Browser> => launchChromium(inject('chromium'))

/** One person's own device: own cookies, own storage. Errors of its page fail the test that reads `trouble`. */
export async function openDevice(
  browser: Browser,
  device: Device,
  options: { colorScheme?: 'light' | 'dark'; locale?: string } = {},
): Promise<{ context: BrowserContext; page: Page; trouble: string[] }> {
  const context = await browser.newContext({
    ...DEVICES[device],
    locale: 'nl-BE',
    timezoneId: 'Europe/Brussels',
    ...options,
  })
  const page = await context.newPage()
  const trouble: string[] = []
  page.on('pageerror', (error) => trouble.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text())
  })
  return { context, page, trouble }
}

/** Keeps a service worker away: what it fetches passes by the routes of a test. To be called before the first address. */
export async function withoutServiceWorker(page: Page): Promise<void> {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'))
}

/** Until the page and all that it loaded so far lie in the store that the service worker answers from. */
export const pageIsKept = (page: Page): Promise<unknown> =>
  page.waitForFunction(async () => {
    const kept = await Promise.all(
      ['/', ...performance.getEntriesByType('resource').map((entry) => entry.name)]
        .filter((address) => /^\/$|\/assets\//.test(address))
        .map((address) => caches.match(address)),
    )
    return navigator.serviceWorker.controller !== null && kept.every((answer) => answer !== undefined)
  })
