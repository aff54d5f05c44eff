import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { newZoneId, type NoteId, type OrganisationId } from '../../shared/model/ids.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import type { ImportAnswer } from '../../shared/wire/import.ts'
import type { Problem, StartedRehearsal } from '../../shared/wire/http.ts'
import { writeNote } from '../../shared/doc/commands.ts'
import { openPad } from '../helpers/full-board.ts'
import { gatherFilled, WRITERS } from '../helpers/filled-gathering.ts'
import { comparable } from '../helpers/imported.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// The way back in, as a program goes it: a record onto an empty board, rows and lines into a zone.

let server: TestServer
let source: Awaited<ReturnType<typeof gatherFilled>>
let full: string
let record: SessionRecord
let empty: TestNetwork
beforeAll(async () => {
  server = await startServer()
  source = await gatherFilled(server.url, 20)
  const { token } = source.who
  const say = (body: object) => command(server.url, source.session.id, token, body as never)
  const { notes, themes } = await server.house.rooms.read(source.session.id)
  const [first, second, third] = [...notes.keys()]
  const [theme] = [...themes.keys()]
  await say({ type: 'mark', note: first, kind: 'recognise', on: true })
  await say({ type: 'summariseRecord', text: 'Een warme namiddag.' })
  await say({ type: 'deepen', theme, text: 'Onthaal begint aan de deur.' })
  await say({ type: 'decide', text: 'We komen terug.' })
  await say({ type: 'leaveOut', note: second, on: true })
  await say({ type: 'keepInGroup', note: third, on: true })
  const series = (body: object) =>
    ask(server.url, 'POST', `/api/networks/${source.session.network}/commands`, { token, body })
  const [a, b] = (await server.house.storage.findNetwork(source.session.network))!.organisations.map(({ id }) => id)
  const session = source.session.id
  await series({ type: 'takeHome', session, target: first, what: 'Een deur die open staat', from: [a], to: [b] })
  await series({ type: 'commit', session, who: [a], what: 'Affiches maken', by: '2026-05-01' })
  full = (await ask(server.url, 'GET', `/api/sessions/${session}/record?level=full`, { token })).text
  record = JSON.parse(full) as SessionRecord
})
afterAll(() => server.end())
beforeEach(async () => {
  empty = await startNetwork(server.url, { organisations: WRITERS.map((one) => one.organisation) })
})

type Answer = ImportAnswer & Problem
const put = (
  body: string,
  { to = empty, type = 'application/json', zone = '' }: { to?: TestNetwork; type?: string; zone?: string } = {},
) =>
  ask<Answer>(server.url, 'POST', `/api/sessions/${to.session.id}/import${zone && `?zone=${zone}`}`, {
    token: to.token,
    body,
    headers: { 'content-type': type },
  })
const rows = (body: string, type = 'text/csv', to = empty) =>
  put(body, { to, type, zone: to.session.zones.find(({ kind }) => kind === 'reflection')!.id })
const recordOf = async ({ session, token }: TestNetwork, level = 'full') =>
  (await ask<SessionRecord>(server.url, 'GET', `/api/sessions/${session.id}/record?level=${level}`, { token })).body

/** All that is kept of a network, without what only time changes. */
async function everything({ session, id }: TestNetwork): Promise<string> {
  const { storage, rooms } = server.house
  const { notes, themes, zones, marks } = await rooms.read(session.id)
  const kept = [
    await storage.findNetwork(id as never),
    await storage.findSession(session.id),
    await storage.findSeries(id as never),
    await storage.importedMarks(session.id),
    (await storage.loadBoard(session.id)).log.length,
    [...notes],
    [...themes],
    [...zones],
    [...marks],
  ]
  return createHash('sha256').update(JSON.stringify(kept)).digest('hex')
}

/** The parts that a copy in a network like it has too. Of the network it has its own name. */
const alike = ({ network: { sessions: _s, title: _t, topic: _o, eraseOn: _e, ...network }, ...rest }: SessionRecord) =>
  comparable({ ...rest, network } as SessionRecord)

describe('a record at level full', () => {
  test('gives the same board in the session of another network, and says what came and what stayed', async () => {
    const { status, body } = await put(full)
    expect([status, body.ok]).toEqual([200, true])
    expect(body.imported).toMatchObject({ notes: 20, themes: 2, marks: 1, takeHomes: 1, commitments: 1 })
    expect(body.skipped).toEqual([{ what: 'attendance', count: 2, why: 'ofPeople' }])
    expect(alike(await recordOf(empty))).toEqual(alike(record))
    const state = await ask<{ version: number }>(server.url, 'GET', `/api/sessions/${empty.session.id}/state`, {
      token: empty.token,
    })
    expect(state.body.version).toBe(body.version)
  })

  test('is the same after a restart, marks counted before included, and later marks are counted on top of those', async () => {
    await put(full)
    await server.house.rooms.closeSession(empty.session.id as never, 4503)
    const before = await recordOf(empty)
    expect(before.marks).toHaveLength(1)
    const note = before.marks![0]!.note as NoteId
    expect(
      (await command(server.url, empty.session.id, empty.token, { type: 'mark', note, kind: 'recognise', on: true }))
        .status,
    ).toBe(200)
    expect((await recordOf(empty)).marks).toMatchObject([{ note, recognise: 2 }])
    await command(server.url, empty.session.id, empty.token, { type: 'takeDown', note })
    await expect.poll(async () => (await server.house.storage.importedMarks(empty.session.id)).size).toBe(0)
  })

  test('adds to the list only those organisations that it names and the list lacks', async () => {
    const bare = await startNetwork(server.url, { organisations: [WRITERS[0].organisation.toUpperCase()] })
    const { body } = await put(full, { to: bare })
    expect(body.imported.organisations).toBe(1)
    const names = (await server.house.storage.findNetwork(bare.id as never))!.organisations.map(({ name }) => name)
    expect(names).toEqual([WRITERS[0].organisation.toUpperCase(), WRITERS[1].organisation])
  })

  test('does not fit in a full list of organisations: then nothing of it comes', async () => {
    const names = Array.from({ length: 199 }, (_, n) => `Organisatie ${n}`)
    const crowded = await startNetwork(server.url, { organisations: names })
    const before = await everything(crowded)
    expect((await put(full, { to: crowded })).body).toMatchObject({ code: 'bounds' })
    expect(await everything(crowded)).toBe(before)
  })

  test('fills what the session does not say, and leaves what it says', async () => {
    const facts = {
      ...record,
      session: { ...record.session, venue: 'Ergens anders', startsAt: '2026-05-05T09:30:00+02:00', title: 'Onthaal' },
    }
    await ask(server.url, 'PATCH', `/api/sessions/${empty.session.id}`, { token: empty.token, body: { venue: 'Hier' } })
    const { body } = await put(JSON.stringify(facts))
    expect(body.skipped).toContainEqual({ what: 'venue', count: 1, why: 'thereAlready' })
    const { session } = await recordOf(empty)
    expect(session).toMatchObject({ venue: 'Hier', startsAt: '2026-05-05T09:30:00+02:00', title: 'Onthaal' })
  })

  test('comes once, also when it is sent twice at the same instant', async () => {
    const answers = await Promise.all([put(full), put(full), put(full)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('board-not-empty')
    expect((await recordOf(empty)).notes).toHaveLength(20)
    expect((await recordOf(empty)).takeHomes).toHaveLength(1)
  })

  test('does not come over notes, drafts, themes or a step that runs', async () => {
    await rows('Al iets')
    expect((await put(full)).body).toMatchObject({ status: 409, code: 'board-not-empty' })
    const other = await startNetwork(server.url)
    const { token, session } = other
    const one = await join(server.url, session.code)
    const who = { token: one.token, participant: one.id, organisation: one.organisation as OrganisationId }
    const pad = await openPad(server.url, session.id, who)
    writeNote(
      pad.board,
      { author: one.id, organisation: who.organisation },
      { text: 'Schets', zone: session.zones[0]!.id, x: 0, y: 0 },
      5,
    )
    await pad.saved()
    expect((await put(full, { to: other })).body).toMatchObject({ status: 409, code: 'board-not-empty' })
    pad.leave()
    const running = await startNetwork(server.url)
    const step = running.session.agenda[0]!.id
    await command(server.url, running.session.id, running.token, { type: 'startStep', step })
    const before = await everything(running)
    expect((await put(full, { to: running })).body).toMatchObject({ status: 409, code: 'session-begun' })
    expect(await everything(running)).toBe(before)
    expect(token).toBeTruthy()
  })

  test('comes in a rehearsal as elsewhere', async () => {
    const { body } = await ask<StartedRehearsal>(server.url, 'POST', `/api/sessions/${empty.session.id}/rehearsal`, {
      token: empty.token,
    })
    const rehearsal = { created: body, id: body.network.id, token: body.facilitator.token, session: body.session }
    expect((await rows('Een\nTwee', 'text/plain', rehearsal)).body.imported).toEqual({ notes: 2 })
  })
})

describe('rows and lines', () => {
  test('become notes of the zone in their order, without an author, beside what is there', async () => {
    expect((await rows('Een\n\nTwee', 'text/plain')).body).toMatchObject({
      imported: { notes: 2 },
      skipped: [{ what: 'notes', why: 'empty', lines: [2] }],
    })
    const { body } = await rows('tekst;thema;soort\nDrie;Onthaal;vraag\nVier;ONTHAAL;\nVijf;;onzin')
    expect(body).toMatchObject({ imported: { notes: 2, themes: 1 }, skipped: [{ why: 'unknownKind', lines: [4] }] })
    const { notes, themes } = await server.house.rooms.read(empty.session.id)
    const texts = [...notes.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ text, meta }) => [text, meta.author, meta.kind])
    expect(texts).toEqual([
      ['Een', null, 'idea'],
      ['Twee', null, 'idea'],
      ['Drie', null, 'question'],
      ['Vier', null, 'idea'],
    ])
    expect([...themes.values()].map(({ title }) => title)).toEqual(['Onthaal'])
    await rows('tekst;thema\nZes;onthaal')
    const again = await server.house.rooms.read(empty.session.id)
    expect(again.themes.size).toBe(1)
    const inTheme = [...again.notes.values()].filter(({ place }) => place.theme !== null)
    expect(inTheme.sort((a, b) => (a.place.rank < b.place.rank ? -1 : 1)).map(({ text }) => text)).toEqual([
      'Drie',
      'Vier',
      'Zes',
    ])
  })

  test('fill a board to 5,000 notes and say which lines found no room', async () => {
    expect((await rows('x\n'.repeat(4_999), 'text/plain')).body.imported).toEqual({ notes: 4_999 })
    const { body } = await rows('a\nb\nc', 'text/plain')
    expect(body).toMatchObject({ imported: { notes: 1 }, skipped: [{ why: 'noRoom', count: 2, lines: [2, 3] }] })
  })

  test('need a zone of this session, and a record has its own', async () => {
    expect((await put('x', { type: 'text/plain' })).body).toMatchObject({ status: 400, code: 'malformed' })
    expect((await put('x', { type: 'text/plain', zone: newZoneId() })).body.code).toBe('zone-unknown')
    const of = source.session.zones[0]!.id
    expect((await put('x', { type: 'text/plain', zone: of })).body.code).toBe('zone-unknown')
    expect((await put(full, { zone: empty.session.zones[0]!.id })).body.code).toBe('malformed')
  })
})

describe('what cannot be read is refused with a sentence, and changes nothing', () => {
  /** The record with other values at these places; undefined takes one away. */
  const changed = (places: () => Readonly<Record<string, unknown>>) => () => {
    const one = structuredClone(record) as unknown as Record<string, unknown>
    for (const [place, value] of Object.entries(places())) {
      const steps = place.split('.')
      const last = steps.pop() ?? ''
      const within = steps.reduce((at, step) => at[step] as Record<string, unknown>, one)
      if (value === undefined) Reflect.deleteProperty(within, last)
      else within[last] = value
    }
    return JSON.stringify(one)
  }
  const id = (n: number) => record.notes[n]?.id
  const deep = (depth: number) =>
    `{"format":"bijeen.session","version":1,"level":"full","x":${'['.repeat(depth)}${']'.repeat(depth)}}`

  test.each<[string, () => string, string]>([
    ['a newer version', changed(() => ({ version: 2 })), 'import-newer'],
    ['no version', changed(() => ({ version: undefined })), 'malformed'],
    ['the level for the group', changed(() => ({ level: 'group' })), 'import-level'],
    ['the record of something else', changed(() => ({ format: 'bijeen.series' })), 'import-format'],
    ['a list', () => '[]', 'import-format'],
    ['nothing', () => '', 'malformed'],
    ['half of it', () => full.slice(0, full.length / 2), 'malformed'],
    ['two notes with one id', changed(() => ({ 'notes.1.id': id(0) })), 'malformed'],
    ['a zone that is not there', changed(() => ({ 'notes.0.zone': newZoneId() })), 'malformed'],
    ['a theme that is not there', changed(() => ({ 'notes.0.theme': 'constructor' })), 'malformed'],
    ['an organisation that is not there', changed(() => ({ 'notes.0.organisation': '__proto__' })), 'malformed'],
    ['a ring of stacks', changed(() => ({ 'notes.0.under': id(1), 'notes.1.under': id(0) })), 'malformed'],
    ['a note under itself', changed(() => ({ 'notes.0.under': id(0) })), 'malformed'],
    ['a ring of building on', changed(() => ({ 'notes.0.buildsOn': id(1), 'notes.1.buildsOn': id(0) })), 'malformed'],
    ['half a sign', () => full.replace('"summary": "Een', '"summary": "\\ud83d'), 'malformed'],
    ['a place out of bounds', changed(() => ({ 'notes.0.place.x': 1_000_001 })), 'malformed'],
    ['a place that is no number', () => full.replace(/"x": -?\d+/, '"x": 1e999'), 'malformed'],
    ['words that are too long', changed(() => ({ 'notes.0.text': 'a'.repeat(4_001) })), 'malformed'],
    ['a note without words', changed(() => ({ 'notes.0.text': ' \n ' })), 'malformed'],
    ['a colour of its own', changed(() => ({ 'themes.0.look.colour': '"><script>' })), 'malformed'],
    ['a day that is none', changed(() => ({ 'commitments.0.by': '2026-02-30' })), 'malformed'],
    ['too many zones', changed(() => ({ zones: Array(61).fill(record.zones[0]) })), 'malformed'],
    ['a million zones', changed(() => ({ zones: Array(1_000_000).fill(0) })), 'malformed'],
    ['too many notes', changed(() => ({ notes: Array(5_001).fill(record.notes[0]) })), 'malformed'],
    ['a hundred thousand lists in each other', () => deep(100_000), 'malformed'],
  ])('%s', async (_, body, code) => {
    const before = await everything(empty)
    const answer = await put(body())
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body.code).toBe(code)
    expect(answer.body.detail).toMatch(/\S{3}/)
    expect(await everything(empty)).toBe(before)
  })

  test('keys that would change what all things are, HTML and NUL come in as words, or not at all', async () => {
    const words = '<img src=x onerror=alert(1)>\u0000&amp;'
    const body = changed(() => ({ 'notes.0.text': words }))().replace(
      '{',
      '{"__proto__":{"level":"public"},"constructor":1,',
    )
    const answer = await put(body)
    expect(answer.body.skipped).toContainEqual({
      what: 'keys',
      count: 2,
      why: 'notKnown',
      names: ['__proto__', 'constructor'],
    })
    expect((await recordOf(empty)).notes.some(({ text }) => text === words)).toBe(true)
    expect(({} as { level?: string }).level).toBeUndefined()
  })

  test.each([
    ['a workbook', 'PK\u0003\u0004 rest', 'text/csv', 'import-format'],
    ['a quote that never ends', 'tekst\n"Een', 'text/csv', 'malformed'],
    ['a kind of file that is not known', '<p>', 'text/html', 'import-format'],
  ])('%s', async (_, body, type, code) => {
    const before = await everything(empty)
    expect((await rows(body, type)).body).toMatchObject({ code, detail: expect.stringMatching(/\S{3}/) as string })
    expect(await everything(empty)).toBe(before)
  })

  test('from someone who became a member while the body came: it is looked at again once it is there', async () => {
    const { port } = new URL(server.url)
    const other = await join(server.url, empty.session.code, { organisation: WRITERS[0].organisation })
    const role = (participant: string, as: string, token: string) =>
      command(server.url, empty.session.id, token, { type: 'changeParticipant', participant, role: as } as never)
    await role(other.id, 'facilitator', empty.token)
    const zone = empty.session.zones[0]!.id
    const call = request({
      ...{ port, host: '127.0.0.1', method: 'POST' },
      path: `/api/sessions/${empty.session.id}/import?zone=${zone}`,
      headers: { authorization: `Bearer ${empty.token}`, 'content-type': 'text/plain' },
    })
    const status = new Promise<number | undefined>((done, fail) => {
      call.on('error', fail)
      call.on('response', (answer) => (done(answer.statusCode), answer.resume()))
    })
    const asked = vi.spyOn(server.house.storage, 'findSession')
    call.write('Een\n')
    await vi.waitFor(() => expect(asked).toHaveBeenCalled())
    asked.mockRestore()
    expect((await role(empty.created.facilitator.id, 'member', other.token)).status).toBe(200)
    call.end('Twee')
    expect(await status).toBe(403)
    expect((await server.house.rooms.read(empty.session.id)).notes.size).toBe(0)
  })

  test('a body that says it is too large, before it is sent; and one that does not say so, while it comes', async () => {
    const before = await everything(empty)
    const { port } = new URL(server.url)
    const send = (headers: object, write: (to: ReturnType<typeof request>) => void) =>
      new Promise<number>((done, fail) => {
        const call = request(
          {
            port,
            host: '127.0.0.1',
            method: 'POST',
            path: `/api/sessions/${empty.session.id}/import`,
            headers: { authorization: `Bearer ${empty.token}`, 'content-type': 'application/json', ...headers },
          },
          (answer) => (done(answer.statusCode ?? 0), answer.resume(), call.destroy()),
        )
        call.on('error', fail)
        write(call)
      })
    // Not a byte of it is sent.
    expect(await send({ 'content-length': 60_000_000 }, (call) => call.flushHeaders())).toBe(413)
    const part = Buffer.alloc(1024 * 1024, 32)
    expect(
      await send({}, (call) => {
        const more = (left: number): void => void (left > 0 && call.write(part, () => more(left - 1)))
        more(40)
      }),
    ).toBe(413)
    expect(await everything(empty)).toBe(before)
  })
})
