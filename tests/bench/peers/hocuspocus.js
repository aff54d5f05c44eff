// @hocuspocus/server with its defaults and @hocuspocus/extension-sqlite: stored 2 s after the last edit, at most 10 s
// after the first.
import { join } from 'node:path'
import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

const server = new Server({
  port: Number(process.env.PORT),
  address: '127.0.0.1',
  quiet: true,
  stopOnSignals: false,
  extensions: [new SQLite({ database: join(process.env.DATA_DIR, 'hocuspocus.sqlite') })],
  websocketOptions: { perMessageDeflate: false },
})
await server.listen()
process.on('SIGTERM', async () => {
  await server.destroy()
  process.exit(0)
})
