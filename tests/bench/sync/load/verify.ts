import { setTimeout as pause } from 'node:timers/promises'
import type { Crowd } from './crowd.ts'
import { pool } from './pool.ts'
import type { Visitors } from './visitors.ts'

export interface Checked {
  readonly lost: number
  readonly staleCursors: number
  readonly faults: readonly string[]
}

const CHECKING_AT_ONCE = 3
const WITHIN_MS = 20_000
/** After the board come updates and cursors of the same moment. */
const SETTLES_MS = 150
/** In so many rooms the whole content is compared too. */
const COMPARED = 2

/** Someone fresh joins each room while the others are still there, and must be given all. Null where there is no board. */
export async function verify(
  visitors: Visitors,
  { rooms }: Crowd,
  sent: ReadonlyMap<number, number>,
): Promise<Checked | null> {
  if (!visitors.hasBoards) return null
  const faults: string[] = []
  let lost = 0
  let staleCursors = 0
  const until = performance.now() + WITHIN_MS
  await pool(rooms, CHECKING_AT_ONCE, async (room) => {
    if (performance.now() > until) return void faults.push(`room ${room.number} was not checked in time`)
    try {
      const fresh = await visitors.join(room.number, 0, { keeps: true }, 8_000)
      await pause(SETTLES_MS)
      const held = fresh.held()
      fresh.close()
      const edits = room.people.flatMap((person) => person.edits.filter(({ id }) => sent.has(id)))
      lost += edits.filter((edit) => !held.has(edit)).length
      staleCursors += room.people.filter(({ client, lastCursor }) => held.cursorOf(client.id) !== lastCursor).length
      if (!held.isWhole) faults.push(`room ${room.number} waits for updates that never came`)
      if (room.number < COMPARED && held.equals(edits) === false) faults.push(`room ${room.number} says something else`)
    } catch (error) {
      faults.push(`room ${room.number} could not be checked: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
  return { lost, staleCursors, faults }
}
