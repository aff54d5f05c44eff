import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { ParticipantId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { CLOSE, MESSAGE, SYNC, type Hello, type Refused, type Reset, type Saved } from '../../shared/wire/sync.ts'
import { BoardCopy, deleteBoardCopy } from './board-copy.ts'
import { heldIn } from './holds.ts'
import { noIntents, openIntents, type IntentStore } from './intent-store.ts'
import type { Intent } from './intents.ts'
import { Unsent } from './unsent.ts'

export interface BoardLinkEvents {
  /** A new document: at the start, and when the server's state has come after a reset. The former one is void. */
  opened: (doc: Y.Doc, awareness: Awareness) => void
  /** The document holds what this device kept, or what the server has. */
  loaded: () => void
  /** In step with the server, or not; and why not, where it said so. */
  status: (online: boolean, why?: Refusal | undefined) => void
  /** The ids of notes and themes that are not on the server's disk. */
  unsent: (ids: readonly string[]) => void
  /** The document holds what the server has: now is the time for what is to be carried out again. */
  synced: () => void
  /** Final: this board is not for this device (any more). */
  closed: (refusal: Refusal) => void
}

const FINAL: Record<number, Refusal> = {
  [CLOSE.tokenUnknown]: 'token-unknown',
  [CLOSE.notForYou]: 'not-for-you',
  [CLOSE.roomUnknown]: 'room-unknown',
}
/** The reason of a close beside its code: nothing that was sent is to blame, and coming back would not help. */
const TOO_MANY_OPEN: Refusal = 'too-many-open'
/** Closes that something on its way brought about. */
const BLAMES: Record<number, Refusal> = { [CLOSE.tooFast]: 'too-fast', [CLOSE.tooLarge]: 'too-large' }

/** How long what this device kept may take to open before the server is asked without it, in ms. */
const PATIENCE = 2_000
/** The pause before a reset that the server asked for by closing, in ms: a fast loop would be the next offence. */
const RESET_PAUSE = 1_500
/** A copy that does not know its epoch: no server is at this one. */
const NO_EPOCH = -1

/** One document, a board or a pad: on this device, on the server, and what lies between the two. */
export class BoardLink {
  readonly #room: string
  readonly #as: 'wall' | undefined
  readonly #events: BoardLinkEvents
  readonly #store: IntentStore
  readonly #unsent: Unsent
  #doc = new Y.Doc()
  /** The document that is seen: during a reset still the former one, so that nobody looks at an empty board. */
  #shown: Y.Doc | null = null
  /** Of the content of the document; null while it has none. */
  #epoch: number | null = null
  #provider: WebsocketProvider | null = null
  #copy: BoardCopy | null = null
  #closed = false

  constructor(room: string, as: 'wall' | undefined, events: BoardLinkEvents) {
    this.#room = room
    this.#as = as
    this.#events = events
    this.#store = as === 'wall' ? noIntents : openIntents(room)
    this.#unsent = new Unsent(this.#store, () => events.unsent(this.#unsent.ids))
    void this.#start()
  }

  /** Leaves the board; what was not sent stays on the device. */
  close(): void {
    this.#closed = true
    this.#leave()
    this.#store.close()
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

  /** An act on the document that is seen, right after it was made: its message is not sent yet. */
  meant(intent: Intent): void {
    this.#unsent.meant(intent, this.#shown === this.#doc)
  }

  /**
   * What is to be carried out again next; null when there is nothing, the one before is on its way, or the document that
   * is seen is not in step with the server: on a former one all stands there still.
   */
  next(author: ParticipantId | null): Intent | null {
    return this.#shown === this.#doc && this.#provider?.synced ? this.#unsent.next(author) : null
  }

  /** An intent was carried out again, or went back to its writer. */
  done(intent: Intent): void {
    this.#unsent.done(intent)
  }

  /** Someone else sits here: what the former person meant is not theirs to send. */
  forgetUnsent(): void {
    this.#unsent.clear()
  }

  async #start(): Promise<void> {
    const { doc, awareness } = this.#open()
    this.#show(doc, awareness)
    if (this.#as !== 'wall') {
      // Intents first: what is kept of one is kept of its update too.
      this.#unsent.load((await inTime(this.#store.all())) ?? [])
      // Closed meanwhile, and perhaps forgotten: a copy made now would stay on the device.
      if (this.#closed) return
      await this.#openCopy(doc)
    }
    if (!this.#closed && this.#doc === doc) this.#provider?.connect()
  }

  #open(): { doc: Y.Doc; awareness: Awareness } {
    const doc = (this.#doc = new Y.Doc())
    const awareness = new Awareness(doc)
    awareness.setLocalState({})
    this.#epoch = null
    this.#provider = this.#connectionFor(doc, awareness)
    return { doc, awareness }
  }

  #show(doc: Y.Doc, awareness: Awareness): void {
    const former = this.#shown
    this.#shown = doc
    this.#events.opened(doc, awareness)
    former?.destroy()
  }

  async #openCopy(doc: Y.Doc): Promise<void> {
    const copy = new BoardCopy(this.#room, doc)
    // One that opens late would mix what is of an unknown epoch into what the server has.
    const epoch = await inTime(copy.opened)
    if (epoch === undefined || this.#closed) return copy.close()
    this.#copy = copy
    if (doc.store.clients.size > 0) this.#epoch = epoch ?? NO_EPOCH
    this.#unsent.findIn((intents) => heldIn(doc, intents))
    if (this.#epoch !== null) this.#events.loaded()
  }

  /** Only now that the server's state is here: until then the former copy is better than none. */
  async #beginCopy(doc: Y.Doc): Promise<void> {
    await deleteBoardCopy(this.#room)
    if (this.#closed || this.#doc !== doc) return
    const copy = (this.#copy = new BoardCopy(this.#room, doc))
    await inTime(copy.opened)
    if (this.#epoch !== null) copy.keepEpoch(this.#epoch)
  }

  #connectionFor(doc: Y.Doc, awareness: Awareness): WebsocketProvider {
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sync`
    const provider = new WebsocketProvider(address, this.#room, doc, {
      connect: false,
      // Other tabs hear through the server: a relay between tabs would pass structs that the server never took.
      disableBc: true,
      awareness,
      WebSocketPolyfill: countingSocket(this.#unsent),
      ...(this.#as && { params: { as: this.#as } }),
    })
    sendOnlyOwnPresence(provider, awareness)
    provider.on('connection-close', (event) => {
      const blame = BLAMES[event?.code ?? 0]
      if (blame && event?.reason !== TOO_MANY_OPEN) this.#unsent.refused(null, blame)
      this.#events.status(false, event?.code === CLOSE.tryAgain ? 'disk' : undefined)
    })
    provider.on('status', () => this.#unsent.newConnection())
    provider.on('sync', (synced: boolean) => {
      if (synced) this.#synced(doc, awareness)
    })
    provider.on('closed', (event) => this.#hungUpOn(doc, event))
    this.#listenTo(provider)
    return provider
  }

  #synced(doc: Y.Doc, awareness: Awareness): void {
    this.#unsent.findIn((intents) => heldIn(doc, intents))
    if (this.#shown !== doc) this.#show(doc, awareness)
    if (!this.#copy && this.#as !== 'wall') void this.#beginCopy(doc)
    this.#events.status(true)
    this.#events.loaded()
    this.#events.synced()
  }

  #listenTo(provider: WebsocketProvider): void {
    const hear = <T>(type: number, then: (message: T) => void) => {
      provider.messageHandlers[type] = (_encoder, decoder) => then(JSON.parse(decoding.readVarString(decoder)) as T)
    }
    hear<Saved>(MESSAGE.saved, ({ count }) => this.#unsent.saved(count))
    hear<Refused>(MESSAGE.refused, ({ index, code }) => {
      this.#unsent.refused(index, code)
      this.#reset()
    })
    hear<Reset>(MESSAGE.reset, () => this.#reset())
    hear<Hello>(MESSAGE.hello, ({ epoch }) => {
      // It comes first: nothing of another epoch was sent, for the server's question is not answered yet.
      if (this.#epoch !== null && this.#epoch !== epoch) return this.#reset()
      this.#epoch = epoch
      this.#copy?.keepEpoch(epoch)
    })
  }

  #hungUpOn(doc: Y.Doc, { code, reason }: { readonly code: number; readonly reason: string }): void {
    const final = reason === TOO_MANY_OPEN ? TOO_MANY_OPEN : FINAL[code]
    if (final) {
      this.#leave()
      return this.#events.closed(final)
    }
    setTimeout(() => this.#doc === doc && this.#reset(), RESET_PAUSE)
  }

  /** A new document with a new clientID and the server's state; what was meant here is carried out on it again. */
  #reset(): void {
    if (this.#closed) return
    const former = this.#doc
    this.#provider?.destroy()
    this.#copy?.close()
    this.#copy = null
    this.#unsent.leaveDoc()
    this.#open()
    if (former !== this.#shown) former.destroy()
    this.#provider?.connect()
  }

  #leave(): void {
    this.#provider?.destroy()
    this.#provider = null
    this.#copy?.close()
    this.#copy = null
    this.#doc.destroy()
    if (this.#shown !== this.#doc) this.#shown?.destroy()
  }
}

/** Undefined when it takes too long, or fails. */
function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  const patience = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE))
  return Promise.race([work.catch(() => undefined), patience])
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
