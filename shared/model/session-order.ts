import type { Session } from './network.ts'

type Placed = Pick<Session, 'number' | 'startsAt'>

/** In time where both have a date, else by number: sessions may be held in another order than they were planned. */
export function isEarlier(a: Placed, b: Placed): boolean {
  if (a.startsAt !== null && b.startsAt !== null && Date.parse(a.startsAt) !== Date.parse(b.startsAt))
    return Date.parse(a.startsAt) < Date.parse(b.startsAt)
  return a.number < b.number
}

/** The sessions as they follow each other in time. One without a date comes after the last with a smaller number. */
export function inTime<S extends Placed>(sessions: readonly S[]): S[] {
  const start = ({ startsAt }: S) => Date.parse(startsAt ?? '')
  const byNumber = [...sessions].sort((a, b) => a.number - b.number)
  const ordered = byNumber.filter(({ startsAt }) => startsAt !== null).sort((a, b) => start(a) - start(b))
  for (const session of byNumber) {
    if (session.startsAt !== null) continue
    ordered.splice(ordered.findLastIndex(({ number }) => number < session.number) + 1, 0, session)
  }
  return ordered
}
