import { parseArgs } from 'node:util'
import { CONTESTANTS, type ContestantName } from './sync/contestants.ts'
import { SYNC_PARTS, type SyncPart } from './sync/run.ts'
import { FULL, type Settings } from './sync/settings.ts'

export interface Options {
  readonly page: boolean
  /** The files of a record that are made beside everything else. */
  readonly record: boolean
  readonly sync: readonly SyncPart[]
  readonly settings: Settings
  /** Whether the figures are those of the full settings, to be written down. */
  readonly isFull: boolean
}

const HELP = `npm run bench [-- part …] [--option value …]
parts: page, record, sync, or of sync: ${SYNC_PARTS.join(', ')}; all without any
--runs ${FULL.runs}  --rooms ${FULL.rooms}  --people ${FULL.people}  --seconds ${FULL.seconds}  --kills ${FULL.kills}
--servers ${Object.keys(CONTESTANTS).join(',')}
--profile FOLDER  a CPU profile of each server`

/** What was asked for, or a text that says what can be. */
export function readOptions(args: readonly string[]): Options | string {
  const values = optionsIn(args)
  if (!values) return HELP
  const { positionals, numbers, servers, profile } = values
  const all: readonly string[] = ['page', 'record', 'sync', ...SYNC_PARTS]
  if (positionals.some((part) => !all.includes(part))) return HELP
  if (servers?.some((name) => !(name in CONTESTANTS))) return HELP
  if (Object.values(numbers).some((value) => !Number.isInteger(value) || value < 1)) return HELP
  const everything = positionals.length === 0
  const isAsked = (part: string) => everything || positionals.includes(part)
  return {
    page: isAsked('page'),
    record: isAsked('record'),
    sync: SYNC_PARTS.filter((part) => isAsked('sync') || isAsked(part)),
    settings: { ...FULL, ...numbers, servers, profile },
    isFull: Object.keys(numbers).length === 0 && !servers && !profile,
  }
}

interface Given {
  readonly positionals: readonly string[]
  readonly numbers: Partial<Record<'runs' | 'rooms' | 'people' | 'seconds' | 'kills', number>>
  readonly servers: readonly ContestantName[] | null
  readonly profile: string | null
}

function optionsIn(args: readonly string[]): Given | null {
  const text = { type: 'string' } as const
  const options = { runs: text, rooms: text, people: text, seconds: text, kills: text, servers: text, profile: text }
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const { servers, profile, ...numbers } = values
    return {
      positionals,
      numbers: Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)])),
      servers: servers ? (servers.split(',') as ContestantName[]) : null,
      profile: profile ?? null,
    }
  } catch {
    return null
  }
}
