import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionState } from '../../shared/wire/state.ts'
import { openBrowser } from '../helpers/browser.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import { peopleOf, type Person } from '../helpers/people.ts'
import { ask, startServer, type TestServer } from '../helpers/server.ts'

// One timer on three screens whose clocks are each wrong in their own way: at what real instant does each show a second?
// Twenty minutes pass in one instant, for the server and for every device; the phone sleeps through it.

const MINUTE = 60_000
/** What the screens may differ, in ms. */
const SKEW = 250
const WRONG_BY = { phone: 60 * MINUTE, laptop: -60 * MINUTE, wall: 37 * MINUTE } as const
type Device = keyof typeof WRONG_BY

/** From this instant (of the machine's clock, in ms since 1970) on it is twenty minutes later. */
let passesAt = Infinity
const later = (): number => Date.now() + (Date.now() >= passesAt ? 20 * MINUTE : 0)

interface Watching {
  passesAt: number
  /** Each second that the timer showed, and when it came, in ms since 1970 by the machine's clock. */
  shown: [string, number][]
}
declare global {
  interface Window {
    watching: Watching
  }
}

let server: TestServer
let browser: Browser
let gathering: Gathering
let phoneSleep: CDPSession
let screens: Record<Device, Page>
const people: Person[] = []
beforeAll(async () => {
  server = await startServer({}, { now: later })
  browser = await openBrowser()
  gathering = await gather(server.url)
  const bring = peopleOf(browser, server.url)
  const [phone, laptop, wall] = await Promise.all([bring.phone(), bring.laptop(), bring.wall()])
  people.push(phone, laptop, wall)
  screens = { phone: phone.page, laptop: laptop.page, wall: wall.page }
  for (const device of Object.keys(WRONG_BY) as Device[]) await watch(screens[device], WRONG_BY[device])
  phoneSleep = await phone.context.newCDPSession(phone.page)
  // The phone hears and asks over a slow line.
  await phoneSleep.send('Network.enable')
  await phoneSleep.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 200,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await phone.join(gathering.code, 'Organisatie A')
  await laptop.page.goto(gathering.signIn)
  await laptop.page.goto(`${server.url}/session/${gathering.session.id}`)
  await wall.page.goto(await gathering.wall())
  await gathering.command({ type: 'startStep', step: gathering.session.agenda[3]!.id })
  await gathering.command({ type: 'timer', action: 'start', seconds: 3_000 })
})
afterAll(async () => {
  await browser?.close()
  await server?.end()
})

/** The clock of this device is wrong by so much; what its timer shows is noted with the machine's clock. */
const watch = (page: Page, wrongBy: number) =>
  page.addInitScript(
    ({ wrongBy, slept }) => {
      const Right = Date
      const watching: Watching = (window.watching = { passesAt: Infinity, shown: [] })
      const now = () => Right.now() + wrongBy + (Right.now() >= watching.passesAt ? slept : 0)
      globalThis.Date = class extends Right {
        constructor(...given: [] | [number]) {
          super(given.length === 0 ? now() : given[0])
        }
        static override now = now
      } as DateConstructor
      new MutationObserver(() => {
        const digits = document.querySelector('[role="timer"]')?.textContent?.trim()
        if (digits && digits !== watching.shown.at(-1)?.[0])
          watching.shown.push([digits, performance.timeOrigin + performance.now()])
      }).observe(document, { subtree: true, childList: true, characterData: true })
    },
    { wrongBy, slept: 20 * MINUTE },
  )

const shownOn = async (page: Page): Promise<readonly (readonly [number, number])[]> =>
  (await page.evaluate(() => window.watching.shown)).map(([digits, at]) => {
    const [minutes = 0, seconds = 0] = digits.split(':').map(Number)
    return [minutes * 60 + seconds, at]
  })

const state = async (): Promise<SessionState> =>
  (await ask<SessionState>(server.url, 'GET', `/api/sessions/${gathering.session.id}/state`, gathering.who)).body

/**
 * How far apart the screens show the same second, and how far from the server's truth, in ms: the median of the seconds
 * that each of them showed since `from`. Of one second the machine may have been busy; a wrong clock is wrong in each.
 */
async function skewSince(from: number): Promise<number> {
  const { timer } = await state()
  if (!timer || timer.runsSince === null) throw new Error('no timer runs')
  const starts = timer.runsSince + timer.ms - timer.ranMs - (Date.now() >= passesAt ? 20 * MINUTE : 0)
  let apart: number[] = []
  await expect
    .poll(
      async () => {
        const all = await Promise.all(Object.values(screens).map(async (page) => new Map(await shownOn(page))))
        apart = [...(all[0] ?? [])].flatMap(([second]) => {
          const times = all.map((shown) => shown.get(second) ?? 0)
          const truth = starts - second * 1_000
          return times.every((at) => at > from) ? [Math.max(truth, ...times) - Math.min(truth, ...times)] : []
        })
        return apart.length
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThanOrEqual(5)
  return apart.sort((a, b) => a - b)[Math.floor(apart.length / 2)] ?? Infinity
}

test('three screens with clocks that are up to an hour wrong show each second within 250 ms of each other', async () => {
  const skew = await skewSince(Date.now())
  expect(skew).toBeLessThan(SKEW)
})

test('and so does a phone that slept for 20 minutes in which the timer stood still for a while', async () => {
  passesAt = Date.now() + 2_000
  for (const page of Object.values(screens)) await page.evaluate((at) => void (window.watching.passesAt = at), passesAt)
  const before = (await shownOn(screens.phone)).length
  // A device asleep runs nothing. Its browser has no switch for that which its timers mind; a debugger stops them all.
  await phoneSleep.send('Debugger.enable')
  const stands = new Promise((resolve) => phoneSleep.once('Debugger.paused', resolve))
  await phoneSleep.send('Debugger.pause')
  await stands
  const asleep = Date.now()
  const secondsOnWall = async () => (await shownOn(screens.wall)).at(-1)?.[0] ?? 0
  await expect.poll(secondsOnWall, { timeout: 10_000 }).toBeLessThan(1_800)
  await gathering.command({ type: 'timer', action: 'pause' })
  await expect.poll(async () => (await state()).timer?.runsSince).toBeNull()
  await gathering.command({ type: 'timer', action: 'add' })
  await gathering.command({ type: 'timer', action: 'resume' })
  await expect.poll(secondsOnWall, { timeout: 10_000 }).toBeGreaterThan(1_800)

  const woke = Date.now()
  await phoneSleep.send('Debugger.resume')
  await phoneSleep.send('Debugger.disable')
  await screens.phone.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  const skew = await skewSince(woke)
  expect(skew).toBeLessThan(SKEW)
  // It really slept: it showed nothing between, and something before.
  expect((await shownOn(screens.phone)).filter(([, at]) => at > asleep && at < woke)).toEqual([])
  expect(before).toBeGreaterThan(0)
  for (const { trouble } of people) expect(trouble).toEqual([])
})
