import type { Browser, Page } from 'playwright-core'
import { moveNotes } from '../../../shared/doc/commands.ts'
import type { NoteId } from '../../../shared/model/ids.ts'
import { openDevice } from '../../helpers/browser.ts'
import { openBoard, writeMany, type Writer } from '../../helpers/full-board.ts'
import { gather, writerOf, type Gathering } from '../../helpers/gathering.ts'
import { median, ms, percent, quantile, type Table } from '../figures.ts'
import type { Yardsticks } from './yardsticks.ts'

// A board of 2,000 notes: how smoothly it pans and zooms, and how much is drawn again when somebody moves one note.

export const NOTES = 2_000
/** Below the 300 that one person may have on a board. */
const NOTES_A_PERSON = 250
const GESTURE_MS = 3_000
const SLOW_MS = 33
const MOVES = 20

interface FullBoard {
  readonly meeting: Gathering
  /** Who wrote the first notes, still there to move them. */
  readonly first: Writer
  readonly notes: readonly NoteId[]
}

/** Eight people write 250 notes each, spread over four zones. */
async function fillBoard(url: string): Promise<FullBoard> {
  const meeting = await gather(url, { organisations: ['Organisatie A'] })
  const zones = meeting.session.zones
    .filter((zone) => !zone.hidden && !zone.locked && zone.kind !== 'parked')
    .slice(0, 4)
  const writers: Writer[] = []
  const notes: NoteId[] = []
  for (let from = 0; from < NOTES; from += NOTES_A_PERSON) {
    const who = writerOf(await meeting.joins())
    const writer = await openBoard(url, meeting.session.id, who)
    notes.push(...writeMany(writer, who, zones, from, NOTES_A_PERSON))
    await writer.saved()
    writers.push(writer)
  }
  const [first, ...others] = writers
  for (const writer of others) writer.leave()
  if (!first) throw new Error('nobody wrote')
  return { meeting, first, notes }
}

/** The facilitator's laptop before the first zone, at 100 %. */
async function openLaptop(browser: Browser, url: string, { meeting }: FullBoard): Promise<Page> {
  const { page } = await openDevice(browser, 'laptop')
  await page.goto(meeting.signIn)
  await page.goto(`${url}/session/${meeting.session.id}`)
  const zone = meeting.zone('expectations')
  await page.getByRole('navigation').getByRole('button', { name: zone.title }).first().click()
  await page.keyboard.press('Control+0')
  await page.locator('[data-note]').first().waitFor()
  return page
}

async function openPlain(browser: Browser, url: string): Promise<Page> {
  const { page } = await openDevice(browser, 'laptop')
  await page.goto(url)
  return page
}

const GESTURES = {
  pan: (page: Page, turn: number) => page.mouse.wheel(turn % 60 < 30 ? 60 : -60, turn % 120 < 60 ? 45 : -45),
  zoom: (page: Page, turn: number) => page.mouse.wheel(0, turn % 80 < 40 ? 15 : -15),
} as const
type Gesture = keyof typeof GESTURES

/** How long each frame took during three seconds of the wheel, some sixty turns a second, in ms. */
async function framesDuring(page: Page, gesture: Gesture): Promise<number[]> {
  await page.mouse.move(640, 400)
  if (gesture === 'zoom') await page.keyboard.down('Control')
  await page.evaluate(() => {
    const record = {
      on: true,
      frames: [] as number[],
      last: performance.now(),
      tick(now: number) {
        record.frames.push(now - record.last)
        record.last = now
        if (record.on) requestAnimationFrame(record.tick)
      },
    }
    requestAnimationFrame(record.tick)
    Object.assign(window, { record })
  })
  const until = Date.now() + GESTURE_MS
  for (let turn = 0; Date.now() < until; turn++) {
    await Promise.all([GESTURES[gesture](page, turn), page.waitForTimeout(15)])
  }
  if (gesture === 'zoom') await page.keyboard.up('Control')
  return page.evaluate(() => {
    const { record } = window as unknown as { record: { on: boolean; frames: number[]; last: number } }
    record.on = false
    // The first frame began before the gesture; one that never came still counts.
    return [...record.frames.slice(1), performance.now() - record.last]
  })
}

interface Smoothness {
  readonly slow: number
  readonly worst: number
}

async function smoothness(open: () => Promise<Page>): Promise<Record<Gesture, Smoothness>> {
  const page = await open()
  const measure = async (gesture: Gesture): Promise<Smoothness> => {
    const frames = await framesDuring(page, gesture)
    return { slow: frames.filter((one) => one > SLOW_MS).length / frames.length, worst: quantile(frames, 0.95) }
  }
  const found = { pan: await measure('pan'), zoom: await measure('zoom') }
  await page.context().close()
  return found
}

/** The share of frames above 33 ms: the middle of three runs, the pages taking turns. */
async function frameTable(browser: Browser, url: string, board: FullBoard, yardsticks: Yardsticks): Promise<Table> {
  const pages = {
    Bijeen: () => openLaptop(browser, url, board),
    'plain elements': () => openPlain(browser, yardsticks.notes),
    'plain elements, on a layer': () => openPlain(browser, `${yardsticks.notes}?layer`),
  }
  const runs = Object.entries(pages).map(([name, open]) => ({ name, open, found: [] as Record<Gesture, Smoothness>[] }))
  for (let run = 0; run < 3; run++) for (const one of runs) one.found.push(await smoothness(one.open))
  return {
    name: 'frames',
    head: ['2,000 notes', 'pan: over 33 ms', 'pan: 95 % within', 'zoom: over 33 ms', 'zoom: 95 % within'],
    rows: runs.map(({ name, found }) => [
      name,
      ...(['pan', 'zoom'] as const).flatMap((gesture) => [
        percent(median(found.map((one) => one[gesture].slow))),
        ms(median(found.map((one) => one[gesture].worst))),
      ]),
    ]),
  }
}

/** Waits until no card was made for thirty frames: a board that opens makes them some at a time. */
const untilDrawn = (page: Page) =>
  page.evaluate(async () => {
    let [cards, still] = [-1, 0]
    while (still < 30) {
      const now = document.querySelectorAll('[data-note]').length
      still = now === cards ? still + 1 : 0
      cards = now
      await new Promise((next) => requestAnimationFrame(next))
    }
  })

/** Cards in the page, and cards drawn again when someone else moves one note to and fro. */
async function moveTable(browser: Browser, url: string, { meeting, first, notes, ...rest }: FullBoard): Promise<Table> {
  const page = await openLaptop(browser, url, { meeting, first, notes, ...rest })
  const [id] = notes
  const zone = meeting.zone('expectations')
  if (!id) throw new Error('nothing was written')
  await untilDrawn(page)
  await page.evaluate(() => (window.__bijeen = { renders: 0 }))
  const card = page.locator(`[data-note="${id}"]`)
  for (let move = 1; move <= MOVES; move++) {
    const before = (await card.boundingBox())?.x
    first.board.change(() => moveNotes(first.board, [{ id, zone: zone.id, x: move % 2 === 0 ? 0 : 7, y: 0 }]))
    await page.waitForFunction(
      ({ id, before }) => document.querySelector(`[data-note="${id}"]`)?.getBoundingClientRect().x !== before,
      { id, before },
    )
  }
  const renders = await page.evaluate(() => window.__bijeen?.renders ?? NaN)
  const cards = await page.locator('[data-note]').count()
  await page.context().close()
  return {
    name: 'moves',
    head: ['2,000 notes, somebody else moves one in view', ''],
    rows: [
      ['notes in the page', String(cards)],
      ['cards drawn again a move', (renders / MOVES).toFixed(2)],
    ],
  }
}

export async function manyNotes(browser: Browser, url: string, yardsticks: Yardsticks): Promise<Table[]> {
  const board = await fillBoard(url)
  try {
    return [await frameTable(browser, url, board, yardsticks), await moveTable(browser, url, board)]
  } finally {
    board.first.leave()
  }
}
