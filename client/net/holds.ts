import * as Y from 'yjs'
import { boardRoots, readNote, readTheme } from '../../shared/doc/layout.ts'
import { touchedBy, type Intent } from './intents.ts'

/**
 * The intents, given in their order, that a document holds: those of a Yjs client up to the last of which the document
 * has what it wrote. One that only took away leaves no trace of its own: behind the last, what stands there counts.
 */
export function heldIn(doc: Y.Doc, intents: readonly Intent[]): ReadonlySet<Intent> {
  const last = new Map<number, Intent>()
  for (const intent of intents)
    if (intent.until !== null && Y.getState(doc.store, intent.client) >= intent.until) last.set(intent.client, intent)
  const held = new Set<Intent>()
  const missing = new Set<string>()
  for (const intent of intents) {
    const ids = touchedBy(intent)
    const isKnown = last.has(intent.client)
    if (last.get(intent.client) === intent) last.delete(intent.client)
    if (isKnown || (intent.until === null && !ids.some((id) => missing.has(id)) && standsIn(doc, intent)))
      held.add(intent)
    else for (const id of ids) missing.add(id)
  }
  return held
}

function standsIn(doc: Y.Doc, intent: Intent): boolean {
  const { notes, themes } = boardRoots(doc)
  return (
    intent.notes.every(({ id, is }) => isSame(is, readNote(id, notes.get(id)))) &&
    intent.themes.every(({ id, is }) => isSame(is, readTheme(id, themes.get(id))))
  )
}

const isSame = <T>(a: T, b: T): boolean => JSON.stringify(a) === JSON.stringify(b)
