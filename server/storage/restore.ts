import { chmodSync, copyFileSync, existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { isBijeen } from './bijeen-file.ts'
import { CannotOpen } from './failures.ts'
import { putInPlace, removeBeside, removeDatabase } from './files.ts'
import { holdAlone } from './lock.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './schema.ts'
import { codeOf, isDamage, whyNot } from './sqlite-errors.ts'

/** Nothing was restored, and nothing was changed; the message is a sentence for who asked. */
export class NotRestored extends Error {}

export interface RestoreOptions {
  /** The backup; it stays as it is. */
  readonly from: string
  /** Where the server looks for its database. */
  readonly path: string
  /** Put it in the place of the database that is there. */
  readonly replace: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Where the database is made ready, beside the one it will replace. */
export const restoringPath = (path: string): string => `${path}.restoring`

/**
 * Puts a backup in the place of the database, all of it or nothing. Every board begins a new epoch: a device that knows a
 * later state than the backup starts anew, instead of feeding it back. @throws NotRestored, or CannotOpen.
 */
export async function restore(options: RestoreOptions): Promise<{ networks: number; sessions: number }> {
  const { from, path, replace } = options
  if (!statSync(from, { throwIfNoEntry: false })?.isFile()) throw new NotRestored(`There is no file ${from}.`)
  const letGo = held(path)
  const ready = restoringPath(path)
  try {
    if (existsSync(path) && !replace)
      throw new NotRestored(
        `${path} is there already. With --replace the backup takes its place, and all that is in it now is gone.`,
      )
    copy(from, ready)
    const restored = await makeReady(options, ready)
    clear(path)
    putInPlace(ready, path)
    return restored
  } catch (error) {
    if (error instanceof NotRestored || error instanceof CannotOpen || codeOf(error) === '') throw error
    throw new NotRestored(`The backup could not be restored: ${(error as Error).message}. Nothing was changed.`)
  } finally {
    removeDatabase(ready)
    letGo()
  }
}

function held(path: string): () => void {
  try {
    return holdAlone(path)
  } catch (error) {
    throw error instanceof CannotOpen ? error : new CannotOpen(whyNot(error, path))
  }
}

function copy(from: string, ready: string): void {
  try {
    removeDatabase(ready)
    // Of a database that was copied as it lay, what was written last may be in the file beside it.
    for (const suffix of ['', '-wal'])
      if (suffix === '' || existsSync(from + suffix)) copyFileSync(from + suffix, ready + suffix)
    chmodSync(ready, 0o666 & ~process.umask())
  } catch (error) {
    throw new NotRestored(`${from} cannot be copied: ${(error as Error).message}.`)
  }
}

async function makeReady(
  { from, path, now }: RestoreOptions,
  ready: string,
): Promise<{ networks: number; sessions: number }> {
  const database = new Database(ready)
  try {
    check(database, from)
    for (const pragma of ['journal_mode = DELETE', 'secure_delete = ON', 'temp_store = MEMORY']) database.pragma(pragma)
    await migrate(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }))
    raiseEpochs(database, Math.max(epochAt(now), highestEpoch(database) + 1, epochOf(path) + 1))
    const count = (table: 'network' | 'session') =>
      database.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0
    return { networks: count('network'), sessions: count('session') }
  } finally {
    database.close()
  }
}

/** @throws NotRestored when it is not a whole database of ours. */
function check(database: Database.Database, from: string): void {
  try {
    if (!isBijeen(database)) throw new NotRestored(`${from} is not a Bijeen database.`)
    if (database.pragma('integrity_check', { simple: true }) === 'ok') return
  } catch (error) {
    if (error instanceof NotRestored) throw error
    if (!isDamage(error)) throw error
  }
  throw new NotRestored(`${from} is not a Bijeen database, or it is damaged.`)
}

/**
 * Seconds since 2020 fit in 32 bits until 2088. A rebuild raises an epoch by one, and comes less than once a second: so the
 * epoch of a moment is higher than any that a board had before, on whatever machine.
 */
const epochAt = (now: number): number => Math.floor((now - Date.UTC(2020, 0)) / 1_000)

/** Also of the boards and pads that were never folded, or never written to. */
function raiseEpochs(database: Database.Database, epoch: number): void {
  database
    .prepare(
      `insert into pad_snapshot (session_id, owner_id, epoch, snapshot)
       select session_id, owner_id, ?, null from (
         select session_id, owner_id from pad_log union select session_id, owner_id from pad_snapshot
       ) where true
       on conflict (session_id, owner_id) do update set epoch = excluded.epoch`,
    )
    .run(epoch)
  database
    .prepare(
      `insert into board_snapshot (session_id, epoch, snapshot) select id, ?, null from session where true
       on conflict (session_id) do update set epoch = excluded.epoch`,
    )
    .run(epoch)
}

function highestEpoch(database: Database.Database): number {
  const highestIn = (table: string) =>
    database.prepare<[], number | null>(`select max(epoch) from ${table}`).pluck().get() ?? 0
  const hasPads = database.prepare(`select 1 from sqlite_master where name = 'pad_snapshot'`).get() !== undefined
  return Math.max(highestIn('board_snapshot'), hasPads ? highestIn('pad_snapshot') : 0)
}

/** The highest epoch in the database that is to be replaced, for a clock that went back; 0 when it cannot say. */
function epochOf(path: string): number {
  try {
    const database = new Database(path, { fileMustExist: true })
    try {
      return highestEpoch(database)
    } finally {
      database.close()
    }
  } catch {
    return 0
  }
}

/**
 * Leaves the database that is to be replaced without files beside it, which would be taken for the new one's. What they
 * held is brought into it first: until the new one has its name, the old one is whole.
 */
function clear(path: string): void {
  if (existsSync(path))
    try {
      const database = new Database(path, { timeout: 1_000 })
      try {
        database.pragma('journal_mode = DELETE')
      } finally {
        database.close()
      }
    } catch (error) {
      // A damaged one is what a backup is for.
      if (!isDamage(error)) throw new CannotOpen(whyNot(error, path))
    }
  removeBeside(path)
}
