import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putInTheme, withdrawNotes, writeNote } from '../../shared/doc/commands.ts'
import type { NoteId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { SearchAnswer, SearchHit } from '../../shared/wire/search.ts'
import { memoryRates } from '../../server/access/rates.ts'
import { openPad } from '../helpers/full-board.ts'
import { writerOf } from '../helpers/gathering.ts'
import { ask, command, join, startServer, type TestServer } from '../helpers/server.ts'
import { Voting } from '../helpers/voting.ts'

// Words found again over a whole network, by who may read them.

let server: TestServer
let session: Voting
let member: Awaited<ReturnType<typeof join>>
beforeAll(async () => {
  server = await startServer()
  session = await Voting.start(server)
  member = await join(server.url, session.network.session.code)
})
afterAll(() => server.end())

const zoneOf = (kind: Zone['kind'], hidden = false): ZoneId =>
  session.network.session.zones.find((zone) => zone.kind === kind && zone.hidden === hidden)!.id
async function find(q: string, token = session.network.token): Promise<SearchAnswer> {
  const path = `/api/networks/${session.network.id}/search?q=${encodeURIComponent(q)}`
  const { status, body } = await ask<SearchAnswer>(server.url, 'GET', path, { token })
  expect(status).toBe(200)
  return body
}
const hits = async (q: string, token?: string): Promise<readonly SearchHit[]> =>
  (await find(q, token)).sessions.flatMap((one) => one.hits)
const texts = async (q: string, token?: string) => (await hits(q, token)).map(({ text }) => text)
const say = (path: string, body: object, token = session.network.token) =>
  ask(server.url, 'POST', `/api/networks/${session.network.id}${path}`, { token, body })

describe('what is found', () => {
  test('are notes whose words begin so, whatever accents and capitals, all of them needed, with where they lie', async () => {
    const { themes } = await session.fill({ themes: ['Bereik'], notes: ['Een café voor ouders', 'CAFE zonder meer'] })
    const second = session.network.created.network.sessions[1]!
    const later = second.zones.find(({ kind }) => kind === 'crossPollination')!.id
    await server.house.rooms.write(second.id as SessionId, (board) =>
      writeNote(
        board,
        { author: null, organisation: null },
        { text: 'Het cafétje op vrijdag', zone: later, x: 0, y: 0 },
        1,
      ),
    )
    expect(await texts('café')).toEqual(['CAFE zonder meer', 'Een café voor ouders', 'Het cafétje op vrijdag'])
    expect(await texts('CAF oud')).toEqual(['Een café voor ouders'])
    expect(await texts('afé')).toEqual([])
    expect(await texts('café bakker')).toEqual([])
    const { sessions } = await find('café')
    expect(sessions.map(({ number }) => number)).toEqual([1, 2])
    const note = sessions[0]!.hits.find(({ text }) => text.startsWith('Een'))!
    await session.write((board) => putInTheme(board, [note.id as NoteId], themes[0]!))
    expect(await hits('ouders')).toEqual([
      {
        kind: 'note',
        id: note.id,
        text: 'Een café voor ouders',
        zone: { kind: 'crossPollination', title: expect.any(String) },
        theme: 'Bereik',
        organisations: [],
      },
    ])
    expect((await hits('bereik')).map(({ kind }) => kind)).toEqual(['theme', 'note'])
  })

  test('are what the facilitator wrote of the record, for members once it is published', async () => {
    const { themes } = await session.fill({ themes: ['Taal'] })
    for (const body of [
      { type: 'summariseRecord', text: 'Een zonnige inleiding' },
      { type: 'decide', text: 'Een zonnige beslissing' },
      { type: 'deepen', theme: themes[0]!, text: 'Een zonnige uitkomst' },
    ] as const)
      expect(await session.say(body)).toBe('ok')
    const kinds = async (token?: string) => (await hits('zonnig', token)).map(({ kind }) => kind)
    expect(await kinds()).toEqual(['introduction', 'decision', 'deepened'])
    expect(await kinds(member.token)).toEqual([])
    await session.say({ type: 'publishRecord', level: 'group', on: true })
    expect(await kinds(member.token)).toEqual(['introduction', 'decision', 'deepened'])
    await session.say({ type: 'publishRecord', level: 'group', on: false })
  })

  test('are commitments, take-homes and expectations', async () => {
    await say('/commands', { type: 'addExpectation', text: 'Elkaar regenachtig ontmoeten' })
    await say('/commands', {
      type: 'commit',
      session: session.id,
      who: [member.organisation],
      what: 'Regenachtig bezoek',
    })
    await say(
      '/commands',
      {
        type: 'takeHome',
        session: session.id,
        what: 'De hoek',
        to: [member.organisation],
        help: 'bij regenachtig weer',
      },
      member.token,
    )
    const found = await hits('regenachtig')
    expect(found.map(({ kind }) => kind)).toEqual(['commitment', 'takeHome', 'expectation'])
    expect(found[0]?.organisations).toEqual([member.organisation])
    expect(found[1]?.more).toBe('bij regenachtig weer')
    expect(await hits('regenachtig', member.token)).toEqual(found)
  })

  test('is fifty at most, and a count of the rest', async () => {
    await session.fill({ notes: Array.from({ length: 60 }, (_, i) => `Veelvoud ${i}`) })
    const { more, sessions } = await find('veelvoud')
    expect(sessions[0]?.hits).toHaveLength(50)
    expect(more).toBe(10)
  })
})

describe('what is not found', () => {
  test('by a member: a note in a hidden zone, and a theme of which all lies there', async () => {
    const hidden = zoneOf('reflection', true)
    const { themes } = await session.fill({ themes: ['Geheimzinnig'], notes: ['Geheimzinnig briefje'] }, hidden)
    expect(themes).toHaveLength(1)
    expect((await texts('geheimzinnig')).length).toBe(3)
    expect(await texts('geheimzinnig', member.token)).toEqual([])
  })

  test('by nobody: check-in words, drafts, and what was taken away or erased', async () => {
    const zone = (await command(server.url, session.id, session.network.token, {
      type: 'addZone',
      zone: { kind: 'checkIn', title: 'Check-in' },
    })) as { body: { zone: ZoneId } }
    await session.fill({ notes: ['Weggewaaid bij het begin'] }, zone.body.zone)
    const pad = await openPad(server.url, session.id, writerOf(member))
    writeNote(
      pad.board,
      { author: null, organisation: null },
      { text: 'Weggewaaid in het klad', zone: session.zone, x: 0, y: 0 },
      1,
    )
    await pad.saved()
    const { notes } = await session.fill({ notes: ['Weggewaaid briefje'] })
    expect(await texts('weggewaaid')).toEqual(['Weggewaaid briefje'])
    await session.write((board) => withdrawNotes(board, notes))
    expect(await texts('weggewaaid')).toEqual([])
    pad.leave()
  })

  test('whose it is, where the record would not say it', async () => {
    const organisation = member.organisation as never
    const write = (zone: ZoneId) =>
      session.write((board) =>
        writeNote(board, { author: null, organisation }, { text: 'Windstil', zone, x: 0, y: 0 }, 1),
      )
    await write(zoneOf('presentation'))
    await write(zoneOf('expectations'))
    const found = await hits('windstil')
    expect(Object.fromEntries(found.map((one) => [one.zone?.kind, one.organisations]))).toEqual({
      presentation: [organisation],
      expectations: [],
    })
    expect(JSON.stringify(found)).not.toMatch(/author|participant|createdAt/)
  })
})

test('a question without words, or with too many, is refused', async () => {
  for (const q of ['', '   ', '!?', 'a b c d e f g h i', 'x'.repeat(201)]) {
    const path = `/api/networks/${session.network.id}/search?q=${encodeURIComponent(q)}`
    expect([q, (await ask(server.url, 'GET', path, session.network)).status]).toEqual([q, 400])
  }
  const twice = `/api/networks/${session.network.id}/search?q=a&q=b`
  expect((await ask(server.url, 'GET', twice, session.network)).status).toBe(400)
})

test('one person asks sixty times a minute at most, and holds up nobody else', async () => {
  const slow = await startServer({}, { rates: { ...memoryRates() } })
  try {
    const asking = await Voting.start(slow)
    const other = await join(slow.url, asking.network.session.code)
    const path = `/api/networks/${asking.network.id}/search?q=taal`
    const statuses: number[] = []
    for (let i = 0; i < 61; i++) statuses.push((await ask(slow.url, 'GET', path, asking.network)).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(60)
    expect(statuses.at(-1)).toBe(429)
    expect((await ask(slow.url, 'GET', path, other)).status).toBe(200)
  } finally {
    await slow.end()
  }
})
