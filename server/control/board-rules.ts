import { runningStep } from '../../shared/model/agenda.ts'
import type { Control } from '../storage/storage.ts'
import type { BoardRules } from '../sync/rules.ts'

/** What the gate goes by, of all that the facilitator decides. */
export function boardRules({ zones, clustering, agenda, step }: Control): BoardRules {
  return { zones, clustering, step: runningStep(agenda, step) }
}

/** Whether a change of the session says anything new to the board. */
export const isSameForBoard = (a: BoardRules, b: BoardRules): boolean =>
  a.zones === b.zones &&
  a.clustering === b.clustering &&
  a.step?.mode === b.step?.mode &&
  a.step?.identity === b.step?.identity &&
  a.step?.zone === b.step?.zone &&
  isSameList(a.step?.revealed ?? [], b.step?.revealed ?? [])

const isSameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i])
