import type { Browser, Page } from 'playwright-core'
import { openDevice } from '../../helpers/browser.ts'
import { gather } from '../../helpers/gathering.ts'
import { peopleOf } from '../../helpers/people.ts'
import { median, ms, quantile, type Table } from '../figures.ts'
import type { Yardsticks } from './yardsticks.ts'

// From the press on the button of a phone to the frame of the wall that shows the note.

const NOTES = 30

declare global {
  interface Window {
    /** When the awaited words were drawn, in ms since 1970. */
    seen?: Promise<number>
  }
}

/** Begins to look out for words: resolves in the first frame after they came. */
const awaitWords = (page: Page, words: string) =>
  page.evaluate((wanted) => {
    window.seen = new Promise((done) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector('main')?.textContent?.includes(wanted)) return
        observer.disconnect()
        requestAnimationFrame(() => done(Date.now()))
      })
      observer.observe(document.body, { childList: true, subtree: true, characterData: true })
    })
  }, words)

async function timeOne(from: Page, to: Page, words: string): Promise<number> {
  await from.locator('textarea').first().fill(words)
  await awaitWords(to, words)
  const pressed = await from.getByRole('button', { name: /^(Plaats|Send)/ }).evaluate((button: HTMLButtonElement) => {
    const at = Date.now()
    button.click()
    return at
  })
  const drawn = await to.evaluate(() => window.seen ?? NaN)
  await from.waitForFunction(() => document.querySelector('textarea')?.value === '')
  return drawn - pressed
}

async function timeAll(from: Page, to: Page): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < NOTES; n++) {
    // People do not write in step with a server's ticks.
    await from.waitForTimeout(60 + ((n * 37) % 90))
    times.push(await timeOne(from, to, `Briefje nummer ${n}, kort en goed`))
  }
  return times
}

async function onTheProduct(browser: Browser, url: string): Promise<number[]> {
  const meeting = await gather(url, { organisations: ['Organisatie A'] })
  const zone = meeting.zone('expectations')
  const step = meeting.session.agenda.find((one) => one.zone === zone.id)
  if (!step) throw new Error('no step asks for expectations')
  await meeting.command({ type: 'startStep', step: step.id })
  await meeting.command({ type: 'bringHere', view: { kind: 'zone', zone: zone.id }, only: 'wall' })
  const people = peopleOf(browser, url)
  const phone = await (await people.phone()).join(meeting.code, 'Organisatie A')
  const wall = await people.wall()
  await wall.page.goto(await meeting.wall())
  await wall.page.getByRole('heading', { name: zone.title }).waitFor()
  await phone.saved()
  const times = await timeAll(phone.page, wall.page)
  await phone.leave()
  await wall.leave()
  return times
}

async function overTheRelay(browser: Browser, url: string): Promise<number[]> {
  const [phone, wall] = [await openDevice(browser, 'phone'), await openDevice(browser, 'wall')]
  for (const { page } of [phone, wall]) {
    await page.goto(url)
    await page.waitForFunction(() => document.title === 'Open')
  }
  const times = await timeAll(phone.page, wall.page)
  await phone.context.close()
  await wall.context.close()
  return times
}

/** Median and 95th percentile of 30 notes: the middle of three runs. */
export async function noteToWall(browser: Browser, product: string, yardsticks: Yardsticks): Promise<Table> {
  const runs = { product: [] as number[][], relay: [] as number[][] }
  for (let run = 0; run < 3; run++) {
    runs.relay.push(await overTheRelay(browser, yardsticks.relay))
    runs.product.push(await onTheProduct(browser, product))
  }
  const at = (all: readonly number[][], share: number) => median(all.map((times) => quantile(times, share)))
  const row = (name: string, all: readonly number[][]) => [name, ms(at(all, 0.5)), ms(at(all, 0.95))]
  const difference = (share: number) => ms(at(runs.product, share) - at(runs.relay, share))
  return {
    name: 'note-to-wall',
    head: ['from the button to the frame', 'median', '95th percentile'],
    rows: [
      row('Bijeen, phone to wall', runs.product),
      row('a bare socket, page to page', runs.relay),
      ['what Bijeen adds', difference(0.5), difference(0.95)],
    ],
  }
}
