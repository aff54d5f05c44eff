import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionState } from '../../shared/wire/state.ts'
import type { Invitation, Joined, MyNetworks, NetworkInfo, Problem, SessionInfo } from '../../shared/wire/http.ts'
import { memoryRates } from '../../server/access/rates.ts'
import { newNetworkId } from '../../shared/model/ids.ts'
import { withdrawNotes, writeNote } from '../../shared/doc/commands.ts'
import { ask, command, join, startNetwork, startServer, type TestServer } from '../helpers/server.ts'

let server: TestServer
let url: string
beforeAll(async () => {
  server = await startServer()
  url = server.url
})
afterAll(() => server.end())

const state = async (session: string, token: string, as = '') =>
  (await ask<SessionState>(url, 'GET', `/api/sessions/${session}/state${as}`, { token })).body

describe('a network', () => {
  test('starts with five sessions, their zones, codes that are live, and a facilitator', async () => {
    const { created } = await startNetwork(url, { topic: 'Ontmoetingsplaatsen' })
    expect(created.network).toMatchObject({ title: 'Lerend netwerk', topic: 'Ontmoetingsplaatsen', language: 'nl' })
    expect(created.network.organisations.map(({ name }) => name)).toEqual(['Organisatie A', 'Organisatie B'])
    expect(created.network.sessions.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
    for (const session of created.network.sessions) {
      expect(session.joinUrl).toBe(`${url}/join/${session.code}`)
      expect(new Set(session.zones.map(({ kind }) => kind))).toEqual(
        new Set(['expectations', 'presentation', 'reflection', 'crossPollination', 'parked']),
      )
      expect((await ask(url, 'GET', `/api/join/${session.code}`)).status).toBe(200)
    }
    expect(created.facilitator.url).toBe(`${url}/in/${created.facilitator.token}`)
  })

  test('speaks the language it was started in, and may be one session', async () => {
    const { created } = await startNetwork(url, { language: 'fr', template: 'single' })
    expect(created.network.sessions).toHaveLength(1)
    expect(created.network.sessions[0]!.title).toBe('Rencontre 1')
  })

  test('with a title in quotes and right-to-left names keeps them as they are', async () => {
    const title = 'Netwerk "\'<b>&amp;\u202e ontmoeting'
    const { created, session } = await startNetwork(url, { title, organisations: ['بيت الطفل', 'בית'] })
    expect(created.network.title).toBe(title)
    const joined = await join(url, session.code, { name: 'الاسم', organisation: 'بيت الطفل' })
    expect(joined).toMatchObject({ name: 'الاسم', organisation: created.network.organisations[0]!.id })
  })

  test.each([
    {},
    { title: '' },
    { title: '   ' },
    { title: 'x'.repeat(201) },
    { title: 3 },
    { title: 'x', language: 'de' },
    { title: 'x', template: 'ten' },
    { title: 'x', organisations: 'A' },
    { title: 'x', organisations: [''] },
    [[]],
    'text',
  ])('is not started with %j', async (body) => {
    const answer = await ask<Problem>(url, 'POST', '/api/networks', { body: JSON.stringify(body) })
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed'])
  })

  test('changes what is named, and refuses what it does not know', async () => {
    const { id, token, created } = await startNetwork(url)
    const [first] = created.network.organisations
    const answer = await ask<NetworkInfo>(url, 'PATCH', `/api/networks/${id}`, {
      token,
      body: {
        title: 'Nieuw',
        openList: false,
        organisations: [{ id: first!.id, name: 'Organisatie Z' }, { name: 'Organisatie C' }],
      },
    })
    expect(answer.body).toMatchObject({ title: 'Nieuw', openList: false })
    expect(answer.body.organisations.map(({ name }) => name)).toEqual([
      'Organisatie Z',
      'Organisatie B',
      'Organisatie C',
    ])
    expect((await ask(url, 'PATCH', `/api/networks/${id}`, { token, body: { titel: 'x' } })).status).toBe(400)
  })

  test('shows its people to the facilitator alone', async () => {
    const { id, token, session } = await startNetwork(url)
    const joined = await join(url, session.code)
    const all = await ask<NetworkInfo>(url, 'GET', `/api/networks/${id}`, { token })
    expect(all.body.members?.map((member) => member.id)).toContain(joined.id)
    const less = await ask<NetworkInfo>(url, 'GET', `/api/networks/${id}`, { token: joined.token })
    expect(less.body.members).toBeUndefined()
    expect(less.body.me).toEqual({ id: joined.id, role: 'member', name: null, organisation: joined.organisation })
  })

  test('is erased with everything in it, on disk and for everyone', async () => {
    const { id, token, session } = await startNetwork(url)
    const joined = await join(url, session.code)
    await server.house.rooms.write(session.id, (board) =>
      writeNote(
        board,
        { author: null, organisation: null },
        { text: 'weg', zone: session.zones[0]!.id, x: 0, y: 0 },
        1,
      ),
    )
    expect((await ask(url, 'DELETE', `/api/networks/${id}`, { token })).status).toBe(204)
    expect((await ask<Problem>(url, 'GET', `/api/networks/${id}`, { token })).body.code).toBe('network-unknown')
    expect((await ask<Problem>(url, 'GET', `/api/sessions/${session.id}/state`, joined)).body.code).toBe(
      'session-unknown',
    )
    expect((await ask<Problem>(url, 'GET', `/api/join/${session.code}`)).body.code).toBe('code-unknown')
    expect((await server.house.storage.loadBoard(session.id)).log).toEqual([])
  })

  test('gets one session more, with its own code', async () => {
    const { id, token } = await startNetwork(url)
    const answer = await ask<SessionInfo>(url, 'POST', `/api/networks/${id}/sessions`, {
      token,
      body: { venue: 'De kerk' },
    })
    expect(answer.body).toMatchObject({ number: 6, title: 'Bijeenkomst 6', venue: 'De kerk', door: 'open' })
  })
})

describe('a session', () => {
  test('takes a host and a second presenter by id or name, and their zones bear them', async () => {
    const { token, session, created } = await startNetwork(url)
    const host = created.network.organisations[0]!.id
    const change = { host, secondPresenter: 'Organisatie C', startsAt: '2026-03-12T09:30:00+01:00' }
    const { body } = await ask<SessionInfo>(url, 'PATCH', `/api/sessions/${session.id}`, { token, body: change })
    expect(body.host).toBe(host)
    const of = (presenter: string) =>
      new Set(body.zones.filter((zone) => zone.presenter === presenter).map((zone) => zone.organisation))
    expect(of('host')).toEqual(new Set([host]))
    expect(of('second')).toEqual(new Set([body.secondPresenter]))
    expect(body.secondPresenter).not.toBeNull()
    const cleared = await ask<SessionInfo>(url, 'PATCH', `/api/sessions/${session.id}`, { token, body: { host: null } })
    expect(cleared.body.zones.some((zone) => zone.organisation === host)).toBe(false)
    expect((await state(session.id, token)).network.eraseOn).toBe('2026-04-11')
  })

  test.each([
    { startsAt: '2026-03-12' },
    { startsAt: 'morgen' },
    { startsAt: '2026-03-12T09:30' },
    { host: 3 },
    { code: 'ABCDEF' },
  ])('does not take %j', async (body) => {
    const { token, session } = await startNetwork(url)
    expect((await ask(url, 'PATCH', `/api/sessions/${session.id}`, { token, body })).status).toBe(400)
  })

  test('shows each role what it may see', async () => {
    const { token, session } = await startNetwork(url)
    const joined = await join(url, session.code, { name: 'Voornaam' })
    const wall = await ask<{ token: string }>(url, 'POST', `/api/sessions/${session.id}/wall`, { token })
    const seen = await state(session.id, joined.token)
    expect(seen.me).toEqual({
      role: 'member',
      participant: joined.id,
      name: 'Voornaam',
      organisation: joined.organisation,
      unnamed: [],
      marks: { recognise: [], takeHome: [] },
    })
    expect(seen.people.map(({ name }) => name)).toEqual(['Voornaam'])
    for (const onWall of [await state(session.id, wall.body.token), await state(session.id, token, '?as=wall')]) {
      expect(onWall.me).toEqual({
        role: 'wall',
        participant: null,
        name: null,
        organisation: null,
        unnamed: [],
        marks: { recognise: [], takeHome: [] },
      })
      expect(onWall.people).toEqual([])
      expect(onWall.count).toEqual({ people: 1, online: 0, organisations: 1 })
      expect(onWall.session.joinUrl).toBe(`${url}/join/${session.code}`)
    }
  })

  test('of a wall token opens no other session', async () => {
    const { token, created } = await startNetwork(url)
    const [first, second] = created.network.sessions
    const wall = await ask<{ token: string }>(url, 'POST', `/api/sessions/${first!.id}/wall`, { token })
    expect((await ask(url, 'GET', `/api/sessions/${second!.id}/state`, wall.body)).status).toBe(403)
  })
})

describe('joining', () => {
  test('with a code however it is typed makes someone of the organisation', async () => {
    const { session, created } = await startNetwork(url)
    const typed = ` ${session.code!.slice(0, 3).toLowerCase()} ${session.code!.slice(3)} `
    const joined = await join(url, typed, { name: '  Voornaam ', organisation: 'organisatie b' })
    expect(joined).toMatchObject({ name: 'Voornaam', organisation: created.network.organisations[1]!.id })
  })

  test('again with a known token is the same person, in every session', async () => {
    const { created, session } = await startNetwork(url)
    const joined = await join(url, session.code, { name: 'Voornaam' })
    const again = await ask<Joined>(url, 'POST', '/api/join', {
      token: joined.token,
      body: { code: created.network.sessions[1]!.code },
    })
    expect(again.status).toBe(200)
    expect(again.body.participant).toMatchObject({ id: joined.id, token: joined.token, name: 'Voornaam' })
    expect(again.body.session.number).toBe(2)
  })

  test('a known device is recognised by its cookie, and signing out makes it forget', async () => {
    const { session, id } = await startNetwork(url)
    const first = await ask<Joined>(url, 'POST', '/api/join', { body: { code: session.code, name: 'Voornaam' } })
    const setCookie = first.headers.get('set-cookie') ?? ''
    expect(setCookie).toMatch(/^bijeen=[\w-]{43};.*HttpOnly.*SameSite=Lax/i)
    const headers = { cookie: setCookie.split(';')[0]! }
    const known = await ask<Invitation>(url, 'GET', `/api/join/${session.code}`, { headers })
    expect(known.body.known).toMatchObject({ id: first.body.participant.id, name: 'Voornaam' })
    expect((await ask<Invitation>(url, 'GET', `/api/join/${session.code}`)).body.known).toBeNull()
    expect((await ask<MyNetworks>(url, 'GET', '/api/me', { headers })).body.networks.map((one) => one.id)).toEqual([id])
    const out = await ask(url, 'POST', '/api/sign-out', { headers, body: { network: id } })
    expect(out.headers.get('set-cookie')).toMatch(/^bijeen=;.*Max-Age=0/)
  })

  test('by a personal link signs another device in as the same person', async () => {
    const { session, id } = await startNetwork(url)
    const joined = await join(url, session.code)
    const opened = await ask(url, 'GET', new URL(joined.url).pathname)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, `/network/${id}`])
    expect(opened.headers.get('set-cookie')).toContain(joined.token)
  })

  test.each(['x'.repeat(43), 'short'])(
    'by a link that is none any more leads to where the page says so: %s',
    async (token) => {
      const opened = await ask(url, 'GET', `/in/${token}`)
      expect([opened.status, opened.headers.get('location')]).toEqual([303, '/?link=dead'])
      expect(opened.headers.get('set-cookie')).toBeNull()
    },
  )

  test.each(['ZZZZZZ', '', '12', 'OOOOOO', '\u202e\u0000\u0000', "'; drop"])(
    'with %j finds no session',
    async (code) => {
      const answer = await ask<Problem>(url, 'POST', '/api/join', { body: { code } })
      expect([answer.status, answer.body.code]).toEqual([404, 'code-unknown'])
    },
  )

  test('through a closed door is refused to who is new, and not to who is known', async () => {
    const { session, token } = await startNetwork(url)
    const joined = await join(url, session.code)
    await command(url, session.id, token, { type: 'setDoor', door: 'closed' })
    for (const [method, path, body] of [
      ['POST', '/api/join', { code: session.code }],
      ['GET', `/api/join/${session.code}`, undefined],
    ] as const) {
      const answer = await ask<Problem>(url, method, path, { body })
      expect([answer.status, answer.body.code]).toEqual([409, 'door-closed'])
    }
    expect((await ask(url, 'POST', '/api/join', { token: joined.token, body: { code: session.code } })).status).toBe(
      200,
    )
    expect((await state(session.id, joined.token)).session).toMatchObject({ code: null, joinUrl: null, door: 'closed' })
  })

  test('with a replaced code finds no session', async () => {
    const { session, token } = await startNetwork(url)
    const { body } = await command(url, session.id, token, { type: 'newCode' })
    expect((await ask<Problem>(url, 'GET', `/api/join/${session.code}`)).body.code).toBe('code-unknown')
    expect(body.code).not.toBe(session.code)
    await join(url, body.code!)
  })

  test('at a door that asks waits until the facilitator lets them in', async () => {
    const { session, token } = await startNetwork(url)
    const inside = await join(url, session.code)
    await command(url, session.id, token, { type: 'setDoor', door: 'ask' })
    const waiting = await join(url, session.code, { name: 'Voornaam' })
    expect(waiting.waiting).toBe(true)
    const refused = await ask<Problem>(url, 'GET', `/api/sessions/${session.id}/state`, waiting)
    expect([refused.status, refused.body.code]).toEqual([403, 'waiting'])
    expect((await state(session.id, token)).people.filter((person) => person.waiting)).toHaveLength(1)
    expect((await state(session.id, inside.token)).people.map((person) => person.participant)).toEqual([inside.id])
    await command(url, session.id, token, { type: 'changeParticipant', participant: waiting.id, admit: true })
    expect((await state(session.id, waiting.token)).me.participant).toBe(waiting.id)
  })

  test('with an organisation off the list adds it where the list is open, and is refused where it is not', async () => {
    const { session, token, id } = await startNetwork(url)
    const joined = await join(url, session.code, { organisation: 'Organisatie Q' })
    expect(joined.organisation).not.toBeNull()
    await ask(url, 'PATCH', `/api/networks/${id}`, { token, body: { openList: false } })
    for (const organisation of ['Organisatie R', newNetworkId()]) {
      const answer = await ask<Problem>(url, 'POST', '/api/join', { body: { code: session.code, organisation } })
      expect([answer.status, answer.body.code]).toEqual([404, 'organisation-unknown'])
    }
    await join(url, session.code, { organisation: 'Organisatie Q' })
  })

  test('more than sixty times at once goes too fast; a valid code is looked up freely', async () => {
    const own = await startServer({}, { rates: memoryRates() })
    const { session } = await startNetwork(own.url)
    const join = () => ask<Problem>(own.url, 'POST', '/api/join', { body: { code: session.code } })
    const answers = await Promise.all(Array.from({ length: 75 }, join))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(10)
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(60)
    expect(refused[0]!.body.code).toBe('too-fast')
    const looks = await Promise.all(Array.from({ length: 80 }, () => ask(own.url, 'GET', `/api/join/${session.code}`)))
    expect(looks.every(({ status }) => status === 200)).toBe(true)
    const guesses = await Promise.all(Array.from({ length: 61 }, () => ask(own.url, 'GET', '/api/join/ZZZZZZ')))
    expect(guesses.filter(({ status }) => status === 404).length).toBeGreaterThanOrEqual(60)
    expect((await ask(own.url, 'GET', `/api/join/${session.code}`)).status).toBe(429)
    await own.end()
  })
})

describe('what is malformed', () => {
  test('JSON that is none gets a problem', async () => {
    const answer = await ask<Problem>(url, 'POST', '/api/networks', { body: '{"title": ' })
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed'])
  })

  test('an unknown call, an unknown id and a path that cannot be decoded get a problem', async () => {
    for (const [path, code] of [
      ['/api/nothing', 'not-found'],
      [`/api/networks/${newNetworkId()}`, 'network-unknown'],
      ['/api/networks/no-id', 'network-unknown'],
      ["/api/sessions/'%20or%201/state", 'session-unknown'],
    ] as const) {
      const answer = await ask<Problem>(url, 'GET', path)
      expect([answer.status, answer.body.code]).toEqual([404, code])
    }
    expect((await ask<Problem>(url, 'GET', '/api/networks/%E0%A4%A')).status).toBe(400)
  })

  test('a body of 60 MB is refused, and the server goes on', async () => {
    const answer = await new Promise<{ status: number; text: string }>((done, fail) => {
      const bytes = Buffer.alloc(60 * 1024 * 1024, 'x')
      const call = request(`${url}/api/networks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': bytes.length },
      })
      call.on('error', fail)
      call.on('response', (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => done({ status: response.statusCode ?? 0, text }))
      })
      call.end(bytes)
    })
    expect(answer.status).toBe(413)
    expect((JSON.parse(answer.text) as Problem).code).toBe('too-large')
    expect((await ask(url, 'GET', '/healthz')).status).toBe(200)
  })
})

describe('a page of another site', () => {
  const evil = { origin: 'https://example.org' }

  test('changes nothing with a cookie, and a program with its own token does', async () => {
    const { token, id } = await startNetwork(url)
    const headers = { cookie: `bijeen=${token}` }
    const change = (more: object) =>
      ask<Problem>(url, 'PATCH', `/api/networks/${id}`, { body: { topic: 'x' }, headers: { ...headers, ...more } })
    expect((await change(evil)).body.code).toBe('origin')
    expect((await change({ origin: 'null' })).status).toBe(403)
    expect((await change({ origin: url })).status).toBe(200)
    expect((await change({})).status).toBe(200)
    const program = await ask(url, 'PATCH', `/api/networks/${id}`, { token, body: { topic: 'y' }, headers: evil })
    expect(program.status).toBe(200)
  })

  test('loads nothing here and is loaded by nothing here', async () => {
    const csp = (await ask(url, 'GET', '/healthz')).headers.get('content-security-policy')
    expect(csp).toContain("default-src 'self'")
    expect(csp).not.toMatch(/https?:|unsafe|\*/)
  })
})

describe('the record', () => {
  test('comes as text in four formats, with every note that is on the board and none that is not', async () => {
    const { session, token } = await startNetwork(url)
    const zone = session.zones.find(({ kind }) => kind === 'reflection')!.id
    await server.house.rooms.write(session.id, (board) => {
      const write = (text: string) =>
        writeNote(board, { author: null, organisation: null }, { text, zone, x: 0, y: 0 }, 1)
      write('Elkaars fouten horen')
      withdrawNotes(board, [write('Toch niet')])
    })
    for (const [format, type] of [
      ['json', 'application/json'],
      ['md', 'text/markdown'],
      ['html', 'text/html'],
      ['csv', 'text/csv'],
    ] as const) {
      const answer = await ask(url, 'GET', `/api/sessions/${session.id}/record?format=${format}`, { token })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toContain(type)
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="verslag-bijeenkomst-1.${format}"`)
      expect(answer.text.split('Elkaars fouten horen')).toHaveLength(2)
      expect(answer.text).not.toContain('Toch niet')
    }
  })

  test('is for members at the levels that were published, and never in full', async () => {
    const { session, token } = await startNetwork(url)
    const joined = await join(url, session.code)
    const read = (query: string) => ask<Problem>(url, 'GET', `/api/sessions/${session.id}/record${query}`, joined)
    expect((await read('')).body.code).toBe('not-published')
    await command(url, session.id, token, { type: 'publishRecord', level: 'group', on: true })
    expect((await read('')).status).toBe(200)
    expect((await state(session.id, joined.token)).recordPublished).toBe(true)
    expect((await read('?level=full')).body.code).toBe('not-for-you')
    expect((await read('?level=organisation')).body.code).toBe('not-published')
    await command(url, session.id, token, { type: 'publishRecord', level: 'organisation', on: true })
    expect((await read('?level=organisation')).status).toBe(200)
    expect((await read(`?level=organisation&organisation=${newNetworkId()}`)).body.code).toBe('not-for-you')
    await command(url, session.id, token, { type: 'publishRecord', level: 'group', on: false })
    expect((await read('')).body.code).toBe('not-published')
  })

  test.each(['?format=exe', '?level=all', '?level=organisation', '?format=md&format=csv'])(
    'is malformed with %s',
    async (query) => {
      const { session, token } = await startNetwork(url)
      expect((await ask(url, 'GET', `/api/sessions/${session.id}/record${query}`, { token })).status).toBe(400)
    },
  )
})

describe('a host that wants a key', () => {
  test('lets only who shows it start a network', async () => {
    const own = await startServer({ CREATE_KEY: 'sesam' })
    const start = (token?: string) => ask<Problem>(own.url, 'POST', '/api/networks', { token, body: { title: 'x' } })
    expect((await ask<MyNetworks>(own.url, 'GET', '/api/me')).body.createKey).toBe(true)
    expect((await ask<MyNetworks>(url, 'GET', '/api/me')).body.createKey).toBe(false)
    expect((await start()).body.code).toBe('not-for-you')
    expect((await start('fout')).status).toBe(403)
    expect((await start('sesam')).status).toBe(201)
    await own.end()
  })

  test('starts thirty networks an hour at most', async () => {
    const own = await startServer({}, { rates: memoryRates() })
    const start = () => ask(own.url, 'POST', '/api/networks', { body: { title: 'x', template: 'single' } })
    const statuses = (await Promise.all(Array.from({ length: 31 }, start))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(30)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
    await own.end()
  })
})

test('everything is there after a restart, tokens and boards included', async () => {
  const own = await startServer()
  const { session, token, id } = await startNetwork(own.url)
  const joined = await join(own.url, session.code, { name: 'Voornaam' })
  await own.house.rooms.write(session.id, (board) =>
    writeNote(
      board,
      { author: null, organisation: null },
      { text: 'blijft', zone: session.zones[0]!.id, x: 0, y: 0 },
      1,
    ),
  )
  await command(own.url, session.id, token, { type: 'clustering', by: 'everyone' })
  const again = await own.restart()
  const { body } = await ask<SessionState>(again.url, 'GET', `/api/sessions/${session.id}/state`, joined)
  expect(body).toMatchObject({ clustering: 'everyone', me: { name: 'Voornaam' } })
  expect((await ask(again.url, 'GET', `/api/networks/${id}`, { token })).status).toBe(200)
  expect([...(await again.house.rooms.read(session.id)).notes.values()].map(({ text }) => text)).toEqual(['blijft'])
  await again.end()
})
