import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../helpers/server.ts'

// docs/api.md promises that its program does the main job against any server. This runs it, word for word.

const ROOT = join(import.meta.dirname, '../..')
const MOST_LINES = 30

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.end())

test('the program in docs/api.md does the main job over HTTP and the plain y-websocket provider', async () => {
  const page = await readFile(join(ROOT, 'docs/api.md'), 'utf8')
  const program = /```js main-job\n(.*?)```/s.exec(page)?.[1] ?? ''
  expect(program.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(MOST_LINES)
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: ROOT,
    env: { ...process.env, BIJEEN: server.url },
    timeout: 15_000,
  })
  expect(stdout).toContain('# Verslag bijeenkomst 1 van 5')
  expect(stdout).toContain('### 1. Samen leren\n\n- Leren van elkaar')
})
