import { v7 as uuidv7 } from 'uuid'
import { putNote, putTheme } from '../../../shared/doc/commands.ts'
import { boardOfRecord } from '../../../shared/import/board-from-record.ts'
import { organisationsOfRecord } from '../../../shared/import/organisations-of-record.ts'
import type { ReadRecord } from '../../../shared/import/read-record.ts'
import { seriesOfRecord } from '../../../shared/import/series-of-record.ts'
import { Skips } from '../../../shared/import/skips.ts'
import type { SessionId } from '../../../shared/model/ids.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import { isEarlier } from '../../../shared/model/session-order.ts'
import type { Imported, ImportAnswer } from '../../../shared/wire/import.ts'
import { translators } from '../../../shared/text/every-language.ts'
import { sessionOf, type BroughtAlong, type Control, type StoredSession } from '../../storage/storage.ts'
import { Superseded } from '../../sync/committer.ts'
import { SessionUnknown } from '../../sync/rooms.ts'
import { writeMarks, writeZones } from '../../sync/stored-doc.ts'
import { boardRules } from '../board-rules.ts'
import { isRefusal } from '../change-session.ts'
import type { House } from '../house.ts'
import { withFacts } from './session-facts.ts'

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
  const prepared = await prepare(house, id, read)
  if (isRefusal(prepared)) return prepared
  const { board, control, along, answer } = prepared
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
        change: { version: answer.version - 1, control },
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

async function prepare(house: House, id: SessionId, { record, skipped }: ReadRecord) {
  const { storage, now } = house
  const session = await storage.findSession(id)
  const network = session && (await storage.findNetwork(session.network))
  if (!session || !network) return 'session-unknown'
  const begun = hasBegun(session.control)
  if (begun) return begun
  const organisations = organisationsOfRecord(record, network.organisations, uuidv7)
  if (!organisations) return 'bounds'
  const making = { newId: uuidv7, now: now(), organisations: organisations.known }
  const board = boardOfRecord(record, making)
  const skips = new Skips()
  const before = await storage.findSeries(network.id)
  const sessions = await storage.sessionsOf(network.id)
  const { series, imported } = seriesOfRecord(
    record,
    before.series,
    { ...making, session: id, before: sessionBefore(sessions, session), targets: board.targets },
    skips,
  )
  skips.add('attendance', 'ofPeople', record.attendance.present.length)
  skips.add('organisations', 'notOfSession', organisations.notNeeded)
  const { zones, agenda } = board
  const t = translators[network.language]
  const control = withFacts({ ...session.control, ...nothingRan, zones, agenda }, record.session, {
    number: session.number,
    titleOf: (number) => t('session.title', { number }),
    organisations: organisations.known,
    skips,
  })
  const along: BroughtAlong = {
    network: network.id,
    organisations: organisations.added,
    marks: board.marks,
    series: series === before.series ? null : { version: before.version, series },
  }
  const answer: ImportAnswer = {
    ok: true,
    version: session.version + 1,
    imported: some({
      zones: zones.length,
      steps: agenda.length,
      themes: board.themes.length,
      notes: board.notes.length,
      marks: board.marks.size,
      organisations: organisations.added.length,
      ...imported,
    }),
    skipped: [...skips.all, ...skipped],
  }
  return { board, control, along, answer }
}

/** Whoever sits in a step would lose it with the agenda. A session that was held and is over may be given its board back. */
const hasBegun = ({ step, ran, ended }: Control): Refusal | null =>
  step !== null || (ran.length > 0 && ended === null) ? 'session-begun' : null

/** What was about steps, zones and targets that are there no more. */
const nothingRan: Pick<Control, 'ran' | 'timer' | 'promised' | 'here' | 'vote' | 'wall'> = {
  ran: [],
  timer: null,
  promised: {},
  here: null,
  vote: null,
  wall: { kind: 'code' },
}

function sessionBefore(sessions: readonly StoredSession[], session: StoredSession): SessionId | null {
  const earlier = sessions.filter((one) => isEarlier(sessionOf(one), sessionOf(session)))
  return earlier.at(-1)?.id ?? null
}

const some = (imported: Required<Imported>): Imported =>
  Object.fromEntries(Object.entries(imported).filter(([, count]) => count > 0))
