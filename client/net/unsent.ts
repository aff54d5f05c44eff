import type { IntentId, ParticipantId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { folded, refusedFor, touchedBy, type Intent } from './intents.ts'
import type { IntentStore } from './intent-store.ts'

interface Waiting {
  readonly intent: Intent
  /** The document that is synced holds it: the server gets it with that. Otherwise it is to be carried out again. */
  isInDoc: boolean
  /** The sync message of this connection that carries it, or null while nothing has carried it. */
  message: number | null
}

/** Refusals that say nothing about what was meant: once more, and it may well be taken. */
const NOT_ITS_FAULT: readonly Refusal[] = ['reset-first', 'client-bound', 'gap', 'too-fast', 'internal']

/**
 * What was meant here and is not on the server's disk yet. Each intent waits for the sync message that carries it; after
 * a reset no document holds it, and it waits to be carried out again.
 */
export class Unsent {
  readonly #waiting = new Map<IntentId, Waiting>()
  readonly #store: IntentStore
  readonly #changed: () => void
  #sent = 0
  #answered = false
  /** What was carried out again was refused again, all in one: from now on one after the other shows which. */
  #oneByOne = false

  /** @param changed called after every change of what waits. */
  constructor(store: IntentStore, changed: () => void) {
    this.#store = store
    this.#changed = changed
  }

  /** The ids of the notes and themes that wait. */
  get ids(): readonly string[] {
    return [...new Set([...this.#waiting.values()].flatMap(({ intent }) => touchedBy(intent)))]
  }

  /** True when the server's step 1 was answered on this connection: from then on each edit travels by itself. */
  get answered(): boolean {
    return this.#answered
  }

  /** What an earlier visit left. */
  load(intents: readonly Intent[]): void {
    if (intents.length === 0) return
    for (const intent of intents) this.#waiting.set(intent.id, { intent, isInDoc: false, message: null })
    this.#changed()
  }

  /** A local edit, right before the message with it is sent, if it can be. */
  meant(intent: Intent, isInDoc: boolean): void {
    this.#store.keep([intent])
    this.#waiting.set(intent.id, { intent, isInDoc, message: isInDoc && this.#answered ? this.#sent + 1 : null })
    this.#changed()
  }

  /** A connection came or went: the next counts from 1 again, and nothing of the former will be acknowledged on it. */
  newConnection(): void {
    this.#sent = 0
    this.#answered = false
    for (const one of this.#waiting.values()) one.message = null
  }

  /** A sync message with content was sent. The answer to the server's step 1 carries everything it lacks. */
  messageSent(isAnswer: boolean): void {
    this.#sent++
    if (!isAnswer) return
    this.#answered = true
    for (const one of this.#waiting.values()) if (one.isInDoc) one.message ??= this.#sent
  }

  /** The first `count` messages of this connection are on disk. */
  saved(count: number): void {
    this.#forget(({ message }) => message !== null && message <= count)
  }

  /**
   * The server did not take the message with this number, or hung up on one of those on their way (null). An intent that
   * was alone in it is the one that was refused; of several all are tried again, and in the end one by one.
   */
  refused(index: number | null, code: Refusal): void {
    const blamed = [...this.#waiting.values()].filter(
      ({ message }) => message !== null && (index === null || message === index),
    )
    const [only] = blamed
    if (!only) return
    const { intent } = only
    if (blamed.length > 1) this.#oneByOne ||= blamed.some((one) => one.intent.again)
    else if (intent.again || !NOT_ITS_FAULT.includes(code)) this.#replace([intent], [refusedFor(code, intent)])
  }

  /** The document was dropped: no other holds what waits. */
  leaveDoc(): void {
    this.newConnection()
    for (const one of this.#waiting.values()) one.isInDoc = false
  }

  /** Looks what of it a document holds; what is left is folded to what has to be done again. */
  findIn(heldOf: (intents: readonly Intent[]) => ReadonlySet<Intent>): void {
    const held = heldOf([...this.#waiting.values()].filter(({ isInDoc }) => !isInDoc).map(({ intent }) => intent))
    for (const one of this.#waiting.values()) one.isInDoc ||= held.has(one.intent)
    const left = [...this.#waiting.values()].filter(({ isInDoc }) => !isInDoc).map(({ intent }) => intent)
    this.#replace(left, folded(left))
  }

  /** The next of this person's that is to be carried out again; null when there is none, or the former is on its way. */
  next(author: ParticipantId | null): Intent | null {
    const all = [...this.#waiting.values()]
    if (this.#oneByOne && all.some(({ isInDoc }) => isInDoc)) return null
    const next = all.find(({ isInDoc, intent }) => !isInDoc && intent.author === author)
    if (!next) this.#oneByOne = false
    return next?.intent ?? null
  }

  /** It was carried out, or given back to its writer. */
  done({ id }: Intent): void {
    this.#forget(({ intent }) => intent.id === id)
  }

  clear(): void {
    this.#forget(() => true)
  }

  #forget(which: (one: Waiting) => boolean): void {
    const gone = [...this.#waiting.values()].filter(which).map(({ intent }) => intent.id)
    if (gone.length === 0) return
    for (const id of gone) this.#waiting.delete(id)
    this.#store.drop(gone)
    this.#changed()
  }

  /** `those` are `before` in other words: they stand in the same place of the order. */
  #replace(before: readonly Intent[], those: readonly Intent[]): void {
    if (before.length === 0) return
    const there = new Map(those.map((intent) => [intent.id, intent]))
    for (const { id } of before) {
      const intent = there.get(id)
      if (intent) this.#waiting.set(id, { isInDoc: false, message: null, ...this.#waiting.get(id), intent })
    }
    this.#store.keep(those)
    this.#forget(({ intent }) => before.some(({ id }) => id === intent.id) && !there.has(intent.id))
  }
}
