import type { BoardDoc } from '../../shared/doc/commands.ts'
import type { Board } from '../../shared/model/board.ts'
import type { NoteId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import { padRoom, parseRoom, type Room } from '../../shared/wire/sync.ts'
import type { BoardFold, DocumentKey } from '../storage/board-store.ts'
import type { Move, PadStore } from '../storage/storage.ts'
import { MadeAnew, type BoardRoom } from './board-room.ts'
import type { Committer, Committing } from './committer.ts'
import { nameOf, type OpenRooms } from './open-rooms.ts'

/** What goes from pads to the board, worked out when nothing of them is under way. */
export interface MovePlan<T> extends Pick<Move, 'owners' | 'change' | 'along'> {
  readonly answer: T
  /** What leaves which pad. */
  readonly taken: ReadonlyMap<ParticipantId, readonly NoteId[]>
  /** Those pads are made anew, so that nothing tells what lay in them; or the notes are taken out of them as they are. */
  readonly anew: boolean
  readonly write: (board: BoardDoc) => void
}

type Pad = Extract<Room, { kind: 'pad' }>

export interface PadsOptions {
  readonly rooms: OpenRooms
  readonly committer: Committer
  readonly store: Pick<PadStore, 'padsIn' | 'moveNotes' | 'erasePads'>
  /** There is one more, or less, with drafts in their pad. */
  readonly onWriters: (session: SessionId) => void
}

/** The private drafts of the people of each session: rooms like boards, of one person each. */
export class Pads {
  readonly #options: PadsOptions
  /** By name, the pads of which it is known how many drafts they hold: those in memory, and those put away. */
  readonly #drafts = new Map<string, number>()
  /** Those that are being erased, by session: who opens one meanwhile waits for it. */
  readonly #erasing = new Map<SessionId, Promise<unknown>>()

  constructor(options: PadsOptions) {
    this.#options = options
  }

  /** Writes as the server; resolves when on disk. Rejects as for a board. */
  write<T>(session: SessionId, owner: ParticipantId, write: (pad: BoardDoc) => T): Promise<T> {
    return this.#options.rooms.use({ session, owner }, (pad) => pad.write(write))
  }

  /** What lies in all pads of a session, with all that was accepted before this call. */
  async read(session: SessionId): Promise<ReadonlyMap<ParticipantId, Board>> {
    const owners = await this.#ownersIn(session)
    const read = (owner: ParticipantId) => this.#options.rooms.use({ session, owner }, (pad) => pad.read())
    return new Map(await Promise.all(owners.map(async (owner) => [owner, await read(owner)] as const)))
  }

  /** One person's, or null when there is none. */
  async readOf(session: SessionId, owner: ParticipantId): Promise<Board | null> {
    if (!(await this.#ownersIn(session)).includes(owner)) return null
    return this.#options.rooms.use({ session, owner }, (pad) => pad.read())
  }

  /** How many people have drafts in this session. */
  async writersIn(session: SessionId): Promise<number> {
    const owners = await this.#ownersIn(session)
    const unknown = owners.filter((owner) => !this.#drafts.has(padRoom(session, owner)))
    await Promise.all(unknown.map((owner) => this.#options.rooms.use({ session, owner }, () => null)))
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
    const { rooms, committer, store } = this.#options
    const whose = owners === 'all' ? await this.#ownersIn(session) : owners
    return rooms.useAll([{ session }, ...whose.map((owner) => ({ session, owner }))], async (all) => {
      const [board, ...rest] = all as [BoardRoom, ...BoardRoom[]]
      const pads = new Map(rest.map((pad, i) => [whose[i] as ParticipantId, pad]))
      let answer: T | null = null
      await committer.together(all, () => {
        if (all.some(({ isGone }) => isGone)) throw new MadeAnew()
        const planned = plan(board.now, new Map([...pads].map(([owner, pad]) => [owner, pad.now])))
        if (!planned) return null
        const { write, owners, change, along } = planned
        const folds = new Map<Committing, BoardFold>()
        for (const [owner, notes] of planned.taken) {
          const pad = pads.get(owner)
          if (!pad) continue
          if (planned.anew) folds.set(pad, pad.without(notes))
          else pad.takeOut(notes)
        }
        board.writeNow(write)
        answer = planned.answer
        const moves = { session, folds: [...folds.values()], owners, change, along }
        return { folds, save: (commits) => store.moveNotes({ ...moves, commits }) }
      })
      return answer
    })
  }

  /** Those of a session are gone, from the disk too. */
  async erase(session: SessionId, close: number): Promise<void> {
    const forgotten = this.#forget((pad) => pad.session === session, close)
    const erased = forgotten.then(() => this.#options.store.erasePads(session))
    const over = erased.catch(() => undefined)
    this.#erasing.set(session, over)
    try {
      await erased
    } finally {
      if (this.#erasing.get(session) === over) this.#erasing.delete(session)
    }
    this.#options.onWriters(session)
  }

  /** Who left the network left no pads: what of them is still in memory goes too. */
  forgetOf(participant: ParticipantId, close: number): Promise<void> {
    return this.#forget((pad) => pad.participant === participant, close)
  }

  /** Resolves when no pad of this session is being erased. */
  async whenErased(session: SessionId): Promise<void> {
    await this.#erasing.get(session)
  }

  /** To be told when a pad was loaded or changed. */
  count(key: DocumentKey, pad: BoardRoom): void {
    const before = this.#drafts.get(nameOf(key)) ?? 0
    const now = pad.noteCount
    this.#drafts.set(nameOf(key), now)
    if (before > 0 !== now > 0) this.#options.onWriters(key.session)
  }

  /** What a pad held that was put away. */
  remember(key: DocumentKey, drafts: number): void {
    this.#drafts.set(nameOf(key), drafts)
  }

  /** What a pad holds is not known any more: it was given up, or made anew. */
  uncount(key: DocumentKey): void {
    this.#drafts.delete(nameOf(key))
  }

  async #forget(isMeant: (pad: Pad) => boolean, close: number): Promise<void> {
    const isMeantPad = (room: Room | null) => room?.kind === 'pad' && isMeant(room)
    const { rooms, committer } = this.#options
    for (const pad of await rooms.loaded(isMeantPad)) {
      pad.forget(close)
      await committer.whenFree(pad)
    }
    for (const name of [...this.#drafts.keys()]) if (isMeantPad(parseRoom(name))) this.#drafts.delete(name)
  }

  /** Whose pads there are, on disk and in memory. */
  async #ownersIn(session: SessionId): Promise<ParticipantId[]> {
    const kept = await this.#options.store.padsIn(session)
    const open = this.#options.rooms.of(session).flatMap((room) => (room.kind === 'pad' ? room.participant : []))
    return [...new Set([...kept, ...open])]
  }
}
