import type { Kysely, Transaction } from 'kysely'
import type { SessionId } from '../../shared/model/ids.ts'
import type { Tables } from './schema.ts'
import { CONTROL_DEFAULTS, type Control, type SessionStore, type StoredSession } from './storage.ts'

export function sessionQueries(
  db: Kysely<Tables>,
  uniqueViolation: (error: unknown) => boolean,
  afterErase: () => Promise<void>,
): SessionStore {
  const sessions = () =>
    db
      .selectFrom('session')
      .innerJoin('control_state', 'control_state.session_id', 'session.id')
      .select(['session.id', 'session.network_id', 'session.number', 'control_state.version', 'control_state.state'])

  return {
    async findSession(id) {
      return toSession(await sessions().where('session.id', '=', id).executeTakeFirst())
    },

    async findSessionByCode(code) {
      return toSession(await sessions().where('session.code', '=', code).executeTakeFirst())
    },

    async sessionsOf(network) {
      const rows = await sessions().where('session.network_id', '=', network).orderBy('session.number').execute()
      return rows.flatMap((row) => toSession(row) ?? [])
    },

    async addSession(network, session) {
      try {
        return await db.transaction().execute(async (trx) => {
          const last = await trx
            .selectFrom('session')
            .select((eb) => eb.fn.max('number').as('number'))
            .where('network_id', '=', network)
            .executeTakeFirst()
          const added = { ...session, network, number: (last?.number ?? 0) + 1 }
          await insertSession(trx, added)
          return { ...added, version: 1 }
        })
      } catch (error) {
        if (uniqueViolation(error)) return 'code-taken'
        throw error
      }
    },

    async changeSession(id, version, control) {
      try {
        return await db.transaction().execute(async (trx) => {
          if (!(await updateControl(trx, id, version, control))) return 'version'
          await trx.updateTable('session').set({ code: control.code }).where('id', '=', id).execute()
          return 'changed'
        })
      } catch (error) {
        if (uniqueViolation(error)) return 'code-taken'
        throw error
      }
    },

    async eraseSession(id) {
      await db.deleteFrom('session').where('id', '=', id).execute()
      await afterErase()
    },
  }
}

/** False when the session does not stand at `version`. */
export async function updateControl(
  trx: Transaction<Tables>,
  id: SessionId,
  version: number,
  control: Control,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('control_state')
    .set({ version: version + 1, state: JSON.stringify(control) })
    .where('session_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function insertSession(trx: Transaction<Tables>, session: Omit<StoredSession, 'version'>): Promise<void> {
  const { id, network, number, control } = session
  await trx.insertInto('session').values({ id, network_id: network, number, code: control.code }).execute()
  await trx
    .insertInto('control_state')
    .values({ session_id: id, version: 1, state: JSON.stringify(control) })
    .execute()
}

type SessionRow = Pick<Tables['session'], 'id' | 'network_id' | 'number'> &
  Pick<Tables['control_state'], 'version' | 'state'>

const toSession = (row: SessionRow | undefined): StoredSession | null =>
  row
    ? {
        id: row.id,
        network: row.network_id,
        number: row.number,
        version: row.version,
        control: { ...CONTROL_DEFAULTS, ...(JSON.parse(row.state) as Control) },
      }
    : null
