import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { OrganisationId, SessionId } from '../../shared/model/ids.ts'
import type {
  InvitationAccepted,
  InvitationInfo,
  Invited,
  NetworkInfo,
  Problem,
  RenewedLink,
} from '../../shared/wire/http.ts'
import { CLOSE } from '../../shared/wire/sync.ts'
import { openBoard, openPad, type Who, type Writer } from '../helpers/full-board.ts'
import { Listener } from '../helpers/listener.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// One link for the whole series: made anew by who it is of, closed by who guides when a phone is lost.

let server: TestServer
let network: TestNetwork
let session: SessionId
let an: Who
let bo: Who
const opened: { leave: () => void }[] = []

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())
beforeEach(async () => {
  network = await startNetwork(server.url)
  session = network.session.id as SessionId
  an = await comes('An')
  bo = await comes('Bo')
})
afterEach(() => opened.splice(0).forEach((one) => one.leave()))

async function comes(name: string): Promise<Who> {
  const { id, token, organisation } = await join(server.url, network.session.code, { name })
  return { token, participant: id, organisation: organisation as OrganisationId }
}
const link = ({ participant }: { participant: string }) => `/api/networks/${network.id}/people/${participant}/link`
const renew = (who: Who, token = who.token) =>
  ask<RenewedLink & Problem>(server.url, 'POST', link(who), { token, body: {} })
const shut = (who: { participant: string }, token = network.token) =>
  ask<Problem>(server.url, 'DELETE', link(who), { token })
type Link = InvitationInfo & { url: string } & Problem
/** Who guides makes one for another: it works once. */
const again = (who: { participant: string }, token = network.token) =>
  ask<Link>(server.url, 'POST', link(who), { token })
const invite = (body: object, token = network.token) =>
  ask<Link>(server.url, 'POST', `/api/networks/${network.id}/invitations`, { token, body })
const open = ({ url }: { url: string }) =>
  ask<InvitationAccepted & Problem>(server.url, 'POST', `/api/invitations/${url.split('/').at(-1)}`, { body: {} })
const knows = async (token: string) => (await ask(server.url, 'GET', `/api/networks/${network.id}`, { token })).status
const info = async () =>
  (await ask<NetworkInfo>(server.url, 'GET', `/api/networks/${network.id}`, { token: network.token })).body

/** All that a device holds open in a session. */
async function atWork(who: Who): Promise<{ board: Writer; pad: Writer; guidance: Listener }> {
  const [board, pad] = await Promise.all([openBoard(server.url, session, who), openPad(server.url, session, who)])
  const guidance = new Listener(server.url, { session, token: who.token })
  await guidance.event('state')
  opened.push(board, pad, { leave: () => guidance.socket.disconnect() })
  return { board, pad, guidance }
}

async function isOut({ board, pad, guidance }: Awaited<ReturnType<typeof atWork>>): Promise<void> {
  expect(await Promise.all([board.closedWith(), pad.closedWith()])).toEqual([CLOSE.tokenUnknown, CLOSE.tokenUnknown])
  expect((await guidance.event('bye')).value).toEqual({ refusal: 'token-unknown' })
}

describe('one’s own link', () => {
  test('is made anew: the former one opens nothing, what was open with it closes, and who asked goes on', async () => {
    const elsewhere = await atWork(an)
    const others = await atWork(bo)
    const renewed = await renew(an)
    expect(renewed.status).toBe(201)
    const { token, url } = renewed.body
    expect(url).toBe(`${server.url}/in/${token}`)
    await isOut(elsewhere)
    expect([await knows(an.token), await knows(token), await knows(bo.token)]).toEqual([401, 200, 200])
    const dead = await ask(server.url, 'GET', `/in/${an.token}`)
    expect(dead.headers.get('location')).toBe('/?link=dead')
    const me = await ask<NetworkInfo>(server.url, 'GET', `/api/networks/${network.id}`, { token })
    expect(me.body.me).toMatchObject({ id: an.participant, name: 'An' })
    expect(others.guidance.heard.some(({ event }) => event === 'bye')).toBe(false)
    // Notes, drafts and the place at the table stay.
    const { board } = await atWork({ ...an, token })
    expect(board.refusals).toEqual([])
  })

  test('signs in the device that asked by its cookie, which forgets the former token', async () => {
    const cookie = `bijeen=${an.token}`
    const answer = await ask<RenewedLink>(server.url, 'POST', link(an), { headers: { cookie, origin: server.url } })
    const [set = ''] = (answer.headers.get('set-cookie') ?? '').split(';')
    expect(answer.status).toBe(201)
    expect(set).toContain(answer.body.token)
    expect(set).not.toContain(an.token)
    expect(await ask(server.url, 'GET', '/api/me', { headers: { cookie: set } })).toMatchObject({
      body: { networks: [{ id: network.id, participant: an.participant }] },
    })
  })

  test('asked for twice at the same instant is made once, so that no device is told a dead one', async () => {
    const answers = await Promise.all([renew(an), renew(an), renew(an)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401])
    const { token } = answers.find(({ status }) => status === 201)!.body
    expect(await knows(token)).toBe(200)
  })

  test('ends a link for a device that a facilitator made of it', async () => {
    const made = (await again(an)).body
    await renew(an)
    expect((await open(made)).body.code).toBe('link-unknown')
  })

  test('is never made by another: not by a member, a wall, a stranger, or who waits; who guides gets no token of it', async () => {
    const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${session}/wall`, network)
    const stranger = await startNetwork(server.url)
    for (const token of [bo.token, wall.body.token, stranger.token])
      expect(await renew(an, token)).toMatchObject({ status: 403, body: { code: 'not-for-you' } })
    await command(server.url, session, network.token, { type: 'setDoor', door: 'ask' })
    const waiting = await comes('Cas')
    expect(await renew(waiting)).toMatchObject({ status: 403, body: { code: 'waiting' } })
    expect(await renew(an, waiting.token)).toMatchObject({ status: 403, body: { code: 'waiting' } })
    expect(Object.keys((await again(an)).body).sort()).toEqual(['id', 'madeAt', 'participant', 'url'])
    expect([await knows(an.token), await knows(wall.body.token)]).toEqual([200, 403])
    expect((await renew(an, 'x'.repeat(43))).status).toBe(401)
  })

  test('leaves the links of the wall as they are', async () => {
    const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${session}/wall`, network)
    const { token } = (await renew({ ...an, participant: network.created.facilitator.id }, network.token)).body
    const looks = (as: string) => ask(server.url, 'GET', `/api/sessions/${session}/state`, { token: as })
    expect([(await looks(wall.body.token)).status, (await looks(token)).status]).toEqual([200, 200])
  })
})

describe('a link for who lost a device', () => {
  test('is asked for explicitly, works once, and closes the former devices when it is opened, not before', async () => {
    const plain = await invite({ participant: an.participant })
    expect([plain.status, plain.body.code]).toEqual([409, 'has-device'])
    const made = await again(an)
    expect(made.status).toBe(201)
    expect(made.text).not.toContain(an.token)
    const phone = await atWork(an)
    const shown = await ask<Invited>(server.url, 'GET', `/api/invitations/${made.body.url.split('/').at(-1)}`)
    expect(shown.body).toMatchObject({ person: { id: an.participant }, again: true, known: null })
    expect(await knows(an.token)).toBe(200)
    const came = await open(made.body)
    expect([came.status, came.body.participant.id]).toEqual([201, an.participant])
    await isOut(phone)
    expect([await knows(an.token), await knows(came.body.participant.token)]).toEqual([401, 200])
    expect((await open(made.body)).body.code).toBe('link-unknown')
  })

  test('is no token: it opens no board, no pad and no page', async () => {
    const { url } = (await again(an)).body
    const token = url.split('/').at(-1)!
    expect(await knows(token)).toBe(401)
    const pad = await openPad(server.url, session, { ...an, token })
    opened.push(pad)
    expect(await pad.closedWith()).toBe(CLOSE.tokenUnknown)
  })

  test('is made by facilitators of the network alone, for who is in it', async () => {
    const stranger = await startNetwork(server.url)
    for (const token of [bo.token, stranger.token]) expect((await again(an, token)).status).toBe(403)
    for (const participant of [stranger.created.facilitator.id, 'nobody'])
      expect(await again({ participant })).toMatchObject({ status: 404, body: { code: 'participant-unknown' } })
    expect((await info()).invitations).toEqual([])
  })
})

describe('a lost phone', () => {
  test('is out at once, and its notes and drafts stay', async () => {
    const phone = await atWork(an)
    const zone = network.session.zones[0]!.id
    const signed = { author: an.participant, organisation: an.organisation }
    writeNote(phone.board.board, signed, { text: 'Blijft staan', zone, x: 0, y: 0 }, 1)
    await phone.board.saved()
    const guiding = new Listener(server.url, { session, token: network.token })
    opened.push({ leave: () => guiding.socket.disconnect() })
    expect((await shut(an)).status).toBe(204)
    await isOut(phone)
    await guiding.state(({ people }) =>
      people.some(({ participant, device }) => participant === an.participant && !device),
    )
    expect([await knows(an.token), await knows(bo.token)]).toEqual([401, 200])
    expect([...(await server.house.rooms.read(session)).notes.values()].map(({ text }) => text)).toEqual([
      'Blijft staan',
    ])
    // Then a link for another phone is as for who came without one.
    const came = await open((await invite({ participant: an.participant })).body)
    expect(came.body.participant).toMatchObject({ id: an.participant, name: 'An' })
  })

  test('cannot come back in while it is being closed', async () => {
    const arriving = Promise.all(Array.from({ length: 6 }, () => openBoard(server.url, session, an)))
    await shut(an)
    const boards = await arriving
    opened.push(...boards)
    for (const board of boards) expect(await board.closedWith()).toBe(CLOSE.tokenUnknown)
  })

  test('is closed by facilitators alone; what they ask of nobody changes nothing', async () => {
    const stranger = await startNetwork(server.url)
    const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${session}/wall`, network)
    for (const token of [bo.token, an.token, wall.body.token, stranger.token])
      expect((await shut(an, token)).status).toBe(403)
    for (const participant of [stranger.created.facilitator.id, 'nobody'])
      expect(await shut({ participant })).toMatchObject({ status: 404, body: { code: 'participant-unknown' } })
    expect(await knows(an.token)).toBe(200)
  })

  test('of a facilitator takes along the links they made; the last who can lead keeps theirs', async () => {
    const me = { participant: network.created.facilitator.id }
    expect(await shut(me)).toMatchObject({ status: 409, body: { code: 'only-facilitator' } })
    await command(server.url, session, network.token, {
      type: 'changeParticipant',
      participant: an.participant,
      role: 'facilitator',
    })
    const made = (await invite({}, an.token)).body
    expect((await shut(an)).status).toBe(204)
    expect((await open(made)).body.code).toBe('link-unknown')
    // An is a facilitator still, without a device: nobody could lead when this one went too.
    const answers = [
      await shut(me),
      await command(server.url, session, network.token, {
        type: 'removeParticipant',
        participant: me.participant as never,
      }),
    ]
    for (const { status, body } of answers) expect([status, body.code]).toEqual([409, 'only-facilitator'])
  })
})
