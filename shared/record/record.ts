import type { Identity, ShowOrganisation, StepMode } from '../model/network.ts'
import type { NoteKind } from '../model/note.ts'
import type { Colour, ThemeStatus } from '../model/theme.ts'
import type { CommitmentStatus, Outcome, Standing, TakeHomeStatus } from '../model/series.ts'
import type { Presenter, ZoneKind } from '../model/zone.ts'

// The record of one session as JSON: one model from which every format is rendered. Arrays are in printing order.
// Never in it, at any level: authors, votes, times of writing, drafts, withdrawn notes, check-in words, the join code.
// Ids are UUIDs at level full and short numbers of the file (n12) below it: a UUIDv7 would tell when a note was written.

/** From all that is known to titles alone. */
export const RECORD_LEVELS = ['full', 'group', 'organisation', 'public'] as const
export type RecordLevel = (typeof RECORD_LEVELS)[number]

/** What of a session another one may know: a line of the series. Absent is unknown. */
export interface RecordMoment {
  readonly number: number
  /** ISO 8601 with an offset; at level public the date alone. */
  readonly startsAt?: string
  readonly endsAt?: string
  readonly venue?: string
  readonly host?: string
  readonly secondPresenter?: string
}

export interface RecordStep {
  readonly id: string
  readonly title: string
  readonly mode: StepMode
  readonly minutes: number
  readonly zone: string | null
  readonly identity: Identity
  readonly prompt: string
}

export interface RecordZone {
  readonly id: string
  readonly kind: ZoneKind
  readonly title: string
  readonly prompt?: string
  readonly aspect?: string
  readonly presenter?: Presenter
  readonly organisation?: string
  readonly locked: boolean
  readonly hidden: boolean
}

export interface RecordTheme {
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Null when its notes lie in more than one zone. */
  readonly zone: string | null
  readonly rank: string
  readonly status: ThemeStatus
  /** Level full: what an import needs for an equal board. `zone` is where the theme was made. */
  readonly look?: { readonly colour: Colour; readonly zone: string | null; readonly x: number; readonly y: number }
}

export interface RecordNote {
  readonly id: string
  readonly text: string
  /** Null when its zone is gone. */
  readonly zone: string | null
  readonly theme: string | null
  readonly kind: NoteKind
  readonly organisation?: string
  /** The top note of the stack it lies in. */
  readonly under?: string
  readonly buildsOn?: string
  /** Level full: it is in no record below, and why. */
  readonly omitted?: true
  readonly staysInGroup?: true
  /** Level full: where it lies on the board, in board units. */
  readonly place?: { readonly rank: string; readonly x: number; readonly y: number }
}

export interface RecordExpectation {
  readonly number: number
  /** The session that asked it. */
  readonly session: number
  readonly theme: string
  readonly relatedThemes: readonly string[]
  /** The part of the series record that answers it. */
  readonly part?: 'presentation' | 'themes'
}

export interface RecordPollination {
  readonly note: string
  readonly from: readonly string[]
  readonly to: readonly string[]
}

export interface RecordCommitment {
  readonly id: string
  /** The session that made it. */
  readonly session: number
  readonly who: readonly string[]
  readonly what: string
  /** ISO date. */
  readonly by: string | null
  readonly status: CommitmentStatus
}

export interface RecordTakeHome {
  readonly id: string
  /** What it was taken from: null when that is a theme, or gone. */
  readonly note: string | null
  readonly theme?: string
  /** In the words of who takes it. */
  readonly what?: string
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly firstStep: string
  readonly by: string | null
  /** What help is wanted. */
  readonly help?: string
  readonly status: TakeHomeStatus
  /** What was seen of it. */
  readonly saw?: string
}

/** Of the whole series as it stands when the record is made, and what this session said of it. */
export interface RecordSeries {
  readonly expectations: readonly {
    readonly number: number
    readonly text: string
    /** The session that asked it; null for one that was written in. */
    readonly session: number | null
    readonly standing?: Standing
    readonly standingSentence?: string
    readonly outcome?: Outcome
    readonly sentence?: string
  }[]
  /** Notes and themes of this session that touch an expectation, by its number. */
  readonly ties: readonly { readonly expectation: number; readonly note?: string; readonly theme?: string }[]
  /** The question at the end. `counts` from 1 to 5; null while there are too few answers to show. */
  readonly check?: { readonly answers: number; readonly counts: readonly number[] | null }
}

/** The part it is missing from; or that the facilitator left it out, or that it stays in the group. */
export type LeftOutReason = Exclude<ZoneKind, 'checkIn'> | 'omitted' | 'staysInGroup'

/** How much there is that this level does not show, never what. */
export interface LeftOut {
  readonly notes: number
  readonly reasons: Readonly<Partial<Record<LeftOutReason, number>>>
  /** Of whose presentations the `presentation` notes are; without `organisation` when nobody knows. */
  readonly presentations?: readonly { readonly organisation?: string; readonly notes: number }[]
  readonly commitments?: number
  readonly decisions?: number
  /** Level public: how many organisations are not named. */
  readonly organisations?: number
}

export interface SessionRecord {
  readonly format: 'bijeen.session'
  readonly version: 1
  readonly level: RecordLevel
  /** At level organisation: for whom it is. */
  readonly organisation?: string
  /** ISO date, in the network's time zone. */
  readonly madeOn: string
  readonly network: {
    readonly title: string
    readonly topic: string
    /** A locale, such as nl-BE. */
    readonly language: string
    readonly timeZone: string
    readonly sessions: readonly RecordMoment[]
    readonly organisations: readonly { readonly id: string; readonly name: string }[]
    readonly showOrganisation: ShowOrganisation
    readonly groundRules: readonly string[]
    readonly retentionDays: number
    /** ISO date, or null while no session has a date. */
    readonly eraseOn: string | null
  }
  readonly session: RecordMoment & { readonly title: string; readonly agenda?: readonly RecordStep[] }
  readonly attendance: {
    readonly present: readonly string[]
    readonly excused: readonly string[]
    /** At level organisation: how many organisations were there, without saying which. */
    readonly presentCount?: number
  }
  /** The facilitator's own sentences at the top. */
  readonly summary: string
  readonly zones: readonly RecordZone[]
  readonly themes: readonly RecordTheme[]
  readonly notes: readonly RecordNote[]
  readonly expectations: readonly RecordExpectation[]
  readonly crossPollination: readonly RecordPollination[]
  readonly deepened: readonly { readonly theme: string; readonly text: string }[]
  /** Levels full and group; absent when nothing was decided. */
  readonly decisions?: readonly string[]
  /** What was not right in a record that people had already. Levels full and group; `on` is an ISO date. */
  readonly corrections?: readonly { readonly on: string; readonly text: string }[]
  /** Since when the group agrees with it, and in which session. Levels full and group. */
  readonly approved?: { readonly on: string; readonly session?: number }
  readonly earlierCommitments: readonly RecordCommitment[]
  readonly commitments: readonly RecordCommitment[]
  readonly takeHomes: readonly RecordTakeHome[]
  /** Levels full and group. */
  readonly series?: RecordSeries
  /** Level full: reactions, counted. */
  readonly marks?: readonly {
    readonly note: string
    readonly recognise: number
    readonly takeHome: readonly string[]
  }[]
  readonly leftOut: LeftOut
}
