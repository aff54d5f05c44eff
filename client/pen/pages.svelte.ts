import { untrack } from 'svelte'
import type { LiveSession } from '../live/session.svelte.ts'
import { loadAllWords } from '../ui/words.svelte.ts'
import { goesThroughPad } from '../../shared/model/rights.ts'
import { zonesToWriteIn } from './where.ts'
import type { Writing } from './writing.svelte.ts'

const loadVote = async () => (await Promise.all([import('../vote/PenVote.svelte'), loadAllWords()]))[0].default
const loadPad = async () => (await Promise.all([import('./PadPage.svelte'), loadAllWords()]))[0].default
const loadRecord = async () => (await Promise.all([import('./RecordPage.svelte'), loadAllWords()]))[0].default
const loadRest = async () => (await Promise.all([import('./Rest.svelte'), loadAllWords()]))[0].default

/** Runs while its promise does not come: a phone that cannot load a page goes on with the one it has. */
const stays = (): null => null

/** For `readsIn`: who went on while the record is on the wall. */
const RECORD = 'record'

/** Where someone is among the pages, to come back to it. */
export interface PenPlace {
  readonly voteAt: number | null
  readonly readsIn: string | null
}

/**
 * The page that the pen is open at: the notes, the pad, a pause, the record, the end or a vote. All but the first come when they are
 * asked for, and are loaded then; they take nobody away from a note that was begun or that came back.
 */
export class Pages {
  readonly #session: LiveSession
  readonly #writing: Writing
  #Vote = $state.raw<Awaited<ReturnType<typeof loadVote>> | null>(null)
  #Rest = $state.raw<Awaited<ReturnType<typeof loadRest>> | null>(null)
  #Record = $state.raw<Awaited<ReturnType<typeof loadRecord>> | null>(null)
  #Pad = $state.raw<Awaited<ReturnType<typeof loadPad>> | null>(null)
  /** One writes on the page of the pad, or on that of the notes: who is in the middle of a note stays on the same. */
  #isAtPad = $state(false)
  /** The vote that this person is at, by the time it was opened. */
  #voteAt = $state<number | null>(null)
  /** The vote that came by itself, or waits behind its strip. */
  #announced: number | null = null
  /** The pause, the step of writing for oneself, the record, or the end, in which this person wanted to read on. */
  #readsIn = $state<string | null>(null)

  /** Begins to follow the session, in a component. */
  constructor(session: LiveSession, writing: Writing) {
    this.#session = session
    this.#writing = writing
    $effect(() => {
      if (this.#rest) void loadRest().then((page) => (this.#Rest = page), stays)
    })
    $effect(() => {
      if (this.#isRecordShown) void loadRecord().then((page) => (this.#Record = page), stays)
    })
    $effect(() => {
      if (this.#isPadStep) void loadPad().then((page) => (this.#Pad = page), stays)
    })
    $effect(() => {
      const isForPad = this.#isPadStep && this.#Pad !== null && this.#session.pad?.isOpen === true
      if (this.isFree) this.#isAtPad = isForPad
    })
    $effect(() => {
      const vote = this.#session.state?.vote
      if (vote?.kind !== 'open' || vote.openedAt === this.#announced) return
      this.#announced = vote.openedAt
      if (untrack(() => this.isFree) && !document.activeElement?.matches('textarea')) void this.toVote().catch(stays)
    })
  }

  get #step() {
    return this.#session.step
  }

  /** The pause, or the end, in which nothing is asked. */
  get #rest(): string | undefined {
    return this.#step?.mode === 'pause' ? this.#step.id : this.#session.state?.ended?.toString()
  }

  /** Everyone reads the record back, on the wall: who guides leads that. */
  get #isRecordShown(): boolean {
    return this.#session.state?.wall.kind === 'record' && this.#session.actor.role === 'member'
  }

  /** Nothing was begun, and nothing came back. */
  get isFree(): boolean {
    return !this.#writing.isBusy && this.#session.words.returned.length === 0
  }

  /** What is written now goes to the pad first, wherever it will lie. */
  get #isPadStep(): boolean {
    const { actor, board } = this.#session
    return zonesToWriteIn(board.zones, this.#step, actor).some(({ id }) => goesThroughPad(actor.step, id))
  }

  get Pad() {
    return this.#isAtPad && !this.isReadingOn ? this.#Pad : null
  }

  /** Who reads on while everyone writes in silence, where the page of the pad has no list of the group. */
  get isReadingOn(): boolean {
    return this.#isPadStep && this.#step?.mode === 'silent' && this.#readsIn === this.#step.id
  }

  get Vote() {
    return this.#voteAt !== null && this.#session.state?.vote?.openedAt === this.#voteAt ? this.#Vote : null
  }

  get Rest() {
    return this.#rest && this.#readsIn !== this.#rest && this.isFree ? this.#Rest : null
  }

  get Record() {
    const isLeft = this.#readsIn === RECORD || (this.#rest !== undefined && this.#readsIn === this.#rest)
    return this.#isRecordShown && !isLeft && this.isFree ? this.#Record : null
  }

  /** It can be gone back to. */
  get recordWaits(): boolean {
    return this.#isRecordShown && this.#Record !== null && this.Record === null
  }

  /** Rejects when the page could not be loaded. */
  async toVote(): Promise<void> {
    this.#Vote ??= await loadVote()
    this.#voteAt = this.#session.state?.vote?.openedAt ?? null
  }

  leaveVote(): void {
    this.#voteAt = null
  }

  /** The notes can be read, and written, in a pause and after the end; and read while everyone writes for themselves. */
  readOn(): void {
    this.#readsIn = this.Record ? RECORD : (this.#step?.id ?? this.#rest ?? null)
  }

  /** To what the step asks for. */
  toStep(): void {
    this.#voteAt = null
    this.#readsIn = null
  }

  get place(): PenPlace {
    return { voteAt: this.#voteAt, readsIn: this.#readsIn }
  }
  set place({ voteAt, readsIn }: PenPlace) {
    this.#voteAt = voteAt
    this.#readsIn = readsIn
  }
}
