import { BOUNDS } from './bounds.ts'
import type { CorrectionId, DecisionId, NoteId, SessionId, ThemeId } from './ids.ts'
import type { Refusal } from './refusal.ts'

// What the facilitator says in the record of a session beside what lies on its board. Titles, sentences and the order of
// themes are on the board itself, commitments and take-homes in the series.

export interface Deepened {
  readonly theme: ThemeId
  /** Empty while nothing was written: the theme was deepened all the same. */
  readonly text: string
}

export interface Decision {
  readonly id: DecisionId
  readonly text: string
}

/** What was not right in a record that people had already: it stays listed. */
export interface Correction {
  readonly id: CorrectionId
  readonly text: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface Approval {
  /** Milliseconds since 1970. */
  readonly at: number
  /** The session in which the group approved it; null when it was done outside one, or that one is gone. */
  readonly session: SessionId | null
}

export interface Minutes {
  /** The introduction. */
  readonly summary: string
  /** The record prints them in the order of the themes. */
  readonly deepened: readonly Deepened[]
  readonly decisions: readonly Decision[]
  /** Notes that the facilitator leaves out of the record. */
  readonly omitted: readonly NoteId[]
  /** Notes that stay in the group: in no record below full, and counted apart for the group alone. */
  readonly staysInGroup: readonly NoteId[]
  readonly corrections: readonly Correction[]
  readonly approved: Approval | null
}

export const NO_MINUTES: Minutes = {
  summary: '',
  deepened: [],
  decisions: [],
  omitted: [],
  staysInGroup: [],
  corrections: [],
  approved: null,
}

// Pure steps from one state to the next, or the reason why not. The same state: nothing to change.

export function summarised(minutes: Minutes, summary: string): Minutes {
  return summary === minutes.summary ? minutes : { ...minutes, summary }
}

/** Says that a theme was deepened, with what came of it; `null` says that it was not. */
export function deepened(minutes: Minutes, theme: ThemeId, text: string | null): Minutes | Refusal {
  const before = minutes.deepened.find((one) => one.theme === theme)
  if (text === null) {
    return before ? { ...minutes, deepened: minutes.deepened.filter((one) => one !== before) } : minutes
  }
  if (before?.text === text) return minutes
  if (before) {
    return { ...minutes, deepened: minutes.deepened.map((one) => (one === before ? { theme, text } : one)) }
  }
  if (minutes.deepened.length >= BOUNDS.themesPerBoard) return 'bounds'
  return { ...minutes, deepened: [...minutes.deepened, { theme, text }] }
}

/** In or out of a list of notes. A note that is gone is in none. */
export function noted(
  minutes: Minutes,
  list: 'omitted' | 'staysInGroup',
  note: NoteId,
  on: boolean,
  isThere: (id: NoteId) => boolean,
): Minutes {
  if (minutes[list].includes(note) === on) return minutes
  const others = minutes[list].filter((id) => id !== note && isThere(id))
  return { ...minutes, [list]: on ? [...others, note] : others }
}

export function decided(minutes: Minutes, decision: Decision): Minutes | Refusal {
  if (minutes.decisions.length >= BOUNDS.decisionsPerSession) return 'bounds'
  return { ...minutes, decisions: [...minutes.decisions, decision] }
}

/** Another text for a decision; `null` takes it away. */
export function decidedOtherwise(minutes: Minutes, id: DecisionId, text: string | null): Minutes | Refusal {
  const before = minutes.decisions.find((one) => one.id === id)
  if (!before) return 'decision-unknown'
  if (before.text === text) return minutes
  const decisions =
    text === null
      ? minutes.decisions.filter((one) => one !== before)
      : minutes.decisions.map((one) => (one === before ? { id, text } : one))
  return { ...minutes, decisions }
}

export function corrected(minutes: Minutes, correction: Correction): Minutes | Refusal {
  if (minutes.corrections.length >= BOUNDS.decisionsPerSession) return 'bounds'
  return { ...minutes, corrections: [...minutes.corrections, correction] }
}

export function withoutCorrection(minutes: Minutes, id: CorrectionId): Minutes | Refusal {
  const corrections = minutes.corrections.filter((one) => one.id !== id)
  return corrections.length === minutes.corrections.length ? 'decision-unknown' : { ...minutes, corrections }
}
