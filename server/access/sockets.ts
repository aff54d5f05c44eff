import type { IncomingMessage } from 'node:http'
import type { ParticipantId } from '../../shared/model/ids.ts'
import { callerOf, type AddressRules } from './address.ts'
import { Places } from './places.ts'

/** How many may be open at once. */
export const SOCKET_LIMITS = {
  /** A venue is one address: three hundred people with two sockets each are normal. */
  perAddress: 600,
  /** Boards that one person has open, on all devices and in all tabs; and as many guidance sockets. */
  perPerson: 12,
}

export type SocketKind = 'board' | 'guidance'

/** A connection: it closes once. */
interface Closing {
  readonly closed?: boolean
  readonly readyState?: string
  once(event: 'close', listener: () => void): unknown
}

/** How many sockets are open, of both kinds, counted in this one place. */
export class OpenSockets {
  readonly #rules: Pick<AddressRules, 'trustProxy'>
  readonly #addresses: Places
  readonly #people: Record<SocketKind, Places>

  constructor(rules: Pick<AddressRules, 'trustProxy'>, { perAddress, perPerson } = SOCKET_LIMITS) {
    this.#rules = rules
    this.#addresses = new Places(perAddress)
    this.#people = { board: new Places(perPerson), guidance: new Places(perPerson) }
  }

  /** Counts an open connection for its address until it closes; false when that has too many. */
  comesFrom(request: IncomingMessage, connection: Closing): boolean {
    return until(connection, this.#addresses.take(callerOf(request, this.#rules)))
  }

  /** The same for its person. */
  isOf(kind: SocketKind, person: ParticipantId, connection: Closing): boolean {
    return until(connection, this.#people[kind].take(person))
  }
}

function until(connection: Closing, giveBack: (() => void) | null): boolean {
  if (!giveBack) return false
  connection.once('close', giveBack)
  // Who went away while we asked who it was closes no second time.
  if (connection.closed || connection.readyState === 'closed') giveBack()
  return true
}
