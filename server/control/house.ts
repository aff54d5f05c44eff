import type { ParticipantId } from '../../shared/model/ids.ts'
import type { Rooms } from '../sync/rooms.ts'
import type { Storage } from '../storage/storage.ts'
import type { AddressRules } from '../access/address.ts'
import type { Rates } from '../access/rates.ts'
import type { OpenSockets } from '../access/sockets.ts'
import type { Exports } from '../export/export-threads.ts'
import type { Metrics } from '../metrics.ts'
import type { LiveSessions } from './live-sessions.ts'
import type { MarkCounts } from './mark-counts.ts'
import type { Turns } from './turns.ts'

/** The parts of the running server, joined in `server/bijeen.ts`; routes and commands find each other here. */
export interface House {
  readonly storage: Storage
  readonly rooms: Rooms
  readonly live: LiveSessions
  /** One change of a session at a time: what the boards are told keeps the order of what was stored. */
  readonly turns: Turns
  readonly marks: MarkCounts
  /** Makes Word files, PDF and pictures, beside everything else. */
  readonly exports: Exports
  readonly rates: Rates
  readonly sockets: OpenSockets
  /** Who is being erased: their boards are closed to them so long. */
  readonly leaving: Set<ParticipantId>
  readonly addresses: AddressRules
  readonly createKey: string | null
  readonly metrics: Metrics
  readonly metricsKey: string | null
  /** Milliseconds since 1970. */
  readonly now: () => number
}
