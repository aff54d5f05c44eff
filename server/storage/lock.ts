import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { CannotOpen } from './failures.ts'
import { codeOf } from './sqlite-errors.ts'

/**
 * Boards live in memory as well as on disk, so two servers on one database would overwrite each other. A transaction
 * that never ends in a file beside the database keeps the second out, and the system ends it whatever way we stop.
 * Answers the way to let go.
 * @throws CannotOpen when another holds it.
 */
export function holdAlone(path: string): () => void {
  makeDirectory(dirname(path))
  const lock = `${path}.lock`
  const guard = new Database(lock, { timeout: 0 })
  try {
    guard.exec('BEGIN EXCLUSIVE')
    return () => guard.close()
  } catch (error) {
    guard.close()
    if (codeOf(error) === 'SQLITE_BUSY')
      throw new CannotOpen(`Another Bijeen uses this database (${lock} is held). Stop it, or choose another DATA_DIR.`)
    throw error
  }
}

/** Only the last directory is made: a path of which more is missing is a typing error, or a disk that is not there. */
function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}
