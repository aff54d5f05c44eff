import type { ParticipantId } from '../../shared/model/ids.ts'
import type { Connection } from './connection.ts'
import type { Accepted } from './outgoing.ts'

/** Someone who waits until all that was accepted so far is on disk. */
export interface Waiter {
  /** Called when the batch is taken: what is read then is what will be on disk. */
  readonly read: (() => void) | null
  readonly done: () => void
  readonly fail: (error: unknown) => void
}

/** A connection that asked, by step 1, for what it does not have. */
export interface Asking {
  readonly connection: Connection
  readonly stateVector: Uint8Array
}

/** What has come since the last batch was taken. */
export class Pending {
  accepted: Accepted[] = []
  newClients = new Map<number, ParticipantId>()
  asking: Asking[] = []
  waiters: Waiter[] = []

  get hasWork(): boolean {
    return this.accepted.length > 0 || this.waiters.length > 0
  }

  left(connection: Connection): void {
    this.asking = this.asking.filter((asking) => asking.connection !== connection)
  }

  fail(error: unknown): void {
    for (const { fail } of this.waiters) fail(error)
  }
}
