import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Product } from './product.ts'

/**
 * From now on the server cannot write to its disk, until the returned function is called. Linux can forbid a process that
 * runs to let a file grow; elsewhere another program holds the database, which takes the server longer to find out.
 */
export function fillDisk({ pid, dataDir }: Product): () => void {
  if (process.platform !== 'linux') {
    const other = new Database(join(dataDir, 'bijeen.db'))
    other.exec('BEGIN IMMEDIATE')
    return () => void other.close()
  }
  const limit = (bytes: string) => void execFileSync('prlimit', ['--pid', String(pid()), `--fsize=${bytes}:`])
  limit('1')
  return () => limit('unlimited')
}
