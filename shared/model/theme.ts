import type { ParticipantId, ThemeId, ZoneId } from './ids.ts'

/** The eight papers, in the order in which they are given out. Each has a pattern and a shape in the style sheets. */
export const COLOURS = ['honing', 'klaproos', 'heide', 'lavendel', 'korenbloem', 'munt', 'klaver', 'leem'] as const
export type Colour = (typeof COLOURS)[number]

/** A participant proposes; the facilitator makes it a theme. */
export const THEME_STATUSES = ['proposed', 'theme'] as const
export type ThemeStatus = (typeof THEME_STATUSES)[number]

export interface Theme {
  readonly id: ThemeId
  readonly author: ParticipantId | null
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** The zone it was made in; null when it gathers notes of several zones. */
  readonly zone: ZoneId | null
  /** A fractional-indexing string: the facilitator's order, on the board, on the wall and in the record. */
  readonly rank: string
  readonly x: number
  readonly y: number
  readonly title: string
  /** The facilitator's sentence of synthesis. */
  readonly summary: string
  readonly colour: Colour
  readonly status: ThemeStatus
}
