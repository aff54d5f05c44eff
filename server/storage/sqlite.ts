import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, Migrator, SqliteDialect, sql } from 'kysely'
import { boardQueries } from './board-queries.ts'
import { MIGRATIONS } from './migrations.ts'
import { networkQueries } from './network-queries.ts'
import { peopleQueries } from './people-queries.ts'
import type { Tables } from './schema.ts'
import { sessionQueries } from './session-queries.ts'
import type { Storage } from './storage.ts'

/** The database cannot be opened; the message is a sentence for who starts the server. */
export class CannotOpen extends Error {}

const BUSY_MS = 5_000

/**
 * Opens or makes the database at `path`, at the newest version of its tables.
 * `fresh` begins with an empty one, whatever was there. `busyMs` is how long to wait for another program that holds it.
 * @throws CannotOpen when it is locked, read-only, damaged, from a newer version, or when its directory is not there.
 */
export async function openSqlite(path: string, { busyMs = BUSY_MS, fresh = false } = {}): Promise<Storage> {
  const closeAll: (() => void)[] = []
  try {
    makeDirectory(dirname(path))
    const guard = await holdAlone(`${path}.lock`)
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
      'foreign_keys = ON',
    ])
      database.pragma(pragma)
    // A read-only file is noticed now, not at the first note. Only by writing: the lock alone is granted on some of them.
    database.exec('BEGIN IMMEDIATE; PRAGMA user_version = 1; ROLLBACK')
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
    await migrate(db)
    // What was deleted or overwritten also lies in the write-ahead log, until that is cut.
    const cutLog = async () => void database.pragma('wal_checkpoint(TRUNCATE)')
    return {
      ...networkQueries(db, isUniqueViolation, cutLog),
      ...sessionQueries(db, isUniqueViolation),
      ...peopleQueries(db),
      ...boardQueries(db, cutLog),
      async ping() {
        await sql`select 1`.execute(db)
      },
      async close() {
        await db.destroy()
        guard.close()
      },
    }
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
 */
async function holdAlone(path: string): Promise<Database.Database> {
  const guard = new Database(path, { timeout: 0 })
  try {
    guard.exec('BEGIN EXCLUSIVE')
    return guard
  } catch (error) {
    guard.close()
    if (codeOf(error) === 'SQLITE_BUSY')
      throw new CannotOpen(`Another Bijeen uses this database (${path} is held). Stop it, or choose another DATA_DIR.`)
    throw error
  }
}

async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } })
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (tables.some((table) => table.name === 'kysely_migration')) {
    const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
    if (done.rows.some(({ name }) => !(name in MIGRATIONS)))
      throw new CannotOpen('The database was made by a newer version of Bijeen. Start that version, or a newer one.')
  }
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const isUniqueViolation = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(codeOf(error))

function whyNot(error: unknown, path: string): string {
  const code = codeOf(error)
  const directory = dirname(path)
  if (code === 'ENOENT')
    return `The directory ${directory} cannot be made: the directory above it is not there. Check DATA_DIR.`
  if (code === 'ENOTDIR') return `${directory} is not a directory. Check DATA_DIR.`
  if (code === 'EACCES' || code === 'EPERM')
    return `The directory ${directory} may not be made or read. Check its rights, or DATA_DIR.`
  if (code === 'EROFS' || code.startsWith('SQLITE_READONLY'))
    return `The database ${path} is read-only. Give this user the right to write it and its directory.`
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return `The database ${path} is locked by another program. Close that program, and start again.`
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM') || code.startsWith('SQLITE_AUTH'))
    return `The database ${path} cannot be opened. Check that its directory may be read and written.`
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT'))
    return `${path} is not a Bijeen database, or it is damaged. Put it aside, or restore a copy.`
  if (code.startsWith('SQLITE_FULL')) return `The disk of ${path} is full.`
  return `The database ${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`
}
