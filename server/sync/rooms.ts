import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { BoardDoc } from '../../shared/doc/commands.ts'
import type { Board } from '../../shared/model/board.ts'
import type { NoteId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Role } from '../../shared/model/network.ts'
import { CLOSE, boardRoom, padRoom, parseRoom, type Room } from '../../shared/wire/sync.ts'
import type { BoardFold, BoardStore, DocumentKey } from '../storage/board-store.ts'
import type { Move, PadStore } from '../storage/storage.ts'
import { Beat } from './beat.ts'
import { BoardRoom, MadeAnew } from './board-room.ts'
import { Committer, within, type Committing } from './committer.ts'
import { Connection } from './connection.ts'
import { Heartbeat } from './heartbeat.ts'
import type { Logger } from './log.ts'
import { NO_METER, type Meter } from './meter.ts'
import type { SyncPerson } from './person.ts'
import { padRules, type BoardRules } from './rules.ts'
import { ofItsEpoch } from './stored-doc.ts'

export interface RoomsOptions {
  readonly store: BoardStore & Pick<PadStore, 'padsIn' | 'moveNotes' | 'erasePads'>
  /** Zones and clustering of a session, or null when there is no such session. Asked once when a room loads. */
  readonly rulesOf: (session: SessionId) => Promise<BoardRules | null>
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

/** What goes from pads to the board, worked out when nothing of them is under way. */
export interface MovePlan<T> extends Pick<Move, 'owners' | 'change'> {
  readonly answer: T
  /** What leaves which pad. */
  readonly taken: ReadonlyMap<ParticipantId, readonly NoteId[]>
  /** Those pads are made anew, so that nothing tells what lay in them; or the notes are taken out of them as they are. */
  readonly anew: boolean
  readonly write: (board: BoardDoc) => void
}

/** There is no such session (any more). */
export class SessionUnknown extends Error {}

const GIVE_UP_AFTER_MS = 10_000
const nameOf = ({ session, owner }: DocumentKey): string => (owner ? padRoom(session, owner) : boardRoom(session))

/** How long a socket may take to close by itself when the server stops. */
const CLOSE_WITHIN_MS = 1_000
/** Messages that may wait for a board to load. */
const MOST_EARLY = 200

/** All boards in memory: loaded when the first comes, put away, saved and folded, when the last has left. */
export class Rooms {
  readonly #options: RoomsOptions
  readonly #beat: Beat
  readonly #committer: Committer
  readonly #giveUpAfterMs: number
  readonly #meter: Meter
  readonly #boards = new Map<string, Promise<BoardRoom>>()
  /** By name, the pads of which it is known how many drafts they hold: those in memory, and those put away. */
  readonly #drafts = new Map<string, number>()
  /** Pads that are being erased, by session: who opens one meanwhile waits for it. */
  readonly #erasing = new Map<SessionId, Promise<unknown>>()
  readonly #connections = new Map<Connection, SessionId>()
  readonly #heartbeat: Heartbeat
  #isStopping = false

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#giveUpAfterMs = options.giveUpAfterMs ?? GIVE_UP_AFTER_MS
    this.#beat = new Beat(options.now)
    this.#meter = options.meter ?? NO_METER
    this.#committer = new Committer(options.store, options.log, this.#giveUpAfterMs, this.#meter)
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
      await this.#use({ session: room.session, owner }, (board) => {
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
    return this.#use({ session }, (board) => board.write(write))
  }

  /** The board as it is on disk, with all that was accepted before this call. Rejects as `write` does. */
  read(session: SessionId): Promise<Board> {
    return this.#use({ session }, (board) => board.read())
  }

  /** The same in someone's pad. */
  writePad<T>(session: SessionId, owner: ParticipantId, write: (pad: BoardDoc) => T): Promise<T> {
    return this.#use({ session, owner }, (pad) => pad.write(write))
  }

  /** What lies in the pads of a session, with all that was accepted before this call. */
  async readPads(session: SessionId): Promise<ReadonlyMap<ParticipantId, Board>> {
    const owners = await this.#padsIn(session)
    const read = (owner: ParticipantId) => this.#use({ session, owner }, (pad) => pad.read())
    return new Map(await Promise.all(owners.map(async (owner) => [owner, await read(owner)] as const)))
  }

  /** How many people have drafts in this session. */
  async writersIn(session: SessionId): Promise<number> {
    const owners = await this.#padsIn(session)
    const isKnown = (owner: ParticipantId) => this.#drafts.has(padRoom(session, owner))
    await Promise.all(
      owners.filter((owner) => !isKnown(owner)).map((owner) => this.#use({ session, owner }, () => null)),
    )
    return owners.filter((owner) => (this.#drafts.get(padRoom(session, owner)) ?? 0) > 0).length
  }

  /**
   * Moves notes from pads (all, or those of `owners`) to the board: all of it is kept, or nothing. `plan` sees the pads when
   * nothing of them is under way; null: there is nothing to do. Rejects as `write` does.
   */
  async moveNotes<T>(
    session: SessionId,
    owners: readonly ParticipantId[] | 'all',
    plan: (board: Board, pads: ReadonlyMap<ParticipantId, Board>) => MovePlan<T> | null,
  ): Promise<T | null> {
    const whose = owners === 'all' ? await this.#padsIn(session) : owners
    return this.#useAll([{ session }, ...whose.map((owner) => ({ session, owner }))], async (rooms) => {
      const [board, ...rest] = rooms as [BoardRoom, ...BoardRoom[]]
      const pads = new Map(rest.map((pad, i) => [whose[i] as ParticipantId, pad]))
      let answer: T | null = null
      await this.#committer.together(rooms, () => {
        if (rooms.some(({ isGone }) => isGone)) throw new MadeAnew()
        const planned = plan(board.now, new Map([...pads].map(([owner, pad]) => [owner, pad.now])))
        if (!planned) return null
        const { write, owners, change } = planned
        const folds = new Map<Committing, BoardFold>()
        for (const [owner, notes] of planned.taken) {
          const pad = pads.get(owner)
          if (!pad) continue
          if (planned.anew) folds.set(pad, pad.without(notes))
          else pad.takeOut(notes)
        }
        board.writeNow(write)
        answer = planned.answer
        const moves = { session, folds: [...folds.values()], owners, change }
        return { folds, save: (commits) => this.#options.store.moveNotes({ ...moves, commits }) }
      })
      return answer
    })
  }

  /** The pads of a session are gone, from the disk too. */
  async erasePads(session: SessionId, close: number): Promise<void> {
    const forgotten = this.#forgetPads((pad) => pad.session === session, close)
    const erased = forgotten.then(() => this.#options.store.erasePads(session))
    const over = erased.catch(() => undefined)
    this.#erasing.set(session, over)
    try {
      await erased
    } finally {
      if (this.#erasing.get(session) === over) this.#erasing.delete(session)
    }
    this.#options.onWriters?.(session)
  }

  /** Who left the network left no pads: what of them is still in memory goes too. */
  async forgetPadsOf(participant: ParticipantId, close: number): Promise<void> {
    await this.#forgetPads((pad) => pad.participant === participant, close)
  }

  async #forgetPads(which: (pad: Extract<Room, { kind: 'pad' }>) => boolean, close: number): Promise<void> {
    const isMeant = (name: string) => {
      const room = parseRoom(name)
      return room?.kind === 'pad' && which(room)
    }
    for (const [name, opening] of [...this.#boards]) {
      if (!isMeant(name)) continue
      const pad = await opening.catch(() => null)
      pad?.forget(close)
      if (pad) await this.#committer.whenFree(pad)
    }
    for (const name of [...this.#drafts.keys()]) if (isMeant(name)) this.#drafts.delete(name)
  }

  /** New locks hold at once; resolves when the zones in the document are on disk too. */
  async rulesChanged(session: SessionId, rules: BoardRules): Promise<void> {
    // A document that is not in memory asks for its rules when it loads.
    const open = [...this.#boards.keys()]
      .flatMap((name) => parseRoom(name) ?? [])
      .filter((of) => of.session === session)
    await Promise.all(
      open.map((room) =>
        room.kind === 'board'
          ? this.#use({ session }, (board) => board.changeRules(rules))
          : this.#use({ session, owner: room.participant }, (pad) => pad.changeRules(padRules(rules))),
      ),
    )
  }

  /** What was deleted is gone, from the disk too, and no undo brings it back. Rejects when the disk fails. */
  fold(session: SessionId): Promise<void> {
    return this.#use({ session }, async (board) => {
      board.forgetFormer()
      const before = board.folds
      if (!board.foldSoon()) return
      await this.#committer.whenFree(board)
      if (board.folds === before) throw new Error('the board could not be folded')
    })
  }

  /** What there is now, for whoever watches the server. */
  census(): RoomsCensus {
    const census = { boards: this.#boards.size, connections: { facilitator: 0, member: 0, wall: 0 }, behind: 0 }
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
    const isOfIt = ([name]: readonly [string, unknown]) => parseRoom(name)?.session === session
    const opening = [...this.#boards].filter(isOfIt).map(([, board]) => board.catch(() => null))
    const boards = await Promise.all(opening)
    for (const board of boards) board?.forget(close)
    for (const [connection, where] of this.#connections) if (where === session) connection.close(close)
    for (const board of boards) if (board) await this.#committer.whenFree(board)
  }

  /** Brings everything to disk, then closes the sockets with 1012. Takes no longer than the disk may fail. */
  async stop(): Promise<void> {
    this.#isStopping = true
    const boards = await Promise.all([...this.#boards.values()].map((board) => board.catch(() => null)))
    for (const board of boards) {
      board?.stall()
      board?.foldSoon()
    }
    const all = Promise.all(boards.map((board) => board && this.#committer.whenFree(board)))
    await within(this.#giveUpAfterMs, all).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'not every board could be saved; their writers keep their work')
    })
    for (const board of boards) board?.forget(CLOSE.restarting)
    for (const connection of this.#connections.keys()) connection.close(CLOSE.restarting)
    await this.#closed()
    this.#heartbeat.stop()
  }

  /** Whose pads there are, on disk and in memory. */
  async #padsIn(session: SessionId): Promise<ParticipantId[]> {
    const kept = await this.#options.store.padsIn(session)
    const open = [...this.#boards.keys()].flatMap((name) => {
      const room = parseRoom(name)
      return room?.kind === 'pad' && room.session === session ? room.participant : []
    })
    return [...new Set([...kept, ...open])]
  }

  /** A loaded document, in use while `use` runs. */
  #use<T>(key: DocumentKey, use: (board: BoardRoom) => T | Promise<T>): Promise<T> {
    return this.#useAll([key], ([board]) => use(board as BoardRoom))
  }

  /** Loaded documents, in use while `use` runs; again with their successors when one was made anew meanwhile. */
  async #useAll<T>(keys: readonly DocumentKey[], use: (boards: readonly BoardRoom[]) => T | Promise<T>): Promise<T> {
    let boards = await Promise.all(keys.map((key) => this.#open(key)))
    // Put away between its loading and now.
    while (boards.some((board) => board.isGone)) boards = await Promise.all(keys.map((key) => this.#open(key)))
    const dones = boards.map((board) => board.use())
    try {
      return await use(boards)
    } catch (error) {
      if (error instanceof MadeAnew) return await this.#useAll(keys, use)
      throw error
    } finally {
      for (const done of dones) done()
    }
  }

  /** Shared by all who come while it loads. A load that failed is tried again by the next who comes. */
  #open(key: DocumentKey): Promise<BoardRoom> {
    const name = nameOf(key)
    const open = this.#boards.get(name)
    if (open) return open
    const loading = this.#load(key, () => {
      if (this.#boards.get(name) !== opening) return
      this.#boards.delete(name)
      this.#drafts.delete(name)
    })
    const opening = within(this.#giveUpAfterMs, loading)
    this.#boards.set(name, opening)
    opening.catch(() => {
      this.#boards.delete(name)
      // One that comes too late is not waited for any more.
      loading.then((board) => board.forget(CLOSE.tryAgain)).catch(() => undefined)
    })
    return opening
  }

  async #load(key: DocumentKey, onGone: () => void): Promise<BoardRoom> {
    const { store, rulesOf, ...options } = this.#options
    const { session, owner } = key
    if (owner) await this.#erasing.get(session)
    const [rules, stored] = await Promise.all([rulesOf(session), store.loadBoard(session, owner)])
    if (!rules) throw new SessionUnknown('there is no such session')
    const board: BoardRoom = new BoardRoom({
      ...options,
      ...key,
      stored: await ofItsEpoch(store, key, stored),
      rules: owner ? padRules(rules) : rules,
      ...(owner && { onClients: () => undefined, onChanged: () => this.#countDrafts(key, board) }),
      beat: this.#beat,
      meter: this.#meter,
      committer: this.#committer,
      onUnused: () => void this.#putAway(board, key),
      onGone,
    })
    if (owner) this.#countDrafts(key, board)
    return board
  }

  #countDrafts(key: DocumentKey, pad: BoardRoom): void {
    const name = nameOf(key)
    const before = this.#drafts.get(name) ?? 0
    const now = pad.noteCount
    this.#drafts.set(name, now)
    if (before > 0 !== now > 0) this.#options.onWriters?.(key.session)
  }

  /** Saved first, forgotten after: a quick return finds the room as it is, never an older state. */
  async #putAway(board: BoardRoom, key: DocumentKey): Promise<void> {
    if (this.#isStopping) return
    board.foldSoon()
    await this.#committer.whenFree(board)
    if (board.isUsed || board.isGone) return
    if (board.hasWork) return this.#putAway(board, key)
    const drafts = board.noteCount
    board.forget(CLOSE.tryAgain)
    if (key.owner) this.#drafts.set(nameOf(key), drafts)
  }

  async #closed(): Promise<void> {
    const patience = setTimeout(() => {
      for (const connection of this.#connections.keys()) connection.drop()
    }, CLOSE_WITHIN_MS)
    await Promise.all([...this.#connections.keys()].map((connection) => connection.closed))
    clearTimeout(patience)
  }
}
