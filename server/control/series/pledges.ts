import { BOUNDS } from '../../../shared/model/bounds.ts'
import type { CommitmentId, OrganisationId, TakeHomeId } from '../../../shared/model/ids.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import type { Commitment, Series, TakeHome } from '../../../shared/model/series.ts'

// What organisations take home, and what they promise. Pure. A member speaks for the own organisation alone, the
// facilitator for all.

/** For whom someone speaks: null for all. */
export type Speaker = { readonly organisation: OrganisationId | null } | null

/** Whether someone may say that these do it. */
const maySayFor = (speaker: Speaker, who: readonly OrganisationId[]): boolean =>
  speaker === null || (speaker.organisation !== null && who.length === 1 && who[0] === speaker.organisation)

/** Whether someone may change what these do. */
export const isTheirs = (speaker: Speaker, who: readonly OrganisationId[]): boolean =>
  speaker === null || (speaker.organisation !== null && who.includes(speaker.organisation))

/** A member does not give what they do to others, or others' part to themselves. */
const keepsWho = (speaker: Speaker, before: readonly OrganisationId[], after?: readonly OrganisationId[]): boolean =>
  speaker === null || after === undefined || [...before].sort().join() === [...after].sort().join()

export function addTakeHome(series: Series, speaker: Speaker, added: TakeHome): Series | Refusal {
  if (!maySayFor(speaker, added.to)) return 'not-yours'
  if (series.takeHomes.length >= BOUNDS.takeHomes) return 'bounds'
  return { ...series, takeHomes: [...series.takeHomes, added] }
}

export function changeTakeHome(
  series: Series,
  speaker: Speaker,
  id: TakeHomeId,
  change: Partial<TakeHome>,
): Series | Refusal {
  const former = series.takeHomes.find((one) => one.id === id)
  if (!former) return 'take-home-unknown'
  if (!isTheirs(speaker, former.to) || !keepsWho(speaker, former.to, change.to)) return 'not-yours'
  return { ...series, takeHomes: series.takeHomes.map((one) => (one === former ? { ...one, ...change } : one)) }
}

export function removeTakeHome(series: Series, speaker: Speaker, id: TakeHomeId): Series | Refusal {
  const former = series.takeHomes.find((one) => one.id === id)
  if (!former) return 'take-home-unknown'
  if (!maySayFor(speaker, former.to)) return 'not-yours'
  return { ...series, takeHomes: series.takeHomes.filter((one) => one !== former) }
}

export function addCommitment(series: Series, speaker: Speaker, added: Commitment): Series | Refusal {
  if (!maySayFor(speaker, added.who)) return 'not-yours'
  if (series.commitments.length >= BOUNDS.commitments) return 'bounds'
  return { ...series, commitments: [...series.commitments, added] }
}

export function changeCommitment(
  series: Series,
  speaker: Speaker,
  id: CommitmentId,
  change: Partial<Commitment>,
): Series | Refusal {
  const former = series.commitments.find((one) => one.id === id)
  if (!former) return 'commitment-unknown'
  if (!isTheirs(speaker, former.who) || !keepsWho(speaker, former.who, change.who)) return 'not-yours'
  return { ...series, commitments: series.commitments.map((one) => (one === former ? { ...one, ...change } : one)) }
}

export function removeCommitment(series: Series, speaker: Speaker, id: CommitmentId): Series | Refusal {
  const former = series.commitments.find((one) => one.id === id)
  if (!former) return 'commitment-unknown'
  if (!maySayFor(speaker, former.who)) return 'not-yours'
  return {
    ...series,
    commitments: series.commitments.filter((one) => one !== former),
    carried: series.carried.filter(({ kind, source }) => kind !== 'commitment' || source !== id),
  }
}
