import type { Refusal } from '../../shared/model/refusal.ts'
import type { MessageKey } from '../../shared/text/nl.ts'
import { refusalText } from '../../shared/text/refusals.ts'
import type { Imported, Skipped } from '../../shared/wire/import.ts'
import { t } from '../ui/words.svelte.ts'

// What of an import is told, in words.

const WHAT: Record<Skipped['what'], MessageKey> = {
  attendance: 'import.what.attendance',
  excused: 'import.excused',
  earlierCommitments: 'import.what.earlierCommitments',
  commitments: 'import.commitments',
  takeHomes: 'import.takeHomes',
  expectations: 'import.expectations',
  ties: 'import.ties',
  check: 'import.what.check',
  host: 'import.what.host',
  secondPresenter: 'import.what.secondPresenter',
  venue: 'import.what.venue',
  startsAt: 'import.what.startsAt',
  endsAt: 'import.what.endsAt',
  title: 'import.what.title',
  summary: 'import.what.summary',
  decisions: 'import.what.decisions',
  corrections: 'import.what.corrections',
  organisations: 'import.organisations',
  keys: 'import.what.keys',
  notes: 'import.what.notes',
  columns: 'import.what.columns',
}

/** So many lines are named; the rest is counted. */
const NAMED = 8

export function skippedWords({ what, count, why, lines, names }: Skipped): string {
  const said = { what: t(WHAT[what], { count }), why: t(`import.why.${why}`) }
  if (lines && lines.length > 0) {
    const named = lines.slice(0, NAMED).join(', ') + (count > NAMED ? ' …' : '')
    return t('import.lineAt', { ...said, lines: named })
  }
  return names && names.length > 0
    ? t('import.lineNames', { ...said, names: names.slice(0, NAMED).join(', ') })
    : t('import.line', said)
}

const CAME = [
  'zones',
  'steps',
  'themes',
  'notes',
  'marks',
  'organisations',
  'expectations',
  'ties',
  'takeHomes',
  'commitments',
  'excused',
] as const satisfies readonly (keyof Imported)[]

export const cameWords = (imported: Imported): string[] =>
  CAME.flatMap((what) => {
    const count = imported[what]
    return count ? t(`import.${what}`, { count }) : []
  })

/** Some refusals mean something else here than elsewhere. */
const HERE: Partial<Record<Refusal, MessageKey>> = {
  malformed: 'import.broken',
  'record-busy': 'import.busy',
  bounds: 'import.full',
}
export const refusedWords = (refusal: Refusal): string => t(HERE[refusal] ?? refusalText[refusal])
