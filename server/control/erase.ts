import { withdrawNotes, type BoardDoc } from '../../shared/doc/commands.ts'
import { parseMeta } from '../../shared/doc/layout.ts'
import type { NetworkId, NoteId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { CLOSE } from '../../shared/wire/sync.ts'
import type { Rehearsal, StoredMember, StoredSession } from '../storage/storage.ts'
import { writeBoard } from './board-access.ts'
import { tellBoards } from './board-rules.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { hangUp, peopleChanged, unlessLast } from './people.ts'
import { changeSeries } from './series/change-series.ts'
import { withoutPerson, withoutSession } from './series/gathering.ts'

// What goes for good: on disk, in memory, and from the screens of who looks at it.

/** Everything: people, sessions, boards, and the copies in which sessions were tried out. */
export async function eraseNetwork(house: House, id: NetworkId): Promise<void> {
  const { storage, rooms, live } = house
  await eraseRehearsals(house, id)
  const sessions = await storage.sessionsOf(id)
  await storage.eraseNetwork(id)
  for (const session of sessions) {
    live.close(session.id, 'network-unknown')
    await rooms.closeSession(session.id, CLOSE.roomUnknown)
  }
}

/** The copies of a network's sessions, which bear its words too. */
export async function eraseRehearsals(
  house: House,
  network: NetworkId,
  isMeant: (one: Rehearsal) => boolean = () => true,
): Promise<void> {
  for (const one of await house.storage.rehearsalsOf(network)) if (isMeant(one)) await eraseNetwork(house, one.network)
}

/**
 * One session with its board, attendance and links for the wall, and what was said of it in the series, unless the group
 * keeps that. The others keep their numbers.
 */
export async function eraseSession(house: House, { id, network }: StoredSession): Promise<Refusal | null> {
  const { storage, rooms, live } = house
  await eraseRehearsals(house, network, ({ of }) => of.session === id)
  const forgotten = await changeSeries(house, network, (series) => withoutSession(series, id), { forgets: true })
  if (isRefusal(forgotten)) return forgotten
  await storage.eraseSession(id)
  live.close(id, 'session-unknown')
  await rooms.closeSession(id, CLOSE.roomUnknown)
  for (const other of await storage.sessionsOf(network)) live.changed(other.id)
  return null
}

/**
 * Someone, and every note that is known to be theirs, in all sessions. Themes stay: they are the group's. After a
 * refusal the person is still there, so that it can be asked again.
 */
export function erasePerson(house: House, { id, network }: StoredMember): Promise<Refusal | null> {
  return unlessLast(house, id, network, null, () => eraseMember(house, id, network))
}

async function eraseMember(house: House, id: ParticipantId, network: NetworkId): Promise<Refusal | null> {
  const { storage, rooms, leaving } = house
  // What they would write, or another in their name, while their notes go would stay behind without them.
  leaving.add(id)
  rooms.dropPerson(null, id, CLOSE.tryAgain)
  try {
    await tellBoards(house, network)
    const sessions = await storage.sessionsOf(network)
    for (const session of sessions) {
      // Not while drafts are being shown: theirs would come after.
      const refusal = await house.turns.take(session.id, () => eraseNotes(house, session.id, id))
      if (refusal) return refusal
    }
    await eraseRehearsals(house, network, ({ by }) => by === id)
    const forgotten = await changeSeries(house, network, (series) => withoutPerson(series, id), { forgets: true })
    if (isRefusal(forgotten)) return forgotten
    await storage.eraseMember(id)
    hangUp(house, id)
    await rooms.pads.forgetOf(id, CLOSE.tokenUnknown)
    return null
  } finally {
    leaving.delete(id)
    await peopleChanged(house, network)
  }
}

async function eraseNotes(house: House, session: SessionId, author: ParticipantId): Promise<Refusal | null> {
  const owned = (await house.storage.noteOwners(session)).filter(({ participant }) => participant === author)
  const done = await writeBoard(house, session, (board) =>
    withdrawNotes(board, [...notesBy(board, author), ...owned.map(({ note }) => note)]),
  )
  if (isRefusal(done)) return done === 'session-unknown' ? null : done
  // The log would hold the words until the board falls silent.
  return house.rooms.fold(session).then(
    () => null,
    () => 'disk' as const,
  )
}

const notesBy = ({ notes }: BoardDoc, author: ParticipantId): NoteId[] =>
  [...notes].filter(([, note]) => parseMeta(note.get('meta'))?.author === author).map(([id]) => id as NoteId)
