import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { IndexeddbPersistence } from 'y-indexeddb'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import {
  boardRoom,
  CLOSE,
  MESSAGE,
  SYNC,
  type Hello,
  type Refused,
  type Reset,
  type Saved,
} from '../../shared/wire/sync.ts'
import { touchedBy } from '../../shared/doc/touched.ts'
import { boardCopy, keepEpoch, keepUnsent, keptEpoch, keptUnsent } from './device.ts'
import { Unsent } from './unsent.ts'

export interface BoardLinkEvents {
  /** A new document: at the start and after every reset. Whatever was read from the former one is void. */
  opened: (doc: Y.Doc, awareness: Awareness) => void
  /** The document holds what this device kept, or what the server has. */
  loaded: () => void
  status: (online: boolean) => void
  /** The ids of notes and themes that are not on the server's disk. */
  unsent: (ids: readonly string[]) => void
  /** The server did not take something: `doc` is the document as it was before the reset, with what was meant in it. */
  refused: (code: Refusal, doc: Y.Doc, unsent: readonly string[]) => void
  /** The server holds its whole state out to us: called on the first sync after `opened`. */
  synced: () => void
  /** Final: this board is not for this device (any more). */
  closed: (refusal: Refusal) => void
}

const FINAL: Record<number, Refusal> = {
  [CLOSE.tokenUnknown]: 'token-unknown',
  [CLOSE.notForYou]: 'not-for-you',
  [CLOSE.roomUnknown]: 'room-unknown',
}

/** How long the device's own copy may take to open before the server's is asked for without it, in ms. */
const COPY_PATIENCE = 2_000
/** The pause before a reset that the server asked for by closing, in ms: a fast loop would be the next offence. */
const RESET_PAUSE = 1_500

/** One board document: on this device, on the server, and what lies between the two. */
export class BoardLink {
  readonly #session: SessionId
  readonly #as: 'wall' | undefined
  readonly #events: BoardLinkEvents
  readonly #unsent: Unsent
  #doc = new Y.Doc()
  #provider: WebsocketProvider | null = null
  #copy: IndexeddbPersistence | null = null
  #closed = false

  constructor(session: SessionId, as: 'wall' | undefined, events: BoardLinkEvents) {
    this.#session = session
    this.#as = as
    this.#events = events
    this.#unsent = new Unsent(keptUnsent(session), (ids) => {
      keepUnsent(session, ids)
      events.unsent(ids)
    })
    events.unsent(this.#unsent.ids)
    void this.#open()
  }

  /** Leaves the board; what was not sent stays on the device. */
  close(): void {
    this.#closed = true
    this.#leave()
  }

  /** Tries at once instead of waiting for the next attempt: the network is back, or the phone woke up. */
  hurry(): void {
    if (!this.#provider?.wsconnected) this.dialAgain()
  }

  /** Hangs up and calls again: a device that lost its network would take half a minute to notice by itself. */
  dialAgain(): void {
    const provider = this.#provider
    if (!provider?.shouldConnect) return
    provider.disconnect()
    provider.connect()
  }

  async #open(): Promise<void> {
    const doc = (this.#doc = new Y.Doc())
    const awareness = new Awareness(doc)
    awareness.setLocalState({})
    const provider = (this.#provider = this.#connectionFor(doc, awareness))
    doc.on('update', (_update, origin, _doc, transaction: Y.Transaction) => {
      if (!transaction.local || origin === provider || origin === this.#copy) return
      this.#unsent.edited(touchedBy(transaction))
    })
    this.#events.opened(doc, awareness)
    await this.#openCopy(doc)
    if (this.#closed || this.#doc !== doc) return
    provider.connect()
  }

  /** The wall keeps nothing: it stands on someone else's laptop. */
  async #openCopy(doc: Y.Doc): Promise<void> {
    if (this.#as === 'wall') return
    try {
      const copy = (this.#copy = new IndexeddbPersistence(boardCopy(this.#session), doc))
      const patience = new Promise((resolve) => setTimeout(resolve, COPY_PATIENCE))
      await Promise.race([copy.whenSynced, patience])
      if (doc.store.clients.size > 0 && this.#doc === doc) this.#events.loaded()
    } catch {
      this.#copy = null
    }
  }

  #connectionFor(doc: Y.Doc, awareness: Awareness): WebsocketProvider {
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
    const provider = new WebsocketProvider(address, boardRoom(this.#session), doc, {
      connect: false,
      // Other tabs hear through the server: a relay between tabs would pass structs that the server never took.
      disableBc: true,
      awareness,
      WebSocketPolyfill: countingSocket(this.#unsent),
      ...(this.#as && { params: { as: this.#as } }),
    })
    sendOnlyOwnPresence(provider, awareness)
    provider.on('status', ({ status }) => {
      this.#unsent.newConnection()
      if (status !== 'connected') this.#events.status(false)
    })
    provider.on('sync', (synced: boolean) => {
      if (!synced) return
      this.#events.status(true)
      this.#events.loaded()
      this.#events.synced()
    })
    provider.on('closed', ({ code }) => this.#refusedByClose(code))
    this.#listenTo(provider)
    return provider
  }

  #listenTo(provider: WebsocketProvider): void {
    const hear = <T>(type: number, then: (message: T) => void) => {
      provider.messageHandlers[type] = (_encoder, decoder) => then(JSON.parse(decoding.readVarString(decoder)) as T)
    }
    hear<Saved>(MESSAGE.saved, ({ count }) => this.#unsent.saved(count))
    hear<Refused>(MESSAGE.refused, ({ code }) => void this.#reset(code))
    hear<Reset>(MESSAGE.reset, ({ reason }) => void this.#reset(reason))
    hear<Hello>(MESSAGE.hello, ({ epoch }) => {
      const kept = keptEpoch(this.#session)
      keepEpoch(this.#session, epoch)
      if (kept !== null && kept !== epoch) void this.#reset('reset-first')
    })
  }

  #refusedByClose(code: number): void {
    const final = FINAL[code]
    if (final) {
      this.#leave()
      this.#events.closed(final)
    } else {
      setTimeout(() => void this.#reset(code === CLOSE.tooFast ? 'too-fast' : 'reset-first'), RESET_PAUSE)
    }
  }

  /** A new document with a new clientID, the server's state, and nothing else; what was meant goes back to its writer. */
  async #reset(code: Refusal): Promise<void> {
    if (this.#closed) return
    const former = this.#doc
    const unsent = this.#unsent.ids
    const copy = this.#copy
    this.#provider?.destroy()
    this.#provider = null
    this.#copy = null
    this.#unsent.clear()
    this.#events.refused(code, former, unsent)
    await copy?.clearData().catch(() => undefined)
    former.destroy()
    if (!this.#closed) await this.#open()
  }

  #leave(): void {
    this.#provider?.destroy()
    this.#provider = null
    void this.#copy?.destroy()
    this.#copy = null
    this.#doc.destroy()
  }
}

/**
 * A WebSocket that counts what the server will acknowledge, and holds updates back until the server's step 1 was
 * answered: the answer carries them all, while an update before it could refer to what the server has not got yet.
 */
function countingSocket(unsent: Unsent): typeof WebSocket {
  return class extends WebSocket {
    override send(data: string | Blob | BufferSource): void {
      if (data instanceof Uint8Array && data[0] === MESSAGE.sync && data[1] !== SYNC.step1) {
        const isAnswer = data[1] === SYNC.step2
        if (!isAnswer && !unsent.answered) return
        unsent.messageSent(isAnswer)
      }
      super.send(data)
    }
  }
}

/** Upstream's client sends every presence it hears back to the server: with 30 people that is 30 times the traffic. */
function sendOnlyOwnPresence(provider: WebsocketProvider, awareness: Awareness): void {
  awareness.off('update', provider._awarenessUpdateHandler)
  awareness.on('update', (_changes: unknown, origin: unknown) => {
    if (origin !== 'local' || !provider.wsconnected) return
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, MESSAGE.awareness)
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [awareness.clientID]))
    provider.ws?.send(encoding.toUint8Array(encoder))
  })
}
