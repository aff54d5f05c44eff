import { closeSync, openSync } from 'node:fs'
import Database from 'better-sqlite3'
import { isBijeen } from './bijeen-file.ts'
import { failureOf, type Failure } from './calls.ts'
import { CannotOpen } from './failures.ts'
import { removeDatabase } from './files.ts'
import { isDamage, whyNot } from './sqlite-errors.ts'

// The copying of a backup: `backup-copy FROM TO`, a process of its own. SQLite copies without a pause, so who began it
// could not stop it otherwise; and when one of the two is killed, the other takes away what is not whole.

/** What it says at the end. */
export type Copied = { readonly networks: number } | { readonly failure: Failure }

const [from = '', to = ''] = process.argv.slice(2)
// Whoever began this has given the file its name by now, or is no more.
const end = (): never => {
  removeDatabase(to)
  process.exit()
}
process.on('disconnect', end)
// From a terminal they come to both; the other one decides.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.send?.(copied(), undefined, undefined, (error) => error && end())

function copied(): Copied {
  try {
    const database = opened()
    try {
      makeEmpty()
      // Without free pages: nothing of what was erased. It reads one state, whoever writes meanwhile.
      database.prepare('VACUUM INTO ?').run(to)
    } catch (error) {
      throw isDamage(error) ? new CannotOpen(whyNot(error, from)) : error
    } finally {
      database.close()
    }
    return { networks: networksIn(to) }
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

function opened(): Database.Database {
  try {
    const database = new Database(from, { fileMustExist: true })
    if (!isBijeen(database)) throw new CannotOpen(`${from} is not a Bijeen database.`)
    database.pragma('temp_store = MEMORY')
    return database
  } catch (error) {
    throw error instanceof CannotOpen ? error : new CannotOpen(whyNot(error, from))
  }
}

/** For its owner's eyes alone. One of a backup of which both were killed is in nobody's way. */
function makeEmpty(): void {
  removeDatabase(to)
  closeSync(openSync(to, 'wx', 0o600))
}

/** Read from the copy itself. */
function networksIn(path: string): number {
  const database = new Database(path, { readonly: true })
  try {
    return database.prepare<[], number>('select count(*) from network').pluck().get() ?? 0
  } finally {
    database.close()
  }
}
