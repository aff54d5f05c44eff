import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { SYNC_LIMITS } from '../../shared/wire/sync.ts'
import type { SyncPerson } from './person.ts'
import { Budget } from './rates.ts'

/** Everything that one connection may send in a second, presence that echoes others included. */
const FRAMES_PER_SECOND = 200
const FRAMES_AT_ONCE = 600
const REFUSALS_PER_MINUTE = 5

/** Above this nothing more is queued for a reader, in bytes. */
const BEHIND_ABOVE = 256 * 1024
/** Below this it gets one diff made for it alone. */
const CAUGHT_UP_BELOW = 64 * 1024
const HOPELESS_ABOVE = 4 * 1024 * 1024
const HOPELESS_AFTER_MS = 15_000

/** One socket on one board: who is there, what was heard and what was said. */
export class Connection {
  readonly person: SyncPerson
  /** Resolves when the socket is closed at both ends. */
  readonly closed: Promise<void>
  /** The Yjs client that this connection speaks with: the first of its own that is seen. */
  client: number | null = null
  /** A refusal fell: content of `client` is not heard until another client is seen. */
  mustReset = false
  /** Messages with content so far: what `saved` and `refused` count. */
  heard = 0
  /** The last count that was acknowledged. */
  saved = 0
  /** Its step 1 has come, and was of this epoch. */
  hasAsked = false
  /** Its own step 2 has come: before that, updates may refer to what only that step brings. */
  isSynced = false
  /** The first message that is passed over until step 2 brings its content; acknowledged with that. */
  waitingFor: number | null = null
  /** It was given a state to begin with, and follows the broadcasts from there. */
  follows = false
  /** For a slow reader: what it had when it fell behind, and since when. */
  behind: { readonly stateVector: Uint8Array; readonly since: number } | null = null

  readonly #socket: WebSocket
  readonly #line: Duplex
  readonly #sync: Budget
  readonly #presence: Budget
  readonly #frames: Budget
  readonly #refusals: number[] = []
  #spokeAt: number
  #heardAt: number
  #isHeld = false
  /** Of a whole state or a diff that is still on its way: its size is not the reader's fault. */
  #stateBytes = 0

  /** `line` is what `socket` speaks over: frames that are whole already are written to it as they are. */
  constructor(socket: WebSocket, line: Duplex, person: SyncPerson, now: number) {
    this.#socket = socket
    this.#line = line
    this.person = person
    this.closed = new Promise((done) => socket.once('close', () => done()))
    this.#spokeAt = now
    this.#heardAt = now
    this.#sync = new Budget(SYNC_LIMITS.updatesPerSecond, SYNC_LIMITS.updatesAtOnce, now)
    this.#presence = new Budget(SYNC_LIMITS.presencePerSecond, SYNC_LIMITS.presencePerSecond, now)
    this.#frames = new Budget(FRAMES_PER_SECOND, FRAMES_AT_ONCE, now)
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  /** Writes whole frames (frames.ts), in one go; nothing for null. */
  send(frames: Uint8Array | null, now: number): void {
    if (!frames || !this.isOpen) return
    this.#spokeAt = now
    this.#line.write(frames)
  }

  /** Bytes that wait for this reader here. */
  get waitingBytes(): number {
    return this.#line.writableLength
  }

  /** A state or a diff: however large it is, who gets it has not fallen behind by that. */
  sendState(frame: Uint8Array, now: number): void {
    this.#stateBytes = frame.byteLength
    this.send(frame, now)
  }

  /** Hangs up. What it still sends is not taken. */
  close(code: number): void {
    this.release()
    this.#socket.close(code)
  }

  /** No more is read from the network: the sender feels it, and nothing piles up here. */
  hold(): void {
    if (this.#isHeld || !this.isOpen) return
    this.#isHeld = true
    this.#socket.pause()
  }

  release(): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    this.#socket.resume()
  }

  mayFrame(now: number): boolean {
    this.#heardAt = now
    return this.#frames.take(now)
  }

  maySync = (now: number): boolean => this.#sync.take(now)
  mayShow = (now: number): boolean => this.#presence.take(now)

  /** Notes a refusal; false when there were too many in the last minute. */
  bearsRefusal(now: number): boolean {
    this.#refusals.push(now)
    while (this.#refusals.length > 0 && (this.#refusals[0] ?? now) <= now - 60_000) this.#refusals.shift()
    return this.#refusals.length < REFUSALS_PER_MINUTE
  }

  /** How well this reader keeps up: `behind` means that nothing may be queued for it now. */
  pace(now: number): 'keepsUp' | 'behind' | 'hopeless' {
    const waiting = this.waitingBytes
    if (waiting < CAUGHT_UP_BELOW) this.#stateBytes = 0
    if (waiting > HOPELESS_ABOVE + this.#stateBytes || (this.behind && now - this.behind.since > HOPELESS_AFTER_MS))
      return 'hopeless'
    return waiting > (this.behind ? CAUGHT_UP_BELOW : BEHIND_ABOVE) ? 'behind' : 'keepsUp'
  }

  silentFor = (now: number): number => now - this.#spokeAt
  deafFor = (now: number): number => now - this.#heardAt

  /** Asks the other end whether it is there; its answer counts as heard. */
  ping(): void {
    if (this.isOpen) this.#socket.ping()
  }

  answered(now: number): void {
    this.#heardAt = now
  }

  drop(): void {
    this.#socket.terminate()
  }
}
