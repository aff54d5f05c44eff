import type { Kysely, Transaction } from 'kysely'
import type { SessionId } from '../../shared/model/ids.ts'
import type { Tables } from './schema.ts'
import type { Attendance, Grant, NewToken, PeopleStore, PersonToken, StoredMember } from './storage.ts'

const MEMBER_COLUMNS = [
  'member.id',
  'member.network_id',
  'member.role',
  'member.name',
  'member.organisation_id',
  'member.admitted',
] as const

export function peopleQueries(db: Kysely<Tables>, afterErase: () => Promise<void>): PeopleStore {
  return {
    async addMember(member, token, attended) {
      return db.transaction().execute(async (trx) => {
        if (attended && !(await isThere(trx, attended.session))) return 'session-unknown'
        await insertMember(trx, member)
        if (token) await insertToken(trx, token)
        if (attended) await insertAttendance(trx, attended.session, attended)
        return 'added'
      })
    },

    async findMember(id) {
      const row = await db.selectFrom('member').select(MEMBER_COLUMNS).where('id', '=', id).executeTakeFirst()
      return row ? toMember(row) : null
    },

    async membersOf(network) {
      const rows = await db
        .selectFrom('member')
        .select(MEMBER_COLUMNS)
        .where('network_id', '=', network)
        // A UUIDv7 sorts by the time it was made.
        .orderBy('id')
        .execute()
      return rows.map(toMember)
    },

    async withoutDevice(network) {
      const rows = await db
        .selectFrom('member')
        .select(MEMBER_COLUMNS)
        .where('network_id', '=', network)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('token_hash').select('hash').whereRef('member_id', '=', 'member.id'))),
        )
        .orderBy('id')
        .execute()
      return rows.map(toMember)
    },

    async changeMember(id, { name, organisation, admitted, role }) {
      const columns = {
        ...(name !== undefined && { name }),
        ...(organisation !== undefined && { organisation_id: organisation }),
        ...(admitted !== undefined && { admitted: Number(admitted) }),
        ...(role !== undefined && { role }),
      }
      if (Object.keys(columns).length === 0) return
      await db.transaction().execute(async (trx) => {
        await trx.updateTable('member').set(columns).where('id', '=', id).execute()
        if (role === 'member') await trx.deleteFrom('invitation').where('made_by', '=', id).execute()
      })
      // A name that was taken back is erased too.
      if (name !== undefined) await afterErase()
    },

    async removeMember(id) {
      await db.deleteFrom('member').where('id', '=', id).execute()
      await afterErase()
    },

    async eraseMember(id) {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('member').where('id', '=', id).execute()
        await trx.deleteFrom('client_binding').where('member_id', '=', id).execute()
      })
      await afterErase()
    },

    async addToken(token) {
      await insertToken(db, token)
    },

    async renewToken(former, token) {
      return db.transaction().execute(async (trx) => {
        const known = await trx
          .selectFrom('token_hash')
          .select('hash')
          .where('hash', '=', former)
          .where('member_id', '=', token.participant)
          .executeTakeFirst()
        if (!known) return false
        await replaceTokens(trx, token)
        await trx.deleteFrom('invitation').where('member_id', '=', token.participant).execute()
        return true
      })
    },

    async endTokens(id) {
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('token_hash').where('member_id', '=', id).execute()
        await trx
          .deleteFrom('invitation')
          .where((one) => one.or([one('member_id', '=', id), one('made_by', '=', id)]))
          .execute()
      })
    },

    async findGrants(hashes) {
      if (hashes.length === 0) return []
      const rows = await db
        .selectFrom('token_hash')
        .leftJoin('member', 'member.id', 'token_hash.member_id')
        .select(['token_hash.hash', 'token_hash.network_id as network', 'token_hash.session_id as session'])
        .select(MEMBER_COLUMNS)
        .where('token_hash.hash', 'in', [...hashes])
        .execute()
      return rows.map(({ hash, network, session, ...member }): Grant => {
        if (member.id === null) return { hash, network, session, role: 'wall', member: null }
        const person = toMember(member as MemberRow)
        return { hash, network, session: null, role: person.role, member: person }
      })
    },

    async addAttendance(session, attendance) {
      return db.transaction().execute(async (trx) => {
        if (!(await isThere(trx, session))) return false
        await insertAttendance(trx, session, attendance)
        return true
      })
    },

    async attendanceOf(session) {
      const rows = await db
        .selectFrom('attendance')
        .select(['member_id as participant', 'joined_at as joinedAt'])
        .where('session_id', '=', session)
        .orderBy('joined_at')
        .execute()
      return rows
    },
  }
}

async function isThere(trx: Transaction<Tables>, session: SessionId): Promise<boolean> {
  return (await trx.selectFrom('session').select('id').where('id', '=', session).executeTakeFirst()) !== undefined
}

type MemberRow = Tables['member']

export async function insertMember(trx: Transaction<Tables>, member: StoredMember): Promise<void> {
  const { id, network, role, name, organisation, admitted } = member
  await trx
    .insertInto('member')
    .values({ id, network_id: network, role, name, organisation_id: organisation, admitted: Number(admitted) })
    .execute()
}

export async function insertAttendance(
  db: Kysely<Tables>,
  session: SessionId,
  { participant, joinedAt }: Attendance,
): Promise<void> {
  await db
    .insertInto('attendance')
    .values({ session_id: session, member_id: participant, joined_at: joinedAt })
    .onConflict((conflict) => conflict.columns(['session_id', 'member_id']).doNothing())
    .execute()
}

/** The only one of its person from now on. */
export async function replaceTokens(trx: Transaction<Tables>, token: PersonToken): Promise<void> {
  await trx.deleteFrom('token_hash').where('member_id', '=', token.participant).execute()
  await insertToken(trx, token)
}

export async function insertToken(db: Kysely<Tables>, token: NewToken): Promise<void> {
  const [member_id, session_id] = 'participant' in token ? [token.participant, null] : [null, token.session]
  await db
    .insertInto('token_hash')
    .values({ hash: token.hash, network_id: token.network, member_id, session_id })
    .execute()
}

const toMember = (row: MemberRow): StoredMember => ({
  id: row.id,
  network: row.network_id,
  role: row.role,
  name: row.name,
  organisation: row.organisation_id,
  admitted: row.admitted === 1,
})
