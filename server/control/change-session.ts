import type { SessionId } from '../../shared/model/ids.ts'
import { REFUSALS, type Refusal } from '../../shared/model/refusal.ts'
import type { Control, StoredSession } from '../storage/storage.ts'
import { boardRules, decidedIn, isSameForBoard } from './board-rules.ts'
import type { House } from './house.ts'

export type Changed =
  { readonly ok: true; readonly session: StoredSession } | { readonly ok: false; readonly refusal: Refusal }

/** A pure step from one state to the next, or the reason why not. The same state means: nothing to change. */
export type Change = (control: Control, session: StoredSession) => Control | Refusal

export const isRefusal = (value: unknown): value is Refusal => REFUSALS.includes(value as Refusal)

/** Another node may change the session between our read and our write; each attempt starts from what is stored then. */
const ATTEMPTS = 20

/** Changes what the facilitator decides, by compare-and-set, then tells the board and everyone who looks. */
export function changeSession(house: House, id: SessionId, change: Change): Promise<Changed> {
  return house.turns.take(id, async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await house.storage.findSession(id)
      if (!before) return { ok: false, refusal: 'session-unknown' }
      const control = change(before.control, before)
      if (isRefusal(control)) return { ok: false, refusal: control }
      if (control === before.control) return { ok: true, session: before }
      if ((await house.storage.changeSession(id, before.version, control)) !== 'changed') continue
      // Also when the board could not be told: the state is what it is, and the board asks for it when it loads.
      house.live.changed(id)
      await tellBoard(house, id, before.control, control)
      return { ok: true, session: { ...before, version: before.version + 1, control } }
    }
    return { ok: false, refusal: 'version' }
  })
}

async function tellBoard(house: House, id: SessionId, before: Control, after: Control): Promise<void> {
  if (isSameForBoard(decidedIn(before), decidedIn(after))) return
  const rules = await boardRules(house, id)
  if (rules) await house.rooms.rulesChanged(id, rules)
}

/** Fields that were given; the others keep their value. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
