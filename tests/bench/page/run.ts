import { findChromium, launchChromium } from '../../helpers/chromium.ts'
import { startProduct } from '../../helpers/product.ts'
import type { Table } from '../figures.ts'
import { firstPen } from './first-pen.ts'
import { manyNotes, NOTES } from './many-notes.ts'
import { networkPage } from './network-page.ts'
import { noteToWall } from './note-to-wall.ts'
import { openYardsticks } from './yardsticks.ts'

/** The built product in a headless browser, beside the least that could do the same. Some two minutes on two cores. */
export async function benchPage(): Promise<Table[]> {
  // Each of the programs that fill the board listens for the end of this process.
  process.setMaxListeners(20)
  const product = await startProduct({ LOG_LEVEL: 'error' })
  const yardsticks = await openYardsticks(NOTES)
  const browser = await launchChromium(await findChromium())
  try {
    return [
      await firstPen(browser, product.url),
      await networkPage(browser, product.url),
      await noteToWall(browser, product.url, yardsticks),
      ...(await manyNotes(browser, product.url, yardsticks)),
    ]
  } finally {
    await browser.close()
    await yardsticks.stop()
    await product.stop()
  }
}
