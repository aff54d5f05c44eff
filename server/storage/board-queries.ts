import type { CompiledQuery, Kysely, Transaction } from 'kysely'
import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'
import { FIRST_EPOCH, type BoardCommit, type BoardFold, type BoardStore } from './board-store.ts'
import { addToPad, foldPad, isMember, loadPad, padQueries } from './pad-queries.ts'
import type { Tables } from './schema.ts'
import { bringAlong } from './along-queries.ts'
import { updateControl } from './session-queries.ts'
import type { PadStore } from './storage.ts'

export function boardQueries(db: Kysely<Tables>, afterFold: () => Promise<void>): BoardStore & PadStore {
  const { sessionThere, insertUpdate, bindClient } = compiledOnce(db)

  /** An erased board takes nothing more, and does not stop the others of the same commit. */
  const isThere = async (trx: Transaction<Tables>, session: SessionId): Promise<boolean> =>
    (await trx.executeQuery(withValues(sessionThere, [session]))).rows.length > 0

  async function bind(trx: Transaction<Tables>, session: SessionId, clients: ReadonlyMap<number, ParticipantId>) {
    for (const [client, participant] of clients)
      await trx.executeQuery(withValues(bindClient, [session, client, participant]))
  }

  async function commit(trx: Transaction<Tables>, { session, owner, updates, newClients }: BoardCommit) {
    if (!(await isThere(trx, session))) return
    if (owner) return addToPad(trx, { session, owner }, updates)
    for (const update of updates) await trx.executeQuery(withValues(insertUpdate, [session, update]))
    await bind(trx, session, newClients)
  }

  async function fold(trx: Transaction<Tables>, { session, owner, snapshot, epoch, clients }: BoardFold) {
    if (!(await isThere(trx, session))) return
    if (owner) return foldPad(trx, { session, owner }, { snapshot, epoch })
    await trx
      .insertInto('board_snapshot')
      .values({ session_id: session, epoch, snapshot })
      .onConflict((conflict) => conflict.column('session_id').doUpdateSet({ epoch, snapshot }))
      .execute()
    await trx.deleteFrom('board_log').where('session_id', '=', session).execute()
    if (!clients) return
    await trx.deleteFrom('client_binding').where('session_id', '=', session).execute()
    await bind(trx, session, clients)
  }

  return {
    ...padQueries(db, afterFold),

    async loadBoard(session, owner) {
      // In one transaction: a fold between the two reads would otherwise hide the log it replaced.
      return db.transaction().execute(async (trx) => {
        if (owner) return loadPad(trx, { session, owner })
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
        for (const one of commits) await commit(trx, one)
      })
    },

    async foldBoard(one) {
      await db.transaction().execute((trx) => fold(trx, one))
      await afterFold()
    },

    async moveNotes({ session, commits, folds, owners, change, along }) {
      const move = async (trx: Transaction<Tables>): Promise<boolean> => {
        if (!(await isThere(trx, session))) return false
        if (change && !(await updateControl(trx, session, change.version, change.control))) return false
        if (along && !(await bringAlong(trx, session, along))) return false
        for (const one of commits) await commit(trx, one)
        for (const one of folds) await fold(trx, one)
        for (const { note, participant } of owners)
          if (await isMember(trx, participant))
            await trx
              .insertInto('note_owner')
              .values({ note_id: note, session_id: session, member_id: participant })
              // Asked again by who was told that it had failed.
              .onConflict((conflict) => conflict.column('note_id').doNothing())
              .execute()
        return true
      }
      // What was written before it was found to be too late is taken back with the rest.
      const isMoved = await db
        .transaction()
        .execute(async (trx) => {
          if (!(await move(trx))) throw new NotMoved()
          return true
        })
        .catch((error: unknown) => {
          if (error instanceof NotMoved) return false
          throw error
        })
      if (isMoved) await afterFold()
      return isMoved
    },
  }
}

/** What it was made from is no more. */
class NotMoved extends Error {}

/** What every commit asks, made into SQL once: that takes longer than to carry it out. The values follow each time. */
function compiledOnce(db: Kysely<Tables>) {
  const session = '' as SessionId
  return {
    sessionThere: db.selectFrom('session').select('id').where('id', '=', session).compile(),
    insertUpdate: db.insertInto('board_log').values({ session_id: session, update_bytes: new Uint8Array() }).compile(),
    bindClient: db
      .insertInto('client_binding')
      .values({ session_id: session, client: 0, member_id: '' as ParticipantId })
      .onConflict((conflict) => conflict.columns(['session_id', 'client']).doNothing())
      .compile(),
  }
}

const withValues = <R>(query: CompiledQuery<R>, parameters: readonly unknown[]): CompiledQuery<R> => ({
  ...query,
  parameters,
})
