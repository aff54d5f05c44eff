import type { IntentId, NoteId, ParticipantId, ThemeId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Theme } from '../../shared/model/theme.ts'

// What people did on this device and the server does not have yet, without Yjs: a document that the server refused is
// dropped, and what was meant with it outlives it. An act is kept as what it changed, so that every verb, an undo among
// them, is one and the same thing here.

/** A note or theme as it was, and as it was meant to be; null where there was none, or was to be none. */
export interface Change<T> {
  readonly was: T | null
  readonly is: T | null
  /** The server itself refused it: it is not tried again. */
  readonly refused?: Refusal
}

/** One act: one transaction, one message, one step of undo. */
export interface Intent {
  readonly id: IntentId
  readonly author: ParticipantId | null
  /** A document whose clock of this Yjs client is there holds the act. Null for an act that only took things away. */
  readonly until: { readonly client: number; readonly clock: number } | null
  /** Carried out a second time, after the document of the first was dropped. */
  readonly again: boolean
  readonly notes: readonly Change<Note>[]
  readonly themes: readonly Change<Theme>[]
}

export const idOf = <T extends { readonly id: string }>({ was, is }: Change<T>): T['id'] => (is ?? was)?.id as T['id']

/** The ids of the notes and themes that an act touched. */
export const touchedBy = ({ notes, themes }: Intent): (NoteId | ThemeId)[] => [...notes.map(idOf), ...themes.map(idOf)]

/** The same act, as one that the server refused for what it is. */
export function refusedFor(code: Refusal, intent: Intent): Intent {
  const refused = <T>(changes: readonly Change<T>[]) => changes.map((change) => ({ ...change, refused: code }))
  return { ...intent, notes: refused(intent.notes), themes: refused(intent.themes) }
}

/**
 * The same with one change for each note and theme, in the last act that touched it: a note that was written, changed and
 * moved is written once, where it came to lie, and one that was written and withdrawn is not written at all.
 */
export function folded(intents: readonly Intent[]): Intent[] {
  const changes = new Map<string, Change<unknown>>()
  const last = new Map<string, Intent>()
  for (const intent of intents)
    for (const change of [...intent.notes, ...intent.themes] as Change<Note | Theme>[]) {
      const id = idOf(change)
      changes.set(id, sumOf(changes.get(id), change))
      last.set(id, intent)
    }
  const sums = <T extends { readonly id: string }>(intent: Intent, of: readonly Change<T>[]): Change<T>[] =>
    of
      .filter((change) => last.get(idOf(change)) === intent)
      .map((change) => changes.get(idOf(change)) as Change<T>)
      .filter(({ was, is }) => was !== null || is !== null)
  return intents
    .map((intent) => ({ ...intent, notes: sums(intent, intent.notes), themes: sums(intent, intent.themes) }))
    .filter(({ notes, themes }) => notes.length + themes.length > 0)
}

function sumOf(before: Change<unknown> | undefined, after: Change<unknown>): Change<unknown> {
  if (!before) return after
  // What was refused stays so with a later change in it; to take it away is another thing.
  const refused = after.refused ?? (after.is === null ? undefined : before.refused)
  return { was: before.was, is: after.is, ...(refused && { refused }) }
}
