import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { databaseFile, readConfig, WrongSetting } from './config.ts'
import { backUp, NoBackup } from './storage/backup.ts'
import { CannotOpen } from './storage/failures.ts'
import { fail, say } from './terminal.ts'

// The program `npm run backup`: one file with all that is on disk now, also while the server runs.

const USAGE = 'npm run backup -- [FILE or FOLDER]'

/** Without a name: in the present folder, named by the moment. */
function placeFor(wish: string | undefined): string {
  const moment = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  const name = `bijeen-${moment}Z.db`
  if (wish === undefined) return resolve(name)
  const isFolder = statSync(wish, { throwIfNoEntry: false })?.isDirectory()
  return isFolder ? resolve(join(wish, name)) : resolve(wish)
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

const [wish, ...rest] = process.argv.slice(2)
if (rest.length > 0 || wish?.startsWith('-')) fail(`That is not how it works: ${USAGE}`)

try {
  const from = databaseFile(readConfig(process.env, []))
  const to = placeFor(wish)
  const total = statSync(from, { throwIfNoEntry: false })?.size ?? 0
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  const { networks, bytes } = await backUp({
    from,
    to,
    signal: stop.signal,
    onProgress: (bytes) => say(`${megabytes(bytes)} of some ${megabytes(total)} …`),
  })
  say(`Backed up to ${to}: ${networks} ${networks === 1 ? 'network' : 'networks'}, ${megabytes(bytes)}.`)
  say('What is erased on the server from now on stays in this file: it is yours to erase.')
} catch (error) {
  if (error instanceof WrongSetting || error instanceof NoBackup || error instanceof CannotOpen) fail(error.message)
  throw error
}
