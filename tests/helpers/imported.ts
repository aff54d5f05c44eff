import type { Board } from '../../shared/model/board.ts'
import type { NetworkId, SessionId } from '../../shared/model/ids.ts'
import type { Network, Session } from '../../shared/model/network.ts'
import { NO_SERIES, type Series } from '../../shared/model/series.ts'
import { readRecord } from '../../shared/import/read-record.ts'
import { makeRecord } from '../../shared/record/board-record.ts'
import { renderJson } from '../../shared/record/json.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { arrivalOf, type Arrival } from '../../server/control/import/arrival.ts'
import { isRefusal } from '../../server/control/change-session.ts'
import { CONTROL_DEFAULTS, sessionOf, type Control, type StoredSession } from '../../server/storage/storage.ts'

// A record brought into an empty session of another network, and the record of what came of it.

/** A session that nothing happened in yet. */
export function emptySession(network: NetworkId, number: number, control: Partial<Control> = {}): StoredSession {
  return {
    id: `00000000-0008-7000-8000-${String(number).padStart(12, '0')}` as SessionId,
    network,
    number,
    version: 1,
    control: {
      title: `Bijeenkomst ${number}`,
      code: `K7M4P${number}`,
      door: 'open',
      host: null,
      secondPresenter: null,
      venue: '',
      startsAt: null,
      endsAt: null,
      zones: [],
      agenda: [],
      step: null,
      clustering: 'facilitator',
      wall: { kind: 'code' },
      published: [],
      ...CONTROL_DEFAULTS,
      ...control,
    },
  }
}

/** @throws Error when the record is refused. */
export function arrived(
  record: SessionRecord,
  network: Network,
  {
    series = NO_SERIES,
    control = {},
    others = [],
  }: { series?: Series; control?: Partial<Control>; others?: Session[] } = {},
): { arrival: Arrival; sessions: Session[]; again: SessionRecord } {
  const read = readRecord(renderJson(record))
  if (!('record' in read)) throw new Error(`${read.code}: ${read.detail}`)
  const now = Date.parse('2026-11-03T10:00:00Z')
  const session = emptySession(network.id, record.session.number, control)
  const all = record.network.sessions.map(({ number, startsAt = null, endsAt = null }) =>
    number === session.number
      ? session
      : emptySession(network.id, number, { startsAt, endsAt, ...others.find((one) => one.number === number) }),
  )
  const arrival = arrivalOf(read, { network, session, sessions: all, series: { version: 0, series }, now })
  if (isRefusal(arrival)) throw new Error(arrival)
  const { board, control: after, along } = arrival
  const sessions = all.map((one) => sessionOf(one === session ? { ...session, control: after } : one))
  const current = sessions.find(({ number }) => number === session.number)
  if (!current) throw new Error('the session is not there')
  const lying: Board = {
    zones: new Map(board.zones.map((one) => [one.id, one])),
    themes: new Map(board.themes.map((one) => [one.id, one])),
    notes: new Map(board.notes.map((one) => [one.id, one])),
    marks: board.marks,
  }
  const again = makeRecord({
    network: { ...network, organisations: [...network.organisations, ...along.organisations] },
    sessions,
    session: current,
    board: lying,
    series: along.series?.series ?? series,
    minutes: after.minutes,
    present: [],
    now,
  })
  return { arrival, sessions, again }
}

/** The same record with every id named by the place where it first stands, and without what a copy cannot have. */
export function comparable(record: SessionRecord): unknown {
  const { madeOn: _day, attendance, earlierCommitments: _earlier, ...rest } = record
  const names = new Map<string, string>()
  const all = { ...rest, excused: attendance.excused }
  return JSON.parse(JSON.stringify(all), (_key, value: unknown) => {
    if (typeof value !== 'string' || !ID.test(value)) return value
    if (!names.has(value)) names.set(value, `id ${names.size}`)
    return names.get(value)
  })
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
