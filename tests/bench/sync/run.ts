import { cpus } from 'node:os'
import type { Table } from '../figures.ts'
import { burst, workshop } from './crowd-part.ts'
import { durability } from './durability-part.ts'
import { gate } from './gate-part.ts'
import { join } from './joins-part.ts'
import { isPinning, requireLinux } from './machine.ts'
import type { Part } from './part.ts'
import { requirePeers } from './peers.ts'
import { buildPrograms } from './programs.ts'
import { quiet } from './quiet-part.ts'
import { selfTest } from './self-test.ts'
import type { Settings } from './settings.ts'
import { stalled } from './stalled-part.ts'

/** The parts of the server's benchmark, in the order in which they run. */
const PARTS = {
  'self-test': selfTest,
  workshop,
  burst,
  quiet,
  join,
  gate,
  stalled,
  durability,
} as const satisfies Record<string, Part>

export type SyncPart = keyof typeof PARTS
export const SYNC_PARTS = Object.keys(PARTS) as SyncPart[]

const say = (line: string): void => console.error(`${new Date().toTimeString().slice(0, 8)} ${line}`)

/** The server beside others. Each part hands over its tables when it is done. */
export async function benchSync(
  parts: readonly SyncPart[],
  settings: Settings,
  hand: (tables: readonly Table[]) => Promise<void>,
): Promise<void> {
  requireLinux()
  requirePeers(say)
  const programs = await buildPrograms()
  const cores = isPinning ? 'a core each for server and load' : 'no taskset, so wherever they are put'
  say(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; ${cores}`)
  for (const part of parts) {
    const began = performance.now()
    await hand(await PARTS[part]({ programs, settings, say }))
    say(`${part} took ${((performance.now() - began) / 1_000).toFixed(0)} s`)
  }
}
