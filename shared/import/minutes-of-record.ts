import type { DecisionId, CorrectionId, NoteId, SessionId, ThemeId } from '../model/ids.ts'
import type { Minutes } from '../model/minutes.ts'
import { localDate } from '../record/dates.ts'
import type { FullRecord } from './record-fields.ts'
import type { Skips } from './skips.ts'

interface IntoMinutes {
  /** What the notes and themes of the file are called on the board. */
  readonly targets: ReadonlyMap<string, NoteId | ThemeId>
  /** The sessions of the network, by number. */
  readonly sessions: ReadonlyMap<number, SessionId>
  readonly timeZone: string
  readonly newId: () => string
}

/** What the facilitator wrote of the record. Words that are here already stay, and `skips` is told. */
export function minutesOfRecord(record: FullRecord, before: Minutes, into: IntoMinutes, skips: Skips): Minutes {
  const { summary, deepened, decisions, corrections, approved, notes } = record
  const targets = <T extends NoteId | ThemeId>(ids: readonly string[]) =>
    ids.flatMap((id) => (into.targets.get(id) as T | undefined) ?? [])
  /** What is here, or else what the file says. */
  const filled = <T extends { readonly length: number }>(
    what: 'summary' | 'decisions' | 'corrections',
    has: T,
    said: T,
  ) => {
    if (has.length === 0) return said
    if (said.length > 0) skips.add(what, 'thereAlready', typeof said === 'string' ? 1 : said.length)
    return has
  }
  const isHere = (approvedIn: number | undefined) =>
    approvedIn === undefined ? null : (into.sessions.get(approvedIn) ?? null)
  return {
    summary: filled('summary', before.summary, summary),
    deepened: deepened.flatMap(({ theme, text }) => targets<ThemeId>([theme]).map((id) => ({ theme: id, text }))),
    decisions: filled(
      'decisions',
      before.decisions,
      decisions.map((text) => ({ id: into.newId() as DecisionId, text })),
    ),
    omitted: targets<NoteId>(notes.flatMap(({ id, omitted }) => (omitted ? id : []))),
    staysInGroup: targets<NoteId>(notes.flatMap(({ id, staysInGroup }) => (staysInGroup ? id : []))),
    corrections: filled(
      'corrections',
      before.corrections,
      corrections.map(({ on, text }) => ({ id: into.newId() as CorrectionId, text, at: onDay(on, into.timeZone) })),
    ),
    approved: approved ? { at: onDay(approved.on, into.timeZone), session: isHere(approved.session) } : null,
  }
}

/** A moment of that day where the network is, in ms since 1970. */
function onDay(date: string, timeZone: string): number {
  const moments = ['12', '01', '23'].map((hour) => Date.parse(`${date}T${hour}:00:00Z`))
  return moments.find((at) => localDate(at, timeZone) === date) ?? moments[0] ?? 0
}
