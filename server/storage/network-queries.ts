import type { Kysely, Selectable, Transaction } from 'kysely'
import type { NetworkId, ParticipantId } from '../../shared/model/ids.ts'
import { foldedName, type Network, type Organisation, type ShowOrganisation } from '../../shared/model/network.ts'
import { insertAttendance, insertMember, insertToken } from './people-queries.ts'
import type { Tables } from './schema.ts'
import { insertSession } from './session-queries.ts'
import type { NetworkChange, NetworkStore, NewNetwork, Rehearsal } from './storage.ts'

export function networkQueries(
  db: Kysely<Tables>,
  uniqueViolation: (error: unknown) => boolean,
  afterErase: () => Promise<void>,
): NetworkStore {
  return {
    async createNetwork({ network, sessions, firstNumber = 1, facilitator, token, rehearsal }: NewNetwork) {
      try {
        await db.transaction().execute(async (trx) => {
          const { id, organisations, ...rest } = network
          await trx
            .insertInto('network')
            .values({ id, ...networkColumns(rest) } as Selectable<Tables['network']>)
            .execute()
          for (const [position, organisation] of organisations.entries())
            await trx
              .insertInto('organisation')
              .values(organisationRow(id, organisation, position))
              .execute()
          for (const [i, session] of sessions.entries())
            await insertSession(trx, { ...session, network: id, number: firstNumber + i })
          await insertMember(trx, facilitator)
          await insertToken(trx, token)
          if (rehearsal) await insertRehearsal(trx, network.id, sessions, rehearsal)
        })
        return 'created'
      } catch (error) {
        if (uniqueViolation(error)) return 'code-taken'
        throw error
      }
    },

    async findNetwork(id) {
      const row = await db
        .selectFrom('network')
        .leftJoin('rehearsal', 'rehearsal.network_id', 'network.id')
        .selectAll('network')
        .select('rehearsal.made_at')
        .where('network.id', '=', id)
        .executeTakeFirst()
      if (!row) return null
      const organisations = await db
        .selectFrom('organisation')
        .select(['id', 'name'])
        .where('network_id', '=', id)
        .orderBy('position')
        .execute()
      return toNetwork(row, organisations, row.made_at !== null)
    },

    async networkIds() {
      const rows = await db.selectFrom('network').select('id').execute()
      return rows.map(({ id }) => id)
    },

    async changeNetwork(id, change) {
      const columns = networkColumns(change)
      if (Object.keys(columns).length > 0) await db.updateTable('network').set(columns).where('id', '=', id).execute()
    },

    async addOrganisation(network, organisation) {
      return db.transaction().execute(async (trx) => {
        const list = await trx
          .selectFrom('organisation')
          .select(['id', 'name', 'folded_name', 'position'])
          .where('network_id', '=', network)
          .orderBy('position')
          .execute()
        const same = list.find((row) => row.folded_name === foldedName(organisation.name))
        if (same) return { id: same.id, name: same.name }
        const position = (list.at(-1)?.position ?? -1) + 1
        await trx
          .insertInto('organisation')
          .values(organisationRow(network, organisation, position))
          .execute()
        return organisation
      })
    },

    async renameOrganisation(network, { id, name }) {
      try {
        const { numUpdatedRows } = await db
          .updateTable('organisation')
          .set({ name, folded_name: foldedName(name) })
          .where('id', '=', id)
          .where('network_id', '=', network)
          .executeTakeFirst()
        return numUpdatedRows > 0n ? 'changed' : 'unknown'
      } catch (error) {
        if (uniqueViolation(error)) return 'name-taken'
        throw error
      }
    },

    async eraseNetwork(id) {
      await db.deleteFrom('network').where('id', '=', id).execute()
      await afterErase()
    },

    async findRehearsal(network) {
      const row = await db.selectFrom('rehearsal').selectAll().where('network_id', '=', network).executeTakeFirst()
      return row ? toRehearsal(row) : null
    },

    async rehearsalsOf(network) {
      const rows = await db
        .selectFrom('rehearsal')
        .selectAll()
        .where('of_network', '=', network)
        .orderBy('network_id')
        .execute()
      return rows.map(toRehearsal)
    },
  }
}

async function insertRehearsal(
  trx: Transaction<Tables>,
  network: NetworkId,
  sessions: NewNetwork['sessions'],
  { of, by, madeAt, actors }: NonNullable<NewNetwork['rehearsal']>,
): Promise<void> {
  for (const actor of actors) {
    await insertMember(trx, actor)
    for (const { id } of sessions) await insertAttendance(trx, id, { participant: actor.id, joinedAt: madeAt })
  }
  await trx
    .insertInto('rehearsal')
    .values({
      network_id: network,
      of_network: of.network,
      of_session: of.session,
      by_member: by,
      made_at: madeAt,
      actors: JSON.stringify(actors.map(({ id }) => id)),
    })
    .execute()
}

const toRehearsal = (row: Tables['rehearsal']): Rehearsal => ({
  network: row.network_id,
  of: { network: row.of_network, session: row.of_session },
  by: row.by_member,
  madeAt: Number(row.made_at),
  actors: JSON.parse(row.actors) as ParticipantId[],
})

const organisationRow = (network: NetworkId, { id, name }: Organisation, position: number) => ({
  id,
  network_id: network,
  name,
  folded_name: foldedName(name),
  position,
})

function networkColumns(change: NetworkChange): Partial<Selectable<Tables['network']>> {
  const { title, topic, language, timeZone, openList, showOrganisation, groundRules, retentionDays } = change
  return {
    ...(title !== undefined && { title }),
    ...(topic !== undefined && { topic }),
    ...(language !== undefined && { language }),
    ...(timeZone !== undefined && { time_zone: timeZone }),
    ...(openList !== undefined && { open_list: Number(openList) }),
    ...(showOrganisation !== undefined && { show_organisation: JSON.stringify(showOrganisation) }),
    ...(groundRules !== undefined && { ground_rules: JSON.stringify(groundRules) }),
    ...(retentionDays !== undefined && { retention_days: retentionDays }),
  }
}

const toNetwork = (
  row: Selectable<Tables['network']>,
  organisations: readonly Organisation[],
  rehearsal: boolean,
): Network => ({
  id: row.id,
  title: row.title,
  topic: row.topic,
  language: row.language,
  timeZone: row.time_zone,
  organisations,
  openList: row.open_list === 1,
  showOrganisation: JSON.parse(row.show_organisation) as ShowOrganisation,
  groundRules: JSON.parse(row.ground_rules) as string[],
  retentionDays: row.retention_days,
  rehearsal,
})
