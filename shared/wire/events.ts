import type { Refusal } from '../model/refusal.ts'
import type { Command, CommandAnswer } from './commands.ts'
import type { SessionState } from './state.ts'

/** Socket.IO, default path and namespace; `auth` says which session, and with which token when there is no cookie. */
export interface ControlAuth {
  readonly session: string
  readonly token?: string
  /** The wall's page asks to be treated as the wall, also on the facilitator's laptop. */
  readonly as?: 'wall'
}

export interface ServerToClient {
  /** The whole state, as this role may see it: first after the connection, then after every change. */
  state: (state: SessionState) => void
  /** The door: this person was removed, or the session is gone. The socket closes after it. */
  bye: (why: { readonly refusal: Refusal }) => void
}

export interface ClientToServer {
  command: (command: Command, answer: (answer: CommandAnswer) => void) => void
}
