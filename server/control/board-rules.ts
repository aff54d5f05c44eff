import { runningStep } from '../../shared/model/running.ts'
import type { NetworkId, SessionId } from '../../shared/model/ids.ts'
import type { Spoken } from '../../shared/model/rights.ts'
import type { Control } from '../storage/storage.ts'
import type { BoardRules } from '../sync/rules.ts'
import type { House } from './house.ts'
import { closedIn } from './session-phase.ts'

/** What the gate goes by, of all that the facilitator decides about a session. */
type Decided = Omit<BoardRules, 'withoutDevice'>

export function decidedIn(control: Control): Decided {
  const { zones, clustering, agenda, step } = control
  return { zones, clustering, step: runningStep(agenda, step), closed: closedIn(control) }
}

/** Whether a change of the session says anything new to the board. */
export const isSameForBoard = (a: Decided, b: Decided): boolean =>
  a.zones === b.zones &&
  a.clustering === b.clustering &&
  a.closed === b.closed &&
  a.step?.mode === b.step?.mode &&
  a.step?.identity === b.step?.identity &&
  a.step?.zone === b.step?.zone &&
  isSameList(a.step?.revealed ?? [], b.step?.revealed ?? [])

const isSameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i])

/** All that the gate of a board goes by; null when the session is not there. */
export async function boardRules(
  { storage, leaving }: Pick<House, 'storage' | 'leaving'>,
  id: SessionId,
): Promise<BoardRules | null> {
  const session = await storage.findSession(id)
  if (!session) return null
  const people = await storage.withoutDevice(session.network)
  // Nobody writes in the name of someone who is being erased.
  const withoutDevice = people.filter((one) => !leaving.has(one.id)).map(spoken)
  return { ...decidedIn(session.control), withoutDevice }
}

const spoken = ({ id, organisation }: { id: Spoken['participant']; organisation: Spoken['organisation'] }): Spoken => ({
  participant: id,
  organisation,
})

/**
 * Who has a device, which organisation is theirs, or who is there at all, is different now: it holds at once on every board
 * of the network, and marks count accordingly.
 */
export async function tellBoards(house: House, network: NetworkId): Promise<void> {
  for (const { id } of await house.storage.sessionsOf(network)) {
    await tellBoard(house, id)
    await house.marks.count(id)
  }
}

/** In turn with the changes of the session: what the board is told last is what is stored. */
const tellBoard = (house: House, id: SessionId): Promise<void> =>
  house.turns.take(id, async () => {
    const rules = await boardRules(house, id)
    // A board that could not keep its zones has the rules all the same, and the disk is its own trouble.
    if (rules) await house.rooms.rulesChanged(id, rules).catch(() => undefined)
  })
