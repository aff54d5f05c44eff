import { createServer } from 'node:http'

/** Serves sockets, and some JSON beside: what waits in the server for its slowest reader, in bytes, for one. */
export function listen(sockets, answers = {}) {
  const buffered = () => Math.max(0, ...[...sockets.clients].map((socket) => socket.bufferedAmount))
  const all = { '/buffered': buffered, ...answers }
  const server = createServer((request, response) => {
    const answer = all[request.url]
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' })
    response.end(answer && JSON.stringify(answer()))
  })
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request)),
  )
  server.listen(Number(process.env.PORT), '127.0.0.1')
  process.on('SIGTERM', () => process.exit(0))
}
