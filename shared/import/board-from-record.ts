import type { Marks } from '../model/board.ts'
import type { NoteId, OrganisationId, StepId, ThemeId, ZoneId } from '../model/ids.ts'
import type { Step } from '../model/network.ts'
import type { Note } from '../model/note.ts'
import type { Theme } from '../model/theme.ts'
import type { Zone } from '../model/zone.ts'
import type { FullRecord } from './record-fields.ts'

/** What a record lays on an empty board, and the plan that goes with it. */
export interface BoardOfRecord {
  readonly zones: readonly Zone[]
  readonly agenda: readonly Step[]
  readonly themes: readonly Theme[]
  readonly notes: readonly Note[]
  readonly marks: ReadonlyMap<NoteId, Marks>
  /** What each note and theme of the file is called from now on. */
  readonly targets: ReadonlyMap<string, NoteId | ThemeId>
}

export interface Making {
  readonly newId: () => string
  /** Milliseconds since 1970. */
  readonly now: number
  /** What the organisations of the file are here: each that is named. */
  readonly organisations: ReadonlyMap<string, OrganisationId>
}

/**
 * The same board under new ids. These ascend in the order of the file, which is not that of writing, so that what only ids
 * decide comes out as it was. Nobody is its author.
 */
export function boardOfRecord(record: FullRecord, { newId, now, organisations }: Making): BoardOfRecord {
  const renamed = <T extends string>(all: readonly { readonly id: string }[]) => {
    const ids = idsInOrder<T>(all.length, newId)
    return new Map(all.map(({ id }, i) => [id, ids[i] as T]))
  }
  const zoneIds = renamed<ZoneId>(record.zones)
  const themeIds = renamed<ThemeId>(record.themes)
  const noteIds = renamed<NoteId>(record.notes)
  const organisation = (id: string | undefined) => (id === undefined ? undefined : of(organisations, id))
  // Notes whose zone is gone stay without one.
  const goneZone = newId() as ZoneId
  return {
    zones: record.zones.map(({ id, prompt, aspect, presenter, organisation: whose, ...zone }, order): Zone => ({
      ...zone,
      id: of(zoneIds, id),
      ...(prompt !== undefined && { prompt }),
      ...(aspect !== undefined && { aspect }),
      // Whose it is follows from who presents.
      ...(presenter !== undefined ? { presenter } : whose !== undefined && { organisation: of(organisations, whose) }),
      order,
    })),
    agenda: record.session.agenda.map((step): Step => ({
      ...step,
      id: newId() as StepId,
      zone: step.zone === null ? null : of(zoneIds, step.zone),
    })),
    themes: record.themes.map(({ id, title, summary, rank, status, look }): Theme => ({
      id: of(themeIds, id),
      author: null,
      createdAt: now,
      zone: look.zone === null ? null : of(zoneIds, look.zone),
      rank,
      x: look.x,
      y: look.y,
      title,
      summary,
      colour: look.colour,
      status,
    })),
    notes: record.notes.map((note): Note => ({
      id: of(noteIds, note.id),
      meta: {
        author: null,
        organisation: organisation(note.organisation) ?? null,
        createdAt: now,
        kind: note.kind,
        buildsOn: note.buildsOn === undefined ? null : of(noteIds, note.buildsOn),
      },
      place: {
        zone: note.zone === null ? goneZone : of(zoneIds, note.zone),
        theme: note.theme === null ? null : of(themeIds, note.theme),
        ...note.place,
        under: note.under === undefined ? null : of(noteIds, note.under),
      },
      text: note.text,
    })),
    marks: new Map(
      record.marks.map(({ note, recognise, takeHome }) => [
        of(noteIds, note),
        { recognise, takeHome: [...new Set(takeHome.map((id) => of(organisations, id)))].sort() },
      ]),
    ),
    targets: new Map<string, NoteId | ThemeId>([...themeIds, ...noteIds]),
  }
}

/** So many ids, of which both the whole and the part that is chance ascend: what ids decide stands as in the file. */
function idsInOrder<T extends string>(count: number, newId: () => string): T[] {
  const made = Array.from({ length: count }, () => newId())
  const fronts = made.map((id) => id.slice(0, -12)).sort()
  const tails = made.map((id) => id.slice(-12)).sort()
  return fronts.map((front, i) => (front + (tails[i] ?? '')) as T)
}

/** The file was looked through before: what it refers to is there. */
function of<T>(ids: ReadonlyMap<string, T>, id: string): T {
  const found = ids.get(id)
  if (found === undefined) throw new Error('a record refers to what it does not hold')
  return found
}
