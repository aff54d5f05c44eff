import type { Note } from '../../shared/model/note.ts'
import { targetsOf, type Target } from '../../shared/model/vote.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { SessionId } from '../../shared/model/ids.ts'
import type { Network, Step } from '../../shared/model/network.ts'
import { practiceNotes } from '../../shared/text/practice-notes.ts'
import type { Rehearsal, StoredMember, StoredSession } from '../storage/storage.ts'
import { readBoard } from './board-access.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { layNote, notesLying } from './made-up-notes.ts'
import { castDots } from './votes.ts'

// The made-up participants of rehearsals, while a facilitator looks: now and then one of them writes a note or lays dots.
// What they did is read from the board and the ballots each time, so that they go on where they were, also after a restart.

/** One of them does something this often, in all. */
const EVERY_MS = 4_000
/** In each beginning of a step. */
const NOTES_EACH = 3
/** People say the same now and then; not more often in one zone. */
const SAME_TEXT = 2
const TARGETS_EACH = 3

interface Logger {
  readonly error: (about: object, message: string) => void
}

/** What is known of a session as long as a facilitator looks at it: null when it is the real thing. */
interface Cast {
  readonly rehearsal: Rehearsal
  readonly network: Network
}

interface Scene {
  readonly session: StoredSession
  readonly language: Network['language']
  readonly actors: readonly StoredMember[]
}

/** Lets them act every few seconds. Returns the way to stop, which resolves when nobody is acting any more. */
export function startMadeUpPeople(house: House, random: () => number, log: Logger): () => Promise<void> {
  const people = new MadeUpPeople(house, random, log)
  let acting: Promise<void> | null = null
  const timer = setInterval(() => {
    acting ??= people.act().finally(() => (acting = null))
  }, EVERY_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await acting
  }
}

export class MadeUpPeople {
  readonly #house: House
  readonly #random: () => number
  readonly #log: Logger
  readonly #casts = new Map<SessionId, Cast | null>()

  /** `random` answers from 0 to 1. */
  constructor(house: House, random: () => number, log: Logger) {
    this.#house = house
    this.#random = random
    this.#log = log
  }

  /** One act in each rehearsal that a facilitator looks at. Never rejects. */
  async act(): Promise<void> {
    const watched = new Set(this.#house.live.watched())
    for (const id of this.#casts.keys()) if (!watched.has(id)) this.#leave(id)
    for (const id of watched) {
      try {
        await this.#actIn(id)
      } catch (error) {
        this.#log.error({ err: error, session: id }, 'a made-up participant could not act')
      }
    }
  }

  #leave(id: SessionId): void {
    this.#casts.delete(id)
    this.#house.live.showMadeUp(id)
  }

  async #actIn(id: SessionId): Promise<void> {
    const { storage, live } = this.#house
    const session = await storage.findSession(id)
    const cast = session && (await this.#castOf(session))
    if (!cast) return
    const { rehearsal, network } = cast
    live.showMadeUp(id, rehearsal.actors)
    // Who was removed to try that out is gone.
    const actors = (await storage.membersOf(network.id)).filter((one) => rehearsal.actors.includes(one.id))
    const scene = { session, language: network.language, actors }
    if (!(await this.#vote(scene))) await this.#write(scene)
  }

  async #castOf({ id, network }: StoredSession): Promise<Cast | null> {
    let cast = this.#casts.get(id)
    if (cast === undefined) {
      const [rehearsal, of] = await Promise.all([
        this.#house.storage.findRehearsal(network),
        this.#house.storage.findNetwork(network),
      ])
      cast = rehearsal && of ? { rehearsal, network: of } : null
      this.#casts.set(id, cast)
    }
    return cast
  }

  /** One who has no dots yet divides all of them over a few. False when there is nothing (more) to vote. */
  async #vote({ session: { id, control }, actors }: Scene): Promise<boolean> {
    if (control.vote?.kind !== 'open') return false
    const voted = new Set((await this.#house.storage.dotsIn(id)).map(({ participant }) => participant))
    const voter = this.#oneOf(actors.filter((one) => !voted.has(one.id)))
    const board = await readBoard(this.#house, id)
    if (!voter || isRefusal(board)) return false
    const choices: Target[] = [...targetsOf(board, control.vote).inOrder]
    let left = choices.length > 0 ? control.vote.dots : 0
    for (let i = 1; i <= TARGETS_EACH && left > 0; i++) {
      const target = this.#oneOf(choices)
      if (target === undefined) break
      choices.splice(choices.indexOf(target), 1)
      const dots = i === TARGETS_EACH || choices.length === 0 ? left : 1 + Math.floor(this.#random() * left)
      const visitor = { role: 'member', member: voter, token: '' } as const
      // What was closed or taken down meanwhile is refused, as it is for people.
      if (!(await castDots(this.#house, id, visitor, target, dots)).ok) break
      left -= dots
    }
    return left < control.vote.dots
  }

  async #write({ session, language, actors }: Scene): Promise<void> {
    const { agenda, step: running, zones } = session.control
    const step = agenda.find(({ id }) => id === running?.id)
    if (!running || !step || (step.mode !== 'open' && step.mode !== 'silent')) return
    const notes = await notesLying(this.#house, session.id)
    const isNew = (note: Note) => note.meta.createdAt >= running.startedAt
    const hasWritten = ({ id }: StoredMember) => countOf(notes, (n) => byAuthor(n, id) && isNew(n)) >= NOTES_EACH
    if (step.mode === 'silent')
      for (const one of actors.filter(hasWritten)) this.#house.live.say(session.id, running, one.id, 'ready', true)
    // A note without a name is somebody's: all of them together are counted too.
    const isEnough = countOf(notes, isNew) >= NOTES_EACH * actors.length
    const writer = this.#oneOf(isEnough ? [] : actors.filter((one) => !hasWritten(one)))
    if (!writer) return
    const zone = this.#oneOf(zones.filter((one) => isAsked(step, one)))
    if (!zone) return
    const here = notes.filter((note) => note.place.zone === zone.id)
    const times = (text: string) => countOf(here, (note) => note.text === text)
    const own = new Set(here.filter((note) => byAuthor(note, writer.id)).map(({ text }) => text))
    const unsaid = practiceNotes(language, zone.kind).filter((text) => times(text) < SAME_TEXT && !own.has(text))
    const least = Math.min(...unsaid.map(times))
    const text = this.#oneOf(unsaid.filter((one) => times(one) === least))
    if (text === undefined) return
    await layNote(this.#house, session.id, running, writer, { zone: zone.id, text, kind: kindOf(zone, text) })
  }

  #oneOf<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#random() * list.length)]
  }
}

const byAuthor = ({ meta }: Note, id: StoredMember['id']): boolean => meta.author === id
const countOf = (notes: readonly Note[], isMeant: (note: Note) => boolean): number => notes.filter(isMeant).length

/** The zone that the step is about, or any when it is about none. */
const isAsked = (step: Step, zone: Zone): boolean =>
  !zone.hidden && !zone.locked && (step.zone === null || step.zone === zone.id)

/** What one hears of another's practice one recognises, or asks about. */
const kindOf = ({ kind }: Zone, text: string): 'idea' | 'recognise' | 'question' =>
  kind !== 'presentation' ? 'idea' : text.endsWith('?') ? 'question' : 'recognise'
