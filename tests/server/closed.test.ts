import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import * as write from '../../shared/doc/commands.ts'
import type { BoardDoc } from '../../shared/doc/commands.ts'
import { ownUndo } from '../../shared/doc/undo.ts'
import type { NoteId, StepId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { Joined, Problem } from '../../shared/wire/http.ts'
import { openBoard, openPad, type Who } from '../helpers/full-board.ts'
import { writerOf } from '../helpers/gathering.ts'
import { ask, join, startServer, type TestServer } from '../helpers/server.ts'
import { Voting } from '../helpers/voting.ts'

// A session that was ended is closed: over the socket and by commands alike. Taking one's own words away stays.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())

let session: Voting
let member: Joined['participant']
let guide: Who
let own: NoteId
let theirs: NoteId
let theme: ThemeId
let proposal: ThemeId

beforeEach(async () => {
  session = await Voting.start(server)
  member = await join(server.url, session.network.session.code)
  const { id, token } = session.network.created.facilitator
  guide = { token, participant: id, organisation: null }
  const me = writerOf(member)
  const mine = { author: me.participant, organisation: me.organisation }
  own = (await session.write((board) => fill(board, session.zone, 'Van mij', mine))).note
  const other = await session.write((board) => fill(board, session.zone, 'Van een ander'))
  theirs = other.note
  theme = other.theme
  proposal = await session.write((board) =>
    write.makeTheme(board, mine, { title: 'Voorstel', zone: session.zone, colour: 'heide', status: 'proposed' }, 1),
  )
})

function fill(
  board: BoardDoc,
  zone: ZoneId,
  text: string,
  writer: write.Writer = { author: null, organisation: null },
) {
  const note = write.writeNote(board, writer, { text, zone, x: 0, y: 0 }, 1)
  const about = { title: text, zone, colour: 'heide' as const, status: 'theme' as const }
  return { note, theme: write.makeTheme(board, writer, about, 1) }
}

const ended = () => session.say({ type: 'endSession' })
async function approved(): Promise<void> {
  await ended()
  expect(await session.say({ type: 'publishRecord', level: 'group', on: true })).toBe('ok')
  expect(await session.say({ type: 'approveRecord', on: true })).toBe('ok')
}

/** What becomes of an act of this person, on a device of its own. */
async function does(who: Who, act: (board: BoardDoc) => unknown): Promise<string> {
  const device = await openBoard(server.url, session.id, who)
  let isSaved = false
  act(device.board)
  void device.saved().then(() => (isSaved = true))
  await vi.waitUntil(() => isSaved || device.refusals.length > 0)
  const [refusal = 'taken'] = device.refusals
  device.leave()
  return refusal
}

const me = () => writerOf(member)
const self = (who: Who) => ({ author: who.participant, organisation: who.organisation })

/** All that one does to a board, save taking away. */
const ACTS: readonly (readonly [string, (board: BoardDoc, who: Who) => unknown])[] = [
  ['moves a note', (board, who) => write.moveNotes(board, [{ id: mineOf(who), zone: session.zone, x: 90, y: 90 }])],
  ['changes its words', (board, who) => write.rewriteNote(board, mineOf(who), 'Anders')],
  ['names a theme', (board, who) => write.renameTheme(board, themeOf(who), 'Anders')],
  ['says a sentence of a theme', (board, who) => write.summariseTheme(board, themeOf(who), 'Een zin')],
  ['paints a theme', (board, who) => write.colourTheme(board, themeOf(who), 'munt')],
  ['removes a theme', (board, who) => write.dropTheme(board, themeOf(who))],
  [
    'makes a theme',
    (board, who) =>
      write.makeTheme(
        board,
        self(who),
        { title: 'Nieuw', zone: session.zone, colour: 'munt', status: who === guide ? 'theme' : 'proposed' },
        1,
      ),
  ],
]
const mineOf = (who: Who): NoteId => (who === guide ? theirs : own)
const themeOf = (who: Who): ThemeId => (who === guide ? theme : proposal)

const writes = (board: BoardDoc, who: Who) =>
  write.writeNote(board, self(who), { text: 'Te laat', zone: session.zone, x: 0, y: 0 }, 1)

describe('once it was ended, over the socket', () => {
  test('who was there writes nothing, and takes away what is theirs', async () => {
    await ended()
    expect(await does(me(), (board) => writes(board, me()))).toBe('session-ended')
    for (const [act, doIt] of ACTS)
      expect([act, await does(me(), (board) => doIt(board, me()))]).toEqual([act, 'session-ended'])
    expect(await does(me(), (board) => write.withdrawNotes(board, [theirs]))).toBe('not-yours')
    expect(await does(me(), (board) => write.withdrawNotes(board, [own]))).toBe('taken')
    expect([...(await server.house.rooms.read(session.id)).notes.values()].map(({ text }) => text)).toEqual([
      'Van een ander',
    ])
  })

  test('a note that was taken away does not come back by an undo', async () => {
    await ended()
    const device = await openBoard(server.url, session.id, me())
    const undo = ownUndo(device.board)
    write.withdrawNotes(device.board, [own])
    await device.saved()
    undo.undo()
    await vi.waitUntil(() => device.refusals.length > 0)
    expect(device.refusals[0]).toBe('session-ended')
    device.leave()
  })

  test('who guides goes on ordering, and writes nothing new', async () => {
    await ended()
    expect(await does(guide, (board) => writes(board, guide))).toBe('session-ended')
    expect(await does(guide, (board) => write.putInTheme(board, [own, theirs], theme))).toBe('taken')
    for (const [act, doIt] of ACTS)
      expect([act, await does(guide, (board) => doIt(board, guide))]).toEqual([act, 'taken'])
    const device = await openBoard(server.url, session.id, guide)
    const undo = ownUndo(device.board)
    write.withdrawNotes(device.board, [theirs])
    await device.saved()
    undo.undo()
    await device.saved()
    expect(device.refusals).toEqual([])
    expect((await server.house.rooms.read(session.id)).notes.has(theirs)).toBe(true)
    device.leave()
  })

  test('who is at the board already is told by the next act, and a step that begins opens it again', async () => {
    const device = await openBoard(server.url, session.id, me())
    await ended()
    writes(device.board, me())
    await vi.waitUntil(() => device.refusals.length > 0)
    expect(device.refusals[0]).toBe('session-ended')
    device.leave()
    const [step] = session.network.session.agenda
    expect(await session.say({ type: 'startStep', step: step?.id as StepId })).toBe('ok')
    expect(await does(me(), (board) => writes(board, me()))).toBe('taken')
  })
})

describe('once the record is approved', () => {
  test('nobody changes anything, until that is taken back or a step begins', async () => {
    await approved()
    for (const [act, doIt] of [['writes', writes] as const, ...ACTS]) {
      expect([act, await does(me(), (board) => doIt(board, me()))]).toEqual([act, 'session-ended'])
      expect([act, await does(guide, (board) => doIt(board, guide))]).toEqual([act, 'record-approved'])
    }
    for (const command of ORDERS())
      expect([command.type, await session.say(command)]).toEqual([command.type, '409 record-approved'])
    expect(await does(me(), (board) => write.withdrawNotes(board, [own]))).toBe('taken')
    expect(await session.say({ type: 'takeDown', note: theirs })).toBe('ok')

    expect(await session.say({ type: 'approveRecord', on: false })).toBe('ok')
    expect(await does(guide, (board) => write.renameTheme(board, theme, 'Toch anders'))).toBe('taken')
    expect(await session.say({ type: 'approveRecord', on: true })).toBe('ok')
    const [step] = session.network.session.agenda
    await session.say({ type: 'startStep', step: step?.id as StepId })
    expect(await does(me(), (board) => writes(board, me()))).toBe('taken')
  })
})

test('nothing is put into it from a file either, once it was ended and once the record is approved', async () => {
  const lines = async () => {
    const path = `/api/sessions/${session.id}/import?zone=${session.zone}`
    const headers = { 'content-type': 'text/plain' }
    const { token } = session.network
    const { body } = await ask<Problem>(server.url, 'POST', path, { token, body: 'Nog een briefje', headers })
    return body.code
  }
  await ended()
  expect(await lines()).toBe('session-ended')
  await approved()
  expect(await lines()).toBe('record-approved')
})

const ORDERS = (): Command[] => [
  { type: 'addZone', zone: { kind: 'free', title: 'Nog een' } },
  { type: 'changeZone', zone: session.zone, hidden: true },
  { type: 'removeZone', zone: session.zone },
  { type: 'orderZones', zones: [] },
  { type: 'park', note: theirs },
]

describe('once it was ended, by commands', () => {
  test('nobody marks, votes, raises a hand, shows or changes words, also who guides', async () => {
    await ended()
    const said: Command[] = [
      { type: 'mark', note: theirs, kind: 'recognise', on: true },
      { type: 'castDots', target: theirs, dots: 1 },
      { type: 'raiseHand', on: true },
      { type: 'publish', notes: [own] },
      { type: 'rewrite', note: own, text: 'Anders' },
    ]
    for (const command of said) {
      expect([command.type, await session.say(command, member.token)]).toEqual([command.type, '409 session-ended'])
      const refusal = '409 session-ended'
      expect([command.type, await session.say(command)]).toEqual([command.type, refusal])
    }
    expect(await session.say({ type: 'ready', on: true }, member.token)).toBe('409 step-over')
    expect(await session.say({ type: 'openVote', on: 'themes', dots: 3 })).toBe('409 session-ended')
    expect((await session.state(member.token)).me.marks).toEqual({ recognise: [], takeHome: [] })
  })

  test('who guides orders what is there', async () => {
    await ended()
    const taken = ORDERS().filter(({ type }) => type !== 'removeZone')
    for (const command of taken) expect([command.type, await session.say(command)]).toEqual([command.type, 'ok'])
  })

  test('a note that bears no name is taken away with its key, and not changed', async () => {
    const step = session.network.session.agenda[0]?.id as StepId
    await session.say({ type: 'startStep', step })
    await session.say({ type: 'changeStep', step, mode: 'open', identity: 'nobody' })
    const pad = await openPad(server.url, session.id, me())
    const draft = write.writeNote(
      pad.board,
      { author: null, organisation: null },
      { text: 'Zonder naam', zone: session.zone, x: 0, y: 0 },
      1,
    )
    await pad.saved()
    expect(await session.say({ type: 'publish', notes: [draft] }, member.token)).toBe('ok')
    pad.leave()
    await ended()
    const shown = [...(await server.house.rooms.read(session.id)).notes.values()].find(
      ({ text }) => text === 'Zonder naam',
    )
    const note = shown?.id as NoteId
    const key = { note, key: draft }
    expect(await session.say({ type: 'rewrite', ...key, text: 'Anders' }, member.token)).toBe('409 session-ended')
    expect(await session.say({ type: 'withdraw', ...key }, member.token)).toBe('ok')
    expect((await server.house.rooms.read(session.id)).notes.has(note)).toBe(false)
  })
})
