import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import Database from 'better-sqlite3'
import { join as path } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { rewriteNote, withdrawNotes, writeNote } from '../../shared/doc/commands.ts'
import type { NoteId, OrganisationId, SessionId, StepId, ZoneId } from '../../shared/model/ids.ts'
import { IDENTITIES, type Identity } from '../../shared/model/network.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { Joined } from '../../shared/wire/http.ts'
import { boardRoom, MESSAGE, padRoom, SYNC } from '../../shared/wire/sync.ts'
import { bytesIn } from '../helpers/database-bytes.ts'
import { openBoard, openPad, type Who, type Writer } from '../helpers/full-board.ts'
import { Listener } from '../helpers/listener.ts'
import { cleanUp, directory, started } from '../helpers/process.ts'
import { ask, command, join, startNetwork, type TestNetwork } from '../helpers/server.ts'

// Until drafts are shown, every byte that anyone but their writer gets, by whatever way, and all that the server prints.
// After that, whatever could tell whose a note without a name is.

afterEach(cleanUp)

/** Words of which no six letters in a row occur anywhere else. */
const WORDS: Readonly<Record<Identity, { shown: string; rewritten: string; withdrawn: string }>> = {
  name: { shown: 'Xylofoonkwartet', rewritten: 'Zwaluwstaartjes', withdrawn: 'Quinquagesima' },
  organisation: { shown: 'Wimpelduikboot', rewritten: 'Fjordpaardjes', withdrawn: 'Jacquardgeweef' },
  nobody: { shown: 'Cyclaamkruidig', rewritten: 'Hyacintenveld', withdrawn: 'Bruidsschatkist' },
}

const sixLettersOf = (word: string): string[] =>
  Array.from({ length: word.length - 5 }, (_, at) => word.slice(at, at + 6))

/** A Yjs client as it stands in an update. */
function asVarUint(client: number): Buffer {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, client)
  return Buffer.from(encoding.toUint8Array(encoder))
}

/** What of it is to stay with its writer. */
interface Secret {
  readonly words: readonly string[]
  readonly ids: readonly string[]
  readonly clients: readonly number[]
}

/** What of a secret is in these bytes. */
function leaksIn(bytes: Buffer, { words, ids, clients }: Secret): string[] {
  const texts = [...words.flatMap(sixLettersOf), ...ids, ...clients.map(String)].filter((text) => bytes.includes(text))
  return [
    ...texts,
    ...clients.filter((client) => bytes.includes(asVarUint(client))).map((client) => `client ${client}`),
  ]
}

/** All that one visitor gets: packets of the guidance, frames of the board, answers to calls. */
class Line {
  readonly control: Listener
  readonly heard: Buffer[] = []
  readonly frames: Buffer[] = []
  readonly doc = new Y.Doc()
  readonly #sync: WebSocket
  readonly #followed: Promise<unknown>

  constructor(url: string, session: SessionId, token: string, room = boardRoom(session)) {
    this.control = new Listener(url, { session, token })
    this.control.socket.io.engine.on('packet', ({ data }) => this.heard.push(Buffer.from(String(data))))
    this.#sync = new WebSocket(`${url.replace('http', 'ws')}/sync/${room}?token=${token}`)
    this.#sync.binaryType = 'nodebuffer'
    this.#sync.on('open', () => this.#sync.send(Uint8Array.of(MESSAGE.sync, SYNC.step1, 1, 0)))
    this.#followed = new Promise((done) =>
      this.#sync.on('message', (frame: Buffer) => {
        this.frames.push(frame)
        if (frame[0] !== MESSAGE.sync || frame[1] === SYNC.step1) return
        Y.applyUpdate(this.doc, frame.subarray(2 + lengthOf(frame)))
        done(null)
      }),
    )
  }

  async opened(): Promise<this> {
    await this.control.state(() => true)
    await this.#followed
    return this
  }

  get bytes(): Buffer {
    return Buffer.concat([...this.heard, ...this.frames])
  }

  forget(): void {
    this.heard.length = 0
    this.frames.length = 0
  }

  close(): void {
    this.control.socket.disconnect()
    this.#sync.close()
  }
}

/** How many bytes the length of an update takes, which stands after its two types. */
function lengthOf(frame: Buffer): number {
  for (let size = 1; ; size++) if ((frame[1 + size] ?? 0) < 128) return size
}

const whoIs = ({ token, id, organisation }: Joined['participant']): Who => ({
  token,
  participant: id,
  organisation: organisation as OrganisationId,
})

/** Types a word letter by letter, as a new draft. */
async function type(pad: Writer, who: Who, zone: ZoneId, word: string): Promise<NoteId> {
  const author = { author: who.participant, organisation: who.organisation }
  const id = writeNote(pad.board, author, { text: word.slice(0, 1), zone, x: 3, y: 4 }, 5)
  await retype(pad, id, word, 2)
  return id
}

async function retype(pad: Writer, id: NoteId, word: string, from = 1): Promise<void> {
  for (let end = from; end <= word.length; end++) rewriteNote(pad.board, id, word.slice(0, end))
  await pad.saved()
}

/** Every call that reads, by everyone else. */
async function everyAnswer(url: string, { id, session }: TestNetwork, tokens: readonly string[]) {
  const paths = [
    `/api/sessions/${session.id}/state`,
    `/api/sessions/${session.id}`,
    `/api/networks/${id}`,
    ...['json', 'md', 'html', 'csv'].flatMap((format) =>
      ['full', 'group', 'organisation', 'public'].map(
        (level) => `/api/sessions/${session.id}/record?format=${format}&level=${level}`,
      ),
    ),
    `/api/networks/${id}/record`,
    '/api/me',
    '/metrics',
    '/readyz',
    '/healthz',
  ]
  const answers = await Promise.all(
    tokens.flatMap((token) => paths.map(async (path) => ({ path, ...(await ask(url, 'GET', path, { token })) }))),
  )
  return {
    bytes: Buffer.from(answers.map(({ text, headers }) => text + JSON.stringify([...headers])).join('\n')),
    answers,
  }
}

test('nobody gets a byte of another’s drafts before they are shown, nor after it whose they were', async () => {
  const DATA_DIR = directory()
  const server = await started({ DATA_DIR, LOG_LEVEL: 'debug', FOLD_AFTER_MS: '50' })
  const { url } = server
  const network = await startNetwork(url)
  const session = network.session.id as SessionId
  const zone = network.session.zones[0]!.id as ZoneId
  const say = (body: Command, token = network.token) => command(url, session, token, body)
  const who = whoIs(await join(url, network.session.code, { organisation: 'Organisatie A' }))
  const colleague = await join(url, network.session.code, { organisation: 'Organisatie A' })
  const wall = (await ask<{ token: string }>(url, 'POST', `/api/sessions/${session}/wall`, network)).body.token
  expect((await say({ type: 'publishRecord', level: 'group', on: true })).status).toBe(200)

  // The writer has something with a name on the board: so there is a client that is known to be theirs.
  const named = await openBoard(url, session, who)
  const author = { author: who.participant, organisation: who.organisation }
  writeNote(named.board, author, { text: 'Met naam', zone, x: 0, y: 0 }, 5)
  await named.saved()
  const others = [network.token, colleague.token, wall]
  const lines = await Promise.all(others.map((token) => new Line(url, session, token).opened()))
  const clients: number[] = []

  for (const identity of IDENTITIES) {
    const { shown, rewritten, withdrawn } = WORDS[identity]
    const step = { title: 'In stilte', zone: null, mode: 'silent', identity } as const
    const added = (await say({ type: 'addStep', step })).body.step as StepId
    const { version } = (await say({ type: 'startStep', step: added })).body
    for (const { control } of lines) await control.state((state) => state.version === version)
    for (const line of lines) line.forget()
    const printedBefore = server.printed().length

    // Typed on one device, rewritten on another, withdrawn on the first.
    const pads = [await openPad(url, session, who), await openPad(url, session, who)] as const
    const kept = [await type(pads[0], who, zone, shown), await type(pads[1], who, zone, 'Voorlopig')] as const
    await vi.waitUntil(() => pads[0].board.notes.has(kept[1]))
    await retype(pads[0], kept[1], rewritten)
    const gone = await type(pads[1], who, zone, withdrawn)
    withdrawNotes(pads[1].board, [gone])
    await pads[1].saved()
    for (const { control } of lines)
      await control.state((state) => state.version >= version && state.silent?.wrote === 1)
    const ofPads = pads.map(({ board }) => board.notes.doc!.clientID)
    clients.push(...ofPads)
    const secret = { words: [shown, rewritten, withdrawn], ids: [...kept, gone] as string[], clients: ofPads }

    // Others look where they may, and where they may not.
    const turnedAway = await Promise.all(
      others.map(async (token) => {
        const socket = new WebSocket(
          `${url.replace('http', 'ws')}/sync/${padRoom(session, who.participant)}?token=${token}`,
        )
        const heard: Buffer[] = []
        socket.on('message', (data: Buffer) => heard.push(data))
        return { code: await new Promise<number>((done) => socket.on('close', done)), heard }
      }),
    )
    expect(turnedAway).toEqual(others.map(() => ({ code: 4403, heard: [] })))
    const { bytes, answers } = await everyAnswer(url, network, others)
    expect(answers.filter(({ path, status }) => path.endsWith('/state') && status === 200)).toHaveLength(3)
    expect(answers.filter(({ path, status }) => path.includes('/record') && status === 200).length).toBeGreaterThan(8)
    // Over the line of the board nothing comes at all.
    expect(lines.map(({ frames }) => frames)).toEqual([[], [], []])
    expect(lines.every(({ heard }) => heard.length > 0)).toBe(true)
    for (const line of lines) expect(leaksIn(line.bytes, secret)).toEqual([])
    expect(leaksIn(bytes, secret)).toEqual([])
    expect(leaksIn(Buffer.from(server.printed().slice(printedBefore)), secret)).toEqual([])

    // And it would have been noticed: the writer's own line has all that is there, and the disk too.
    const own = await new Line(url, session, who.token, padRoom(session, who.participant)).opened()
    const noticed = leaksIn(own.bytes, secret)
    expect(noticed).toEqual(expect.arrayContaining([...sixLettersOf(shown), ...sixLettersOf(rewritten), ...kept]))
    expect(noticed).toEqual(expect.arrayContaining(ofPads.map((client) => `client ${client}`)))
    expect(leaksIn(bytesIn(DATA_DIR), secret)).toEqual(expect.arrayContaining([...kept]))
    own.close()

    for (const line of lines) line.forget()
    const revealedAt = Date.now()
    const revealed = (await say({ type: 'reveal' })).body
    expect(revealed).toMatchObject({ ok: true, revealed: 2 })
    await Promise.all(pads.map((pad) => pad.closedWith()))
    for (const { doc } of lines) await vi.waitUntil(() => textsOf(doc).includes(rewritten))
    for (const { control } of lines) await control.state((state) => state.version === revealed.version)
    // What became of the drafts cannot be told from what is left: not by their ids, nor by who wrote them in Yjs.
    const traces = { ...secret, words: [withdrawn] }
    const after = await everyAnswer(url, network, others)
    for (const line of lines) expect(leaksIn(line.bytes, traces)).toEqual([])
    expect(leaksIn(after.bytes, traces)).toEqual([])
    expect(leaksIn(Buffer.from(server.printed().slice(printedBefore)), secret)).toEqual([])
    expect(leaksIn(bytesIn(DATA_DIR), traces)).toEqual([])
    const unsaid = { name: [], organisation: [who.participant], nobody: [who.participant, who.organisation!] }[identity]
    const frames = lines.map((line) => Buffer.concat(line.frames))
    for (const one of frames) expect(unsaid.filter((id) => one.includes(id))).toEqual([])
    // The roster names people and organisations; the ids of notes do not stand beside it.
    for (const { doc, heard } of lines) {
      const written = notesIn(doc).filter(({ text }) => [shown, rewritten].includes(text))
      expect(written.map(({ meta }) => [meta[0], meta[1]])).toEqual(
        Array(2).fill([identity === 'name' ? who.participant : null, identity === 'nobody' ? null : who.organisation]),
      )
      expect(written.flatMap(({ id }) => leaksIn(Buffer.concat(heard), { words: [], ids: [id], clients: [] }))).toEqual(
        [],
      )
      // All of one moment, which is that of the showing, in one place.
      const moments = new Set(written.flatMap(({ id, meta }) => [meta[2], timeOf(id)]))
      expect(moments.size).toBe(1)
      expect(Number([...moments][0])).toBeGreaterThanOrEqual(revealedAt)
      expect(new Set(written.map(({ place }) => JSON.stringify(place))).size).toBe(1)
    }
    for (const pad of pads) pad.leave()
  }

  // Whoever is bound to a client wrote none of the notes that were shown.
  const database = new Database(path(DATA_DIR, 'bijeen.db'), { readonly: true })
  const bound = new Set(database.prepare('select client from client_binding').pluck().all() as number[])
  database.close()
  expect(bound).toContain(named.board.notes.doc!.clientID)
  for (const { doc } of lines) {
    const all = notesIn(doc)
    expect(all).toHaveLength(7)
    for (const { text, clients: wrote } of all)
      expect([text, [...wrote].some((client) => bound.has(client) || clients.includes(client))]).toEqual([
        text,
        text === 'Met naam',
      ])
    expect(clients.filter((client) => doc.store.clients.has(client))).toEqual([])
  }
  for (const line of lines) line.close()
  named.leave()
})

interface Stands {
  readonly id: string
  readonly text: string
  readonly meta: readonly unknown[]
  readonly place: unknown
  /** The Yjs clients that wrote any of it. */
  readonly clients: ReadonlySet<number>
}

function notesIn(doc: Y.Doc): Stands[] {
  return [...doc.getMap<Y.Map<unknown>>('notes')].map(([id, note]) => {
    const text = note.get('text') as Y.Text
    const items = [note._item, ...note._map.values()]
    for (let item = text._start; item; item = item.right) items.push(item)
    const clients = new Set(items.flatMap((item) => (item ? [item.id.client] : [])))
    return { id, text: text.toJSON(), meta: note.get('meta') as unknown[], place: note.get('place'), clients }
  })
}

const textsOf = (doc: Y.Doc): string[] => notesIn(doc).map(({ text }) => text)

/** The moment that a UUIDv7 bears. */
const timeOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16)

test('drafts that were not shown are in no file once the session was ended', async () => {
  const DATA_DIR = directory()
  const { url } = await started({ DATA_DIR, FOLD_AFTER_MS: '50' })
  const network = await startNetwork(url)
  const session = network.session.id as SessionId
  const say = (body: Command) => command(url, session, network.token, body)
  const who = whoIs(await join(url, network.session.code))
  const step = { title: 'In stilte', zone: null, mode: 'silent', identity: 'nobody' } as const
  await say({ type: 'startStep', step: (await say({ type: 'addStep', step })).body.step as StepId })
  const pad = await openPad(url, session, who)
  const word = 'Kwikstaartnestje'
  const id = await type(pad, who, network.session.zones[0]!.id as ZoneId, word)
  const found = () => leaksIn(bytesIn(DATA_DIR), { words: [word], ids: [id], clients: [] })
  // Folded: then it lies there as one text.
  await vi.waitUntil(() => found().length === word.length - 5 + 1, { timeout: 5_000 })
  expect((await say({ type: 'endSession' })).status).toBe(200)
  expect(found()).toEqual([])
  expect(await pad.closedWith()).toBe(4404)
  pad.leave()
})
