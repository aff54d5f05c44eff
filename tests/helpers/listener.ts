import { io, type Socket } from 'socket.io-client'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import type { ClientToServer, ControlAuth, ServerToClient } from '../../shared/wire/events.ts'
import type { SessionState } from '../../shared/wire/state.ts'

/** A control socket that remembers what it heard, and lets a test wait for it. */
export class Listener {
  readonly socket: Socket<ServerToClient, ClientToServer>
  readonly heard: { event: string; value: unknown }[] = []
  #wake: () => void = () => undefined

  constructor(url: string, auth: ControlAuth, options: object = {}) {
    this.socket = io(url, { auth, transports: ['websocket'], forceNew: true, reconnection: false, ...options })
    const note = (event: string) => (value: unknown) => {
      this.heard.push({ event, value })
      this.#wake()
    }
    this.socket.on('state', note('state'))
    this.socket.on('bye', note('bye'))
    this.socket.on('disconnect', note('disconnect'))
    this.socket.on('connect_error', (error) =>
      note('refused')((error as { data?: { refusal?: string } }).data?.refusal),
    )
  }

  get states(): SessionState[] {
    return this.heard.filter(({ event }) => event === 'state').map(({ value }) => value as SessionState)
  }

  /** Waits until what was heard fits. */
  async until<T>(found: () => T | undefined | false): Promise<T> {
    const deadline = Date.now() + 5_000
    for (;;) {
      const fits = found()
      if (fits) return fits
      const left = deadline - Date.now()
      if (left <= 0) throw new Error(`waited in vain; heard ${JSON.stringify(this.heard.map(({ event }) => event))}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  state = (fits: (state: SessionState) => boolean) => this.until(() => this.states.find(fits))
  event = (name: string) => this.until(() => this.heard.find(({ event }) => event === name))
  send = (message: Command): Promise<CommandAnswer> => this.socket.emitWithAck('command', message)
}
