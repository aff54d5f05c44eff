import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Copied } from './backup-copy.ts'
import { errorOf } from './calls.ts'
import { putInPlace, removeDatabase } from './files.ts'
import { codeOf } from './sqlite-errors.ts'

/** No backup was made, and nothing of it is left; the message is a sentence for who asked. */
export class NoBackup extends Error {}

export interface BackupOptions {
  /** The database, whether a server uses it or not. */
  readonly from: string
  /** The backup: a file that is not there yet. */
  readonly to: string
  /** Ends it at once. */
  readonly signal: AbortSignal
  /** Told now and then how many bytes are there. */
  readonly onProgress: (bytes: number) => void
}

const LOOK_EVERY_MS = 1_000

const program = import.meta.url.endsWith('.ts') ? './backup-copy.ts' : './backup-copy.js'

/**
 * Copies one consistent state of a database into one file, while others go on reading and writing it. Resolves when that
 * file is whole and on disk. @throws NoBackup, or CannotOpen about the database.
 */
export async function backUp(options: BackupOptions): Promise<{ networks: number; bytes: number }> {
  const { from, to, signal, onProgress } = options
  if (!existsSync(from)) throw new NoBackup(`There is no database ${from}. Check DATA_DIR.`)
  if (existsSync(to)) throw new NoBackup(`${to} is there already. Choose another name, or take it away.`)
  const partial = `${to}.partial`
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [from, partial], {
    // What it has to say it says by message.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    signal,
    killSignal: 'SIGKILL',
  })
  const looking = setInterval(() => onProgress(sizeOf(partial)), LOOK_EVERY_MS)
  try {
    const copied = await outcome(child)
    if ('failure' in copied) throw errorOf(copied.failure)
    putInPlace(partial, to)
    return { networks: copied.networks, bytes: sizeOf(to) }
  } catch (error) {
    throw reasonFor(error, to)
  } finally {
    clearInterval(looking)
    removeDatabase(partial)
    if (child.connected) child.disconnect()
  }
}

function outcome(child: ChildProcess): Promise<Copied> {
  return new Promise((done, fail) => {
    child.once('message', (copied) => done(copied as Copied))
    // After it was told to end, the end itself follows.
    child.once('error', (error) => child.pid === undefined && fail(error))
    child.once('exit', () => fail(new NoBackup('The backup was stopped. Nothing of it is left.')))
  })
}

function reasonFor(error: unknown, to: string): unknown {
  const code = codeOf(error)
  if (code === '') return error
  if (code === 'ENOENT' || code === 'ENOTDIR') return new NoBackup(`The directory of ${to} is not there.`)
  const why =
    code === 'SQLITE_FULL' ? `The disk of ${to} is full` : `${to} cannot be written: ${(error as Error).message}`
  return new NoBackup(`${why}. Nothing of the backup is left.`)
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
