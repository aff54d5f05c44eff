import { untrack } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import type { Refusal } from '../../shared/model/refusal.ts'
import { tally, targetsOf, type Target } from '../../shared/model/vote.ts'
import type { Ballot as Seen, VoteSeen } from '../../shared/wire/state.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { choicesOf, rankedOf, type Choice, type Ranked } from './choices.ts'

/** What was pressed here and is not in a state of the server yet. */
interface Pressed {
  readonly dots: number
  /** The server took it. */
  readonly isTaken: boolean
  /** States that came since it was taken and say something else: the first may be from before. */
  readonly others: number
}

/**
 * The vote as one person sees it here. A press shows at once and is sent; what the server does not take, or what does not
 * reach it, is taken back with a sentence: no dot is kept on the device. Made while a component starts.
 */
export class Ballot {
  readonly session: LiveSession
  /** Why the last press did not count. */
  trouble = $state<Refusal | null>(null)
  #pressed = $state.raw<ReadonlyMap<Target, Pressed>>(new Map())
  /** Pressed and not sent, the oldest first: one is under way at a time, so that a dot is free before it is used again. */
  readonly #waiting = new Map<Target, number>()
  #isSending = false
  readonly #board: () => void
  #openedAt: number | null = null

  readonly vote = $derived.by<VoteSeen | null>(() => this.session.state?.vote ?? null)
  readonly seen = $derived.by<Seen | null>(() => (this.vote?.kind === 'open' ? this.vote.ballot : null))
  readonly #targets = $derived.by(() => {
    this.#board()
    return this.vote ? targetsOf(this.session.board.now, this.vote) : null
  })
  /** What can be voted on. */
  readonly choices = $derived.by<readonly Choice[]>(() => {
    this.#board()
    return this.vote ? choicesOf(this.session.board.now, this.vote) : []
  })
  readonly result = $derived.by<readonly Ranked[]>(() => {
    this.#board()
    return this.vote?.kind === 'closed' ? rankedOf(this.session.board.now, this.vote, this.vote.result) : []
  })
  readonly #known = $derived.by(() => tally(this.seen?.mine ?? [], this.#targets ?? { inOrder: [], of: () => null }))
  readonly #laid = $derived.by(() => {
    const laid = new Map(this.#known)
    for (const [target, { dots }] of this.#pressed) if (this.#targets?.of(target) === target) laid.set(target, dots)
    return laid
  })
  /** Dots that are not laid yet. */
  readonly left = $derived.by(
    () => (this.seen?.dots ?? 0) - [...this.#laid.values()].reduce((sum, dots) => sum + dots, 0),
  )
  readonly isBusy = $derived.by(() => [...this.#pressed.values()].some(({ isTaken }) => !isTaken))

  constructor(session: LiveSession) {
    this.session = session
    this.#board = createSubscriber((update) => session.board.onChange(update))
    $effect.pre(() => {
      void session.state
      untrack(() => this.#hear())
    })
  }

  /** Whether one can lay dots on it now. */
  isChoice = (id: string): boolean => this.seen !== null && this.#targets?.of(id) === id

  dotsOn = (target: Target): number => this.#laid.get(target) ?? 0

  /** Lays `by` more dots on it, or takes as many away. */
  add(target: Target, by: number): void {
    const dots = this.dotsOn(target) + by
    if (dots < 0 || by > this.left) return
    this.trouble = null
    this.#pressed = new Map(this.#pressed).set(target, { dots, isTaken: false, others: 0 })
    this.#waiting.delete(target)
    this.#waiting.set(target, dots)
    void this.#send()
  }

  async #send(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    // A map that grows while it is walked is walked to its end.
    for (const [target, dots] of this.#waiting) {
      this.#waiting.delete(target)
      const answer = await this.session.command({ type: 'castDots', target, dots })
      if (!answer.ok) this.#takeBack(answer.refusal)
      else if (this.#pressed.get(target)?.dots === dots)
        this.#pressed = new Map(this.#pressed).set(target, { dots, isTaken: true, others: 0 })
    }
    this.#isSending = false
  }

  #takeBack(refusal: Refusal | null): void {
    this.#waiting.clear()
    this.#pressed = new Map()
    this.trouble = refusal
  }

  #hear(): void {
    const openedAt = this.seen ? (this.vote?.openedAt ?? null) : null
    if (openedAt !== this.#openedAt) this.#takeBack(null)
    this.#openedAt = openedAt
    const left = [...this.#pressed].flatMap(([target, one]) => {
      if (!one.isTaken) return [[target, one] as const]
      if (this.#known.get(target) === one.dots || one.others > 0) return []
      return [[target, { ...one, others: one.others + 1 }] as const]
    })
    if (this.#pressed.size > 0) this.#pressed = new Map(left)
  }
}
