import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTheme, putInTheme, writeNote } from '../../shared/doc/commands.ts'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { SeriesRecord } from '../../shared/record/series-record.ts'
import type { SearchAnswer } from '../../shared/wire/search.ts'
import { SeriesPeople } from '../helpers/series-people.ts'
import { ask, command, startServer, type TestServer } from '../helpers/server.ts'

// A note is left out of the record, stays in the group, or was said in the check-in. What was made of it says its words too:
// an idea that was taken home, a judgement, the parked notes, a theme. By none of these it comes back through the series.

let server: TestServer
let series: SeriesPeople
const notes: Record<string, NoteId> = {}
let theme: ThemeId
beforeAll(async () => {
  server = await startServer()
  series = await SeriesPeople.start(server.url)
  const { session, token } = series.network
  const say = (body: Parameters<typeof command>[3]) => command(server.url, session.id, token, body)
  const added = (await say({ type: 'addZone', zone: { kind: 'checkIn', title: 'Check-in' } })) as {
    body: { zone: ZoneId }
  }
  const zoneOf = (kind: string) => session.zones.find((zone) => zone.kind === kind)!.id
  const nobody = { author: null, organisation: null }
  await server.house.rooms.write(session.id, (board) => {
    const write = (text: string, zone: ZoneId) => writeNote(board, nobody, { text, zone, x: 0, y: 0 }, 1)
    const reflection = zoneOf('reflection')
    Object.assign(notes, {
      shown: write('Zonnebloem mag verder', zoneOf('parked')),
      omitted: write('Zwijgzaam weggelaten', zoneOf('parked')),
      stays: write('Zwijgzaam onder ons', zoneOf('parked')),
      checkIn: write('Zwijgzaam binnengekomen', added.body.zone),
      themed: write('Zwijgzaam in een thema', reflection),
    })
    theme = makeTheme(board, nobody, { title: 'Zwijgzaamheid', zone: reflection, colour: 'leem', status: 'theme' }, 2)
    putInTheme(board, [notes['themed']!], theme)
  })
  const texts: Record<string, string> = {
    shown: 'Zonnebloem mag verder',
    omitted: 'Zwijgzaam weggelaten',
    stays: 'Zwijgzaam onder ons',
    checkIn: 'Zwijgzaam binnengekomen',
    themed: 'Zwijgzaam in een thema',
  }
  const [from, to] = [series.organisation('A'), series.organisation('B')]
  for (const [name, what] of Object.entries(texts))
    await series.does({ type: 'takeHome', session: session.id, target: notes[name]!, what, from: [from], to: [to] })
  const { expectation } = (await series.does({ type: 'addExpectation', text: 'Leren' })) as never as {
    expectation: never
  }
  await series.does({
    type: 'judge',
    expectation,
    outcome: 'met',
    sentence: 'Ja.',
    notes: ['shown', 'omitted', 'stays'].map((name) => ({ session: session.id, note: notes[name]! })),
  })
  for (const name of ['omitted', 'themed'])
    expect((await say({ type: 'leaveOut', note: notes[name]!, on: true })).status).toBe(200)
  expect((await say({ type: 'keepInGroup', note: notes['stays']!, on: true })).status).toBe(200)
  for (const level of ['group', 'organisation', 'public'] as const) {
    await series.does({ type: 'publishSeriesRecord', level, on: true })
    expect((await say({ type: 'publishRecord', level, on: true })).status).toBe(200)
  }
})
afterAll(() => server.end())

const get = (query: string, token: string) =>
  ask<SeriesRecord>(server.url, 'GET', `/api/networks/${series.network.id}/record?${query}`, { token })
const LEVELS = ['group', 'organisation', 'public'] as const
const FORMATS = ['json', 'md', 'html', 'csv'] as const

describe('what is kept back', () => {
  test.each(LEVELS.flatMap((level) => FORMATS.map((format) => [level, format] as const)))(
    'is in no record of the series at level %s as %s, whoever reads it',
    async (level, format) => {
      const whose = level === 'organisation' ? `&organisation=${series.organisation('B')}` : ''
      for (const token of [series.network.token, series.person('B').token]) {
        const { status, text } = await get(`level=${level}&format=${format}${whose}`, token)
        expect(status).toBe(200)
        expect(text).not.toMatch(/zwijgzaam/i)
        if (level === 'group') expect(text).toContain('Zonnebloem mag verder')
      }
    },
  )

  test('is in no record behind a link either', async () => {
    const path = `/api/networks/${series.network.id}/shares`
    const { body } = await ask<{ url: string }>(server.url, 'POST', path, {
      token: series.network.token,
      body: { level: 'group' },
    })
    for (const query of ['', ...FORMATS.map((format) => `?format=${format}`)]) {
      const { status, text } = await ask(server.url, 'GET', `${new URL(body.url).pathname}${query}`)
      expect([query, status]).toEqual([query, 200])
      expect(text).not.toMatch(/zwijgzaam/i)
      expect(text).toContain('Zonnebloem mag verder')
    }
  })

  test('is counted as notes that are left out, and nothing else of it is', async () => {
    const { body } = await get('level=group', series.network.token)
    expect(body.takeHomes.map(({ what }) => what)).toEqual(['Zonnebloem mag verder'])
    expect(body.themes).toEqual([])
    expect(body.leftOut.reasons).toEqual({ omitted: 2, staysInGroup: 1 })
    const elsewhere = await get('level=public', series.network.token)
    expect(elsewhere.body.leftOut.takeHomes).toBe(1)
  })

  test('is at level full with what was taken home of it, but for the check-in', async () => {
    const { body, text } = await get('level=full', series.network.token)
    expect(body.takeHomes).toHaveLength(4)
    expect(text).not.toContain('binnengekomen')
  })

  test('is not found by members who search, and by the facilitator all but the check-in', async () => {
    const texts = async (token: string) => {
      const path = `/api/networks/${series.network.id}/search?q=zwijgzaam`
      const { body } = await ask<SearchAnswer>(server.url, 'GET', path, { token })
      return body.sessions.flatMap(({ hits }) => hits.map(({ kind, text }) => `${kind} ${text}`)).sort()
    }
    expect(await texts(series.person('B').token)).toEqual([])
    expect(await texts(series.network.token)).toEqual([
      'note Zwijgzaam in een thema',
      'note Zwijgzaam onder ons',
      'note Zwijgzaam weggelaten',
      'takeHome Zwijgzaam in een thema',
      'takeHome Zwijgzaam onder ons',
      'takeHome Zwijgzaam weggelaten',
      'theme Zwijgzaamheid',
    ])
  })
})
