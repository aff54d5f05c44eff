import type { MarkKind } from '../model/board.ts'
import type { NoteId } from '../model/ids.ts'
import type { NoteKind } from '../model/note.ts'
import type { Target } from '../model/series.ts'
import type { ThemeStatus } from '../model/theme.ts'

// GET /api/networks/:id/people/:participant/data: all that is known to be of one person, for that person alone. Words in
// it are the own ones; titles of zones, themes and expectations, which are the group's, say where they stand.

export interface OwnData {
  readonly format: 'bijeen.mine'
  readonly version: 1
  /** ISO, as are all moments here. */
  readonly madeAt: string
  readonly network: {
    readonly title: string
    readonly topic: string
    /** ISO date; null while no session has one. */
    readonly eraseOn: string | null
  }
  readonly me: {
    readonly role: 'member' | 'facilitator'
    readonly name: string | null
    readonly organisation: string | null
    /** At the door, not let in yet. */
    readonly waiting: boolean
  }
  /** Those in which one was, or in which something of one's own lies. */
  readonly sessions: readonly OwnSession[]
  /** What one said of the series as a whole. */
  readonly series: {
    /** Notes and themes of which one said that they touch an expectation. */
    readonly ties: readonly OwnTie[]
    /** The sessions, by number, whose question at the end one answered; what one answered is not kept. */
    readonly answered: readonly number[]
    /** Whether one comes in the place of another of one's organisation. */
    readonly substitute: boolean
  }
  /** Links that one made and that nobody opened yet. */
  readonly links: readonly { readonly madeAt: string; readonly for: 'facilitator' | 'device' }[]
  /** What the server cannot know to be of this person, in the language of the network. */
  readonly notKnown: readonly string[]
}

export interface OwnSession {
  readonly number: number
  readonly title: string
  readonly startsAt: string | null
  readonly endsAt: string | null
  /** When one came in for the first time. */
  readonly cameAt: string | null
  readonly notes: readonly OwnNote[]
  /** In the own pad: shown to nobody yet. */
  readonly drafts: readonly { readonly text: string; readonly kind: NoteKind; readonly zone: string | null }[]
  /** Themes that one made or proposed. */
  readonly themes: readonly { readonly title: string; readonly status: ThemeStatus; readonly madeAt: string }[]
  /** What one said of notes; those are others', so their words are not here. */
  readonly marks: readonly { readonly note: NoteId; readonly kind: MarkKind }[]
  /** While a vote runs; after it nobody knows who laid which. */
  readonly dots: readonly { readonly on: string; readonly dots: number }[]
}

export interface OwnTie {
  /** Its words, and its number among all. */
  readonly expectation: string
  readonly number: number
  /** By number. Null when that session was erased. */
  readonly session: number | null
  /** The note or theme is the group's, so its words are not here. Null when its board was erased. */
  readonly target: Target | null
}

export interface OwnNote {
  readonly text: string
  readonly kind: NoteKind
  readonly zone: string | null
  readonly theme: string | null
  readonly writtenAt: string
  /** What the board shows of its writer. */
  readonly signed: 'name' | 'organisation'
}
