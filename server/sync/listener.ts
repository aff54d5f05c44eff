import * as Y from 'yjs'
import { CLOSE, SYNC_LIMITS } from '../../shared/wire/sync.ts'
import { FIRST_EPOCH } from '../storage/board-store.ts'
import type { Claims } from './claims.ts'
import type { Connection } from './connection.ts'
import { readMessage, refusedFrame, resetFrame } from './frames.ts'
import type { Gate, Verdict } from './gate.ts'
import type { Logger } from './log.ts'
import type { Meter } from './meter.ts'
import { entryOf } from './presence.ts'
import type { PresenceRound } from './presence-round.ts'
import { isOfFormerEpoch } from './stored-doc.ts'

export interface ListenerOptions {
  readonly gate: Gate
  readonly claims: Claims
  readonly presence: PresenceRound
  /** Step 1: someone asks for what it does not have. */
  readonly onAsked: (connection: Connection, stateVector: Uint8Array) => void
  /** The gate let it through: to be applied at once. `newClients` are the writer's from now on. */
  readonly onTaken: (connection: Connection, update: Uint8Array, newClients: readonly number[]) => void
  /** A message with content was counted, and is to be acknowledged. */
  readonly onCounted: () => void
  /** Whether others may see where this person is now. */
  readonly mayShow: (connection: Connection) => boolean
  readonly epoch: number
  readonly meter: Meter
  readonly now: () => number
  readonly log: Logger
}

/** The WebSocket code for bytes that make no sense. */
const CLOSE_BROKEN = 1007

/** What the people on a board say, in order, one whole message after the other. */
export class Listener {
  readonly #options: ListenerOptions

  constructor(options: ListenerOptions) {
    this.#options = options
  }

  hear(connection: Connection, message: Uint8Array): void {
    if (!connection.isOpen) return
    const now = this.#options.now()
    if (!connection.mayFrame(now)) return connection.close(CLOSE.tooFast)
    try {
      const heard = readMessage(message)
      if (heard === null) return
      if (heard.kind === 'presence') return this.#hearPresence(connection, heard.update)
      if (heard.kind === 'whoIsThere') return this.sayWhoIsThere(connection)
      if (!connection.maySync(now)) return connection.close(CLOSE.tooFast)
      if (heard.kind === 'content') return this.#hearContent(connection, heard.update, heard.isStep2)
      this.#hearStep1(connection, heard.stateVector)
    } catch (error) {
      this.#options.log.info({ err: error }, 'a sync message that cannot be read')
      connection.close(CLOSE_BROKEN)
    }
  }

  sayWhoIsThere(connection: Connection): void {
    connection.send(this.#options.presence.everybody(), this.#options.now())
  }

  /** What a device has tells the epoch of its document: one of a former epoch would bring the past back. */
  #hearStep1(connection: Connection, stateVector: Uint8Array): void {
    if (isOfFormerEpoch(Y.decodeStateVector(stateVector), this.#options.epoch)) return this.#sendAnew(connection)
    connection.hasAsked = true
    this.#options.onAsked(connection, stateVector)
  }

  #sendAnew(connection: Connection): void {
    const { epoch, now } = this.#options
    connection.send(resetFrame({ epoch, reason: 'reset-first' }), now())
    connection.close(CLOSE.epoch)
  }

  #hearContent(connection: Connection, update: Uint8Array, isStep2: boolean): void {
    const { gate, claims, epoch } = this.#options
    if (epoch > FIRST_EPOCH && !connection.hasAsked) return this.#sendAnew(connection)
    connection.heard++
    const verdict = gate.judge(update, connection.person, claims.claimedBy(connection), (clients) =>
      claims.mustReset(connection, clients),
    )
    if (verdict.kind === 'taken') this.#take(connection, verdict)
    else if (verdict.kind === 'refused') this.#hearRefused(connection, verdict, isStep2)
    if (update.byteLength > SYNC_LIMITS.updateBytes) connection.close(CLOSE.tooLarge)
    if (isStep2) {
      connection.isSynced = true
      connection.waitingFor = null
    }
    this.#options.onCounted()
  }

  #take(connection: Connection, { update, newClients, clients }: Verdict & { kind: 'taken' }): void {
    this.#options.meter.edit()
    this.#options.onTaken(connection, update, newClients)
    this.#noteClient(connection, newClients.at(-1) ?? clients.at(-1))
  }

  #hearRefused(connection: Connection, { code, clients }: Verdict & { kind: 'refused' }, isStep2: boolean): void {
    if (code === 'gap' && !connection.isSynced && !isStep2) {
      // Someone came back and typed before we had asked: step 2 will bring what this refers to, and this again.
      connection.waitingFor ??= connection.heard
      return
    }
    const now = this.#options.now()
    this.#options.meter.refused(code)
    this.#options.claims.refused(connection, clients)
    connection.send(refusedFrame({ index: connection.heard, code }), now)
    if (!connection.bearsRefusal(now)) connection.close(CLOSE.notForYou)
  }

  #hearPresence(connection: Connection, update: Uint8Array): void {
    const entry = entryOf(update, (client) => this.#options.claims.isOwn(connection, client))
    if (!entry || !connection.mayShow(this.#options.now())) return this.#options.meter.presenceDropped()
    this.#noteClient(connection, entry.client)
    if (this.#options.mayShow(connection)) this.#options.presence.set(entry)
  }

  #noteClient(connection: Connection, client: number | undefined): void {
    const former = connection.client
    if (this.#options.claims.note(connection, client) && former !== null) this.#options.presence.leave(former)
  }
}
