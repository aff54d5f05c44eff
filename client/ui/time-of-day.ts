import { locale } from './words.svelte.ts'

/** A time of day as people write it there: 10.29 in Belgium's Dutch, 10:29 in English. In ms since 1970. */
export function timeOfDay(time: number): string {
  const text = new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(time)
  return locale().startsWith('nl') ? text.replace(':', '.') : text
}
