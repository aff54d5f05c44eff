import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

/** What SQLite may lay beside a database; left beside another one of the same name it would be taken for a part of it. */
const BESIDE = ['-wal', '-shm', '-journal']

export function removeBeside(path: string): void {
  for (const suffix of BESIDE) rmSync(path + suffix, { force: true })
}

export function removeDatabase(path: string): void {
  rmSync(path, { force: true })
  removeBeside(path)
}

/** Gives a file that is whole its name, in place of whatever bore it, so that it survives the power going out. */
export function putInPlace(whole: string, path: string): void {
  sync(whole, 'r+')
  renameSync(whole, path)
  // Where a directory cannot be opened (Windows), the system brings its entries to disk by itself.
  if (process.platform !== 'win32') sync(dirname(path), 'r')
}

function sync(path: string, flags: string): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
