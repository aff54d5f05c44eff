import * as Y from 'yjs'
import { boardRoots, readNote, readTheme } from '../../shared/doc/layout.ts'
import { idOf, type Change, type Intent } from './intents.ts'

/**
 * Whether a document holds an act: by the clock of who wrote it, where the act wrote anything. One that only took away
 * leaves no trace of its own, so there what stands counts.
 */
export function holds(doc: Y.Doc, { until, notes, themes }: Intent): boolean {
  if (until) return Y.getState(doc.store, until.client) >= until.clock
  const roots = boardRoots(doc)
  return (
    notes.every((change) => isSame(change, readNote(idOf(change), roots.notes.get(idOf(change))))) &&
    themes.every((change) => isSame(change, readTheme(idOf(change), roots.themes.get(idOf(change)))))
  )
}

const isSame = <T>({ is }: Change<T>, there: T | null): boolean => JSON.stringify(is) === JSON.stringify(there)
