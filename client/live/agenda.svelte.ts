import { forecast, shortened, type Forecast, type Shorter, type StepTimes } from '../../shared/model/agenda.ts'
import { shownSeconds, type Timer } from '../../shared/model/timer.ts'
import type { LiveSession } from './session.svelte.ts'

/** Times of day change by the minute: they are computed anew this often, in ms. */
const EVERY_MS = 5_000

/** The agenda of an open session as it stands now: what runs, what comes, when it ends. */
export class LiveAgenda {
  readonly #session: LiveSession
  readonly #now: number
  readonly forecast: Forecast
  /** -1 while nothing runs. */
  readonly #at: number
  readonly running: StepTimes | undefined
  readonly next: StepTimes | undefined
  readonly previous: StepTimes | undefined
  /** What could be shortened now; empty while nobody is late. */
  readonly shorter: readonly Shorter[]
  readonly timer: Timer | null
  /** Whole seconds left on the timer, below zero when it is over; null without one. */
  readonly seconds: number | null

  constructor(session: LiveSession) {
    this.#session = session
    this.#now = $derived(Math.floor(this.#session.clock.ticking / EVERY_MS) * EVERY_MS)
    this.forecast = $derived.by(() => {
      const state = this.#session.state
      const { agenda = [], startsAt = null, endsAt = null } = state?.session ?? {}
      const { step: running = null, ran = [], timer = null } = state ?? {}
      return forecast({ agenda, running, ran, timer, startsAt, endsAt }, this.#now)
    })
    this.#at = $derived(this.forecast.steps.findIndex(({ state }) => state === 'running'))
    this.running = $derived(this.forecast.steps[this.#at])
    this.next = $derived(this.forecast.steps[this.#at + 1])
    this.previous = $derived(this.forecast.steps[this.#at - 1])
    this.shorter = $derived(shortened(this.forecast.steps, this.forecast.late))
    this.timer = $derived(this.#session.state?.timer ?? null)
    this.seconds = $derived(this.timer && shownSeconds(this.timer, this.#session.clock.ticking))
  }
}
