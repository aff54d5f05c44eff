import { pool } from './pool.ts'
import type { Client, ClientOptions } from './client.ts'
import type { Edit, EditKind } from './edit.ts'
import { EDIT_SIGN, marksIn } from './marks.ts'
import type { Visitors } from './visitors.ts'

// Rooms full of people, what they will send, and what is seen of it by those who watch.

const CONNECTING_AT_ONCE = 40

export interface Person {
  readonly client: Client
  readonly room: CrowdRoom
  /** Number within the room. */
  readonly number: number
  readonly edits: Edit[]
  lastCursor: number
}

export interface CrowdRoom {
  readonly number: number
  readonly people: Person[]
}

export interface Crowd {
  readonly rooms: readonly CrowdRoom[]
  readonly people: readonly Person[]
  /** Who wrote the edit of a number. */
  readonly authors: readonly Person[]
}

/** Everyone connected, with edits of these kinds made beforehand. */
export async function gatherCrowd(
  visitors: Visitors,
  rooms: readonly number[],
  peoplePerRoom: number,
  kinds: readonly EditKind[],
  optionsOf: (person: number) => ClientOptions = () => ({}),
): Promise<Crowd> {
  const places = rooms.flatMap((number) => {
    const room: CrowdRoom = { number, people: [] }
    return Array.from({ length: peoplePerRoom }, (_, person) => ({ room, person }))
  })
  await pool(places, CONNECTING_AT_ONCE, async ({ room, person }) => {
    const client = await visitors.join(room.number, person, optionsOf(person))
    room.people[person] = { client, room, number: person, edits: [], lastCursor: -1 }
  })
  const all = [...new Set(places.map(({ room }) => room))]
  const people = all.flatMap((room) => room.people)
  const authors: Person[] = []
  let id = 0
  for (const person of people) {
    const made = person.client.makeEdits(kinds, () => id++)
    person.edits.push(...made)
    for (const edit of made) authors[edit.id] = person
  }
  return { rooms: all, people, authors }
}

/** Someone who looks at everything that comes into a room. */
export interface Watcher {
  readonly person: Person
  /** Numbers of the edits of others that came. */
  readonly seen: ReadonlySet<number>
  /** The newest cursor of each that came. */
  readonly cursors: ReadonlyMap<Person, number>
}

export interface Sightings {
  readonly onEdit: (id: number, now: number) => void
  readonly onCursor: (n: number, now: number) => void
  /** Who shows the cursor of a number. */
  readonly cursorOf: (n: number) => Person | undefined
}

/** Lets a person look out for the edits and cursors of the others in the room. */
export function watch(person: Person, { authors }: Crowd, sightings: Sightings): Watcher {
  const seen = new Set<number>()
  const cursors = new Map<Person, number>()
  const isOther = (other: Person | undefined) => other !== undefined && other !== person && other.room === person.room
  person.client.tap((message) => {
    const now = performance.now()
    marksIn(message, EDIT_SIGN, (id) => {
      if (seen.has(id) || !isOther(authors[id])) return
      seen.add(id)
      sightings.onEdit(id, now)
    })
    person.client.cursorsIn(message, (n) => {
      const by = sightings.cursorOf(n)
      if (by === undefined || !isOther(by) || (cursors.get(by) ?? -1) >= n) return
      cursors.set(by, n)
      sightings.onCursor(n, now)
    })
  })
  return { person, seen, cursors }
}
