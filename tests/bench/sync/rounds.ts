import { median } from '../figures.ts'
import type { ContestantName } from './contestants.ts'

/** What each server gave, round by round. */
export type Rounds<R> = ReadonlyMap<ContestantName, readonly R[]>

/** The servers take turns within each round, so that whatever else the machine does meets all of them. */
export async function inRounds<R>(
  names: readonly ContestantName[],
  runs: number,
  measureOne: (name: ContestantName, round: number) => Promise<R>,
): Promise<Rounds<R>> {
  const found = new Map(names.map((name) => [name, [] as R[]]))
  for (let round = 0; round < runs; round++)
    for (const name of names) found.get(name)?.push(await twice(() => measureOne(name, round)))
  return found
}

/** A machine that does other things may cut one short; twice is no accident. */
async function twice<R>(act: () => Promise<R>): Promise<R> {
  try {
    return await act()
  } catch (error) {
    console.error('Once more, because:', error)
    return await act()
  }
}

/** The middle of all rounds of one server. */
export const middle = <R>(rounds: Rounds<R>, name: ContestantName, figure: (one: R) => number): number =>
  median((rounds.get(name) ?? []).map(figure))

/** The middle of how one server compares to another, round by round; null when there is no other. */
export function middleRatio<R>(
  rounds: Rounds<R>,
  name: ContestantName,
  to: ContestantName,
  figure: (one: R) => number,
): number | null {
  const others = rounds.get(to)
  if (!others) return null
  return median((rounds.get(name) ?? []).map((one, round) => figure(one) / figure(others[round] as R)))
}
