import type { Marks } from '../../shared/model/board.ts'
import type { NoteId, OrganisationId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Me } from '../../shared/wire/state.ts'
import type { Marking, MarkStore, StoredMark } from '../storage/storage.ts'
import type { Rooms } from '../sync/rooms.ts'
import type { Logger } from '../sync/log.ts'
import type { Turns } from './turns.ts'

// Who marked what lies in a table and is told to nobody else; on the board there are counts, made from the table. A server
// that ends in between has the marks, and counts them when the board loads.

/** What is counted of the marks, by note, of each note that has any. Whose organisation is not known takes nothing home. */
function countsOf(marks: readonly StoredMark[], imported: ReadonlyMap<NoteId, Marks>): ReadonlyMap<NoteId, Marks> {
  const counts = new Map<NoteId, { recognise: number; takeHome: Set<OrganisationId> }>()
  for (const [note, { recognise, takeHome }] of imported) counts.set(note, { recognise, takeHome: new Set(takeHome) })
  for (const { note, kind, organisation } of marks) {
    let of = counts.get(note)
    if (!of) counts.set(note, (of = { recognise: 0, takeHome: new Set() }))
    if (kind === 'recognise') of.recognise++
    else if (organisation !== null) of.takeHome.add(organisation)
  }
  // Sorted, so that the order does not tell who came first.
  return new Map([...counts].map(([id, of]) => [id, { ...of, takeHome: [...of.takeHome].sort() }]))
}

/** The counts of a session, with those that came from a record. */
export async function countedMarks(
  storage: Pick<MarkStore, 'marksIn' | 'importedMarks'>,
  session: SessionId,
): Promise<ReadonlyMap<NoteId, Marks>> {
  const [marks, imported] = await Promise.all([storage.marksIn(session), storage.importedMarks(session)])
  return countsOf(marks, imported)
}

/** What one person marked; nothing for the wall. */
export function marksBy(marks: readonly StoredMark[], participant: ParticipantId | null): Me['marks'] {
  const own = marks.filter((mark) => mark.participant === participant)
  const of = (kind: StoredMark['kind']) => own.filter((mark) => mark.kind === kind).map(({ note }) => note)
  return { recognise: of('recognise'), takeHome: of('takeHome') }
}

interface Round {
  readonly markings: Marking[]
  readonly done: Promise<void>
}

/** Counts what is marked, one round at a time in a session. What comes during a round shares the next. */
export class MarkCounts {
  readonly #storage: MarkStore
  readonly #rooms: Pick<Rooms, 'marksChanged'>
  readonly #turns: Turns
  readonly #log: Logger
  readonly #next = new Map<SessionId, Round>()

  constructor(storage: MarkStore, rooms: Pick<Rooms, 'marksChanged'>, turns: Turns, log: Logger) {
    this.#storage = storage
    this.#rooms = rooms
    this.#turns = turns
    this.#log = log
  }

  /** Keeps what is marked, and counts anew. Resolves when it is on disk, and on the board if that is in memory. */
  count(session: SessionId, ...markings: readonly Marking[]): Promise<void> {
    const next = this.#next.get(session)
    if (next) {
      next.markings.push(...markings)
      return next.done
    }
    const mine = [...markings]
    const done = this.#turns.take(`marks ${session}`, () => {
      this.#next.delete(session)
      return this.#round(session, mine)
    })
    this.#next.set(session, { markings: mine, done })
    return done
  }

  /** Counts anew, and never rejects: for who cannot tell anybody. */
  countSoon(session: SessionId): Promise<void> {
    return this.count(session).catch((error: unknown) =>
      this.#log.error({ err: error, session }, 'marks were not counted'),
    )
  }

  async #round(session: SessionId, markings: readonly Marking[]): Promise<void> {
    if (markings.length > 0) await this.#storage.setMarks(session, markings)
    const counts = await countedMarks(this.#storage, session)
    // A board that cannot be written now is read again from the disk, and is given its counts then.
    const gone = await this.#rooms.marksChanged(session, counts).catch(() => [])
    if (gone.length > 0) await this.#storage.forgetMarks(session, gone)
  }
}
