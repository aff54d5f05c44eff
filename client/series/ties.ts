import type { ExpectationId } from '../../shared/model/ids.ts'
import type { Target } from '../../shared/model/series.ts'

// Which expectations something touches, and how one says so by keys. Pure.

/** The chosen things touch it when all of them do: pressing it then takes it from all, else it gives it to the others. */
export const allTouch = (targets: readonly Target[], touches: (target: Target) => boolean): boolean =>
  targets.length > 0 && targets.every(touches)

/** Those that change when an expectation is pressed for all of them. */
export const changedBy = (targets: readonly Target[], touches: (target: Target) => boolean): Target[] => {
  const on = !allTouch(targets, touches)
  return targets.filter((target) => touches(target) !== on)
}

/** A number as it is typed, and the one it is already sure to be; null while another digit may follow. */
export interface Typed {
  readonly digits: string
  readonly number: number | null
}

/** One more digit of the number of an expectation, of which there are `count`. No clock: Enter takes what stands there. */
export function typeDigit(digits: string, digit: string, count: number): Typed {
  const both = Number(digits + digit)
  // What cannot be a number begins a new one.
  const number = both >= 1 && both <= count ? both : Number(digit)
  if (number < 1 || number > count) return { digits: '', number: null }
  return number * 10 <= count ? { digits: String(number), number: null } : { digits: '', number }
}

/** One tie as a key. */
export const tieKey = (target: Target, expectation: ExpectationId): string => `${target} ${expectation}`
