import { spawn } from 'node:child_process'
import type { ContestantName } from './contestants.ts'
import type { FromLoad, Job, Results, Target, ToLoad } from './job.ts'
import { onCore } from './machine.ts'
import { startServer, type Server } from './server.ts'

/** The longest that a load process may take, in ms. */
const LIMIT_MS = {
  workshop: 120_000,
  burst: 120_000,
  joins: 90_000,
  quiet: 120_000,
  durability: 600_000,
  stalled: 180_000,
}

export interface Measured<K extends keyof Results> {
  readonly result: Results[K]
  /** The server's memory before anybody came, in MB. */
  readonly idleMB: number
}

/** A server of its own with nothing in it, one measurement from core 1, and the server stopped. */
export async function measure<K extends keyof Results>(
  program: string,
  name: ContestantName,
  job: Job & { readonly kind: K },
  profile: string | null = null,
): Promise<Measured<K>> {
  const server = await startServer(name, profile)
  try {
    const result = (await runLoad(program, job, server)) as Results[K]
    return { result, idleMB: server.idleMB }
  } finally {
    await server.stop()
  }
}

function runLoad(program: string, job: Job, server: Server): Promise<Results[keyof Results]> {
  const target: Target = { name: server.name, port: server.port, pid: server.pid() }
  const [command = '', ...args] = onCore(1, [process.execPath, '--max-semi-space-size=64', program])
  return new Promise((done, fail) => {
    // As JSON, a figure that is not there would arrive as null.
    const load = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
    const kill = () => load.kill('SIGKILL')
    process.once('exit', kill)
    const late = setTimeout(kill, LIMIT_MS[job.kind])
    const tell = (message: ToLoad) => load.send(message)
    load.on('exit', (code) => {
      process.off('exit', kill)
      clearTimeout(late)
      fail(new Error(`the load process of ${server.name} ended with ${code}`))
    })
    load.on('error', fail)
    load.on('message', (message: FromLoad) => {
      if ('result' in message) done(message.result)
      else if ('error' in message) fail(new Error(`${server.name}: ${message.error}`))
      else server.killAndRestart().then(() => tell({ restarted: true }), fail)
    })
    tell({ job, target })
  })
}
