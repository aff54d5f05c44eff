import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTheme, writeNote } from '../../shared/doc/commands.ts'
import { newDecisionId, newNoteId, newThemeId, type DecisionId, type NoteId } from '../../shared/model/ids.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// The facilitator writes in the record of a session.

let server: TestServer
let network: TestNetwork
beforeAll(async () => {
  server = await startServer()
  network = await startNetwork(server.url)
})
afterAll(() => server.stop())

const say = async (what: Command) => (await command(server.url, network.session.id, network.token, what)).body
const record = async (level = 'group') =>
  (
    await ask<SessionRecord>(server.url, 'GET', `/api/sessions/${network.session.id}/record?level=${level}`, {
      token: network.token,
    })
  ).body
const state = async (token = network.token) =>
  (await ask<SessionState>(server.url, 'GET', `/api/sessions/${network.session.id}/state`, { token })).body
const written = (text: string): Promise<NoteId> =>
  server.house.rooms.write(network.session.id, (board) =>
    writeNote(
      board,
      { author: null, organisation: null },
      { text, zone: network.session.zones[0]!.id, x: 0, y: 0 },
      Date.now(),
    ),
  )

describe('the record', () => {
  test('holds the introduction, and words that another wrote meanwhile are not overwritten unseen', async () => {
    expect(await say({ type: 'summariseRecord', text: ' Eerst. ', was: '' })).toMatchObject({ ok: true })
    expect(await say({ type: 'summariseRecord', text: 'Later.', was: '' })).toMatchObject({ code: 'changed-meanwhile' })
    expect((await record()).summary).toBe('Eerst.')
    expect(await say({ type: 'summariseRecord', text: 'Later.', was: 'Eerst.' })).toMatchObject({ ok: true })
    expect((await record()).summary).toBe('Later.')
    expect(await say({ type: 'summariseRecord', text: 'x'.repeat(4_001) })).toMatchObject({ code: 'malformed' })
    expect((await record()).summary).toBe('Later.')
  })

  test('leaves out a note and takes it back in, once however often it is asked', async () => {
    const id = await written('Een verhaal over een gezin')
    for (const type of ['leaveOut', 'keepInGroup'] as const) {
      const before = await record()
      const first = await say({ type, note: id, on: true })
      expect(await say({ type, note: id, on: true })).toEqual(first)
      const without = await record()
      expect(without.notes.length).toBe(before.notes.length - 1)
      expect(without.leftOut.notes).toBe(1)
      expect(JSON.stringify(await record('full'))).toContain('Een verhaal over een gezin')
      await say({ type, note: id, on: false })
      expect(await record()).toEqual(before)
    }
  })

  test('takes what came of a theme from who saw none of it yet, also when it was called deepened no more meanwhile', async () => {
    const theme = await server.house.rooms.write(network.session.id, (board) =>
      makeTheme(
        board,
        { author: null, organisation: null },
        { title: 'Thema', zone: null, colour: 'honing', status: 'theme' },
        1,
      ),
    )
    for (const was of ['', null]) {
      await say({ type: 'deepen', theme, text: null })
      expect(await say({ type: 'deepen', theme, text: 'Dit nemen we mee.', was })).toMatchObject({ ok: true })
    }
    expect(await say({ type: 'deepen', theme, text: 'Anders.', was: '' })).toMatchObject({ code: 'changed-meanwhile' })
    expect((await record()).deepened.map(({ text }) => text)).toEqual(['Dit nemen we mee.'])
    await say({ type: 'deepen', theme, text: null })
  })

  test('knows no note, theme or decision that is not there', async () => {
    expect(await say({ type: 'leaveOut', note: newNoteId(), on: true })).toMatchObject({ code: 'note-unknown' })
    expect(await say({ type: 'deepen', theme: newThemeId(), text: 'x' })).toMatchObject({ code: 'theme-unknown' })
    expect(await say({ type: 'changeDecision', decision: newDecisionId(), text: 'x' })).toMatchObject({
      code: 'decision-unknown',
    })
  })

  test('keeps a decision that another wrote differently meanwhile', async () => {
    const made = (await say({ type: 'decide', text: 'Elke maand samen.' })) as { decision?: DecisionId }
    const decision = made.decision as DecisionId
    const change = (text: string, was: string) => say({ type: 'changeDecision', decision, text, was })
    expect(await change('Elke week samen.', 'Elke maand samen.')).toMatchObject({ ok: true })
    expect(await change('Nooit samen.', 'Elke maand samen.')).toMatchObject({ code: 'changed-meanwhile' })
    expect((await state()).minutes?.decisions.find(({ id }) => id === decision)?.text).toBe('Elke week samen.')
    expect(await say({ type: 'changeDecision', decision, text: null })).toMatchObject({ ok: true })
  })

  test('stays as it is once the group approved it, and can be approved when the group has it', async () => {
    expect(await say({ type: 'approveRecord', on: true })).toMatchObject({ code: 'not-published' })
    await say({ type: 'publishRecord', level: 'group', on: true })
    await say({ type: 'correct', text: 'De datum was fout.' })
    const next = network.created.network.sessions[1]!.id
    expect(await say({ type: 'approveRecord', on: true, session: next })).toMatchObject({ ok: true })
    expect(await record()).toMatchObject({ approved: { session: 2 }, corrections: [{ text: 'De datum was fout.' }] })
    const before = await record()
    expect(await say({ type: 'summariseRecord', text: 'Toch nog.' })).toMatchObject({ code: 'record-approved' })
    expect(await say({ type: 'decide', text: 'Toch nog.' })).toMatchObject({ code: 'record-approved' })
    expect(await record()).toEqual(before)
    await say({ type: 'approveRecord', on: false })
    expect(await say({ type: 'decide', text: 'Toch nog.' })).toMatchObject({ ok: true })
  })
})

test('what the facilitator writes is in nobody else’s state', async () => {
  const { token } = await join(server.url, network.session.code)
  expect((await state()).minutes).toMatchObject({ summary: 'Later.' })
  expect((await state(token)).minutes).toBeNull()
})
