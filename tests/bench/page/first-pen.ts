import { gzipSync } from 'node:zlib'
import type { Browser, Request } from 'playwright-core'
import { askedLater, watchForPen } from '../../helpers/first-pen.ts'
import { gather } from '../../helpers/gathering.ts'
import { peopleOf } from '../../helpers/people.ts'
import { kilobytes, type Table } from '../figures.ts'

// What a phone that was never here downloads from the QR on the wall to its first note.

async function bytesOf(requests: readonly Request[]): Promise<string> {
  const bodies = await Promise.all(requests.map(async (one) => (await one.response())?.body()))
  return kilobytes(bodies.reduce((sum, body) => sum + (body ? gzipSync(body).length : 0), 0))
}

export async function firstPen(browser: Browser, url: string): Promise<Table> {
  const { code } = await gather(url, { organisations: ['Organisatie A'] })
  const phone = await peopleOf(browser, url).phone()
  await watchForPen(phone.page)
  const asked: Request[] = []
  phone.page.on('request', (request) => {
    if (/^(script|stylesheet)$/.test(request.resourceType())) asked.push(request)
  })
  await phone.join(code, 'Organisatie A')
  await phone.write('Een vast moment om binnen te lopen')
  await phone.saved()
  await phone.page.waitForLoadState('networkidle')
  const later = new Set(await askedLater(phone.page))
  const untilPen = asked.filter((one) => !later.has(one.url()))
  const table: Table = {
    name: 'first-pen',
    head: ['JavaScript and CSS, gzipped', 'size', 'files'],
    rows: [
      ['until the pen can be written with', await bytesOf(untilPen), String(untilPen.length)],
      ['all of the visit, with the first note saved', await bytesOf(asked), String(asked.length)],
    ],
  }
  await phone.leave()
  return table
}
