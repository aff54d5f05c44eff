import { collectDefaultMetrics, Counter, Gauge, Histogram, register as ofProcess, Registry } from 'prom-client'
import { ROLES, type Role } from '../shared/model/network.ts'
import type { Refusal } from '../shared/model/refusal.ts'
import type { Meter } from './sync/meter.ts'
import type { RoomsCensus } from './sync/rooms.ts'

// What the server tells whoever watches over it, as Prometheus reads it. Numbers alone: no id, name, text or address.

/** Which door said no. */
export type Door = 'board' | 'command' | 'call' | 'join' | 'socket'

export interface Metrics {
  readonly sync: Meter
  refused(door: Door, code: Refusal): void
  /** `route` is a pattern such as /api/sessions/:id, never an address that someone asked for. */
  answered(method: string, route: string, status: number): void
  readonly contentType: string
  text(): Promise<string>
}

/** What is counted when someone asks. */
export interface Census {
  readonly boards: RoomsCensus
  /** Guidance sockets. */
  readonly guidance: Readonly<Record<Role, number>>
}

const COMMIT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

export function makeMetrics(census: () => Census): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const edits = new Counter({ name: 'bijeen_edits_total', help: 'Updates that the gate let through.', registers })
  const refusals = new Counter({
    name: 'bijeen_refusals_total',
    help: 'What was refused, by door (board, command, call, join, socket) and reason.',
    labelNames: ['door', 'code'],
    registers,
  })
  const dropped = new Counter({
    name: 'bijeen_presence_dropped_total',
    help: 'Presence messages that went no further: too fast, too large, or not the sender’s own.',
    registers,
  })
  const commits = new Histogram({
    name: 'bijeen_commit_seconds',
    help: 'How long a commit takes until it is on disk.',
    buckets: COMMIT_SECONDS,
    registers,
  })
  const calls = new Counter({
    name: 'bijeen_http_requests_total',
    help: 'Answered requests, by route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const gauge = (name: string, help: string, value: (census: Census) => number) =>
    new Gauge({
      ...{ name, help, registers },
      collect() {
        this.set(value(census()))
      },
    })
  gauge('bijeen_boards', 'Boards in memory.', ({ boards }) => boards.boards)
  gauge('bijeen_slow_readers', 'Board sockets that fell behind.', ({ boards }) => boards.behind)
  gauge('bijeen_buffered_bytes', 'Bytes that wait for the readers of all boards.', ({ boards }) => boards.waitingBytes)
  gauge(
    'bijeen_most_buffered_bytes',
    'Bytes that wait for one reader, at most.',
    ({ boards }) => boards.mostWaitingBytes,
  )
  new Gauge({
    name: 'bijeen_sockets',
    help: 'Open sockets, by kind (board, guidance) and role.',
    labelNames: ['kind', 'role'],
    registers,
    collect() {
      const { boards, guidance } = census()
      for (const role of ROLES) {
        this.set({ kind: 'board', role }, boards.connections[role])
        this.set({ kind: 'guidance', role }, guidance[role])
      }
    },
  })
  // Of the process there is one, however many servers run in it: memory, CPU, the lag of the event loop.
  if (ofProcess.getMetricsAsArray().length === 0) collectDefaultMetrics()
  const all = Registry.merge([ofProcess, registry])

  return {
    sync: {
      edit: () => edits.inc(),
      refused: (code) => refusals.inc({ door: 'board', code }),
      presenceDropped: () => dropped.inc(),
      committed: (seconds) => commits.observe(seconds),
    },
    refused: (door, code) => refusals.inc({ door, code }),
    answered: (method, route, status) => calls.inc({ method, route, status }),
    contentType: all.contentType,
    text: () => all.metrics(),
  }
}
