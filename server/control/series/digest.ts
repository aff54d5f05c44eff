import { byOrder, byRank, type Board } from '../../../shared/model/board.ts'
import type { OrganisationId, SessionId } from '../../../shared/model/ids.ts'
import type { Note, NoteKind } from '../../../shared/model/note.ts'
import { runningStep } from '../../../shared/model/running.ts'
import type { Target } from '../../../shared/model/series.ts'
import type { Theme } from '../../../shared/model/theme.ts'
import type { Zone, ZoneKind } from '../../../shared/model/zone.ts'
import type { Heard, OrganisationPage, Presented, SessionDigest } from '../../../shared/wire/series.ts'
import type { StoredMember, StoredSession } from '../../storage/storage.ts'
import { phaseOf } from '../session-phase.ts'

// What a board holds of the series, counted and quoted, so that a page of the network needs no board.

/** One board as the group may see it: with what lies in zones that are hidden left out. */
export interface Seen {
  readonly session: StoredSession
  /** Null when it could not be read. */
  readonly board: Board | null
  readonly came: readonly StoredMember[]
}

export function digestOf({ session, board, came }: Seen, now: number): SessionDigest {
  const { id, number, control } = session
  const at = control.agenda.findIndex((step) => step.id === control.step?.id)
  const step = runningStep(control.agenda, control.step)
  const visible = visibleZones(control.zones)
  const notes = board ? notesIn(board, visible) : []
  const phase = phaseOf(control, now)
  return {
    session: id,
    number,
    phase,
    step:
      step && phase === 'running' ? { id: step.id, title: step.title, at: at + 1, of: control.agenda.length } : null,
    came: byOrganisation(came),
    notes: board && notes.length,
    themes: board ? themesOf(board, notes, visible) : [],
    presented: presentations(control.zones, notes).map(({ zone, own, reactions }) => ({
      organisation: zone.organisation,
      aspect: zone.aspect,
      own: own.map(({ text }) => text),
      reactions: countKinds(reactions),
    })),
    parked: notes
      .filter(({ place }) => visible.get(place.zone)?.kind === 'parked')
      .map((note) => ({ note: note.id, text: note.text })),
  }
}

const visibleZones = (zones: readonly Zone[]): ReadonlyMap<string, Zone> =>
  new Map(zones.filter(({ hidden, kind }) => !hidden && kind !== 'checkIn').map((zone) => [zone.id, zone]))

const notesIn = ({ notes }: Board, zones: ReadonlyMap<string, Zone>): Note[] =>
  [...notes.values()].filter(({ place }) => zones.has(place.zone))

function byOrganisation(came: readonly StoredMember[]): SessionDigest['came'] {
  const counts = new Map<OrganisationId | null, number>()
  for (const { organisation, role } of came)
    // Who guides is there for all.
    if (role === 'member' || organisation !== null) counts.set(organisation, (counts.get(organisation) ?? 0) + 1)
  return [...counts].map(([organisation, people]) => ({ organisation, people }))
}

function themesOf(board: Board, notes: readonly Note[], zones: ReadonlyMap<string, Zone>): SessionDigest['themes'] {
  const counts = new Map<string, number>()
  const kinds = new Map<string, Set<ZoneKind>>()
  for (const { place } of notes) {
    const kind = zones.get(place.zone)?.kind
    if (!place.theme || !kind) continue
    counts.set(place.theme, (counts.get(place.theme) ?? 0) + 1)
    kinds.set(place.theme, (kinds.get(place.theme) ?? new Set()).add(kind))
  }
  // Where a theme was made in no zone, its notes tell what it is about.
  const kindOf = ({ id, zone }: Theme): ZoneKind | null => {
    if (zone) return zones.get(zone)?.kind ?? null
    const [only, ...others] = kinds.get(id) ?? []
    return others.length === 0 ? (only ?? null) : null
  }
  return [...board.themes.values()]
    .filter(({ id, status, zone }) => status === 'theme' && (zone === null || zones.has(zone) || counts.has(id)))
    .sort(byRank)
    .map((theme) => ({
      id: theme.id,
      title: theme.title,
      notes: counts.get(theme.id) ?? 0,
      zone: kindOf(theme),
    }))
}

type PresentationZone = Zone & { readonly organisation: OrganisationId; readonly aspect: string }

interface Presentation {
  readonly zone: PresentationZone
  /** What the presenter showed, as it lies on the board. */
  readonly own: readonly Note[]
  readonly reactions: readonly Note[]
}

/** What was shown and said, by zone. An aspect of which nothing was said is none. */
function presentations(zones: readonly Zone[], notes: readonly Note[]): Presentation[] {
  return [...zones].sort(byOrder).flatMap((zone) => {
    if (!isPresentation(zone)) return []
    const here = notes.filter(({ place }) => place.zone === zone.id).sort(byReading)
    if (here.length === 0) return []
    const isOwn = ({ meta }: Note) => meta.organisation === zone.organisation && meta.kind === 'idea'
    // A stack says the same: it counts once among what was shown.
    const own = here.filter((note) => isOwn(note) && note.place.under === null)
    return [{ zone, own, reactions: here.filter((note) => !isOwn(note)) }]
  })
}

const isPresentation = (zone: Zone): zone is PresentationZone =>
  zone.kind === 'presentation' && zone.organisation !== undefined && zone.aspect !== undefined && !zone.hidden

/** As one reads the board: by row, then from the left; an order that tells nothing of when it was written. */
const byReading = (a: Note, b: Note): number =>
  a.place.y - b.place.y || a.place.x - b.place.x || a.text.localeCompare(b.text)

function countKinds(notes: readonly Note[]): Presented['reactions'] {
  const counts: Partial<Record<NoteKind, number>> = {}
  for (const { meta } of notes) counts[meta.kind] = (counts[meta.kind] ?? 0) + 1
  return counts
}

/** By organisation, where something of it could be heard: someone came, a note bears it, it presented. */
export function heardOf(all: readonly Seen[], organisations: readonly OrganisationId[]): Heard[] {
  return organisations.map((organisation) => ({
    organisation,
    came: all.filter(({ came }) => came.some((one) => one.organisation === organisation)).map(numberOf),
    wrote: all.flatMap((seen) => {
      const notes = [...(seen.board?.notes.values() ?? [])].filter(({ meta }) => meta.organisation === organisation)
      return notes.length > 0 ? [{ number: numberOf(seen), notes: notes.length }] : []
    }),
    presented: all
      .filter(({ session, board }) =>
        presentations(session.control.zones, board ? [...board.notes.values()] : []).some(
          ({ zone }) => zone.organisation === organisation,
        ),
      )
      .map(numberOf),
  }))
}

const numberOf = ({ session }: Seen): number => session.number

/** What one organisation showed, and what was said to it. */
export const saidOf = (
  all: readonly Seen[],
  organisation: OrganisationId,
  showsWhose: boolean,
): OrganisationPage['presented'] =>
  all.flatMap(({ session, board }) =>
    presentations(session.control.zones, board ? notesIn(board, visibleZones(session.control.zones)) : [])
      .filter(({ zone }) => zone.organisation === organisation)
      .map(({ zone, own, reactions }) => ({
        session: session.id,
        number: session.number,
        aspect: zone.aspect,
        own: own.map(({ text }) => text),
        reactions: reactions.map(({ text, meta }) => ({
          text,
          kind: meta.kind,
          organisation: showsWhose ? meta.organisation : null,
        })),
      })),
  )

/** The words of a note or the title of a theme, where the group may see it; null where not. */
export function wordsOf(all: ReadonlyMap<SessionId, Seen>, session: SessionId, target: Target | null): string | null {
  const seen = target === null ? undefined : all.get(session)
  if (!seen?.board || target === null) return null
  const note = seen.board.notes.get(target as never)
  if (note) return visibleZones(seen.session.control.zones).has(note.place.zone) ? note.text : null
  return seen.board.themes.get(target as never)?.title ?? null
}
