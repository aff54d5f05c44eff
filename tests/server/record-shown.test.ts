import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withdrawNotes, writeNote } from '../../shared/doc/commands.ts'
import type { StepId } from '../../shared/model/ids.ts'
import type { Problem } from '../../shared/wire/http.ts'
import { openPad } from '../helpers/full-board.ts'
import { writerOf } from '../helpers/gathering.ts'
import { ask, join, startNetwork, startServer, type TestServer } from '../helpers/server.ts'
import { Voting } from '../helpers/voting.ts'

// The record on the wall: read there, and by who looks at it, as long as the facilitator shows it.

const clock = { later: 0 }
let server: TestServer
let session: Voting
let member: Awaited<ReturnType<typeof join>>
let wall: string
let stranger: string
let elsewhere: string
beforeAll(async () => {
  server = await startServer({}, { now: () => Date.now() + clock.later })
  session = await Voting.start(server)
  member = await join(server.url, session.network.session.code)
  const { token } = session.network
  const wallOf = async (id: string, of: string) =>
    (await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${id}/wall`, { token: of })).body.token
  wall = await wallOf(session.id, token)
  elsewhere = await wallOf(session.network.created.network.sessions[1]!.id, token)
  stranger = (await startNetwork(server.url, { title: 'Ander' })).token
})
afterAll(() => server.end())

async function record(token: string | undefined, query = ''): Promise<string> {
  const { status, body } = await ask<Problem>(server.url, 'GET', `/api/sessions/${session.id}/record?${query}`, {
    token,
  })
  return status === 200 ? '200' : `${status} ${body.code}`
}
const show = (kind: 'record' | 'overview') => session.say({ type: 'bringHere', view: { kind }, only: 'wall' })

describe('while it is not shown', () => {
  test('neither the wall nor a member reads it', async () => {
    await show('overview')
    expect(await record(wall)).toBe('403 not-for-you')
    expect(await record(session.network.token, 'as=wall')).toBe('403 not-for-you')
    expect(await record(member.token)).toBe('403 not-published')
  })
})

describe('while it is shown', () => {
  beforeAll(() => show('record'))

  test('the wall and the members read it as the group does, as json, and nothing more', async () => {
    for (const [token, as] of [
      [wall, ''],
      [member.token, ''],
      [session.network.token, '&as=wall'],
    ] as const) {
      expect(await record(token, as)).toBe('200')
      expect(await record(token, `level=group&format=json${as}`)).toBe('200')
    }
    for (const query of [
      'level=full',
      'level=organisation',
      'level=public',
      'format=md',
      'format=pdf',
      'format=html&level=group',
    ])
      expect([query, await record(wall, query)]).toEqual([query, '403 not-for-you'])
    for (const query of ['level=public', 'format=md', 'format=docx'])
      expect([query, await record(member.token, query)]).toEqual([query, '403 not-published'])
    expect(await record(member.token, 'level=full')).toBe('403 not-for-you')
  })

  test('nobody else does: no other wall, network, device without a token, or with a dead one', async () => {
    expect(await record(elsewhere)).toBe('403 not-for-you')
    expect(await record(stranger)).toBe('403 not-for-you')
    expect(await record(undefined)).toBe('401 token-unknown')
    expect(await record('x'.repeat(43))).toBe('401 token-unknown')
    const gone = await join(server.url, session.network.session.code)
    await session.say({ type: 'removeParticipant', participant: gone.id })
    expect(await record(gone.token)).toBe('401 token-unknown')
  })

  test('a member cannot have it shown', async () => {
    expect(await session.say({ type: 'bringHere', view: { kind: 'record' } }, member.token)).toBe('403 not-for-you')
  })

  test('it says nothing of drafts and of hidden zones, and nothing of what was taken away', async () => {
    const step = session.network.session.agenda[0]?.id as StepId
    await session.say({ type: 'startStep', step })
    await session.say({ type: 'changeStep', step, mode: 'silent', identity: 'nobody', zone: session.zone })
    const me = writerOf(member)
    const pad = await openPad(server.url, session.id, me)
    writeNote(pad.board, { author: null, organisation: null }, { text: 'Een draft', zone: session.zone, x: 0, y: 0 }, 1)
    await pad.saved()
    const hidden = session.network.session.zones.find((zone) => zone.hidden)!.id
    await session.fill({ notes: ['Verborgen'] }, hidden)
    const { notes } = await session.fill({ notes: ['Te lezen', 'Weg te halen'] })
    await show('record')
    const words = async () => (await ask(server.url, 'GET', `/api/sessions/${session.id}/record`, { token: wall })).text
    expect(await words()).toContain('Te lezen')
    expect(await words()).toContain('Weg te halen')
    expect(await words()).not.toMatch(/Een draft|Verborgen/)
    await session.write((board) => withdrawNotes(board, notes.slice(1)))
    expect(await words()).not.toContain('Weg te halen')
    pad.leave()
  })

  test('the next step takes it off the wall', async () => {
    const step = session.network.session.agenda[1]?.id as StepId
    await session.say({ type: 'startStep', step })
    expect(await record(wall)).toBe('403 not-for-you')
    expect(await record(member.token)).toBe('403 not-published')
  })
})

test('an hour after the end the room is empty, and what the facilitator writes at home is not read along', async () => {
  await show('record')
  await session.say({ type: 'endSession' })
  expect([await record(wall), await record(member.token)]).toEqual(['200', '200'])
  clock.later = 61 * 60_000
  expect([await record(wall), await record(member.token)]).toEqual(['403 not-for-you', '403 not-published'])
  expect(await record(session.network.token)).toBe('200')
})
