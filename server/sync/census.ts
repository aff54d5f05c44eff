import type * as Y from 'yjs'
import { boardRoots, parseMeta } from '../../shared/doc/layout.ts'
import type { ParticipantId } from '../../shared/model/ids.ts'
import type { Counts } from './policy.ts'

/** How many notes and themes a board holds, and whose the notes are: kept up to date, for the gate asks at every note. */
export class Census implements Counts {
  readonly #authors = new Map<string, ParticipantId | null>()
  readonly #perAuthor = new Map<ParticipantId, number>()
  readonly #themes = new Set<string>()

  constructor(doc: Y.Doc) {
    const { notes, themes } = boardRoots(doc)
    const readNote = (id: string) => this.#count(id, notes.get(id))
    const readTheme = (id: string) => void (themes.has(id) ? this.#themes.add(id) : this.#themes.delete(id))
    for (const id of notes.keys()) readNote(id)
    for (const id of themes.keys()) readTheme(id)
    notes.observe((event) => event.keysChanged.forEach(readNote))
    themes.observe((event) => event.keysChanged.forEach(readTheme))
  }

  get notes(): number {
    return this.#authors.size
  }

  get themes(): number {
    return this.#themes.size
  }

  readonly notesOf = (person: ParticipantId): number => this.#perAuthor.get(person) ?? 0

  #count(id: string, map: Y.Map<unknown> | undefined): void {
    this.#add(this.#authors.get(id) ?? null, -1)
    this.#authors.delete(id)
    if (!map) return
    const author = parseMeta(map.get('meta'))?.author ?? null
    this.#authors.set(id, author)
    this.#add(author, 1)
  }

  #add(author: ParticipantId | null, by: number): void {
    if (author !== null) this.#perAuthor.set(author, this.notesOf(author) + by)
  }
}
