import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { ExpectationId, NoteId, OrganisationId, SessionId } from '../../shared/model/ids.ts'
import type { Problem } from '../../shared/wire/http.ts'
import type { OwnData } from '../../shared/wire/own-data.ts'
import type { SeriesCommand } from '../../shared/wire/series-commands.ts'
import { openBoard, openPad, type Who, type Writer } from '../helpers/full-board.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// Each may take along all that is kept of them, and nobody else may.

let server: TestServer
let network: TestNetwork
let session: SessionId
let an: Who
let bo: Who
const opened: Writer[] = []

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
const mine = ({ participant }: Pick<Who, 'participant'>, token: string) =>
  ask<OwnData & Problem>(server.url, 'GET', `/api/networks/${network.id}/people/${participant}/data`, { token })
const say = async (token: string, body: SeriesCommand): Promise<{ expectation?: ExpectationId }> => {
  const answer = await ask<{ expectation?: ExpectationId }>(
    server.url,
    'POST',
    `/api/networks/${network.id}/commands`,
    { token, body },
  )
  expect(answer.status).toBe(200)
  return answer.body
}

/** A note of this person on the board, saved. */
async function writes(who: Who, text: string): Promise<NoteId> {
  const board = await openBoard(server.url, session, who)
  opened.push(board)
  const zone = network.session.zones[0]!.id
  const signed = { author: who.participant, organisation: who.organisation }
  const note = writeNote(board.board, signed, { text, zone, x: 0, y: 0 }, 1)
  await board.saved()
  return note
}

test('one’s own notes and drafts are in it, and nothing that another wrote', async () => {
  await writes(an, 'Ruimer open op zaterdag')
  await writes(bo, 'Een woord van Bo')
  const pad = await openPad(server.url, session, an)
  opened.push(pad)
  const zone = network.session.zones[0]!
  writeNote(
    pad.board,
    { author: an.participant, organisation: an.organisation },
    { text: 'Nog niet getoond', zone: zone.id, x: 0, y: 0 },
    1,
  )
  await pad.saved()
  const answer = await mine(an, an.token)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="wat-van-mij-is.json"')
  expect(answer.headers.get('cache-control')).toContain('no-store')
  expect(answer.body).toMatchObject({
    format: 'bijeen.mine',
    me: { role: 'member', name: 'An', waiting: false },
    sessions: [
      {
        number: 1,
        notes: [{ text: 'Ruimer open op zaterdag', zone: zone.title, signed: 'name' }],
        drafts: [{ text: 'Nog niet getoond', zone: zone.title }],
      },
    ],
  })
  expect(answer.text).not.toContain('Bo')
  expect(answer.text).not.toContain(an.token)
})

test('of the series it holds what one tied, that one answered and not what, and that one is a substitute', async () => {
  const note = await writes(bo, 'Samen koken')
  const { expectation } = await say(network.token, { type: 'addExpectation', text: 'Elkaar leren kennen' })
  await say(an.token, { type: 'tie', expectation: expectation!, session, target: note, on: true })
  await say(an.token, { type: 'answerCheck', session, answer: 4 })
  await say(network.token, { type: 'substitute', participant: an.participant, on: true })
  const { body, text } = await mine(an, an.token)
  expect(body.series).toEqual({
    ties: [{ expectation: 'Elkaar leren kennen', number: 1, session: 1, target: note }],
    answered: [1],
    substitute: true,
  })
  // Another's words stay theirs, and the answer is nowhere.
  expect(text).not.toContain('Samen koken')
  expect((await mine(bo, bo.token)).body.series).toEqual({ ties: [], answered: [], substitute: false })
})

test('what was said of a session that is erased is in it while the group keeps it, without the note', async () => {
  const note = await writes(bo, 'Samen koken')
  const { expectation } = await say(network.token, { type: 'addExpectation', text: 'Elkaar leren kennen' })
  await say(an.token, { type: 'tie', expectation: expectation!, session, target: note, on: true })
  await say(network.token, { type: 'keepSeries', on: true })
  await ask(server.url, 'DELETE', `/api/sessions/${session}`, { token: network.token })
  expect((await mine(an, an.token)).body).toMatchObject({
    sessions: [],
    series: { ties: [{ number: 1, session: null, target: null }] },
  })
})

test('who waits at the door gets their own, and says so', async () => {
  await command(server.url, session, network.token, { type: 'setDoor', door: 'ask' })
  const cas = await comes('Cas')
  expect(await mine(cas, cas.token)).toMatchObject({ status: 200, body: { me: { name: 'Cas', waiting: true } } })
})

test('nobody gets another’s: not who guides, not a member, a wall, a stranger, or who waits', async () => {
  const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${session}/wall`, network)
  const stranger = await startNetwork(server.url)
  await command(server.url, session, network.token, { type: 'setDoor', door: 'ask' })
  const cas = await comes('Cas')
  for (const token of [network.token, bo.token, wall.body.token, stranger.token, cas.token])
    expect(await mine(an, token)).toMatchObject({ status: 403, body: { code: 'not-for-you' } })
  expect((await mine(an, 'x'.repeat(43))).status).toBe(401)
  const nowhere = `/api/networks/${stranger.id}/people/${an.participant}/data`
  expect((await ask(server.url, 'GET', nowhere, { token: an.token })).status).toBe(403)
})
