import { dirname } from 'node:path'
import { StorageFailed } from './failures.ts'

// What the codes of SQLite (https://sqlite.org/rescode.html) and of the file system mean here.

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

export const isUniqueViolation = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(codeOf(error))

/** The disk, the file or another program; SQLITE_ERROR, _CONSTRAINT and the like are faults of ours. */
const FAILURE = /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|PERM|AUTH)/

/** The error as it is thrown on: a failure of the disk says so by its class. */
export const asFailure = (error: unknown): unknown =>
  FAILURE.test(codeOf(error))
    ? Object.assign(new StorageFailed((error as Error).message, { cause: error }), { code: codeOf(error) })
    : error

/** The file is no database, or not a whole one. */
export const isDamage = (error: unknown): boolean => /^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error))

/** A sentence for who starts the server. */
export function whyNot(error: unknown, path: string): string {
  const code = codeOf(error)
  const directory = dirname(path)
  if (code === 'ENOENT')
    return `The directory ${directory} cannot be made: the directory above it is not there. Check DATA_DIR.`
  if (code === 'ENOTDIR') return `${directory} is not a directory. Check DATA_DIR.`
  if (code === 'EACCES' || code === 'EPERM')
    return `The directory ${directory} may not be made or read. Check its rights, or DATA_DIR.`
  if (code === 'EROFS' || code.startsWith('SQLITE_READONLY'))
    return `The database ${path} is read-only. Give this user the right to write it and its directory.`
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return `The database ${path} is locked by another program. Close that program, and start again.`
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM') || code.startsWith('SQLITE_AUTH'))
    return `The database ${path} cannot be opened. Check that its directory may be read and written.`
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT'))
    return `${path} is not a Bijeen database, or it is damaged. Put it aside, or restore a copy.`
  if (code.startsWith('SQLITE_FULL')) return `The disk of ${path} is full.`
  return `The database ${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`
}
