import type { LeftOut, RecordNote, SessionRecord } from './record.ts'
import { stackTops } from './stacks.ts'

/**
 * The record without the notes that the facilitator left out or that stay in the group, and how many those are. The rest of
 * a stack stays: without its top the next one is the top.
 */
export function withoutKept(record: SessionRecord): { readonly record: SessionRecord; readonly leftOut: LeftOut } {
  const kept = record.notes.filter(isKept)
  if (kept.length === 0) return { record, leftOut: record.leftOut }
  const gone = new Set(kept.map(({ id }) => id))
  const isThere = (note: string | null | undefined): boolean => note === null || note === undefined || !gone.has(note)
  const staysInGroup = kept.filter((note) => note.staysInGroup).length
  const omitted = kept.length - staysInGroup
  return {
    record: {
      ...record,
      notes: restacked(record.notes, gone),
      crossPollination: record.crossPollination.filter(({ note }) => isThere(note)),
      // Who takes an idea home begins with its words.
      takeHomes: record.takeHomes.filter(({ note }) => isThere(note)),
      ...(record.series && {
        series: { ...record.series, ties: record.series.ties.filter(({ note }) => isThere(note)) },
      }),
    },
    leftOut: {
      notes: kept.length,
      reasons: { ...(omitted > 0 && { omitted }), ...(staysInGroup > 0 && { staysInGroup }) },
    },
  }
}

/** The same, with each of those notes as a line of its own where it stood. */
export function withKeptApart(whole: SessionRecord): ReturnType<typeof withoutKept> {
  const { record, leftOut } = withoutKept(whole)
  const tops = stackTops(whole.notes)
  const byId = new Map(whole.notes.map((note) => [note.id, note]))
  const others = new Map(record.notes.map((note) => [note.id, note]))
  const apart = ({ under: _under, ...note }: RecordNote): RecordNote => {
    const { zone, theme } = byId.get(tops.get(note.id) ?? note.id) ?? note
    return { ...note, zone, theme }
  }
  return { record: { ...record, notes: whole.notes.map((note) => others.get(note.id) ?? apart(note)) }, leftOut }
}

const isKept = ({ omitted, staysInGroup }: RecordNote): boolean => omitted === true || staysInGroup === true

function restacked(notes: readonly RecordNote[], gone: ReadonlySet<string>): RecordNote[] {
  const tops = stackTops(notes)
  const byId = new Map(notes.map((note) => [note.id, note]))
  const heirs = new Map<string, string>()
  return notes.flatMap((note) => {
    if (gone.has(note.id)) return []
    const top = tops.get(note.id) ?? note.id
    if (top === note.id || !gone.has(top)) return [note]
    const heir = heirs.get(top)
    if (heir !== undefined) return [{ ...note, under: heir }]
    heirs.set(top, note.id)
    const { under: _under, ...rest } = note
    const former = byId.get(top)
    return [{ ...rest, zone: former?.zone ?? note.zone, theme: former?.theme ?? null }]
  })
}
