import type { NetworkId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import type { SeriesAnswer, SeriesCommand } from '../../shared/wire/series-commands.ts'
import * as api from './api.ts'

/** What is said about a series, as a page shows it: loaded whole, and again after each act. */
export class LiveSeries {
  readonly network: NetworkId
  info = $state.raw<SeriesInfo | null>(null)
  /** Why there is nothing to show. */
  refusal = $state<Refusal | null>(null)
  readonly #of: 'all' | 'said'
  #asked = 0

  /** @param of `said`: beside a board that is open, which holds the rest. */
  constructor(network: NetworkId, of: 'all' | 'said' = 'all') {
    this.network = network
    this.#of = of
  }

  async load(): Promise<void> {
    const asked = ++this.#asked
    const answer = await api.series(this.network, this.#of)
    // A later question has the newer answer.
    if (asked !== this.#asked) return
    if (answer.ok) {
      this.info = answer.value
      this.refusal = null
    } else if (!this.info || answer.refusal !== 'offline') this.refusal = answer.refusal
  }

  /** Loads anew what is of an older version than this. */
  async follow(version: number): Promise<void> {
    if ((this.info?.version ?? -1) < version) await this.load()
  }

  async command(command: SeriesCommand): Promise<SeriesAnswer> {
    const answer = await api.seriesCommand(this.network, command)
    if (answer.ok) await this.load()
    return answer
  }
}
