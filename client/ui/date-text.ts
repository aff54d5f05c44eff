/** "19 november 2026", for a date without a time. */
export const dateText = (isoDate: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(isoDate),
  )

/** Nearer than this, in ms, a day is known by its month. */
const NEAR_MS = 300 * 86_400_000

/** "19 november"; with the year when it is further away from `now` (ms since 1970) than some ten months. */
export const dayText = (isoDate: string, locale: string, now: number): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(Math.abs(Date.parse(isoDate) - now) < NEAR_MS ? {} : { year: 'numeric' }),
  }).format(new Date(isoDate))
