import { cpus } from 'node:os'
import { median, ms, percent, type Table } from '../figures.ts'
import { CONTESTANTS, type ContestantName } from './contestants.ts'
import type { CrowdJob, CrowdResult } from './job.ts'
import { isPinning } from './machine.ts'
import { measure } from './measure.ts'
import type { Bench, Part } from './part.ts'
import { inRounds, middle, middleRatio, type Rounds } from './rounds.ts'
import { chosen } from './settings.ts'

// Rooms full of people, as tables: the workshop and the burst.

interface Run extends CrowdResult {
  readonly idleMB: number
}

const WORKSHOP: readonly ContestantName[] = ['relay', 'batching-relay', 'y-websocket', 'hocuspocus', 'tldraw', 'bijeen']
const BURST: readonly ContestantName[] = ['relay', 'y-websocket', 'hocuspocus', 'tldraw', 'bijeen']
const BURST_ROOMS = 5
const BURST_SECONDS = 6

/** Each an edit every 2 s; nine of thirty move their cursor ten times a second. */
export const workshop: Part = async (bench) => {
  const { rooms, people, seconds } = bench.settings
  const runs = await measureAll(bench, WORKSHOP, { kind: 'workshop', rooms, people, seconds })
  const roomsACore = (one: Run) => rooms / one.cpu
  const table: Table = {
    name: 'workshop',
    head: [
      `${rooms} rooms of ${people} people`,
      'rooms a core',
      'beside `@y/websocket-server`',
      'cpu an edit',
      'beside the relay',
      'p50',
      'p95',
      'p99',
      'cursors p95',
      'memory, empty and full',
      'lost',
    ],
    rows: rowsOf(runs, (name) => [
      middle(runs, name, roomsACore).toFixed(1),
      times(middleRatio(runs, name, 'y-websocket', roomsACore)),
      ...costs(runs, name),
      ...latencies(runs, name),
      ms(middle(runs, name, (one) => one.cursorLatency.p95)),
      `${middle(runs, name, (one) => one.idleMB).toFixed(0)}, ${middle(runs, name, (one) => one.residentMB).toFixed(0)} MB`,
      lost(runs, name),
    ]),
  }
  return [table, machineOf(runs)]
}

/** What the workshop was measured on. */
function machineOf(runs: Rounds<Run>): Table {
  const others = [...runs.values()].flatMap((all) => all.map((one) => one.others))
  const load = [...runs.values()].flatMap((all) => all.map((one) => one.loadBusy))
  return {
    name: 'machine',
    head: ['the machine', ''],
    rows: [
      ['processor', `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`],
      ['server and load', isPinning ? 'a core each' : 'wherever they were put: there is no taskset'],
      ['the load used of its core', `${percent(median(load))}, at most ${percent(Math.max(...load))}`],
      ['other programs used of a core', `${percent(median(others))}, at most ${percent(Math.max(...others))}`],
    ],
  }
}

/** Everybody types five times a second, as at the start of a silent round. */
export const burst: Part = async (bench) => {
  const { people } = bench.settings
  const runs = await measureAll(bench, BURST, { kind: 'burst', rooms: BURST_ROOMS, people, seconds: BURST_SECONDS })
  const table: Table = {
    name: 'burst',
    head: [
      `${BURST_ROOMS} rooms of ${people} people`,
      'cpu an edit',
      'beside the relay',
      'p50',
      'p95',
      'p99',
      'bytes a person and second',
      'lost',
    ],
    rows: rowsOf(runs, (name) => [
      ...costs(runs, name),
      ...latencies(runs, name),
      middle(runs, name, (one) => one.bytesPerClient).toFixed(0),
      lost(runs, name),
    ]),
  }
  return [table]
}

async function measureAll(
  { programs, settings, say }: Bench,
  all: readonly ContestantName[],
  job: CrowdJob,
): Promise<Rounds<Run>> {
  return inRounds(chosen(settings, all), settings.runs, async (name, round) => {
    const { result, idleMB } = await measure(programs.load, name, job, settings.profile)
    say(`${job.kind} ${round + 1}, ${name}: ${described(result, job.rooms)}`)
    result.faults.forEach((fault) => say(`  ${fault}`))
    return { ...result, idleMB }
  })
}

/** One run in a line, with what the table leaves out. */
export const described = (one: CrowdResult, rooms: number): string =>
  [
    `${(rooms / one.cpu).toFixed(1)} rooms a core`,
    `${one.cpuMsPerEdit.toFixed(2)} ms an edit`,
    `p50 ${ms(one.latency.p50)}, p99 ${ms(one.latency.p99)} of ${one.latency.count}`,
    ...(one.cursorLatency.count > 0 ? [`cursors p99 ${ms(one.cursorLatency.p99)}`] : []),
    `${one.framesPerClient.toFixed(1)} frames a person and second`,
    `${one.lost} of ${one.edits} lost, ${one.undelivered} undelivered, ${one.staleCursors} cursors stale`,
    `load ${percent(one.loadBusy)} of its core, other programs ${percent(one.others)}`,
  ].join('; ')

const rowsOf = (runs: Rounds<Run>, cells: (name: ContestantName) => readonly string[]): string[][] =>
  [...runs.keys()].map((name) => [CONTESTANTS[name].label, ...cells(name)])

const times = (ratio: number | null): string => (ratio === null ? '' : `${ratio.toFixed(2)} ×`)

const costs = (runs: Rounds<Run>, name: ContestantName): string[] => [
  ms(
    middle(runs, name, (one) => one.cpuMsPerEdit),
    2,
  ),
  times(middleRatio(runs, name, 'relay', (one) => one.cpuMsPerEdit)),
]

const latencies = (runs: Rounds<Run>, name: ContestantName): string[] =>
  (['p50', 'p95', 'p99'] as const).map((at) => ms(middle(runs, name, (one) => one.latency[at])))

/** Of all runs together; with a question mark where something else was wrong too, which the run itself has said. */
function lost(runs: Rounds<Run>, name: ContestantName): string {
  const all = runs.get(name) ?? []
  const isSure = all.every((one) => one.faults.length === 0 && one.undelivered === 0)
  return `${all.reduce((sum, one) => sum + one.lost, 0)}${isSure ? '' : ' ?'}`
}
