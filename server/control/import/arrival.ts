import { v7 as uuidv7 } from 'uuid'
import { boardOfRecord, type BoardOfRecord } from '../../../shared/import/board-from-record.ts'
import { minutesOfRecord } from '../../../shared/import/minutes-of-record.ts'
import { organisationsOfRecord } from '../../../shared/import/organisations-of-record.ts'
import type { ReadRecord } from '../../../shared/import/read-record.ts'
import { seriesOfRecord } from '../../../shared/import/series-of-record.ts'
import { Skips } from '../../../shared/import/skips.ts'
import type { SessionId } from '../../../shared/model/ids.ts'
import type { Network } from '../../../shared/model/network.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import { isEarlier } from '../../../shared/model/session-order.ts'
import { translators } from '../../../shared/text/every-language.ts'
import type { Imported, ImportAnswer } from '../../../shared/wire/import.ts'
import {
  sessionOf,
  type BroughtAlong,
  type Control,
  type StoredSeries,
  type StoredSession,
} from '../../storage/storage.ts'
import { withFacts } from './session-facts.ts'

// What a record becomes in a network and a session as they stand. Pure, but for the new ids.

export interface Arrival {
  readonly board: BoardOfRecord
  readonly control: Control
  readonly along: BroughtAlong
  readonly answer: ImportAnswer
}

export interface Here {
  readonly network: Network
  readonly session: StoredSession
  /** All of the network. */
  readonly sessions: readonly StoredSession[]
  readonly series: StoredSeries
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Whether the board is empty is for the caller to see. */
export function arrivalOf({ record, skipped }: ReadRecord, here: Here): Arrival | Refusal {
  const { network, session, sessions, series: before, now } = here
  const begun = hasBegun(session.control)
  if (begun) return begun
  const organisations = organisationsOfRecord(record, network.organisations, uuidv7)
  if (!organisations) return 'bounds'
  const skips = new Skips()
  const making = { newId: uuidv7, now, organisations: organisations.known }
  const board = boardOfRecord(record, making)
  const about = { ...making, targets: board.targets, session: session.id, before: sessionBefore(sessions, session) }
  const { series, imported } = seriesOfRecord(record, before.series, about, skips)
  const byNumber = new Map(sessions.map(({ id, number }) => [number, id]))
  const ofNetwork = { ...about, sessions: byNumber, timeZone: network.timeZone }
  const minutes = minutesOfRecord(record, session.control.minutes, ofNetwork, skips)
  skips.add('attendance', 'ofPeople', record.attendance.present.length)
  skips.add('organisations', 'notOfSession', organisations.notNeeded)
  const { zones, agenda, themes, notes, marks } = board
  const t = translators[network.language]
  const control = withFacts({ ...session.control, ...NOTHING_RAN, zones, agenda, minutes }, record.session, {
    number: session.number,
    titleOf: (number) => t('session.title', { number }),
    organisations: organisations.known,
    skips,
  })
  return {
    board,
    control,
    along: {
      network: network.id,
      organisations: organisations.added,
      marks,
      series: series === before.series ? null : { version: before.version, series },
    },
    answer: {
      ok: true,
      version: session.version + 1,
      imported: some({
        zones: zones.length,
        steps: agenda.length,
        themes: themes.length,
        notes: notes.length,
        marks: marks.size,
        organisations: organisations.added.length,
        ...imported,
      }),
      skipped: [...skips.all, ...skipped],
    },
  }
}

/** Whoever sits in a step would lose it with the agenda. A session that was held and is over may be given its board back. */
function hasBegun({ step, ran, ended, minutes }: Control): Refusal | null {
  if (step !== null || (ran.length > 0 && ended === null)) return 'session-begun'
  return minutes.approved ? 'record-approved' : null
}

/** What was about steps, zones and targets that are there no more. */
const NOTHING_RAN: Pick<Control, 'ran' | 'timer' | 'promised' | 'here' | 'vote' | 'wall'> = {
  ran: [],
  timer: null,
  promised: {},
  here: null,
  vote: null,
  wall: { kind: 'code' },
}

function sessionBefore(sessions: readonly StoredSession[], session: StoredSession): SessionId | null {
  const earlier = sessions.filter((one) => isEarlier(sessionOf(one), sessionOf(session)))
  return earlier.at(-1)?.id ?? null
}

const some = (imported: Required<Imported>): Imported =>
  Object.fromEntries(Object.entries(imported).filter(([, count]) => count > 0))
