import type { Edit, EditKind, Held } from './edit.ts'
import { RawSocket } from './raw-socket.ts'
import type { Seat } from './seats.ts'

export interface ClientOptions {
  /** Keeps all it is given, for `held`. */
  readonly keeps?: boolean
  /** Hears how many of its edits are acknowledged. */
  readonly onAcknowledged?: (edits: number) => void
}

/** Someone on a connection of their own. What it says and hears is up to the protocol. */
export abstract class Client {
  /** The Yjs client, or what stands for it. */
  readonly id: number
  readonly seat: Seat
  /** Bytes of the board it was given when it came. */
  boardBytes = 0
  /** From its first packet to the complete board, in ms. */
  joinMs = NaN
  /** Why the connection ended. */
  why: string | null = null
  protected readonly options: ClientOptions
  protected readonly socket: RawSocket
  #tap: ((message: Buffer) => void) | null = null
  #onJoined: () => void = () => undefined
  #onClosed: (why: string) => void = () => undefined

  constructor(port: number, seat: Seat, id: number, options: ClientOptions = {}) {
    this.id = id
    this.seat = seat
    this.options = options
    this.socket = new RawSocket(port, seat.path, seat.headers, {
      onOpen: () => this.greet(),
      onMessage: (message) => (this.#tap ? this.#tap(message) : this.hear(message)),
      onClose: (why) => {
        this.why = why
        this.#onClosed(why)
      },
    })
  }

  /** The board is there. @throws Error when it does not come in time. */
  joined(withinMs: number): Promise<this> {
    return new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error('the board did not come in time')), withinMs)
      this.#onJoined = () => {
        clearTimeout(late)
        done(this)
      }
      this.#onClosed = (why) => {
        clearTimeout(late)
        fail(new Error(`closed: ${why}`))
      }
    })
  }

  get frames(): number {
    return this.socket.frames
  }

  get bytes(): number {
    return this.socket.bytes
  }

  /** The port at this end. */
  get port(): number {
    return this.socket.port
  }

  get isClosed(): boolean {
    return this.socket.isClosed
  }

  send(edit: Edit): void {
    this.socket.send(edit.frame)
  }

  /** From now on it hears raw messages. */
  tap(hear: (message: Buffer) => void): void {
    this.#tap = hear
  }

  /** From now on it counts messages and hears none. */
  countOnly(): void {
    this.socket.countOnly()
  }

  /** Reads nothing more, until it reads on. */
  stall(): void {
    this.socket.stall()
  }

  readOn(): void {
    this.socket.readOn()
  }

  close(): void {
    this.socket.close()
  }

  protected hasBoard(bytes: number): void {
    if (!Number.isNaN(this.joinMs)) return
    this.boardBytes = bytes
    this.joinMs = performance.now() - this.socket.began
    this.#onJoined()
  }

  /** Edits of this person, to be sent in this order. */
  abstract makeEdits(kinds: readonly EditKind[], nextId: () => number): Edit[]
  abstract showCursor(n: number): void
  /** Calls `hit` with the numbers of the cursors in a raw message. */
  abstract cursorsIn(message: Buffer, hit: (n: number) => void): void
  abstract held(): Held
  protected abstract greet(): void
  protected abstract hear(message: Buffer): void
}
