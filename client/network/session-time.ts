import type { SessionInfo } from '../../shared/wire/http.ts'

/** `now` from half an hour before its begin until its end; `open` while no date is set. */
export type Phase = 'done' | 'now' | 'today' | 'planned' | 'open'

type Times = Pick<SessionInfo, 'startsAt' | 'endsAt'>

/** What the fields of a form hold: `yyyy-mm-dd` and two times `hh:mm`, each empty where nothing is set. */
export interface TimeFields {
  readonly date: string
  readonly from: string
  readonly to: string
}

const HALF_AN_HOUR = 30 * 60_000
/** A session without an end lasts this long. */
const THREE_HOURS = 180 * 60_000
const A_DAY = 24 * 3_600_000

const startOf = ({ startsAt }: Times): number => Date.parse(startsAt ?? '')
const endOf = (session: Times): number => (session.endsAt ? Date.parse(session.endsAt) : startOf(session) + THREE_HOURS)

/**
 * When sessions are, for people: in the network's time zone, where the group meets, and not in that of the device.
 * `now` in ms since 1970.
 */
export class SessionTime {
  readonly #timeZone: string
  readonly #locale: string
  readonly now: number

  constructor(timeZone: string, locale: string, now: number) {
    this.#timeZone = timeZone
    this.#locale = locale
    this.now = now
  }

  phaseOf(session: Times): Phase {
    if (!session.startsAt) return 'open'
    const [start, end] = [startOf(session), endOf(session)]
    if (this.now >= start - HALF_AN_HOUR && this.now <= end) return 'now'
    if (this.#fields(start).date === this.#fields(this.now).date) return 'today'
    return end < this.now ? 'done' : 'planned'
  }

  /** The session to put forward: the running one, today's, the next by date, the first without one, else the last. */
  nearest<S extends Times>(sessions: readonly S[]): S | undefined {
    const phase = (wanted: Phase) => sessions.filter((session) => this.phaseOf(session) === wanted)
    const [next] = phase('planned').sort((a, b) => startOf(a) - startOf(b))
    return phase('now')[0] ?? phase('today')[0] ?? next ?? phase('open')[0] ?? sessions.at(-1)
  }

  /** "donderdag 19 november", with the year when it is another one than now's. */
  day(iso: string): string {
    const year = this.#fields(Date.parse(iso)).date.slice(0, 4)
    const isThisYear = year === this.#fields(this.now).date.slice(0, 4)
    return this.#format(iso, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      ...(isThisYear ? {} : { year: 'numeric' }),
    })
  }

  /** "09:30". */
  clock(iso: string): string {
    return this.#format(iso, { hour: '2-digit', minute: '2-digit' })
  }

  toFields({ startsAt, endsAt }: Times): TimeFields {
    if (!startsAt) return { date: '', from: '', to: '' }
    const { date, time } = this.#fields(Date.parse(startsAt))
    return { date, from: time, to: endsAt ? this.#fields(Date.parse(endsAt)).time : '' }
  }

  /**
   * The times of a form as ISO 8601. Without a date there is no time; without a begin it is 9 o'clock; without an end,
   * three hours later. An end before the begin is on the next day. Null when the fields make no sense.
   */
  fromFields({ date, from, to }: TimeFields): Times | null {
    if (date === '') return { startsAt: null, endsAt: null }
    const start = this.#moment(date, from || '09:00')
    const end = to === '' ? start + THREE_HOURS : this.#moment(date, to)
    if (Number.isNaN(start) || Number.isNaN(end)) return null
    return {
      startsAt: new Date(start).toISOString(),
      endsAt: new Date(end <= start ? end + A_DAY : end).toISOString(),
    }
  }

  #format(iso: string, options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.#locale, { timeZone: this.#timeZone, ...options }).format(new Date(iso))
  }

  #fields(moment: number): { date: string; time: string } {
    // Swedish writes dates and times as the fields of a form hold them.
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: this.#timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
    })
    const [date = '', time = ''] = format.format(moment).split(' ')
    return { date, time }
  }

  /** The moment at which the clocks of the zone show this; NaN when there is no such date. */
  #moment(date: string, time: string): number {
    const shown = Date.parse(`${date}T${time}Z`)
    if (Number.isNaN(shown)) return NaN
    // What the clocks show at a moment nearby tells how far they are from UTC; twice, for a change of the clocks between.
    const ahead = (moment: number): number => {
      const fields = this.#fields(moment)
      return Date.parse(`${fields.date}T${fields.time}Z`) - moment
    }
    return shown - ahead(shown - ahead(shown))
  }
}
