// @tldraw/sync-core in memory: one TLSocketRoom a board, with the whole default schema.
import {
  DEFAULT_INITIAL_SNAPSHOT,
  getTlsyncProtocolVersion,
  InMemorySyncStorage,
  TLSocketRoom,
} from '@tldraw/sync-core'
import { createTLSchema } from '@tldraw/tlschema'
import { WebSocketServer } from 'ws'
import { listen } from './listen.js'

const schema = createTLSchema()
const rooms = new Map()
const log = { warn: () => undefined, error: (...said) => console.error(...said) }

function open(name) {
  const storage = new InMemorySyncStorage({ snapshot: DEFAULT_INITIAL_SNAPSHOT })
  const room = new TLSocketRoom({ schema, storage, log })
  rooms.set(name, room)
  return room
}

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost')
  const room = rooms.get(pathname) ?? open(pathname)
  room.handleSocketConnect({ sessionId: searchParams.get('session'), socket })
})
// What a client must say about itself to be let in.
listen(sockets, { '/protocol': () => ({ version: getTlsyncProtocolVersion(), schema: schema.serialize() }) })
