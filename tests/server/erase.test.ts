import { readdirSync, readFileSync } from 'node:fs'
import { join as path } from 'node:path'
import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { stackNotes, writeNote } from '../../shared/doc/commands.ts'
import { newParticipantId, type NoteId, type OrganisationId, type ParticipantId } from '../../shared/model/ids.ts'
import type { Joined, MyNetworks, NetworkInfo, Problem, SessionInfo } from '../../shared/wire/http.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { Colleague } from '../helpers/colleague.ts'
import { ask, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// Erase means gone: from every answer, from the files of the data folder, and from the screens that show it.

let server: TestServer
let url: string
beforeAll(async () => {
  server = await startServer()
  url = server.url
})
afterAll(() => server.end())

const colleagues: Colleague[] = []
afterEach(() => colleagues.splice(0).forEach((one) => one.leave()))

type Someone = Joined['participant']

/** Writes notes as this person, over a socket; resolves when they are on disk. */
async function writes(network: TestNetwork, me: Someone, texts: readonly string[], session = 0): Promise<Colleague> {
  const { id, zones } = network.created.network.sessions[session]!
  const one = new Colleague(url, id, zones.find(({ locked, hidden }) => !locked && !hidden)!.id, me)
  colleagues.push(one)
  await vi.waitUntil(() => one.isHere)
  for (const text of texts) one.write(text)
  await vi.waitUntil(() => one.savedEdits === texts.length)
  expect(await textsOn(network, session)).toEqual(expect.arrayContaining([...texts]))
  return one
}

const textsOn = async (network: TestNetwork, session = 0) =>
  [...(await server.house.rooms.read(network.created.network.sessions[session]!.id)).notes.values()].map(
    ({ text }) => text,
  )

const everyFile = () =>
  readdirSync(server.dataDir)
    .map((file) => readFileSync(path(server.dataDir, file), 'latin1'))
    .join('')

/** What the page of a session hears last. */
async function lookAt(session: string, token: string) {
  const page = io(url, { auth: { session, token }, transports: ['websocket'], forceNew: true, reconnection: false })
  const bye = new Promise<unknown>((done) => page.on('bye', done))
  await new Promise((done) => page.once('state', done))
  return { bye, close: () => page.disconnect() }
}

const remove = (where: string, token?: string) => ask<Problem>(url, 'DELETE', where, { token })

describe('a session that is erased', () => {
  test('is gone from the answers, from the files and from the screens; the others stay', async () => {
    const network = await startNetwork(url, { organisations: ['Organisatie Q'] })
    const { token, session } = network
    const member = await join(url, session.code, { organisation: 'Organisatie Q' })
    const wall = await ask<{ token: string }>(url, 'POST', `/api/sessions/${session.id}/wall`, { token })
    await ask(url, 'PATCH', `/api/sessions/${session.id}`, { token, body: { venue: 'DE-ZAAL-VAN-TOEN' } })
    const writer = await writes(network, member, ['WAT-NIEMAND-MEER-LEEST'])
    await writes(network, member, ['Blijft in de tweede'], 1)
    const page = await lookAt(session.id, token)
    const hungUp = writer.hungUpOn()

    expect((await remove(`/api/sessions/${session.id}`, token)).status).toBe(204)

    expect(await page.bye).toEqual({ refusal: 'session-unknown' })
    await hungUp
    for (const call of ['', '/state', '/record?level=full'])
      expect((await ask<Problem>(url, 'GET', `/api/sessions/${session.id}${call}`, { token })).body.code).toBe(
        'session-unknown',
      )
    expect((await ask<Problem>(url, 'GET', `/api/join/${session.code}`)).body.code).toBe('code-unknown')
    const second = network.created.network.sessions[1]!.id
    expect((await ask<Problem>(url, 'GET', `/api/sessions/${second}/state`, wall.body)).body.code).toBe('token-unknown')
    expect(await textsOn(network, 1)).toEqual(['Blijft in de tweede'])
    const files = everyFile()
    for (const word of ['WAT-NIEMAND-MEER-LEEST', 'DE-ZAAL-VAN-TOEN']) expect(files).not.toContain(word)
    page.close()
  })

  test('leaves the others their numbers, and its own to nobody unless it was the last', async () => {
    const { id, token, created } = await startNetwork(url)
    const [, second, third, , fifth] = created.network.sessions
    await remove(`/api/sessions/${second!.id}`, token)
    const seen = async () =>
      (await ask<NetworkInfo>(url, 'GET', `/api/networks/${id}`, { token })).body.sessions.map(({ number }) => number)
    expect(await seen()).toEqual([1, 3, 4, 5])
    const { body } = await ask<SessionState>(url, 'GET', `/api/sessions/${third!.id}/state`, { token })
    expect([body.session.number, body.network.sessions]).toEqual([3, 5])
    const record = await ask(url, 'GET', `/api/sessions/${third!.id}/record?format=md`, { token })
    expect(record.text).toContain('Verslag bijeenkomst 3 van 5')
    const add = () => ask<SessionInfo>(url, 'POST', `/api/networks/${id}/sessions`, { token, body: {} })
    expect((await add()).body).toMatchObject({ number: 6, title: 'Bijeenkomst 6' })
    await remove(`/api/sessions/${fifth!.id}`, token)
    expect(await seen()).toEqual([1, 3, 4, 6])
  })

  test('names as the next session the one that is there', async () => {
    const { token, created } = await startNetwork(url)
    const [first, second, third] = created.network.sessions
    await ask(url, 'PATCH', `/api/sessions/${third!.id}`, { token, body: { startsAt: '2026-05-12T09:30:00+02:00' } })
    await remove(`/api/sessions/${second!.id}`, token)
    const record = await ask(url, 'GET', `/api/sessions/${first!.id}/record?format=md`, { token })
    expect(record.text).toContain('Bijeenkomst 3 van 5')
  })
})

describe('someone who is erased', () => {
  const people = (network: TestNetwork, who: string) => `/api/networks/${network.id}/people/${who}`

  test('is gone with every note of theirs in every session, and nobody else loses one', async () => {
    const network = await startNetwork(url)
    const { token, session } = network
    const gone = await join(url, session.code, { name: 'NAAM-DIE-WEG-MOET' })
    const stays = await join(url, session.code, { name: 'Blijft' })
    const here = await writes(network, gone, ['EERSTE-WEG', 'TWEEDE-WEG'])
    await writes(network, stays, ['Blijft liggen'])
    await writes(network, gone, ['DERDE-WEG'], 1)
    const [under] = [...(await server.house.rooms.read(session.id)).notes].find(([, one]) => one.text === 'EERSTE-WEG')!
    await server.house.rooms.write(session.id, (board) => {
      const writer = { author: stays.id as ParticipantId, organisation: stays.organisation as OrganisationId }
      const lies: NoteId = writeNote(board, writer, { text: 'Eronder', zone: session.zones[0]!.id, x: 0, y: 0 }, 1)
      stackNotes(board, [lies], under)
    })
    const page = await lookAt(session.id, gone.token)
    const hungUp = here.hungUpOn()

    expect((await remove(people(network, gone.id), token)).status).toBe(204)

    await hungUp
    expect(await page.bye).toEqual({ refusal: 'token-unknown' })
    expect((await textsOn(network)).sort()).toEqual(['Blijft liggen', 'Eronder'])
    expect(await textsOn(network, 1)).toEqual([])
    expect((await ask<Problem>(url, 'GET', `/api/sessions/${session.id}/state`, gone)).body.code).toBe('token-unknown')
    const answers = [
      await ask(url, 'GET', `/api/networks/${network.id}`, { token }),
      await ask(url, 'GET', `/api/sessions/${session.id}/state`, { token }),
      await ask(url, 'GET', `/api/sessions/${session.id}/record?level=full`, { token }),
    ]
    const everywhere = answers.map(({ text }) => text).join('') + everyFile()
    for (const word of ['NAAM-DIE-WEG-MOET', 'EERSTE-WEG', 'TWEEDE-WEG', 'DERDE-WEG', gone.id])
      expect(everywhere).not.toContain(word)
    page.close()
  })

  test('may be oneself: the device forgets the network', async () => {
    const network = await startNetwork(url)
    const me = await join(url, network.session.code)
    await writes(network, me, ['Van mij'])
    const headers = { cookie: `bijeen=${me.token}` }
    const answer = await ask(url, 'DELETE', people(network, me.id), { headers })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('set-cookie')).toMatch(/^bijeen=;.*Max-Age=0/)
    expect((await ask<MyNetworks>(url, 'GET', '/api/me', { headers })).body.networks).toEqual([])
    expect(await textsOn(network)).toEqual([])
  })

  test.each(['another member', 'the wall', 'a stranger', 'nobody', 'someone at the door'] as const)(
    'is not erased by %s',
    async (who) => {
      const network = await startNetwork(url)
      const { session, token } = network
      const me = await join(url, session.code)
      await writes(network, me, ['Blijft'])
      const other = await join(url, session.code)
      const wall = await ask<{ token: string }>(url, 'POST', `/api/sessions/${session.id}/wall`, { token })
      const command = `/api/sessions/${session.id}/commands`
      await ask(url, 'POST', command, { token, body: { type: 'setDoor', door: 'ask' } })
      const tokens = {
        'another member': other.token,
        'the wall': wall.body.token,
        'a stranger': (await startNetwork(url)).token,
        nobody: undefined,
        'someone at the door': (await join(url, session.code)).token,
      }
      expect((await remove(people(network, me.id), tokens[who])).status).toBe(who === 'nobody' ? 401 : 403)
      expect(await textsOn(network)).toEqual(['Blijft'])
      expect((await ask(url, 'GET', `/api/networks/${network.id}`, me)).status).toBe(200)
    },
  )

  test('is never the only facilitator, and never someone of another network', async () => {
    const network = await startNetwork(url)
    const { created, token } = network
    const itself = await remove(people(network, created.facilitator.id), token)
    expect([itself.status, itself.body.code]).toEqual([409, 'only-facilitator'])
    const elsewhere = await join(url, (await startNetwork(url)).session.code)
    for (const who of [elsewhere.id, newParticipantId(), 'no-id']) {
      const answer = await remove(people(network, who), token)
      expect([answer.status, answer.body.code]).toEqual([404, 'participant-unknown'])
    }
    expect((await ask(url, 'GET', `/api/networks/${network.id}`, { token })).status).toBe(200)
  })

  test('writes nothing more from the moment their notes begin to go', async () => {
    const network = await startNetwork(url)
    const me = await join(url, network.session.code)
    const one = await writes(network, me, ['Voor het wissen'])
    const { storage } = server.house
    const erase = storage.eraseMember
    let code: unknown
    const erasing = vi.spyOn(storage, 'eraseMember').mockImplementationOnce(async (id) => {
      // The notes are gone, the person is not yet: what is typed now must not stay behind.
      one.write('Tijdens het wissen')
      const again = new WebSocket(`${url.replace('http', 'ws')}/sync/board.${network.session.id}?token=${me.token}`)
      code = await new Promise((done) => {
        again.once('message', () => done('open'))
        again.once('close', done)
      })
      await erase(id)
    })
    expect((await remove(people(network, me.id), network.token)).status).toBe(204)
    erasing.mockRestore()
    expect(code).toBe(4503)
    expect(await textsOn(network)).toEqual([])
  })

  test('is still there when the disk fails, and can be erased again', async () => {
    const network = await startNetwork(url)
    const me = await join(url, network.session.code)
    await writes(network, me, ['Weg'])
    const failing = vi.spyOn(server.house.storage, 'foldBoard').mockRejectedValue(new Error('disk full'))
    const first = await remove(people(network, me.id), network.token)
    expect([first.status, first.body.code]).toEqual([503, 'disk'])
    expect((await ask(url, 'GET', `/api/networks/${network.id}`, me)).status).toBe(200)
    failing.mockRestore()
    expect((await remove(people(network, me.id), network.token)).status).toBe(204)
    expect(everyFile()).not.toContain(me.id)
  })
})
