// Each message to the other sockets of the room, in a write of its own: no document, no check, no disk.
import { WebSocketServer } from 'ws'
import { listen } from './listen.js'

const rooms = new Map()
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  const [name] = request.url.split('?')
  const room = rooms.get(name) ?? new Set()
  rooms.set(name, room.add(socket))
  socket.on('message', (message) => {
    for (const other of room) if (other !== socket && other.readyState === 1) other.send(message, { binary: true })
  })
  socket.on('close', () => room.delete(socket))
  socket.on('error', () => undefined)
})
listen(sockets)
