import { setTimeout as pause } from 'node:timers/promises'
import type { CrowdJob, CrowdResult, Target } from '../job.ts'
import { cpuSeconds, machineSeconds, residentMB } from '../machine.ts'
import { chance } from './chance.ts'
import { gatherCrowd, watch, type Crowd, type Person, type Watcher } from './crowd.ts'
import { typingKinds, workshopKinds } from './edit.ts'
import { spread } from './spread.ts'
import { follow, type Due } from './timetable.ts'
import { verify } from './verify.ts'
import { visitorsOf } from './visitors.ts'

// Rooms in which everybody does something: in the workshop an edit every 2 s each, and three in ten move a cursor ten
// times a second; in the burst everybody types five times a second.

const WARM_MS = 2_000
const DRAIN_MS = 10_000
const EVERY_MS = { workshop: 2_000, burst: 200 } as const
const CURSOR_EVERY_MS = 100
const SHARE_WITH_CURSORS = 0.3

interface Meter {
  readonly at: number
  readonly server: number
  readonly own: number
  readonly machine: number
  readonly frames: number
  readonly bytes: number
}

function readMeter({ pid }: Target, { people }: Crowd): Meter {
  const own = process.cpuUsage()
  return {
    at: performance.now(),
    server: cpuSeconds(pid),
    own: (own.user + own.system) / 1e6,
    machine: machineSeconds(),
    frames: people.reduce((sum, { client }) => sum + client.frames, 0),
    bytes: people.reduce((sum, { client }) => sum + client.bytes, 0),
  }
}

export async function measureCrowd(job: CrowdJob, target: Target): Promise<CrowdResult> {
  const everyMs = EVERY_MS[job.kind]
  const totalMs = WARM_MS + job.seconds * 1_000
  const count = Math.ceil(totalMs / everyMs) + 1
  const visitors = await visitorsOf(target)
  const numbers = Array.from({ length: job.rooms }, (_, n) => n)
  const kinds = job.kind === 'workshop' ? workshopKinds(count) : typingKinds(count)
  const crowd = await gatherCrowd(visitors, numbers, job.people, kinds)

  const sent = new Map<number, number>()
  const cursors: { readonly by: Person; readonly at: number }[] = []
  const latencies: number[] = []
  const cursorLatencies: number[] = []
  let start: Meter | null = null
  const note = (all: number[], sentAt: number | undefined, now: number) => {
    if (start && sentAt !== undefined && sentAt >= start.at) all.push(now - sentAt)
  }
  const watchers = crowd.rooms
    .flatMap(({ people }) => [people[0], people[people.length >> 1]])
    .map((person) =>
      watch(person as Person, crowd, {
        onEdit: (id, now) => note(latencies, sent.get(id), now),
        onCursor: (n, now) => note(cursorLatencies, cursors[n]?.at, now),
        cursorOf: (n) => cursors[n]?.by,
      }),
    )
  const watching = new Set(watchers.map(({ person }) => person))
  for (const person of crowd.people) if (!watching.has(person)) person.client.countOnly()

  const showCursor = (person: Person) => {
    person.lastCursor = cursors.length
    cursors.push({ by: person, at: performance.now() })
    person.client.showCursor(person.lastCursor)
  }
  for (const person of crowd.people) showCursor(person)
  await pause(500)

  await follow(timetable(crowd, job, everyMs, totalMs, sent, showCursor), (elapsed) => {
    if (elapsed >= WARM_MS) start ??= readMeter(target, crowd)
  })
  const from: Meter = start ?? readMeter(target, crowd)
  const stopped = readMeter(target, crowd)
  const undelivered = await untilDelivered(watchers, crowd, sent)
  const end = readMeter(target, crowd)
  const memory = residentMB(target.pid)
  await pause(200)
  const checked = await verify(visitors, crowd, sent)

  const seconds = (stopped.at - from.at) / 1_000
  const edits = [...sent.values()].filter((at) => at >= from.at).length
  const cpu = end.server - from.server
  const own = stopped.own - from.own
  const clients = crowd.people.length
  const staleHere = watchers.flatMap(({ person, cursors: newest }) =>
    person.room.people.filter((other) => other !== person && newest.get(other) !== other.lastCursor),
  )
  return {
    edits,
    latency: spread(latencies),
    cursorLatency: spread(cursorLatencies),
    cpu: cpu / seconds,
    cpuMsPerEdit: (cpu * 1_000) / edits,
    residentMB: memory,
    framesPerClient: (end.frames - from.frames) / clients / seconds,
    bytesPerClient: (end.bytes - from.bytes) / clients / seconds,
    lost: checked ? checked.lost : undelivered,
    undelivered,
    staleCursors: staleHere.length + (checked?.staleCursors ?? 0),
    faults: [...whyClosed(crowd), ...(checked?.faults ?? [])],
    loadBusy: own / seconds,
    others: Math.max(0, (stopped.machine - from.machine - (stopped.server - from.server) - own) / seconds),
  }
}

function timetable(
  { people }: Crowd,
  { kind }: CrowdJob,
  everyMs: number,
  totalMs: number,
  sent: Map<number, number>,
  showCursor: (person: Person) => void,
): Due[] {
  const random = chance(42)
  const due: Due[] = []
  for (const person of people) {
    const phase = random() * everyMs
    person.edits.forEach((edit, n) => {
      const at = phase + n * everyMs
      const act = () => {
        sent.set(edit.id, performance.now())
        person.client.send(edit)
      }
      if (at < totalMs) due.push({ at, act })
    })
    const isMoving = person.number >= 1 && person.number <= Math.round(person.room.people.length * SHARE_WITH_CURSORS)
    if (kind !== 'workshop' || !isMoving) continue
    for (let at = random() * CURSOR_EVERY_MS; at < totalMs; at += CURSOR_EVERY_MS)
      due.push({ at, act: () => showCursor(person) })
  }
  return due
}

/** Waits until those who watch have all that others sent, or for so long; how many edits did not come. */
async function untilDelivered(
  watchers: readonly Watcher[],
  { authors }: Crowd,
  sent: ReadonlyMap<number, number>,
): Promise<number> {
  const expected = watchers.map(({ person, seen }) => {
    const others = [...sent.keys()].filter((id) => authors[id]?.room === person.room && authors[id] !== person)
    return { seen, count: others.length }
  })
  const missing = () => expected.reduce((sum, { seen, count }) => sum + count - seen.size, 0)
  const until = performance.now() + DRAIN_MS
  while (missing() > 0 && performance.now() < until) await pause(20)
  return missing()
}

function whyClosed({ people }: Crowd): string[] {
  const closed = people.filter(({ client }) => client.isClosed)
  return closed.length > 0 ? [`${closed.length} people were cut off (${closed[0]?.client.why})`] : []
}
