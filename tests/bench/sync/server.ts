import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../helpers/product.ts'
import { CONTESTANTS, type Contestant, type ContestantName } from './contestants.ts'
import { onCore, residentMB } from './machine.ts'

// A server that is measured: a process of its own on core 0, with an empty data directory.

export interface Server {
  readonly name: ContestantName
  readonly port: number
  readonly pid: () => number
  /** Its memory before anybody came, in MB. */
  readonly idleMB: number
  /** SIGKILL, and started again on the same port and data. */
  readonly killAndRestart: () => Promise<void>
  /** SIGTERM; its data goes. */
  readonly stop: () => Promise<void>
}

const STARTS_WITHIN_MS = 20_000
const STOPS_WITHIN_MS = 8_000

const running = new Set<ChildProcess>()
const directories = new Set<string>()
process.on('exit', () => {
  running.forEach((child) => child.kill('SIGKILL'))
  directories.forEach((path) => rmSync(path, { recursive: true, force: true }))
})

export async function startServer(name: ContestantName, profile: string | null = null): Promise<Server> {
  const contestant: Contestant = CONTESTANTS[name]
  const dataDir = mkdtempSync(join(tmpdir(), 'bijeen-bench-'))
  directories.add(dataDir)
  const port = await freePort()
  let child = await launch(contestant, port, dataDir, profile)
  await pause(300)
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    const hard = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS)
    await gone
    clearTimeout(hard)
  }
  return {
    name,
    port,
    pid: () => child.pid ?? NaN,
    idleMB: residentMB(child.pid ?? NaN),
    killAndRestart: async () => {
      await end('SIGKILL')
      child = await launch(contestant, port, dataDir, null)
    },
    stop: async () => {
      await end('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
      directories.delete(dataDir)
    },
  }
}

async function launch(
  { program, folder, env }: Contestant,
  port: number,
  dataDir: string,
  profile: string | null,
): Promise<ChildProcess> {
  const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
  const [command = '', ...args] = onCore(0, [process.execPath, ...profiling, program])
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env, PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  running.add(child)
  child.on('exit', () => running.delete(child))
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2_000)))
  const deadline = Date.now() + STARTS_WITHIN_MS
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`${program} did not start: ${said}`)
    }
    await pause(20)
  }
  return child
}

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    const found = (isOpen: boolean) => () => {
      socket.destroy()
      done(isOpen)
    }
    socket.on('connect', found(true)).on('error', found(false))
  })
