import type { Closed } from '../../shared/model/closed.ts'
import type { Clustering, RunningStep } from '../../shared/model/network.ts'
import type { Spoken } from '../../shared/model/rights.ts'
import type { Zone } from '../../shared/model/zone.ts'

/** In their pad people write by themselves, wherever the session has a zone: what of it is shown, and where, comes after. */
export const padRules = ({ zones }: BoardRules): BoardRules => ({
  zones: zones.map((zone) => ({ ...zone, locked: false })),
  clustering: 'facilitator',
  step: null,
  withoutDevice: [],
  isPad: true,
})

/** What a session says about its board: decided on the server, and kept outside the document. */
export interface BoardRules {
  readonly zones: readonly Zone[]
  readonly clustering: Clustering
  /** Null while no step runs. */
  readonly step: RunningStep | null
  readonly withoutDevice: readonly Spoken[]
  /** The session is over: absent or null while it is not. */
  readonly closed?: Closed | null
  /** All in it is its owner's, also what bears nobody. */
  readonly isPad?: true
}
