import type Database from 'better-sqlite3'
import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'

const AGAIN_AFTER_MS = 1_000

/** SQLite's write-ahead log: what was deleted or overwritten also lies in it, until it is cut. */
export class WriteAheadLog {
  readonly #db: Kysely<Tables>
  readonly #database: Database.Database
  readonly #busyMs: number
  #again: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(db: Kysely<Tables>, database: Database.Database, busyMs: number) {
    this.#db = db
    this.#database = database
    this.#busyMs = busyMs
  }

  /**
   * Leaves nothing in it. While another program reads the database (a backup), or the disk fails, that cannot be: then
   * it is done as soon as it can. Never rejects: what was to be kept is kept.
   */
  async cut(): Promise<void> {
    clearTimeout(this.#again)
    // Never in the middle of a transaction: there is one connection, and they take turns.
    const isCut = await this.#db
      .connection()
      .execute(async () => this.#tryNow())
      .catch(() => false)
    if (isCut || this.#isStopped) return
    this.#again = setTimeout(() => void this.cut(), AGAIN_AFTER_MS)
    this.#again.unref()
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#again)
  }

  #tryNow(): boolean {
    // Nobody who writes waits for a reader to end.
    this.#database.pragma('busy_timeout = 0')
    try {
      return this.#database.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0
    } finally {
      this.#database.pragma(`busy_timeout = ${this.#busyMs}`)
    }
  }
}
