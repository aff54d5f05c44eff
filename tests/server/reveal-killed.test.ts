import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join as path } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { NoteId, OrganisationId, SessionId, StepId, ZoneId } from '../../shared/model/ids.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { openPad, type Who } from '../helpers/full-board.ts'
import { cleanUp, directory, ROOT } from '../helpers/process.ts'
import { startProduct, type Product } from '../helpers/product.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork } from '../helpers/server.ts'

// The built server kills itself between any two writes of a showing, each time on the same data. After that either nothing
// is shown or everything, and each draft stands exactly once.

const products: Product[] = []
afterEach(async () => {
  for (const one of products.splice(0)) await one.stop()
  cleanUp()
})

interface Prepared {
  readonly dataDir: string
  readonly network: TestNetwork
  readonly session: SessionId
  readonly people: readonly Who[]
  /** What each of their devices has, and the drafts they wrote on it. */
  readonly held: readonly Uint8Array[]
  readonly drafts: readonly (readonly NoteId[])[]
}

const draft = async (pad: Awaited<ReturnType<typeof openPad>>, who: Who, zone: ZoneId, text: string) => {
  const id = writeNote(
    pad.board,
    { author: who.participant, organisation: who.organisation },
    { text, zone, x: 0, y: 0 },
    5,
  )
  await pad.saved()
  return id
}

/** Three people with drafts on disk, in a step that shows organisations alone. */
async function prepared(mode: 'silent' | 'open'): Promise<Prepared> {
  const dataDir = directory()
  const server = await startServer({}, {}, dataDir)
  const network = await startNetwork(server.url)
  const session = network.session.id as SessionId
  const people: Who[] = []
  for (const organisation of ['Organisatie A', 'Organisatie B', 'Organisatie B']) {
    const one = await join(server.url, network.session.code, { organisation })
    people.push({ token: one.token, participant: one.id, organisation: one.organisation as OrganisationId })
  }
  const step = { title: 'Schrijven', zone: null, mode, identity: 'organisation' } as const
  const { body } = await command(server.url, session, network.token, { type: 'addStep', step })
  await command(server.url, session, network.token, { type: 'startStep', step: body.step as StepId })
  const held: Uint8Array[] = []
  const drafts: NoteId[][] = []
  for (const [i, who] of people.entries()) {
    const pad = await openPad(server.url, session, who)
    const own: NoteId[] = []
    for (const [j, { id }] of network.session.zones.slice(0, 2).entries())
      own.push(await draft(pad, who, id as ZoneId, `Schets ${i} ${j}`))
    held.push(pad.held())
    drafts.push(own)
    pad.leave()
  }
  await server.stop()
  return { dataDir, network, session, people, held, drafts }
}

interface Showing {
  readonly as: string
  readonly body: Command
}

/** Shows on a copy of the data, on which the server kills itself after so many of its writes. */
async function shownUntil(writes: number, about: Prepared, { as, body }: Showing) {
  const { network, session, people } = about
  const DATA_DIR = directory()
  cpSync(about.dataDir, DATA_DIR, { recursive: true })
  const file = path(DATA_DIR, 'kill-at')
  const product = await startProduct({
    DATA_DIR,
    KILL_AT: file,
    NODE_OPTIONS: `--require ${JSON.stringify(path(ROOT, 'tests/helpers/kill-at.cjs'))}`,
  })
  products.push(product)
  const zone = network.session.zones[0]!.id as ZoneId
  // Two are there and go on writing; the third is away.
  const held: Uint8Array[] = [...about.held]
  const texts = people.flatMap((_, i) => [`Schets ${i} 0`, `Schets ${i} 1`])
  const pads = []
  for (const [i, who] of people.slice(0, 2).entries()) {
    const pad = await openPad(product.url, session, who, held[i])
    await draft(pad, who, zone, `Nog iets ${i}`)
    texts.push(`Nog iets ${i}`)
    held[i] = pad.held()
    pads.push(pad)
  }
  writeFileSync(file, String(writes))
  const answer = await command(product.url, session, as, body).catch(() => null)
  await product.kill()
  for (const pad of pads) pad.leave()
  const sql = existsSync(`${file}.sql`) ? readFileSync(`${file}.sql`, 'utf8').trim().split('\n') : []
  return { DATA_DIR, answer, held, texts: texts.sort(), sql }
}

/** The server comes back on that disk: what is on the board, what in the pads, and how the step stands. */
async function comesBack(DATA_DIR: string, { network, session }: Prepared) {
  const server = await startServer({}, {}, DATA_DIR)
  const look = async () => {
    const { notes } = await server.house.rooms.read(session)
    const pads = [...(await server.house.rooms.pads.read(session)).values()]
    const { body } = await ask<SessionState>(server.url, 'GET', `/api/sessions/${session}/state`, {
      token: network.token,
    })
    return {
      shown: [...notes.values()].map(({ text }) => text).sort(),
      drafts: pads.flatMap(({ notes }) => [...notes.values()].map(({ text }) => text)).sort(),
      owned: (await server.house.storage.noteOwners(session)).map(({ note }) => note as string).sort(),
      ids: [...notes.keys()].map(String).sort(),
      revealed: body.step?.revealed?.length ?? 0,
    }
  }
  return { server, look }
}

interface Tried {
  readonly nothing: number
  readonly everything: number
  /** The writes of the showing that came through. */
  readonly writes: readonly string[]
}

/** Tries every gap between two writes, until the showing comes through. */
async function killedEverywhere(
  about: Prepared,
  showing: Showing,
  /** Which texts it shows; what the same says afterwards, when it had shown all of it, and when nothing. */
  { shows, again }: { shows: (text: string) => boolean; again: (isShown: boolean, count: number) => object },
): Promise<Tried> {
  const { network, session, people } = about
  const came = { nothing: 0, everything: 0 }
  let writes = 0
  let through: readonly string[] | null = null
  const tryOn = async () => {
    while (!through) {
      const after = ++writes
      const { DATA_DIR, answer, held, texts, sql } = await shownUntil(after, about, showing)
      const { server, look } = await comesBack(DATA_DIR, about)
      const now = await look()
      const isShown = now.shown.length > 0
      const shown = isShown ? texts.filter(shows) : []
      const drafts = texts.filter((text) => !shown.includes(text))
      const what = { after: sql.at(-1), shown, drafts, owned: now.ids, ids: now.ids }
      expect({ after: sql.at(-1), ...now }).toEqual({ ...what, revealed: revealedAfter(about, showing, isShown) })
      // What someone was told has happened.
      if (answer) expect([answer.status, isShown]).toEqual([200, true])
      came[isShown ? 'everything' : 'nothing']++

      // The devices come back with what they had, and it is asked once more.
      const pads = await Promise.all(people.map((who, i) => openPad(server.url, session, who, held[i])))
      const repeated = await command(server.url, session, showing.as, showing.body)
      expect(repeated.body).toMatchObject(again(isShown, texts.filter(shows).length))
      const rest = await command(server.url, session, network.token, { type: 'reveal' })
      expect(rest.body).toMatchObject({ ok: true, revealed: texts.filter((text) => !shows(text)).length })
      expect(await look()).toMatchObject({ shown: texts, drafts: [] })
      for (const pad of pads) pad.leave()
      await server.end()
      if (answer) through ??= sql
    }
  }
  await Promise.all([tryOn(), tryOn(), tryOn()])
  return { ...came, writes: through ?? [] }
}

const revealedAfter = ({ network }: Prepared, { body }: Showing, isShown: boolean): number =>
  body.type === 'reveal' && isShown ? network.session.zones.length : 0

test('a reveal: all of it or nothing, and never twice', async () => {
  const about = await prepared('silent')
  const showing = { as: about.network.token, body: { type: 'reveal' } as const }
  const tried = await killedEverywhere(about, showing, {
    shows: () => true,
    again: (isShown, count) => ({ ok: true, revealed: isShown ? 0 : count }),
  })
  expectWhole(tried)
}, 300_000)

test('what one person publishes: all of it or nothing, and never twice', async () => {
  const about = await prepared('open')
  const showing = { as: about.people[0]!.token, body: { type: 'publish' as const, notes: [...about.drafts[0]!] } }
  const tried = await killedEverywhere(about, showing, {
    shows: (text) => text.startsWith('Schets 0'),
    again: (isShown) => (isShown ? { code: 'note-unknown' } : { ok: true, published: [{}, {}] }),
  })
  expectWhole(tried)
}, 300_000)

/** Kills came within the transaction, at its end, and while the log was cut. */
function expectWhole({ nothing, everything, writes }: Tried): void {
  const kinds = ['begin', 'insert into "board_log"', 'insert into "note_owner"', 'commit', 'PRAGMA wal_checkpoint']
  for (const kind of kinds) expect(writes.filter((sql) => sql.startsWith(kind))).not.toEqual([])
  expect(nothing).toBeGreaterThan(5)
  expect(everything).toBeGreaterThan(1)
}
