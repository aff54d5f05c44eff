import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { markdown, withTable, type Table } from './figures.ts'
import { readOptions } from './options.ts'
import { benchPage } from './page/run.ts'
import { benchRecord } from './record/run.ts'
import { benchSync } from './sync/run.ts'

// `npm run bench`: the page in a browser, the files of a record, and the server beside other servers. Other work on the machine shows in the
// figures. With its full settings, the tables go into docs/performance.md.

const PAGE = join(import.meta.dirname, '../../docs/performance.md')

// What was started ends with this process, by its own exit handlers.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

const options = readOptions(process.argv.slice(2))
if (typeof options === 'string') {
  console.error(options)
  process.exit(2)
}
const { page, record, sync, settings, isFull } = options

/** Prints what a part found, and writes it down: a part that fails later takes nothing of it away. */
async function hand(tables: readonly Table[]): Promise<void> {
  for (const table of tables) console.log(`\n${markdown(table)}\n`)
  if (isFull) await writeFile(PAGE, tables.reduce(withTable, await readFile(PAGE, 'utf8')))
}

if (page) await hand(await benchPage())
if (record) await hand(await benchRecord())
if (sync.length > 0) await benchSync(sync, settings, hand)
if (!isFull) console.log('Not written down: that takes the full settings.')
