import type { Table } from '../figures.ts'
import type { Programs } from './programs.ts'
import type { Settings } from './settings.ts'

export interface Bench {
  readonly programs: Programs
  readonly settings: Settings
  /** A line for who watches. */
  readonly say: (line: string) => void
}

/** One part of the benchmark: measures, and answers with what goes into docs/performance.md. */
export type Part = (bench: Bench) => Promise<Table[]>
