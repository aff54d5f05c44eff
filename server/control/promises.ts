import { runningStep } from '../../shared/model/running.ts'
import { lessTelling, type Promised } from '../../shared/model/identity.ts'
import type { ZoneId } from '../../shared/model/ids.ts'
import { goesThroughPad } from '../../shared/model/rights.ts'
import type { Control } from '../storage/storage.ts'

/** The same, with what the running step now says to who writes drafts in it. */
export function promising(control: Control): Control {
  const step = runningStep(control.agenda, control.step)
  if (!step) return control
  const promised: Partial<Record<ZoneId, Control['promised'][ZoneId]>> = { ...control.promised }
  for (const { id } of control.zones)
    if (goesThroughPad(step, id)) promised[id] = lessTelling(step.identity, promised[id] ?? 'name')
  return { ...control, promised }
}

/** Only the promises to drafts that are there: one that was shown, or taken away, binds nobody. */
export const keptPromises = (promised: Promised, held: ReadonlySet<ZoneId>): Promised =>
  Object.fromEntries(Object.entries(promised).filter(([zone]) => held.has(zone as ZoneId)))
