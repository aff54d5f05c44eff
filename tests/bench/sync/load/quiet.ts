import { once, EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { QuietJob, Spread, Target } from '../job.ts'
import { chance } from './chance.ts'
import { gatherCrowd, watch } from './crowd.ts'
import { workshopKinds } from './edit.ts'
import { spread } from './spread.ts'
import { visitorsOf } from './visitors.ts'

// A few people, of whom one now and then does something: how long until another has it.

const PEOPLE = 3
const FIRST = 10
const PAUSE_MS = [80, 160] as const
const WITHIN_MS = 5_000

export async function measureQuiet({ edits }: QuietJob, target: Target): Promise<Spread> {
  const crowd = await gatherCrowd(await visitorsOf(target), [0], PEOPLE, workshopKinds(FIRST + edits))
  const [writer, reader, third] = crowd.people
  if (!writer || !reader || !third) throw new Error('nobody came')
  third.client.countOnly()
  const sightings = new EventEmitter()
  watch(reader, crowd, {
    onEdit: (id, now) => sightings.emit(String(id), now),
    onCursor: () => undefined,
    cursorOf: () => undefined,
  })
  const random = chance(7)
  const [least, most] = PAUSE_MS
  const latencies: number[] = []
  for (const edit of writer.edits) {
    await pause(least + random() * (most - least))
    const seen = once(sightings, String(edit.id), { signal: AbortSignal.timeout(WITHIN_MS) })
    const sent = performance.now()
    writer.client.send(edit)
    const [now] = (await seen) as [number]
    latencies.push(now - sent)
  }
  return spread(latencies.slice(FIRST))
}
