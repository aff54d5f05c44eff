import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import type { Board } from '../../shared/model/board.ts'
import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { CLOSE, SYNC_LIMITS } from '../../shared/wire/sync.ts'
import type { StoredBoard } from '../storage/board-store.ts'
import type { Batch, Committing, Committer } from './committer.ts'
import type { Connection } from './connection.ts'
import { helloFrame, presenceFrame, readFrame, refusedFrame, savedFrame, step1Frame, step2Frame } from './frames.ts'
import { Gate, type ClaimedBy } from './gate.ts'
import type { Logger } from './log.ts'
import { Outgoing, type Accepted } from './outgoing.ts'
import { entryOf } from './presence.ts'
import { PresenceRound } from './presence-round.ts'
import type { BoardRules } from './rules.ts'
import { docOf, foldedState, isWhole, writeZones } from './stored-doc.ts'
import { Tick } from './tick.ts'

export interface BoardRoomOptions {
  readonly session: SessionId
  readonly stored: StoredBoard
  readonly rules: BoardRules
  readonly committer: Committer
  readonly onClients: (session: SessionId, participant: ParticipantId, clients: readonly number[]) => void
  /** The last one left, or the last use ended. */
  readonly onUnused: () => void
  /** What is in memory is no longer to be trusted: everybody was sent away. */
  readonly onGone: () => void
  readonly now: () => number
  readonly log: Logger
  readonly foldAfterMs: number
}

/** The log of a board that is never silent is folded after this many commits. */
const FOLD_AFTER_COMMITS = 500

/** How long until a slow reader is looked at again. */
const LOOK_AGAIN_MS = 250
/** The WebSocket code for bytes that make no sense. */
const CLOSE_BROKEN = 1007

/** The origin of what the server writes. */
const SERVER_WRITE = Symbol('server write')

interface Waiter {
  /** Called when a batch is taken: what is read here is what will be on disk. */
  readonly read: (() => void) | null
  readonly done: () => void
  readonly fail: (error: unknown) => void
}

interface Asking {
  readonly connection: Connection
  readonly stateVector: Uint8Array
}

/** One board in memory: its document, who is on it, and what of it is not on disk yet. */
export class BoardRoom implements Committing {
  readonly #options: BoardRoomOptions
  readonly #doc: Y.Doc
  readonly #board: BoardDoc
  readonly #gate: Gate
  readonly #connections = new Set<Connection>()
  readonly #presence: PresenceRound
  readonly #out: Outgoing
  readonly #tick: Tick
  readonly #mustReset = new Set<number>()
  #accepted: Accepted[] = []
  #newClients = new Map<number, ParticipantId>()
  #asking: Asking[] = []
  #waiters: Waiter[] = []
  #held: (() => void)[] | null = null
  #uses = 0
  #isGone = false
  #commitsSinceFold: number
  #isFoldDue = false
  #foldTimer: NodeJS.Timeout | undefined
  #lookTimer: NodeJS.Timeout | undefined

  constructor(options: BoardRoomOptions) {
    this.#options = options
    const { stored, rules, committer, now } = options
    this.#doc = docOf(stored)
    this.#board = boardDoc(this.#doc, SERVER_WRITE)
    this.#gate = new Gate(this.#doc, stored.clients, rules)
    this.#out = new Outgoing(this.#doc, this.#connections, now)
    this.#presence = new PresenceRound(this.#connections, now)
    this.#tick = new Tick(() => committer.due(this), now)
    this.#commitsSinceFold = stored.log.length
    this.#doc.on('update', (update: Uint8Array, by: unknown) => {
      this.#out.stateChanged()
      this.#accepted.push({ update, by: by as Connection | typeof SERVER_WRITE })
      this.#tick.soon()
    })
    this.#board.change(() => writeZones(this.#board, rules.zones))
  }

  get isGone(): boolean {
    return this.#isGone
  }

  get isUsed(): boolean {
    return this.#connections.size > 0 || this.#uses > 0
  }

  /** Something is on its way to the disk, or to someone. */
  get hasWork(): boolean {
    return this.#accepted.length > 0 || this.#waiters.length > 0
  }

  /** Keeps the room in memory until the returned function is called. */
  use(): () => void {
    this.#uses++
    return () => {
      this.#uses--
      if (!this.isUsed) this.#options.onUnused()
    }
  }

  join(connection: Connection): void {
    this.#connections.add(connection)
    if (this.#held) connection.hold()
    const { role } = connection.person
    this.#say(connection, helloFrame({ epoch: this.#options.stored.epoch, role, limits: SYNC_LIMITS }))
  }

  leave(connection: Connection): void {
    if (!this.#connections.delete(connection)) return
    const { client } = connection
    this.#asking = this.#asking.filter((asking) => asking.connection !== connection)
    // The same client may be back on a new socket before the old one is known to be dead.
    if (client !== null && ![...this.#connections].some((other) => other.client === client))
      this.#presence.leave(client)
    this.#tellClients(connection)
    if (!this.isUsed) this.#options.onUnused()
  }

  /** Everything that a connection sends, in order. */
  hear(connection: Connection, frame: Uint8Array): void {
    if (this.#held) {
      this.#held.push(() => this.hear(connection, frame))
      return
    }
    if (!connection.isOpen || this.#isGone) return
    const now = this.#options.now()
    if (!connection.mayFrame(now)) return connection.close(CLOSE.tooFast)
    try {
      const heard = readFrame(frame)
      if (heard === null) return
      if (heard.kind === 'presence') return this.#hearPresence(connection, heard.update, now)
      if (heard.kind === 'whoIsThere') return this.#sayWhoIsThere(connection)
      if (!connection.maySync(now)) return connection.close(CLOSE.tooFast)
      if (heard.kind === 'step1') this.#hearStep1(connection, heard.stateVector)
      else this.#hearContent(connection, heard.update, heard.isStep2)
    } catch (error) {
      this.#options.log.info({ err: error }, 'a sync message that cannot be read')
      connection.close(CLOSE_BROKEN)
    }
  }

  /** Writes as the server, without the gate; resolves when it is on disk. */
  async write<T>(write: (board: BoardDoc) => T): Promise<T> {
    const written = this.#board.change(() => write(this.#board))
    await this.#settled(null)
    return written
  }

  /** What is on disk, once that holds all that was accepted before this call. */
  async read(): Promise<Board> {
    let board: Board | undefined
    await this.#settled(() => (board = readBoard(this.#doc)))
    return board ?? readBoard(this.#doc)
  }

  /** The new rules hold at once. */
  async changeRules(rules: BoardRules): Promise<void> {
    this.#gate.rules = rules
    await this.write((board) => writeZones(board, rules.zones))
  }

  /** Asks for a fold with the next batch, when there is anything to fold. */
  foldSoon(): void {
    if (this.#isGone || (this.#commitsSinceFold === 0 && this.#accepted.length === 0)) return
    this.#isFoldDue = true
    this.#options.committer.due(this)
  }

  /** Stops hearing what arrives; it is heard on `recover`, or never. */
  stall(): void {
    this.#held ??= []
    for (const connection of this.#connections) connection.hold()
  }

  recover(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const connection of this.#connections) connection.release()
    for (const hear of held) hear()
  }

  giveUp(error: unknown): void {
    this.forget(CLOSE.tryAgain, error)
  }

  folded(): void {
    this.#commitsSinceFold = 0
  }

  /** Sends everybody away and keeps nothing; what was not on disk stays with its writers. */
  forget(close: number, why: unknown = new Error('the board was put away')): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#tick.stop()
    this.#presence.stop()
    clearTimeout(this.#foldTimer)
    clearTimeout(this.#lookTimer)
    this.#held = null
    for (const connection of this.#connections) connection.close(close)
    for (const { fail } of this.#waiters.splice(0)) fail(why)
    this.#accepted = []
    this.#asking = []
    this.#options.onGone()
    this.#doc.destroy()
  }

  take(): Batch {
    const { session, log } = this.#options
    const accepted = this.#accepted
    const newClients = this.#newClients
    const waiters = this.#waiters
    const answers = this.#asking.map((asking) => ({ ...asking, state: this.#out.stateFor(asking.stateVector) }))
    this.#accepted = []
    this.#newClients = new Map()
    this.#waiters = []
    this.#asking = []
    for (const { read } of waiters) read?.()
    const saved = [...this.#connections].map((connection) => ({
      connection,
      count: connection.waitingFor === null ? connection.heard : connection.waitingFor - 1,
    }))
    const send = this.#out.prepare(accepted)
    let fold: Batch['fold'] = null
    if (this.#isFoldDue || this.#commitsSinceFold >= FOLD_AFTER_COMMITS) {
      this.#isFoldDue = false
      try {
        fold = { session, snapshot: foldedState(this.#doc) }
      } catch (error) {
        log.error({ err: error, session }, 'a board was not folded')
      }
    }
    if (accepted.length > 0) this.#commitsSinceFold++
    return {
      commit: accepted.length > 0 ? { session, updates: accepted.map(({ update }) => update), newClients } : null,
      fold,
      deliver: () => {
        if (!this.#isGone) {
          if (send()) this.#lookAgain()
          for (const { connection, state } of answers) this.#answer(connection, state)
          for (const { connection, count } of saved) this.#saySaved(connection, count)
          this.#foldWhenSilent()
        }
        for (const { done } of waiters) done()
      },
      abandon: (error) => {
        for (const { fail } of waiters) fail(error)
      },
    }
  }

  #settled(read: (() => void) | null): Promise<void> {
    if (this.#isGone) return Promise.reject(new Error('the board was put away'))
    return new Promise((done, fail) => {
      this.#waiters.push({ read, done, fail })
      this.#tick.soon()
    })
  }

  #hearStep1(connection: Connection, stateVector: Uint8Array): void {
    Y.decodeStateVector(stateVector)
    this.#asking.push({ connection, stateVector })
    this.#tick.soon()
  }

  #hearContent(connection: Connection, update: Uint8Array, isStep2: boolean): void {
    connection.heard++
    this.#tick.heard()
    const { person } = connection
    const mustReset = (clients: readonly number[]) =>
      clients.length === 0 ? connection.mustReset : clients.some((client) => this.#mustReset.has(client))
    const verdict = this.#gate.judge(update, person, this.#claimedBy(connection), mustReset)
    if (verdict.kind === 'taken') {
      for (const client of verdict.newClients)
        if (person.participant !== null) this.#newClients.set(client, person.participant)
      this.#apply(update, connection)
      this.#noteClient(connection, verdict.newClients.at(-1) ?? verdict.clients.at(-1))
    } else if (verdict.kind === 'refused') {
      // Step 2 will bring what this refers to, and this again: someone came back and typed before we had asked.
      if (verdict.code === 'gap' && !connection.isSynced && !isStep2) connection.waitingFor ??= connection.heard
      else this.#refuse(connection, verdict.code, verdict.clients)
      if (update.byteLength > SYNC_LIMITS.updateBytes) connection.close(CLOSE.tooLarge)
    }
    if (isStep2) {
      connection.isSynced = true
      connection.waitingFor = null
    }
    this.#tick.soon()
  }

  #apply(update: Uint8Array, connection: Connection): void {
    try {
      Y.applyUpdate(this.#doc, update, connection)
      if (isWhole(this.#doc)) return
      throw new Error('the gate let through what refers to the unknown')
    } catch (error) {
      this.#options.log.error({ err: error, session: this.#options.session }, 'a board is read again from the disk')
      this.giveUp(error)
    }
  }

  #refuse(connection: Connection, code: Refusal, clients: readonly number[]): void {
    for (const client of clients) this.#mustReset.add(client)
    if (connection.client !== null) this.#mustReset.add(connection.client)
    connection.mustReset = true
    this.#say(connection, refusedFrame({ index: connection.heard, code }))
    if (!connection.bearsRefusal(this.#options.now())) connection.close(CLOSE.notForYou)
  }

  #hearPresence(connection: Connection, update: Uint8Array, now: number): void {
    const entry = entryOf(update, (client) => this.#isOwn(connection, client))
    if (!entry || !connection.mayShow(now)) return
    this.#noteClient(connection, entry.client)
    this.#presence.set(entry)
  }

  #isOwn(connection: Connection, client: number): boolean {
    if (connection.client === client) return true
    const isOpenToAnother = connection.client === null || (connection.mustReset && !this.#mustReset.has(client))
    return isOpenToAnother && this.#gate.mayUse(client, connection.person, this.#claimedBy(connection))
  }

  /** The first client that a connection speaks with is its own; after a refusal, the first other one. */
  #noteClient(connection: Connection, client: number | undefined): void {
    if (client === undefined || client === connection.client) return
    if (connection.client !== null && !connection.mustReset) return
    if (connection.client !== null) this.#presence.leave(connection.client)
    connection.client = client
    connection.mustReset = this.#mustReset.has(client)
    this.#tellClients(connection)
  }

  #claimedBy(connection: Connection): ClaimedBy {
    return (client) => {
      for (const other of this.#connections)
        if (other !== connection && other.client === client) return other.person.participant
      return null
    }
  }

  #tellClients({ person: { participant } }: Connection): void {
    if (participant === null) return
    const clients = new Set<number>()
    for (const { person, client } of this.#connections)
      if (person.participant === participant && client !== null) clients.add(client)
    this.#options.onClients(this.#options.session, participant, [...clients])
  }

  #answer(connection: Connection, state: Uint8Array): void {
    if (!this.#connections.has(connection)) return
    this.#say(connection, step2Frame(state))
    if (connection.follows) return
    connection.follows = true
    this.#say(connection, step1Frame(Y.encodeStateVector(this.#doc)))
    this.#sayWhoIsThere(connection)
  }

  #sayWhoIsThere(connection: Connection): void {
    const everybody = this.#presence.everybody()
    if (everybody) this.#say(connection, presenceFrame(everybody))
  }

  #saySaved(connection: Connection, count: number): void {
    if (count <= connection.saved) return
    connection.saved = count
    this.#say(connection, savedFrame({ count }))
  }

  #say(connection: Connection, frame: Uint8Array): void {
    connection.send(frame, this.#options.now())
  }

  /** A slow reader says nothing when it has caught up. */
  #lookAgain(): void {
    clearTimeout(this.#lookTimer)
    this.#lookTimer = setTimeout(() => this.#tick.soon(), LOOK_AGAIN_MS)
  }

  #foldWhenSilent(): void {
    clearTimeout(this.#foldTimer)
    if (this.#commitsSinceFold === 0) return
    this.#foldTimer = setTimeout(() => this.foldSoon(), this.#options.foldAfterMs)
    this.#foldTimer.unref()
  }
}
