import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { BoardDoc } from '../../shared/doc/commands.ts'
import type { Board, Marks } from '../../shared/model/board.ts'
import type { NoteId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Role } from '../../shared/model/network.ts'
import { CLOSE, type Room } from '../../shared/wire/sync.ts'
import type { BoardStore, DocumentKey } from '../storage/board-store.ts'
import type { PadStore } from '../storage/storage.ts'
import { Beat } from './beat.ts'
import { BoardRoom } from './board-room.ts'
import { Committer, within } from './committer.ts'
import { Connection } from './connection.ts'
import { Heartbeat } from './heartbeat.ts'
import type { Logger } from './log.ts'
import { NO_METER, type Meter } from './meter.ts'
import { OpenRooms } from './open-rooms.ts'
import { Pads } from './pads.ts'
import type { SyncPerson } from './person.ts'
import { padRules, type BoardRules } from './rules.ts'
import { ofItsEpoch } from './stored-doc.ts'

export interface RoomsOptions {
  readonly store: BoardStore & Pick<PadStore, 'padsIn' | 'moveNotes' | 'erasePads'>
  /** Zones and clustering of a session, or null when there is no such session. Asked once when a room loads. */
  readonly rulesOf: (session: SessionId) => Promise<BoardRules | null>
  /** What is counted of the marks on a session's notes, asked once when its board loads. Nothing is when it is left out. */
  readonly marksOf?: (session: SessionId) => Promise<ReadonlyMap<NoteId, Marks>>
  /** A note is gone from a board, and what was marked on it may be forgotten. */
  readonly onMarkedGone?: (session: SessionId) => void
  /** Which Yjs clients of whom are connected to a board now: the roster says whose cursor is whose. */
  readonly onClients: (session: SessionId, participant: ParticipantId, clients: readonly number[]) => void
  /** There is one more, or less, with drafts in their pad. */
  readonly onWriters?: (session: SessionId) => void
  readonly now: () => number
  readonly log: Logger
  /** Nobody's when it is left out. */
  readonly meter?: Meter
  /** A quiet board is folded into a snapshot this long after its last change. */
  readonly foldAfterMs: number
  /** How long the disk may fail before writers are sent away with their work. */
  readonly giveUpAfterMs?: number
}

export interface RoomsCensus {
  /** In memory, or being loaded. */
  readonly boards: number
  readonly connections: Readonly<Record<Role, number>>
  /** Readers that are too slow for what is written now. */
  readonly behind: number
  /** Bytes that wait for all readers, and for the one for whom most wait. */
  readonly waitingBytes: number
  readonly mostWaitingBytes: number
}

/** There is no such session (any more). */
export class SessionUnknown extends Error {}

const GIVE_UP_AFTER_MS = 10_000

/** How long a socket may take to close by itself when the server stops. */
const CLOSE_WITHIN_MS = 1_000
/** Messages that may wait for a board to load. */
const MOST_EARLY = 200

/** Who is on which board or pad, and what the server itself reads and writes there. */
export class Rooms {
  readonly #options: RoomsOptions
  readonly #beat: Beat
  readonly #committer: Committer
  readonly #giveUpAfterMs: number
  readonly #meter: Meter
  readonly #open: OpenRooms
  readonly pads: Pads
  readonly #connections = new Map<Connection, SessionId>()
  readonly #heartbeat: Heartbeat
  #isStopping = false

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#giveUpAfterMs = options.giveUpAfterMs ?? GIVE_UP_AFTER_MS
    this.#beat = new Beat(options.now)
    this.#meter = options.meter ?? NO_METER
    this.#committer = new Committer(options.store, options.log, this.#giveUpAfterMs, this.#meter)
    this.#open = new OpenRooms({
      load: (key, onUnused, onGone) => this.#load(key, onUnused, onGone),
      onPutAway: (key, notes) => key.owner && this.pads.remember(key, notes),
      committer: this.#committer,
      loadWithinMs: this.#giveUpAfterMs,
    })
    this.pads = new Pads({
      rooms: this.#open,
      committer: this.#committer,
      store: options.store,
      onWriters: options.onWriters ?? (() => undefined),
    })
    this.#heartbeat = new Heartbeat(() => this.#connections.keys(), options.now)
  }

  /** Takes over an open socket and its line. Resolves when it is on its board, or closed; never rejects. */
  async connect(socket: WebSocket, line: Duplex, room: Room, person: SyncPerson): Promise<void> {
    const connection = new Connection(socket, line, person, this.#options.now())
    // Said before the board was there: heard as soon as it is.
    const early: Uint8Array[] = []
    let hear = (frame: Uint8Array): void => {
      if (early.length < MOST_EARLY) early.push(frame)
      else connection.close(CLOSE.tooFast)
    }
    socket.on('message', (data, isBinary) => {
      if (isBinary && data instanceof Buffer) hear(data)
    })
    socket.on('pong', () => connection.answered(this.#options.now()))
    socket.on('error', (error) => this.#options.log.info({ err: error }, 'a sync socket failed'))
    if (this.#isStopping) return connection.close(CLOSE.restarting)
    const owner = room.kind === 'pad' ? room.participant : undefined
    if (owner !== undefined && owner !== person.participant) return connection.close(CLOSE.notForYou)
    this.#connections.set(connection, room.session)
    socket.on('close', () => this.#connections.delete(connection))
    try {
      await this.#open.use({ session: room.session, owner }, (board) => {
        if (!connection.isOpen) return
        board.join(connection)
        socket.on('close', () => board.leave(connection))
        hear = (frame) => board.hear(connection, frame)
        for (const frame of early.splice(0)) hear(frame)
      })
    } catch (error) {
      if (!(error instanceof SessionUnknown))
        this.#options.log.error({ err: error, session: room.session }, 'a board could not be opened')
      connection.close(error instanceof SessionUnknown ? CLOSE.roomUnknown : CLOSE.tryAgain)
    }
  }

  /** Writes as the server, gate-free; resolves when on disk. Rejects with SessionUnknown, or when the disk fails. */
  write<T>(session: SessionId, write: (board: BoardDoc) => T): Promise<T> {
    return this.#open.use({ session }, (board) => board.write(write))
  }

  /** The board as it is on disk, with all that was accepted before this call. Rejects as `write` does. */
  read(session: SessionId): Promise<Board> {
    return this.#open.use({ session }, (board) => board.read())
  }

  /** New locks hold at once; resolves when the zones in the document are on disk too. */
  async rulesChanged(session: SessionId, rules: BoardRules): Promise<void> {
    // A document that is not in memory asks for its rules when it loads.
    await Promise.all(
      this.#open
        .of(session)
        .map((room) =>
          room.kind === 'board'
            ? this.#open.use({ session }, (board) => board.changeRules(rules))
            : this.#open.use({ session, owner: room.participant }, (pad) => pad.changeRules(padRules(rules))),
        ),
    )
  }

  /**
   * The counts of marks in the document are these; resolves when they are on disk, with those of the notes that are not on
   * the board. A document that is not in memory asks for them when it loads.
   */
  async marksChanged(session: SessionId, marks: ReadonlyMap<NoteId, Marks>): Promise<NoteId[]> {
    const isOpen = this.#open.of(session).some(({ kind }) => kind === 'board')
    return isOpen ? this.#open.use({ session }, (board) => board.changeMarks(marks)) : []
  }

  /** What was deleted is gone, from the disk too, and no undo brings it back. Rejects when the disk fails. */
  fold(session: SessionId): Promise<void> {
    return this.#open.use({ session }, async (board) => {
      board.forgetFormer()
      const before = board.folds
      if (!board.foldSoon()) return
      await this.#committer.whenFree(board)
      if (board.folds === before) throw new Error('the board could not be folded')
    })
  }

  /** What there is now, for whoever watches the server. */
  census(): RoomsCensus {
    const census = { boards: this.#open.size, connections: { facilitator: 0, member: 0, wall: 0 }, behind: 0 }
    let waitingBytes = 0
    let mostWaitingBytes = 0
    for (const { person, behind, waitingBytes: waiting } of this.#connections.keys()) {
      census.connections[person.role]++
      if (behind) census.behind++
      waitingBytes += waiting
      mostWaitingBytes = Math.max(mostWaitingBytes, waiting)
    }
    return { ...census, waitingBytes, mostWaitingBytes }
  }

  /** Hangs up on someone: in one session, or in all when `session` is null. */
  dropPerson(session: SessionId | null, participant: ParticipantId, close: number): void {
    for (const [connection, where] of this.#connections)
      if (connection.person.participant === participant && (session === null || session === where))
        connection.close(close)
  }

  /** Hangs up on everybody and keeps nothing in memory; resolves when nothing of it is on its way to the disk. */
  async closeSession(session: SessionId, close: number): Promise<void> {
    const rooms = await this.#open.loaded((room) => room.session === session)
    for (const room of rooms) room.forget(close)
    for (const [connection, where] of this.#connections) if (where === session) connection.close(close)
    for (const room of rooms) await this.#committer.whenFree(room)
  }

  /** Brings everything to disk, then closes the sockets with 1012. Takes no longer than the disk may fail. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#open.stop()
    const rooms = await this.#open.loaded()
    for (const room of rooms) {
      room.stall()
      room.foldSoon()
    }
    const all = Promise.all(rooms.map((room) => this.#committer.whenFree(room)))
    await within(this.#giveUpAfterMs, all).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'not every board could be saved; their writers keep their work')
    })
    for (const room of rooms) room.forget(CLOSE.restarting)
    for (const connection of this.#connections.keys()) connection.close(CLOSE.restarting)
    await this.#closed()
    this.#heartbeat.stop()
  }

  async #load(key: DocumentKey, onUnused: () => void, onGone: () => void): Promise<BoardRoom> {
    const { store, rulesOf, marksOf, onMarkedGone, ...options } = this.#options
    const { session, owner } = key
    if (owner) await this.pads.whenErased(session)
    const [rules, stored, marks] = await Promise.all([
      rulesOf(session),
      store.loadBoard(session, owner),
      owner ? null : (marksOf?.(session) ?? null),
    ])
    if (!rules) throw new SessionUnknown('there is no such session')
    const pad = owner && { onClients: () => undefined, onChanged: () => this.pads.count(key, room) }
    const room: BoardRoom = new BoardRoom({
      ...options,
      ...key,
      ...pad,
      stored: await ofItsEpoch(store, key, stored),
      rules: owner ? padRules(rules) : rules,
      marks,
      onMarkedGone: () => onMarkedGone?.(session),
      beat: this.#beat,
      meter: this.#meter,
      committer: this.#committer,
      onUnused,
      onGone: () => {
        onGone()
        if (owner) this.pads.uncount(key)
      },
    })
    if (owner) this.pads.count(key, room)
    return room
  }

  async #closed(): Promise<void> {
    const patience = setTimeout(() => {
      for (const connection of this.#connections.keys()) connection.drop()
    }, CLOSE_WITHIN_MS)
    await Promise.all([...this.#connections.keys()].map((connection) => connection.closed))
    clearTimeout(patience)
  }
}
