import type { StepRun } from '../model/agenda.ts'
import type { MarkKind } from '../model/board.ts'
import type { Running } from '../model/running.ts'
import type { Promised } from '../model/identity.ts'
import type { NetworkId, NoteId, OrganisationId, ParticipantId } from '../model/ids.ts'
import type { Minutes } from '../model/minutes.ts'
import type { Clustering, Here, Language, Organisation, Role, View } from '../model/network.ts'
import type { Timer } from '../model/timer.ts'
import type { DotsOn, VoteAbout } from '../model/vote.ts'
import type { SessionInfo } from './http.ts'
import type { SeriesSeen } from './series.ts'

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
    /** The number of the last session: this one is so many of so many. */
    readonly sessions: number
    readonly organisations: readonly Organisation[]
    /** A throw-away copy in which a session is tried out: nothing of it stays. */
    readonly rehearsal: boolean
    /** ISO date on which the boards are erased, or null while no session has a date. */
    readonly eraseOn: string | null
  }
  readonly session: Omit<SessionInfo, 'network' | 'recordPublished' | 'recordApproved'>
  /** The running step; `startedAt` in ms since 1970. */
  readonly step: Running | null
  /** When the steps that ended really ran, each once. */
  readonly ran: readonly StepRun[]
  /** The one timer, as facts of the server's clock: `secondsLeft` of shared/model/timer.ts tells what is left of it. */
  readonly timer: Timer | null
  readonly clustering: Clustering
  readonly wall: View
  readonly recordPublished: boolean
  readonly recordApproved: boolean
  /** What the facilitator writes of the record; null for everyone else. */
  readonly minutes: Minutes | null
  /** The vote that runs, or the result of the last one until a next vote or step. */
  readonly vote: VoteSeen | null
  /** How drafts are signed when they are shown, by zone, where an earlier step promised less than the running one tells. */
  readonly promised: Promised
  /** How many people have drafts that nobody sees yet; null when none are expected, and there are none. */
  readonly silent: { readonly wrote: number } | null
  /** When the session was ended, in ms since 1970; null while it was not. */
  readonly ended: number | null
  /** How many of the people said that they are ready with the running step, and whether one did so oneself. */
  readonly ready: { readonly count: number; readonly mine: boolean }
  /**
   * Who has a hand up in the running step, the first one first: for the facilitator all who are here, for others only
   * oneself, for the wall nobody.
   */
  readonly hands: readonly ParticipantId[]
  /** What was said about the series, as far as this session needs it. */
  readonly series: SeriesSeen
  /** Where everyone is brought, until the next step begins or a vote opens. */
  readonly here: Here | null
  readonly me: Me
  /** Who has been in this session. Empty for the wall: no names there. */
  readonly people: readonly Person[]
  readonly count: { readonly people: number; readonly online: number; readonly organisations: number }
}

export type VoteSeen = VoteAbout & {
  /** When it was opened, in ms since 1970: tells one vote from the next. */
  readonly openedAt: number
} & (
    | {
        readonly kind: 'open'
        /** Null for the wall, which learns nothing of dots. */
        readonly ballot: Ballot | null
      }
    | {
        readonly kind: 'closed'
        /** What got dots, most first. */
        readonly result: readonly DotsOn[]
      }
  )

/** What one person knows of a vote that runs. */
export interface Ballot {
  /** How many dots each person has. */
  readonly dots: number
  /** The own ones. Those on what is gone from the board meanwhile count for nothing, and can be used again. */
  readonly mine: readonly DotsOn[]
  /** How many people have a dot somewhere. */
  readonly voted: number
}

export interface Me {
  readonly role: Role
  /** Null for the wall. */
  readonly participant: ParticipantId | null
  readonly name: string | null
  readonly organisation: OrganisationId | null
  /** Own notes that bear the organisation and no author. */
  readonly unnamed: readonly NoteId[]
  /** What oneself reacted to. Of others there are counts alone, on the board. */
  readonly marks: Readonly<Record<MarkKind, readonly NoteId[]>>
}

export interface Person {
  readonly participant: ParticipantId
  readonly role: 'member' | 'facilitator'
  readonly name: string | null
  readonly organisation: OrganisationId | null
  readonly online: boolean
  /** At the door, not yet let in (door `ask`). Only the facilitator sees who waits. */
  readonly waiting: boolean
  /** False for who came without one: the facilitator writes in their name. */
  readonly device: boolean
  /** The Yjs clients of this person's open boards: presence carries no identity of its own. */
  readonly clients: readonly number[]
}
