import * as Y from 'yjs'
import { boardDoc, withdrawNotes, type BoardDoc } from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import type { Board, Marks } from '../../shared/model/board.ts'
import type { NoteId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import { hidesNames } from '../../shared/model/rights.ts'
import { CLOSE, SYNC_LIMITS } from '../../shared/wire/sync.ts'
import type { BoardFold, DocumentKey, StoredBoard } from '../storage/board-store.ts'
import type { Beat } from './beat.ts'
import { Claims } from './claims.ts'
import type { Batch, Committing, Committer } from './committer.ts'
import type { Connection } from './connection.ts'
import { Folding } from './folding.ts'
import { helloFrame, resetFrame, step1Frame } from './frames.ts'
import { Gate } from './gate.ts'
import { Listener } from './listener.ts'
import type { Logger } from './log.ts'
import type { Meter } from './meter.ts'
import { mergedUpdate, Outgoing } from './outgoing.ts'
import { Pending } from './pending.ts'
import { PresenceRound } from './presence-round.ts'
import type { BoardRules } from './rules.ts'
import { docOf, hasTraces, isWhole, madeAnew, writeMarks, writeZones } from './stored-doc.ts'
import { Tick } from './tick.ts'

export interface BoardRoomOptions extends DocumentKey {
  readonly stored: StoredBoard
  readonly rules: BoardRules
  /** What was counted of them; null where nobody counts. */
  readonly marks: ReadonlyMap<NoteId, Marks> | null
  readonly beat: Beat
  readonly committer: Committer
  readonly onClients: (session: SessionId, participant: ParticipantId, clients: readonly number[]) => void
  /** What it holds is different. */
  readonly onChanged?: () => void
  /** A note is gone on which there were marks. */
  readonly onMarkedGone?: () => void
  /** The last one left, or the last use ended. */
  readonly onUnused: () => void
  /** What is in memory is no longer to be trusted: everybody was sent away. */
  readonly onGone: () => void
  readonly meter: Meter
  readonly now: () => number
  readonly log: Logger
  readonly foldAfterMs: number
}

/** How long until a slow reader is looked at again. */
const LOOK_AGAIN_MS = 250

/** The origin of what the server writes. */
const SERVER_WRITE = Symbol('server write')

/** What was asked of a room whose document was made anew meanwhile is to be asked of the next. */
export class MadeAnew extends Error {}

/** One board or pad in memory: its document, who is on it, and what of it is not on disk yet. */
export class BoardRoom implements Committing {
  readonly #options: BoardRoomOptions
  readonly #doc: Y.Doc
  readonly #board: BoardDoc
  readonly #gate: Gate
  readonly #connections = new Set<Connection>()
  readonly #presence: PresenceRound
  readonly #out: Outgoing
  readonly #tick: Tick
  readonly #claims: Claims
  readonly #listener: Listener
  readonly #folding: Folding
  #pending = new Pending()
  #held: (() => void)[] | null = null
  #uses = 0
  #isGone = false
  #lookTimer: NodeJS.Timeout | undefined

  constructor(options: BoardRoomOptions) {
    this.#options = options
    const { stored, owner, rules, beat, committer, now } = options
    this.#doc = docOf(stored)
    this.#board = boardDoc(this.#doc, SERVER_WRITE)
    // Whatever wrote in a pad is its owner's.
    const clients = owner ? new Map([...this.#doc.store.clients.keys()].map((id) => [id, owner])) : stored.clients
    this.#gate = new Gate(this.#doc, clients, rules)
    this.#out = new Outgoing(this.#doc, this.#connections, now)
    this.#tick = new Tick(beat, () => committer.due(this), now)
    this.#presence = new PresenceRound((waitMs) => this.#tick.within(waitMs), now)
    this.#claims = new Claims(this.#connections, this.#gate, (participant, clients) =>
      options.onClients(options.session, participant, clients),
    )
    this.#listener = new Listener({
      gate: this.#gate,
      claims: this.#claims,
      presence: this.#presence,
      onAsked: (connection, stateVector) => {
        this.#pending.asking.push({ connection, stateVector })
        this.#tick.soon()
      },
      onTaken: (connection, update, newClients) => this.#apply(connection, update, newClients),
      onCounted: () => {
        this.#tick.heard(this.#connections.size)
        this.#tick.soon()
      },
      mayShow: ({ person }) => person.role === 'facilitator' || !hidesNames(this.#gate.rules.step),
      epoch: stored.epoch,
      meter: options.meter,
      now,
      log: options.log,
    })
    this.#folding = new Folding({
      ...options,
      epoch: stored.epoch,
      logRows: stored.log.length,
      onDue: () => committer.due(this),
    })
    // Taken out of it before the server restarted.
    if (owner && hasTraces(this.#doc)) this.#folding.anew()
    this.#doc.on('update', (update: Uint8Array, by: unknown, _doc: Y.Doc, { changed }: Y.Transaction) => {
      this.#out.stateChanged()
      this.#pending.accepted.push({ update, by: by as Connection | typeof SERVER_WRITE })
      this.#tick.soon()
      options.onChanged?.()
      const { notes, marks } = this.#board
      const touched = marks.size > 0 ? changed.get(notes as never) : undefined
      if ([...(touched ?? [])].some((id) => id !== null && marks.has(id) && !notes.has(id))) options.onMarkedGone?.()
    })
    if (owner) return
    const { marks } = options
    this.#board.change(() => {
      writeZones(this.#board, rules.zones)
      if (marks) writeMarks(this.#board, marks)
    })
    // Of a server that ended right after the note was withdrawn.
    if ([...(marks?.keys() ?? [])].some((id) => !this.#board.notes.has(id))) options.onMarkedGone?.()
  }

  /** As it is in memory: what of it is on disk is told by `read`. */
  get now(): Board {
    return readBoard(this.#doc)
  }

  get isGone(): boolean {
    return this.#isGone
  }

  get isUsed(): boolean {
    return this.#connections.size > 0 || this.#uses > 0
  }

  /** Something is on its way to the disk, or to someone. */
  get hasWork(): boolean {
    return this.#pending.hasWork
  }

  /** How often it was folded. */
  get folds(): number {
    return this.#folding.folds
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
    connection.send(helloFrame({ epoch: this.#options.stored.epoch, role, limits: SYNC_LIMITS }), this.#options.now())
  }

  leave(connection: Connection): void {
    if (!this.#connections.delete(connection)) return
    const { client } = connection
    this.#pending.left(connection)
    if (client !== null && !this.#claims.isElsewhere(connection)) this.#presence.leave(client)
    this.#claims.tell(connection)
    if (!this.isUsed) this.#options.onUnused()
  }

  /** Everything that a connection sends, in order. */
  hear(connection: Connection, frame: Uint8Array): void {
    if (this.#held) this.#held.push(() => this.hear(connection, frame))
    else if (!this.#isGone) this.#listener.hear(connection, frame)
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
    if (this.#options.owner) return
    // Where someone points to would tell who wrote there.
    if (hidesNames(rules.step))
      for (const { person, client } of this.#connections)
        if (client !== null && person.role !== 'facilitator') this.#presence.leave(client)
    await this.write((board) => writeZones(board, rules.zones))
  }

  /** Writes the counts where they differ, and answers whose notes are not there; resolves when it is on disk. */
  changeMarks(marks: ReadonlyMap<NoteId, Marks>): Promise<NoteId[]> {
    return this.write((board) => {
      writeMarks(board, marks)
      return [...marks.keys()].filter((id) => !board.notes.has(id))
    })
  }

  get noteCount(): number {
    return this.#board.notes.size
  }

  /** Writes as the server without waiting for the disk: for who brings it there with what else changes. */
  writeNow(write: (board: BoardDoc) => void): void {
    this.#board.change(() => write(this.#board))
  }

  /** Takes notes out of a pad; once nobody is there, their traces too. */
  takeOut(notes: readonly NoteId[]): void {
    this.writeNow((pad) => withdrawNotes(pad, notes))
    this.#folding.anew()
  }

  /** The pad of the next epoch, without these notes and without a trace of them. */
  without(notes: readonly NoteId[]): BoardFold {
    const { session, owner, stored } = this.#options
    const epoch = stored.epoch + 1
    return { session, owner, snapshot: madeAnew(this.#doc, epoch, new Set(notes)), epoch, clients: new Map() }
  }

  /** Notes that were taken away before do not come back. */
  forgetFormer(): void {
    this.#gate.forgetFormer()
  }

  /** Asks for a fold with the next batch; false when there is nothing to fold. */
  foldSoon(): boolean {
    const isNeeded = !this.#isGone && (this.#folding.isNeeded || this.#pending.accepted.length > 0)
    if (isNeeded) this.#folding.soon()
    return isNeeded
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

  folded({ epoch }: BoardFold): void {
    this.#folding.folded()
    if (epoch === this.#options.stored.epoch) return
    // Whoever came while the document was made anew has the former one.
    const frame = resetFrame({ epoch, reason: 'reset-first' })
    for (const connection of this.#connections) connection.send(frame, this.#options.now())
    this.forget(CLOSE.epoch, new MadeAnew())
  }

  notFolded(): void {
    this.#folding.whenSilent()
  }

  /** Sends everybody away and keeps nothing; what was not on disk stays with its writers. */
  forget(close: number, why: unknown = new Error('the board was put away')): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#tick.stop()
    this.#folding.stop()
    clearTimeout(this.#lookTimer)
    this.#held = null
    for (const connection of this.#connections) connection.close(close)
    this.#pending.fail(why)
    this.#pending = new Pending()
    this.#options.onGone()
    this.#doc.destroy()
  }

  take(): Batch {
    const { session, owner } = this.#options
    const pending = this.#pending
    this.#pending = new Pending()
    const { accepted, newClients, waiters } = pending
    const answers = pending.asking.map((asking) => ({ ...asking, state: this.#out.stateFor(asking.stateVector) }))
    for (const { read } of waiters) read?.()
    const merged = mergedUpdate(accepted)
    const saved = this.#newlySaved()
    const send = this.#out.prepare({ accepted, merged, presence: this.#presence.take(), saved })
    if (merged) this.#folding.committed()
    return {
      commit: merged && { session, owner, updates: [merged], newClients },
      // What is gone is on disk as its successor has it: its state would bring back what was taken away.
      fold: this.#isGone ? null : this.#folding.take(this.#doc, !this.isUsed),
      deliver: () => {
        if (!this.#isGone) {
          for (const [connection, count] of saved) connection.saved = count
          if (send()) this.#lookAgain()
          for (const { connection, state } of answers) this.#answer(connection, state)
          if (merged) this.#folding.whenSilent()
        }
        for (const { done } of waiters) done()
      },
      abandon: (error) => pending.fail(error),
    }
  }

  #settled(read: (() => void) | null): Promise<void> {
    if (this.#isGone) return Promise.reject(new Error('the board was put away'))
    return new Promise((done, fail) => {
      this.#pending.waiters.push({ read, done, fail })
      this.#tick.soon()
    })
  }

  #apply(connection: Connection, update: Uint8Array, newClients: readonly number[]): void {
    const { participant } = connection.person
    if (participant !== null) for (const client of newClients) this.#pending.newClients.set(client, participant)
    try {
      Y.applyUpdate(this.#doc, update, connection)
      if (isWhole(this.#doc)) return
      throw new Error('the gate let through what refers to the unknown')
    } catch (error) {
      this.#options.log.error({ err: error, session: this.#options.session }, 'a board is read again from the disk')
      this.giveUp(error)
    }
  }

  #answer(connection: Connection, state: Uint8Array): void {
    if (!this.#connections.has(connection)) return
    const now = this.#options.now()
    connection.sendState(state, now)
    if (connection.follows) return
    connection.follows = true
    connection.send(step1Frame(Y.encodeStateVector(this.#doc)), now)
    this.#listener.sayWhoIsThere(connection)
  }

  /** Who is to be told of a new count of messages that are on disk after this batch. */
  #newlySaved(): Map<Connection, number> {
    const saved = new Map<Connection, number>()
    for (const connection of this.#connections) {
      const count = connection.waitingFor === null ? connection.heard : connection.waitingFor - 1
      if (count > connection.saved) saved.set(connection, count)
    }
    return saved
  }

  /** A slow reader says nothing when it has caught up. */
  #lookAgain(): void {
    clearTimeout(this.#lookTimer)
    this.#lookTimer = setTimeout(() => this.#tick.soon(), LOOK_AGAIN_MS)
  }
}
