import { BOUNDS } from '../../shared/model/bounds.ts'
import type { ThemePlace } from '../../shared/doc/layout.ts'
import type { ParticipantId, ZoneId } from '../../shared/model/ids.ts'
import type { NoteMeta, NotePlace } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { ThemeStatus } from '../../shared/model/theme.ts'
import type { SyncPerson } from './person.ts'
import type { BoardRules } from './rules.ts'

// What each may do on a board, and nothing about how Yjs says it.

/** What a note or theme said of itself before it was taken away: an undo brings back exactly that. */
export interface Former {
  readonly meta: unknown
  readonly place: unknown
}

export interface StoredNote {
  readonly author: ParticipantId | null
  readonly place: NotePlace | null
}

export interface StoredTheme {
  readonly author: ParticipantId | null
  readonly place: ThemePlace | null
  readonly status: ThemeStatus | null
}

export interface WrittenTheme {
  readonly author: ParticipantId | null
  readonly place: ThemePlace
  readonly status: ThemeStatus
}

export type Act =
  | { readonly act: 'write'; readonly meta: NoteMeta; readonly place: NotePlace; readonly restored: Restored | null }
  | { readonly act: 'place'; readonly note: StoredNote; readonly to: NotePlace }
  | { readonly act: 'rewrite'; readonly note: StoredNote }
  | { readonly act: 'withdraw'; readonly note: StoredNote }
  | { readonly act: 'makeTheme'; readonly theme: WrittenTheme; readonly restored: Restored | null }
  | { readonly act: 'editTheme'; readonly theme: StoredTheme; readonly to: ThemePlace | null }
  | { readonly act: 'takeTheme'; readonly theme: StoredTheme }
  | { readonly act: 'removeTheme'; readonly theme: StoredTheme }
  | { readonly act: 'type'; readonly length: number; readonly most: number }

/** How what is written compares to what stood there before. */
export interface Restored {
  readonly sameMeta: boolean
  readonly sameTheme: boolean
}

/** Null when this person may do this under these rules. The wall never gets here: it may do nothing. */
export function refusalOf(act: Act, person: SyncPerson, rules: BoardRules): Refusal | null {
  const isFacilitator = person.role === 'facilitator'
  const everyoneClusters = rules.clustering === 'everyone'
  const isOwn = (author: ParticipantId | null) => author !== null && author === person.participant
  const zone = (id: ZoneId) => rules.zones.find((one) => one.id === id)
  const isUnknown = (id: ZoneId | null) => id !== null && !zone(id)
  // A lock keeps the group's notes as they are while the facilitator goes on ordering them.
  const isLocked = (id: ZoneId | null | undefined) => !isFacilitator && !!id && zone(id)?.locked === true

  switch (act.act) {
    case 'write': {
      const { meta, place, restored } = act
      const isAuthor = isOwn(meta.author) && meta.organisation === person.organisation
      if (!isAuthor && !(restored?.sameMeta && (isFacilitator || isOwn(meta.author)))) return 'author'
      // Ids are never reused: what comes back under one is what was there.
      if (restored && !restored.sameMeta) return 'shape'
      if (isUnknown(place.zone)) return 'zone-unknown'
      if (isLocked(place.zone)) return 'zone-locked'
      const mayTheme = isFacilitator || everyoneClusters || restored?.sameTheme
      return place.theme !== null && !mayTheme ? 'not-yours' : null
    }
    case 'place': {
      const { note, to } = act
      const mayAlone = isOwn(note.author) && !note.place?.theme && to.theme === null
      if (!isFacilitator && !everyoneClusters && !mayAlone) return 'not-yours'
      if (isUnknown(to.zone)) return 'zone-unknown'
      return isLocked(to.zone) || isLocked(note.place?.zone) ? 'zone-locked' : null
    }
    case 'rewrite':
      if (!isFacilitator && !isOwn(act.note.author)) return 'not-yours'
      return isLocked(act.note.place?.zone) ? 'zone-locked' : null
    case 'withdraw':
      return isFacilitator || isOwn(act.note.author) ? null : 'not-yours'
    case 'makeTheme': {
      const { theme, restored } = act
      if (!isOwn(theme.author) && !(restored?.sameMeta && isFacilitator)) return 'author'
      if (restored && !restored.sameMeta) return 'shape'
      if (isUnknown(theme.place.zone)) return 'zone-unknown'
      if (isLocked(theme.place.zone)) return 'zone-locked'
      return theme.status === 'theme' && !isFacilitator ? 'not-yours' : null
    }
    case 'editTheme': {
      const { theme, to } = act
      if (!isFacilitator && !(isOwn(theme.author) && theme.status === 'proposed')) return 'not-yours'
      if (to && isUnknown(to.zone)) return 'zone-unknown'
      return isLocked(to?.zone) || isLocked(theme.place?.zone) ? 'zone-locked' : null
    }
    case 'takeTheme':
      return isFacilitator ? null : 'not-yours'
    case 'removeTheme':
      return isFacilitator || (isOwn(act.theme.author) && act.theme.status === 'proposed') ? null : 'not-yours'
    case 'type':
      return act.length > act.most ? 'bounds' : null
  }
}

/** What a board holds, in total and of each person. */
export interface Counts {
  readonly notes: number
  readonly themes: number
  readonly notesOf: (person: ParticipantId) => number
}

/** Null when there is room for what comes, after what goes went. */
export function fullness(counts: Counts, comes: Coming): Refusal | null {
  if (comes.notes > 0 && counts.notes + comes.notes > BOUNDS.notesPerBoard) return 'board-full'
  if (comes.themes > 0 && counts.themes + comes.themes > BOUNDS.themesPerBoard) return 'themes-full'
  for (const [author, more] of comes.notesOf)
    if (more > 0 && counts.notesOf(author) + more > BOUNDS.notesPerPerson) return 'notes-full'
  return null
}

/** How many notes and themes an update adds, less what it takes away. */
export interface Coming {
  readonly notes: number
  readonly themes: number
  readonly notesOf: ReadonlyMap<ParticipantId, number>
}
