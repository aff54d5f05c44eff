import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { isId, type SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { ClientToServer, ServerToClient } from '../../shared/wire/events.ts'
import { isOwnOrigin, sharedUrl } from '../access/address.ts'
import { tokensOf, visitorOf } from '../access/visitor.ts'
import { StorageFailed } from '../storage/failures.ts'
import { carryOut } from './commands.ts'
import type { House } from './house.ts'
import type { ControlSocket, SocketData } from './live-sessions.ts'

type ControlServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>

/** The largest command is a list of zones; nothing comes near this. */
const COMMAND_BYTES = 64 * 1024
/** How long a connection may say nothing of who it is. */
const SAY_WHO_WITHIN_MS = 10_000

type Logger = { error: (about: object, message: string) => void }

/** Socket.IO on its default path. Returns the way to hang up on everyone: they come back by themselves. */
export function attachControl(server: HttpServer, house: House, log: Logger): () => void {
  const io: ControlServer = new Server(server, {
    serveClient: false,
    // Other upgrades of the same server are someone else's.
    destroyUpgrade: false,
    maxHttpBufferSize: COMMAND_BYTES,
    connectTimeout: SAY_WHO_WITHIN_MS,
  })
  // Every request of it, those that go on with a known session too.
  io.engine.use((request: IncomingMessage, _answer: unknown, next: (error?: Error) => void) =>
    next(isOwnOrigin(request, house.addresses) ? undefined : new Error('origin')),
  )
  io.engine.on('connection', (connection: ControlSocket['conn']) => {
    if (house.sockets.comesFrom(connection.request, connection)) return
    house.metrics.refused('socket', 'too-many-open')
    connection.close(true)
  })
  io.use((socket, next) => {
    admit(house, socket).then(
      (refusal) => {
        if (refusal) house.metrics.refused('socket', refusal)
        next(refusal ? refused(refusal) : undefined)
      },
      (error: unknown) => {
        log.error({ err: error }, 'a control socket could not be let in')
        next(refused(refusalOf(error)))
      },
    )
  })
  io.on('connection', (socket) => {
    house.live.enter(socket)
    socket.on('command', async (command: unknown, answer: unknown) => {
      const reply = typeof answer === 'function' ? answer : () => undefined
      try {
        const done = await carryOut(house, socket.data.session, socket.data.visitor, command)
        if (!done.ok) house.metrics.refused('command', done.refusal)
        reply(done)
      } catch (error) {
        log.error({ err: error }, 'a command failed')
        reply({ ok: false, refusal: refusalOf(error) })
      }
    })
  })
  return () => io.engine.close()
}

const refusalOf = (error: unknown): Refusal => (error instanceof StorageFailed ? 'disk' : 'internal')

/** The page reads the reason from `data`, as connect_error carries it. */
const refused = (refusal: Refusal): Error => Object.assign(new Error(refusal), { data: { refusal } })

async function admit(house: House, socket: ControlSocket): Promise<Refusal | null> {
  const { session: id, token, as } = socket.handshake.auth as Record<string, unknown>
  const session = isId(id) ? await house.storage.findSession(id as SessionId) : null
  if (!session) return 'session-unknown'
  const where = { network: session.network, session: session.id }
  const tokens = tokensOf(socket.request, typeof token === 'string' ? token : null)
  const seen = await visitorOf(house.storage, tokens, where, as === 'wall' ? 'wall' : null)
  if (!seen.ok) return seen.refusal
  const { member } = seen.visitor
  if (member && !house.sockets.isOf('guidance', member.id, socket.conn)) return 'too-many-open'
  const joinBase = sharedUrl(socket.request, house.addresses)
  socket.data = { session: session.id, visitor: seen.visitor, joinBase }
  return null
}
