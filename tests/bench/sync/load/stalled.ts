import { setTimeout as pause } from 'node:timers/promises'
import type { StalledJob, StalledResult, Target } from '../job.ts'
import { bytesInKernel, residentMB } from '../machine.ts'
import { bufferedIn } from './buffered.ts'
import type { Client } from './client.ts'
import { gatherCrowd, watch } from './crowd.ts'
import { rewritingKinds, type Edit } from './edit.ts'
import { spread } from './spread.ts'
import { follow, type Due } from './timetable.ts'
import { visitorsOf, type Visitors } from './visitors.ts'

// Two people of a room stop reading while the others write long texts: one reads on after half of the time, one only
// when all is over. What lies in the server for them, how the others fare, and whether they have all in the end.

const EVERY_MS = 200
const WARM_MS = 2_000
const LOOK_EVERY_MS = 250
const CONVERGES_WITHIN_MS = 20_000
const KEEPS = { keeps: true }

export async function measureStalled({ people, seconds }: StalledJob, target: Target): Promise<StalledResult> {
  const visitors = await visitorsOf(target)
  const totalMs = WARM_MS + seconds * 1_000
  const kinds = rewritingKinds(Math.ceil(totalMs / EVERY_MS))
  const crowd = await gatherCrowd(visitors, [0], people, kinds, (person) => (person < 2 ? KEEPS : {}))
  const [short, long, watching, ...writing] = crowd.people
  if (!short || !long || !watching) throw new Error('too few people')
  const sent = new Map<number, number>()
  const latencies: number[] = []
  watch(watching, crowd, {
    onEdit: (id, now) => latencies.push(now - (sent.get(id) ?? NaN)),
    onCursor: () => undefined,
    cursorOf: () => undefined,
  })
  for (const { client } of writing) client.countOnly()

  const stalled = [short.client, long.client]
  const most = { buffered: null as number | null, inKernel: 0 }
  let quietMB = NaN
  let mostMB = 0
  const look = async () => {
    const said = await bufferedIn(target)
    if (said !== null) most.buffered = Math.max(most.buffered ?? 0, said)
    for (const { port } of stalled) most.inKernel = Math.max(most.inKernel, bytesInKernel(target.port, port))
    mostMB = Math.max(mostMB, residentMB(target.pid))
  }
  const stages: Due[] = [
    {
      at: WARM_MS,
      act: () => {
        quietMB = residentMB(target.pid)
        for (const client of stalled) client.stall()
      },
    },
    { at: WARM_MS + seconds * 500, act: () => short.client.readOn() },
    ...Array.from({ length: Math.floor((seconds * 1_000) / LOOK_EVERY_MS) }, (_, n) => ({
      at: WARM_MS + n * LOOK_EVERY_MS,
      act: () => void look(),
    })),
  ]
  let bytes = 0
  const writes = writing.flatMap(({ client, edits }, place) =>
    edits.map((edit, n): Due => {
      const act = () => {
        sent.set(edit.id, performance.now())
        bytes += edit.frame.length
        client.send(edit)
      }
      return { at: (place / writing.length + n) * EVERY_MS, act }
    }),
  )
  await follow([...stages, ...writes])
  await look()
  long.client.readOn()
  const edits = writing.flatMap((person) => person.edits)
  const converged = await Promise.all(stalled.map((client, person) => converges(client, person, edits, visitors)))
  return {
    buffered: most.buffered,
    inKernel: most.inKernel,
    grownMB: mostMB - quietMB,
    latency: spread(latencies),
    closed: stalled.flatMap(({ why }) => why ?? []),
    converged: converged.every((one) => one),
    writtenMB: bytes / 1e6,
  }
}

/** Whether someone who reads on has everything in the end: on the old connection, or on a new one if it was cut off. */
async function converges(client: Client, person: number, edits: readonly Edit[], visitors: Visitors): Promise<boolean> {
  const until = performance.now() + CONVERGES_WITHIN_MS
  while (performance.now() < until) {
    await pause(500)
    const reader = client.isClosed ? await visitors.join(0, person, KEEPS) : client
    const held = reader.held()
    if (reader !== client) reader.close()
    if (held.isWhole && edits.every(held.has) && held.equals(edits) !== false) return true
  }
  return false
}
