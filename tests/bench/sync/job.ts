import type { ContestantName } from './contestants.ts'

// What the benchmark asks of a load process, and what that answers: plain values that travel between the two.

export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly most: number
}

/** A server as the load process sees it. */
export interface Target {
  readonly name: ContestantName
  readonly port: number
  readonly pid: number
}

export interface CrowdJob {
  readonly kind: 'workshop' | 'burst'
  readonly rooms: number
  readonly people: number
  readonly seconds: number
}
export interface JoinsJob {
  readonly kind: 'joins'
  readonly notes: number
}
export interface QuietJob {
  readonly kind: 'quiet'
  readonly edits: number
}
export interface DurabilityJob {
  readonly kind: 'durability'
  readonly rounds: number
  readonly people: number
}
export interface StalledJob {
  readonly kind: 'stalled'
  readonly people: number
  readonly seconds: number
}
export type Job = CrowdJob | JoinsJob | QuietJob | DurabilityJob | StalledJob

/** Times in ms, memory in MB, shares of one core (1 = all of it). */
export interface CrowdResult {
  readonly edits: number
  readonly latency: Spread
  readonly cursorLatency: Spread
  /** Processor time from the first measured edit until the last had arrived, per second of sending. */
  readonly cpu: number
  /** Cursors included. */
  readonly cpuMsPerEdit: number
  readonly residentMB: number
  readonly framesPerClient: number
  readonly bytesPerClient: number
  /** Edits that who comes fresh is not given; for a relay, what those who watch never got. */
  readonly lost: number
  /** Edits that someone who watches did not get in time. */
  readonly undelivered: number
  /** Cursors whose last place someone did not get. */
  readonly staleCursors: number
  /** What else was wrong, in words. */
  readonly faults: readonly string[]
  readonly loadBusy: number
  readonly others: number
}

export interface JoinsResult {
  readonly notes: number
  readonly bytes: number
  readonly alone: Spread
  readonly aloneCpuMs: number
  readonly together: Spread
  readonly togetherCpuMs: number
  readonly residentMB: number
}

export interface DurabilityResult {
  readonly kills: number
  readonly sent: number
  readonly acknowledged: number
  readonly lostAcknowledged: number
  readonly seen: number
  readonly lostSeen: number
  /** How long the first took after the restart who opened a board of before, in ms. */
  readonly coldJoin: Spread
}

export interface StalledResult {
  /** The most that lay in the server for one who stalled, in bytes, by its own word; null when it says nothing. */
  readonly buffered: number | null
  /** The most that lay in the kernel for one, in bytes. */
  readonly inKernel: number
  /** By how much the server's memory grew meanwhile, the board's own growth included. */
  readonly grownMB: number
  /** Of somebody who did not stall. */
  readonly latency: Spread
  /** Why those who stalled were cut off, of those who were. */
  readonly closed: readonly string[]
  /** Whether those who stalled had everything in the end. */
  readonly converged: boolean
  /** What all others wrote in that time. */
  readonly writtenMB: number
}

export interface Results {
  readonly workshop: CrowdResult
  readonly burst: CrowdResult
  readonly joins: JoinsResult
  readonly quiet: Spread
  readonly durability: DurabilityResult
  readonly stalled: StalledResult
}

export type ToLoad = { readonly job: Job; readonly target: Target } | { readonly restarted: true }
export type FromLoad =
  | { readonly result: Results[keyof Results] }
  | { readonly error: string }
  /** Kill the server now, start it again on what it kept, and say when it is there. */
  | { readonly asks: 'restart' }
