import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { ParticipantId } from '../../shared/model/ids.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { InvitationAccepted, InvitationInfo, Invited, Joined, Problem } from '../../shared/wire/http.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { changeSession } from '../../server/control/change-session.ts'
import { Colleague } from '../helpers/colleague.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// Someone without a device is in the session too: the facilitator types for them, until they have one.

let server: TestServer
let network: TestNetwork
beforeAll(async () => {
  server = await startServer()
  network = await startNetwork(server.url, { organisations: ['Organisatie A', 'Organisatie B'] })
})
afterAll(() => server.end())
const here: Colleague[] = []
afterEach(() => here.splice(0).forEach((one) => one.leave()))

const say = (body: Command, token = network.token) => command(server.url, network.session.id, token, body)
const state = async () =>
  (await ask<SessionState>(server.url, 'GET', `/api/sessions/${network.session.id}/state`, network)).body
const personIn = async (id: ParticipantId) => (await state()).people.find(({ participant }) => participant === id)

async function added(name: string, organisation = 'Organisatie A'): Promise<ParticipantId> {
  const { participant } = (await say({ type: 'addPerson', name, organisation })).body
  if (!participant) throw new Error('nobody was added')
  return participant
}

/** The facilitator's own socket to the board, on which notes bear this person. */
async function writingFor(id: ParticipantId): Promise<Colleague> {
  const person = await personIn(id)
  const me = { id, organisation: person?.organisation ?? null, token: network.token, url: '' }
  return colleague(me)
}

async function colleague(me: Joined['participant']): Promise<Colleague> {
  const { session } = network
  const one = new Colleague(server.url, session.id, session.zones[0]!.id, me)
  here.push(one)
  await vi.waitUntil(() => one.isHere)
  return one
}

async function writes(one: Colleague): Promise<string> {
  const saved = one.savedEdits
  one.write('Een briefje')
  await vi.waitUntil(() => one.refusals.length > 0 || one.savedEdits > saved)
  return one.refusals[0] ?? 'taken'
}

test('who is added is present in this session, with the organisation that was meant, and has no device', async () => {
  const id = await added('An', 'organisatie b')
  const organisation = network.created.network.organisations[1]!.id
  expect(await personIn(id)).toMatchObject({ name: 'An', organisation, online: false, waiting: false, device: false })
  expect((await personIn(network.created.facilitator.id))?.device ?? true).toBe(true)
  const member = await join(server.url, network.session.code)
  expect((await personIn(member.id))?.device).toBe(true)
})

test('who bears neither name nor organisation is not added', async () => {
  const before = (await state()).people.length
  for (const body of [{}, { name: ' ' }, { name: '', organisation: '' }]) {
    const answer = await say({ type: 'addPerson', ...body })
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed'])
  }
  expect((await state()).people).toHaveLength(before)
})

test('on a board that is open already a facilitator writes in their name at once; a member does not', async () => {
  await writingFor(network.created.facilitator.id)
  const id = await added('Bo')
  expect(await writes(await writingFor(id))).toBe('taken')
  const { organisation } = (await personIn(id))!
  const member = await join(server.url, network.session.code)
  expect(await writes(await colleague({ ...member, id, organisation }))).toBe('author')
})

test('also after a lock, and after the server has started anew', async () => {
  const id = await added('Cas')
  const one = await writingFor(id)
  await say({ type: 'changeZone', zone: network.session.zones[1]!.id, locked: true })
  expect(await writes(one)).toBe('taken')
  server = await server.restart()
  expect(await writes(await writingFor(id))).toBe('taken')
})

test('another organisation of theirs holds at once', async () => {
  const id = await added('Dina')
  const before = await writingFor(id)
  const organisation = network.created.network.organisations[1]!.id
  await say({ type: 'changeParticipant', participant: id, organisation })
  expect(await writes(before)).toBe('author')
  expect(await writes(await writingFor(id))).toBe('taken')
})

test('in the name of someone who was removed, nobody writes', async () => {
  const id = await added('Eef')
  const one = await writingFor(id)
  await say({ type: 'removeParticipant', participant: id })
  expect(await writes(one)).toBe('author')
})

test('in a step without names, nobody is named', async () => {
  const id = await added('Fee')
  const one = await writingFor(id)
  const [step] = network.session.agenda
  await changeSession(server.house, network.session.id, (control) => ({
    ...control,
    agenda: control.agenda.map((each) =>
      each.id === step!.id ? { ...each, identity: 'organisation' as const } : each,
    ),
  }))
  await say({ type: 'startStep', step: step!.id })
  expect(await writes(one)).toBe('author')
  await changeSession(server.house, network.session.id, (control) => ({ ...control, step: null }))
})

type Link = InvitationInfo & { url: string }
const linkFor = (participant: ParticipantId, token = network.token) =>
  ask<Link & Problem>(server.url, 'POST', `/api/networks/${network.id}/invitations`, { token, body: { participant } })
const open = ({ url }: Link, token?: string) =>
  ask<InvitationAccepted & Problem>(server.url, 'POST', `/api/invitations/${url.split('/').at(-1)}`, { token })

test('who gets a phone is the same person on it, and from then on writes alone', async () => {
  const id = await added('Gil')
  const facilitator = await writingFor(id)
  expect(await writes(facilitator)).toBe('taken')
  const link = (await linkFor(id)).body
  const shown = await ask<Invited>(server.url, 'GET', `/api/invitations/${link.url.split('/').at(-1)}`)
  expect(shown.body.person).toMatchObject({ id, name: 'Gil' })
  // Not opened yet: the facilitator still types for them.
  expect(await writes(facilitator)).toBe('taken')
  const came = await open(link)
  expect([came.status, came.body.participant.id, came.body.session]).toEqual([201, id, network.session.id])
  expect((await personIn(id))?.device).toBe(true)
  expect(await writes(facilitator)).toBe('author')
  expect(await writes(await colleague(came.body.participant))).toBe('taken')
})

test('such a link works once, and the last one made alone', async () => {
  const id = await added('Han')
  const [first, second] = [(await linkFor(id)).body, (await linkFor(id)).body]
  expect((await open(first)).body.code).toBe('link-unknown')
  expect((await open(second)).status).toBe(201)
  expect((await open(second)).body.code).toBe('link-unknown')
})

test('nobody is given the link of who writes already: it would read their drafts', async () => {
  const member = await join(server.url, network.session.code)
  const answers = [
    await linkFor(member.id),
    await linkFor(network.created.facilitator.id),
    await linkFor((await startNetwork(server.url)).created.facilitator.id),
    await linkFor(await added('Ina'), member.token),
  ]
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
    [409, 'has-device'],
    [409, 'has-device'],
    [404, 'participant-unknown'],
    [403, 'not-for-you'],
  ])
})

test('their notes go with them when they are erased', async () => {
  const id = await added('Jef')
  await writes(await writingFor(id))
  const path = `/api/networks/${network.id}/people/${id}`
  expect((await ask(server.url, 'DELETE', path, network)).status).toBe(204)
  const board = await server.house.rooms.read(network.session.id)
  expect([...board.notes.values()].filter(({ meta }) => meta.author === id)).toEqual([])
})
