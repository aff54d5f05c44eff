import type { SessionId } from '../../shared/model/ids.ts'
import { checkMean } from '../../shared/model/series.ts'
import type { CheckInfo } from '../../shared/wire/series.ts'

/** How one session went. */
export interface CheckPoint {
  readonly session: SessionId
  readonly number: number
  /** Its place in time, from 0. */
  readonly at: number
  /** From 1 to 5. */
  readonly mean: number
  readonly answers: number
}

/** A point for each session of which enough people answered; the others are left open. */
export const checkPoints = (
  checks: readonly CheckInfo[],
  inTime: readonly { readonly id: SessionId; readonly number: number }[],
): CheckPoint[] =>
  inTime.flatMap(({ id, number }, at) => {
    const check = checks.find(({ session }) => session === id)
    const mean = check?.counts ? checkMean({ counts: check.counts }) : null
    return check && mean !== null ? [{ session: id, number, at, mean, answers: check.answers }] : []
  })
