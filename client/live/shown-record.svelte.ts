import { createSubscriber } from 'svelte/reactivity'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { RecordDocument } from '../../shared/record/document.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { documentOf } from './record-document.ts'
import { shownRecord } from './record-files.ts'
import type { LiveSession } from './session.svelte.ts'

/** Between two questions, in ms: what a whole room changes at once is asked for together. */
const ASK_EVERY = 1_000
/** After one that was not answered, in ms. */
const ASK_AGAIN = 5_000

/** The record as the group may read it, while it is shown: it follows what is taken away, changed and decided. */
export class ShownRecord {
  document = $state.raw<RecordDocument | null>(null)
  /** Why there is none. Without a connection, what was read stays. */
  refusal = $state<Refusal | null>(null)
  readonly #session: LiveSession
  readonly #boardChanges: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #askedAt = -Infinity
  #isFollowing = false
  #isAsking = false
  #isStale = false

  constructor(session: LiveSession) {
    this.#session = session
    this.#boardChanges = createSubscriber((update) => session.board.onChange(update))
  }

  /** To be called in an effect: asks now, and whenever the board or the state is another. Returns its stop. */
  follow(): () => void {
    void [this.#session.state, this.#session.online]
    this.#boardChanges()
    this.#isFollowing = true
    this.#askSoon()
    return () => {
      this.#isFollowing = false
      clearTimeout(this.#timer)
    }
  }

  #askSoon(least = 0): void {
    clearTimeout(this.#timer)
    if (!this.#isFollowing) return
    const wait = Math.max(least, this.#askedAt + ASK_EVERY - performance.now())
    if (wait > 0) this.#timer = setTimeout(() => void this.#ask(), wait)
    else void this.#ask()
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) {
      this.#isStale = true
      return
    }
    this.#isAsking = true
    this.#isStale = false
    this.#askedAt = performance.now()
    const answer = await shownRecord(this.#session.id, this.#session.as)
    if (answer.ok) this.document = await documentOf(JSON.parse(answer.value) as SessionRecord)
    // Not shown any more: then it is not kept here either.
    else if (answer.refusal === 'not-for-you' || answer.refusal === 'not-published') this.document = null
    this.refusal = answer.ok ? null : answer.refusal
    this.#isAsking = false
    if (this.#isStale) this.#askSoon()
    else if (!answer.ok) this.#askSoon(ASK_AGAIN)
  }
}
