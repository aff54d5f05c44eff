import type Database from 'better-sqlite3'

/** Whether a database is one of ours, of whatever version. */
export const isBijeen = (database: Database.Database): boolean =>
  database
    .prepare<[], number>(
      `select count(*) from sqlite_master where type = 'table' and name in ('kysely_migration', 'network')`,
    )
    .pluck()
    .get() === 2
