import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { io } from 'socket.io-client'
import type { Command } from '../../shared/wire/commands.ts'
import type { InvitationAccepted, InvitationInfo, Invited, NetworkInfo, Problem } from '../../shared/wire/http.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { hashToken } from '../../server/access/token.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// Co-facilitators come by a link that works once; so does the first device of who came without one.

let server: TestServer
let network: TestNetwork
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())

async function start(): Promise<TestNetwork> {
  return (network = await startNetwork(server.url, { organisations: ['Organisatie A', 'Organisatie B'] }))
}

type Link = InvitationInfo & { url: string }
const tokenOf = ({ url }: Link): string => url.split('/').at(-1) ?? ''
const invite = async (token = network.token, body: object = {}): Promise<Link> => {
  const made = await ask<Link>(server.url, 'POST', `/api/networks/${network.id}/invitations`, { token, body })
  expect(made.status).toBe(201)
  return made.body
}
const open = (link: Link, body: object = {}, token?: string) =>
  ask<InvitationAccepted & Problem>(server.url, 'POST', `/api/invitations/${tokenOf(link)}`, { body, token })
const say = (body: Command, token = network.token) => command(server.url, network.session.id, token, body)
const info = async (token = network.token) =>
  (await ask<NetworkInfo & Problem>(server.url, 'GET', `/api/networks/${network.id}`, { token })).body
const roles = async (token = network.token) =>
  (await info(token)).members?.map(({ role }) => role).sort((a, b) => a.localeCompare(b))

describe('a link for a co-facilitator', () => {
  test('asks who one is, makes a facilitator, and then lets nobody else in', async () => {
    await start()
    const link = await invite()
    expect(link.url).toMatch(/\/invite\/[A-Za-z0-9_-]{43}$/)
    const shown = await ask<Invited>(server.url, 'GET', `/api/invitations/${tokenOf(link)}`)
    expect(shown.body).toMatchObject({ network: { id: network.id }, person: null, known: null })
    const came = await open(link, { name: 'An', organisation: 'Organisatie B' })
    expect([came.status, came.body.participant.name]).toEqual([201, 'An'])
    expect(came.headers.get('set-cookie')).toMatch(/HttpOnly/)
    const { token } = came.body.participant
    expect((await info(token)).me).toMatchObject({ role: 'facilitator', name: 'An' })
    expect((await say({ type: 'newCode' }, token)).status).toBe(200)
    for (const again of [await open(link), await ask<Problem>(server.url, 'GET', `/api/invitations/${tokenOf(link)}`)])
      expect([again.status, again.body.code]).toEqual([404, 'link-unknown'])
    expect(await roles()).toEqual(['facilitator', 'facilitator'])
  })

  test('is kept as a hash alone, is in no answer but the first, and is not of the person it makes', async () => {
    await start()
    const link = await invite()
    const [kept] = await server.house.storage.invitationsOf(network.created.network.id)
    expect(kept?.hash).toBe(hashToken(tokenOf(link)))
    const text = JSON.stringify([kept, await info()])
    expect(text).toContain(link.id)
    expect(text).not.toContain(tokenOf(link))
    const { token } = (await open(link)).body.participant
    expect(token).not.toBe(tokenOf(link))
    expect((await ask(server.url, 'GET', `/api/networks/${network.id}`, { token: tokenOf(link) })).status).toBe(401)
  })

  test('opened by two at the same instant lets one of them in', async () => {
    await start()
    const link = await invite()
    const answers = await Promise.all([open(link), open(link), open(link)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404])
    expect(await roles()).toEqual(['facilitator', 'facilitator'])
  })

  test('that leaked is taken back, by any facilitator of this network and by nobody else', async () => {
    await start()
    const link = await invite()
    const path = `/api/networks/${network.id}/invitations/${link.id}`
    const member = await join(server.url, network.session.code)
    expect((await ask(server.url, 'DELETE', path, member)).status).toBe(403)
    const stranger = await startNetwork(server.url)
    const strangely = `/api/networks/${stranger.id}/invitations/${link.id}`
    expect((await ask(server.url, 'DELETE', strangely, stranger)).status).toBe(404)
    expect((await ask(server.url, 'DELETE', path, network)).status).toBe(204)
    expect((await open(link)).body.code).toBe('link-unknown')
    expect((await info()).invitations).toEqual([])
  })

  test('makes a facilitator of a member who opens it, with the same token and id, on all open screens', async () => {
    await start()
    const member = await join(server.url, network.session.code, { name: 'Bo' })
    const auth = { session: network.session.id, token: member.token }
    const screen = io(server.url, { auth, transports: ['websocket'], forceNew: true, reconnectionDelay: 10 })
    let seen: SessionState | undefined
    screen.on('state', (state: SessionState) => (seen = state))
    await vi.waitUntil(() => seen?.me.role === 'member')
    const came = await open(await invite(), { name: 'Iemand anders' }, member.token)
    expect([came.status, came.body.participant.id, came.body.participant.token]).toEqual([200, member.id, member.token])
    await vi.waitUntil(() => seen?.me.role === 'facilitator')
    screen.disconnect()
    expect((await info(member.token)).me).toMatchObject({ id: member.id, name: 'Bo', role: 'facilitator' })
  })

  test('opened by a facilitator stays as it was, for who it is meant for', async () => {
    await start()
    const link = await invite()
    const own = await open(link, {}, network.token)
    expect([own.status, own.body.participant.id]).toEqual([200, network.created.facilitator.id])
    expect((await open(link)).status).toBe(201)
  })

  test('goes with the facilitator who made it', async () => {
    await start()
    const other = (await open(await invite())).body.participant
    const left = await invite(other.token)
    await say({ type: 'changeParticipant', participant: other.id, role: 'member' })
    expect((await open(left)).body.code).toBe('link-unknown')
  })

  test('is one of fifty at most', async () => {
    await start()
    await Promise.all(Array.from({ length: 50 }, () => invite()))
    const more = await ask<Problem>(server.url, 'POST', `/api/networks/${network.id}/invitations`, network)
    expect([more.status, more.body.code]).toEqual([409, 'bounds'])
  })
})

describe('a facilitator', () => {
  test('becomes a member again by another, at once, on a screen that stands open too', async () => {
    await start()
    const other = (await open(await invite())).body.participant
    const auth = { session: network.session.id, token: other.token }
    const screen = io(server.url, { auth, transports: ['websocket'], forceNew: true, reconnectionDelay: 10 })
    let seen: SessionState | undefined
    screen.on('state', (state: SessionState) => (seen = state))
    await vi.waitUntil(() => seen?.me.role === 'facilitator')
    expect((await say({ type: 'changeParticipant', participant: other.id, role: 'member' })).status).toBe(200)
    await vi.waitUntil(() => seen?.me.role === 'member')
    expect(await screen.emitWithAck('command', { type: 'newCode' })).toEqual({ ok: false, refusal: 'not-for-you' })
    screen.disconnect()
    expect((await say({ type: 'newCode' }, other.token)).status).toBe(403)
  })

  test('is removed by another', async () => {
    await start()
    const other = (await open(await invite())).body.participant
    expect((await say({ type: 'removeParticipant', participant: other.id })).status).toBe(200)
    expect((await say({ type: 'newCode' }, other.token)).status).toBe(401)
  })

  test('who is the only one stays, whatever is asked', async () => {
    await start()
    const me = network.created.facilitator.id
    await join(server.url, network.session.code)
    const answers = [
      await say({ type: 'removeParticipant', participant: me }),
      await say({ type: 'changeParticipant', participant: me, role: 'member' }),
      await ask<Problem>(server.url, 'DELETE', `/api/networks/${network.id}/people/${me}`, network),
    ]
    for (const { status, body } of answers) expect([status, body.code]).toEqual([409, 'only-facilitator'])
    expect(await roles()).toEqual(['facilitator', 'member'])
  })

  test.each([
    [
      'make each other a member',
      (participant: never): Command => ({ type: 'changeParticipant', participant, role: 'member' }),
    ],
    ['remove each other', (participant: never): Command => ({ type: 'removeParticipant', participant })],
  ])('is left when two %s at the same instant', async (_, what) => {
    await start()
    const other = (await open(await invite())).body.participant
    const answers = await Promise.all([
      say(what(other.id as never)),
      say(what(network.created.facilitator.id as never), other.token),
    ])
    expect(answers.filter(({ body }) => body.ok)).toHaveLength(1)
    const members = await server.house.storage.membersOf(network.created.network.id)
    expect(members.filter(({ role }) => role === 'facilitator')).toHaveLength(1)
  })

  test('is made of a member without a link too, and not of who has no device', async () => {
    await start()
    const member = await join(server.url, network.session.code)
    await say({ type: 'changeParticipant', participant: member.id, role: 'facilitator' })
    expect((await info(member.token)).me.role).toBe('facilitator')
    const { participant } = (await say({ type: 'addPerson', name: 'Cas' })).body
    const made = await say({ type: 'changeParticipant', participant: participant!, role: 'facilitator' })
    expect([made.status, made.body.code]).toEqual([409, 'no-device'])
  })
})
