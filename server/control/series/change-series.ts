import type { NetworkId } from '../../../shared/model/ids.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import type { Series } from '../../../shared/model/series.ts'
import type { StoredSeries } from '../../storage/storage.ts'
import { isRefusal } from '../change-session.ts'
import type { House } from '../house.ts'

/** A pure step from one state of the series to the next, or the reason why not. The same state: nothing to change. */
export type SeriesChange = (series: Series) => Series | Refusal

/** Another node may change the series between our read and our write; each attempt starts from what is stored then. */
const ATTEMPTS = 20

type Changing = Pick<House, 'storage' | 'turns' | 'live'>

/** Changes what is said about a series, by compare-and-set, then tells who looks at one of its sessions. */
export function changeSeries(
  house: Changing,
  network: NetworkId,
  change: SeriesChange,
  { forgets = false } = {},
): Promise<StoredSeries | Refusal> {
  const { storage, live } = house
  return house.turns.take(`series ${network}`, async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await storage.findSeries(network)
      const series = change(before.series)
      if (isRefusal(series)) return series
      if (series === before.series) return before
      if (!(await storage.changeSeries(network, before.version, series, forgets))) {
        if (!(await storage.findNetwork(network))) return 'network-unknown'
        continue
      }
      for (const { id } of await storage.sessionsOf(network)) live.changed(id)
      return { version: before.version + 1, series }
    }
    return 'version'
  })
}
