import type { SessionId } from '../../../shared/model/ids.ts'
import type { Commitment, Series } from '../../../shared/model/series.ts'
import type { SeriesSeen } from '../../../shared/wire/series.ts'
import type { Visitor } from '../../access/visitor.ts'
import type { StoredSeries } from '../../storage/storage.ts'

/** What the state of a session says of the series. */
export function seriesSeen(
  { version, series }: StoredSeries,
  session: SessionId,
  { member, role }: Visitor,
): SeriesSeen {
  const numbers = new Map(series.expectations.map(({ id }, i) => [id, i + 1]))
  const ties: Record<string, number[]> = {}
  for (const tie of series.ties)
    if (tie.session === session && tie.target !== null)
      (ties[tie.target] ??= []).push(numbers.get(tie.expectation) ?? 0)
  for (const list of Object.values(ties)) list.sort((a, b) => a - b)
  return {
    version,
    expectations: series.expectations.map(({ id, text }) => ({ id, text })),
    ties,
    open: openBefore(series, session).length,
    answered:
      role !== 'wall' && series.checks.some((check) => check.session === session && check.answered.includes(member.id)),
  }
}

/** Commitments that another session made, and that are not done. */
const openBefore = ({ commitments }: Series, session: SessionId): Commitment[] =>
  commitments.filter((one) => one.session !== session && (one.status === 'open' || one.status === 'busy'))
