import type { SessionId } from '../../shared/model/ids.ts'
import { boardRoom, CLOSE, padRoom, parseRoom, type Room } from '../../shared/wire/sync.ts'
import type { DocumentKey } from '../storage/board-store.ts'
import { MadeAnew, type BoardRoom } from './board-room.ts'
import { within, type Committer } from './committer.ts'

export interface OpenRoomsOptions {
  /** Reads a document from the disk. `onUnused`: the last one left it; `onGone`: what is in memory is not to be trusted. */
  readonly load: (key: DocumentKey, onUnused: () => void, onGone: () => void) => Promise<BoardRoom>
  /** It was saved, with so many notes, and is out of memory. */
  readonly onPutAway: (key: DocumentKey, notes: number) => void
  readonly committer: Committer
  /** How long the disk may take to load one. */
  readonly loadWithinMs: number
}

export const nameOf = ({ session, owner }: DocumentKey): string =>
  owner ? padRoom(session, owner) : boardRoom(session)

/** The boards and pads in memory: loaded when the first comes, put away, saved and folded, when the last has left. */
export class OpenRooms {
  readonly #options: OpenRoomsOptions
  readonly #rooms = new Map<string, Promise<BoardRoom>>()
  #isStopping = false

  constructor(options: OpenRoomsOptions) {
    this.#options = options
  }

  /** In memory, or being loaded. */
  get size(): number {
    return this.#rooms.size
  }

  /** Those of a session, in memory or being loaded. */
  of(session: SessionId): Room[] {
    return [...this.#rooms.keys()].flatMap((name) => parseRoom(name) ?? []).filter((room) => room.session === session)
  }

  /** Those for which this holds, once they are loaded; which could not be loaded are none. */
  async loaded(isMeant: (room: Room) => boolean = () => true): Promise<BoardRoom[]> {
    const meant = [...this.#rooms].filter(([name]) => {
      const room = parseRoom(name)
      return room !== null && isMeant(room)
    })
    const rooms = await Promise.all(meant.map(([, room]) => room.catch(() => null)))
    return rooms.filter((room) => room !== null)
  }

  /** From now on nothing is put away: all of it is saved and forgotten together. */
  stop(): void {
    this.#isStopping = true
  }

  /** A loaded document, in use while `use` runs. */
  use<T>(key: DocumentKey, use: (room: BoardRoom) => T | Promise<T>): Promise<T> {
    return this.useAll([key], ([room]) => use(room as BoardRoom))
  }

  /** Loaded documents, in use while `use` runs; again with their successors when one was made anew meanwhile. */
  async useAll<T>(keys: readonly DocumentKey[], use: (rooms: readonly BoardRoom[]) => T | Promise<T>): Promise<T> {
    let rooms = await Promise.all(keys.map((key) => this.#open(key)))
    // Put away between its loading and now.
    while (rooms.some((room) => room.isGone)) rooms = await Promise.all(keys.map((key) => this.#open(key)))
    const dones = rooms.map((room) => room.use())
    try {
      return await use(rooms)
    } catch (error) {
      if (error instanceof MadeAnew) return await this.useAll(keys, use)
      throw error
    } finally {
      for (const done of dones) done()
    }
  }

  /** Shared by all who come while it loads. A load that failed is tried again by the next who comes. */
  #open(key: DocumentKey): Promise<BoardRoom> {
    const name = nameOf(key)
    const open = this.#rooms.get(name)
    if (open) return open
    let room: BoardRoom | undefined
    const loading = this.#options.load(
      key,
      () => room && void this.#putAway(room, key),
      () => this.#rooms.get(name) === opening && this.#rooms.delete(name),
    )
    loading.then((one) => (room = one)).catch(() => undefined)
    const opening = within(this.#options.loadWithinMs, loading)
    this.#rooms.set(name, opening)
    opening.catch(() => {
      this.#rooms.delete(name)
      // One that comes too late is not waited for any more.
      loading.then((late) => late.forget(CLOSE.tryAgain)).catch(() => undefined)
    })
    return opening
  }

  /** Saved first, forgotten after: a quick return finds the room as it is, never an older state. */
  async #putAway(room: BoardRoom, key: DocumentKey): Promise<void> {
    if (this.#isStopping) return
    room.foldSoon()
    await this.#options.committer.whenFree(room)
    if (room.isUsed || room.isGone) return
    if (room.hasWork) return this.#putAway(room, key)
    const notes = room.noteCount
    room.forget(CLOSE.tryAgain)
    this.#options.onPutAway(key, notes)
  }
}
