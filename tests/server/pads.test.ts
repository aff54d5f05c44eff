import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { NoteId, OrganisationId, SessionId, StepId, ZoneId } from '../../shared/model/ids.ts'
import { bearing } from '../../shared/model/identity.ts'
import { newNoteId } from '../../shared/model/ids.ts'
import type { Identity } from '../../shared/model/network.ts'
import type { Note } from '../../shared/model/note.ts'
import { trait, traitOfDraft } from '../../shared/model/shown-note.ts'
import type { Command } from '../../shared/wire/commands.ts'
import { StorageFailed } from '../../server/storage/failures.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { openBoard, openPad, type Who, type Writer } from '../helpers/full-board.ts'
import { Listener } from '../helpers/listener.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// From the pad to the board: what is shown when, to whom, and signed how.

let server: TestServer
let network: TestNetwork
let session: SessionId
let people: Who[]
const pads: Writer[] = []

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())
beforeEach(async () => {
  network = await startNetwork(server.url)
  session = network.session.id as SessionId
  const names = ['Organisatie A', 'Organisatie B', 'Organisatie B']
  people = []
  for (const organisation of names) {
    const one = await join(server.url, network.session.code, { organisation })
    people.push({ token: one.token, participant: one.id, organisation: one.organisation as OrganisationId })
  }
  return () => pads.splice(0).forEach((pad) => pad.leave())
})

const say = (body: Command, token = network.token) => command(server.url, session, token, body)
const board = () => server.house.rooms.read(session)
const notes = async (): Promise<Note[]> => [...(await board()).notes.values()]
const zones = () => network.session.zones.map(({ id }) => id as ZoneId)
const state = async (token = network.token) =>
  (await ask<SessionState>(server.url, 'GET', `/api/sessions/${session}/state`, { token })).body

/** A step that runs now. */
async function begin(step: { mode: 'silent' | 'open'; identity: Identity; zone?: ZoneId | null }): Promise<StepId> {
  const added = await say({ type: 'addStep', step: { title: 'Schrijven', zone: null, ...step } })
  expect((await say({ type: 'startStep', step: added.body.step as StepId })).status).toBe(200)
  return added.body.step as StepId
}

async function padOf(who: Who): Promise<Writer> {
  const pad = await openPad(server.url, session, who)
  pads.push(pad)
  return pad
}

async function draft(who: Who, text: string, zone = zones()[0]!, bears: Identity = 'name'): Promise<NoteId> {
  const pad = await padOf(who)
  const signed = bearing({ author: who.participant, organisation: who.organisation }, bears)
  const id = writeNote(pad.board, signed, { text, zone, x: 7, y: 9 }, 5)
  await pad.saved()
  return id
}

describe('silent writing', () => {
  test('drafts are on no board until they are shown: then they are notes, in no order, and of one moment', async () => {
    await begin({ mode: 'silent', identity: 'name' })
    const drafts: NoteId[] = []
    for (let i = 0; i < 12; i++) drafts.push(await draft(people[i % 3]!, `Schets ${i}`))
    expect(await notes()).toEqual([])
    expect((await state()).silent).toEqual({ wrote: 3 })
    expect((await say({ type: 'reveal' })).body).toMatchObject({ ok: true, revealed: 12 })
    const shown = await notes()
    expect(shown.map(({ text }) => text).sort()).toEqual(drafts.map((_, i) => `Schets ${i}`).sort())
    expect(new Set(shown.map(({ meta }) => meta.createdAt)).size).toBe(1)
    expect(new Set(shown.map(({ place }) => `${place.x} ${place.y}`))).toEqual(new Set(['0 0']))
    const inOrder = [...shown].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ text }) => Number(text.split(' ')[1]))
    expect(inOrder).not.toEqual([...inOrder].sort((a, b) => a - b))
    for (const { id } of shown) expect(drafts).not.toContain(id)
    expect((await state()).silent).toBeNull()
    expect((await state()).step?.revealed).toEqual(zones())
  })

  test.each([
    ['name', true, true],
    ['organisation', false, true],
    ['nobody', false, false],
  ] as const)('signed with %s: author %s, organisation %s', async (identity, author, organisation) => {
    await begin({ mode: 'silent', identity })
    const id = await draft(people[1]!, 'Wie was dit')
    await say({ type: 'reveal' })
    const [{ meta, id: shown }] = (await notes()) as [Note]
    expect(meta.author).toBe(author ? people[1]!.participant : null)
    expect(meta.organisation).toBe(organisation ? people[1]!.organisation : null)
    // Only who knows the draft can tell which note it became.
    expect(trait(shown)).toBe(traitOfDraft(id))
    expect((await state(people[1]!.token)).me.unnamed).toEqual(identity === 'organisation' ? [shown] : [])
    expect((await state(people[2]!.token)).me.unnamed).toEqual([])
    expect((await state()).me.unnamed).toEqual([])
  })

  // Written without a network in a step that was over, and forgotten here, when the device came back.
  test.each([
    ['organisation', false, true],
    ['nobody', false, false],
  ] as const)('a draft that bears less keeps it in a step with names: %s', async (bears, author, organisation) => {
    const step = await begin({ mode: 'silent', identity: 'name' })
    const [shown, published] = [
      await draft(people[0]!, 'Getoond', zones()[0]!, bears),
      await draft(people[1]!, 'Zelf geplaatst', zones()[1]!, bears),
    ]
    expect((await state()).promised).toEqual(Object.fromEntries(zones().map((zone) => [zone, 'name'])))
    await say({ type: 'reveal', zone: zones()[0]! })
    await say({ type: 'changeStep', step, mode: 'open' })
    const answer = await say({ type: 'publish', notes: [published] }, people[1]!.token)
    expect(answer.body.published?.[0]?.key).toBe(bears === 'nobody' ? published : undefined)
    const all = await notes()
    expect(all.map(({ id }) => trait(id)).sort()).toEqual([shown, published].map(traitOfDraft).sort())
    for (const { meta, text } of all) {
      const who = people[text === 'Getoond' ? 0 : 1]!
      expect([meta.author, meta.organisation]).toEqual([
        author ? who.participant : null,
        organisation ? who.organisation : null,
      ])
    }
  })

  test('shown zone by zone, what is left stays a draft', async () => {
    const [first, second] = zones() as [ZoneId, ZoneId]
    await begin({ mode: 'silent', identity: 'nobody' })
    await draft(people[0]!, 'Eerst', first)
    await draft(people[0]!, 'Later', second)
    expect((await say({ type: 'reveal', zone: first })).body).toMatchObject({ revealed: 1 })
    expect((await notes()).map(({ text }) => text)).toEqual(['Eerst'])
    expect((await state()).silent).toEqual({ wrote: 1 })
    expect((await say({ type: 'reveal', zone: first })).body).toMatchObject({ ok: true, revealed: 0 })
    expect((await say({ type: 'reveal' })).body).toMatchObject({ revealed: 1 })
    expect((await say({ type: 'reveal' })).body).toMatchObject({ revealed: 0 })
    expect(await notes()).toHaveLength(2)
  })

  test('twice at the same instant, by two facilitators: each draft is shown once', async () => {
    await begin({ mode: 'silent', identity: 'name' })
    await Promise.all(people.map((who, i) => draft(who, `Schets ${i}`)))
    const answers = await Promise.all(Array.from({ length: 6 }, () => say({ type: 'reveal' })))
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    expect(answers.reduce((sum, { body }) => sum + body.revealed!, 0)).toBe(3)
    expect(await notes()).toHaveLength(3)
  })

  test('after the showing a late writer’s note goes to the board at once; before, it does not', async () => {
    await begin({ mode: 'silent', identity: 'name' })
    const [early, late] = [await draft(people[0]!, 'Vroeg'), await draft(people[1]!, 'Laat')]
    expect((await say({ type: 'publish', notes: [early] }, people[0]!.token)).body.code).toBe('silent')
    await say({ type: 'reveal' })
    expect((await say({ type: 'publish', notes: [late] }, people[1]!.token)).body.code).toBe('note-unknown')
    const again = await draft(people[1]!, 'Nog later')
    expect((await say({ type: 'publish', notes: [again] }, people[1]!.token)).body.published).toHaveLength(1)
    expect((await notes()).map(({ text }) => text).sort()).toEqual(['Laat', 'Nog later', 'Vroeg'])
  })

  test('a draft that builds on another draft does not name it on the board; one on the board it does', async () => {
    await begin({ mode: 'silent', identity: 'nobody' })
    const first = await draft(people[0]!, 'Eerst')
    await say({ type: 'reveal', zone: zones()[0]! })
    const [{ id: known }] = (await notes()) as [Note]
    const pad = await padOf(people[0]!)
    const writer = { author: people[0]!.participant, organisation: people[0]!.organisation }
    const place = { zone: zones()[1]!, x: 0, y: 0 }
    const base = writeNote(pad.board, writer, { ...place, text: 'Daarna' }, 5)
    writeNote(pad.board, writer, { ...place, text: 'Op een schets', buildsOn: base }, 5)
    writeNote(pad.board, writer, { ...place, text: 'Op wat er hangt', buildsOn: known }, 5)
    await pad.saved()
    await say({ type: 'reveal' })
    const buildsOn = new Map((await notes()).map(({ text, meta }) => [text, meta.buildsOn]))
    expect([buildsOn.get('Op een schets'), buildsOn.get('Op wat er hangt')]).toEqual([null, known])
    expect(first).not.toBe(known)
  })

  test('what was promised with a draft holds in a later step, which tells more', async () => {
    await begin({ mode: 'silent', identity: 'nobody' })
    await draft(people[0]!, 'Gevoelig')
    await begin({ mode: 'open', identity: 'name' })
    expect((await state()).promised[zones()[0]!]).toBe('nobody')
    expect((await say({ type: 'reveal' })).body).toMatchObject({ revealed: 1 })
    expect((await notes())[0]!.meta).toMatchObject({ author: null, organisation: null })
    await begin({ mode: 'silent', identity: 'name' })
    await draft(people[0]!, 'Gewoon')
    await say({ type: 'reveal' })
    expect((await notes()).find(({ text }) => text === 'Gewoon')!.meta.author).toBe(people[0]!.participant)
  })

  test('a step that tells more while it runs does not undo what was promised', async () => {
    const step = await begin({ mode: 'silent', identity: 'nobody' })
    await draft(people[0]!, 'Gevoelig')
    await say({ type: 'changeStep', step, identity: 'name' })
    await say({ type: 'reveal' })
    expect((await notes())[0]!.meta.author).toBeNull()
  })

  test('a device that was away while all was shown does not bring its drafts back', async () => {
    await begin({ mode: 'silent', identity: 'nobody' })
    const pad = await padOf(people[0]!)
    writeNote(
      pad.board,
      { author: people[0]!.participant, organisation: people[0]!.organisation },
      { text: 'Weg', zone: zones()[0]!, x: 0, y: 0 },
      5,
    )
    await pad.saved()
    pad.offline()
    await say({ type: 'reveal' })
    pad.back()
    expect(await pad.closedWith()).toBe(4409)
    expect((await server.house.rooms.pads.read(session)).get(people[0]!.participant)!.notes.size).toBe(0)
    expect(await notes()).toHaveLength(1)
  })

  test('when the disk said no and it was done all the same, everyone is told, and it is not done twice', async () => {
    await begin({ mode: 'silent', identity: 'organisation' })
    await draft(people[0]!, 'Schets')
    const watcher = new Listener(server.url, { session, token: people[1]!.token })
    await watcher.state(() => true)
    const { storage } = server.house
    const { moveNotes } = storage
    const spy = vi.spyOn(storage, 'moveNotes').mockImplementationOnce(async (move) => {
      await moveNotes(move)
      throw new StorageFailed('disk I/O error')
    })
    expect((await say({ type: 'reveal' })).body.code).toBe('disk')
    expect(spy).toHaveBeenCalledTimes(2)
    spy.mockRestore()
    await watcher.state(({ step, silent }) => step?.revealed?.length === zones().length && silent === null)
    expect((await say({ type: 'reveal' })).body).toMatchObject({ ok: true, revealed: 0 })
    expect((await notes()).map(({ text }) => text)).toEqual(['Schets'])
    watcher.socket.disconnect()
  })

  test('what someone publishes while the disk says no and does it is told as done, once', async () => {
    await begin({ mode: 'open', identity: 'organisation' })
    const id = await draft(people[0]!, 'Schets')
    const { storage } = server.house
    const { moveNotes } = storage
    const spy = vi.spyOn(storage, 'moveNotes').mockImplementationOnce(async (move) => {
      await moveNotes(move)
      throw new StorageFailed('disk I/O error')
    })
    expect((await say({ type: 'publish', notes: [id] }, people[0]!.token)).body.published).toHaveLength(1)
    spy.mockRestore()
    expect((await notes()).map(({ text }) => text)).toEqual(['Schets'])
    expect((await state(people[0]!.token)).me.unnamed).toHaveLength(1)
  })

  test.each(['name', 'organisation', 'nobody'] as const)(
    'once all is shown nobody has drafts any more: %s',
    async (identity) => {
      await begin({ mode: 'silent', identity })
      for (const who of people) await draft(who, 'Schets')
      expect((await state()).silent).toEqual({ wrote: 3 })
      await say({ type: 'reveal' })
      expect((await state()).silent).toBeNull()
    },
  )

  test('a zone where drafts lie is not taken away', async () => {
    await begin({ mode: 'silent', identity: 'name' })
    await draft(people[0]!, 'Schets')
    expect((await say({ type: 'removeZone', zone: zones()[0]! })).body.code).toBe('zone-not-empty')
  })

  test('drafts survive a restart, and are shown after it', async () => {
    await begin({ mode: 'silent', identity: 'name' })
    await draft(people[0]!, 'Schets')
    pads.splice(0).forEach((pad) => pad.leave())
    server = await server.restart()
    expect((await state()).silent).toEqual({ wrote: 1 })
    expect((await say({ type: 'reveal' })).body.revealed).toBe(1)
  })
})

describe('open steps without names', () => {
  test('what is published is signed as the step says, at once, and its writer gets the key', async () => {
    await begin({ mode: 'open', identity: 'nobody' })
    const id = await draft(people[0]!, 'Zonder naam')
    const { published } = (await say({ type: 'publish', notes: [id] }, people[0]!.token)).body
    expect(published).toEqual([{ draft: id, note: expect.any(String), key: id }])
    expect((await notes())[0]).toMatchObject({ id: published![0]!.note, meta: { author: null, organisation: null } })
    expect((await say({ type: 'publish', notes: [id] }, people[0]!.token)).body.code).toBe('note-unknown')
  })

  test('nobody publishes what lies in another’s pad', async () => {
    await begin({ mode: 'open', identity: 'organisation' })
    const id = await draft(people[0]!, 'Van mij')
    for (const token of [people[1]!.token, network.token])
      expect((await say({ type: 'publish', notes: [id] }, token)).body.code).toBe('note-unknown')
    expect(await notes()).toEqual([])
  })

  test('a closed zone takes none, and what was to go there stays a draft', async () => {
    await begin({ mode: 'open', identity: 'nobody' })
    const id = await draft(people[0]!, 'Te laat')
    await say({ type: 'changeZone', zone: zones()[0]!, locked: true })
    expect((await say({ type: 'publish', notes: [id] }, people[0]!.token)).body.code).toBe('zone-locked')
    expect((await server.house.rooms.pads.read(session)).get(people[0]!.participant)!.notes.size).toBe(1)
  })

  test('nobody writes to the board past the pad', async () => {
    await begin({ mode: 'open', identity: 'nobody' })
    const writer = await openBoard(server.url, session, people[0]!)
    pads.push(writer)
    writeNote(
      writer.board,
      { author: people[0]!.participant, organisation: people[0]!.organisation },
      { text: 'Direct', zone: zones()[0]!, x: 0, y: 0 },
      5,
    )
    await vi.waitUntil(() => writer.refusals.length > 0)
    expect(writer.refusals).toEqual(['pad-only'])
    expect(await notes()).toEqual([])
  })

  test('nobody is told whose Yjs client is whose, nor where members point to', async () => {
    const watcher = new Listener(server.url, { session, token: network.token })
    const writer = await openBoard(server.url, session, people[0]!)
    pads.push(writer)
    writer.show({ cursor: [1, 2] })
    const clientsOf = ({ people: all }: SessionState) =>
      all.find(({ participant }) => participant === people[0]!.participant)!.clients
    await watcher.state((one) => clientsOf(one).length > 0)
    const facilitator = { ...people[0]!, token: network.token, participant: network.created.facilitator.id as never }
    const seen = await openBoard(server.url, session, facilitator)
    pads.push(seen)
    await vi.waitUntil(() => seen.others().length === 1)
    const { version } = (await begin({ mode: 'open', identity: 'nobody' }), await state())
    const hiding = await watcher.state((one) => one.version === version)
    expect(clientsOf(hiding)).toEqual([])
    await vi.waitUntil(() => seen.others().length === 0)
    writer.show({ cursor: [3, 4] })
    // What it shows after this comes on the same line, so that one came before.
    await begin({ mode: 'open', identity: 'name' })
    writer.show({ cursor: [5, 6] })
    await vi.waitUntil(() => seen.others().length === 1)
    expect(seen.shown).not.toContainEqual([3, 4])
    watcher.socket.disconnect()
  })
})

describe('own notes without an author', () => {
  const shownNote = async (identity: Identity, who = people[0]!) => {
    await begin({ mode: 'silent', identity })
    const key = await draft(who, 'Eerste woorden')
    await say({ type: 'reveal' })
    return { key, note: (await notes())[0]!.id }
  }

  test('who shows the key rewrites and withdraws it; without it nobody does', async () => {
    const { key, note } = await shownNote('nobody')
    const mine = people[0]!.token
    for (const wrong of [undefined, newNoteId(), note]) {
      const more = wrong ? { key: wrong } : {}
      expect((await say({ type: 'withdraw', note, ...more }, mine)).body.code).toBe('not-yours')
      expect((await say({ type: 'rewrite', note, ...more, text: 'Anders' }, mine)).body.code).toBe('not-yours')
    }
    expect((await say({ type: 'rewrite', note, key, text: 'Andere woorden' }, mine)).status).toBe(200)
    expect((await notes())[0]!.text).toBe('Andere woorden')
    expect((await say({ type: 'withdraw', note, key }, mine)).status).toBe(200)
    expect((await say({ type: 'withdraw', note, key }, mine)).body.code).toBe('note-unknown')
    expect(await notes()).toEqual([])
  })

  test('a note of one’s organisation is withdrawn from any own device, and not by a colleague of the same one', async () => {
    const { note } = await shownNote('organisation', people[1]!)
    expect((await say({ type: 'withdraw', note }, people[2]!.token)).body.code).toBe('not-yours')
    expect((await say({ type: 'withdraw', note }, people[1]!.token)).status).toBe(200)
  })

  test('in a closed zone it is not rewritten, but withdrawn', async () => {
    const { key, note } = await shownNote('nobody')
    await say({ type: 'changeZone', zone: zones()[0]!, locked: true })
    expect((await say({ type: 'rewrite', note, key, text: 'Anders' }, people[0]!.token)).body.code).toBe('zone-locked')
    expect((await say({ type: 'withdraw', note, key }, people[0]!.token)).status).toBe(200)
  })

  test('the key opens no note that bears its author', async () => {
    const { key, note } = await shownNote('name')
    expect((await say({ type: 'withdraw', note, key }, people[1]!.token)).body.code).toBe('not-yours')
  })

  test('whoever is erased takes them along', async () => {
    await shownNote('organisation')
    const { participant, token } = people[0]!
    const path = `/api/networks/${network.id}/people/${participant}`
    expect((await ask(server.url, 'DELETE', path, { token })).status).toBe(204)
    expect(await notes()).toEqual([])
  })
})

test.each(['name', 'organisation'] as const)(
  'what is shown while someone is erased has nothing of them: %s',
  async (identity) => {
    await begin({ mode: 'silent', identity })
    await draft(people[0]!, 'Van wie weggaat')
    await draft(people[1]!, 'Van wie blijft')
    const { storage } = server.house
    const { eraseMember } = storage
    // Their notes are gone by then, and their pad is not.
    const spy = vi.spyOn(storage, 'eraseMember').mockImplementationOnce(async (id) => {
      await say({ type: 'reveal' })
      return eraseMember(id)
    })
    const { participant, token } = people[0]!
    expect(
      (await ask(server.url, 'DELETE', `/api/networks/${network.id}/people/${participant}`, { token })).status,
    ).toBe(204)
    spy.mockRestore()
    expect((await notes()).map(({ text }) => text)).toEqual(['Van wie blijft'])
  },
)

describe('the end of the session', () => {
  test('drafts that were not shown are gone, on every device and on disk', async () => {
    await begin({ mode: 'silent', identity: 'name' })
    await draft(people[0]!, 'Nooit getoond')
    expect((await say({ type: 'endSession' })).status).toBe(200)
    expect(await pads[0]!.closedWith()).toBe(4404)
    expect(await server.house.storage.padsIn(session)).toEqual([])
    expect(await state()).toMatchObject({ step: null, timer: null, silent: null, ended: expect.any(Number) })
    expect((await say({ type: 'reveal' })).body).toMatchObject({ ok: true, revealed: 0 })
    expect(await notes()).toEqual([])
  })

  test('a session that goes on has empty pads again', async () => {
    await say({ type: 'endSession' })
    expect((await say({ type: 'endSession' })).status).toBe(200)
    await begin({ mode: 'silent', identity: 'name' })
    expect((await state()).ended).toBeNull()
    await draft(people[0]!, 'Toch nog')
    expect((await say({ type: 'reveal' })).body.revealed).toBe(1)
  })

  test('while people vote it is not ended', async () => {
    await say({ type: 'openVote', on: 'notes', dots: 3 })
    expect((await say({ type: 'endSession' })).body.code).toBe('vote-open')
  })

  test('someone who is removed takes their pad along', async () => {
    await begin({ mode: 'silent', identity: 'name' })
    await draft(people[0]!, 'Weg met mij')
    await say({ type: 'removeParticipant', participant: people[0]!.participant })
    expect((await say({ type: 'reveal' })).body.revealed).toBe(0)
    expect(await server.house.storage.padsIn(session)).toEqual([])
    expect(await notes()).toEqual([])
  })
})
