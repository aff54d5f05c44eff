import type { ExpectationId, SessionId } from '../../shared/model/ids.ts'
import type { ExpectationInfo, SeriesInfo, SessionDigest } from '../../shared/wire/series.ts'

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
