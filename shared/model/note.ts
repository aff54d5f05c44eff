import type { NoteId, OrganisationId, ParticipantId, ThemeId, ZoneId } from './ids.ts'

export const NOTE_KINDS = ['idea', 'recognise', 'question', 'takeHome'] as const
export type NoteKind = (typeof NOTE_KINDS)[number]

/** Written once, never again. */
export interface NoteMeta {
  readonly author: ParticipantId | null
  readonly organisation: OrganisationId | null
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly kind: NoteKind
  readonly buildsOn: NoteId | null
}

/**
 * Where a note is: one value, so that a half-applied move cannot exist.
 * `x` and `y` are wishes, in board units from the top left of the zone's loose notes; what is shown is `arrange`'s answer.
 */
export interface NotePlace {
  readonly zone: ZoneId
  readonly theme: ThemeId | null
  /** A fractional-indexing string: the order within the theme. */
  readonly rank: string
  readonly x: number
  readonly y: number
  /** The note it is stacked under, when the two say the same. */
  readonly under: NoteId | null
}

export interface Note {
  readonly id: NoteId
  readonly meta: NoteMeta
  readonly place: NotePlace
  readonly text: string
}
