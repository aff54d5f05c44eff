import type { Kysely, Transaction } from 'kysely'
import type { SessionId } from '../../shared/model/ids.ts'
import type { Tables } from './schema.ts'
import { updateControl } from './session-queries.ts'
import type { VoteStore } from './storage.ts'

export function voteQueries(db: Kysely<Tables>, afterErase: () => Promise<void>): VoteStore {
  return {
    async castDots({ session, version, participant, target, dots, insteadOf, budget }) {
      return db.transaction().execute(async (trx) => {
        if (!(await holdSession(trx, session, version))) return 'version'
        const person = await trx.selectFrom('member').select('id').where('id', '=', participant).executeTakeFirst()
        if (!person) return 'participant-unknown'
        const before = await trx
          .selectFrom('vote')
          .select(['target', 'dots'])
          .where('session_id', '=', session)
          .where('member_id', '=', participant)
          .execute()
        const gone = new Set([target, ...insteadOf])
        const has = sum(before.filter((row) => !gone.has(row.target))) + dots
        if (has > budget) return 'over-budget'
        await trx
          .deleteFrom('vote')
          .where('session_id', '=', session)
          .where('member_id', '=', participant)
          .where('target', 'in', [...gone])
          .execute()
        if (dots > 0)
          await trx.insertInto('vote').values({ session_id: session, member_id: participant, target, dots }).execute()
        return { had: sum(before), has }
      })
    },

    async dotsIn(session) {
      return db
        .selectFrom('vote')
        .select(['member_id as participant', 'target', 'dots'])
        .where('session_id', '=', session)
        .execute()
    },

    async endVote(session, version, control) {
      const isChanged = await db.transaction().execute(async (trx) => {
        if (!(await updateControl(trx, session, version, control))) return false
        await trx.deleteFrom('vote').where('session_id', '=', session).execute()
        return true
      })
      if (!isChanged) return 'version'
      await afterErase()
      return 'changed'
    },
  }
}

const sum = (rows: readonly { readonly dots: number }[]): number => rows.reduce((all, { dots }) => all + dots, 0)

/**
 * True while the session stands at `version`, and so it stays until the transaction ends. It is written as it is: that
 * holds the row in every database, so that casts at the same instant take turns and each counts those before it.
 */
async function holdSession(trx: Transaction<Tables>, session: SessionId, version: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('control_state')
    .set({ version })
    .where('session_id', '=', session)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
