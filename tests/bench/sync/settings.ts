import type { ContestantName } from './contestants.ts'

/** How large a benchmark of the server is. */
export interface Settings {
  /** Each figure is the median of so many runs. */
  readonly runs: number
  readonly rooms: number
  readonly people: number
  readonly seconds: number
  /** Rounds of kill and restart. */
  readonly kills: number
  /** Who takes part; the others of a part are left out. */
  readonly servers: readonly ContestantName[] | null
  /** Where profiles of the servers go, when they are wanted. */
  readonly profile: string | null
}

export const FULL: Settings = { runs: 3, rooms: 16, people: 30, seconds: 8, kills: 20, servers: null, profile: null }

/** Those of a part that take part. */
export const chosen = ({ servers }: Settings, names: readonly ContestantName[]): readonly ContestantName[] =>
  servers ? names.filter((name) => servers.includes(name)) : names
