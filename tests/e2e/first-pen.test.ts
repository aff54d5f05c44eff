import { gzipSync } from 'node:zlib'
import type { Response } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { withoutServiceWorker } from '../helpers/browser.ts'
import { askedLater, watchForPen } from '../helpers/first-pen.ts'
import type { Participant } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// What a phone that was never here downloads between the QR on the wall and its first note on the server's disk.

/** JavaScript and CSS, gzipped, in bytes. */
const BUDGET = 110_000

let code: string
const stage = setStage()
beforeAll(async () => {
  const facilitator = await stage.people.facilitator()
  await facilitator.start('Ontmoetingsplaatsen', ['Organisatie A', 'Organisatie B'])
  code = (await facilitator.info()).sessions[0]?.code as string
  await facilitator.leave()
})

const isProgram = (response: Response): boolean => /^(script|stylesheet)$/.test(response.request().resourceType())

async function writeFirstNote(phone: Participant, text: string): Promise<void> {
  await phone.join(code, 'Organisatie A')
  await phone.write(text)
  await phone.saved()
}

test('from the code to the first note on disk: two screens, one origin, at most 110 kB of JavaScript and CSS', async () => {
  const first = await stage.people.phone()
  await watchForPen(first.page)
  const programs: Response[] = []
  const origins = new Set<string>()
  const screens: string[] = []
  first.page.on('response', (response) => isProgram(response) && programs.push(response))
  first.page.on('request', (request) => origins.add(new URL(request.url()).origin))
  first.page.on('websocket', (socket) => origins.add(new URL(socket.url()).origin.replace(/^ws/, 'http')))
  first.page.on('framenavigated', (frame) => screens.push(new URL(frame.url()).pathname.split('/')[1] as string))
  await writeFirstNote(first, 'Een vast moment om binnen te lopen')

  const later = new Set(await askedLater(first.page))
  const needed = programs.filter((response) => !later.has(response.url()))
  const sizes = await Promise.all(needed.map(async (response) => gzipSync(await response.body()).length))
  expect(screens).toEqual(['join', 'session'])
  expect([...origins]).toEqual([stage.product.url])
  const sum = sizes.reduce((total, bytes) => total + bytes, 0)
  expect(sum).toBeGreaterThan(30_000)
  expect(sum).toBeLessThanOrEqual(BUDGET)
  expect(first.trouble).toEqual([])

  // Nothing of what came later was needed: a phone that never gets it writes all the same.
  const second = await stage.people.phone()
  await withoutServiceWorker(second.page)
  await second.page.route(
    (url) => later.has(url.href) && url.pathname.startsWith('/assets/'),
    (route) => route.abort(),
  )
  await writeFirstNote(second, 'Ouders nodigen elkaar uit')
  await first.leave()
  await second.leave()
})
