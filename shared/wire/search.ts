import type { OrganisationId, SessionId } from '../model/ids.ts'
import type { ZoneKind } from '../model/zone.ts'

// What GET /api/networks/:id/search answers.

export type HitKind =
  'introduction' | 'decision' | 'theme' | 'deepened' | 'note' | 'commitment' | 'takeHome' | 'expectation'

export interface SearchHit {
  readonly kind: HitKind
  /** As it was written. */
  readonly text: string
  /** Of a note, or of a theme: where to go to on the board. */
  readonly id?: string
  /** The sentence of a theme, or what became of it. */
  readonly more?: string
  readonly zone?: { readonly title: string; readonly kind: ZoneKind }
  /** The title of the theme that a note lies in. */
  readonly theme?: string
  /** Where the record of the group would say whose it is. */
  readonly organisations: readonly OrganisationId[]
}

export interface SearchedSession {
  /** Null for what belongs to no session. */
  readonly session: SessionId | null
  readonly number: number | null
  readonly title: string
  readonly startsAt: string | null
  readonly hits: readonly SearchHit[]
}

export interface SearchAnswer {
  /** In the order of the sessions, each in the order of reading; sessions without a hit are left out. */
  readonly sessions: readonly SearchedSession[]
  /** How many more there are than these. */
  readonly more: number
  /** The numbers of sessions whose board could not be read now. */
  readonly unread: readonly number[]
}
