import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { inject } from 'vitest'

/** The devices that people bring: a phone in the hand, a laptop on the table, a projector on the wall. */
export const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  laptop: { viewport: { width: 1366, height: 768 } },
  wall: { viewport: { width: 1024, height: 768 } },
} as const
export type Device = keyof typeof DEVICES

/** A headless Chromium that looks nothing up and calls nobody. */
export async function openBrowser(): Promise<Browser> {
  const { path, libraries } = inject('chromium')
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
    ...(libraries && { env: { ...process.env, LD_LIBRARY_PATH: libraries } }),
  })
}

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
