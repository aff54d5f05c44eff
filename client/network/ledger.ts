import type { ExpectationId, NoteId, SessionId } from '../../shared/model/ids.ts'
import type { ExpectationInfo, Quote, SeriesInfo, SessionDigest, TieInfo } from '../../shared/wire/series.ts'

/** What one session has of one expectation. */
export interface LedgerCell {
  readonly session: SessionId
  /** Notes and themes that touch it; where it was asked, the notes of its theme when nothing else does. */
  readonly count: number
  readonly isOrigin: boolean
  readonly isHeld: boolean
}

export interface LedgerRow {
  readonly expectation: ExpectationInfo
  readonly cells: readonly LedgerCell[]
  /** Sessions were held since it was asked, and nothing in them touches it. */
  readonly isUntouched: boolean
}

type Said = Pick<SeriesInfo, 'expectations' | 'ties' | 'sessions'>

/**
 * The expectations by their number against the sessions by theirs.
 * @param columns The sessions to show.
 * @param heldInTime Those that were held, or run, as they followed each other.
 */
export function ledgerRows(
  said: Said,
  columns: readonly { readonly id: SessionId }[],
  heldInTime: readonly { readonly id: SessionId }[],
): LedgerRow[] {
  const counts = new Map<string, number>()
  const key = (expectation: ExpectationId, session: SessionId) => `${expectation} ${session}`
  for (const { expectation, session } of said.ties) {
    const at = key(expectation, session)
    counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  const held = heldInTime.map(({ id }) => id)
  return [...said.expectations]
    .sort((a, b) => a.number - b.number)
    .map((expectation) => {
      const tied = (session: SessionId) => counts.get(key(expectation.id, session)) ?? 0
      const since = held.slice(expectation.session ? held.indexOf(expectation.session) + 1 : 0)
      return {
        expectation,
        cells: columns.map(({ id }) => {
          const isOrigin = id === expectation.session
          const count = tied(id) || (isOrigin ? notesOfTheme(said.sessions, expectation) : 0)
          return { session: id, count, isOrigin, isHeld: held.includes(id) }
        }),
        isUntouched: since.length > 0 && since.every((id) => tied(id) === 0),
      }
    })
}

function notesOfTheme(sessions: readonly SessionDigest[], { session, theme }: ExpectationInfo): number {
  const digest = sessions.find((one) => one.session === session)
  return digest?.themes.find(({ id }) => id === theme)?.notes ?? 0
}

/** The same ids with one of them a place further up or down. */
export function moved(ids: readonly ExpectationId[], id: ExpectationId, by: -1 | 1): ExpectationId[] {
  const others = ids.filter((one) => one !== id)
  others.splice(Math.max(0, ids.indexOf(id) + by), 0, id)
  return others
}

/** What is tied to one expectation, session by session as they followed each other. */
export const tiedTo = (
  said: Pick<SeriesInfo, 'ties'>,
  expectation: ExpectationId,
  inTime: readonly { readonly id: SessionId; readonly number: number }[],
): { readonly number: number; readonly ties: readonly TieInfo[] }[] =>
  inTime.flatMap(({ id, number }) => {
    const ties = said.ties.filter((tie) => tie.expectation === expectation && tie.session === id)
    return ties.length > 0 ? [{ number, ties }] : []
  })

/** The notes that may be shown with a judgement: those that are tied, as far as their words are still there. */
export const notesTied = (said: Pick<SeriesInfo, 'ties' | 'sessions'>, expectation: ExpectationId): Quote[] => {
  const themes = new Set<string>(said.sessions.flatMap((digest) => digest.themes.map(({ id }) => id)))
  return said.ties.flatMap((tie) =>
    tie.expectation === expectation && tie.target !== null && tie.text !== null && !themes.has(tie.target)
      ? { session: tie.session, note: tie.target as NoteId, text: tie.text }
      : [],
  )
}
