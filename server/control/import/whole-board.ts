import { putNote, putTheme } from '../../../shared/doc/commands.ts'
import type { ReadRecord } from '../../../shared/import/read-record.ts'
import type { SessionId } from '../../../shared/model/ids.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import type { ImportAnswer } from '../../../shared/wire/import.ts'
import { Superseded } from '../../sync/committer.ts'
import { SessionUnknown } from '../../sync/rooms.ts'
import { writeMarks, writeZones } from '../../sync/stored-doc.ts'
import { boardRules } from '../board-rules.ts'
import { isRefusal } from '../change-session.ts'
import type { House } from '../house.ts'
import { arrivalOf } from './arrival.ts'

/** Another may change the series or the list of organisations meanwhile; each attempt starts from what is stored then. */
const ATTEMPTS = 5

/**
 * The board of a record, in the place of an empty one: zones, agenda, themes, notes and marks, and of the series what this
 * session said. The board, the state, the series and new organisations are one transaction: all of it is kept, or nothing.
 */
export function importBoard(house: House, id: SessionId, read: ReadRecord): Promise<ImportAnswer | Refusal> {
  return house.turns.take(id, async () => {
    const stored = await house.storage.findSession(id)
    if (!stored) return 'session-unknown'
    return house.turns.take(`series ${stored.network}`, async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const answer = await attemptImport(house, id, read)
        if (answer !== null) return answer
      }
      return 'version'
    })
  })
}

/** Null when what it was made from has changed meanwhile. */
async function attemptImport(house: House, id: SessionId, read: ReadRecord): Promise<ImportAnswer | Refusal | null> {
  const { rooms, live } = house
  const { storage } = house
  const session = await storage.findSession(id)
  const network = session && (await storage.findNetwork(session.network))
  if (!session || !network) return 'session-unknown'
  const [sessions, series] = await Promise.all([storage.sessionsOf(network.id), storage.findSeries(network.id)])
  const arrival = arrivalOf(read, { network, session, sessions, series, now: house.now() })
  if (isRefusal(arrival)) return arrival
  const { board, control, along, answer } = arrival
  let refusal: Refusal | null = null
  try {
    await rooms.pads.moveNotes(id, 'all', (now, pads) => {
      const isEmpty = now.notes.size === 0 && now.themes.size === 0
      const hasDrafts = [...pads.values()].some(({ notes }) => notes.size > 0)
      if (!isEmpty || hasDrafts) {
        refusal = 'board-not-empty'
        return null
      }
      return {
        answer,
        taken: new Map(),
        anew: false,
        owners: [],
        change: { version: session.version, control },
        along,
        write: (doc) => {
          writeZones(doc, control.zones)
          for (const theme of board.themes) putTheme(doc, theme)
          for (const note of board.notes) putNote(doc, note)
          writeMarks(doc, board.marks)
        },
      }
    })
  } catch (error) {
    if (error instanceof Superseded) return null
    // A disk that said no, or nothing, may have done it: then everyone sees so.
    live.changed(id)
    return error instanceof SessionUnknown ? 'session-unknown' : 'disk'
  }
  if (refusal) return refusal
  // The list of organisations and the ledger are the network's.
  for (const session of await house.storage.sessionsOf(along.network)) live.changed(session.id)
  const rules = await boardRules(house, id)
  if (rules) await rooms.rulesChanged(id, rules).catch(() => undefined)
  return answer
}
