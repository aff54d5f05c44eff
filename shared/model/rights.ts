import { whyClosed, type Closed } from './closed.ts'
import type { OrganisationId, ParticipantId, ZoneId } from './ids.ts'
import type { Clustering, Role, RunningStep } from './network.ts'
import type { Note } from './note.ts'
import type { Theme } from './theme.ts'
import type { Zone } from './zone.ts'

// What a page offers to do. The server decides by the same rules in its gate; here they only spare people a refusal.

/** Someone without a device, in whose name a facilitator may write. */
export interface Spoken {
  readonly participant: ParticipantId
  readonly organisation: OrganisationId | null
}

export interface Actor {
  readonly role: Role
  readonly participant: ParticipantId | null
  readonly clustering: Clustering
  /** Null while no step runs. */
  readonly step: RunningStep | null
  readonly withoutDevice: readonly Spoken[]
  /** The session is over: absent or null while it is not. */
  readonly closed?: Closed | null
}

/**
 * Whether what participants write in this zone goes through their pads. In a silent step that is so for what the step is
 * about. In a step without names it is so everywhere: one named note on the board, in whatever zone, would link the Yjs
 * client that wrote it to a person, and with it all that this client wrote.
 */
export const goesThroughPad = (step: RunningStep | null, zone: ZoneId): boolean => {
  if (step === null) return false
  return step.identity !== 'name' || isSilent(step, zone)
}

/** Whether what is written in this zone is seen by nobody until it is shown. */
export const isSilent = (step: RunningStep | null, zone: ZoneId): boolean =>
  step?.mode === 'silent' && (step.zone === null || step.zone === zone) && !step.revealed?.includes(zone)

/** Whether the step shows nobody's name: neither in what is written, nor by where someone points to. */
export const hidesNames = (step: RunningStep | null): boolean => step !== null && step.identity !== 'name'

/** A lock keeps the group's notes as they are while the facilitator goes on ordering them. */
export const isOpenTo = (actor: Actor, zone: Zone): boolean =>
  mayOrder(actor) && (actor.role === 'facilitator' || (actor.role === 'member' && !zone.locked))

/** Whether this person still changes what is there. */
const mayOrder = (actor: Actor): boolean => whyClosed(actor, 'order') === null

export const mayWriteIn = (actor: Actor, zone: Zone | undefined): boolean =>
  zone !== undefined &&
  whyClosed(actor, 'write') === null &&
  isOpenTo(actor, zone) &&
  (actor.role === 'facilitator' || !goesThroughPad(actor.step, zone.id))

/** Whether a facilitator may write in someone's name: of who has no device, and not in steps without names. */
export const mayWriteFor = (
  { role, step, withoutDevice, closed }: Pick<Actor, 'role' | 'step' | 'withoutDevice' | 'closed'>,
  author: ParticipantId | null,
  organisation: OrganisationId | null,
): boolean =>
  role === 'facilitator' &&
  whyClosed({ role, closed }, 'write') === null &&
  (step?.identity ?? 'name') === 'name' &&
  withoutDevice.some((one) => one.participant === author && one.organisation === organisation)

const isOwn = (actor: Actor, author: ParticipantId | null): boolean => author !== null && author === actor.participant

export const mayEditNote = (actor: Actor, note: Note, zone: Zone | undefined): boolean =>
  mayOrder(actor) && (actor.role === 'facilitator' || (isOwn(actor, note.meta.author) && !zone?.locked))

/** Withdrawing an own note is always allowed, also from a locked zone, and when the session is over. */
export const mayWithdraw = (actor: Actor, note: Note): boolean =>
  actor.role === 'facilitator' || isOwn(actor, note.meta.author)

/** Own notes while they are in no theme; with clustering by everyone also others', and in themes. */
export const mayPlaceNote = (actor: Actor, note: Note, zone: Zone | undefined): boolean => {
  if (!mayOrder(actor)) return false
  if (actor.role === 'facilitator') return true
  if (actor.role === 'wall' || zone?.locked) return false
  return actor.clustering === 'everyone' || (isOwn(actor, note.meta.author) && note.place.theme === null)
}

export const mayCluster = (actor: Actor): boolean =>
  mayOrder(actor) && (actor.role === 'facilitator' || (actor.role === 'member' && actor.clustering === 'everyone'))

/** The own proposal, until it is taken; the facilitator all. */
export const mayEditTheme = (actor: Actor, theme: Theme): boolean =>
  mayOrder(actor) && (actor.role === 'facilitator' || (isOwn(actor, theme.author) && theme.status === 'proposed'))
