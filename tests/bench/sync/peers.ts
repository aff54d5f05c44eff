import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PEERS } from './contestants.ts'

/** Installs the servers to compare with, where that was not done: they are no dependencies of the product. */
export function requirePeers(say: (line: string) => void): void {
  if (existsSync(join(PEERS, 'node_modules/.package-lock.json'))) return
  say(`Installing the servers to compare with, once: npm ci in ${PEERS}`)
  execFileSync('npm', ['ci'], { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'] })
}
