import * as Y from 'yjs'
import { LiveBoard } from '../../client/live/board.svelte.ts'
import type { Undone } from '../../client/live/replay.ts'
import { heldIn } from '../../client/net/holds.ts'
import { folded, type Intent } from '../../client/net/intents.ts'
import type { Actor } from '../../shared/model/rights.ts'
import type { GatedBoard, Peer } from './gated-board.ts'
import { outcome } from './gated-board.ts'

/** The page of one person on a gated board, without a socket: it sends what it wrote when it is told to. */
export class PageDevice {
  readonly board: LiveBoard
  intents: Intent[] = []
  #server: GatedBoard
  readonly #peer: Peer
  #doc = new Y.Doc()
  #updates: Uint8Array[] = []

  constructor(server: GatedBoard, peer: Peer) {
    this.#server = server
    this.#peer = peer
    const { participant, organisation, role } = peer.person
    this.board = new LiveBoard(
      () => ({ author: participant, organisation, proposes: role !== 'facilitator' }),
      (intent) => this.intents.push(intent),
    )
    this.#open()
  }

  get actor(): Actor {
    const { role, participant } = this.#peer.person
    const { clustering, step, withoutDevice } = this.#server.gate.rules
    return { role, participant, clustering, step, withoutDevice }
  }

  get doc(): Y.Doc {
    return this.#doc
  }

  /** The same board at the server, made anew. */
  moveTo(server: GatedBoard): void {
    this.#server = server
  }

  /** Sends all it wrote, update by update: the first refusal, or `taken`. */
  send(): string {
    return outcome(this.#updates.splice(0).map((update) => this.#server.judge(update, this.#peer.person)))
  }

  /** The document is dropped; what it held and the server does not is done again on the server's. */
  reset(): Undone[] {
    this.#open()
    const held = heldIn(this.#doc, this.intents)
    const left = folded(this.intents.filter((intent) => !held.has(intent)))
    this.intents = []
    return left.flatMap((intent) => this.board.carryOut(intent, this.actor))
  }

  #open(): void {
    this.#doc = new Y.Doc()
    this.#updates = []
    Y.applyUpdate(this.#doc, Y.encodeStateAsUpdate(this.#server.doc), 'server')
    this.#doc.on('update', (update: Uint8Array, _origin, _doc, transaction: Y.Transaction) => {
      if (transaction.local) this.#updates.push(update)
    })
    this.board.attach(this.#doc)
  }
}
