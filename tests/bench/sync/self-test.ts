import { described } from './crowd-part.ts'
import { measure } from './measure.ts'
import type { Part } from './part.ts'

const ROOMS = 2
const SECONDS = 3

/** A benchmark that sees no loss proves nothing: a server that loses every 50th update must be found out. */
export const selfTest: Part = async ({ programs, settings, say }) => {
  const { people } = settings
  const job = { kind: 'workshop', rooms: ROOMS, people, seconds: SECONDS } as const
  const { result } = await measure(programs.load, 'lossy', job)
  say(`self-test: ${described(result, ROOMS)}`)
  if (result.lost === 0 || result.undelivered === 0)
    throw new Error('A server that loses updates was not found out: nothing here is to be believed.')
  return []
}
