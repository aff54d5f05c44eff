import { once } from 'node:events'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { NOTE_WIDTH } from '../../../shared/model/note-size.ts'
import { someWords } from '../../helpers/full-board.ts'

// The least that could do the same work, to hold the product's figures against: they tell how fast this machine is.

export interface Yardsticks {
  /** A page that sends what is written, and shows what others sent: a socket between two pages and nothing else. */
  readonly relay: string
  /** Two thousand notes as plain elements in one transformed container. `?layer` gives that container a layer. */
  readonly notes: string
  readonly stop: () => Promise<void>
}

export async function openYardsticks(count: number): Promise<Yardsticks> {
  const pages: Record<string, string> = { '/relay': RELAY, '/notes': notesPage(count) }
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://localhost').pathname]
    response.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) =>
    socket.on('message', (text) => sockets.clients.forEach((other) => other !== socket && other.send(text.toString()))),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const base = `http://127.0.0.1:${address.port}`
  return {
    relay: `${base}/relay`,
    notes: `${base}/notes`,
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const RELAY = `<!doctype html><title>Relay</title><textarea></textarea><button>Send</button><main></main>
<script>
  const socket = new WebSocket(location.href.replace('http', 'ws'))
  socket.onopen = () => (document.title = 'Open')
  socket.onmessage = ({ data }) => {
    const note = document.createElement('p')
    note.textContent = data
    document.querySelector('main').append(note)
  }
  const area = document.querySelector('textarea')
  document.querySelector('button').onclick = () => {
    socket.send(area.value)
    area.value = ''
  }
</script>`

function notesPage(count: number): string {
  const columns = Math.ceil(Math.sqrt(1.6 * count))
  const notes = Array.from({ length: count }, (_, n) => {
    const [x, y] = [(n % columns) * 240, Math.floor(n / columns) * 150]
    return `<div style="left:${x}px;top:${y}px">${someWords(n)}</div>`
  })
  return `<!doctype html><title>Notes</title>
<style>
  body { margin: 0; overflow: hidden; height: 100vh; font: 14px/19px sans-serif; background: #e4ebe2 }
  main { position: absolute; transform-origin: 0 0 }
  .layer { will-change: transform }
  div { position: absolute; width: ${NOTE_WIDTH}px; padding: 15px 10px 8px; box-sizing: border-box; overflow: hidden;
        background: #cdc9ff; border-radius: 11px; box-shadow: 0 1px 2px #0003 }
</style>
<main>${notes.join('')}</main>
<script>
  const world = document.querySelector('main')
  if (location.search === '?layer') world.className = 'layer'
  let [x, y, z, frame] = [4000, 2000, 1, 0]
  const draw = () => {
    frame = 0
    world.style.transform = 'translate(' + -x * z + 'px,' + -y * z + 'px) scale(' + z + ')'
  }
  draw()
  addEventListener('wheel', (event) => {
    event.preventDefault()
    if (event.ctrlKey) {
      const next = Math.min(2.5, Math.max(0.08, z * Math.exp(-event.deltaY / 300)))
      x += event.clientX / z - event.clientX / next
      y += event.clientY / z - event.clientY / next
      z = next
    } else {
      x += event.deltaX / z
      y += event.deltaY / z
    }
    frame ||= requestAnimationFrame(draw)
  }, { passive: false })
</script>`
}
