import { setImmediate as otherWork } from 'node:timers/promises'
import type { NetworkId } from '../../shared/model/ids.ts'
import { eraseDate, localDate } from '../../shared/record/dates.ts'
import { CLOSE } from '../../shared/wire/sync.ts'
import { sessionOf } from '../storage/storage.ts'
import { eraseNetwork } from './erase.ts'
import type { House } from './house.ts'
import { phaseOf } from './session-phase.ts'

const EVERY_MS = 3_600_000
/** A rehearsal that nobody threw away. */
const REHEARSAL_MS = 86_400_000

interface Logger {
  readonly info: (about: object, message: string) => void
  readonly error: (about: object, message: string) => void
}

/**
 * Erases, now and every hour, the networks whose day of erasing has gone by, and the drafts of sessions that are over. Returns the way to stop, which resolves
 * when nothing is being erased any more.
 */
export function startRetention(house: House, log: Logger): () => Promise<void> {
  let isStopping = false
  let round = Promise.resolve()
  const begin = () => {
    round = round.then(() => eraseExpired(house, log, () => isStopping))
  }
  begin()
  const timer = setInterval(begin, EVERY_MS)
  timer.unref()
  return async () => {
    isStopping = true
    clearInterval(timer)
    await round
  }
}

/** One round; what cannot be erased now is tried again in the next. Never rejects. */
export async function eraseExpired(house: House, log: Logger, isStopping = () => false): Promise<void> {
  try {
    await eraseForgottenPads(house, log)
    for (const id of await house.storage.networkIds()) {
      // The database may answer without a pause: people who are writing go between two networks.
      await otherWork()
      if (isStopping()) return
      await eraseIfExpired(house, log, id)
    }
  } catch (error) {
    log.error({ err: error }, 'the networks to erase could not be looked up')
  }
}

/** Drafts that were not shown do not outlive their session, whether someone ended it or all just went home. */
async function eraseForgottenPads({ storage, rooms, now }: House, log: Logger): Promise<void> {
  for (const id of await storage.sessionsWithPads()) {
    const session = await storage.findSession(id)
    if (!session || phaseOf(session.control, now()) !== 'over') continue
    await rooms.pads.erase(id, CLOSE.roomUnknown)
    log.info({ session: id }, 'drafts were erased: their session is over')
  }
}

async function eraseIfExpired(house: House, log: Logger, id: NetworkId): Promise<void> {
  const { storage, now } = house
  try {
    // Read right before: the facilitator may have stretched the time a moment ago.
    const network = await storage.findNetwork(id)
    if (network?.rehearsal) return await eraseIfForgotten(house, log, id)
    const eraseOn = network && eraseDate(network, (await storage.sessionsOf(id)).map(sessionOf))
    if (!eraseOn || eraseOn >= localDate(now(), network.timeZone)) return
    await eraseNetwork(house, id)
    log.info({ network: id, eraseOn }, 'a network was erased: its time was over')
  } catch (error) {
    log.error({ err: error, network: id }, 'a network could not be erased')
  }
}

async function eraseIfForgotten(house: House, log: Logger, id: NetworkId): Promise<void> {
  const rehearsal = await house.storage.findRehearsal(id)
  if (!rehearsal || house.now() - rehearsal.madeAt < REHEARSAL_MS) return
  await eraseNetwork(house, id)
  log.info({ network: id }, 'a rehearsal was erased: its day was over')
}
