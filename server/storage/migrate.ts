import { Migrator, sql, type Kysely } from 'kysely'
import { CannotOpen } from './failures.ts'
import { MIGRATIONS } from './migrations.ts'
import type { Tables } from './schema.ts'

/** Brings the tables to the newest version. @throws CannotOpen when they are newer than this program. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
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
