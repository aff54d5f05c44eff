import type { Transaction } from 'kysely'
import type { SessionId } from '../../shared/model/ids.ts'
import { foldedName } from '../../shared/model/network.ts'
import type { Tables } from './schema.ts'
import { updateSeries } from './series-queries.ts'
import type { BroughtAlong } from './storage.ts'

/** What comes with the notes of a record. False when the series is another, or an organisation is there: keep nothing. */
export async function bringAlong(
  trx: Transaction<Tables>,
  session: SessionId,
  { network, organisations, marks, series }: BroughtAlong,
): Promise<boolean> {
  const list = await trx
    .selectFrom('organisation')
    .select(['folded_name', 'position'])
    .where('network_id', '=', network)
    .execute()
  const names = new Set(list.map((row) => row.folded_name))
  let position = Math.max(-1, ...list.map((row) => row.position))
  for (const { id, name } of organisations) {
    if (names.has(foldedName(name))) return false
    await trx
      .insertInto('organisation')
      .values({ id, network_id: network, name, folded_name: foldedName(name), position: ++position })
      .execute()
  }
  for (const [note, { recognise, takeHome }] of marks)
    await trx
      .insertInto('imported_mark')
      .values({ session_id: session, note_id: note, recognise, take_home: JSON.stringify(takeHome) })
      .execute()
  return series ? updateSeries(trx, network, series.version, series.series) : true
}
