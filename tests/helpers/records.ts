import type { Board } from '../../shared/model/board.ts'
import { NO_MINUTES, type Minutes } from '../../shared/model/minutes.ts'
import type { NetworkId, OrganisationId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Network, Session } from '../../shared/model/network.ts'
import { NO_SERIES, type Series } from '../../shared/model/series.ts'
import type { Note, NoteMeta } from '../../shared/model/note.ts'
import type { Zone } from '../../shared/model/zone.ts'
import { makeRecord } from '../../shared/record/board-record.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { board } from './boards.ts'

// A network of four organisations, its second session of five, and the record of a board in it.

const uuid = (kind: string, n: number) => `00000000-000${kind}-7000-8000-${String(n).padStart(12, '0')}`
export const organisationId = (n: number) => uuid('4', n) as OrganisationId
export const participantId = (n: number) => uuid('5', n) as ParticipantId

export const network: Network = {
  id: uuid('6', 1) as NetworkId,
  title: 'Lerend netwerk ontmoetingsplaatsen',
  topic: 'ontmoetingsplaatsen',
  language: 'nl',
  timeZone: 'Europe/Brussels',
  organisations: ['A', 'B', 'C', 'D'].map((letter, n) => ({ id: organisationId(n), name: `Organisatie ${letter}` })),
  openList: true,
  showOrganisation: {
    expectations: false,
    presentation: true,
    reflection: false,
    crossPollination: true,
    commitments: true,
    parked: false,
  },
  groundRules: [],
  retentionDays: 30,
  rehearsal: false,
}

export function session(number: number, fields: Partial<Session> = {}): Session {
  return {
    id: uuid('7', number) as SessionId,
    network: network.id,
    number,
    title: `Bijeenkomst ${number}`,
    code: 'K7M4PD',
    door: 'open',
    host: null,
    secondPresenter: null,
    venue: '',
    startsAt: null,
    endsAt: null,
    zones: [],
    agenda: [],
    ...fields,
  }
}

export const SECOND = session(2, {
  host: organisationId(0),
  secondPresenter: organisationId(1),
  venue: 'ontmoetingsplaats van Organisatie A',
  startsAt: '2026-03-12T09:30:00+01:00',
  endsAt: '2026-03-12T12:30:00+01:00',
})

/** The note as someone wrote it, with what a record never tells. */
export const writtenBy = (note: Note, meta: Partial<NoteMeta>): Note => ({ ...note, meta: { ...note.meta, ...meta } })

/** The record at level full of what lies on a board. */
export function recordOf(
  parts: { zones: readonly Zone[] } & Parameters<typeof board>[0],
  about: {
    network?: Network
    session?: Session
    series?: Series
    minutes?: Minutes
    present?: readonly OrganisationId[]
  } = {},
): SessionRecord {
  const lying: Board = board(parts)
  const current = { ...(about.session ?? SECOND), zones: parts.zones }
  return makeRecord({
    network: about.network ?? network,
    sessions: [1, 2, 3, 4, 5].map((number) => (number === current.number ? current : session(number))),
    session: current,
    board: lying,
    series: about.series ?? NO_SERIES,
    minutes: about.minutes ?? NO_MINUTES,
    present: about.present ?? [organisationId(1), organisationId(0)],
    now: Date.parse('2026-03-12T12:40:00+01:00'),
  })
}
