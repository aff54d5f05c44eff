import type { Board } from '../../shared/model/board.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Zone } from '../../shared/model/zone.ts'
import { makeRecord } from '../../shared/record/board-record.ts'
import { translators } from '../../shared/text/every-language.ts'
import { readBoard } from '../control/board-access.ts'
import { isRefusal } from '../control/change-session.ts'
import type { House } from '../control/house.ts'
import { sessionOf, type StoredSession } from '../storage/storage.ts'
import { Refused } from './problem.ts'

/** All of it, or what is not hidden on the board, and the words of its network. */
export async function fullRecord(house: House, stored: StoredSession, inSight = false) {
  const { storage, now } = house
  const network = await storage.findNetwork(stored.network)
  if (!network) throw new Refused('session-unknown')
  const [sessions, members, attendance, { series }, board] = await Promise.all([
    storage.sessionsOf(network.id),
    storage.membersOf(network.id),
    storage.attendanceOf(stored.id),
    storage.findSeries(network.id),
    readBoard(house, stored.id),
  ])
  if (isRefusal(board)) throw new Refused(board)
  const session = sessionOf(stored)
  const zones = inSight ? session.zones.filter(({ hidden }) => !hidden) : session.zones
  const attended = new Set(attendance.map(({ participant }) => participant))
  const present = new Set([
    ...members.filter(({ id }) => attended.has(id)).map(({ organisation }) => organisation),
    // Who wrote was there, also when the device came in by another way than the code.
    ...[...board.notes.values()].map(({ meta }) => meta.organisation),
  ])
  const record = makeRecord({
    network,
    sessions: sessions.map(sessionOf),
    session: { ...session, zones },
    board: inSight ? boardInSight(board, zones) : board,
    series,
    minutes: stored.control.minutes,
    present: [...present].flatMap((organisation) => organisation ?? []),
    now: now(),
  })
  return { record, t: translators[network.language] }
}

/** The notes of these zones, and the themes of which something lies there, or could. */
function boardInSight(board: Board, zones: readonly Zone[]): Board {
  const seen = new Set(zones.map(({ id }) => id))
  const notes = new Map([...board.notes].filter(([, { place }]) => seen.has(place.zone)))
  const used = new Set([...notes.values()].map(({ place }) => place.theme))
  const isSeen = ({ id, zone }: Theme) => used.has(id) || (zone !== null && seen.has(zone))
  return { ...board, notes, themes: new Map([...board.themes].filter(([, theme]) => isSeen(theme))) }
}
