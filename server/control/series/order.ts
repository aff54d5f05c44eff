import type { StoredSession } from '../../storage/storage.ts'

/** In time where both have a date, else by number: sessions may be held in another order than they were planned. */
export function isEarlier(a: StoredSession, b: StoredSession): boolean {
  const [from, to] = [a.control.startsAt, b.control.startsAt]
  if (from !== null && to !== null && Date.parse(from) !== Date.parse(to)) return Date.parse(from) < Date.parse(to)
  return a.number < b.number
}
