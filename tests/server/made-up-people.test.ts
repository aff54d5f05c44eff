import { io, type Socket } from 'socket.io-client'
import { afterEach, expect, test, vi } from 'vitest'
import { LANGUAGES, type Step } from '../../shared/model/network.ts'
import type { Note } from '../../shared/model/note.ts'
import type { ParticipantId } from '../../shared/model/ids.ts'
import { practiceNotes } from '../../shared/text/practice-notes.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { StartedRehearsal } from '../../shared/wire/http.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import type { ZoneKind } from '../../shared/model/zone.ts'
import { MadeUpPeople } from '../../server/control/made-up-people.ts'
import { chance } from '../bench/sync/load/chance.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'
import { fillBoard } from '../helpers/voting.ts'

// The made-up participants of a rehearsal. The test says when they act; what they choose comes from a seed.

const clock = { now: Date.parse('2026-03-12T08:00:00Z') }
let server: TestServer
const sockets: Socket[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const socket of sockets.splice(0)) socket.disconnect()
  await server.end()
})

const failed: unknown[] = []
const log = { error: (about: object) => void failed.push(about) }

class Rehearsing {
  readonly real: TestNetwork
  readonly made: StartedRehearsal
  readonly people = new MadeUpPeople(server.house, chance(7), log)

  constructor(real: TestNetwork, made: StartedRehearsal) {
    this.real = real
    this.made = made
  }

  static async start(language = 'nl'): Promise<Rehearsing> {
    server = await startServer({}, { now: () => (clock.now += 1000) })
    const real = await startNetwork(server.url, { language })
    const path = `/api/sessions/${real.session.id}/rehearsal`
    return new Rehearsing(real, (await ask<StartedRehearsal>(server.url, 'POST', path, real)).body)
  }

  get id() {
    return this.made.session.id
  }

  /** Someone looks at a session; the facilitator at the rehearsal when it is not said. */
  async look(session: string = this.id, token = this.made.facilitator.token, as?: 'wall'): Promise<Socket> {
    const auth = { session, token, ...(as && { as }) }
    const socket = io(server.url, { auth, transports: ['websocket'], reconnection: false, forceNew: true })
    sockets.push(socket)
    await new Promise((done) => socket.once('state', done))
    return socket
  }

  async leave(socket: Socket): Promise<void> {
    socket.disconnect()
    await vi.waitUntil(() => server.house.live.watched().length === 0)
  }

  async act(times: number): Promise<void> {
    for (let i = 0; i < times; i++) await this.people.act()
    expect(failed).toEqual([])
  }

  async say(body: Command): Promise<void> {
    expect((await command(server.url, this.id, this.made.facilitator.token, body)).status).toBe(200)
  }

  zone = (kind: ZoneKind) => this.made.session.zones.find((one) => one.kind === kind)!.id
  step = (kind: ZoneKind) =>
    this.made.session.agenda.find(
      ({ zone, mode }) => zone === this.zone(kind) && (mode === 'open' || mode === 'silent'),
    )!
  /** Openly and by name, when nothing else is said. */
  begin = async (kind: ZoneKind, how: Pick<Step, 'mode' | 'identity'> = { mode: 'open', identity: 'name' }) => {
    const step = this.step(kind).id
    await this.say({ type: 'changeStep', step, ...how })
    await this.say({ type: 'startStep', step })
  }
  notes = async (session = this.id): Promise<Note[]> => [...(await server.house.rooms.read(session)).notes.values()]
  state = async (): Promise<SessionState> =>
    (await ask<SessionState>(server.url, 'GET', `/api/sessions/${this.id}/state`, this.made.facilitator)).body
  dots = () => server.house.storage.dotsIn(this.id)
}

const countBy = <T>(list: readonly T[], key: (one: T) => unknown): number[] => {
  const counts = new Map<unknown, number>()
  for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1)
  return [...counts.values()]
}

test('while a facilitator looks, each writes three notes in the zone of the step, one at a time', async () => {
  const scene = await Rehearsing.start()
  await scene.look()
  await scene.begin('expectations')
  await scene.act(5)
  expect((await scene.notes()).length).toBe(5)
  await scene.act(40)
  const notes = await scene.notes()
  expect(countBy(notes, ({ meta }) => meta.author)).toEqual(Array<number>(8).fill(3))
  expect(new Set(notes.map(({ place }) => place.zone))).toEqual(new Set([scene.zone('expectations')]))
  const texts = practiceNotes('nl', 'expectations')
  expect(notes.filter(({ text }) => !texts.includes(text))).toEqual([])
  // All is said before anyone says the same.
  expect(countBy(notes, ({ text }) => text)).toEqual(Array<number>(12).fill(2))
  const people = new Map((await scene.state()).people.map((one) => [one.participant, one.organisation]))
  expect(notes.map(({ meta }) => meta.organisation)).toEqual(notes.map(({ meta }) => people.get(meta.author!)))
  expect(await scene.notes(scene.real.session.id)).toEqual([])
})

test('nobody acts when no facilitator looks: not for the wall, not for who joined, not after leaving', async () => {
  const scene = await Rehearsing.start()
  await scene.begin('expectations')
  await scene.look(scene.id, scene.made.facilitator.token, 'wall')
  await scene.look(scene.id, (await join(server.url, scene.made.session.code)).token)
  await scene.act(5)
  expect(await scene.notes()).toEqual([])
  const socket = await scene.look()
  await scene.act(2)
  await scene.leave(socket)
  await scene.act(5)
  expect((await scene.notes()).length).toBe(2)
})

test('a real session that a facilitator looks at is left alone', async () => {
  const scene = await Rehearsing.start()
  const { session, token } = scene.real
  await scene.look(session.id, token)
  const step = session.agenda.find(({ mode }) => mode === 'open')!
  expect((await command(server.url, session.id, token, { type: 'startStep', step: step.id })).status).toBe(200)
  await scene.act(5)
  expect(await scene.notes(session.id)).toEqual([])
})

test('in silence they write into their pads and say that they are ready; shown, their notes are on the board', async () => {
  const scene = await Rehearsing.start()
  await scene.look()
  await scene.begin('expectations', { mode: 'silent', identity: 'nobody' })
  await scene.act(40)
  expect(await scene.notes()).toEqual([])
  expect(await scene.state()).toMatchObject({ silent: { wrote: 8 }, ready: { count: 8 } })
  await scene.say({ type: 'reveal' })
  await scene.act(10)
  const notes = await scene.notes()
  expect(notes).toHaveLength(24)
  expect(countBy(notes, ({ meta }) => meta.author ?? meta.organisation)).toEqual([24])
})

test('where the organisation alone is shown their notes are there at once, and bear it', async () => {
  const scene = await Rehearsing.start()
  await scene.look()
  await scene.begin('crossPollination', { mode: 'open', identity: 'organisation' })
  await scene.act(5)
  const notes = await scene.notes()
  expect(notes).toHaveLength(5)
  for (const { meta } of notes) expect([meta.author, typeof meta.organisation]).toEqual([null, 'string'])
})

test('they write in an open step alone, and only where it is open', async () => {
  const scene = await Rehearsing.start()
  await scene.look()
  await scene.act(3)
  const step = scene.step('expectations').id
  await scene.begin('expectations')
  for (const mode of ['talk', 'pause', 'cluster', 'vote'] as const) {
    await scene.say({ type: 'changeStep', step, mode })
    await scene.act(3)
  }
  await scene.say({ type: 'changeStep', step, mode: 'open' })
  await scene.say({ type: 'changeZone', zone: scene.zone('expectations'), locked: true })
  await scene.act(3)
  await scene.say({ type: 'changeZone', zone: scene.zone('expectations'), locked: false, hidden: true })
  await scene.act(3)
  expect(await scene.notes()).toEqual([])
})

test('a note for a step that ended meanwhile is not written', async () => {
  const scene = await Rehearsing.start()
  await scene.look()
  await scene.begin('expectations')
  const { rooms } = server.house
  const read = vi.spyOn(rooms, 'read').mockImplementationOnce(async (session) => {
    const board = await rooms.read(session)
    await scene.begin('crossPollination')
    return board
  })
  await scene.act(1)
  read.mockRestore()
  expect(await scene.notes()).toEqual([])
  await scene.act(1)
  expect((await scene.notes()).map(({ place }) => place.zone)).toEqual([scene.zone('crossPollination')])
})

test('a step that is gone back to gets no text a third time', async () => {
  const scene = await Rehearsing.start()
  await scene.look()
  for (let i = 0; i < 3; i++) {
    await scene.begin('crossPollination')
    await scene.act(30)
    await scene.say({ type: 'startStep', step: scene.made.session.agenda[0]!.id })
  }
  expect((await scene.notes()).length).toBe(24)
})

test('in a vote they lay all their dots, one person at a time, never more than the budget', async () => {
  const scene = await Rehearsing.start()
  await scene.look()
  await server.house.rooms.write(scene.id, (board) =>
    fillBoard(board, scene.zone('crossPollination'), { themes: ['Onthaal', 'Taal', 'Tijd', 'Ruimte'] }),
  )
  await scene.begin('crossPollination')
  await scene.say({ type: 'openVote', on: 'themes', dots: 5 })
  await scene.act(1)
  expect(new Set((await scene.dots()).map(({ participant }) => participant)).size).toBe(1)
  await scene.act(7)
  const dots = await scene.dots()
  const by = new Map<ParticipantId, number>()
  for (const one of dots) by.set(one.participant, (by.get(one.participant) ?? 0) + one.dots)
  expect([...by.values()]).toEqual(Array<number>(8).fill(5))
  expect((await scene.notes()).length).toBe(4)
  // Who voted goes on writing, and a closed vote takes no more.
  await scene.say({ type: 'closeVote' })
  await scene.act(1)
  expect((await scene.notes()).length).toBe(5)
  expect((await scene.state()).vote).toMatchObject({ kind: 'closed' })
})

test('with nothing to vote on, and with one theme for many dots, they do what can be done', async () => {
  const scene = await Rehearsing.start()
  await scene.look()
  await scene.say({ type: 'openVote', on: 'themes', dots: 5 })
  await scene.act(3)
  expect(await scene.dots()).toEqual([])
  await server.house.rooms.write(scene.id, (board) =>
    fillBoard(board, scene.zone('crossPollination'), { themes: ['Onthaal'] }),
  )
  await scene.act(1)
  expect((await scene.dots()).map(({ dots }) => dots)).toEqual([5])
})

test('who was removed to try that out does nothing more', async () => {
  const scene = await Rehearsing.start()
  await scene.look()
  await scene.begin('expectations')
  const [gone, ...staying] = (await scene.state()).people.filter(({ role }) => role === 'member')
  await scene.say({ type: 'removeParticipant', participant: gone!.participant })
  await scene.act(40)
  const authors = new Set((await scene.notes()).map(({ meta }) => meta.author))
  expect(authors).toEqual(new Set(staying.map(({ participant }) => participant)))
})

test('they are there as long as the facilitator is, in the roster too', async () => {
  const scene = await Rehearsing.start()
  const socket = await scene.look()
  await scene.look(scene.id, scene.made.facilitator.token, 'wall')
  const online = async () => (await scene.state()).count.online
  expect(await online()).toBe(0)
  await scene.act(1)
  expect(await online()).toBe(8)
  await scene.leave(socket)
  await scene.act(1)
  expect(await online()).toBe(0)
})

test('a rehearsal that was thrown away is left, and its facilitator is told', async () => {
  const scene = await Rehearsing.start()
  const socket = await scene.look()
  const bye = new Promise((done) => socket.once('bye', done))
  await scene.begin('expectations')
  await scene.act(1)
  const { network, facilitator } = scene.made
  expect((await ask(server.url, 'DELETE', `/api/networks/${network.id}`, facilitator)).status).toBe(204)
  await scene.act(1)
  expect(await bye).toEqual({ refusal: 'network-unknown' })
  expect(server.house.live.watched()).toEqual([])
})

test('the server lets them act by itself, goes on after a restart, and stops', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const scene = await Rehearsing.start()
  await scene.look()
  await scene.begin('expectations')
  vi.advanceTimersByTime(4_000)
  await vi.waitUntil(async () => (await scene.notes()).length === 1)
  server = await server.restart()
  await scene.look()
  vi.advanceTimersByTime(4_000)
  await vi.waitUntil(async () => (await scene.notes()).length === 2)
  await server.stop()
  const looking = vi.spyOn(server.house.live, 'watched')
  vi.advanceTimersByTime(40_000)
  expect(looking).not.toHaveBeenCalled()
})

test.each(LANGUAGES)('a rehearsal in %s is written in it', async (language) => {
  const scene = await Rehearsing.start(language)
  await scene.look()
  await scene.begin('crossPollination')
  await scene.act(2)
  const texts = practiceNotes(language, 'crossPollination')
  expect((await scene.notes()).map(({ text }) => texts.includes(text))).toEqual([true, true])
})
