import { setTimeout as pause } from 'node:timers/promises'
import { writeNote } from '../../../shared/doc/commands.ts'
import { openBoard, writeMany } from '../../helpers/full-board.ts'
import { gather, writerOf, type Gathering } from '../../helpers/gathering.ts'
import { startProduct, type Product } from '../../helpers/product.ts'
import { median, ms, quantile, type Table } from '../figures.ts'
import { residentMB } from '../sync/machine.ts'

const NOTES = 600
const FILES = ['docx', 'pdf', 'png'] as const
const RUNS = 3
/** How long notes are written on the other board, in ms. */
const WATCHED = 8_000
/** More often than a group of ten writes. */
const BETWEEN = 50

/**
 * The files of a record of 600 notes: how long they take, what memory they take, and what someone on another board of
 * the same server notices of it. Some two minutes on two cores.
 */
export async function benchRecord(): Promise<Table[]> {
  const rows: { name: string; first: number[]; next: number[]; memory: number[]; size: number }[] = []
  const quiet: number[][] = []
  const busy: number[][] = []
  for (const format of FILES) rows.push({ name: format, first: [], next: [], memory: [], size: 0 })
  for (let run = 0; run < RUNS; run++) {
    for (const row of rows) {
      // A process of its own: memory that was taken once is not given back.
      await onProduct(async (product, gathering) => {
        const before = residentMB(product.pid())
        const watch = watchMemory(product)
        const first = await fetchFile(product, gathering, row.name)
        const next: number[] = []
        for (let n = 0; n < 3; n++) next.push((await fetchFile(product, gathering, row.name)).took)
        row.first.push(first.took)
        row.next.push(median(next))
        row.memory.push((await watch.stop()) - before)
        row.size = first.bytes
      })
    }
    await onProduct(async (product, gathering) => {
      const other = await gather(product.url)
      quiet.push(await writeFor(product, other))
      let going = true
      const files = (async () => {
        for (let n = 0; going; n++) await fetchFile(product, gathering, FILES[n % FILES.length] ?? 'pdf')
      })()
      busy.push(await writeFor(product, other))
      going = false
      await files
    })
  }
  const middle = (all: readonly number[][], share: number): string => ms(median(all.map((one) => quantile(one, share))))
  return [
    {
      name: 'record-files',
      head: [`a record of ${NOTES} notes`, 'the first', 'the next ones', 'more memory, at most', 'size'],
      rows: rows.map(({ name, first, next, memory, size }) => [
        name === 'docx' ? 'Word' : name.toUpperCase(),
        ms(median(first)),
        ms(median(next)),
        `${median(memory).toFixed(0)} MB`,
        `${(size / 1000).toFixed(0)} kB`,
      ]),
    },
    {
      name: 'record-beside',
      head: ['a note on another board, until it is saved', 'median', '95th percentile', '99th percentile'],
      rows: [
        ['while nothing is made', middle(quiet, 0.5), middle(quiet, 0.95), middle(quiet, 0.99)],
        ['while file after file is made', middle(busy, 0.5), middle(busy, 0.95), middle(busy, 0.99)],
      ],
    },
  ]
}

/** A product with a board of 600 notes, for as long as `then` takes. */
async function onProduct(then: (product: Product, gathering: Gathering) => Promise<void>): Promise<void> {
  const product = await startProduct({ LOG_LEVEL: 'error' })
  try {
    const gathering = await gather(product.url)
    const zones = gathering.session.zones.filter(({ kind, hidden }) => kind !== 'checkIn' && !hidden)
    // Of one person a board takes some hundreds.
    for (let from = 0; from < NOTES; from += 100) {
      const who = writerOf(await gathering.joins({ organisation: 'Organisatie A' }))
      const writer = await openBoard(product.url, gathering.session.id, who)
      writeMany(writer, who, zones, from, 100)
      await writer.saved()
      writer.leave()
    }
    await then(product, gathering)
  } finally {
    await product.stop()
  }
}

async function fetchFile(product: Product, { session, who }: Gathering, format: string) {
  const from = performance.now()
  const headers = { authorization: `Bearer ${who.token}` }
  const answer = await fetch(`${product.url}/api/sessions/${session.id}/record?format=${format}`, { headers })
  const { byteLength } = await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`the server made no ${format}: ${answer.status}`)
  return { took: performance.now() - from, bytes: byteLength }
}

/** The most memory that the server holds until `stop`, in MB. */
function watchMemory(product: Product): { stop: () => Promise<number> } {
  let most = 0
  let going = true
  const watching = (async () => {
    while (going) {
      most = Math.max(most, residentMB(product.pid()))
      await pause(20)
    }
  })()
  return {
    async stop() {
      going = false
      await watching
      return most
    },
  }
}

/** How long each note took from being written to being on the server's disk, in ms. */
async function writeFor(product: Product, { session, joins, zone }: Gathering): Promise<number[]> {
  const who = writerOf(await joins({ organisation: 'Organisatie A' }))
  const writer = await openBoard(product.url, session.id, who)
  const at = { zone: zone('expectations').id, x: 0, y: 0 }
  const took: number[] = []
  const until = performance.now() + WATCHED
  for (let n = 0; performance.now() < until; n++) {
    const from = performance.now()
    const author = { author: who.participant, organisation: who.organisation }
    writer.board.change(() => writeNote(writer.board, author, { text: `Briefje ${n}`, ...at }, Date.now()))
    await writer.saved()
    took.push(performance.now() - from)
    await pause(BETWEEN)
  }
  if (writer.refusals.length > 0) throw new Error(`a note was refused: ${writer.refusals.join(', ')}`)
  writer.leave()
  return took
}
