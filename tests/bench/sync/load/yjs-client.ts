import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import { boardRoots } from '../../../../shared/doc/layout.ts'
import { MESSAGE, SYNC, type Presence, type Saved } from '../../../../shared/wire/sync.ts'
import { Author } from './author.ts'
import { Client } from './client.ts'
import type { Edit, EditKind, Held } from './edit.ts'
import { cursorNumber, cursorsIn, markedCursor } from './marks.ts'

const EMPTY_UPDATE = new Uint8Array([0, 0])
const EMPTY_VECTOR = new Uint8Array([0])

/** Speaks the y-websocket protocol, as Bijeen and @y/websocket-server do. */
export class YjsClient extends Client {
  /** Of the sync messages with content that it sent: how many edits were sent up to each. */
  readonly #content: number[] = []
  readonly #updates: Uint8Array[] = []
  readonly #presence: Uint8Array[] = []
  #edits = 0
  #presenceClock = 0
  #author: Author | null = null

  get author(): Author {
    return (this.#author ??= new Author(this.id, this.seat.member))
  }

  makeEdits(kinds: readonly EditKind[], nextId: () => number): Edit[] {
    return kinds.map((kind) => {
      const { id, update, clock } = this.author.write(kind, nextId())
      return { id, update, frame: this.updateFrame(update), proof: { by: 'clock', client: this.id, clock } }
    })
  }

  override send(edit: Edit): void {
    super.send(edit)
    this.#content.push(++this.#edits)
  }

  /** Notes that nobody counts. */
  sendNotes(ids: readonly number[]): void {
    this.socket.send(this.updateFrame(this.author.fill(ids)))
  }

  showCursor(n: number): void {
    const state: Presence = { cursor: markedCursor(n), selection: [] }
    const entry = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint(encoder, this.id)
      encoding.writeVarUint(encoder, ++this.#presenceClock)
      encoding.writeVarString(encoder, JSON.stringify(state))
    })
    this.socket.send(this.message(MESSAGE.awareness, (encoder) => encoding.writeVarUint8Array(encoder, entry)))
  }

  cursorsIn(message: Buffer, hit: (n: number) => void): void {
    cursorsIn(message, hit)
  }

  held(): Held {
    const doc = this.#document(this.#updates)
    const clocks = Y.decodeStateVector(Y.encodeStateVector(doc))
    const states = this.#presenceStates(doc)
    return {
      has: ({ proof }) => proof.by === 'clock' && (clocks.get(proof.client) ?? 0) >= proof.clock,
      notes: boardRoots(doc).notes.size,
      cursorOf: (client) => {
        const cursor = states.get(client)?.cursor
        return cursor && cursorNumber(cursor)
      },
      isWhole: doc.store.pendingStructs === null && doc.store.pendingDs === null,
      equals: (edits) => contentOf(this.#document(edits.flatMap(({ update }) => update ?? []))) === contentOf(doc),
    }
  }

  protected greet(): void {
    this.askAll()
  }

  protected askAll(): void {
    this.socket.send(this.#sync(SYNC.step1, EMPTY_VECTOR))
  }

  protected hear(message: Buffer): void {
    const decoder = decoding.createDecoder(message)
    this.hearMessage(this.readHead(decoder), decoder)
  }

  protected hearMessage(type: number, decoder: decoding.Decoder): void {
    if (type === MESSAGE.sync) this.hearSync(decoder)
    else if (type === MESSAGE.awareness && this.options.keeps)
      this.#presence.push(decoding.readVarUint8Array(decoder).slice())
    else if (type === MESSAGE.saved) this.acknowledged((JSON.parse(decoding.readVarString(decoder)) as Saved).count)
  }

  protected hearSync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (step === SYNC.step1) {
      this.socket.send(this.#sync(SYNC.step2, EMPTY_UPDATE))
      this.#content.push(this.#edits)
      return
    }
    if (this.options.keeps) this.#updates.push(bytes.slice())
    if (step === SYNC.step2) this.hasBoard(bytes.length)
  }

  /** The first `count` sync messages with content are. */
  protected acknowledged(count: number): void {
    this.options.onAcknowledged?.(this.#content[count - 1] ?? 0)
  }

  /** What stands before every message. */
  protected writeHead(_encoder: encoding.Encoder): void {
    return
  }

  /** The type of a message, past what stands before it. */
  protected readHead(decoder: decoding.Decoder): number {
    return decoding.readVarUint(decoder)
  }

  protected message(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
    return encoding.encode((encoder) => {
      this.writeHead(encoder)
      encoding.writeVarUint(encoder, type)
      write(encoder)
    })
  }

  protected updateFrame(update: Uint8Array): Uint8Array {
    return this.#sync(SYNC.update, update)
  }

  #sync(step: number, bytes: Uint8Array): Uint8Array {
    return this.message(MESSAGE.sync, (encoder) => {
      encoding.writeVarUint(encoder, step)
      encoding.writeVarUint8Array(encoder, bytes)
    })
  }

  #document(updates: readonly Uint8Array[]): Y.Doc {
    const doc = new Y.Doc()
    for (const update of updates) Y.applyUpdate(doc, update)
    return doc
  }

  #presenceStates(doc: Y.Doc): Map<number, Presence> {
    const awareness = new Awareness(doc)
    awareness.setLocalState(null)
    for (const update of this.#presence) applyAwarenessUpdate(awareness, update, null)
    const states = new Map(awareness.getStates()) as Map<number, Presence>
    awareness.destroy()
    return states
  }
}

/** What the notes of a board say, in one order. */
function contentOf(doc: Y.Doc): string {
  const notes = [...boardRoots(doc).notes].map(([id, note]) => [
    id,
    note.get('meta'),
    note.get('place'),
    `${String(note.get('text'))}`,
  ])
  return JSON.stringify(notes.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)))
}
