import type { ZoneId } from './ids.ts'
import { IDENTITIES, type Identity, type RunningStep } from './network.ts'

/** What was promised to who has drafts there: a later step that tells more does not undo it. */
export type Promised = Readonly<Partial<Record<ZoneId, Identity>>>

/** Of two, the one that tells less. */
export const lessTelling = (a: Identity, b: Identity): Identity =>
  IDENTITIES.indexOf(a) >= IDENTITIES.indexOf(b) ? a : b

/** How what is written in this zone now will be signed. */
export const identityIn = (step: RunningStep | null, promised: Promised, zone: ZoneId): Identity =>
  lessTelling(step?.identity ?? 'name', promised[zone] ?? 'name')
