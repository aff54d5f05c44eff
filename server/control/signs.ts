import type { Running } from '../../shared/model/running.ts'
import type { ParticipantId } from '../../shared/model/ids.ts'

/** What a person says of themselves, for as long as a step runs. */
export type Sign = 'ready' | 'hand'

export interface Said {
  readonly ready: ReadonlySet<ParticipantId>
  /** In the order in which they were raised. */
  readonly hands: ReadonlySet<ParticipantId>
}

/**
 * Who is ready and who raised a hand, in one session. Kept in memory alone: thirty who say so at once write nothing, and
 * what a restart forgets their pages say again.
 */
export class Signs {
  #step: Running | null = null
  readonly #who: Record<Sign, Set<ParticipantId>> = { ready: new Set(), hand: new Set() }

  /** False when it changed nothing. With each step it begins anew; what is said of an earlier one comes too late. */
  say(step: Running | null, who: ParticipantId, sign: Sign, on: boolean): boolean {
    if (!this.#isAbout(step)) {
      if ((step?.startedAt ?? 0) < (this.#step?.startedAt ?? 0)) return false
      this.#step = step
      for (const all of Object.values(this.#who)) all.clear()
    }
    const all = this.#who[sign]
    if (all.has(who) === on) return false
    if (on) all.add(who)
    else all.delete(who)
    return true
  }

  /** What was said in this step. */
  in(step: Running | null): Said {
    const { ready, hand } = this.#isAbout(step) ? this.#who : { ready: new Set<never>(), hand: new Set<never>() }
    return { ready: new Set(ready), hands: new Set(hand) }
  }

  forget(who: ParticipantId): void {
    for (const all of Object.values(this.#who)) all.delete(who)
  }

  #isAbout = (step: Running | null): boolean => this.#step?.id === step?.id && this.#step?.startedAt === step?.startedAt
}
