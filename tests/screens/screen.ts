import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { ADDRESS, DEVICE_TIME } from './meeting.ts'

// One screen, at the sizes and in the schemes that its pictures are taken in.

export const FOLDER = join(import.meta.dirname, '../../docs/screens')
export const PHONE = { width: 390, height: 844 } as const
export const LAPTOP = { width: 1366, height: 768 } as const
export const SQUARE = { width: 1024, height: 768 } as const
const SIZES = [PHONE, LAPTOP, SQUARE] as const
export type Size = (typeof SIZES)[number]
export type Scheme = 'light' | 'dark'
/** Cookies and storage of someone who was there before. */
export type Known = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>

export interface Screen {
  readonly name: string
  /** Who looks: a device that knows nothing, the facilitator's, or a participant's. */
  readonly who?: Known
  readonly surface?: 'pen' | 'board'
  readonly schemes?: readonly Scheme[]
  /** All of them when not said. */
  readonly sizes?: readonly Size[]
  readonly path: string
  /** Until what the picture is about is there. */
  readonly until: (page: Page) => Promise<unknown>
}

export const here = async (page: Page, text: string | RegExp) =>
  page.getByText(text).filter({ visible: true }).first().waitFor()

export async function openDevice(browser: Browser, size: Size, scheme: Scheme, { who, surface }: Partial<Screen> = {}) {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'nl-BE',
    timezoneId: 'Europe/Brussels',
    ...(size.width < 600 && { hasTouch: true, isMobile: true }),
    ...(who && { storageState: who }),
  })
  await context.clock.setFixedTime(DEVICE_TIME)
  if (surface) await context.addInitScript((chosen) => sessionStorage.setItem('bijeen.surface', chosen), surface)
  return context
}

export async function take(browser: Browser, screen: Screen): Promise<void> {
  for (const scheme of screen.schemes ?? ['light']) {
    for (const size of screen.sizes ?? SIZES) {
      const context = await openDevice(browser, size, scheme, screen)
      const page = await context.newPage()
      await page.goto(ADDRESS + screen.path)
      await screen.until(page)
      await page.evaluate(() => document.fonts.ready)
      await page.waitForLoadState('networkidle')
      const name = `${screen.name}-${size.width}x${size.height}-${scheme}.png`
      await page.screenshot({ path: join(FOLDER, name), animations: 'disabled', caret: 'hide' })
      await context.close()
      console.log(name)
    }
  }
}
