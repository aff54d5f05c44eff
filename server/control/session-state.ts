import { runningStep } from '../../shared/model/running.ts'
import type { ParticipantId } from '../../shared/model/ids.ts'
import { lastNumber, type Network } from '../../shared/model/network.ts'
import { hidesNames, isSilent } from '../../shared/model/rights.ts'
import { eraseDate } from '../../shared/record/dates.ts'
import type { Me, Person, SessionState } from '../../shared/wire/state.ts'
import type { Visitor } from '../access/visitor.ts'
import {
  sessionOf,
  type Control,
  type NoteOwner,
  type StoredDots,
  type StoredMark,
  type StoredMember,
  type StoredSeries,
  type StoredSession,
} from '../storage/storage.ts'
import { marksBy } from './mark-counts.ts'
import { seriesSeen } from './series/series-seen.ts'
import type { Said } from './signs.ts'
import { voteFor } from './vote-seen.ts'

/** All there is to know of a session at one moment, before anyone's role is thought of. */
export interface Snapshot {
  readonly network: Network
  readonly sessions: readonly StoredSession[]
  readonly session: StoredSession
  readonly members: readonly StoredMember[]
  readonly attended: ReadonlySet<ParticipantId>
  readonly withoutDevice: ReadonlySet<ParticipantId>
  /** Everyone's, of the vote that runs. Nobody is told of another's. */
  readonly dots: readonly StoredDots[]
  /** Whose the notes without an author are that bear an organisation. */
  readonly owners: readonly NoteOwner[]
  /** Everyone's. Nobody is told of another's. */
  readonly marks: readonly StoredMark[]
  /** How many people have drafts. */
  readonly wrote: number
  readonly said: Said
  readonly series: StoredSeries
  /** Who is connected now, with the Yjs clients of their open boards. */
  readonly online: ReadonlyMap<ParticipantId, readonly number[]>
}

/** What this visitor may see of it. `joinBase` is the address at which phones reach the server. */
export function stateFor(snapshot: Snapshot, visitor: Visitor, now: number, joinBase: string): SessionState {
  const { network, sessions, session, dots, owners, marks, wrote, said } = snapshot
  const { published, step, ran, timer, clustering, wall, here, promised, ended, minutes } = session.control
  const { network: _network, code, ...shown } = sessionOf(session)
  const isOpen = shown.door !== 'closed'
  const people = peopleOf(snapshot)
  const inside = people.filter((person) => !person.waiting && person.role === 'member')
  return {
    version: session.version,
    now,
    network: {
      id: network.id,
      title: network.title,
      topic: network.topic,
      language: network.language,
      sessions: lastNumber(sessions),
      organisations: network.organisations,
      rehearsal: network.rehearsal,
      eraseOn: eraseDate(network, sessions.map(sessionOf)),
    },
    session: {
      ...shown,
      code: isOpen ? code : null,
      joinUrl: isOpen ? joinUrl(joinBase, code) : null,
    },
    step,
    ran,
    timer,
    clustering,
    wall,
    vote: voteFor(session.control, dots, visitor),
    ready: {
      count: inside.filter(({ participant }) => said.ready.has(participant)).length,
      mine: visitor.member !== null && said.ready.has(visitor.member.id),
    },
    hands: handsFor(visitor, said, people),
    here,
    series: seriesSeen(snapshot.series, session.id, visitor),
    recordPublished: published.includes('group'),
    recordApproved: minutes.approved !== null,
    minutes: visitor.role === 'facilitator' ? minutes : null,
    promised,
    silent: wrote > 0 || isSilentStep(session.control) ? { wrote } : null,
    ended,
    me: meOf(visitor, owners, marks),
    people: peopleFor(visitor, people, session.control),
    count: {
      people: inside.length,
      online: inside.filter((person) => person.online).length,
      organisations: new Set(inside.flatMap((person) => person.organisation ?? [])).size,
    },
  }
}

export const joinUrl = (base: string, code: string): string => `${base}/join/${code}`

/** The wall shows no names, also not on the screen of someone who has one. */
function meOf({ role, member }: Visitor, owners: readonly NoteOwner[], marks: readonly StoredMark[]): Me {
  if (role === 'wall' || member === null)
    return { role, participant: null, name: null, organisation: null, unnamed: [], marks: marksBy([], null) }
  const { id, name, organisation } = member
  const unnamed = owners.filter(({ participant }) => participant === id).map(({ note }) => note)
  return { role, participant: id, name, organisation, unnamed, marks: marksBy(marks, id) }
}

/** In a step without names nobody is told which Yjs clients are whose: they would name what is written and pointed to. */
function peopleFor({ role }: Visitor, people: readonly Person[], { agenda, step }: Control): readonly Person[] {
  if (role === 'wall') return []
  const seen = role === 'facilitator' ? people : people.filter((person) => !person.waiting)
  if (!hidesNames(runningStep(agenda, step))) return seen
  return seen.map((person) => (person.role === 'facilitator' ? person : { ...person, clients: [] }))
}

const isSilentStep = ({ agenda, step, zones }: Control): boolean =>
  zones.some(({ id }) => isSilent(runningStep(agenda, step), id))

/** The hand of who went away is not shown; it is up again when they come back. */
function handsFor({ role, member }: Visitor, { hands }: Said, people: readonly Person[]): readonly ParticipantId[] {
  if (role === 'wall') return []
  const seen = new Set(role === 'facilitator' ? people.flatMap((one) => (one.online ? one.participant : [])) : [])
  return [...hands].filter((one) => one === member.id || seen.has(one))
}

/** Who joined, and who looks in now without having joined. */
const peopleOf = ({ members, attended, withoutDevice, online }: Snapshot): Person[] =>
  members
    .filter(({ id }) => attended.has(id) || online.has(id))
    .map(({ id, role, name, organisation, admitted }) => ({
      participant: id,
      role,
      name,
      organisation,
      online: online.has(id),
      waiting: !admitted,
      device: !withoutDevice.has(id),
      clients: online.get(id) ?? [],
    }))
