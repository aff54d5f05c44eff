import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { Problem } from '../../shared/wire/http.ts'
import { Colleague } from '../helpers/colleague.ts'
import { someWords } from '../helpers/full-board.ts'
import { readPdf } from '../helpers/pdf-text.ts'
import { command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'
import { textOfXml, unzip } from '../helpers/unzip.ts'

// The files of the record that threads make: who gets them, of which board, and what happens when it is too much.

const FORMATS = ['docx', 'pdf', 'svg', 'png'] as const
const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
}

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())

interface Got {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  readonly problem: Problem | null
}

async function get(
  { session, token }: Pick<TestNetwork, 'session' | 'token'>,
  query: string,
  at = server,
): Promise<Got> {
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(`${at.url}/api/sessions/${session.id}/record?${query}`, { headers })
  const bytes = Buffer.from(await response.arrayBuffer())
  const isProblem = response.headers.get('content-type')?.includes('problem') ?? false
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    problem: isProblem ? (JSON.parse(bytes.toString()) as Problem) : null,
  }
}

const write = ({ session }: TestNetwork, texts: readonly string[], at = server) =>
  at.house.rooms.write(session.id, (board) => {
    const zones = session.zones.filter(({ kind, hidden }) => kind !== 'checkIn' && !hidden)
    const zone = (n: number) => zones[n % zones.length]!.id
    texts.forEach((text, n) =>
      writeNote(board, { author: null, organisation: null }, { text, zone: zone(n), x: 0, y: 0 }, 1 + n),
    )
  })

/** What a file says, in one line without spaces. PNG says nothing that can be read. */
function textIn(format: (typeof FORMATS)[number], { bytes }: Got): string {
  const text =
    format === 'docx'
      ? textOfXml(unzip(bytes).get('word/document.xml')!)
      : format === 'pdf'
        ? readPdf(bytes).pages.join('\n')
        : format === 'svg'
          ? textOfXml(bytes.toString())
          : ''
  return text.replace(/\s+/g, '')
}
const timesIn = (text: string, word: string) => text.split(word.replace(/\s+/g, '')).length - 1

describe('a file of the record', () => {
  test('comes whole, of its own type, under its own name, and may run nothing', async () => {
    const network = await startNetwork(server.url)
    await write(network, ['Elkaars fouten horen'])
    for (const format of FORMATS) {
      const got = await get(network, `format=${format}`)
      expect(got.status).toBe(200)
      expect(got.headers.get('content-type')).toBe(TYPES[format])
      const name = format === 'docx' || format === 'pdf' ? 'verslag' : 'bord'
      expect(got.headers.get('content-disposition')).toBe(`attachment; filename="${name}-bijeenkomst-1.${format}"`)
      expect(got.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
      expect(got.headers.get('cache-control')).toBe('no-store')
      if (format !== 'png') expect(timesIn(textIn(format, got), 'Elkaars fouten horen')).toBe(1)
      // It is looked at where the letters of the design are not.
      if (format === 'svg') expect(got.bytes.toString()).toContain('@font-face')
    }
  })

  test('is for members at the levels that were published, never in full, and for nobody else', async () => {
    const network = await startNetwork(server.url)
    const member = { session: network.session, ...(await join(server.url, network.session.code)) }
    const other = { session: network.session, token: (await startNetwork(server.url)).token }
    for (const format of FORMATS) {
      expect((await get(member, `format=${format}`)).problem?.code).toBe('not-published')
      expect((await get(member, `format=${format}&level=full`)).problem?.code).toBe('not-for-you')
      expect((await get(other, `format=${format}`)).status).toBeGreaterThanOrEqual(401)
      expect((await get({ session: network.session, token: 'none' }, `format=${format}`)).status).toBe(401)
    }
    await command(server.url, network.session.id, network.token, { type: 'publishRecord', level: 'group', on: true })
    for (const format of FORMATS) {
      expect((await get(member, `format=${format}`)).status).toBe(200)
      expect((await get(member, `format=${format}&level=public`)).problem?.code).toBe('not-published')
      expect((await get(member, `format=${format}&level=full`)).problem?.code).toBe('not-for-you')
    }
  })

  test('at level public holds titles alone', async () => {
    const network = await startNetwork(server.url)
    await write(network, ['Elkaars fouten horen'])
    for (const format of FORMATS) {
      const got = await get(network, `format=${format}&level=public`)
      expect(got.status).toBe(200)
      expect(timesIn(textIn(format, got), 'Elkaars fouten horen')).toBe(0)
    }
  })

  test('is a picture of one zone when that is asked, and of no zone that is not there', async () => {
    const network = await startNetwork(server.url)
    const zones = network.session.zones.filter(({ kind, hidden }) => kind !== 'checkIn' && !hidden)
    await write(
      network,
      zones.map((_, n) => `Briefje${n}woord`),
    )
    const one = await get(network, `format=svg&zone=${zones[1]!.id}`)
    const text = textIn('svg', one)
    zones.forEach((_, n) => expect(timesIn(text, `Briefje${n}woord`)).toBe(n === 1 ? 1 : 0))
    expect((await get(network, `format=png&zone=${zones[1]!.id}`)).status).toBe(200)
    expect((await get(network, `format=svg&zone=${network.session.id}`)).problem?.code).toBe('zone-unknown')
    expect((await get(network, 'format=svg&zone=nergens')).problem?.code).toBe('malformed')
    expect((await get(network, `format=pdf&zone=${zones[1]!.id}`)).problem?.code).toBe('malformed')
    const checkIn = network.session.zones.find(({ kind }) => kind === 'checkIn')
    if (checkIn) expect((await get(network, `format=svg&zone=${checkIn.id}`)).problem?.code).toBe('zone-unknown')
  })

  test('of a session in which nothing was written is made too', async () => {
    const network = await startNetwork(server.url)
    for (const format of FORMATS) expect((await get(network, `format=${format}`)).status).toBe(200)
  })

  test('holds once whatever people write', async () => {
    const network = await startNetwork(server.url)
    const texts = [
      'x'.repeat(4_000),
      '=HYPERLINK("http://voorbeeld.be") <b>vet</b> & **ster** ]]>',
      'é\u0301 ﬁ ½ → ✓',
      '你好，世界 한국어',
    ]
    await write(network, [...texts, 'مرحبا بالجميع', 'Top 👍🏾 👩🏽‍🏫'])
    for (const format of ['docx', 'svg'] as const) {
      const text = textIn(format, await get(network, `format=${format}`))
      for (const each of [...texts, 'مرحبا بالجميع', 'Top 👍🏾 👩🏽‍🏫']) expect(timesIn(text, each)).toBe(1)
    }
    const { bytes } = await get(network, 'format=pdf')
    expect(readPdf(bytes).boxes).toBe(0)
    expect((await get(network, 'format=png')).status).toBe(200)
  })

  test('holds each of 3,000 notes, in every format', async () => {
    const network = await startNetwork(server.url)
    await write(
      network,
      Array.from({ length: 3_000 }, (_, n) => `Briefje${n}woord ${someWords(n)}`),
    )
    for (const format of FORMATS) {
      const got = await get(network, `format=${format}`)
      expect(got.status).toBe(200)
      const text = textIn(format, got)
      if (format !== 'png')
        for (let n = 0; n < 3_000; n++) if (timesIn(text, `Briefje${n}woord`) !== 1) expect(n).toBe('once')
    }
  }, 120_000)
})

describe('when it is much', () => {
  test('another board keeps what is written on it while files are made, and nobody waits for those', async () => {
    const large = await startNetwork(server.url)
    await write(
      large,
      Array.from({ length: 1_000 }, (_, n) => someWords(n)),
    )
    const small = await startNetwork(server.url)
    const me = await join(server.url, small.session.code)
    const zone = small.session.zones.find(({ locked, hidden }) => !locked && !hidden)!.id
    const colleague = new Colleague(server.url, small.session.id, zone, me)
    await vi.waitUntil(() => colleague.isHere)
    let left = 3
    const files = (['pdf', 'docx', 'png'] as const).map(async (format) => {
      const { status } = await get(large, `format=${format}`)
      left--
      return status
    })
    for (let n = 1; n <= 20; n++) {
      colleague.write(`Briefje ${n}`)
      await vi.waitUntil(() => colleague.savedEdits === n, { interval: 2 })
    }
    expect(left).toBeGreaterThan(0)
    expect(await Promise.all(files)).toEqual([200, 200, 200])
    colleague.leave()
  })

  test('who comes when the queue is full is told so at once, and the others get theirs', async () => {
    const busy = await startServer({}, { exportLimits: { threads: 1, waiting: 4 } })
    try {
      const networks = await Promise.all([startNetwork(busy.url), startNetwork(busy.url)])
      const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => get(networks[n % 2]!, 'format=pdf', busy)))
      const refused = answers.filter(({ status }) => status === 503)
      expect(refused.length).toBeGreaterThan(0)
      for (const { problem, headers } of refused) {
        expect(problem?.code).toBe('record-busy')
        expect(headers.get('retry-after')).toBe('10')
      }
      // One that is made, and two of each network that wait: nobody takes all the places.
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(4)
      expect((await get(networks[0]!, 'format=pdf', busy)).status).toBe(200)
    } finally {
      await busy.end()
    }
  })

  test.each([
    ['takes too long', { patience: 1 }],
    ['takes too much memory', { memoryMb: 12 }],
  ])('a file that %s fails by itself, and the server goes on', async (_, exportLimits) => {
    const small = await startServer({ LOG_LEVEL: 'silent' }, { exportLimits })
    try {
      const network = await startNetwork(small.url)
      await write(
        network,
        Array.from({ length: 300 }, (_, n) => someWords(n)),
        small,
      )
      for (const format of ['pdf', 'docx'] as const) {
        const { status, problem } = await get(network, `format=${format}`, small)
        expect([status, problem?.code]).toEqual([500, 'record-failed'])
      }
      expect((await get(network, 'format=md', small)).status).toBe(200)
    } finally {
      await small.end()
    }
  })

  test('a server that stops waits for no file', async () => {
    const short = await startServer()
    const network = await startNetwork(short.url)
    const answer = get(network, 'format=pdf', short).catch(() => null)
    await vi.waitUntil(() => short.house.exports.waiting > 0)
    await short.end()
    expect((await answer)?.status ?? 500).toBeGreaterThanOrEqual(500)
  })
})
