import type { IntentStore } from '../../client/net/intent-store.ts'
import type { Change, Intent } from '../../client/net/intents.ts'
import { newIntentId, newNoteId, newParticipantId, newZoneId, type IntentId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Zone } from '../../shared/model/zone.ts'

// What someone meant, for tests of how it outlives the document that it was first written in.

export const me = newParticipantId()

export const zoneOf = (fields: Partial<Zone> = {}): Zone => ({
  id: newZoneId(),
  kind: 'reflection',
  title: 'Reflectie',
  hidden: false,
  locked: false,
  order: 0,
  ...fields,
})

export const noteIn = ({ id: zone }: Zone, text: string, fields: Partial<Note> = {}): Note => ({
  id: newNoteId(),
  meta: { author: me, organisation: null, createdAt: 1_770_000_000_000, kind: 'idea', buildsOn: null },
  place: { zone, theme: null, rank: 'a0', x: 0, y: 0, under: null },
  text,
  ...fields,
})

/** A note from what it was to what it is, one of them at least. */
export const change = (was: Note | null, is: Note | null): Change<Note> => ({ id: (is ?? was)!.id, was, is })

export const meant = (notes: readonly Change<Note>[], fields: Partial<Intent> = {}): Intent => ({
  id: newIntentId(),
  author: me,
  client: 1,
  until: null,
  again: false,
  notes,
  themes: [],
  ...fields,
})

/** A store in memory, and what lies in it. */
export function storeInMemory(kept: readonly Intent[] = []): IntentStore & { readonly kept: Map<IntentId, Intent> } {
  const map = new Map(kept.map((intent) => [intent.id, intent]))
  return {
    kept: map,
    all: () => Promise.resolve([...map.values()]),
    keep: (intents) => intents.forEach((intent) => map.set(intent.id, intent)),
    drop: (ids) => ids.forEach((id) => map.delete(id)),
    close: () => undefined,
  }
}
