import type { IntentId, NoteId, ParticipantId, ThemeId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Theme } from '../../shared/model/theme.ts'

// What people did on this device and the server does not have yet, without Yjs: a document that the server refused is
// dropped, and what was meant with it outlives it. An act is kept as what it changed, so that every verb, an undo among
// them, is one and the same thing here.

/** A note or theme as it was, and as it was meant to be; null where there was none, or was to be none. */
export interface Change<T extends { readonly id: string }> {
  readonly id: T['id']
  readonly was: T | null
  readonly is: T | null
  /** The server itself refused it: it is not tried again. */
  readonly refused?: Refusal
}

/** One act: one transaction, one message, one step of undo. */
export interface Intent {
  readonly id: IntentId
  readonly author: ParticipantId | null
  /** The Yjs client that wrote it, and its clock after it: null for an act that only took things away. */
  readonly client: number
  readonly until: number | null
  /** Carried out a second time, after the document of the first was dropped. */
  readonly again: boolean
  readonly notes: readonly Change<Note>[]
  readonly themes: readonly Change<Theme>[]
}

/** The ids of the notes and themes that an act touched. */
export const touchedBy = ({ notes, themes }: Intent): (NoteId | ThemeId)[] => [...notes, ...themes].map(({ id }) => id)

/** The same act, as one that the server refused for what it is. */
export function refusedFor(code: Refusal, intent: Intent): Intent {
  const refused = <T extends { readonly id: string }>(changes: readonly Change<T>[]) =>
    changes.map((change) => ({ ...change, refused: code }))
  return { ...intent, notes: refused(intent.notes), themes: refused(intent.themes) }
}

/**
 * The same with one change for each note and theme, in the last act that touched it: a note that was written, changed and
 * moved is written once, where it came to lie, and one that was written and withdrawn is only withdrawn.
 */
export function folded(intents: readonly Intent[]): Intent[] {
  const changes = new Map<string, Change<Note | Theme>>()
  const last = new Map<string, Intent>()
  for (const intent of intents)
    for (const change of [...intent.notes, ...intent.themes]) {
      changes.set(change.id, sumOf(changes.get(change.id), change))
      last.set(change.id, intent)
    }
  const sums = <T extends Note | Theme>(intent: Intent, of: readonly Change<T>[]): Change<T>[] =>
    of
      .filter((change) => last.get(change.id) === intent)
      .map((change) => changes.get(change.id) as unknown as Change<T>)
  return intents
    .map((intent) => ({ ...intent, notes: sums(intent, intent.notes), themes: sums(intent, intent.themes) }))
    .filter(({ notes, themes }) => notes.length + themes.length > 0)
}

function sumOf(before: Change<Note | Theme> | undefined, after: Change<Note | Theme>): Change<Note | Theme> {
  if (!before) return after
  // What was refused stays so with a later change in it; to take it away is another thing.
  const refused = after.refused ?? (after.is === null ? undefined : before.refused)
  // What came and went is kept too: the server may have taken its coming, and never said so.
  return { id: after.id, was: before.was, is: after.is, ...(refused && { refused }) }
}
