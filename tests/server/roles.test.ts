import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Problem } from '../../shared/wire/http.ts'
import type { Command, CommandType } from '../../shared/wire/commands.ts'
import { COMMANDS } from '../../shared/wire/commands.ts'
import type { Room } from '../../shared/wire/sync.ts'
import { makeTheme, writeNote } from '../../shared/doc/commands.ts'
import {
  newNetworkId,
  newNoteId,
  newSessionId,
  type CorrectionId,
  type DecisionId,
  type ThemeId,
  newZoneId,
  type NoteId,
  type OrganisationId,
  type ParticipantId,
  type SessionId,
  type StepId,
  type ZoneId,
} from '../../shared/model/ids.ts'
import { makeApp } from '../../server/http/app.ts'
import { builtPage } from '../../server/http/pages.ts'
import { openPad } from '../helpers/full-board.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// Every call, room and command, against everyone who could ask. A new one fails or does not compile until it is here.

const ROLES = ['facilitator', 'member', 'wall', 'stranger', 'nobody', 'removed'] as const
type Who = (typeof ROLES)[number]

let server: TestServer
let network: TestNetwork
let tokens: Record<Who, string | undefined>
let member: ParticipantId
let organisation: OrganisationId
let zone: ZoneId

beforeAll(async () => {
  server = await startServer()
  const { url } = server
  network = await startNetwork(url)
  const { session, token } = network
  const joined = await join(url, session.code)
  member = joined.id
  organisation = joined.organisation as OrganisationId
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

/** A route with what it is about filled in. */
const path = (route: string) =>
  route
    .replace('/networks/:id', `/networks/${network.id}`)
    .replace('/sessions/:id', `/sessions/${network.session.id}`)
    .replace(':participant', network.created.facilitator.id)
    .replace(':organisation', organisation)
    .replace(':invitation', newNetworkId())
    .replace(':share', newNetworkId())
    .replace(':code', network.session.code ?? '')
    .replace(':token', 'x'.repeat(43))
const code = (text: string): string | null => (text.startsWith('{') ? (JSON.parse(text) as Problem).code : null)

const everyone = (status: number) => ROLES.map(() => status)

/** Answers by role: facilitator, member, wall, the facilitator of another network, nobody, someone removed. */
const CALLS: [call: string, body: unknown, statuses: number[]][] = [
  ['POST /api/networks', { title: 'Nog een netwerk', template: 'single' }, everyone(201)],
  ['GET /api/networks/:id', undefined, [200, 200, 403, 403, 401, 401]],
  ['PATCH /api/networks/:id', { topic: 'Taal' }, [200, 403, 403, 403, 401, 401]],
  ['POST /api/networks/:id/sessions', {}, [201, 403, 403, 403, 401, 401]],
  ['GET /api/sessions/:id', undefined, [200, 200, 403, 403, 401, 401]],
  ['PATCH /api/sessions/:id', { venue: 'De zaal' }, [200, 403, 403, 403, 401, 401]],
  ['GET /api/sessions/:id/state', undefined, [200, 200, 200, 403, 401, 401]],
  // Which commands, is below.
  ['POST /api/sessions/:id/commands', {}, [400, 400, 400, 403, 401, 401]],
  ['POST /api/sessions/:id/wall', undefined, [201, 403, 403, 403, 401, 401]],
  ['POST /api/sessions/:id/rehearsal', undefined, [201, 403, 403, 403, 401, 401]],
  ['GET /api/sessions/:id/record?format=md', undefined, [200, 403, 403, 403, 401, 401]],
  ['GET /api/sessions/:id/record?level=full', undefined, [200, 403, 403, 403, 401, 401]],
  ['GET /api/networks/:id/record', undefined, [200, 403, 403, 403, 401, 401]],
  ['GET /api/networks/:id/record?level=full', undefined, [200, 403, 403, 403, 401, 401]],
  ['GET /api/networks/:id/record?level=organisation&format=csv', undefined, [400, 403, 403, 403, 401, 401]],
  ['GET /api/networks/:id/record?format=svg', undefined, [400, 403, 403, 403, 401, 401]],
  ['POST /api/sessions/:id/import', {}, [415, 403, 403, 403, 401, 401]],
  ['GET /api/join/:code', undefined, everyone(200)],
  ['POST /api/join', { code: 'ZZZZZZ' }, everyone(404)],
  ['GET /api/me', undefined, everyone(200)],
  ['POST /api/sign-out', { network: newNetworkId() }, everyone(204)],
  ['GET /in/:token', undefined, everyone(303)],
  ['GET /healthz', undefined, everyone(200)],
  ['GET /readyz', undefined, everyone(200)],
  // Whose machine it is asked on decides: tests/server/metrics.test.ts.
  ['GET /metrics', undefined, everyone(200)],
  ['GET /api/networks/:id/series', undefined, [200, 200, 403, 403, 401, 401]],
  ['GET /api/networks/:id/search?q=taal', undefined, [200, 200, 403, 403, 401, 401]],
  // Which commands, is in tests/server/series-commands.test.ts.
  ['POST /api/networks/:id/commands', {}, [400, 400, 403, 403, 401, 401]],
  ['GET /api/networks/:id/organisations/:organisation', undefined, [200, 200, 403, 403, 401, 401]],
  ['POST /api/networks/:id/invitations', {}, [201, 403, 403, 403, 401, 401]],
  ['DELETE /api/networks/:id/invitations/:invitation', undefined, [404, 403, 403, 403, 401, 401]],
  // Nothing is published yet; what a link opens, and for whom, is in tests/server/shares.test.ts and series-shares.test.ts.
  ['POST /api/sessions/:id/shares', {}, [403, 403, 403, 403, 401, 401]],
  ['GET /api/sessions/:id/shares', undefined, [200, 403, 403, 403, 401, 401]],
  ['DELETE /api/sessions/:id/shares/:share', undefined, [404, 403, 403, 403, 401, 401]],
  ['POST /api/networks/:id/shares', {}, [403, 403, 403, 403, 401, 401]],
  ['GET /api/networks/:id/shares', undefined, [200, 403, 403, 403, 401, 401]],
  ['DELETE /api/networks/:id/shares/:share', undefined, [404, 403, 403, 403, 401, 401]],
  ['GET /api/invitations/:token', undefined, everyone(404)],
  ['POST /api/invitations/:token', {}, everyone(404)],
  ['GET /api/networks/:id/people/:participant/data', undefined, [200, 403, 403, 403, 401, 401]],
  ['DELETE /api/networks/:id/people/:participant/link', undefined, [409, 403, 403, 403, 401, 401]],
  ['POST /api/networks/:id/people/:participant/link', undefined, [0, 403, 403, 403, 401, 401]],
  ['DELETE /api/sessions/:id', undefined, [0, 403, 403, 403, 401, 401]],
  ['DELETE /api/networks/:id/people/:participant', undefined, [409, 403, 403, 403, 401, 401]],
  ['DELETE /api/networks/:id', undefined, [0, 403, 403, 403, 401, 401]],
]

/** Answered with the page, which holds nothing of anyone. */
const PAGES = [
  'GET /',
  'GET /network/:id',
  ...[
    'expectations',
    'matrix',
    'map',
    'records',
    'organisation',
    'organisation/:whose',
    'privacy',
    'record',
    'search',
  ].map((part) => `GET /network/:id/${part}`),
  'GET /join/:code',
  'GET /invite/:token',
  'GET /session/:id',
  'GET /wall/:id',
  'GET /record/:id',
]
const NOWHERE = 'GET /*path'
/** Whoever asks: the link alone counts, and it answers with a page. */
const LINK = 'GET /r/:token'

interface Layer {
  readonly rawPath?: unknown
  readonly route?: { readonly path: string | string[]; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle: { readonly stack?: readonly Layer[] }
}

/** Every route of the server, as express knows it. */
const routesIn = (stack: readonly Layer[], base = ''): string[] =>
  stack.flatMap(({ rawPath, route, handle }) => {
    if (!route)
      return routesIn(handle.stack ?? [], typeof rawPath === 'string' && rawPath !== '/' ? base + rawPath : base)
    const methods = Object.keys(route.methods).map((method) => method.toUpperCase())
    return [route.path].flat().flatMap((one) => methods.map((method) => `${method} ${base}${one}`))
  })

test('every route of the server has its line here, and every line its route', () => {
  const app = makeApp({ house: server.house, page: builtPage('none'), dev: false, log: { error: () => undefined } })
  const lines = CALLS.map(([call]) => call.split('?')[0])
  expect(routesIn((app.router as unknown as { stack: Layer[] }).stack).sort()).toEqual(
    [...new Set([...lines, ...PAGES, NOWHERE, LINK])].sort(),
  )
})

describe.each(CALLS)('%s', (call, body, statuses) => {
  const [method = '', address = ''] = call.split(' ')
  test.each(ROLES.map((who, i) => [who, statuses[i]!] as const).filter(([, status]) => status > 0))(
    '%s gets %i',
    async (who, status) => {
      const answer = await ask(server.url, method, path(address), { token: tokens[who], body })
      expect(answer.status).toBe(status)
      if (status >= 400) {
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
        expect(code(answer.text)).toMatch(
          /^(not-for-you|not-published|import-format|not-available|token-unknown|code-unknown|link-unknown|only-facilitator|malformed)$/,
        )
      }
    },
  )
})

/** What each gets of a room, in the same order: `open`, or the code with which it closes. */
const ROOMS: { readonly [K in Room['kind']]: { readonly name: () => string; readonly answers: unknown[] }[] } = {
  board: [
    { name: () => `board.${network.session.id}`, answers: ['open', 'open', 'open', 4404, 4401, 4401] },
    {
      name: () => `board.${network.created.network.sessions[1]!.id}`,
      answers: ['open', 'open', 4404, 4404, 4401, 4401],
    },
    { name: () => `board.${newSessionId()}`, answers: everyone(4404) },
    { name: () => 'board', answers: everyone(4404) },
  ],
  pad: [
    { name: () => `pad.${network.session.id}.${member}`, answers: [4403, 'open', 4403, 4404, 4401, 4401] },
    {
      name: () => `pad.${network.session.id}.${network.created.facilitator.id}`,
      answers: ['open', 4403, 4403, 4404, 4401, 4401],
    },
    { name: () => `pad.${newSessionId()}.${member}`, answers: everyone(4404) },
    { name: () => `pad.${network.session.id}`, answers: everyone(4404) },
  ],
}

const eachRoom = Object.entries(ROOMS).flatMap(([kind, rooms]) =>
  rooms.map((room, i) => ({ ...room, kind, nth: i + 1 })),
)

describe.each(eachRoom)('room: $kind $nth', ({ name, answers }) => {
  test.each(ROLES.map((who, i) => [who, answers[i]] as const))('%s gets %s', async (who, answer) => {
    const query = tokens[who] === undefined ? '' : `?token=${tokens[who]}`
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/${name()}${query}`)
    const heard = await new Promise((done) => {
      socket.once('message', () => done('open'))
      socket.once('close', done)
    })
    socket.terminate()
    expect(heard).toBe(answer)
  })
})

test.each([
  ['facilitator', 'state'],
  ['member', 'state'],
  ['wall', 'state'],
  ['stranger', 'not-for-you'],
  ['nobody', 'token-unknown'],
  ['removed', 'token-unknown'],
] as const)('guidance: %s gets %s', async (who, answer) => {
  const token = tokens[who]
  const auth = { session: network.session.id, ...(token !== undefined && { token }) }
  const socket = io(server.url, { auth, transports: ['websocket'], forceNew: true, reconnection: false })
  const heard = await new Promise((done) => {
    socket.once('state', () => done('state'))
    socket.once('connect_error', (error) => done((error as { data?: { refusal?: string } }).data?.refusal))
  })
  socket.disconnect()
  expect(heard).toBe(answer)
})

const note = (): Promise<NoteId> =>
  server.house.rooms.write(network.session.id, (board) =>
    writeNote(board, { author: null, organisation: null }, { text: 'Een briefje', zone, x: 0, y: 0 }, 1),
  )

const theme = (): Promise<ThemeId> =>
  server.house.rooms.write(network.session.id, (board) =>
    makeTheme(
      board,
      { author: null, organisation: null },
      { title: 'Een thema', zone, colour: 'honing', status: 'theme' },
      1,
    ),
  )

/** A draft in the pad of who acts. */
async function draft(as: 'facilitator' | 'member'): Promise<NoteId> {
  await command(server.url, network.session.id, network.token, {
    type: 'startStep',
    step: network.session.agenda[0]!.id,
  })
  await command(server.url, network.session.id, network.token, { type: 'changeZone', zone, locked: false })
  const participant = as === 'member' ? member : (network.created.facilitator.id as ParticipantId)
  const from = as === 'member' ? organisation : null
  const who = { token: tokens[as]!, participant, organisation: from }
  const pad = await openPad(server.url, network.session.id as SessionId, who)
  const id = writeNote(pad.board, { author: participant, organisation: from }, { text: 'Schets', zone, x: 0, y: 0 }, 1)
  await pad.saved()
  pad.leave()
  return id
}

/** A note that bears nobody, and the key of who wrote it. */
async function unnamed(as: 'facilitator' | 'member'): Promise<{ note: NoteId; key: NoteId }> {
  const key = await draft(as)
  const step = network.session.agenda[0]!.id
  await command(server.url, network.session.id, network.token, {
    type: 'changeStep',
    step,
    identity: 'nobody',
    mode: 'open',
  })
  const answer = await command(server.url, network.session.id, tokens[as]!, { type: 'publish', notes: [key] })
  if (!answer.body.published) throw new Error(answer.text)
  return { note: answer.body.published![0]!.note, key }
}

/** Whatever an example before this one left open. */
const endVote = () => command(server.url, network.session.id, network.token, { type: 'closeVote' })

/** One good example of each command; a new command does not compile until it has one. */
const EXAMPLES: { readonly [T in CommandType]: (as: 'facilitator' | 'member') => Promise<Command> | Command } = {
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
  addStep: () => ({ type: 'addStep', step: { title: 'Nog een stap' }, before: network.session.agenda[2]!.id }),
  removeStep: async () => {
    const added = await command(server.url, network.session.id, network.token, {
      type: 'addStep',
      step: { title: 'Weg' },
    })
    return { type: 'removeStep', step: added.body.step as StepId }
  },
  orderSteps: () => ({ type: 'orderSteps', steps: [network.session.agenda[3]!.id, network.session.agenda[0]!.id] }),
  timer: () => ({ type: 'timer', action: 'start', seconds: 60 }),
  bringHere: () => ({ type: 'bringHere', view: { kind: 'zone', zone }, only: 'wall' }),
  openVote: async () => {
    await endVote()
    return { type: 'openVote', on: 'themes', dots: 3 }
  },
  closeVote: async () => {
    await endVote()
    await command(server.url, network.session.id, network.token, { type: 'openVote', on: 'notes', dots: 3 })
    return { type: 'closeVote' }
  },
  castDots: async () => {
    await endVote()
    const target = await note()
    await command(server.url, network.session.id, network.token, { type: 'openVote', on: 'notes', dots: 3 })
    return { type: 'castDots', target, dots: 2 }
  },
  reveal: () => ({ type: 'reveal', zone }),
  publish: async (as) => ({ type: 'publish', notes: [await draft(as)] }),
  withdraw: async (as) => ({ type: 'withdraw', ...(await unnamed(as)) }),
  rewrite: async (as) => ({ type: 'rewrite', ...(await unnamed(as)), text: 'Anders gezegd' }),
  endSession: async () => {
    await endVote()
    return { type: 'endSession' }
  },
  ready: async () => {
    const step = network.session.agenda[1]!.id
    await command(server.url, network.session.id, network.token, { type: 'startStep', step })
    return { type: 'ready', on: true, step }
  },
  raiseHand: () => ({ type: 'raiseHand', on: true }),
  mark: async () => ({ type: 'mark', note: await note(), kind: 'recognise', on: true }),
  clustering: () => ({ type: 'clustering', by: 'everyone' }),
  setDoor: () => ({ type: 'setDoor', door: 'open' }),
  newCode: () => ({ type: 'newCode' }),
  addPerson: () => ({ type: 'addPerson', name: 'Zonder toestel' }),
  removeParticipant: async () => {
    const { session } = (
      await ask<{ session: { code: string } }>(server.url, 'GET', path('/api/sessions/:id/state'), network)
    ).body
    return { type: 'removeParticipant', participant: (await join(server.url, session.code)).id }
  },
  changeParticipant: () => ({ type: 'changeParticipant', participant: member, name: 'Voornaam' }),
  takeDown: async () => ({ type: 'takeDown', note: await note() }),
  park: async () => ({ type: 'park', note: await note() }),
  summariseRecord: () => ({ type: 'summariseRecord', text: 'We leerden elkaar kennen.' }),
  deepen: async () => ({ type: 'deepen', theme: await theme(), text: 'Wat we ervan maakten.' }),
  leaveOut: async () => ({ type: 'leaveOut', note: await note(), on: true }),
  keepInGroup: async () => ({ type: 'keepInGroup', note: await note(), on: true }),
  decide: () => ({ type: 'decide', text: 'We beginnen voortaan om tien uur.' }),
  changeDecision: async () => {
    const { body } = await command(server.url, network.session.id, network.token, { type: 'decide', text: 'Eerst zo.' })
    return { type: 'changeDecision', decision: body.decision as DecisionId, text: 'Dan anders.' }
  },
  correct: () => ({ type: 'correct', text: 'De volgende keer is het bij Organisatie B.' }),
  removeCorrection: async () => {
    const { body } = await command(server.url, network.session.id, network.token, { type: 'correct', text: 'Fout.' })
    return { type: 'removeCorrection', correction: body.correction as CorrectionId }
  },
  approveRecord: () => ({ type: 'approveRecord', on: false }),
  publishRecord: () => ({ type: 'publishRecord', level: 'public', on: true }),
}

describe.each(Object.keys(COMMANDS) as CommandType[])('command %s', (type) => {
  const keptOut = [
    ['member', 403],
    ['wall', 403],
    ['stranger', 403],
    ['nobody', 401],
    ['removed', 401],
  ] as const
  test.each(keptOut.filter(([who]) => who !== COMMANDS[type].who))(
    '%s gets %i, and nothing changes',
    async (who, status) => {
      const before = await server.house.storage.findSession(network.session.id)
      const answer = await ask(server.url, 'POST', path('/api/sessions/:id/commands'), {
        token: tokens[who],
        body: { type },
      })
      expect(answer.status).toBe(status)
      expect(await server.house.storage.findSession(network.session.id)).toEqual(before)
    },
  )

  test('the facilitator carries it out', async () => {
    const answer = await command(server.url, network.session.id, network.token, await EXAMPLES[type]('facilitator'))
    expect(answer.body).toMatchObject({ ok: true, version: expect.any(Number) })
    expect(answer.status).toBe(200)
  })

  test('with a field too many it is malformed', async () => {
    const body: Command = Object.assign(await EXAMPLES[type]('facilitator'), { extra: 1 })
    expect((await command(server.url, network.session.id, network.token, body)).status).toBe(400)
  })
})

const FOR_MEMBERS = (Object.keys(COMMANDS) as CommandType[]).filter((type) => COMMANDS[type].who === 'member')
test.each(FOR_MEMBERS)('a member carries out %s', async (type) => {
  const answer = await command(server.url, network.session.id, tokens.member ?? '', await EXAMPLES[type]('member'))
  expect([answer.status, answer.body.ok]).toEqual([200, true])
})

test('what a command names must be there', async () => {
  const send = (body: Command) => command(server.url, network.session.id, network.token, body)
  const gone = newZoneId()
  const answers = await Promise.all([
    send({ type: 'changeZone', zone: gone, title: 'x' }),
    send({ type: 'removeZone', zone: gone }),
    send({ type: 'orderZones', zones: [gone] }),
    send({ type: 'startStep', step: gone as never }),
    send({ type: 'changeStep', step: gone as never, minutes: 5 }),
    send({ type: 'removeStep', step: gone as never }),
    send({ type: 'orderSteps', steps: [gone as never] }),
    send({ type: 'addStep', step: { title: 'x' }, before: gone as never }),
    send({ type: 'addStep', step: { title: 'x', zone: gone } }),
    send({ type: 'takeDown', note: newNoteId() }),
    send({ type: 'park', note: newNoteId() }),
    send({ type: 'removeParticipant', participant: gone as never }),
    send({ type: 'changeParticipant', participant: member, organisation: gone as never }),
    send({ type: 'bringHere', view: { kind: 'theme', theme: gone as never } }),
    send({ type: 'bringHere', view: { kind: 'zone', zone: gone } }),
    send({ type: 'ready', on: true, step: gone as never }),
  ])
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
    [404, 'zone-unknown'],
    [404, 'zone-unknown'],
    [404, 'zone-unknown'],
    [404, 'step-unknown'],
    [404, 'step-unknown'],
    [404, 'step-unknown'],
    [404, 'step-unknown'],
    [404, 'step-unknown'],
    [404, 'zone-unknown'],
    [404, 'note-unknown'],
    [404, 'note-unknown'],
    [404, 'participant-unknown'],
    [404, 'organisation-unknown'],
    [404, 'theme-unknown'],
    [404, 'zone-unknown'],
    [409, 'step-over'],
  ])
})

test('a zone with notes is not removed, and keeps them', async () => {
  await note()
  const answer = await command(server.url, network.session.id, network.token, { type: 'removeZone', zone })
  expect([answer.status, answer.body.code]).toEqual([409, 'zone-not-empty'])
})
