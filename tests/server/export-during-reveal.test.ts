import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { OrganisationId, SessionId, StepId, ZoneId } from '../../shared/model/ids.ts'
import { openPad, type Who } from '../helpers/full-board.ts'
import { readPdf } from '../helpers/pdf-text.ts'
import { command, join, startNetwork, startServer, type TestServer } from '../helpers/server.ts'
import { textOfXml, unzip } from '../helpers/unzip.ts'

// Files that are asked for while drafts are shown: each is of before or of after, and whole.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())

test('files that are made while drafts are shown hold all of them or none, and before that no word of any', async () => {
  const network = await startNetwork(server.url)
  const session = network.session.id as SessionId
  const zone = network.session.zones.find(
    ({ kind, hidden }) => kind === 'reflection' || (kind === 'expectations' && !hidden),
  )
  const step = { title: 'Schrijven', zone: null, mode: 'silent', identity: 'organisation' } as const
  const { body } = await command(server.url, session, network.token, { type: 'addStep', step })
  await command(server.url, session, network.token, { type: 'startStep', step: body.step as StepId })
  const words: string[] = []
  for (const n of [0, 1, 2]) {
    const one = await join(server.url, network.session.code, { organisation: 'Organisatie B' })
    const who: Who = { token: one.token, participant: one.id, organisation: one.organisation as OrganisationId }
    const pad = await openPad(server.url, session, who)
    for (const m of [0, 1]) {
      words.push(`Schetswoord${n}x${m}`)
      const by = { author: who.participant, organisation: who.organisation }
      writeNote(pad.board, by, { text: `Dit is Schetswoord${n}x${m}`, zone: zone?.id as ZoneId, x: 0, y: 0 }, 5)
    }
    await pad.saved()
    pad.leave()
  }
  const READERS = {
    docx: (file: Buffer) => textOfXml([...unzip(file).values()].join('\n')),
    pdf: (file: Buffer) => readPdf(file).pages.join('').replace(/\s+/g, ''),
    md: (file: Buffer) => file.toString(),
    json: (file: Buffer) => file.toString(),
  }
  const found = async (format: keyof typeof READERS): Promise<number> => {
    const answer = await fetch(`${server.url}/api/sessions/${session}/record?format=${format}&level=group`, {
      headers: { authorization: `Bearer ${network.token}` },
    })
    expect(answer.status).toBe(200)
    const text = READERS[format](Buffer.from(await answer.arrayBuffer()))
    for (const word of words) expect(text.split(word).length - 1).toBeLessThanOrEqual(1)
    return words.filter((word) => text.includes(word)).length
  }
  const formats = Object.keys(READERS) as (keyof typeof READERS)[]
  for (const format of formats) expect(await found(format)).toBe(0)
  const [shown, ...meanwhile] = await Promise.all([
    command(server.url, session, network.token, { type: 'reveal' }),
    ...formats.map(found),
    ...formats.map(found),
  ])
  expect(shown.status).toBe(200)
  for (const count of meanwhile) expect([0, words.length]).toContain(count)
  for (const format of formats) expect(await found(format)).toBe(words.length)
}, 90_000)
