import type { SessionInfo } from '../../shared/wire/http.ts'

/** The sessions as they follow each other in time. One without a date comes after the last with a smaller number. */
export function inTime<S extends Pick<SessionInfo, 'number' | 'startsAt'>>(sessions: readonly S[]): S[] {
  const start = ({ startsAt }: S) => Date.parse(startsAt ?? '')
  const byNumber = [...sessions].sort((a, b) => a.number - b.number)
  const ordered = byNumber.filter(({ startsAt }) => startsAt !== null).sort((a, b) => start(a) - start(b))
  for (const session of byNumber) {
    if (session.startsAt !== null) continue
    ordered.splice(ordered.findLastIndex(({ number }) => number < session.number) + 1, 0, session)
  }
  return ordered
}
