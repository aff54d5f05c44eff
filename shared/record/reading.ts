import type { ZoneKind } from '../model/zone.ts'
import type { RecordMoment, RecordNote, RecordPollination, RecordTheme, RecordZone, SessionRecord } from './record.ts'
import { stackTops } from './stacks.ts'

/** A record with its references followed: what the levels and the formats ask of it. */
export interface Reading {
  readonly record: SessionRecord
  /** Without the notes that are stacked under another: they print once, with their top. */
  readonly tops: readonly RecordNote[]
  /** How many notes say this, counting the top. 0 for a note beneath it. */
  timesWritten(note: RecordNote): number
  topOf(note: RecordNote): RecordNote
  /** The notes stacked under this one. */
  beneath(note: RecordNote): readonly RecordNote[]
  /** Where its stack is printed; undefined when that zone is gone. */
  zoneOf(note: RecordNote): RecordZone | undefined
  /** The part it is printed in. */
  partOf(note: RecordNote): Exclude<ZoneKind, 'checkIn'>
  theme(id: string | null): RecordTheme | undefined
  /** From whom to whom its idea goes, when it says so. */
  wayOf(note: RecordNote): RecordPollination | undefined
  /** The names of organisations, in the network's order. */
  names(ids: Iterable<string>): string[]
  name(id: string | undefined): string | undefined
}

/** The session after this one; the numbers between may have been erased. */
export const nextSession = ({ network, session }: SessionRecord): RecordMoment | undefined =>
  network.sessions.filter(({ number }) => number > session.number).sort((a, b) => a.number - b.number)[0]

export function readRecord(record: SessionRecord): Reading {
  const notes = new Map(record.notes.map((note) => [note.id, note]))
  const zones = new Map(record.zones.map((zone) => [zone.id, zone]))
  const themes = new Map(record.themes.map((theme) => [theme.id, theme]))
  const names = new Map(record.network.organisations.map(({ id, name }) => [id, name]))
  const ways = new Map(record.crossPollination.map((way) => [way.note, way]))
  const topIds = stackTops(record.notes)
  const stacked = new Map<string, RecordNote[]>()
  for (const note of record.notes) {
    const top = topIds.get(note.id) ?? note.id
    if (top !== note.id) stacked.set(top, [...(stacked.get(top) ?? []), note])
  }
  const topOf = (note: RecordNote): RecordNote => notes.get(topIds.get(note.id) ?? note.id) ?? note
  const zoneOf = (note: RecordNote): RecordZone | undefined => {
    const { zone } = topOf(note)
    return zone === null ? undefined : zones.get(zone)
  }
  return {
    record,
    tops: record.notes.filter((note) => topOf(note) === note),
    timesWritten: (note) => (topOf(note) === note ? 1 + (stacked.get(note.id)?.length ?? 0) : 0),
    topOf,
    beneath: (note) => stacked.get(note.id) ?? [],
    zoneOf,
    partOf: (note) => {
      const kind = zoneOf(note)?.kind
      return kind === undefined || kind === 'checkIn' ? 'free' : kind
    },
    theme: (id) => (id === null ? undefined : themes.get(id)),
    wayOf: (note) => ways.get(note.id),
    names: (ids) => {
      const wanted = new Set(ids)
      return [...names].flatMap(([id, name]) => (wanted.has(id) ? [name] : []))
    },
    name: (id) => (id === undefined ? undefined : names.get(id)),
  }
}
