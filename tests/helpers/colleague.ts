import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { boardDoc, rewriteNote, withdrawNotes, writeNote, type BoardDoc } from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import type { NoteId, OrganisationId, ParticipantId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Joined } from '../../shared/wire/http.ts'
import { boardRoom, MESSAGE, type Refused, type Saved } from '../../shared/wire/sync.ts'

/** What a note says at some moment; null once it was withdrawn. */
export type Says = string | null

/** Someone who writes with upstream's client and knows which of their edits the server called saved. */
export class Colleague {
  /** What the server did not take, and why. */
  readonly refusals: Refusal[] = []
  readonly #doc = new Y.Doc()
  readonly #board: BoardDoc = boardDoc(this.#doc)
  readonly #provider: WebsocketProvider
  readonly #me: Joined['participant']
  readonly #zone: ZoneId
  /** By note: what it said after each edit, and the number of the message that carried the edit. */
  readonly #edits = new Map<NoteId, { says: Says; message: number }[]>()
  /** The answer to the server's own question is the first message with content. */
  #sent = 1
  #saved = 0

  constructor(url: string, session: SessionId, zone: ZoneId, me: Joined['participant']) {
    this.#me = me
    this.#zone = zone
    const address = `${url.replace('http', 'ws')}/sync`
    this.#provider = new WebsocketProvider(address, boardRoom(session), this.#doc, {
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      params: { token: me.token },
      disableBc: true,
    })
    for (const type of [MESSAGE.hello, MESSAGE.reset]) this.#provider.messageHandlers[type] = () => undefined
    this.#provider.messageHandlers[MESSAGE.refused] = (_encoder, decoder) =>
      this.refusals.push((JSON.parse(decoding.readVarString(decoder)) as Refused).code)
    this.#provider.messageHandlers[MESSAGE.saved] = (_encoder, decoder) => {
      this.#saved = (JSON.parse(decoding.readVarString(decoder)) as Saved).count
    }
  }

  /** In step with the server: from now on each edit travels in a message of its own. */
  get isHere(): boolean {
    return this.#provider.synced && this.#saved >= 1
  }

  /** Edits that the server called saved. */
  get savedEdits(): number {
    return Math.max(0, this.#saved - 1)
  }

  get edits(): number {
    return this.#sent - 1
  }

  /** By note, everything it said, in order. */
  get history(): ReadonlyMap<NoteId, readonly Says[]> {
    return new Map([...this.#edits].map(([id, edits]) => [id, edits.map(({ says }) => says)]))
  }

  write(text: string): NoteId {
    const writer = { author: this.#me.id as ParticipantId, organisation: this.#me.organisation as OrganisationId }
    const id = writeNote(this.#board, writer, { text, zone: this.#zone, x: 0, y: 0 }, Date.now())
    return this.#keep(id, text)
  }

  rewrite(id: NoteId, text: string): void {
    rewriteNote(this.#board, id, text)
    this.#keep(id, text)
  }

  withdraw(id: NoteId): void {
    withdrawNotes(this.#board, [id])
    this.#keep(id, null)
  }

  /** By own note, what it says in the last edit that is saved. */
  saved(): ReadonlyMap<NoteId, Says> {
    const saved = new Map<NoteId, Says>()
    for (const [id, edits] of this.#edits)
      for (const { says, message } of edits) if (message <= this.#saved) saved.set(id, says)
    return saved
  }

  /** What this person has on the screen of what others wrote. */
  seen(): ReadonlyMap<NoteId, Says> {
    const { notes } = readBoard(this.#doc)
    return new Map([...notes].flatMap(([id, { text }]) => (this.#edits.has(id) ? [] : [[id, text] as const])))
  }

  /** Does not come back by itself; resolves when all that the server had sent is heard. */
  hungUpOn(): Promise<void> {
    this.#provider.shouldConnect = false
    return new Promise((done) => this.#provider.once('connection-close', () => done()))
  }

  goOffline(): void {
    this.#provider.disconnect()
  }

  comeBack(): void {
    this.#provider.connect()
  }

  leave(): void {
    this.#provider.destroy()
    this.#doc.destroy()
  }

  #keep(id: NoteId, says: Says): NoteId {
    this.#sent++
    this.#edits.set(id, [...(this.#edits.get(id) ?? []), { says, message: this.#sent }])
    return id
  }
}
