import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { boardDoc, OWN_WRITE, writeNote, type BoardDoc, type Writer } from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import {
  newOrganisationId,
  newParticipantId,
  newSessionId,
  type NoteId,
  type ParticipantId,
  type SessionId,
} from '../../shared/model/ids.ts'
import type { Role } from '../../shared/model/network.ts'
import {
  boardRoom,
  CLOSE,
  MESSAGE,
  padRoom,
  type Hello,
  type Refused,
  type Reset,
  type Saved,
} from '../../shared/wire/sync.ts'
import { attachSync, type Admit } from '../../server/sync/endpoint.ts'
import type { SyncPerson } from '../../server/sync/person.ts'
import { Rooms } from '../../server/sync/rooms.ts'
import type { BoardRules } from '../../server/sync/rules.ts'
import { NOW, open, other } from './gated-board.ts'
import { MemoryBoardStore } from './memory-board-store.ts'

// Boards on real sockets, with upstream's own client at the other end.

// Upstream's client listens to the end of the process, once each.
process.setMaxListeners(0)

const DEADLINE_MS = 8_000

/** Waits until something is so; fails with its name when it does not come about in time. */
export async function until(what: string, isSo: () => boolean, deadlineMs = DEADLINE_MS): Promise<void> {
  for (const end = Date.now() + deadlineMs; !isSo();) {
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
    await new Promise((done) => setTimeout(done, 2))
  }
}

export interface LiveOptions {
  readonly giveUpAfterMs?: number
  readonly foldAfterMs?: number
}

export class LiveBoards {
  readonly session: SessionId = newSessionId()
  readonly store = new MemoryBoardStore()
  readonly clients = new Map<ParticipantId, readonly number[]>()
  rules: BoardRules | null = { zones: [open, other], clustering: 'facilitator', step: null, withoutDevice: [] }
  rooms: Rooms
  readonly #options: LiveOptions
  readonly #people = new Map<string, SyncPerson>()
  readonly #devices: Device[] = []
  #close: (() => Promise<void>) | null = null
  #port = 0

  private constructor(options: LiveOptions) {
    this.#options = options
    this.rooms = this.#newRooms()
  }

  static async start(options: LiveOptions = {}): Promise<LiveBoards> {
    const live = new LiveBoards(options)
    await live.#listen()
    return live
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/sync`
  }

  /** Someone new on the board, or someone known on another device. */
  device(role: Role = 'member', of?: Device): Device {
    const participant = role === 'wall' ? null : newParticipantId()
    const organisation = role === 'wall' ? null : newOrganisationId()
    const token = of?.token ?? `token${this.#people.size}`
    return this.#deviceOf(token, of?.person ?? { role, participant, organisation }, boardRoom(this.session))
  }

  /** A device of someone new in their pad, or another one of someone who has a pad. */
  pad(of?: Device): Device {
    const participant = of?.person.participant ?? newParticipantId()
    const person = of?.person ?? { role: 'member', participant, organisation: newOrganisationId() }
    return this.#deviceOf(of?.token ?? `token${this.#people.size}`, person, padRoom(this.session, participant))
  }

  #deviceOf(token: string, person: SyncPerson, room: string): Device {
    this.#people.set(token, person)
    const device = new Device(this, token, person, room)
    this.#devices.push(device)
    return device
  }

  /** A bare socket, for what upstream's client would not do. */
  socket(device: Device, room = boardRoom(this.session)): WebSocket {
    return new WebSocket(`${this.url}/${room}?token=${device.token}`)
  }

  /** The process stops in good order, and another starts on the same disk and port. */
  async restart(): Promise<void> {
    await this.rooms.stop()
    await this.#close?.()
    this.rooms = this.#newRooms()
    await this.#listen(this.#port)
  }

  async end(): Promise<void> {
    this.store.fail(null)
    this.store.go()
    for (const device of this.#devices) device.leave()
    await this.rooms.stop()
    await this.#close?.()
  }

  #newRooms(): Rooms {
    const quiet = () => undefined
    return new Rooms({
      store: this.store,
      rulesOf: async () => this.rules,
      onClients: (_session, participant, clients) => void this.clients.set(participant, clients),
      now: Date.now,
      log: { info: quiet, warn: quiet, error: quiet },
      foldAfterMs: 60_000,
      ...this.#options,
    })
  }

  async #listen(port = 0): Promise<void> {
    const admit: Admit = async (request) => {
      const token = new URL(request.url ?? '', 'http://localhost').searchParams.get('token') ?? ''
      const person = this.#people.get(token)
      return person ? { ok: true, person } : { ok: false, close: CLOSE.tokenUnknown }
    }
    const server = createServer()
    const detach = attachSync(server, this.rooms, admit)
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
    this.#port = (server.address() as AddressInfo).port
    this.#close = () => {
      detach()
      return new Promise((done) => server.close(() => done()))
    }
  }
}

/** A phone or a laptop with upstream's client, unchanged. */
export class Device {
  readonly doc = new Y.Doc()
  readonly awareness = new Awareness(this.doc)
  readonly board: BoardDoc = boardDoc(this.doc, OWN_WRITE)
  readonly provider: WebsocketProvider
  readonly token: string
  readonly person: SyncPerson
  readonly writer: Writer
  readonly refused: Refused[] = []
  readonly reset: Reset[] = []
  readonly closes: number[] = []
  hello: Hello | null = null
  /** The count of the last `saved`. */
  saved = 0

  constructor(live: LiveBoards, token: string, person: SyncPerson, room: string) {
    this.token = token
    this.person = person
    this.writer = { author: person.participant, organisation: person.organisation }
    this.provider = new WebsocketProvider(live.url, room, this.doc, {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      awareness: this.awareness,
      disableBc: true,
      maxBackoffTime: 50,
      params: { token },
    })
    const hear = <T>(type: number, then: (message: T) => void) => {
      this.provider.messageHandlers[type] = (_encoder, decoder) =>
        then(JSON.parse(decoding.readVarString(decoder)) as T)
    }
    hear<Hello>(MESSAGE.hello, (hello) => {
      this.hello = hello
      this.saved = 0
    })
    hear<Saved>(MESSAGE.saved, ({ count }) => (this.saved = count))
    hear<Refused>(MESSAGE.refused, (refused) => this.refused.push(refused))
    hear<Reset>(MESSAGE.reset, (reset) => this.reset.push(reset))
    this.provider.on('connection-close', (event) => event && this.closes.push(event.code))
  }

  write(text: string): NoteId {
    return writeNote(this.board, this.writer, { text, zone: open.id, x: 0, y: 0 }, NOW)
  }

  get texts(): string[] {
    return [...readBoard(this.doc).notes.values()].map(({ text }) => text).sort()
  }

  here(): Promise<void> {
    return until('the device is in step with the server', () => this.provider.synced && this.saved > 0)
  }

  sees(...texts: string[]): Promise<void> {
    const wanted = JSON.stringify(texts.sort())
    return until(`the device sees ${wanted}`, () => JSON.stringify(this.texts) === wanted)
  }

  closed(code: number): Promise<void> {
    return until(`the socket closes with ${code}`, () => this.closes.includes(code))
  }

  goOffline(): void {
    this.provider.disconnect()
  }

  comeBack(): void {
    this.provider.connect()
  }

  leave(): void {
    this.provider.destroy()
    this.awareness.destroy()
  }
}
