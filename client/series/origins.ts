import type { NoteId, OrganisationId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import { showsOrganisation } from '../../shared/model/note-size.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Target } from '../../shared/model/series.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Zone } from '../../shared/model/zone.ts'

interface Here {
  readonly notes: ReadonlyMap<NoteId, Note>
  readonly themes: ReadonlyMap<ThemeId, Theme>
  readonly zones: ReadonlyMap<ZoneId, Zone>
  /** Who presents in this session. */
  readonly host: OrganisationId | null
  readonly secondPresenter: OrganisationId | null
}

/** In whose words it is taken home at first. */
export const wordsOf = ({ notes, themes }: Here, target: Target): string =>
  notes.get(target as NoteId)?.text ?? themes.get(target as ThemeId)?.title ?? ''

/**
 * From whom an idea comes, as far as the board tells: who presents where it lies, else whose note it is, where the board
 * shows that. Of a theme: of all its notes.
 */
export function originsOf(here: Here, target: Target): OrganisationId[] {
  const note = here.notes.get(target as NoteId)
  const notes = note ? [note] : [...here.notes.values()].filter(({ place }) => place.theme === target)
  return [...new Set(notes.flatMap((one) => originOf(here, one) ?? []))]
}

function originOf({ zones, host, secondPresenter }: Here, note: Note): OrganisationId | null {
  const zone = zones.get(note.place.zone)
  if (!zone) return null
  if (zone.presenter) return zone.organisation ?? (zone.presenter === 'host' ? host : secondPresenter)
  return showsOrganisation(zone.kind) ? note.meta.organisation : null
}
