import { resolve } from 'node:path'
import { databaseFile, readConfig, WrongSetting } from './config.ts'
import { CannotOpen } from './storage/failures.ts'
import { NotRestored, restore } from './storage/restore.ts'
import { fail, say } from './terminal.ts'

// The program `npm run restore`: a backup in the place of the database, while no server runs.

const USAGE = 'npm run restore -- FILE [--replace]'

const args = process.argv.slice(2)
const [file, ...rest] = args.filter((arg) => arg !== '--replace')
if (file === undefined || file.startsWith('-') || rest.length > 0) fail(`That is not how it works: ${USAGE}`)

try {
  const path = databaseFile(readConfig(process.env, []))
  const { networks, sessions } = await restore({
    from: resolve(file),
    path,
    replace: args.includes('--replace'),
    now: Date.now(),
  })
  say(`Restored ${networks} network${networks === 1 ? '' : 's'} with ${sessions} sessions to ${path}.`)
  say('Start Bijeen: every device loads its boards anew. What was written after the backup is not in them.')
} catch (error) {
  if (error instanceof WrongSetting || error instanceof NotRestored || error instanceof CannotOpen) fail(error.message)
  throw error
}
