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
import type { Settings } from './settings.ts'
import { stalled } from './stalled-part.ts'

/** The parts of the server's benchmark, in the order in which they run. */
const PARTS = { workshop, burst, quiet, join, gate, stalled, durability } as const satisfies Record<string, Part>

export type SyncPart = keyof typeof PARTS
export const SYNC_PARTS = Object.keys(PARTS) as SyncPart[]

const say = (line: string): void => console.error(`${new Date().toTimeString().slice(0, 8)} ${line}`)

export async function benchSync(parts: readonly SyncPart[], settings: Settings): Promise<Table[]> {
  requireLinux()
  await requirePeers(say)
  const programs = await buildPrograms()
  say(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; ${isPinning ? 'pinned' : 'not pinned: no taskset'}`)
  const tables: Table[] = []
  for (const part of parts) {
    const began = performance.now()
    tables.push(...(await PARTS[part]({ programs, settings, say })))
    say(`${part} took ${((performance.now() - began) / 1_000).toFixed(0)} s`)
  }
  return tables
}
