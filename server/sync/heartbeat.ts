import type { Connection } from './connection.ts'
import { presenceFrame } from './frames.ts'
import { NOBODY } from './presence.ts'

const BEAT_MS = 5_000
/** Upstream's client hangs up after 30 s of silence, and pings are not heard by it. */
const SPEAK_AFTER_MS = 14_000
/** Three pings without an answer. */
const DEAD_AFTER_MS = 45_000

/** Keeps living sockets open and finds the dead ones. */
export class Heartbeat {
  readonly #timer: NodeJS.Timeout

  constructor(connections: () => Iterable<Connection>, now: () => number) {
    const nothing = presenceFrame(NOBODY)
    this.#timer = setInterval(() => {
      for (const connection of connections()) {
        if (connection.deafFor(now()) > DEAD_AFTER_MS) connection.drop()
        else if (connection.silentFor(now()) > SPEAK_AFTER_MS) {
          connection.send(nothing, now())
          connection.ping()
        }
      }
    }, BEAT_MS)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
