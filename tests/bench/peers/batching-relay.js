// The relay again, but what a room says within 20 ms goes to each socket in one write: what batching alone buys, at the
// price of its tick. Its frames are made once for all; the author hears them too, which is harmless to Yjs.
import { WebSocketServer } from 'ws'
import { listen } from './listen.js'

const TICK_MS = 20

const rooms = new Map()
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  const [name] = request.url.split('?')
  const room = rooms.get(name) ?? { sockets: new Set(), frames: [] }
  rooms.set(name, room)
  room.sockets.add(socket)
  socket.on('message', (message) => {
    if (room.frames.push(frame(message)) === 1) setTimeout(() => send(room), TICK_MS)
  })
  socket.on('close', () => room.sockets.delete(socket))
  socket.on('error', () => undefined)
})
listen(sockets)

function send(room) {
  const bytes = Buffer.concat(room.frames.splice(0))
  for (const socket of room.sockets) if (socket.readyState === 1) socket._socket.write(bytes)
}

function frame(message) {
  const { length } = message
  const head = length < 126 ? [0x82, length] : [0x82, 126, length >> 8, length & 255]
  if (length > 0xffff) throw new RangeError('a message of this benchmark is below 64 KiB')
  return Buffer.concat([Buffer.from(head), message])
}
