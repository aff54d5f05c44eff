import type { Step } from '../../shared/model/network.ts'
import { locale } from '../ui/words.svelte.ts'

/** When each step was planned to begin, and the last to end. Nothing is known while the session has no date. */
export function plannedTimes(
  agenda: readonly Step[],
  startsAt: string | null,
): { starts: readonly Date[]; end: Date | null } {
  if (startsAt === null) return { starts: [], end: null }
  let at = Date.parse(startsAt)
  const starts = agenda.map((step) => {
    const begins = new Date(at)
    at += step.minutes * 60_000
    return begins
  })
  return { starts, end: new Date(at) }
}

/** A time of day as people write it there: 10.29 in Belgium's Dutch, 10:29 in English. */
export function clock(time: Date): string {
  const text = new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' }).format(time)
  return locale().startsWith('nl') ? text.replace(':', '.') : text
}
