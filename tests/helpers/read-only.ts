import { closeSync, openSync, writeSync } from 'node:fs'

/** Where a database of SQLite says which version of the format it takes to write it. */
const WRITE_VERSION_AT = 18

/**
 * Makes a closed database read-only for everybody, root included, for whom the rights of a file do not count: its format
 * says that only a later SQLite may write it (https://sqlite.org/fileformat.html, 1.3.3).
 */
export function makeReadOnly(database: string): void {
  const file = openSync(database, 'r+')
  writeSync(file, Uint8Array.of(3), 0, 1, WRITE_VERSION_AT)
  closeSync(file)
}
