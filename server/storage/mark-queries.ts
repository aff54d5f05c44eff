import type { Kysely } from 'kysely'
import type { OrganisationId } from '../../shared/model/ids.ts'
import type { Tables } from './schema.ts'
import type { MarkStore } from './storage.ts'

export function markQueries(db: Kysely<Tables>, afterErase: () => Promise<void>): MarkStore {
  return {
    async setMarks(session, markings) {
      await db.transaction().execute(async (trx) => {
        for (const { note, participant, kind, on } of markings) {
          if (!on) {
            await trx
              .deleteFrom('mark')
              .where('session_id', '=', session)
              .where('note_id', '=', note)
              .where('member_id', '=', participant)
              .where('kind', '=', kind)
              .execute()
            continue
          }
          // Removed, or erased with all the session, since this was asked.
          const isThere = await trx
            .selectFrom('session')
            .innerJoin('member', 'member.network_id', 'session.network_id')
            .select('member.id')
            .where('session.id', '=', session)
            .where('member.id', '=', participant)
            .executeTakeFirst()
          if (!isThere) continue
          await trx
            .insertInto('mark')
            .values({ session_id: session, note_id: note, member_id: participant, kind })
            .onConflict((conflict) => conflict.columns(['session_id', 'note_id', 'member_id', 'kind']).doNothing())
            .execute()
        }
      })
    },

    async marksIn(session) {
      return db
        .selectFrom('mark')
        .innerJoin('member', 'member.id', 'mark.member_id')
        .select([
          'mark.note_id as note',
          'mark.member_id as participant',
          'mark.kind',
          'member.organisation_id as organisation',
        ])
        .where('mark.session_id', '=', session)
        .execute()
    },

    async importedMarks(session) {
      const rows = await db
        .selectFrom('imported_mark')
        .select(['note_id', 'recognise', 'take_home'])
        .where('session_id', '=', session)
        .execute()
      return new Map(
        rows.map((row) => [
          row.note_id,
          { recognise: row.recognise, takeHome: JSON.parse(row.take_home) as OrganisationId[] },
        ]),
      )
    },

    async forgetMarks(session, notes) {
      await db.transaction().execute(async (trx) => {
        for (const table of ['mark', 'imported_mark'] as const)
          await trx
            .deleteFrom(table)
            .where('session_id', '=', session)
            .where('note_id', 'in', [...notes])
            .execute()
      })
      await afterErase()
    },
  }
}
