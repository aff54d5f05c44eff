import type { Refusal } from '../../shared/model/refusal.ts'

/** What sync counts, for whoever watches the server. It costs a call: nothing is kept here. */
export interface Meter {
  /** The gate let an update through. */
  edit(): void
  refused(code: Refusal): void
  /** A presence message went no further: too fast, too large, or not the sender's own. */
  presenceDropped(): void
  /** A commit is on disk, after so many seconds. */
  committed(seconds: number): void
}

/** Nobody watches. */
export const NO_METER: Meter = {
  edit: () => undefined,
  refused: () => undefined,
  presenceDropped: () => undefined,
  committed: () => undefined,
}
