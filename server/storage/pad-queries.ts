import type { Kysely, Transaction } from 'kysely'
import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'
import { FIRST_EPOCH, type BoardFold, type StoredBoard } from './board-store.ts'
import type { Tables } from './schema.ts'
import type { PadStore } from './storage.ts'

// Pads: small documents of one person each. Nothing of them stays when they are erased.

interface Pad {
  readonly session: SessionId
  readonly owner: ParticipantId
}

export async function loadPad(trx: Transaction<Tables>, { session, owner }: Pad): Promise<StoredBoard> {
  const kept = await trx
    .selectFrom('pad_snapshot')
    .select(['epoch', 'snapshot'])
    .where('session_id', '=', session)
    .where('owner_id', '=', owner)
    .executeTakeFirst()
  const log = await trx
    .selectFrom('pad_log')
    .select('update_bytes')
    .where('session_id', '=', session)
    .where('owner_id', '=', owner)
    .orderBy('seq')
    .execute()
  return {
    epoch: kept?.epoch ?? FIRST_EPOCH,
    snapshot: kept?.snapshot ?? null,
    log: log.map((row) => row.update_bytes),
    clients: new Map(),
  }
}

/** A person who was removed meanwhile takes their pad along: nothing is kept of it. */
export async function addToPad(
  trx: Transaction<Tables>,
  { session, owner }: Pad,
  updates: readonly Uint8Array[],
): Promise<void> {
  if (!(await isMember(trx, owner))) return
  for (const update of updates)
    await trx.insertInto('pad_log').values({ session_id: session, owner_id: owner, update_bytes: update }).execute()
}

export async function foldPad(
  trx: Transaction<Tables>,
  { session, owner }: Pad,
  { snapshot, epoch }: Pick<BoardFold, 'snapshot' | 'epoch'>,
): Promise<void> {
  if (!(await isMember(trx, owner))) return
  await trx
    .insertInto('pad_snapshot')
    .values({ session_id: session, owner_id: owner, epoch, snapshot })
    .onConflict((conflict) => conflict.columns(['session_id', 'owner_id']).doUpdateSet({ epoch, snapshot }))
    .execute()
  await trx.deleteFrom('pad_log').where('session_id', '=', session).where('owner_id', '=', owner).execute()
}

export const isMember = async (trx: Transaction<Tables>, id: ParticipantId): Promise<boolean> =>
  (await trx.selectFrom('member').select('id').where('id', '=', id).executeTakeFirst()) !== undefined

export function padQueries(db: Kysely<Tables>, afterErase: () => Promise<void>): Omit<PadStore, 'moveNotes'> {
  return {
    async padsIn(session) {
      const rows = await db
        .selectFrom('pad_snapshot')
        .select('owner_id')
        .where('session_id', '=', session)
        .union(db.selectFrom('pad_log').select('owner_id').where('session_id', '=', session))
        .execute()
      return rows.map((row) => row.owner_id)
    },

    async erasePads(session) {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('pad_snapshot').where('session_id', '=', session).execute()
        await trx.deleteFrom('pad_log').where('session_id', '=', session).execute()
      })
      await afterErase()
    },

    async sessionsWithPads() {
      const rows = await db
        .selectFrom('pad_snapshot')
        .select('session_id')
        .union(db.selectFrom('pad_log').select('session_id'))
        .execute()
      return rows.map((row) => row.session_id)
    },

    async noteOwners(session) {
      return db
        .selectFrom('note_owner')
        .select(['note_id as note', 'member_id as participant'])
        .where('session_id', '=', session)
        .execute()
    },
  }
}
