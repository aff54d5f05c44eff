import { foldedName } from '../model/network.ts'
import { readRecord } from './reading.ts'
import type { RecordNote, SessionRecord } from './record.ts'
import type { SeriesPractice, SeriesSession, SeriesTheme } from './series-record.ts'

// What the records of the sessions add up to, at the level that they have.

/** The notes of each session: one that stands in two records is of the first, in the order of `records`. */
export function ownNotes(records: readonly SessionRecord[]): Map<SessionRecord, RecordNote[]> {
  const known = new Set<string>()
  return new Map(
    records.map((record) => {
      const own = record.notes.filter(({ id }) => !known.has(id))
      for (const { id } of own) known.add(id)
      return [record, own]
    }),
  )
}

export const noteCount = (records: readonly SessionRecord[]): number =>
  [...ownNotes(records).values()].reduce((sum, notes) => sum + notes.length, 0)

interface Practices {
  readonly aspects: readonly string[]
  readonly practice: readonly SeriesPractice[]
}

/** Which organisation showed which aspect, and when. @param listed the aspects of the network, in order. */
export function practices(records: readonly SessionRecord[], listed: readonly string[]): Practices {
  const titles = new Map(listed.map((title) => [foldedName(title), title]))
  const shown = new Map<string, Map<string, Set<number>>>()
  for (const record of records) {
    const reading = readRecord(record)
    const used = new Set(record.notes.map((note) => reading.zoneOf(note)?.id))
    for (const { id, kind, organisation, aspect, title } of record.zones) {
      const name = aspect ?? title
      if (kind !== 'presentation' || organisation === undefined || name.trim() === '' || !used.has(id)) continue
      const key = foldedName(name)
      if (!titles.has(key)) titles.set(key, name)
      const ofAspect = shown.get(key) ?? new Map<string, Set<number>>()
      shown.set(key, ofAspect)
      ofAspect.set(organisation, (ofAspect.get(organisation) ?? new Set()).add(record.session.number))
    }
  }
  const inOrder = [...titles].flatMap(([key, aspect]) => {
    const ofAspect = shown.get(key)
    return ofAspect ? [{ aspect, ofAspect }] : []
  })
  const organisations = [...new Set(records.flatMap(({ network }) => network.organisations.map(({ id }) => id)))]
  return {
    aspects: inOrder.map(({ aspect }) => aspect),
    practice: inOrder.flatMap(({ aspect, ofAspect }) =>
      organisations.flatMap((organisation) => {
        const sessions = ofAspect.get(organisation)
        return sessions ? [{ aspect, organisation, sessions: [...sessions].sort((a, b) => a - b) }] : []
      }),
    ),
  }
}

/** The themes of all sessions that are none of a record's expectations. @param joined which of them are one, by any id of it. */
export function seriesThemes(
  records: readonly SessionRecord[],
  joined: ReadonlyMap<string, string>,
): (SeriesTheme & { readonly themes: readonly string[] })[] {
  const notes = ownNotes(records)
  const rows = new Map<string, SeriesTheme & { themes: string[]; title: string }>()
  for (const record of records) {
    const deepened = new Set(record.deepened.map(({ theme }) => theme))
    for (const { id, title } of themesOfSession(record)) {
      const count = notes.get(record)?.filter(({ theme }) => theme === id).length ?? 0
      if (count === 0 && !deepened.has(id)) continue
      const key = joined.get(id) ?? id
      const row = rows.get(key)
      const cell = { session: record.session.number, notes: count, deepened: deepened.has(id) }
      rows.set(key, {
        id: key,
        // As the group called it last.
        title: title.trim() === '' && row ? row.title : title,
        deepened: cell.deepened || (row?.deepened ?? false),
        sessions: withCell(row?.sessions ?? [], cell),
        themes: [...(row?.themes ?? []), id],
      })
    }
  }
  return [...rows.values()]
}

/** Two themes of one session may be one in the series. */
function withCell(cells: SeriesTheme['sessions'], cell: SeriesTheme['sessions'][number]): SeriesTheme['sessions'] {
  const former = cells.find(({ session }) => session === cell.session)
  if (!former) return [...cells, cell]
  const sum = { ...cell, notes: former.notes + cell.notes, deepened: former.deepened || cell.deepened }
  return cells.map((one) => (one === former ? sum : one))
}

/** Those that are no expectation, and no proposal that nobody took up. */
export function themesOfSession(record: SessionRecord): SessionRecord['themes'] {
  const expectations = new Set(record.expectations.map(({ theme }) => theme))
  return record.themes.filter(({ id, status }) => status === 'theme' && !expectations.has(id))
}

/** @param joined which themes are one, by any id of it. */
export const deepenedIn = (record: SessionRecord, joined: ReadonlyMap<string, string>): string[] => [
  ...new Set(record.deepened.map(({ theme }) => joined.get(theme) ?? theme)),
]

export const heldCounts = (sessions: readonly SeriesSession[], practice: readonly SeriesPractice[]) => {
  const held = sessions.filter((session) => session.held)
  return {
    held: held.length,
    total: Math.max(0, ...sessions.map(({ number }) => number)),
    presenters: new Set(practice.map(({ organisation }) => organisation)).size,
    atOrganisations: held.length > 0 && held.every(({ host }) => host !== undefined),
  }
}

/** The same records, each note in one of them. */
export function withoutRepeats(records: readonly SessionRecord[]): SessionRecord[] {
  const own = ownNotes(records)
  return records.map((record) => ({ ...record, notes: own.get(record) ?? [] }))
}
