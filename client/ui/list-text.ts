/** "3, 5 en 7". */
export const listText = (items: readonly (string | number)[], locale: string): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(items.map(String))
