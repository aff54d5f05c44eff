// @y/websocket-server without storage, as its own command starts it, on the same ws as the others.
// DROP=50 loses every 50th update, which the benchmark must notice.
import { WebSocketServer } from 'ws'
import { setupWSConnection } from '@y/websocket-server/utils'
import { listen } from './listen.js'

const SYNC = 0
const UPDATE = 2

const drop = Number(process.env.DROP ?? 0)
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  if (drop > 0) lose(socket)
  setupWSConnection(socket, request)
})
listen(sockets)

let updates = 0
function lose(socket) {
  const on = socket.on.bind(socket)
  const isLost = (bytes) => bytes[0] === SYNC && bytes[1] === UPDATE && ++updates % drop === 0
  socket.on = (event, hear) =>
    on(event, event === 'message' ? (message) => isLost(new Uint8Array(message)) || hear(message) : hear)
}
