import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { rewriteNote, writeNote } from '../../shared/doc/commands.ts'
import type { OrganisationId, ParticipantId, SessionId, StepId, ZoneId } from '../../shared/model/ids.ts'
import type { Command } from '../../shared/wire/commands.ts'
import { openBoard, openPad, type Who } from '../helpers/full-board.ts'
import { command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// All is shown again and again while everyone goes on writing, in pads, on this board and on another.

const PEOPLE = 5
const DRAFTS = 40
const REVEALS = 8

let server: TestServer
let network: TestNetwork
beforeAll(async () => {
  server = await startServer()
  network = await startNetwork(server.url)
})
afterAll(() => server.end())

test('each draft that was called saved is on the board once, or in its pad, whatever is shown in between', async () => {
  const { url, house } = server
  const session = network.session.id as SessionId
  const zones = network.session.zones.map(({ id }) => id as ZoneId)
  const say = (body: Command, token = network.token) => command(url, session, token, body)
  const people: Who[] = []
  for (let i = 0; i < PEOPLE; i++) {
    const one = await join(url, network.session.code)
    people.push({ token: one.token, participant: one.id, organisation: one.organisation as OrganisationId })
  }
  const step = { title: 'Schrijven', zone: null, mode: 'silent', identity: 'organisation' } as const
  await say({ type: 'startStep', step: (await say({ type: 'addStep', step })).body.step as StepId })
  const saved: string[] = []
  let cutOff = 0
  let published = 0

  /** Writes one draft after the other, makes each longer, and goes on in a new pad when its notes were taken out. */
  async function writes(who: Who, name: string): Promise<void> {
    const author = { author: who.participant, organisation: who.organisation }
    let pad = await openPad(url, session, who)
    for (let n = 0; n < DRAFTS; n++) {
      const text = `${name}${n}.`
      const id = writeNote(pad.board, author, { text, zone: zones[n % zones.length]!, x: 0, y: 0 }, 5)
      const isSaved = await Promise.race([pad.saved().then(() => true), pad.closedWith().then(() => false)])
      if (isSaved) {
        saved.push(text)
        rewriteNote(pad.board, id, `${text} En nog iets.`)
        if (n % 4 === 3 && (await say({ type: 'publish', notes: [id] }, who.token)).status === 200) published++
      } else {
        cutOff++
        pad.leave()
        pad = await openPad(url, session, who)
      }
    }
    pad.leave()
  }
  let isOver = false
  const facilitator = {
    token: network.token,
    participant: network.created.facilitator.id as ParticipantId,
    organisation: null,
  }
  const onBoard: string[] = []
  async function leads(): Promise<void> {
    const board = await openBoard(url, session, facilitator)
    for (let n = 0; !isOver; n++) {
      const author = { author: facilitator.participant, organisation: null }
      writeNote(board.board, author, { text: `bord${n}.`, zone: zones[0]!, x: 0, y: 0 }, 5)
      await board.saved()
      onBoard.push(`bord${n}.`)
      // Another board has its turn each time.
      const elsewhere = network.created.network.sessions[1]!.id as SessionId
      await house.rooms.write(elsewhere, (other) => other.marks.set(`${n}`, {}))
    }
    board.leave()
  }
  const leading = leads()
  const writing = Promise.all(people.map((who, i) => writes(who, 'abcde'[i]!)))
  for (let reveal = 1; reveal <= REVEALS; reveal++) {
    await vi.waitUntil(() => saved.length + cutOff >= (reveal * PEOPLE * DRAFTS) / (REVEALS + 2), { interval: 1 })
    expect((await say({ type: 'reveal' })).status).toBe(200)
  }
  await writing
  isOver = true
  await leading

  const firstWords = (text: string): string => text.slice(0, text.indexOf('.') + 1)
  const standing = async () => {
    const pads = [...(await house.rooms.pads.read(session)).values()]
    const all = [await house.rooms.read(session), ...pads].flatMap(({ notes }) => [...notes.values()])
    return all.map(({ text }) => firstWords(text)).sort()
  }
  const before = await standing()
  expect(new Set(before).size).toBe(before.length)
  expect(before).toEqual(expect.arrayContaining([...saved, ...onBoard]))
  expect((await say({ type: 'reveal' })).status).toBe(200)
  expect(await standing()).toEqual(before)
  for (const pad of (await house.rooms.pads.read(session)).values()) expect(pad.notes.size).toBe(0)
  // Otherwise nothing of this came in between anything.
  expect([saved.length > 100, cutOff > 5, published > 3, onBoard.length > 20]).toEqual([true, true, true, true])
})
