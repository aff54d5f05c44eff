import { readFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { Router } from 'express'
import type { ShowPage } from './pages.ts'

/** The page from its sources, on the same port, with hot replacement over the same server. */
export async function devPage(
  root: string,
  server: Server,
): Promise<{ files: Router; show: ShowPage; stop: () => Promise<void> }> {
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: join(root, 'vite.config.ts'),
    appType: 'custom',
    server: { middlewareMode: true, hmr: { server } },
  })
  const files = Router()
  files.use(vite.middlewares)
  const show: ShowPage = async (request, response) => {
    const html = await readFile(join(root, 'client/index.html'), 'utf8')
    response.type('html').send(await vite.transformIndexHtml(request.originalUrl, html))
  }
  return { files, show, stop: () => vite.close() }
}
