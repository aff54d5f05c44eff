import type Database from 'better-sqlite3'
import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** Lists of different lengths make statements of their own. */
const MOST_STATEMENTS = 200

/** The database as Kysely wants it, with each statement prepared once: that takes longer than to run it. */
export function preparing(database: Database.Database): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>()
  return {
    prepare(sql) {
      const known = prepared.get(sql)
      if (known) return known
      if (prepared.size >= MOST_STATEMENTS) prepared.clear()
      const statement = database.prepare(sql) as SqliteStatement
      prepared.set(sql, statement)
      return statement
    },
    close: () => database.close(),
  }
}
