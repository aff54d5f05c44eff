import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Refusal } from '../../shared/model/refusal.ts'
import { CLOSE, parseRoom, SYNC_LIMITS, type Room } from '../../shared/wire/sync.ts'
import type { SyncPerson } from './person.ts'
import type { Rooms } from './rooms.ts'

/** Said by closing: a page cannot read the status of a failed upgrade. `refusal` is the reason beside the code. */
interface No {
  readonly ok: false
  readonly close: number
  readonly refusal?: Refusal
}

/** Who may open a room: asked before the socket is opened. */
export type Admit = (
  request: IncomingMessage,
  room: Room,
) => Promise<{ readonly ok: true; readonly person: SyncPerson } | No>

export interface Arriving {
  /** Asked first, and answered at once: too many from one address are not asked who they are. */
  readonly arrives?: (request: IncomingMessage, socket: Duplex) => No | null
  readonly decideWithinMs?: number
}

const PREFIX = '/sync/'
/** Above what a message may hold, so that most that is too large is still answered with a refusal. */
const LARGEST_FRAME = 4 * SYNC_LIMITS.updateBytes
const WS_TOO_LARGE = 1009

/** Upgrades about which it is not decided yet; above this they are hung up on. */
const MOST_WAITING = 1_000
/** How long that may take. */
const DECIDE_WITHIN_MS = 10_000
/** How long someone who is refused may take to close. */
const CLOSE_WITHIN_MS = 2_000

/** ws closes by itself on a frame that is too large, with a code after which the client would send it again for ever. */
class SyncSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code === WS_TOO_LARGE ? CLOSE.tooLarge : code, reason)
  }
}

/**
 * Answers upgrades on /sync/<room>; others are left to others. One that is refused is opened and closed with its code.
 * Returns what takes no more of them; open sockets stay.
 */
export function attachSync(
  server: Server,
  rooms: Rooms,
  admit: Admit,
  { arrives = () => null, decideWithinMs = DECIDE_WITHIN_MS }: Arriving = {},
): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LARGEST_FRAME,
    WebSocket: SyncSocket,
  })
  let waiting = 0
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const name = roomName(request)
    if (name === null) return
    if (waiting >= MOST_WAITING) return void socket.destroy()
    // Someone who goes away while we ask who it is.
    const ignore = () => undefined
    socket.on('error', ignore)
    const patience = setTimeout(() => socket.destroy(), decideWithinMs)
    waiting++
    const decision = arrives(request, socket) ?? (await decide(request, name, admit))
    waiting--
    clearTimeout(patience)
    socket.off('error', ignore)
    if (socket.destroyed) return
    sockets.handleUpgrade(request, socket, head, (ws) => {
      if (decision.ok) return void rooms.connect(ws, socket, decision.room, decision.person)
      ws.on('error', ignore)
      ws.close(decision.close, decision.refusal)
      setTimeout(() => ws.terminate(), CLOSE_WITHIN_MS).unref()
    })
  }
  const onUpgrade = (...asked: Parameters<typeof upgrade>) => void upgrade(...asked)
  server.on('upgrade', onUpgrade)
  return () => {
    server.off('upgrade', onUpgrade)
    sockets.close()
  }
}

type Decision = { readonly ok: true; readonly room: Room; readonly person: SyncPerson } | No

/** Never rejects. */
async function decide(request: IncomingMessage, name: string, admit: Admit): Promise<Decision> {
  const room = parseRoom(name)
  if (!room) return { ok: false, close: CLOSE.roomUnknown, refusal: 'room-unknown' }
  try {
    const admitted = await admit(request, room)
    return admitted.ok ? { ...admitted, room } : admitted
  } catch {
    // Whoever could say is not there now, the disk for one.
    return { ok: false, close: CLOSE.tryAgain, refusal: 'disk' }
  }
}

/** The name after /sync/, or null when the request is for something else. */
function roomName(request: IncomingMessage): string | null {
  const [path = ''] = (request.url ?? '').split('?')
  if (!path.startsWith(PREFIX)) return null
  try {
    return decodeURIComponent(path.slice(PREFIX.length))
  } catch {
    return ''
  }
}
