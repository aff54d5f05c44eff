import type { Kysely, Transaction } from 'kysely'
import type { SessionId } from '../../shared/model/ids.ts'
import { FIRST_EPOCH, type BoardStore } from './board-store.ts'
import type { Tables } from './schema.ts'

export function boardQueries(db: Kysely<Tables>, afterFold: () => Promise<void>): BoardStore {
  return {
    async loadBoard(session) {
      // In one transaction: a fold between the two reads would otherwise hide the log it replaced.
      return db.transaction().execute(async (trx) => {
        const kept = await trx
          .selectFrom('board_snapshot')
          .select(['epoch', 'snapshot'])
          .where('session_id', '=', session)
          .executeTakeFirst()
        const log = await trx
          .selectFrom('board_log')
          .select('update_bytes')
          .where('session_id', '=', session)
          .orderBy('seq')
          .execute()
        const clients = await trx
          .selectFrom('client_binding')
          .select(['client', 'member_id'])
          .where('session_id', '=', session)
          .execute()
        return {
          epoch: kept?.epoch ?? FIRST_EPOCH,
          snapshot: kept?.snapshot ?? null,
          log: log.map((row) => row.update_bytes),
          clients: new Map(clients.map((row) => [row.client, row.member_id])),
        }
      })
    },

    async commitBoards(commits) {
      await db.transaction().execute(async (trx) => {
        const alive = await existing(trx, [...new Set(commits.map((commit) => commit.session))])
        for (const { session, updates, newClients } of commits) {
          if (!alive.has(session)) continue
          for (const update of updates)
            await trx.insertInto('board_log').values({ session_id: session, update_bytes: update }).execute()
          for (const [client, participant] of newClients)
            await trx
              .insertInto('client_binding')
              .values({ session_id: session, client, member_id: participant })
              .onConflict((conflict) => conflict.columns(['session_id', 'client']).doNothing())
              .execute()
        }
      })
    },

    async foldBoard({ session, snapshot, epoch, clients }) {
      await db.transaction().execute(async (trx) => {
        if (!(await existing(trx, [session])).has(session)) return
        await trx
          .insertInto('board_snapshot')
          .values({ session_id: session, epoch, snapshot })
          .onConflict((conflict) => conflict.column('session_id').doUpdateSet({ epoch, snapshot }))
          .execute()
        if (clients) {
          await trx.deleteFrom('client_binding').where('session_id', '=', session).execute()
          for (const [client, member] of clients)
            await trx.insertInto('client_binding').values({ session_id: session, client, member_id: member }).execute()
        }
        await trx.deleteFrom('board_log').where('session_id', '=', session).execute()
      })
      await afterFold()
    },
  }
}

/** An erased board takes nothing more, and does not stop the others of the same commit. */
async function existing(trx: Transaction<Tables>, sessions: readonly SessionId[]): Promise<Set<SessionId>> {
  const rows = await trx
    .selectFrom('session')
    .select('id')
    .where('id', 'in', [...sessions])
    .execute()
  return new Set(rows.map((row) => row.id))
}
