import * as Y from 'yjs'
import { CLOSE } from '../../shared/wire/sync.ts'
import type { Connection } from './connection.ts'
import { updateFrame } from './frames.ts'

/** An update that the document took. `by` is the connection it came from, or a mark of the server's own writes. */
export interface Accepted {
  readonly update: Uint8Array
  readonly by: unknown
}

/** What goes out to the readers of one board. Prepared when a batch is taken, sent when that is on disk. */
export class Outgoing {
  readonly #doc: Y.Doc
  readonly #connections: ReadonlySet<Connection>
  readonly #now: () => number
  #wholeState: Uint8Array | null = null
  /** What everybody who follows has, once the batches taken so far are sent. */
  #reach: Uint8Array

  constructor(doc: Y.Doc, connections: ReadonlySet<Connection>, now: () => number) {
    this.#doc = doc
    this.#connections = connections
    this.#now = now
    this.#reach = Y.encodeStateVector(doc)
  }

  stateChanged(): void {
    this.#wholeState = null
  }

  /** The state as it is now, for one who has `stateVector`. The whole of it is encoded once for all who join. */
  stateFor(stateVector: Uint8Array): Uint8Array {
    const hasNothing = stateVector.length === 1 && stateVector[0] === 0
    if (!hasNothing) return Y.encodeStateAsUpdate(this.#doc, stateVector)
    this.#wholeState ??= Y.encodeStateAsUpdate(this.#doc)
    return this.#wholeState
  }

  /**
   * One merged update to all who follow; its authors get what the others wrote, and not their own. Who reads too slowly
   * gets nothing more, and one diff for all of it later. The answer sends; it says whether someone is still behind.
   */
  prepare(accepted: readonly Accepted[]): () => boolean {
    const before = this.#reach
    if (accepted.length > 0) this.#reach = Y.encodeStateVector(this.#doc)
    const now = this.#now()
    const diffs = new Map<Connection, Uint8Array>()
    for (const connection of this.#connections)
      if (connection.behind && connection.pace(now) === 'keepsUp')
        diffs.set(connection, this.stateFor(connection.behind.stateVector))
    return () => this.#send(accepted, before, diffs)
  }

  #send(accepted: readonly Accepted[], before: Uint8Array, diffs: ReadonlyMap<Connection, Uint8Array>): boolean {
    const now = this.#now()
    const authors = new Set(accepted.map(({ by }) => by))
    const [first, ...more] = accepted
    let forAll: Uint8Array | null = null
    let isSomeoneBehind = false
    for (const connection of this.#connections) {
      if (!connection.follows) continue
      const diff = diffs.get(connection)
      const pace = connection.pace(now)
      if (pace === 'hopeless') connection.close(CLOSE.tooSlow)
      else if (diff) {
        connection.behind = null
        connection.sendState(updateFrame(diff), now)
      } else if (connection.behind || (first && pace === 'behind')) {
        connection.behind ??= { stateVector: before, since: now }
        isSomeoneBehind = true
      } else if (first && authors.has(connection)) {
        const [other, ...others] = accepted.filter(({ by }) => by !== connection)
        if (other) connection.send(updateFrame(merged(other, others)), now)
      } else if (first) connection.send((forAll ??= updateFrame(merged(first, more))), now)
    }
    return isSomeoneBehind
  }
}

const merged = (first: Accepted, more: readonly Accepted[]): Uint8Array =>
  more.length === 0 ? first.update : Y.mergeUpdates([first, ...more].map(({ update }) => update))
