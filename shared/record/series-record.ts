import type { Outcome, Standing, TakeHomeStatus, TitledPart } from '../model/series.ts'
import type { RecordCommitment, RecordLevel, RecordMoment, SessionRecord } from './record.ts'

// The record of a whole series as JSON: one model from which every format is rendered. Arrays are in printing order, which
// never tells when or by whom something was said. What is in no record of a session is not in this one either.

/** A note in its own words, as the proof of something. */
export interface SeriesQuote {
  /** The number of its session. */
  readonly session: number
  /** Level full. */
  readonly note?: string
  readonly text: string
}

export interface SeriesSession extends RecordMoment {
  /** It began, or its time has gone by. */
  readonly held: boolean
  readonly excused: readonly string[]
  readonly deepenedThemes: readonly string[]
}

export interface SeriesExpectation {
  readonly number: number
  readonly text: string
  /** The session that asked it; null for one that was written in. */
  readonly session: number | null
  readonly part?: TitledPart
  readonly standing?: Standing
  readonly standingSentence?: string
  readonly outcome?: Outcome
  readonly sentence?: string
  readonly quotes: readonly SeriesQuote[]
}

/** Where an organisation showed how it works, by aspect. */
export interface SeriesPractice {
  readonly aspect: string
  readonly organisation: string
  /** The sessions in which it did. */
  readonly sessions: readonly number[]
}

export interface SeriesTheme {
  readonly id: string
  readonly title: string
  readonly deepened: boolean
  /** Where notes lie in it, or where it was deepened. Empty below group. */
  readonly sessions: readonly { readonly session: number; readonly notes: number; readonly deepened: boolean }[]
  /** Level full: the themes of the sessions that are this one. */
  readonly themes?: readonly string[]
}

export interface SeriesTakeHome {
  readonly id: string
  /** Null when that session was erased. */
  readonly session: number | null
  readonly what: string
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly firstStep: string
  /** ISO date. */
  readonly by: string | null
  readonly help?: string
  readonly status: TakeHomeStatus
  readonly saw?: string
}

export interface SeriesCommitment extends Omit<RecordCommitment, 'session'> {
  readonly session: number | null
}

/** A meeting after the series. */
export interface SeriesReunion {
  /** ISO 8601 with an offset. */
  readonly startsAt: string
  readonly endsAt?: string
  readonly venue?: string
  readonly host?: string
}

/** How much there is that this level does not hold, never what. */
export interface SeriesLeftOut {
  readonly notes: number
  /** Levels full and group: notes that stand in the records of their sessions, that were left out of those, or stay in the group. */
  readonly reasons?: { readonly sessionRecords?: number; readonly omitted?: number; readonly staysInGroup?: number }
  readonly judgements?: number
  readonly takeHomes?: number
  readonly commitments?: number
  readonly organisations?: number
}

export interface SeriesRecord {
  readonly format: 'bijeen.series'
  readonly version: 1
  readonly level: RecordLevel
  /** At level organisation: for whom it is. */
  readonly organisation?: string
  /** ISO date, in the network's time zone. */
  readonly madeOn: string
  readonly network: Omit<SessionRecord['network'], 'sessions'>
  /** What a learning network is, in the facilitator's words; empty for the shipped ones. */
  readonly about: string
  /** The facilitator's own sentences at the top. */
  readonly summary: string
  readonly counts: {
    /** Sessions that were held, and what the series counts to. */
    readonly held: number
    readonly total: number
    /** In the records of the sessions, at this level or at group: each note once. */
    readonly notes: number
    readonly organisations: number
    /** Organisations that showed how they work. */
    readonly presenters: number
    /** Every session that was held had a host. */
    readonly atOrganisations: boolean
  }
  /** As they followed each other in time. Below organisation none. */
  readonly sessions: readonly SeriesSession[]
  readonly expectations: readonly SeriesExpectation[]
  /** Of which something was shown, in order. */
  readonly aspects: readonly string[]
  readonly practice: readonly SeriesPractice[]
  readonly themes: readonly SeriesTheme[]
  readonly takeHomes: readonly SeriesTakeHome[]
  /** Below full those that are neither done nor dropped. */
  readonly commitments: readonly SeriesCommitment[]
  /** Parked notes that went along into no other session. */
  readonly parked: readonly SeriesQuote[]
  readonly reunion: SeriesReunion | null
  /** Level full: the records of the sessions, whole. */
  readonly records?: readonly SessionRecord[]
  readonly leftOut: SeriesLeftOut
}
