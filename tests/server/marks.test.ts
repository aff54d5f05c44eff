import { WebSocket } from 'ws'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { putNote, withdrawNotes, writeNote } from '../../shared/doc/commands.ts'
import type { Marks, MarkKind } from '../../shared/model/board.ts'
import { newNoteId, type NoteId, type OrganisationId, type ParticipantId } from '../../shared/model/ids.ts'
import { IDENTITIES } from '../../shared/model/network.ts'
import { MESSAGE, SYNC } from '../../shared/wire/sync.ts'
import type { Joined } from '../../shared/wire/http.ts'
import { openBoard } from '../helpers/full-board.ts'
import { Listener } from '../helpers/listener.ts'
import { ask, join, startServer, type TestServer } from '../helpers/server.ts'
import { Voting } from '../helpers/voting.ts'

// Marks from the command to the counts on the board: who marked what is told to nobody else.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())

let session: Voting
let note: NoteId
beforeEach(async () => {
  session = await Voting.start(server)
  note = await written('Onthaal')
})

type Person = Joined['participant']

const written = async (text: string): Promise<NoteId> => (await session.fill({ notes: [text] })).notes[0] as NoteId
const joins = (organisation: string | undefined = 'Organisatie A'): Promise<Person> =>
  join(server.url, session.network.session.code, { organisation })
const idOf = ({ id }: Person) => id as ParticipantId
const mark = (token: string, kind: MarkKind, on = true, of = note) =>
  session.say({ type: 'mark', note: of, kind, on }, token)
const marksOn = async (of = note): Promise<Marks | undefined> =>
  (await server.house.rooms.read(session.id)).marks.get(of)
const rows = () => server.house.storage.marksIn(session.id)
const organisations = () => session.network.created.network.organisations.map(({ id }) => id)
const own = async (token: string) => (await session.state(token)).me.marks

/** Once the table and the board say this. */
const settled = (fits: (counts: Marks | undefined, kept: number) => boolean) =>
  vi.waitUntil(async () => fits(await marksOn(), (await rows()).length))

test('a mark counts once a person and kind, is taken back, and is known to oneself', async () => {
  const [an, bo] = [await joins(), await joins()]
  for (const { token } of [an, an, bo]) expect(await mark(token, 'recognise')).toBe('ok')
  expect(await marksOn()).toEqual({ recognise: 2, takeHome: [] })
  expect(await own(an.token)).toEqual({ recognise: [note], takeHome: [] })
  for (let i = 0; i < 2; i++) expect(await mark(an.token, 'recognise', false)).toBe('ok')
  expect(await marksOn()).toEqual({ recognise: 1, takeHome: [] })
  expect(await own(an.token)).toEqual({ recognise: [], takeHome: [] })
  expect(await mark(bo.token, 'recognise', false)).toBe('ok')
  expect(await marksOn()).toBeUndefined()
})

test('the facilitator marks as everyone does, and the version of the session stays', async () => {
  const { version } = await session.state()
  expect(await mark(session.network.token, 'recognise')).toBe('ok')
  expect(await marksOn()).toEqual({ recognise: 1, takeHome: [] })
  expect(await own(session.network.token)).toEqual({ recognise: [note], takeHome: [] })
  expect((await session.state()).version).toBe(version)
})

test('a take-home counts an organisation once, however many of its people take it, until the last takes it back', async () => {
  const [a, b] = organisations() as [OrganisationId, OrganisationId]
  const [an, bo, cas] = [await joins(), await joins(), await joins('Organisatie B')]
  for (const { token } of [an, bo, cas]) expect(await mark(token, 'takeHome')).toBe('ok')
  expect(await marksOn()).toEqual({ recognise: 0, takeHome: [a, b].sort() })
  await mark(an.token, 'takeHome', false)
  expect(await marksOn()).toEqual({ recognise: 0, takeHome: [a, b].sort() })
  await mark(bo.token, 'takeHome', false)
  expect(await marksOn()).toEqual({ recognise: 0, takeHome: [b] })
})

test('who has no organisation recognises, and takes nothing home', async () => {
  const { token } = await joins('')
  expect(await mark(token, 'takeHome')).toBe('404 organisation-unknown')
  expect(await mark(token, 'recognise')).toBe('ok')
  expect(await marksOn()).toEqual({ recognise: 1, takeHome: [] })
  expect(await rows()).toHaveLength(1)
})

test('a note that is not on the board cannot be marked', async () => {
  const { token } = await joins()
  for (const on of [true, false]) expect(await mark(token, 'recognise', on, newNoteId())).toBe('404 note-unknown')
  expect(await rows()).toEqual([])
})

test('fifty marks at the same instant, and some taken back, are counted exactly', async () => {
  const people = await Promise.all(
    Array.from({ length: 50 }, async (_, i) => joins(i % 2 === 0 ? 'Organisatie A' : 'Organisatie B')),
  )
  const sockets = people.map(({ token }) => new Listener(server.url, { session: session.id, token }))
  await Promise.all(sockets.map((socket) => socket.state(() => true)))
  const say = (kind: MarkKind, on: boolean) => (socket: Listener) => socket.send({ type: 'mark', note, kind, on })
  const answers = await Promise.all([
    ...sockets.map(say('recognise', true)),
    ...sockets.map(say('takeHome', true)),
    ...sockets.slice(0, 7).map(say('recognise', false)),
  ])
  expect(answers.filter(({ ok }) => !ok)).toEqual([])
  expect(await marksOn()).toEqual({ recognise: 43, takeHome: [...organisations()].sort() })
  expect(await own(people[7]!.token)).toEqual({ recognise: [note], takeHome: [note] })
  for (const { socket } of sockets) socket.disconnect()
})

describe('what goes takes its marks along', () => {
  test('a note that its writer withdraws, over the line of the board; and it does not bring them back', async () => {
    const [an, bo] = [await joins(), await joins()]
    const who = { token: bo.token, participant: idOf(bo), organisation: bo.organisation as OrganisationId }
    const { board, saved, leave } = await openBoard(server.url, session.id, who)
    const author = { author: who.participant, organisation: who.organisation }
    note = writeNote(board, author, { text: 'Van Bo', zone: session.zone, x: 0, y: 0 }, 1)
    await saved()
    for (const kind of ['recognise', 'takeHome'] as const) expect(await mark(an.token, kind)).toBe('ok')
    const marker = new Listener(server.url, { session: session.id, token: an.token })
    await marker.state(({ me }) => me.marks.takeHome.length === 1)
    const before = (await server.house.rooms.read(session.id)).notes.get(note)!
    withdrawNotes(board, [note])
    await saved()
    await settled((counts, kept) => counts === undefined && kept === 0)
    await marker.until(() => marker.states.at(-1)?.me.marks.takeHome.length === 0)
    marker.socket.disconnect()
    putNote(board, before)
    await saved()
    expect((await server.house.rooms.read(session.id)).notes.has(note)).toBe(true)
    expect(await marksOn()).toBeUndefined()
    expect(await own(an.token)).toEqual({ recognise: [], takeHome: [] })
    expect(await mark(an.token, 'recognise')).toBe('ok')
    expect(await marksOn()).toEqual({ recognise: 1, takeHome: [] })
    leave()
  })

  test('a note that is taken down, and no other', async () => {
    const other = await written('Blijft')
    const { token } = await joins()
    for (const one of [note, other]) await mark(token, 'recognise', true, one)
    expect(await session.say({ type: 'takeDown', note })).toBe('ok')
    await settled((counts, kept) => counts === undefined && kept === 1)
    expect(await marksOn(other)).toEqual({ recognise: 1, takeHome: [] })
    expect(await own(token)).toEqual({ recognise: [other], takeHome: [] })
  })

  test.each(['erased', 'removed'])('someone who is %s', async (how) => {
    const [an, bo] = [await joins(), await joins('Organisatie B')]
    for (const { token } of [an, bo]) for (const kind of ['recognise', 'takeHome'] as const) await mark(token, kind)
    if (how === 'erased')
      expect((await ask(server.url, 'DELETE', `/api/networks/${session.network.id}/people/${an.id}`, an)).status).toBe(
        204,
      )
    else expect(await session.say({ type: 'removeParticipant', participant: idOf(an) })).toBe('ok')
    expect(await marksOn()).toEqual({ recognise: 1, takeHome: [bo.organisation] })
    expect((await rows()).map(({ participant }) => participant)).toEqual([bo.id, bo.id])
  })

  test('an organisation that someone leaves for another is no longer theirs to take home for', async () => {
    const [a, b] = organisations() as [OrganisationId, OrganisationId]
    const { id, token } = await joins()
    await mark(token, 'takeHome')
    expect(await marksOn()).toEqual({ recognise: 0, takeHome: [a] })
    const change = (organisation: OrganisationId | null) =>
      session.say({ type: 'changeParticipant', participant: id as ParticipantId, organisation })
    expect(await change(b)).toBe('ok')
    expect(await marksOn()).toEqual({ recognise: 0, takeHome: [b] })
    expect(await change(null)).toBe('ok')
    expect(await marksOn()).toBeUndefined()
  })
})

describe('a restart', () => {
  test('keeps marks and counts', async () => {
    const { token } = await joins()
    for (const kind of ['recognise', 'takeHome'] as const) await mark(token, kind)
    server = await server.restart()
    expect((await server.house.rooms.read(session.id)).marks.get(note)).toEqual({
      recognise: 1,
      takeHome: [organisations()[0]],
    })
    const { body } = await ask<{ me: object }>(server.url, 'GET', `/api/sessions/${session.id}/state`, { token })
    expect(body.me).toMatchObject({ marks: { recognise: [note], takeHome: [note] } })
  })

  test('mends what a server left that ended between the table and the board', async () => {
    session = await Voting.start(server)
    note = await written('Onthaal')
    const an = idOf(await joins())
    const [gone, wrong] = [newNoteId(), await written('Verkeerd geteld')]
    // Kept in the table and not on the board; on the board and not in the table; of a note that was withdrawn.
    const marking = (of: NoteId) => ({ note: of, participant: an, kind: 'recognise', on: true }) as const
    await server.house.storage.setMarks(session.id, [marking(note), marking(gone)])
    await session.write((board) => board.marks.set(wrong, { recognise: 9, takeHome: [] }))
    server = await server.restart()
    const { marks } = await server.house.rooms.read(session.id)
    expect([...marks]).toEqual([[note, { recognise: 1, takeHome: [] }]])
    await vi.waitUntil(async () => (await rows()).length === 1)
  })
})

describe('nobody learns who', () => {
  /** All that one visitor hears: the guidance and the board. */
  async function line(token: string, as?: 'wall') {
    const heard: Buffer[] = []
    const control = new Listener(server.url, { session: session.id, token, ...(as && { as }) })
    await control.state(() => true)
    const query = as ? `&as=${as}` : ''
    const sync = new WebSocket(`${server.url.replace('http', 'ws')}/sync/board.${session.id}?token=${token}${query}`)
    sync.binaryType = 'nodebuffer'
    await new Promise((opened) => sync.once('open', opened))
    sync.send(Uint8Array.of(MESSAGE.sync, SYNC.step1, 1, 0))
    await new Promise((followed) => sync.on('message', (frame: Buffer) => frame[1] === SYNC.step2 && followed(null)))
    control.socket.io.engine.on('packet', ({ data }) => heard.push(Buffer.from(String(data))))
    sync.on('message', (frame: Buffer) => heard.push(frame))
    const close = () => {
      control.socket.disconnect()
      sync.close()
    }
    return { control, heard, close }
  }

  test.each(IDENTITIES)(
    'in a step whose identity is %s: others get counts, and not a byte about whose',
    async (identity) => {
      const step = session.network.session.agenda[0]!.id
      expect(await session.say({ type: 'changeStep', step, identity, mode: 'open' })).toBe('ok')
      expect(await session.say({ type: 'startStep', step })).toBe('ok')
      const [marker, other] = [await joins(), await joins('Organisatie B')]
      const mine = await line(marker.token)
      const lines = [
        await line(session.network.token),
        await line(other.token),
        await line(session.network.token, 'wall'),
      ]
      // What is on its way from before is not what this is about: states come in order, so after this one there is no more.
      const by = session.network.session.zones.length > 0 ? 'everyone' : 'facilitator'
      expect(await session.say({ type: 'clustering', by })).toBe('ok')
      for (const { control } of [...lines, mine]) await control.state(({ clustering }) => clustering === 'everyone')
      for (const { heard } of [...lines, mine]) heard.length = 0

      for (const kind of ['recognise', 'takeHome'] as const)
        expect(await mine.control.send({ type: 'mark', note, kind, on: true })).toMatchObject({ ok: true })
      await mine.control.state(({ me }) => me.marks.takeHome.includes(note))
      for (const { heard } of lines) await vi.waitUntil(() => Buffer.concat(heard).includes('takeHome'))
      // And a while after: whatever would be told late is told before the answer to this.
      for (const { control } of lines.slice(0, 2))
        await control.send({ type: 'mark', note: newNoteId(), kind: 'recognise', on: true })

      for (const { heard, control } of lines) {
        const bytes = Buffer.concat(heard)
        expect(bytes.includes(note)).toBe(true)
        expect(bytes.includes('"state"')).toBe(false)
        expect(bytes.includes(marker.id)).toBe(false)
        expect(control.states.at(-1)?.me.marks).toEqual({ recognise: [], takeHome: [] })
      }
      for (const token of [session.network.token, other.token])
        expect(await own(token)).toEqual({ recognise: [], takeHome: [] })
      expect((await session.state(session.network.token, '?as=wall')).me.marks).toEqual({ recognise: [], takeHome: [] })
      // And it would have been noticed: the marker's own line has it.
      expect(Buffer.concat(mine.heard).includes(marker.id)).toBe(true)
      for (const { close } of [...lines, mine]) close()
    },
  )
})
