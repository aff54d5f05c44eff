import type { SessionRecord } from './record.ts'

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
const REFERENCE_LISTS = new Set(['present', 'excused', 'who', 'from', 'to', 'relatedThemes'])

/** The same record with ids that are short numbers of the file: n1, t1, o1. A reference to what is not in it goes. */
export function withShortIds(record: SessionRecord): SessionRecord {
  const short = new Map<string, string>()
  const number = (letter: string, things: readonly { readonly id: string }[]): void =>
    things.forEach(({ id }, index) => short.set(id, `${letter}${index + 1}`))
  number('o', record.network.organisations)
  number('s', record.session.agenda ?? [])
  number('z', record.zones)
  number('t', record.themes)
  number('n', record.notes)
  number('c', [...record.earlierCommitments, ...record.commitments])
  number('h', record.takeHomes)
  const renamed: unknown = JSON.parse(JSON.stringify(record), (key, value: unknown) => {
    if (REFERENCE_LISTS.has(key) && Array.isArray(value)) {
      return value.flatMap((id: unknown) => short.get(String(id)) ?? [])
    }
    if (!REFERENCES.has(key) || typeof value !== 'string') return value
    return short.get(value) ?? (key === 'zone' || key === 'theme' ? null : undefined)
  })
  return renamed as SessionRecord
}
