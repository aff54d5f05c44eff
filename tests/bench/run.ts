import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findChromium, launchChromium } from '../helpers/chromium.ts'
import { startProduct } from '../helpers/product.ts'
import { markdown, withTable, type Table } from './figures.ts'
import { firstPen } from './first-pen.ts'
import { manyNotes, NOTES } from './many-notes.ts'
import { noteToWall } from './note-to-wall.ts'
import { openYardsticks } from './yardsticks.ts'

// `npm run bench`: the built product in a headless browser, beside the least that could do the same. Some two minutes on
// two cores; other work on the machine shows in the figures. The tables go into docs/performance.md.

const PAGE = join(import.meta.dirname, '../../docs/performance.md')

const product = await startProduct({ LOG_LEVEL: 'error' })
const yardsticks = await openYardsticks(NOTES)
const browser = await launchChromium(await findChromium())
try {
  const tables: Table[] = [
    await firstPen(browser, product.url),
    await noteToWall(browser, product.url, yardsticks),
    ...(await manyNotes(browser, product.url, yardsticks)),
  ]
  for (const table of tables) console.log(`\n${markdown(table)}`)
  await writeFile(PAGE, tables.reduce(withTable, await readFile(PAGE, 'utf8')))
} finally {
  await browser.close()
  await yardsticks.stop()
  await product.stop()
}
