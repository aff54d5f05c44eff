/** "19 november 2026", for a date without a time. */
export const dateText = (isoDate: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(isoDate),
  )
