import { readFileSync } from 'node:fs'
import type { RecordNote, SessionRecord } from '../../shared/record/record.ts'

/** The record of the golden examples: 31 notes of a second session, at level full. */
export const goldenRecord = JSON.parse(
  readFileSync(new URL('../golden/verslag-sessie-2.json', import.meta.url), 'utf8'),
) as SessionRecord

/** The golden record with so many notes: the same again and again, each with a word of its own. */
export function longRecord(count: number, text = (note: RecordNote, n: number) => `${note.text} Briefje${n}woord`) {
  const { notes, zones } = goldenRecord
  // The expectations were asked in another session: their notes stand in its record.
  const elsewhere = zones.find(({ kind }) => kind === 'expectations')?.id
  const alone = notes.filter((note) => note.under === undefined && note.zone !== elsewhere)
  const all = Array.from({ length: count }, (_, n) => {
    const { under: _under, buildsOn: _buildsOn, ...note } = alone[n % alone.length] as RecordNote
    return { ...note, id: `${note.id.slice(0, -12)}${String(n).padStart(12, '0')}`, text: text(note, n) }
  })
  // In printing order, as a record is.
  const order = new Map(alone.map(({ text: words }, index) => [words, index]))
  const place = (n: number): number => order.get((alone[n % alone.length] as RecordNote).text) ?? 0
  const sorted = all.map((note, n) => ({ note, at: place(n) })).sort((a, b) => a.at - b.at)
  return {
    ...goldenRecord,
    notes: sorted.map(({ note }) => note),
    crossPollination: [],
    marks: [],
  } satisfies SessionRecord
}
