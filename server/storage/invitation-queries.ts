import type { Kysely } from 'kysely'
import { insertMember, insertToken, replaceTokens } from './people-queries.ts'
import type { Tables } from './schema.ts'
import type { Invitation, InvitationStore } from './storage.ts'

export function invitationQueries(db: Kysely<Tables>): InvitationStore {
  return {
    async addInvitation({ id, hash, network, member, madeBy, madeAt }) {
      await db.transaction().execute(async (trx) => {
        if (member !== null) await trx.deleteFrom('invitation').where('member_id', '=', member).execute()
        await trx
          .insertInto('invitation')
          .values({ id, hash, network_id: network, member_id: member, made_by: madeBy, made_at: madeAt })
          .execute()
      })
    },

    async invitationsOf(network) {
      const rows = await db
        .selectFrom('invitation')
        .selectAll()
        .where('network_id', '=', network)
        // A UUIDv7 sorts by the time it was made.
        .orderBy('id')
        .execute()
      return rows.map(toInvitation)
    },

    async findInvitation(hash) {
      const row = await db.selectFrom('invitation').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row ? toInvitation(row) : null
    },

    async takeInvitation(hash, taking) {
      return db.transaction().execute(async (trx) => {
        // It goes first: of two who open it at the same instant, one finds it.
        const { numDeletedRows } = await trx.deleteFrom('invitation').where('hash', '=', hash).executeTakeFirst()
        if (numDeletedRows === 0n) return false
        if (taking.kind === 'newMember') await insertMember(trx, taking.member)
        if (taking.kind === 'facilitator')
          await trx
            .updateTable('member')
            .set({ role: 'facilitator', admitted: 1 })
            .where('id', '=', taking.member)
            .execute()
        else if (taking.kind === 'device') await replaceTokens(trx, taking.token)
        else await insertToken(trx, taking.token)
        return true
      })
    },

    async removeInvitation(network, id) {
      const { numDeletedRows } = await db
        .deleteFrom('invitation')
        .where('network_id', '=', network)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

const toInvitation = (row: Tables['invitation']): Invitation => ({
  id: row.id,
  hash: row.hash,
  network: row.network_id,
  member: row.member_id,
  madeBy: row.made_by,
  madeAt: row.made_at,
})
