import type { SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import type { Told } from '../../shared/model/clock.ts'
import type { ControlLink, ControlLinkEvents } from './control-link.ts'
import { call } from './http.ts'

/** How long the board may keep the socket waiting, in ms: where a proxy blocks websockets it never comes. */
const BOARD_PATIENCE = 4_000
/** The pause before asking again while there is no socket, in ms. */
const NEXT_TRY = 5_000

export interface GuidanceEvents extends ControlLinkEvents {
  /** What time it is at the server, as the answer to a question. */
  time: (told: Told) => void
}

/** What says nothing about the session: it is asked for again. */
const PASSING: readonly Refusal[] = ['offline', 'too-fast', 'internal', 'disk']

/**
 * The guidance of one session. Its first state is one HTTP answer, so that a phone can write before it has downloaded a
 * socket; the socket joins when the board is there, and from then on every change comes by itself.
 */
export class Guidance {
  readonly #session: SessionId
  readonly #as: 'wall' | undefined
  readonly #events: GuidanceEvents
  #link: ControlLink | null = null
  #closed = false
  #heard = false
  readonly #board = pause(BOARD_PATIENCE)
  #retry: Pause | null = null

  constructor(session: SessionId, as: 'wall' | undefined, events: GuidanceEvents) {
    this.#session = session
    this.#as = as
    this.#events = events
    void this.#begin()
  }

  /** Over the socket, or over HTTP while there is none. */
  async command(command: Command): Promise<CommandAnswer> {
    if (this.#link?.connected) return this.#link.command(command)
    const answer = await call<CommandAnswer>('POST', `/api/sessions/${this.#session}/commands`, command)
    // No socket tells what it changed.
    if (answer.ok) void this.#ask()
    return answer.ok ? answer.value : answer
  }

  /** The board is there: the line is free for the socket. */
  boardCame(): void {
    this.#board.end()
  }

  /** Asks the server for its time: the answer to a question tells it better than a state that comes by itself. */
  askTime(): void {
    void this.#ask()
  }

  /** Tries at once instead of waiting for the next attempt: the network is back, or the phone woke up. */
  hurry(): void {
    this.#retry?.end()
    this.#link?.hurry()
  }

  close(): void {
    this.#closed = true
    this.#board.end()
    this.#retry?.end()
    this.#link?.close()
  }

  async #begin(): Promise<void> {
    while (!this.#closed) {
      const refusal = await this.#ask()
      if (this.#closed) return
      if (refusal && !PASSING.includes(refusal)) return this.#events.refused(refusal)
      await this.#board.over
      if (this.#closed || (await this.#openSocket())) return
      this.#retry = pause(NEXT_TRY)
      await this.#retry.over
    }
  }

  async #ask(): Promise<Refusal | null> {
    const query = this.#as ? `?as=${this.#as}` : ''
    const askedAt = Date.now()
    const answer = await call<SessionState>('GET', `/api/sessions/${this.#session}/state${query}`)
    if (!answer.ok) return answer.refusal
    if (!this.#closed) this.#events.time({ now: answer.value.now, askedAt, heardAt: Date.now() })
    // Once there is a socket, what it brings is newer.
    if (this.#closed || this.#link) return null
    this.#events.state(answer.value, !this.#heard)
    this.#heard = true
    return null
  }

  /**
   * False when its code could not be loaded. Browsers remember that until the page is loaded anew: so long the state is
   * asked for again and again.
   */
  async #openSocket(): Promise<boolean> {
    try {
      const { ControlLink } = await import('./control-link.ts')
      if (!this.#closed) this.#link = new ControlLink(this.#session, this.#as, this.#events)
      return true
    } catch {
      return false
    }
  }
}

interface Pause {
  readonly over: Promise<void>
  readonly end: () => void
}

/** Over after so many ms, or when it is ended; then whoever ended it draws first, for what follows is not urgent. */
function pause(ms: number): Pause {
  let end: () => void = () => undefined
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    end = () => {
      clearTimeout(timer)
      setTimeout(resolve, 0)
    }
  })
  return { over, end }
}
