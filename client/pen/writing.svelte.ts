import type { NoteId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { NoteKind } from '../../shared/model/note.ts'

const keyOf = (session: SessionId): string => `bijeen.writing.${session}`

/** The words in the field of a session, for a screen without that field. */
export const wordsBegun = (session: SessionId): string => sessionStorage.getItem(keyOf(session))?.trim() ?? ''

/**
 * What is being written and where it will go. It outlives a reload, because phones drop a page that sleeps; it goes with
 * the tab, so that nothing stays on a borrowed device.
 */
export class Writing {
  #text = $state('')
  #zone = $state<ZoneId | null>(null)
  kind = $state<NoteKind>('idea')
  /** The note of one's own that is being changed. */
  changes = $state<NoteId | null>(null)
  readonly #key: string
  #asked: ZoneId | null | undefined
  #isPinned = false

  constructor(session: SessionId) {
    this.#key = keyOf(session)
    this.#text = sessionStorage.getItem(this.#key) ?? ''
    this.#zone = (sessionStorage.getItem(`${this.#key}.zone`) || null) as ZoneId | null
  }

  get text(): string {
    return this.#text
  }
  set text(text: string) {
    this.#text = text
    sessionStorage.setItem(this.#key, text)
  }

  /** In the middle of a note: nobody is taken elsewhere now. */
  get isBusy(): boolean {
    return this.#text.trim() !== '' || this.changes !== null
  }

  get zone(): ZoneId | null {
    return this.#zone
  }
  set zone(zone: ZoneId | null) {
    this.#zone = zone
    sessionStorage.setItem(`${this.#key}.zone`, zone ?? '')
  }

  /** The step asks for this zone: the next note goes there, one that was begun stays where it was meant. */
  asks(zone: ZoneId | null): void {
    const before = this.#asked
    this.#asked = zone
    if (before === undefined || before === zone) return
    this.#isPinned = this.isBusy
    if (!this.#isPinned) this.zone = null
    else if (this.zone === null) this.zone = before
  }

  /** Adds a text that came back to its writer, below what stands there. */
  add(text: string): void {
    this.text = [this.text.trim(), text].filter(Boolean).join('\n')
  }

  sent(): void {
    this.text = ''
    this.kind = 'idea'
    if (this.#isPinned) this.zone = null
    this.#isPinned = false
  }
}
