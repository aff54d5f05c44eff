import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Problem } from '../../shared/wire/http.ts'
import type { Command, CommandType } from '../../shared/wire/commands.ts'
import { COMMANDS } from '../../shared/wire/commands.ts'
import { writeNote } from '../../shared/doc/commands.ts'
import { newNoteId, newZoneId, type NoteId, type ParticipantId, type ZoneId } from '../../shared/model/ids.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// Every call and every command, against everyone who could make it.

const ROLES = ['facilitator', 'member', 'wall', 'stranger', 'nobody', 'removed'] as const
type Who = (typeof ROLES)[number]

let server: TestServer
let network: TestNetwork
let tokens: Record<Who, string | undefined>
let member: ParticipantId
let zone: ZoneId

beforeAll(async () => {
  server = await startServer()
  const { url } = server
  network = await startNetwork(url)
  const { session, token } = network
  const joined = await join(url, session.code)
  member = joined.id
  const removed = await join(url, session.code)
  expect((await command(url, session.id, token, { type: 'removeParticipant', participant: removed.id })).status).toBe(
    200,
  )
  const wall = await ask<{ token: string }>(url, 'POST', `/api/sessions/${session.id}/wall`, { token })
  tokens = {
    facilitator: token,
    member: joined.token,
    wall: wall.body.token,
    stranger: (await startNetwork(url, { title: 'Ander netwerk' })).token,
    nobody: undefined,
    removed: removed.token,
  }
  zone = session.zones[0]!.id
})
afterAll(() => server.end())

const path = (text: string) =>
  text
    .replace(':network', network.id)
    .replace(':session', network.session.id)
    .replace(':facilitator', network.created.facilitator.id)
const code = (text: string): string | null => (text.startsWith('{') ? (JSON.parse(text) as Problem).code : null)

/** Answers by role: facilitator, member, wall, the facilitator of another network, nobody, someone removed. */
const CALLS: [call: string, body: unknown, statuses: number[]][] = [
  ['GET /api/networks/:network', undefined, [200, 200, 403, 403, 401, 401]],
  ['PATCH /api/networks/:network', { topic: 'Taal' }, [200, 403, 403, 403, 401, 401]],
  ['POST /api/networks/:network/sessions', {}, [201, 403, 403, 403, 401, 401]],
  ['GET /api/sessions/:session', undefined, [200, 200, 403, 403, 401, 401]],
  ['PATCH /api/sessions/:session', { venue: 'De zaal' }, [200, 403, 403, 403, 401, 401]],
  ['GET /api/sessions/:session/state', undefined, [200, 200, 200, 403, 401, 401]],
  ['POST /api/sessions/:session/wall', undefined, [201, 403, 403, 403, 401, 401]],
  ['GET /api/sessions/:session/record?format=md', undefined, [200, 403, 403, 403, 401, 401]],
  ['GET /api/sessions/:session/record?level=full', undefined, [200, 403, 403, 403, 401, 401]],
  ['DELETE /api/sessions/:session', undefined, [0, 403, 403, 403, 401, 401]],
  ['DELETE /api/networks/:network/people/:facilitator', undefined, [409, 403, 403, 403, 401, 401]],
  ['DELETE /api/networks/:network', undefined, [0, 403, 403, 403, 401, 401]],
]

describe.each(CALLS)('%s', (call, body, statuses) => {
  const [method = '', address = ''] = call.split(' ')
  test.each(ROLES.map((who, i) => [who, statuses[i]!] as const).filter(([, status]) => status > 0))(
    '%s gets %i',
    async (who, status) => {
      const answer = await ask(server.url, method, path(address), { token: tokens[who], body })
      expect(answer.status).toBe(status)
      if (status >= 400) {
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
        expect(code(answer.text)).toMatch(/^(not-for-you|not-published|token-unknown|only-facilitator)$/)
      }
    },
  )
})

const note = (): Promise<NoteId> =>
  server.house.rooms.write(network.session.id, (board) =>
    writeNote(board, { author: null, organisation: null }, { text: 'Een briefje', zone, x: 0, y: 0 }, 1),
  )

/** One good example of each command; a new command does not compile until it has one. */
const EXAMPLES: { readonly [T in CommandType]: () => Promise<Command> | Command } = {
  addZone: () => ({ type: 'addZone', zone: { kind: 'free', title: 'Nieuw' } }),
  changeZone: () => ({ type: 'changeZone', zone, locked: true }),
  removeZone: async () => {
    const added = await command(server.url, network.session.id, network.token, {
      type: 'addZone',
      zone: { kind: 'free', title: 'Weg' },
    })
    return { type: 'removeZone', zone: added.body.zone as ZoneId }
  },
  orderZones: () => ({ type: 'orderZones', zones: [network.session.zones[3]!.id, zone] }),
  startStep: () => ({ type: 'startStep', step: network.session.agenda[1]!.id }),
  changeStep: () => ({ type: 'changeStep', step: network.session.agenda[1]!.id, minutes: 12 }),
  bringHere: () => ({ type: 'bringHere', view: { kind: 'zone', zone }, only: 'wall' }),
  clustering: () => ({ type: 'clustering', by: 'everyone' }),
  setDoor: () => ({ type: 'setDoor', door: 'open' }),
  newCode: () => ({ type: 'newCode' }),
  removeParticipant: async () => {
    const { session } = (
      await ask<{ session: { code: string } }>(server.url, 'GET', path('/api/sessions/:session/state'), network)
    ).body
    return { type: 'removeParticipant', participant: (await join(server.url, session.code)).id }
  },
  changeParticipant: () => ({ type: 'changeParticipant', participant: member, name: 'Voornaam' }),
  takeDown: async () => ({ type: 'takeDown', note: await note() }),
  park: async () => ({ type: 'park', note: await note() }),
  publishRecord: () => ({ type: 'publishRecord', level: 'public', on: true }),
}

describe.each(Object.keys(COMMANDS) as CommandType[])('command %s', (type) => {
  test.each([
    ['member', 403],
    ['wall', 403],
    ['stranger', 403],
    ['nobody', 401],
    ['removed', 401],
  ] as const)('%s gets %i, and nothing changes', async (who, status) => {
    const before = await server.house.storage.findSession(network.session.id)
    const answer = await ask(server.url, 'POST', path('/api/sessions/:session/commands'), {
      token: tokens[who],
      body: { type },
    })
    expect(answer.status).toBe(status)
    expect(await server.house.storage.findSession(network.session.id)).toEqual(before)
  })

  test('the facilitator carries it out', async () => {
    const answer = await command(server.url, network.session.id, network.token, await EXAMPLES[type]())
    expect(answer.body).toMatchObject({ ok: true, version: expect.any(Number) })
    expect(answer.status).toBe(200)
  })

  test('with a field too many it is malformed', async () => {
    const body: Command = Object.assign(await EXAMPLES[type](), { extra: 1 })
    expect((await command(server.url, network.session.id, network.token, body)).status).toBe(400)
  })
})

test('what a command names must be there', async () => {
  const send = (body: Command) => command(server.url, network.session.id, network.token, body)
  const gone = newZoneId()
  const answers = await Promise.all([
    send({ type: 'changeZone', zone: gone, title: 'x' }),
    send({ type: 'removeZone', zone: gone }),
    send({ type: 'orderZones', zones: [gone] }),
    send({ type: 'startStep', step: gone as never }),
    send({ type: 'takeDown', note: newNoteId() }),
    send({ type: 'park', note: newNoteId() }),
    send({ type: 'removeParticipant', participant: gone as never }),
    send({ type: 'changeParticipant', participant: member, organisation: gone as never }),
    send({ type: 'bringHere', view: { kind: 'theme', theme: gone as never } }),
  ])
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
    [404, 'zone-unknown'],
    [404, 'zone-unknown'],
    [404, 'zone-unknown'],
    [404, 'step-unknown'],
    [404, 'note-unknown'],
    [404, 'note-unknown'],
    [404, 'participant-unknown'],
    [404, 'organisation-unknown'],
    [404, 'theme-unknown'],
  ])
})

test('what is not built yet says so', async () => {
  const step = network.session.agenda[1]!.id
  for (const change of [{ mode: 'silent' }, { mode: 'vote' }, { identity: 'nobody' }] as const) {
    const answer = await command(server.url, network.session.id, network.token, { type: 'changeStep', step, ...change })
    expect([answer.status, answer.body.code]).toEqual([409, 'not-available'])
  }
  for (const format of ['docx', 'pdf', 'svg', 'png']) {
    const answer = await ask<Problem>(
      server.url,
      'GET',
      path(`/api/sessions/:session/record?format=${format}`),
      network,
    )
    expect([answer.status, answer.body.code]).toEqual([409, 'not-available'])
  }
})

test('a zone with notes is not removed, and keeps them', async () => {
  await note()
  const answer = await command(server.url, network.session.id, network.token, { type: 'removeZone', zone })
  expect([answer.status, answer.body.code]).toEqual([409, 'zone-not-empty'])
})
