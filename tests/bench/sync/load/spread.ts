import type { Spread } from '../job.ts'

/** How values spread. NaN where there are none. */
export function spread(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
  return { count: values.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) }
}
