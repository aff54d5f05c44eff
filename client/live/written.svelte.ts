import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { forgetWritingOfAnother, keepWriting, keptWriting, type Writing } from '../net/record-writing.ts'

/** After so many ms without a key what was written is saved. */
const PAUSE = 1_200

/** Where the words of a field live. */
export interface Source {
  /** As they stand now. */
  readonly is: () => string
  /** Saves them; null when they are kept. `was`: what the writer saw before. */
  readonly save: (text: string, was: string) => Promise<Refusal | null>
  /** A field for something new: it is saved when it is left, and empty again. */
  readonly adds?: true
}

/** What one person writes in one field: it stays theirs until the server has it. */
export class WrittenField {
  text = $state('')
  /** What another wrote there meanwhile. */
  theirs = $state<string | null>(null)
  /** Why it was not saved. */
  trouble = $state<Refusal | null>(null)
  busy = $state(false)
  readonly source: Source
  #was = $state('')
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #keep: (field: WrittenField) => void

  /** @param begun what was being written when the page was closed. */
  constructor(source: Source, begun: Writing[string] | undefined, keep: (field: WrittenField) => void) {
    this.source = source
    this.#keep = keep
    this.#was = begun?.was ?? source.is()
    this.text = begun?.text ?? this.#was
    if (begun) this.hear(source.is())
  }

  get was(): string {
    return this.#was
  }

  get touched(): boolean {
    return this.text.trim() !== this.#was.trim()
  }

  /** What stands there at the server now. */
  hear(is: string): void {
    if (is === this.text.trim() || !this.touched) {
      // The space that one has just typed after a word stays.
      if (is !== this.text.trim()) this.text = is
      this.#was = is
      this.theirs = this.trouble = null
      this.#keep(this)
    } else if (!this.busy) this.theirs = is === this.#was ? null : is
  }

  typed(): void {
    this.trouble = null
    this.#keep(this)
    clearTimeout(this.#timer)
    if (!this.source.adds) this.#timer = setTimeout(() => void this.save(), PAUSE)
  }

  async save(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.busy || this.theirs !== null || !this.touched) return
    const sent = this.text.trim()
    this.busy = true
    const refusal = await this.source.save(sent, this.#was)
    this.busy = false
    if (refusal === null) {
      this.trouble = null
      if (this.source.adds) this.text = this.text.trim() === sent ? '' : this.text
      else this.#was = sent
      this.#keep(this)
      if (this.touched) this.typed()
    } else {
      this.trouble = refusal === 'changed-meanwhile' ? null : refusal
      this.hear(this.source.is())
      if (refusal === 'changed-meanwhile' && this.touched && this.theirs === null) this.trouble = refusal
    }
  }

  /** Of two texts one stays. */
  choose(which: 'mine' | 'theirs'): void {
    const theirs = this.theirs ?? this.#was
    this.theirs = null
    this.#was = theirs
    if (which === 'theirs') this.text = theirs
    this.#keep(this)
    if (which === 'mine') void this.save()
  }
}

/** All that is being written in the record of a session, kept on this device until it is saved. */
export class Written {
  readonly #session: SessionId
  readonly #fields = new SvelteMap<string, WrittenField>()
  readonly #shown = new SvelteSet<string>()
  #begun = $state.raw<Writing>({})

  constructor(session: SessionId, me: ParticipantId | null) {
    this.#session = session
    forgetWritingOfAnother(session, me)
    this.#begun = keptWriting(session)
  }

  /** The field of this name. What was begun in it goes on. */
  field(name: string, source: Source): WrittenField {
    const found = this.#fields.get(name)
    if (found) return found
    const made = new WrittenField(source, this.#begun[name], (field) => this.#keep(name, field))
    this.#fields.set(name, made)
    if (made.touched && made.theirs === null) made.typed()
    return made
  }

  /** Says that it stands on the page; what is returned, that it does no more. */
  show(name: string): () => void {
    this.#shown.add(name)
    return () => {
      this.#shown.delete(name)
      if (!this.#fields.get(name)?.touched) this.#fields.delete(name)
    }
  }

  get busy(): boolean {
    return [...this.#fields.values()].some((field) => field.busy || (field.touched && !field.source.adds))
  }

  /** How many fields hold words that could not be saved. */
  get unsaved(): number {
    return [...this.#fields.values()].filter(({ trouble, theirs }) => trouble !== null || theirs !== null).length
  }

  /** Words whose place is gone from the page. */
  get homeless(): readonly { readonly name: string; readonly text: string }[] {
    return Object.entries(this.#begun).flatMap(([name, { text }]) => (this.#shown.has(name) ? [] : { name, text }))
  }

  /** These words are not wanted any more. */
  drop(name: string): void {
    this.#fields.delete(name)
    this.#forget(name)
  }

  /** The server can be reached again. */
  retry(): void {
    for (const field of this.#fields.values()) if (field.trouble !== null) void field.save()
  }

  #keep(name: string, { touched, text, was }: WrittenField): void {
    const before = this.#begun[name]
    if (!touched) return before && this.#forget(name)
    if (before?.text === text && before.was === was) return
    this.#begun = { ...this.#begun, [name]: { text, was } }
    // Another window of this device may be writing too.
    keepWriting(this.#session, { ...keptWriting(this.#session), [name]: { text, was } })
  }

  #forget(name: string): void {
    const { [name]: _gone, ...others } = this.#begun
    this.#begun = others
    const { [name]: _also, ...kept } = keptWriting(this.#session)
    keepWriting(this.#session, kept)
  }
}
