import { io, type Socket } from 'socket.io-client'
import type { SessionId } from '../../shared/model/ids.ts'
import { REFUSALS, type Refusal } from '../../shared/model/refusal.ts'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import type { ClientToServer, ControlAuth, ServerToClient } from '../../shared/wire/events.ts'
import type { SessionState } from '../../shared/wire/state.ts'

export interface ControlLinkEvents {
  /** `isFirst`: it is the first after a cut, or of this page; what the server kept in memory may be gone. */
  state: (state: SessionState, isFirst: boolean) => void
  /** Final: this session is not for this device (any more). */
  refused: (refusal: Refusal) => void
}

/** How long a command may take before its sender is told that it may not have arrived, in ms. */
const ANSWER_PATIENCE = 10_000

/** The guidance of one session: its state comes down, commands go up. */
export class ControlLink {
  readonly #socket: Socket<ServerToClient, ClientToServer>

  constructor(session: SessionId, as: 'wall' | undefined, events: ControlLinkEvents) {
    const auth: ControlAuth = { session, ...(as && { as }) }
    // Where a proxy blocks websockets, long polling carries the guidance all the same.
    this.#socket = io({ auth, transports: ['websocket', 'polling'], tryAllTransports: true })
    let isFirst = true
    this.#socket.on('connect', () => (isFirst = true))
    this.#socket.on('state', (state) => {
      events.state(state, isFirst)
      isFirst = false
    })
    this.#socket.on('bye', ({ refusal }) => {
      this.#socket.disconnect()
      events.refused(refusal)
    })
    this.#socket.on('connect_error', (error) => {
      const refusal = refusalOf(error)
      if (refusal) events.refused(refusal)
    })
  }

  get connected(): boolean {
    return this.#socket.connected
  }

  async command(command: Command): Promise<CommandAnswer> {
    try {
      return await this.#socket.timeout(ANSWER_PATIENCE).emitWithAck('command', command)
    } catch {
      return { ok: false, refusal: 'offline' }
    }
  }

  hurry(): void {
    if (!this.#socket.connected && this.#socket.active) this.#socket.connect()
  }

  close(): void {
    this.#socket.disconnect()
  }
}

/** The server's own refusals carry a code; a lost network has none. */
function refusalOf(error: Error & { data?: unknown }): Refusal | null {
  const refusal = (error.data as { refusal?: unknown } | undefined)?.refusal
  return REFUSALS.includes(refusal as Refusal) ? (refusal as Refusal) : null
}
