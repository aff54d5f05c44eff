import type { Kysely, Transaction } from 'kysely'
import type { NetworkId } from '../../shared/model/ids.ts'
import { NO_SERIES, type Series } from '../../shared/model/series.ts'
import type { Tables } from './schema.ts'
import type { SeriesStore } from './storage.ts'

export function seriesQueries(db: Kysely<Tables>, afterErase: () => Promise<void>): SeriesStore {
  return {
    async findSeries(network) {
      const row = await db
        .selectFrom('series')
        .select(['version', 'state'])
        .where('network_id', '=', network)
        .executeTakeFirst()
      if (!row) return { version: 0, series: NO_SERIES }
      // What was kept by an earlier version may lack what came later.
      return { version: row.version, series: { ...NO_SERIES, ...(JSON.parse(row.state) as Series) } }
    },

    async changeSeries(network, version, series, forgets = false) {
      const isKept = await db.transaction().execute((trx) => updateSeries(trx, network, version, series))
      if (isKept && forgets) await afterErase()
      return isKept
    },
  }
}

/** False when it does not stand at `version`, or there is no such network. */
export async function updateSeries(
  trx: Transaction<Tables>,
  network: NetworkId,
  version: number,
  series: Series,
): Promise<boolean> {
  const state = JSON.stringify(series)
  const { numUpdatedRows } = await trx
    .updateTable('series')
    .set({ version: version + 1, state })
    .where('network_id', '=', network)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) return true
  if (version > 0) return false
  const isThere = await trx.selectFrom('network').select('id').where('id', '=', network).executeTakeFirst()
  if (!isThere) return false
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto('series')
    .values({ network_id: network, version: 1, state })
    .onConflict((conflict) => conflict.column('network_id').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}
