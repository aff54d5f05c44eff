import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// The server as a process of its own, from the sources, as who hosts it starts it.

export const ROOT = join(import.meta.dirname, '../..')

export interface Process {
  readonly child: ChildProcess
  /** What it printed so far. */
  readonly printed: () => string
  /** The exit code, and all that was printed. */
  readonly ended: Promise<{ code: number | null; printed: string }>
}

const children: ChildProcess[] = []
const directories: string[] = []

/** Ends what `run` started and takes away what `directory` made: call it after each test. */
export function cleanUp(): void {
  children.splice(0).forEach((child) => child.kill('SIGKILL'))
  directories.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true }))
}

/** An empty directory, until `cleanUp`. */
export function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'bijeen-process-'))
  directories.push(made)
  return made
}

/** Starts the server on a free port of this machine, whatever comes of it. */
export const run = (env: Readonly<Record<string, string>>, ...args: string[]): Process =>
  watched(
    spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args], {
      cwd: ROOT,
      env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...env },
    }),
  )

/** `npm run backup` or `npm run restore`: the built program, in a folder, on the data of a server. */
export const runProgram = (
  program: 'backup' | 'restore',
  at: { folder: string; DATA_DIR: string },
  ...args: string[]
) => watched(spawn(process.execPath, [join(ROOT, 'server/start.js'), program, ...args], programIn(at)))

/** The same, where no file grows beyond so many bytes. */
export const runWithoutSpace = (
  bytes: number,
  program: 'backup' | 'restore',
  at: { folder: string; DATA_DIR: string },
  ...args: string[]
) => {
  const limited = ['-c', `ulimit -f ${Math.floor(bytes / 512)} && exec "$0" "$@"`, process.execPath]
  return watched(spawn('sh', [...limited, join(ROOT, 'server/start.js'), program, ...args], programIn(at)))
}

const programIn = ({ folder, DATA_DIR }: { folder: string; DATA_DIR: string }) => ({
  cwd: folder,
  env: { ...process.env, DATA_DIR },
})

function watched(child: ChildProcessWithoutNullStreams): Process {
  children.push(child)
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const ended = new Promise<{ code: number | null; printed: string }>((done) =>
    child.on('close', (code) => done({ code, printed })),
  )
  return { child, printed: () => printed, ended }
}

/** The same, once it is ready. */
export async function started(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<Process & { url: string }> {
  const one = run(env, ...args)
  const url = await new Promise<string>((done, fail) => {
    const look = () => {
      const found = /ready: (http:\S+)/.exec(one.printed())?.[1]
      if (found) done(found)
    }
    one.child.stdout?.on('data', look)
    void one.ended.then(({ printed }) => fail(new Error(printed)))
  })
  return { ...one, url }
}

/** Stops it in good order, and answers how that went. */
export function stopped({ child, ended }: Process): Promise<{ code: number | null; printed: string }> {
  child.kill('SIGTERM')
  return ended
}
