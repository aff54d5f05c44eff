import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { boardQueries } from './board-queries.ts'
import { callOn, storageThrough } from './calls.ts'
import { CannotOpen } from './failures.ts'
import { migrate } from './migrate.ts'
import { networkQueries } from './network-queries.ts'
import { peopleQueries } from './people-queries.ts'
import type { Tables } from './schema.ts'
import { sessionQueries } from './session-queries.ts'
import { asFailure, codeOf, isUniqueViolation, whyNot } from './sqlite-errors.ts'
import type { Storage } from './storage.ts'
import { preparing } from './statements.ts'
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
    makeDirectory(dirname(path))
    const guard = holdAlone(path)
    closeAll.push(() => guard.close())
    if (fresh) for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
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
      ...sessionQueries(db, isUniqueViolation),
      ...peopleQueries(db, cutLog),
      ...boardQueries(db, cutLog),
      async ping() {
        await sql`select 1`.execute(db)
      },
      async close() {
        log.stop()
        await db.destroy()
        guard.close()
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

/** Only the last directory is made: a path of which more is missing is a typing error, or a disk that is not there. */
function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/**
 * Boards live in memory as well as on disk, so two servers on one database would overwrite each other. A transaction
 * that never ends in a file beside the database keeps the second out, and the system ends it whatever way we stop.
 * @throws CannotOpen when another holds it.
 */
function holdAlone(path: string): Database.Database {
  const lock = `${path}.lock`
  const guard = new Database(lock, { timeout: 0 })
  try {
    guard.exec('BEGIN EXCLUSIVE')
    return guard
  } catch (error) {
    guard.close()
    if (codeOf(error) === 'SQLITE_BUSY')
      throw new CannotOpen(`Another Bijeen uses this database (${lock} is held). Stop it, or choose another DATA_DIR.`)
    throw error
  }
}
