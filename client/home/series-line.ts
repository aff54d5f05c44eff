import type { SessionId } from '../../shared/model/ids.ts'

interface Dated {
  readonly id: SessionId
  readonly startsAt: string | null
  readonly endsAt: string | null
}

/** Where a series stands: one mark a session, and which one is today's or comes next. */
export interface SeriesLine {
  readonly marks: readonly ('done' | 'now' | 'open')[]
  readonly today: Dated | null
  readonly next: Dated | null
}

/** `now` in ms since 1970. A session counts as today's the whole day, in the time zone of the device. */
export function seriesLine(sessions: readonly Dated[], now: number): SeriesLine {
  const day = new Date(now).toDateString()
  const time = (at: string | null): number => (at === null ? Number.NaN : Date.parse(at))
  const isToday = (session: Dated): boolean => {
    const start = time(session.startsAt)
    return !Number.isNaN(start) && new Date(start).toDateString() === day
  }
  const marks = sessions.map((session) =>
    isToday(session) ? ('now' as const) : time(session.startsAt) < now ? ('done' as const) : ('open' as const),
  )
  return {
    marks,
    today: sessions.find(isToday) ?? null,
    next: sessions.find((session) => !isToday(session) && time(session.startsAt) > now) ?? null,
  }
}
