import { CONTESTANTS, type Protocol } from '../contestants.ts'
import type { Target } from '../job.ts'
import type { Client, ClientOptions } from './client.ts'
import { HocuspocusClient } from './hocuspocus-client.ts'
import { RelayClient } from './relay-client.ts'
import { seatsAt } from './seats.ts'
import { TldrawClient } from './tldraw-client.ts'
import { YjsClient } from './yjs-client.ts'

const CLIENTS = {
  bijeen: YjsClient,
  yjs: YjsClient,
  relay: RelayClient,
  hocuspocus: HocuspocusClient,
  tldraw: TldrawClient,
} as const satisfies Record<Protocol, unknown>

/** Whoever comes to one server. */
export interface Visitors {
  /** Connects a person of a room, and waits for the board. */
  readonly join: (room: number, person: number, options?: ClientOptions, withinMs?: number) => Promise<Client>
  readonly hasBoards: boolean
}

const JOINS_WITHIN_MS = 15_000
/** Numbers of Yjs clients, far apart as real ones are. */
const clientNumber = (n: number): number => 1_000_000 + ((n * 104_729) % 2_000_000_000)

export async function visitorsOf(target: Target): Promise<Visitors> {
  const seats = await seatsAt(target)
  const { protocol } = CONTESTANTS[target.name]
  const Visitor = CLIENTS[protocol]
  let clients = 0
  return {
    join: async (room, person, options = {}, withinMs = JOINS_WITHIN_MS) => {
      const seat = await seats(room, person)
      return new Visitor(target.port, seat, clientNumber(clients++), options).joined(withinMs)
    },
    hasBoards: protocol !== 'relay',
  }
}
