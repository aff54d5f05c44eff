import type { Note } from '../model/note.ts'
import type { ZoneKind } from '../model/zone.ts'
import type { RecordTheme, RecordZone } from './record.ts'

/** The parts of a record that hold notes, in order. Check-in words are in none. */
export const PART_ORDER = [
  'expectations',
  'presentation',
  'reflection',
  'crossPollination',
  'free',
  'commitments',
  'parked',
] as const satisfies readonly ZoneKind[]

const LAST = Number.MAX_SAFE_INTEGER

/**
 * By part and zone. In a presentation the presenter's notes come first; elsewhere by theme, loose notes last.
 * A stacked note follows its top (`tops`: of every note). Notes of the same place stand by chance, always the same: the
 * front of an id is the moment of writing, and an order by it would tell who wrote one after the other.
 */
export function inPrintingOrder(
  notes: readonly Note[],
  tops: ReadonlyMap<string, string>,
  zones: readonly RecordZone[],
  themes: readonly RecordTheme[],
): Note[] {
  const zoneOrder = PART_ORDER.flatMap((kind) => zones.filter((zone) => zone.kind === kind))
  const zoneAt = new Map(zoneOrder.map((zone, index) => [zone.id, { zone, index }]))
  const themeAt = new Map(themes.map((theme, index) => [theme.id, index]))
  const keysOf = (note: Note): Keys => {
    const at = zoneAt.get(note.place.zone)
    if (at?.zone.kind === 'presentation') {
      return [at.index, note.meta.organisation === at.zone.organisation ? 0 : 1, '', chance(note)]
    }
    const theme = note.place.theme === null ? undefined : themeAt.get(note.place.theme)
    return [at?.index ?? LAST, theme ?? LAST, theme === undefined ? '' : note.place.rank, chance(note)]
  }
  const sorted = notes
    .map((note) => ({ note, keys: keysOf(note) }))
    .sort((a, b) => compare(a.keys, b.keys))
    .map(({ note }) => note)
  const stacked = new Map<string, Note[]>()
  for (const note of sorted) {
    const top = tops.get(note.id) ?? note.id
    if (top !== note.id) stacked.set(top, [...(stacked.get(top) ?? []), note])
  }
  return sorted
    .filter((note) => (tops.get(note.id) ?? note.id) === note.id)
    .flatMap((note) => [note, ...(stacked.get(note.id) ?? [])])
}

/** The last 48 bits of an id of version 7 are random. */
const chance = ({ id }: Note): string => id.slice(-12) + id

type Keys = readonly [zone: number, theme: number, rank: string, id: string]

function compare(a: Keys, b: Keys): number {
  const differs = a.findIndex((key, index) => key !== b[index])
  const left = a[differs]
  const right = b[differs]
  return left === undefined || right === undefined ? 0 : left < right ? -1 : 1
}
