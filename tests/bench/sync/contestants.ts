import { join } from 'node:path'

// The servers that are measured beside each other: how each is started, and what it speaks.

/** What a client of the benchmark must speak. */
export type Protocol = 'bijeen' | 'yjs' | 'relay' | 'hocuspocus' | 'tldraw'

export interface Contestant {
  /** As the tables call it. */
  readonly label: string
  readonly protocol: Protocol
  /** The program, and where it is started. */
  readonly program: string
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

const ROOT = join(import.meta.dirname, '../../..')
export const PEERS = join(ROOT, 'tests/bench/peers')

const peer = (program: string, protocol: Protocol, label: string, env: Contestant['env'] = {}): Contestant => ({
  label,
  protocol,
  program,
  folder: PEERS,
  env,
})

export const CONTESTANTS = {
  bijeen: {
    label: 'Bijeen',
    protocol: 'bijeen',
    program: 'dist/server/main.js',
    folder: ROOT,
    // Each room is a venue with an address of its own, as behind a proxy: the limits of one address hold for each.
    env: { NODE_ENV: 'production', HOST: '127.0.0.1', LOG_LEVEL: 'error', TRUST_PROXY: '1' },
  },
  relay: peer('relay.js', 'relay', 'a bare relay on `ws`'),
  'batching-relay': peer('batching-relay.js', 'relay', 'a relay that sends every 20 ms'),
  'y-websocket': peer('y-websocket.js', 'yjs', '`@y/websocket-server`, no storage'),
  hocuspocus: peer('hocuspocus.js', 'hocuspocus', '`@hocuspocus/server` with SQLite'),
  tldraw: peer('tldraw.js', 'tldraw', '`@tldraw/sync-core`, no storage'),
  lossy: peer('y-websocket.js', 'yjs', 'a server that loses every 50th update', { DROP: '50' }),
} as const satisfies Record<string, Contestant>

export type ContestantName = keyof typeof CONTESTANTS
