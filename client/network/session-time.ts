import type { SessionInfo } from '../../shared/wire/http.ts'

// When a session is, for people: in the time zone of this device, which stands where the group meets.

/** `now` from half an hour before its begin until its end; `open` while no date is set. */
export type Phase = 'done' | 'now' | 'today' | 'planned' | 'open'

type Times = Pick<SessionInfo, 'startsAt' | 'endsAt'>

const HALF_AN_HOUR = 30 * 60_000
/** A session without an end lasts this long. */
const THREE_HOURS = 180 * 60_000

const endOf = (session: Times): number =>
  session.endsAt ? Date.parse(session.endsAt) : Date.parse(session.startsAt ?? '') + THREE_HOURS

export function phaseOf(session: Times, now: number): Phase {
  if (!session.startsAt) return 'open'
  const start = Date.parse(session.startsAt)
  const end = endOf(session)
  const sameDay = new Date(start).toDateString() === new Date(now).toDateString()
  if (now >= start - HALF_AN_HOUR && now <= end) return 'now'
  if (sameDay) return 'today'
  return end < now ? 'done' : 'planned'
}

/** The session the page puts forward: the running one, today's, the next by date, the first without one, else the last. */
export function nearest<S extends Times>(sessions: readonly S[], now: number): S | undefined {
  const phase = (wanted: Phase) => sessions.filter((session) => phaseOf(session, now) === wanted)
  const planned = phase('planned').sort((a, b) => Date.parse(a.startsAt ?? '') - Date.parse(b.startsAt ?? ''))
  return phase('now')[0] ?? phase('today')[0] ?? planned[0] ?? phase('open')[0] ?? sessions.at(-1)
}

/** "donderdag 19 november", with the year when it is another one than now's. */
export function dayText(iso: string, locale: string, now: number): string {
  const date = new Date(iso)
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year }).format(date)
}

/** "19 november 2026". */
export const dateText = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(iso))

/** "09:30", or null. */
export const timeText = (iso: string | null, locale: string): string | null =>
  iso && new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(iso))

/** What the fields of a form hold: `yyyy-mm-dd` and two times `hh:mm`, each empty where nothing is set. */
export interface TimeFields {
  readonly date: string
  readonly from: string
  readonly to: string
}

const two = (n: number): string => String(n).padStart(2, '0')
const dateField = (d: Date): string =>
  `${String(d.getFullYear()).padStart(4, '0')}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
const timeField = (d: Date): string => `${two(d.getHours())}:${two(d.getMinutes())}`

export function toFields({ startsAt, endsAt }: Times): TimeFields {
  if (!startsAt) return { date: '', from: '', to: '' }
  const start = new Date(startsAt)
  return { date: dateField(start), from: timeField(start), to: endsAt ? timeField(new Date(endsAt)) : '' }
}

/**
 * The times of a form as ISO 8601. Without a date there is no time; without a begin it is 9 o'clock; without an end, three
 * hours later. An end before the begin is the next day: `null` when the fields make no sense at all.
 */
export function fromFields({ date, from, to }: TimeFields): Times | null {
  if (date === '') return { startsAt: null, endsAt: null }
  const start = new Date(`${date}T${from || '09:00'}`)
  let end = to === '' ? new Date(start.getTime() + THREE_HOURS) : new Date(`${date}T${to}`)
  if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) return null
  if (end <= start) end = new Date(end.getTime() + 24 * 3_600_000)
  return { startsAt: start.toISOString(), endsAt: end.toISOString() }
}
