import * as Y from 'yjs'
import { CLOSE } from '../../shared/wire/sync.ts'
import type { Connection } from './connection.ts'
import { savedFrame, step2Frame, updateFrame } from './frames.ts'
import type { Round } from './presence-round.ts'

/** An update that the document took. `by` is the connection it came from, or a mark of the server's own writes. */
export interface Accepted {
  readonly update: Uint8Array
  readonly by: unknown
}

/** What one tick has for the readers of a board. */
export interface News {
  readonly accepted: readonly Accepted[]
  /** All of `accepted` as one update; null when there is nothing. */
  readonly merged: Uint8Array | null
  readonly presence: Round | null
  /** Who is told that so many messages are on disk. */
  readonly saved: ReadonlyMap<Connection, number>
}

/** One update that does what these do, one after the other. Null for none. */
export function mergedUpdate(accepted: readonly Accepted[]): Uint8Array | null {
  const [first, ...more] = accepted
  if (!first) return null
  return more.length === 0 ? first.update : Y.mergeUpdates(accepted.map(({ update }) => update))
}

/**
 * What goes out to the readers of one board: one write a reader and tick, with edits, presence and "saved" together. All
 * who wrote nothing meanwhile get the same bytes.
 */
export class Outgoing {
  readonly #doc: Y.Doc
  readonly #connections: ReadonlySet<Connection>
  readonly #now: () => number
  #wholeState: Buffer | null = null
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

  /** The frame with the state as it is now, for one who has `stateVector`. The whole is made once for all who join. */
  stateFor(stateVector: Uint8Array): Buffer {
    const hasNothing = stateVector.length === 1 && stateVector[0] === 0
    if (!hasNothing) return step2Frame(Y.encodeStateAsUpdate(this.#doc, stateVector))
    this.#wholeState ??= step2Frame(Y.encodeStateAsUpdate(this.#doc))
    return this.#wholeState
  }

  /**
   * Prepared when a batch is taken, to be sent when that is on disk. Its authors get what the others wrote, and not their
   * own. Who reads too slowly gets nothing more, and one diff for all of it later. Sending tells whether someone is still
   * behind.
   */
  prepare(news: News): () => boolean {
    const before = this.#reach
    if (news.accepted.length > 0) this.#reach = Y.encodeStateVector(this.#doc)
    const now = this.#now()
    const diffs = new Map<Connection, Uint8Array>()
    for (const connection of this.#connections)
      if (connection.behind && connection.pace(now) === 'keepsUp')
        diffs.set(connection, updateFrame(Y.encodeStateAsUpdate(this.#doc, connection.behind.stateVector)))
    return () => this.#send(news, before, diffs)
  }

  #send(news: News, before: Uint8Array, diffs: ReadonlyMap<Connection, Uint8Array>): boolean {
    const { accepted, merged, presence, saved } = news
    const now = this.#now()
    const authors = new Set(accepted.map(({ by }) => by))
    const update = merged && updateFrame(merged)
    const forAll = together([update, presence?.frame])
    let isSomeoneBehind = false
    for (const connection of this.#connections) {
      const count = saved.get(connection)
      const ack = count === undefined ? null : savedFrame({ count })
      const pace = connection.follows ? connection.pace(now) : 'keepsUp'
      const diff = diffs.get(connection)
      if (pace === 'hopeless') connection.close(CLOSE.tooSlow)
      else if (!connection.follows) connection.send(ack, now)
      else if (diff) {
        connection.behind = null
        connection.sendState(diff, now)
        connection.send(together([presence?.frame, ack]), now)
      } else if (connection.behind || (update && pace === 'behind')) {
        connection.behind ??= { stateVector: before, since: now }
        connection.send(ack, now)
        isSomeoneBehind = true
      } else {
        const isAuthor = authors.has(connection)
        const isAlone = presence?.clients.length === 1 && presence.clients[0] === connection.client
        const shown = isAlone || pace === 'behind' ? null : presence?.frame
        if (!isAuthor && !ack && shown === presence?.frame) connection.send(forAll, now)
        else connection.send(together([isAuthor ? fromOthers(connection, accepted) : update, shown, ack]), now)
      }
    }
    return isSomeoneBehind
  }
}

function fromOthers(connection: Connection, accepted: readonly Accepted[]): Uint8Array | null {
  const update = mergedUpdate(accepted.filter(({ by }) => by !== connection))
  return update && updateFrame(update)
}

/** Frames one behind the other, as one piece. */
function together(frames: readonly (Uint8Array | null | undefined)[]): Uint8Array | null {
  const some = frames.filter((frame) => frame !== null && frame !== undefined)
  return some.length > 1 ? Buffer.concat(some) : (some[0] ?? null)
}
