import type { OrganisationId, ParticipantId, ZoneId } from './ids.ts'
import { IDENTITIES, type Identity, type RunningStep } from './network.ts'

/** What was promised to who has drafts there: a later step that tells more does not undo it. */
export type Promised = Readonly<Partial<Record<ZoneId, Identity>>>

/** Of two, the one that tells less. */
export const lessTelling = (a: Identity, b: Identity): Identity =>
  IDENTITIES.indexOf(a) >= IDENTITIES.indexOf(b) ? a : b

/** How what is written in this zone now will be signed. */
export const identityIn = (step: RunningStep | null, promised: Promised, zone: ZoneId): Identity =>
  lessTelling(step?.identity ?? 'name', promised[zone] ?? 'name')

/** Whom a note or draft bears. */
export interface Signed {
  readonly author: ParticipantId | null
  readonly organisation: OrganisationId | null
}

/** What a draft bears: as much as was said to its writer on the button that kept it. */
export const bearing = ({ author, organisation }: Signed, identity: Identity): Signed => ({
  author: identity === 'name' ? author : null,
  organisation: identity === 'nobody' ? null : organisation,
})

/**
 * The most that a draft will be signed with, whatever the step is in which it is shown: the promise goes along with it, so
 * that one which was written without a network keeps it when the session has long gone on.
 */
export const mostOf = ({ author, organisation }: Signed): Identity => {
  if (author !== null) return 'name'
  return organisation === null ? 'nobody' : 'organisation'
}
