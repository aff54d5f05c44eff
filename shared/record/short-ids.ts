import type { SessionRecord } from './record.ts'
import type { SeriesRecord } from './series-record.ts'

/** Keys that hold an id, and keys that hold a list of them. No other string of a record is taken for an id. */
const REFERENCES = new Set([
  'id',
  'zone',
  'theme',
  'under',
  'buildsOn',
  'organisation',
  'host',
  'secondPresenter',
  'note',
])
const REFERENCE_LISTS = new Set(['present', 'excused', 'who', 'from', 'to', 'relatedThemes', 'deepenedThemes'])

/** The same record with ids that are short numbers of the file: n1, t1, o1. A reference to what is not in it goes. */
export const withShortIds = (record: SessionRecord): SessionRecord =>
  renumbered(record, {
    o: record.network.organisations,
    s: record.session.agenda ?? [],
    z: record.zones,
    t: record.themes,
    n: record.notes,
    c: [...record.earlierCommitments, ...record.commitments],
    h: record.takeHomes,
  })

/** The same of a series: no note of it has a number, since its quotes are all that it holds of notes. */
export const shortSeriesIds = (record: SeriesRecord): SeriesRecord =>
  renumbered(record, {
    o: record.network.organisations,
    t: record.themes,
    c: record.commitments,
    h: record.takeHomes,
  })

function renumbered<R extends object>(
  record: R,
  lists: Readonly<Record<string, readonly { readonly id: string }[]>>,
): R {
  const short = new Map<string, string>()
  for (const [letter, things] of Object.entries(lists))
    things.forEach(({ id }, index) => short.set(id, `${letter}${index + 1}`))
  const renamed: unknown = JSON.parse(JSON.stringify(record), (key, value: unknown) => {
    if (REFERENCE_LISTS.has(key) && Array.isArray(value)) {
      return value.flatMap((id: unknown) => short.get(String(id)) ?? [])
    }
    if (!REFERENCES.has(key) || typeof value !== 'string') return value
    return short.get(value) ?? (key === 'zone' || key === 'theme' ? null : undefined)
  })
  return renamed as R
}
