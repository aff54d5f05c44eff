import { setTimeout as pause } from 'node:timers/promises'
import { someWords } from '../../../helpers/full-board.ts'
import type { JoinsJob, JoinsResult, Target } from '../job.ts'
import { cpuSeconds, residentMB } from '../machine.ts'
import type { Client } from './client.ts'
import { EDIT_SIGN, mark } from './marks.ts'
import { spread } from './spread.ts'
import { TldrawClient } from './tldraw-client.ts'
import { visitorsOf, type Visitors } from './visitors.ts'
import { YjsClient } from './yjs-client.ts'

// People who come to a board that is full: one after the other, and all at once as when a session begins.

const ROOM = 0
const PEOPLE = 30
const NOTES_AN_UPDATE = 10
const FIRST = 5
const ALONE = 20
const FILLED_WITHIN_MS = 20_000

export async function measureJoins({ notes }: JoinsJob, target: Target): Promise<JoinsResult> {
  const visitors = await visitorsOf(target)
  const authors = await Promise.all(Array.from({ length: PEOPLE }, (_, n) => visitors.join(ROOM, n)))
  await fill(authors, notes)
  const held = await untilHeld(visitors, notes)
  const [stays, ...others] = authors
  stays?.countOnly()
  for (const author of others) author.close()
  // The first come to a server that never gave this board to anybody.
  for (let n = 0; n < FIRST; n++) (await visitors.join(ROOM, n)).close()
  await pause(500)

  const before = cpuSeconds(target.pid)
  const alone: Client[] = []
  for (let n = 0; n < ALONE; n++) {
    const client = await visitors.join(ROOM, n)
    client.close()
    alone.push(client)
    await pause(20)
  }
  await pause(200)
  const between = cpuSeconds(target.pid)
  const together = await Promise.all(
    Array.from({ length: PEOPLE }, async (_, n) => {
      const client = await visitors.join(ROOM, n)
      client.countOnly()
      return client
    }),
  )
  const after = cpuSeconds(target.pid)
  return {
    notes: held,
    bytes: alone[0]?.boardBytes ?? NaN,
    alone: spread(alone.map(({ joinMs }) => joinMs)),
    aloneCpuMs: ((between - before) * 1_000) / ALONE,
    together: spread(together.map(({ joinMs }) => joinMs)),
    togetherCpuMs: ((after - between) * 1_000) / PEOPLE,
    residentMB: residentMB(target.pid),
  }
}

/** Thirty authors write in turn, each their own notes, some at a time. */
async function fill(authors: readonly Client[], notes: number): Promise<void> {
  for (let first = 0; first < notes; first += NOTES_AN_UPDATE) {
    const ids = Array.from({ length: Math.min(NOTES_AN_UPDATE, notes - first) }, (_, n) => first + n)
    const author = authors[(first / NOTES_AN_UPDATE) % authors.length]
    if (author instanceof YjsClient) author.sendNotes(ids)
    else if (author instanceof TldrawClient)
      author.sendNotes(ids.map((id) => ({ id, text: `${mark(EDIT_SIGN, id)} ${someWords(id)}` })))
    await pause(5)
  }
}

async function untilHeld(visitors: Visitors, notes: number): Promise<number> {
  const until = performance.now() + FILLED_WITHIN_MS
  for (;;) {
    const client = await visitors.join(ROOM, 0, { keeps: true })
    const held = client.held().notes
    client.close()
    if (held === notes) return held
    if (performance.now() > until) throw new Error(`the board holds ${held} of ${notes} notes`)
    await pause(200)
  }
}
