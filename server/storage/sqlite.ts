import Database from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { boardQueries } from './board-queries.ts'
import { callOn, storageThrough } from './calls.ts'
import { CannotOpen } from './failures.ts'
import { removeDatabase } from './files.ts'
import { invitationQueries } from './invitation-queries.ts'
import { holdAlone } from './lock.ts'
import { markQueries } from './mark-queries.ts'
import { migrate } from './migrate.ts'
import { networkQueries } from './network-queries.ts'
import { peopleQueries } from './people-queries.ts'
import type { Tables } from './schema.ts'
import { seriesQueries } from './series-queries.ts'
import { sessionQueries } from './session-queries.ts'
import { shareQueries } from './share-queries.ts'
import { restoringPath } from './restore.ts'
import { asFailure, isUniqueViolation, whyNot } from './sqlite-errors.ts'
import type { Storage } from './storage.ts'
import { preparing } from './statements.ts'
import { voteQueries } from './vote-queries.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

export interface OpenOptions {
  /** How long to wait for another program that holds the database. */
  readonly busyMs?: number
  /** Begin with an empty one, whatever was there. */
  readonly fresh?: boolean
}

const BUSY_MS = 5_000

/**
 * Opens or makes the database at `path`, at the newest version of its tables. It works in the thread that calls it.
 * @throws CannotOpen when it is locked, read-only, damaged, from a newer version, or when its directory is not there.
 */
export async function openSqlite(
  path: string,
  { busyMs = BUSY_MS, fresh = false }: OpenOptions = {},
): Promise<Storage> {
  const closeAll: (() => void)[] = []
  try {
    const letGo = holdAlone(path)
    closeAll.push(letGo)
    if (fresh) removeDatabase(path)
    // Of a restore that was killed.
    removeDatabase(restoringPath(path))
    const database = new Database(path, { timeout: busyMs })
    closeAll.push(() => database.close())
    for (const pragma of [
      'journal_mode = WAL',
      // A note is called saved when it survives the power going out.
      'synchronous = FULL',
      // Erased text is overwritten with zeros, not only unlinked.
      'secure_delete = ON',
      // Nor does it get into files elsewhere.
      'temp_store = MEMORY',
      'foreign_keys = ON',
    ])
      database.pragma(pragma)
    // A read-only file is noticed now, not at the first note. Only by writing: the lock alone is granted on some of them.
    database.exec('BEGIN IMMEDIATE; PRAGMA user_version = 1; ROLLBACK')
    await migrate(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }))
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: preparing(database) }) })
    const log = new WriteAheadLog(db, database, busyMs)
    // What a process that was killed left in it.
    await log.cut()
    const cutLog = () => log.cut()
    const storage: Storage = {
      ...networkQueries(db, isUniqueViolation, cutLog),
      ...sessionQueries(db, isUniqueViolation, cutLog),
      ...peopleQueries(db, cutLog),
      ...invitationQueries(db),
      ...shareQueries(db),
      ...voteQueries(db, cutLog),
      ...markQueries(db, cutLog),
      ...seriesQueries(db, cutLog),
      ...boardQueries(db, cutLog),
      async ping() {
        await sql`select 1`.execute(db)
      },
      async close() {
        log.stop()
        await db.destroy()
        letGo()
      },
    }
    return storageThrough(Object.keys(storage), async (method, args) => {
      try {
        return await callOn(storage, method, args)
      } catch (error) {
        throw asFailure(error)
      }
    })
  } catch (error) {
    for (const close of closeAll.reverse()) close()
    throw error instanceof CannotOpen ? error : new CannotOpen(whyNot(error, path), { cause: error })
  }
}
