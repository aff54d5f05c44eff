import type { Browser } from 'playwright-core'
import { openDevice } from '../../helpers/browser.ts'
import { openBoard, writeMany } from '../../helpers/full-board.ts'
import { startNetwork, type TestNetwork } from '../../helpers/server.ts'
import { median, ms, type Table } from '../figures.ts'

// The page of a network whose five boards are full, on a phone on a slow line, beside one whose boards are empty.

const NOTES = 600
const VISITS = 5
/** A mobile line as browsers' own tools call it slow, in bytes a second and ms, and a processor at a quarter. */
const LINE = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 }
const SLOWER = 4

async function startFull(url: string): Promise<TestNetwork> {
  const network = await startNetwork(url, {
    title: 'Vijf volle borden',
    organisations: ['Organisatie A', 'Organisatie B'],
  })
  const { facilitator } = network.created
  const who = { token: facilitator.token, participant: facilitator.id, organisation: null }
  for (const session of network.created.network.sessions) {
    const writer = await openBoard(url, session.id, who)
    writeMany(
      writer,
      who,
      session.zones.filter(({ hidden }) => !hidden),
      0,
      NOTES,
    )
    await writer.saved()
    writer.leave()
  }
  return network
}

interface Visit {
  /** From the address until its title and sessions are painted, in ms. */
  readonly first: number
  /** Until the page itself stands there, which can be worked with. */
  readonly whole: number
  /** Until what the boards hold has come. */
  readonly series: number
  /** Sockets to boards that were opened for it. */
  readonly sockets: number
}

/** One visit by a phone that was there before, or never. */
async function visit(browser: Browser, url: string, network: TestNetwork, isFirst: boolean): Promise<Visit> {
  const { context, page } = await openDevice(browser, 'phone')
  const address = `${url}/network/${network.id}`
  const { title } = network.created.network
  const token = new URL(network.created.facilitator.url).pathname.split('/').at(-1) ?? ''
  await context.request.get(`${url}/in/${token}`)
  if (!isFirst) {
    await page.goto(address)
    await page.getByRole('main').getByText(title).first().waitFor()
    await page.waitForLoadState('networkidle')
  }
  await page.addInitScript((words) => {
    new MutationObserver((_, watch) => {
      if (!document.querySelector('main')?.textContent?.includes(words)) return
      watch.disconnect()
      requestAnimationFrame(() => setTimeout(() => performance.mark('whole')))
    }).observe(document, { childList: true, subtree: true, characterData: true })
  }, title)
  let sockets = 0
  page.on('websocket', () => sockets++)
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', LINE)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.goto(address, { waitUntil: 'commit' })
  await page.waitForFunction(() => performance.getEntriesByName('whole').length > 0)
  await page.waitForLoadState('networkidle')
  const seen = await page.evaluate(() => {
    const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    const answer = entries.find(({ name }) => name.includes('/series'))
    return {
      first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      whole: performance.getEntriesByName('whole')[0]?.startTime ?? NaN,
      series: answer?.responseEnd ?? NaN,
    }
  })
  await context.close()
  return { ...seen, sockets }
}

export async function networkPage(browser: Browser, url: string): Promise<Table> {
  const organisations = ['Organisatie A', 'Organisatie B']
  const networks = [
    [`${NOTES} notes on each board`, await startFull(url)],
    ['nothing on any', await startNetwork(url, { title: 'Vijf lege borden', organisations })],
  ] as const
  const rows: string[][] = []
  for (const isFirst of [true, false]) {
    const visits = networks.map((): Visit[] => [])
    // By turns: what else the machine does meets both.
    for (let i = 0; i < VISITS; i++)
      for (const [n, [, network]] of networks.entries()) visits[n]?.push(await visit(browser, url, network, isFirst))
    for (const [n, [name]] of networks.entries()) {
      const middle = (of: (one: Visit) => number) => median((visits[n] ?? []).map(of))
      rows.push([
        `${name}, ${isFirst ? 'a phone that was never here' : 'one that was'}`,
        ms(
          middle(({ first }) => first),
          0,
        ),
        ms(
          middle(({ whole }) => whole),
          0,
        ),
        ms(
          middle(({ series }) => series),
          0,
        ),
        String(middle(({ sockets }) => sockets)),
      ])
    }
  }
  return {
    name: 'network-page',
    head: ['', 'title and sessions', 'the page itself', 'what the boards hold', 'boards opened'],
    rows,
  }
}
