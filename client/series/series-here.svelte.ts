import { untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { ExpectationId, NoteId, OrganisationId, TakeHomeId, ThemeId } from '../../shared/model/ids.ts'
import type { CommitmentInfo, SeriesSeen, TakeHomeInfo } from '../../shared/wire/series.ts'
import type { SeriesAnswer, SeriesCommand } from '../../shared/wire/series-commands.ts'
import type { Target } from '../../shared/model/series.ts'
import { seriesCommand } from '../live/api.ts'
import { LiveSeries } from '../live/series.svelte.ts'
import type { LiveSession } from '../live/session.svelte.ts'
import { tieKey } from './ties.ts'

/** An idea that is being taken home, as it stands in its form. */
export interface TakeHomeDraft {
  what: string
  from: OrganisationId[]
  to: OrganisationId[]
  firstStep: string
  by: string
  help: string
}

/** A commitment as it stands in its form. */
export interface CommitmentDraft {
  what: string
  who: OrganisationId[]
  by: string
}

/** Of all that is in a form, each field by itself is followed. */
export function draft<T extends TakeHomeDraft | CommitmentDraft>(begun: T): T {
  const form = $state(begun)
  return form
}

const NOTHING: readonly number[] = []
const NONE: SeriesSeen = { version: 0, expectations: [], ties: {}, open: 0, answered: false }

/** What is said of the series beside an open session: what was said already, and what stands in forms. */
export class SeriesHere {
  readonly session: LiveSession
  /** Forms that were closed half filled: they open again as they were. */
  readonly takeHomes = new SvelteMap<string, TakeHomeDraft>()
  readonly commitments = new SvelteMap<string, CommitmentDraft>()
  /** Sentences that were begun: by what they are about. */
  readonly sentences = new SvelteMap<string, string>()
  /** Commitments that were looked back on here: they stay in sight, so that a slip can be mended. */
  readonly touched = new SvelteMap<string, true>()
  #live = $state.raw<LiveSeries | null>(null)
  /** What was pressed, and of which version its answer was: until the session tells of that one. */
  readonly #pressed = new SvelteMap<string, { on: boolean; version: number }>()
  #answered = $state(false)

  constructor(session: LiveSession) {
    this.session = session
  }

  get seen(): SeriesSeen {
    return this.session.state?.series ?? NONE
  }

  /** All that was said, once it was asked for. */
  get info() {
    return this.#live?.info ?? null
  }

  get refusal() {
    return this.#live?.refusal ?? null
  }

  get isFacilitator(): boolean {
    return this.session.actor.role === 'facilitator'
  }

  /** Of whom this person speaks. */
  get own(): OrganisationId | null {
    return this.session.state?.me.organisation ?? null
  }

  /** Who is of no organisation takes nothing home, and promises nothing for one; who guides does it for others. */
  get mayTake(): boolean {
    return this.isFacilitator || this.own !== null
  }

  get isAnswered(): boolean {
    return this.#answered || this.seen.answered
  }

  name(id: OrganisationId): string {
    return this.session.state?.network.organisations.find((one) => one.id === id)?.name ?? ''
  }

  names(ids: readonly OrganisationId[]): string {
    return ids.map((id) => this.name(id)).join(', ')
  }

  touches(target: Target, expectation: ExpectationId): boolean {
    const at = this.seen.expectations.findIndex(({ id }) => id === expectation)
    return at >= 0 && this.#isTied(target, expectation, at + 1)
  }

  #isTied(target: Target, expectation: ExpectationId, number: number): boolean {
    const pressed = this.#pressed.get(tieKey(target, expectation))
    if (pressed && pressed.version > this.seen.version) return pressed.on
    return this.seen.ties[target]?.includes(number) === true
  }

  /** The numbers of the expectations it touches, in their order. */
  numbersOf(target: Target): readonly number[] {
    const numbers = this.seen.expectations.flatMap(({ id }, i) => (this.#isTied(target, id, i + 1) ? [i + 1] : []))
    // Most notes touch nothing: for their cards nothing changed.
    return numbers.length > 0 ? numbers : NOTHING
  }

  /** What lies on this board and touches an expectation. */
  targetsOf(expectation: ExpectationId): Target[] {
    const { notes, themes } = this.session.board
    const tied = new Set(Object.keys(this.seen.ties) as Target[])
    for (const key of this.#pressed.keys()) tied.add(key.split(' ')[0] as Target)
    return [...tied].filter(
      (target) => (notes.has(target as NoteId) || themes.has(target as ThemeId)) && this.touches(target, expectation),
    )
  }

  /** The numbers of the expectations that nothing on this board touches. */
  get untouched(): number[] {
    return this.seen.expectations.flatMap(({ id }, i) => (this.targetsOf(id).length === 0 ? [i + 1] : []))
  }

  /** Seen at once, and taken back when it is refused. */
  async tie(expectation: ExpectationId, target: Target, on: boolean): Promise<SeriesAnswer> {
    const key = tieKey(target, expectation)
    const now = { on, version: Number.POSITIVE_INFINITY }
    this.#pressed.set(key, now)
    const answer = await this.command({ type: 'tie', expectation, session: this.session.id, target, on })
    if (this.#pressed.get(key) !== now) return answer
    if (answer.ok) this.#pressed.set(key, { on, version: answer.version })
    else this.#pressed.delete(key)
    return answer
  }

  async answerCheck(answer: 1 | 2 | 3 | 4 | 5): Promise<SeriesAnswer> {
    const said = await this.command({ type: 'answerCheck', session: this.session.id, answer })
    if (said.ok || said.refusal === 'answered') this.#answered = true
    return said
  }

  async command(command: SeriesCommand): Promise<SeriesAnswer> {
    const network = this.session.state?.network.id
    if (!network) return { ok: false, refusal: 'offline' }
    // What nobody looks at is not loaded again.
    return this.#live ? this.#live.command(command) : seriesCommand(network, command)
  }

  /** Loads what was said, and again when the session tells of more. To be called in an effect of what shows it. */
  follow(): void {
    const { version } = this.seen
    const live = untrack(() => this.#load())
    if (live) void untrack(() => live.follow(version))
  }

  get takenBefore(): TakeHomeInfo[] {
    return (this.info?.takeHomes ?? []).filter(
      ({ session, to }) => session !== this.session.id && (this.isFacilitator || isOf(this.own, to)),
    )
  }

  get takenHere(): TakeHomeInfo[] {
    return (this.info?.takeHomes ?? []).filter(
      ({ session, to }) => session === this.session.id && (this.isFacilitator || isOf(this.own, to)),
    )
  }

  get committedHere(): CommitmentInfo[] {
    return (this.info?.commitments ?? []).filter(({ session }) => session === this.session.id)
  }

  /** Of earlier sessions: what is not done, and what was said of here. */
  get committedBefore(): CommitmentInfo[] {
    return (this.info?.commitments ?? []).filter(
      ({ id, session, status }) =>
        session !== this.session.id && (status === 'open' || status === 'busy' || this.touched.has(id)),
    )
  }

  sentenceOf(takeHome: TakeHomeId, saw: string): string {
    return this.sentences.get(takeHome) ?? saw
  }

  #load(): LiveSeries | null {
    const network = this.session.state?.network.id
    if (!this.#live && network) this.#live = new LiveSeries(network, 'said')
    return this.#live
  }
}

const isOf = (own: OrganisationId | null, ids: readonly OrganisationId[]): boolean => own !== null && ids.includes(own)

const here = new WeakMap<LiveSession, SeriesHere>()

/** One for an open session, so that what was begun in one place goes on in another. */
export function seriesHere(session: LiveSession): SeriesHere {
  const found = here.get(session) ?? new SeriesHere(session)
  here.set(session, found)
  return found
}
