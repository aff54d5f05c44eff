import type { ThemePlace } from '../../shared/doc/layout.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import type { OrganisationId, ParticipantId, ZoneId } from '../../shared/model/ids.ts'
import type { NotePlace } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { goesThroughPad, mayWriteFor } from '../../shared/model/rights.ts'
import type { ThemeStatus } from '../../shared/model/theme.ts'
import type { SyncPerson } from './person.ts'
import type { BoardRules } from './rules.ts'

// What each may do on a board, and nothing about how Yjs says it. The wall never gets here: it may do nothing.

/**
 * What someone does. `author` is whose note or theme it is, or in whose name it is written; `from` is where it lies and
 * `to` where it goes, null where that cannot be read or does not change.
 */
export type Act =
  | {
      readonly act: 'write'
      readonly author: ParticipantId | null
      readonly organisation: OrganisationId | null
      readonly to: NotePlace
      readonly restored: Restored | null
    }
  | {
      readonly act: 'place'
      readonly author: ParticipantId | null
      readonly from: NotePlace | null
      readonly to: NotePlace
    }
  | { readonly act: 'rewrite'; readonly author: ParticipantId | null; readonly from: NotePlace | null }
  | { readonly act: 'withdraw'; readonly author: ParticipantId | null }
  | {
      readonly act: 'makeTheme'
      readonly author: ParticipantId | null
      readonly to: ThemePlace
      readonly status: ThemeStatus
      readonly restored: Restored | null
    }
  | {
      readonly act: 'editTheme'
      readonly author: ParticipantId | null
      readonly status: ThemeStatus | null
      readonly from: ThemePlace | null
      readonly to: ThemePlace | null
    }
  | { readonly act: 'takeTheme' }
  | { readonly act: 'removeTheme'; readonly author: ParticipantId | null; readonly status: ThemeStatus | null }
  | { readonly act: 'type'; readonly length: number; readonly most: number }

/** For what is written under an id that was there before: how it compares to that. */
export interface Restored {
  readonly sameMeta: boolean
  readonly sameTheme: boolean
}

type Condition<A> = (act: A, person: SyncPerson, rules: BoardRules) => boolean

/** A refusal, unless one of the conditions behind it holds. */
type Rule<A> = readonly [Refusal, ...Condition<A>[]]

/** For each act its rules, in the order in which they are told. */
const RULES: { readonly [K in Act['act']]: readonly Rule<Extract<Act, { act: K }>>[] } = {
  write: [
    ['session-ended', isOpenBoard, isFacilitator],
    ['record-approved', isNotApproved],
    ['session-ended', isOpenBoard, isBack],
    ['author', isInOwnName, isForOneWithoutDevice, comesBackRightly],
    ['shape', isNewOrAsItWas],
    ['pad-only', mayStandOnBoard],
    ['zone-unknown', goesToKnownZone],
    ['zone-locked', goesToOpenZone],
    ['not-yours', isLoose, isInFormerTheme, mayCluster],
  ],
  place: [
    ['session-ended', isOpenBoard, isFacilitator],
    ['record-approved', isNotApproved],
    ['not-yours', isOwnAndStaysLoose, mayCluster],
    ['zone-unknown', goesToKnownZone],
    ['zone-locked', liesInOpenZone],
    ['zone-locked', goesToOpenZone],
  ],
  rewrite: [
    ['session-ended', isOpenBoard, isFacilitator],
    ['record-approved', isNotApproved],
    ['not-yours', isOwn, isFacilitator],
    ['zone-locked', liesInOpenZone],
  ],
  // From a locked zone too, and when all is over: what someone wrote can always be taken back.
  withdraw: [['not-yours', isOwn, isFacilitator]],
  makeTheme: [
    ['session-ended', isOpenBoard, isFacilitator],
    ['record-approved', isNotApproved],
    ['author', isOwn, comesBackRightly],
    ['shape', isNewOrAsItWas],
    ['zone-unknown', goesToKnownZone],
    ['zone-locked', goesToOpenZone],
    ['not-yours', isProposal, isFacilitator],
  ],
  editTheme: [
    ['session-ended', isOpenBoard, isFacilitator],
    ['record-approved', isNotApproved],
    ['not-yours', isOwnProposal, isFacilitator],
    ['zone-unknown', goesToKnownZone],
    ['zone-locked', liesInOpenZone],
    ['zone-locked', goesToOpenZone],
  ],
  takeTheme: [
    ['session-ended', isOpenBoard, isFacilitator],
    ['record-approved', isNotApproved],
    ['not-yours', isFacilitator],
  ],
  removeTheme: [
    ['session-ended', isOpenBoard, isFacilitator],
    ['record-approved', isNotApproved],
    ['not-yours', isOwnProposal, isFacilitator],
  ],
  type: [['bounds', fits]],
}

/** Null when this person may do this under these rules. */
export function refusalOf(act: Act, person: SyncPerson, rules: BoardRules): Refusal | null {
  for (const [refusal, ...conditions] of RULES[act.act] as readonly Rule<Act>[])
    if (!conditions.some((holds) => holds(act, person, rules))) return refusal
  return null
}

// Who

interface OfSomeone {
  readonly author: ParticipantId | null
}

function isFacilitator(_act: unknown, { role }: SyncPerson): boolean {
  return role === 'facilitator'
}

function isOwn({ author }: OfSomeone, { participant }: SyncPerson, { isPad }: BoardRules): boolean {
  return author === null ? isPad === true : author === participant
}

/** A draft may bear less: it is never signed with more than it bears. */
function isInOwnName(
  act: OfSomeone & { organisation: OrganisationId | null },
  person: SyncPerson,
  rules: BoardRules,
): boolean {
  const bearsNothing = act.author === null && act.organisation === null
  return isOwn(act, person, rules) && (act.organisation === person.organisation || bearsNothing)
}

/** A facilitator writes for who has no device; who has one writes alone. */
function isForOneWithoutDevice(
  { author, organisation }: OfSomeone & { organisation: OrganisationId | null },
  { role }: SyncPerson,
  { step, withoutDevice, closed = null }: BoardRules,
): boolean {
  return mayWriteFor({ role, step, withoutDevice, closed }, author, organisation)
}

function mayCluster(_act: unknown, { role }: SyncPerson, { clustering }: BoardRules): boolean {
  return role === 'facilitator' || clustering === 'everyone'
}

function isOwnAndStaysLoose(
  act: OfSomeone & { from: NotePlace | null; to: NotePlace },
  person: SyncPerson,
  rules: BoardRules,
): boolean {
  return isOwn(act, person, rules) && !act.from?.theme && act.to.theme === null
}

function isProposal({ status }: { status: ThemeStatus | null }): boolean {
  return status === 'proposed'
}

function isOwnProposal(
  act: OfSomeone & { status: ThemeStatus | null },
  person: SyncPerson,
  rules: BoardRules,
): boolean {
  return isOwn(act, person, rules) && isProposal(act)
}

// When it is over

function isOpenBoard(_act: unknown, _person: SyncPerson, { closed = null }: BoardRules): boolean {
  return closed === null
}

function isNotApproved(_act: unknown, _person: SyncPerson, { closed }: BoardRules): boolean {
  return closed !== 'approved'
}

/** What who guides took down by mistake is nothing new. */
function isBack({ restored }: MaybeRestored): boolean {
  return restored !== null
}

// What comes back: an undo brings what was there. Ids are never reused for anything else.

interface MaybeRestored {
  readonly restored: Restored | null
}

/** By its author, or by a facilitator, who may have taken it down. */
function comesBackRightly(act: OfSomeone & MaybeRestored, person: SyncPerson, rules: BoardRules): boolean {
  return act.restored?.sameMeta === true && (isOwn(act, person, rules) || isFacilitator(act, person))
}

function isNewOrAsItWas({ restored }: MaybeRestored): boolean {
  return restored === null || restored.sameMeta
}

function isLoose({ to }: { to: NotePlace }): boolean {
  return to.theme === null
}

function isInFormerTheme({ restored }: MaybeRestored): boolean {
  return restored?.sameTheme === true
}

/** What comes back stood on the board already: only what is new has to go through the pad. */
function mayStandOnBoard(act: MaybeRestored & { to: NotePlace }, { role }: SyncPerson, { step }: BoardRules): boolean {
  return role === 'facilitator' || act.restored !== null || !goesThroughPad(step, act.to.zone)
}

// Where

type Place = { readonly zone: ZoneId | null } | null

function goesToKnownZone({ to }: { to: Place }, _person: SyncPerson, { zones }: BoardRules): boolean {
  return !to?.zone || zones.some(({ id }) => id === to.zone)
}

function goesToOpenZone({ to }: { to: Place }, person: SyncPerson, rules: BoardRules): boolean {
  return isOpen(to, person, rules)
}

function liesInOpenZone({ from }: { from: Place }, person: SyncPerson, rules: BoardRules): boolean {
  return isOpen(from, person, rules)
}

/** A lock keeps the group's notes as they are while the facilitator goes on ordering them. */
function isOpen(place: Place, { role }: SyncPerson, { zones }: BoardRules): boolean {
  if (role === 'facilitator' || !place?.zone) return true
  return zones.find(({ id }) => id === place.zone)?.locked !== true
}

// How much

function fits({ length, most }: { length: number; most: number }): boolean {
  return length <= most
}

/** What a board holds, in total and of each person. */
export interface Counts {
  readonly notes: number
  readonly themes: number
  readonly notesOf: (person: ParticipantId) => number
}

/** How many notes and themes an update adds, less what it takes away. */
export interface Coming {
  readonly notes: number
  readonly themes: number
  readonly notesOf: ReadonlyMap<ParticipantId, number>
}

/** Null when there is room for what comes, after what goes went. */
export function fullness(counts: Counts, comes: Coming, { isPad }: BoardRules): Refusal | null {
  if (isPad && comes.notes > 0 && counts.notes + comes.notes > BOUNDS.notesPerPerson) return 'notes-full'
  if (comes.notes > 0 && counts.notes + comes.notes > BOUNDS.notesPerBoard) return 'board-full'
  if (comes.themes > 0 && counts.themes + comes.themes > BOUNDS.themesPerBoard) return 'themes-full'
  for (const [author, more] of comes.notesOf)
    if (more > 0 && counts.notesOf(author) + more > BOUNDS.notesPerPerson) return 'notes-full'
  return null
}
