import type {
  CommitmentId,
  ExpectationId,
  NoteId,
  OrganisationId,
  ParticipantId,
  SessionId,
  TakeHomeId,
  ThemeId,
} from './ids.ts'

// What is said about a series as a whole. It is nobody's note: the server keeps it beside the boards, one state a network.

/** Session 3 asks of each expectation: zijn we goed bezig? */
export const STANDINGS = ['good', 'somewhat', 'notYet'] as const
export type Standing = (typeof STANDINGS)[number]

/** What became of an expectation in the end. */
export const OUTCOMES = ['met', 'partly', 'changed', 'not'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What became of an idea that was taken home. */
export const TAKE_HOME_STATUSES = ['open', 'tried', 'busy', 'dropped', 'learned'] as const
export type TakeHomeStatus = (typeof TAKE_HOME_STATUSES)[number]

export const COMMITMENT_STATUSES = ['done', 'busy', 'dropped', 'open'] as const
export type CommitmentStatus = (typeof COMMITMENT_STATUSES)[number]

/** How the process went, from 1 (not at all) to 5. */
export const CHECK_ANSWERS = [1, 2, 3, 4, 5] as const
export type CheckAnswer = (typeof CHECK_ANSWERS)[number]
/** Fewer answers would tell what one person said. */
export const FEWEST_ANSWERS = 3

/** A note or a theme of a board. */
export type Target = NoteId | ThemeId

/** Its number is its place in the list, from 1. */
export interface Expectation {
  readonly id: ExpectationId
  readonly text: string
  /** The session that asked it, and the theme it was there; null for one that the facilitator wrote. */
  readonly session: SessionId | null
  readonly theme: ThemeId | null
  readonly check: { readonly standing: Standing; readonly sentence: string } | null
  readonly judgement: Judgement | null
}

export interface Judgement {
  readonly outcome: Outcome
  readonly sentence: string
  /** The notes that show it. */
  readonly notes: readonly NoteRef[]
}

export interface NoteRef {
  readonly session: SessionId
  readonly note: NoteId
}

/** A note or theme touches an expectation. */
export interface Tie {
  readonly expectation: ExpectationId
  readonly session: SessionId
  /** Null when its board was erased, and the group keeps what was said of the series. */
  readonly target: Target | null
  /** Who said so; nobody is told. */
  readonly by: ParticipantId | null
}

/** An idea that organisations take home, and what became of it. */
export interface TakeHome {
  readonly id: TakeHomeId
  readonly session: SessionId
  readonly target: Target | null
  /** In the words of who takes it. */
  readonly what: string
  readonly from: readonly OrganisationId[]
  readonly to: readonly OrganisationId[]
  readonly firstStep: string
  /** ISO date. */
  readonly by: string | null
  /** What help is wanted; empty for none. */
  readonly help: string
  readonly status: TakeHomeStatus
  /** What was seen of it. */
  readonly saw: string
}

/** Who does what, by when. */
export interface Commitment {
  readonly id: CommitmentId
  /** The session that made it. */
  readonly session: SessionId
  readonly who: readonly OrganisationId[]
  readonly what: string
  /** ISO date. */
  readonly by: string | null
  readonly status: CommitmentStatus
}

export const CARRIED_KINDS = ['expectation', 'theme', 'commitment', 'note'] as const
export type CarriedKind = (typeof CARRIED_KINDS)[number]

/** Something went along from one session into another. */
export interface Carried {
  readonly kind: CarriedKind
  readonly from: SessionId
  readonly to: SessionId
  /** What it is of, in the ledger or on the board it came from. */
  readonly source: string
  /** What it became on the other board; null where it stands in the ledger alone. */
  readonly copy: Target | null
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The answers to the one question at the end of a session. Whose they are is nowhere. */
export interface ProcessCheck {
  readonly session: SessionId
  /** How many gave each answer, from 1 to 5. */
  readonly counts: readonly number[]
  /** Who answered, in the order of their ids: once each. Nobody is told. */
  readonly answered: readonly ParticipantId[]
}

export interface Excused {
  readonly session: SessionId
  readonly organisation: OrganisationId
}

/** A meeting after the series, where the group comes back to it. */
export interface Reunion {
  /** ISO 8601 with an offset. */
  readonly startsAt: string
  readonly endsAt: string | null
  readonly host: OrganisationId | null
  readonly venue: string
}

/** The parts of the record of the series that an expectation can give its title to. */
export const TITLED_PARTS = ['presentation', 'themes'] as const
export type TitledPart = (typeof TITLED_PARTS)[number]

/** Who may read the record of the series, beside the facilitator. */
export const SHOWN_TO = ['group', 'organisation', 'public'] as const
export type ShownTo = (typeof SHOWN_TO)[number]

/** All that is kept of a series beside its sessions. */
export interface Series {
  /** In order; null while the network has those of its sessions. */
  readonly aspects: readonly string[] | null
  readonly expectations: readonly Expectation[]
  readonly ties: readonly Tie[]
  readonly takeHomes: readonly TakeHome[]
  readonly commitments: readonly Commitment[]
  readonly carried: readonly Carried[]
  readonly checks: readonly ProcessCheck[]
  /** What is asked at the end of each session; empty for the shipped question. */
  readonly question: string
  readonly excused: readonly Excused[]
  /** Who comes in the place of others of their organisation. */
  readonly substitutes: readonly ParticipantId[]
  /** Organisations that are not in the network any more: what they gave stays. */
  readonly left: readonly OrganisationId[]
  /** Whether what was said about the series outlives a board that is erased by itself. */
  readonly outlives: boolean
  /** In the record of the series: the facilitator's sentences at its top. */
  readonly summary: string
  /** What a learning network is, for who reads the page for everyone; empty for the shipped words. */
  readonly about: string
  /** The expectations that give their title to a part of the record. */
  readonly titles: Readonly<Record<TitledPart, ExpectationId | null>>
  readonly reunion: Reunion | null
  /** The levels at which members may read the record of the series. */
  readonly published: readonly ShownTo[]
}

export const NO_SERIES: Series = {
  aspects: null,
  expectations: [],
  ties: [],
  takeHomes: [],
  commitments: [],
  carried: [],
  checks: [],
  question: '',
  excused: [],
  substitutes: [],
  left: [],
  outlives: false,
  summary: '',
  about: '',
  titles: { presentation: null, themes: null },
  reunion: null,
  published: [],
}

/** The mean of the answers, from 1 to 5; null while there are too few to show. */
export function checkMean({ counts }: Pick<ProcessCheck, 'counts'>): number | null {
  const answers = counts.reduce((sum, count) => sum + count, 0)
  if (answers < FEWEST_ANSWERS) return null
  return counts.reduce((sum, count, i) => sum + count * (i + 1), 0) / answers
}
