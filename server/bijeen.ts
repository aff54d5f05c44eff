import { createServer, type Server } from 'node:http'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino, { type DestinationStream } from 'pino'
import { isEverywhere } from './access/address.ts'
import { memoryRates, type Rates } from './access/rates.ts'
import { OpenSockets, type SOCKET_LIMITS } from './access/sockets.ts'
import { databaseFile, type Config } from './config.ts'
import { boardRules } from './control/board-rules.ts'
import { attachControl } from './control/endpoint.ts'
import type { House } from './control/house.ts'
import { LiveSessions } from './control/live-sessions.ts'
import { countedMarks, MarkCounts } from './control/mark-counts.ts'
import { startMadeUpPeople } from './control/made-up-people.ts'
import { startRetention } from './control/retention.ts'
import { Turns } from './control/turns.ts'
import { finishCounting } from './control/votes.ts'
import { startExports, type ExportLimits } from './export/export-threads.ts'
import { makeApp } from './http/app.ts'
import { HTTP_LIMITS, SILENT_AT_MOST_MS, type HttpLimits } from './http/limits.ts'
import { devPage } from './http/dev-page.ts'
import { builtPage } from './http/pages.ts'
import { openLog } from './log.ts'
import { makeMetrics } from './metrics.ts'
import { doorOf } from './sync-admission.ts'
import { attachSync } from './sync/endpoint.ts'
import { Rooms } from './sync/rooms.ts'
import { openInThread } from './storage/storage-thread.ts'

/** The project's own directory, from the sources (server/) as well as from the build (dist/server/). */
const ROOT = resolve(fileURLToPath(import.meta.url), import.meta.url.endsWith('.ts') ? '../..' : '../../..')

export interface Running {
  readonly port: number
  readonly house: House
  /** Resolves when nothing can be kept any more: what is left is to end the process. */
  readonly broken: Promise<Error>
  /** Keeps all that was written, hangs up, closes. */
  stop(): Promise<void>
}

export interface Chances {
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** From 0 to 1: what made-up participants do. */
  readonly random?: () => number
  readonly rates?: Rates
  readonly logTo?: DestinationStream
  readonly limits?: Partial<HttpLimits>
  readonly socketLimits?: typeof SOCKET_LIMITS
  readonly exportLimits?: Partial<ExportLimits>
}

/** Joins the parts and listens. What was opened is closed again when a later part cannot start. */
export async function startBijeen(
  config: Config,
  {
    now = Date.now,
    random = Math.random,
    rates = memoryRates(),
    logTo = pino.destination(2),
    limits = {},
    socketLimits,
    exportLimits = {},
  }: Chances = {},
): Promise<Running> {
  const log = openLog(config.logLevel, logTo)
  const stops: (() => Promise<void> | void)[] = []
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  try {
    const storage = await openInThread(databaseFile(config), { fresh: config.demo })
    stops.push(() => storage.close())
    const live = new LiveSessions(storage, (session) => rooms.pads.writersIn(session), now, log)
    const metrics = makeMetrics(() => ({ boards: rooms.census(), guidance: live.census() }))
    const rooms: Rooms = new Rooms({
      store: storage,
      rulesOf: async (session) => {
        const found = await storage.findSession(session)
        if (found) finishCounting(house, found, log)
        return boardRules(house, session)
      },
      marksOf: (session) => countedMarks(storage, session),
      // Whoever had marked it is told that they have not any more: the note may be put back.
      onMarkedGone: (session) => void house.marks.countSoon(session).then(() => live.changed(session, 'people')),
      onClients: (session, participant, clients) => live.clients(session, participant, clients),
      onWriters: (session) => live.changed(session),
      now,
      log,
      foldAfterMs: config.foldAfterMs,
      meter: metrics.sync,
    })
    const { createKey, metricsKey } = config
    const turns = new Turns()
    const exports = startExports(log, exportLimits)
    stops.push(() => exports.stop())
    const house: House = {
      storage,
      rooms,
      live,
      turns,
      marks: new MarkCounts(storage, rooms, turns, log),
      exports,
      rates,
      leaving: new Set(),
      sockets: new OpenSockets(config, socketLimits),
      addresses: config,
      createKey,
      metrics,
      metricsKey,
      now,
    }

    const server = createServer({ ...HTTP_LIMITS, ...limits })
    server.timeout = SILENT_AT_MOST_MS
    const page = config.dev
      ? await devPage(ROOT, server)
      : { ...builtPage(join(ROOT, 'dist/client')), stop: () => undefined }
    stops.push(page.stop)
    server.on('request', makeApp({ house, page, dev: config.dev, log }))
    const hangUpControl = attachControl(server, house, log)
    const door = doorOf(house)
    const hangUpSync = attachSync(server, rooms, door.admit, door)
    if (!config.dev) refuseOtherUpgrades(server)

    const port = await listen(server, config)
    stops.push(() => closeServer(server))
    // Sockets go first: a server waits for its last connection. What they still send after this is not taken.
    stops.push(
      hangUpControl,
      () => rooms.stop(),
      hangUpSync,
      () => live.stop(),
      startRetention(house, log),
      startMadeUpPeople(house, random, log),
    )
    return { port, house, broken: storage.gone, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function listen(server: Server, { host, port }: Config): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen({ port, ...(!isEverywhere(host) && { host }), ...(host === '0.0.0.0' && { host }) }, () => {
      server.off('error', fail)
      const address = server.address()
      done(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
}

/** An upgrade that nobody answers would keep its connection open for ever. */
function refuseOtherUpgrades(server: Server): void {
  server.on('upgrade', (request, socket) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (!pathname.startsWith('/sync/') && !pathname.startsWith('/socket.io/')) socket.destroy()
  })
}
