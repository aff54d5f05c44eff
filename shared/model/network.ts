import type { NetworkId, OrganisationId, ParticipantId, SessionId, StepId, ZoneId } from './ids.ts'
import type { Zone } from './zone.ts'

export const LANGUAGES = ['nl', 'en', 'fr'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Organisation {
  readonly id: OrganisationId
  readonly name: string
}

/** Names are the same when only capitals, outer spaces or the way accents are encoded differ. */
export const foldedName = (name: string): string => name.trim().normalize('NFC').toLowerCase()

/** In a small group an organisation's label is a name: in these parts of the record it is shown or left out. */
export interface ShowOrganisation {
  readonly expectations: boolean
  readonly presentation: boolean
  readonly reflection: boolean
  readonly crossPollination: boolean
  readonly commitments: boolean
  readonly parked: boolean
}

export interface Network {
  readonly id: NetworkId
  readonly title: string
  readonly topic: string
  readonly language: Language
  /** An IANA zone, such as Europe/Brussels: the record writes times in it. */
  readonly timeZone: string
  readonly organisations: readonly Organisation[]
  /** Whether who joins may name an organisation that is not on the list yet. */
  readonly openList: boolean
  readonly showOrganisation: ShowOrganisation
  readonly groundRules: readonly string[]
  /** Days after the last session until the boards are erased. */
  readonly retentionDays: number
  /** A throw-away copy in which a session is tried out beforehand. */
  readonly rehearsal: boolean
}

export const DOORS = ['open', 'ask', 'closed'] as const
export type Door = (typeof DOORS)[number]

export const STEP_MODES = ['talk', 'silent', 'open', 'cluster', 'vote', 'pause'] as const
export type StepMode = (typeof STEP_MODES)[number]

export const IDENTITIES = ['name', 'organisation', 'nobody'] as const
export type Identity = (typeof IDENTITIES)[number]

/** One step of the agenda. */
export interface Step {
  readonly id: StepId
  readonly title: string
  readonly mode: StepMode
  readonly minutes: number
  readonly zone: ZoneId | null
  readonly identity: Identity
  readonly prompt: string
}

/** What of the running step decides over who may write what. */
export interface RunningStep extends Pick<Step, 'mode' | 'identity' | 'zone'> {
  /** The zones whose drafts were shown since the step began. */
  readonly revealed?: readonly ZoneId[] | undefined
}

export interface Session {
  readonly id: SessionId
  readonly network: NetworkId
  /** From 1. An erased session leaves a gap. */
  readonly number: number
  readonly title: string
  /** Six letters and digits without look-alikes. */
  readonly code: string
  readonly door: Door
  readonly host: OrganisationId | null
  readonly secondPresenter: OrganisationId | null
  readonly venue: string
  /** ISO 8601 with an offset, or null while no date is set. */
  readonly startsAt: string | null
  readonly endsAt: string | null
  readonly zones: readonly Zone[]
  readonly agenda: readonly Step[]
}

/** What "2 of 5" counts to, also when a session between was erased: the number of the last. */
export const lastNumber = (sessions: readonly { readonly number: number }[]): number =>
  Math.max(0, ...sessions.map(({ number }) => number))

/** Roles in the order of what they may. */
export const ROLES = ['wall', 'member', 'facilitator'] as const
export type Role = (typeof ROLES)[number]

/** Someone of the network: one id in all its sessions. */
export interface Member {
  readonly id: ParticipantId
  readonly network: NetworkId
  readonly role: 'member' | 'facilitator'
  /** Optional: null for who gave none. */
  readonly name: string | null
  readonly organisation: OrganisationId | null
}

/**
 * What the facilitator shows on the wall. `code` is the way in, `step` what the running step asks, whichever that is,
 * `overview` all that lies there, `vote` that one runs, and its result when it was closed, `record` the record as the group
 * may read it.
 */
export type View =
  | { readonly kind: 'code' }
  | { readonly kind: 'step' }
  | { readonly kind: 'overview' }
  | { readonly kind: 'vote' }
  | { readonly kind: 'record' }
  | { readonly kind: 'zone'; readonly zone: ZoneId }
  | { readonly kind: 'theme'; readonly theme: string }

/** Where the facilitator brings everyone, and since when: ms since 1970, a later bringing always later. */
export interface Here {
  readonly view: View
  readonly at: number
}

/** Who may cluster: put others' notes in themes. */
export const CLUSTERING = ['facilitator', 'everyone'] as const
export type Clustering = (typeof CLUSTERING)[number]
