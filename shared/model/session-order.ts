import type { Session } from './network.ts'

type Placed = Pick<Session, 'number' | 'startsAt'>

/** In time where both have a date, else by number: sessions may be held in another order than they were planned. */
export function isEarlier(a: Placed, b: Placed): boolean {
  if (a.startsAt !== null && b.startsAt !== null && Date.parse(a.startsAt) !== Date.parse(b.startsAt))
    return Date.parse(a.startsAt) < Date.parse(b.startsAt)
  return a.number < b.number
}
