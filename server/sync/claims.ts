import type { ParticipantId } from '../../shared/model/ids.ts'
import type { Connection } from './connection.ts'
import type { ClaimedBy, Gate } from './gate.ts'

/** How many refused clients are remembered. One that was forgotten is judged like others: what it refers to is a gap. */
const REMEMBERED = 10_000

/**
 * Which Yjs client each connection speaks with, and which clients must start anew after a refusal. A client that has
 * written is bound on disk; one that was only seen in presence is claimed here while its connection lives.
 */
export class Claims {
  readonly #connections: ReadonlySet<Connection>
  readonly #gate: Gate
  readonly #onClients: (participant: ParticipantId, clients: readonly number[]) => void
  readonly #refused = new Set<number>()

  constructor(
    connections: ReadonlySet<Connection>,
    gate: Gate,
    onClients: (participant: ParticipantId, clients: readonly number[]) => void,
  ) {
    this.#connections = connections
    this.#gate = gate
    this.#onClients = onClients
  }

  claimedBy(connection: Connection): ClaimedBy {
    return (client) => {
      for (const other of this.#connections)
        if (other !== connection && other.client === client) return other.person.participant
      return null
    }
  }

  /** Whether a connection may show itself as this client. */
  isOwn(connection: Connection, client: number): boolean {
    if (connection.client === client) return true
    const isOpenToAnother = connection.client === null || (connection.mustReset && !this.#refused.has(client))
    return isOpenToAnother && this.#gate.mayUse(client, connection.person, this.claimedBy(connection))
  }

  /** The first client seen is the connection's; after a refusal, the first other one. True when it changed. */
  note(connection: Connection, client: number | undefined): boolean {
    if (client === undefined || client === connection.client) return false
    if (connection.client !== null && !connection.mustReset) return false
    connection.client = client
    connection.mustReset = this.#refused.has(client)
    this.tell(connection)
    return true
  }

  /** What of a connection is not heard: content of a refused client; deletes alone, which carry none, by its state. */
  mustReset(connection: Connection, clients: readonly number[]): boolean {
    return clients.length === 0 ? connection.mustReset : clients.some((client) => this.#refused.has(client))
  }

  refused(connection: Connection, clients: readonly number[]): void {
    for (const client of clients) this.#refused.add(client)
    if (connection.client !== null) this.#refused.add(connection.client)
    for (const oldest of this.#refused) {
      if (this.#refused.size <= REMEMBERED) break
      this.#refused.delete(oldest)
    }
    connection.mustReset = true
  }

  /** Whether another connection speaks with the same client: someone is back before the old socket is known dead. */
  isElsewhere(connection: Connection): boolean {
    for (const other of this.#connections) if (other !== connection && other.client === connection.client) return true
    return false
  }

  /** Tells the roster which clients this connection's person has on the board. */
  tell({ person: { participant } }: Connection): void {
    if (participant === null) return
    const clients = new Set<number>()
    for (const { person, client } of this.#connections)
      if (person.participant === participant && client !== null) clients.add(client)
    this.#onClients(participant, [...clients])
  }
}
