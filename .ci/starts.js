// Runs the README's first command's second half, `npm start`, and asks the product for its page as a visitor would.
import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const probe = createServer().listen(0, '127.0.0.1')
await new Promise((resolve) => probe.once('listening', resolve))
const { port } = probe.address()
await new Promise((resolve) => probe.close(resolve))

const DATA_DIR = mkdtempSync(join(tmpdir(), 'bijeen-start-'))
const child = spawn('npm', ['start'], {
  env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR },
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
})
let said = ''
child.stdout.on('data', (text) => (said += text))

let found = false
for (const deadline = Date.now() + 120_000; Date.now() < deadline && child.exitCode === null && !found;) {
  await new Promise((resolve) => setTimeout(resolve, 200))
  const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
  found =
    answer?.ok === true &&
    (await answer.text()).includes('<div id="app">') &&
    said.includes(`:${port}`) &&
    said.includes('█')
}
try {
  process.kill(-child.pid, 'SIGTERM')
} catch {
  // It ended by itself, which `found` already tells.
}
console.log(said)
if (!found) console.error('npm start did not serve the page, or did not print its address and QR')
process.exitCode = found ? 0 : 1
