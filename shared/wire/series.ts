import type { ExpectationId, OrganisationId, ParticipantId, SessionId, StepId, ThemeId } from '../model/ids.ts'
import type { NoteKind } from '../model/note.ts'
import type {
  Carried,
  Commitment,
  Excused,
  Expectation,
  Judgement,
  NoteRef,
  Reunion,
  Series,
  ShownTo,
  TakeHome,
  Target,
  Tie,
} from '../model/series.ts'

// GET /api/networks/:id/series: what is said about the series, and what its boards hold of it. A page of the network
// needs no board for it.

export interface SeriesInfo {
  readonly version: number
  /** In order. */
  readonly aspects: readonly string[]
  readonly expectations: readonly ExpectationInfo[]
  readonly ties: readonly TieInfo[]
  readonly takeHomes: readonly TakeHomeInfo[]
  readonly commitments: readonly CommitmentInfo[]
  readonly carried: readonly Carried[]
  readonly question: string
  readonly checks: readonly CheckInfo[]
  readonly excused: readonly Excused[]
  /** Only for the facilitator. */
  readonly substitutes?: readonly ParticipantId[]
  readonly left: readonly OrganisationId[]
  readonly outlives: boolean
  /** Of the record of the series: what the facilitator wrote (for members once they read it there), and at which levels they may. */
  readonly summary: string
  readonly about: string
  readonly titles: Series['titles']
  readonly reunion: Reunion | null
  readonly published: readonly ShownTo[]
  /** By number. With `?of=said` none of it: then no board is read. */
  readonly sessions: readonly SessionDigest[]
  /** Only for the facilitator: by organisation, what could be heard of it. */
  readonly heard?: readonly Heard[]
}

export interface ExpectationInfo extends Omit<Expectation, 'judgement'> {
  readonly number: number
  readonly judgement: (Omit<Judgement, 'notes'> & { readonly notes: readonly Quote[] }) | null
}

/** Null when the note is gone, or was not looked up. */
export interface Quote extends NoteRef {
  readonly text: string | null
}

/** `mine`: who asks said so, and may take it back. `text` of the note, or the theme's title. */
export interface TieInfo extends Omit<Tie, 'by'> {
  readonly mine: boolean
  readonly text: string | null
}

/** `mine`: who asks may change it. `text` of the note, or the theme's title, from which it was taken. */
export interface TakeHomeInfo extends TakeHome {
  readonly mine: boolean
  readonly text: string | null
}

export interface CommitmentInfo extends Commitment {
  readonly mine: boolean
}

export interface CheckInfo {
  readonly session: SessionId
  readonly answers: number
  /** From 1 to 5; null while there are too few answers to show. */
  readonly counts: readonly number[] | null
  /** Whether who asks answered. */
  readonly mine: boolean
}

/** `running`: a step runs. `over`: it was ended, or its time has gone by. */
export const SESSION_PHASES = ['planned', 'running', 'over'] as const
export type SessionPhase = (typeof SESSION_PHASES)[number]

/** What a board holds of the series. */
export interface SessionDigest {
  readonly session: SessionId
  readonly number: number
  readonly phase: SessionPhase
  /** The running step, by its place in the agenda (from 1). */
  readonly step: { readonly id: StepId; readonly title: string; readonly at: number; readonly of: number } | null
  /** People who came, by organisation. */
  readonly came: readonly { readonly organisation: OrganisationId | null; readonly people: number }[]
  /** On the board, hidden zones aside. Null when the board could not be read. */
  readonly notes: number | null
  /** In the facilitator's order. */
  readonly themes: readonly {
    readonly id: ThemeId
    readonly title: string
    readonly notes: number
    readonly zone: string | null
  }[]
  readonly presented: readonly Presented[]
  /** Notes that were parked. */
  readonly parked: readonly { readonly note: string; readonly text: string }[]
}

/** What one organisation showed of one aspect in one session. Only where something was said. */
export interface Presented {
  readonly organisation: OrganisationId
  readonly aspect: string
  /** The presenter's own, in their order on the board. */
  readonly own: readonly string[]
  /** How many others wrote, by kind. */
  readonly reactions: Readonly<Partial<Record<NoteKind, number>>>
}

/** Notes without an organisation are in no count: who wrote them is nobody's to know. */
export interface Heard {
  readonly organisation: OrganisationId
  /** The sessions where someone of it was. */
  readonly came: readonly number[]
  /** The sessions where a note bears it, with how many. */
  readonly wrote: readonly { readonly number: number; readonly notes: number }[]
  readonly presented: readonly number[]
}

/** GET /api/networks/:id/organisations/:organisation: what was said of one, for itself. */
export interface OrganisationPage {
  readonly organisation: OrganisationId
  readonly presented: readonly {
    readonly session: SessionId
    readonly number: number
    readonly aspect: string
    readonly own: readonly string[]
    readonly reactions: readonly {
      readonly text: string
      readonly kind: NoteKind
      /** Where the network shows it. */
      readonly organisation: OrganisationId | null
    }[]
  }[]
  /** Its ideas that others took home, and what it took. */
  readonly given: readonly TakeHomeInfo[]
  readonly taken: readonly TakeHomeInfo[]
  readonly commitments: readonly CommitmentInfo[]
}

/** What a session's state says of the series: enough for a board and a pen. */
export interface SeriesSeen {
  /** Who needs more asks for the whole when this is another. */
  readonly version: number
  readonly expectations: readonly { readonly id: ExpectationId; readonly text: string }[]
  /** Of this session's notes and themes: the numbers of the expectations they touch. */
  readonly ties: Readonly<Record<Target, readonly number[]>>
  /** How many commitments of earlier sessions are not done. */
  readonly open: number
  /** Whether who asks answered the question at the end. */
  readonly answered: boolean
}
