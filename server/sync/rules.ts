import type { Clustering, RunningStep } from '../../shared/model/network.ts'
import type { Zone } from '../../shared/model/zone.ts'

/** What a session says about its board: decided on the server, and kept outside the document. */
export interface BoardRules {
  readonly zones: readonly Zone[]
  readonly clustering: Clustering
  /** Null while no step runs. */
  readonly step: RunningStep | null
}
