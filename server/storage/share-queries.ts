import type { Kysely } from 'kysely'
import type { Tables } from './schema.ts'
import type { Share, ShareStore } from './storage.ts'

export function shareQueries(db: Kysely<Tables>): ShareStore {
  return {
    async addShare({ id, hash, network, session, level, organisation, madeAt }, most) {
      return db.transaction().execute(async (trx) => {
        const isThere =
          session === null
            ? await trx.selectFrom('network').select('id').where('id', '=', network).executeTakeFirst()
            : await trx
                .selectFrom('session')
                .select('id')
                .where('id', '=', session)
                .where('network_id', '=', network)
                .executeTakeFirst()
        if (!isThere) return 'session-unknown'
        const { count } = await trx
          .selectFrom('share')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where('network_id', '=', network)
          .executeTakeFirstOrThrow()
        if (count >= most) return 'bounds'
        await trx
          .insertInto('share')
          .values({
            ...{ id, hash, level, network_id: network, session_id: session },
            ...{ organisation_id: organisation, made_at: madeAt },
          })
          .execute()
        return 'added'
      })
    },

    async sharesOf(network, session) {
      const rows = await db
        .selectFrom('share')
        .selectAll()
        .where('network_id', '=', network)
        .where('session_id', 'is', session)
        // A UUIDv7 sorts by the time it was made.
        .orderBy('id')
        .execute()
      return rows.map(toShare)
    },

    async findShare(hash) {
      const row = await db.selectFrom('share').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row ? toShare(row) : null
    },

    async removeShare(network, session, id) {
      const { numDeletedRows } = await db
        .deleteFrom('share')
        .where('network_id', '=', network)
        .where('session_id', 'is', session)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

const toShare = (row: Tables['share']): Share => ({
  id: row.id,
  hash: row.hash,
  network: row.network_id,
  session: row.session_id,
  level: row.level,
  organisation: row.organisation_id,
  madeAt: row.made_at,
})
