import type { Network, Session } from '../model/network.ts'
import type { Translate } from '../text/translate.ts'
import type { RecordMoment } from './record.ts'

/** The date somewhere, as 2026-03-12. `when` in ms since 1970 or as ISO 8601. */
export function localDate(when: number | string, timeZone: string): string {
  const parts = partsOf(new Date(when), {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return `${parts('year')}-${parts('month')}-${parts('day')}`
}

/** The ISO date on which the boards are erased: some days after the last session that has a date; null when none has. */
export function eraseDate(
  network: Pick<Network, 'timeZone' | 'retentionDays'>,
  sessions: readonly Pick<Session, 'startsAt'>[],
): string | null {
  const dates = sessions.flatMap(({ startsAt }) => (startsAt === null ? [] : [localDate(startsAt, network.timeZone)]))
  const last = dates.sort().at(-1)
  if (last === undefined) return null
  const date = new Date(`${last}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + network.retentionDays)
  return date.toISOString().slice(0, 10)
}

/** Dates in words: `day` takes an ISO date or moment, `moment` adds from when to when. */
export function dateWords(t: Translate, timeZone: string) {
  const day = (iso: string): string => {
    const parts = partsOf(
      new Date(iso),
      { timeZone: isDateOnly(iso) ? 'UTC' : timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
      t.locale,
    )
    return t('record.date', {
      weekday: parts('weekday'),
      day: parts('day'),
      month: parts('month'),
      year: parts('year'),
    })
  }
  const clock = (iso: string): string => {
    const parts = partsOf(new Date(iso), { timeZone, hour: 'numeric', minute: '2-digit', hourCycle: 'h23' })
    return t('record.clock', { hours: String(Number(parts('hour'))), minutes: parts('minute') })
  }
  const moment = ({ startsAt, endsAt }: RecordMoment): string => {
    if (startsAt === undefined) return ''
    if (isDateOnly(startsAt)) return day(startsAt)
    const from = clock(startsAt)
    const time =
      endsAt === undefined ? t('record.timeFrom', { from }) : t('record.timeRange', { from, to: clock(endsAt) })
    return t('record.moment', { date: day(startsAt), time })
  }
  return { day, moment }
}

const isDateOnly = (iso: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(iso)

/** Parts, not a whole format: the commas that runtimes put between them differ from version to version. */
function partsOf(date: Date, options: Intl.DateTimeFormatOptions, locale = 'en-GB') {
  const parts = new Intl.DateTimeFormat(locale, options).formatToParts(date)
  return (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? ''
}
