/** "19 november 2026", for a date without a time. */
export const dateText = (isoDate: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(isoDate),
  )

/** "19 november", with the year when it is another one than now's (ms since 1970). */
export const dayText = (isoDate: string, locale: string, now: number): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(isoDate.startsWith(String(new Date(now).getUTCFullYear())) ? {} : { year: 'numeric' }),
  }).format(new Date(isoDate))
