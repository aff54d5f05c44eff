import type { NetworkId, OrganisationId, ParticipantId, SessionId, StepId } from '../model/ids.ts'
import type { Clustering, Door, Language, Organisation, Role, Step, View } from '../model/network.ts'
import type { Zone } from '../model/zone.ts'

/**
 * What one role may see of a session: sent whole on every (re)connect as the Socket.IO event `state`, again after every
 * change, and as the answer of GET /api/sessions/:id/state.
 */
export interface SessionState {
  /** Goes up by one with every command that changed something. */
  readonly version: number
  /** The server's clock when this was sent, in ms since 1970: timers run on it, not on the phone's. */
  readonly now: number
  readonly network: {
    readonly id: NetworkId
    readonly title: string
    readonly topic: string
    readonly language: Language
    /** How many sessions the series has. */
    readonly sessions: number
    readonly organisations: readonly Organisation[]
    /** ISO date on which the boards are erased, or null while no session has a date. */
    readonly eraseOn: string | null
  }
  readonly session: {
    readonly id: SessionId
    readonly number: number
    readonly title: string
    /** Null when the door is closed. */
    readonly code: string | null
    /** The address that the QR holds; null with the code. */
    readonly joinUrl: string | null
    readonly door: Door
    readonly host: OrganisationId | null
    readonly secondPresenter: OrganisationId | null
    readonly venue: string
    readonly startsAt: string | null
    readonly endsAt: string | null
    readonly zones: readonly Zone[]
    readonly agenda: readonly Step[]
  }
  /** The running step; `startedAt` in ms since 1970. */
  readonly step: { readonly id: StepId; readonly startedAt: number } | null
  readonly clustering: Clustering
  readonly wall: View
  readonly recordPublished: boolean
  readonly me: Me
  /** Who has been in this session. Empty for the wall: no names there. */
  readonly people: readonly Person[]
  readonly count: { readonly people: number; readonly online: number; readonly organisations: number }
}

export interface Me {
  readonly role: Role
  /** Null for the wall. */
  readonly participant: ParticipantId | null
  readonly name: string | null
  readonly organisation: OrganisationId | null
}

export interface Person {
  readonly participant: ParticipantId
  readonly role: 'member' | 'facilitator'
  readonly name: string | null
  readonly organisation: OrganisationId | null
  readonly online: boolean
  /** At the door, not yet let in (door `ask`). Only the facilitator sees who waits. */
  readonly waiting: boolean
  /** The Yjs clients of this person's open boards: presence carries no identity of its own. */
  readonly clients: readonly number[]
}
