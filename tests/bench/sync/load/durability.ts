import { setTimeout as pause } from 'node:timers/promises'
import type { DurabilityJob, DurabilityResult, Target } from '../job.ts'
import { chance } from './chance.ts'
import { gatherCrowd, watch } from './crowd.ts'
import { typingKinds, type Edit } from './edit.ts'
import { spread } from './spread.ts'
import { follow, type Due } from './timetable.ts'
import { visitorsOf, type Visitors } from './visitors.ts'

// The server is killed while everybody types, started again on what it kept, and asked at the end what it still has.
// One data directory through all rounds; a new board each.

const TYPING_EVERY_MS = 100
const TYPING_MS = { least: 1_500, most: 3_500 } as const
/** Typing goes on until the connection breaks. */
const BREAKS_WITHIN_MS = 1_000

/** SIGKILL, and a new start on the same port and data. */
export type Restart = () => Promise<void>

interface Round {
  readonly room: number
  readonly sent: number
  /** Edits whose author was told that they are safe. */
  readonly acknowledged: readonly Edit[]
  /** Edits that someone else was shown. */
  readonly seen: readonly Edit[]
}

export async function measureDurability(
  job: DurabilityJob,
  target: Target,
  restart: Restart,
): Promise<DurabilityResult> {
  const visitors = await visitorsOf(target)
  const random = chance(11)
  const rounds: Round[] = []
  const coldJoins: number[] = []
  for (let room = 0; room < job.rounds; room++) {
    const typingMs = TYPING_MS.least + random() * (TYPING_MS.most - TYPING_MS.least)
    rounds.push(await typeUntilKilled(visitors, room, job.people, typingMs, restart))
    const back = await visitors.join(room, 0)
    coldJoins.push(back.joinMs)
    back.close()
  }
  const lost = { acknowledged: 0, seen: 0 }
  // What survived its own kill must have survived the later ones.
  for (const { room, acknowledged, seen } of rounds) {
    const has = await boardOf(visitors, room)
    lost.acknowledged += acknowledged.filter((edit) => !has(edit)).length
    lost.seen += seen.filter((edit) => !has(edit)).length
  }
  const total = (count: (round: Round) => number) => rounds.reduce((sum, round) => sum + count(round), 0)
  return {
    kills: rounds.length,
    sent: total(({ sent }) => sent),
    acknowledged: total(({ acknowledged }) => acknowledged.length),
    lostAcknowledged: lost.acknowledged,
    seen: total(({ seen }) => seen.length),
    lostSeen: lost.seen,
    coldJoin: spread(coldJoins),
  }
}

/** One person watches, all others type. */
async function typeUntilKilled(
  visitors: Visitors,
  room: number,
  people: number,
  typingMs: number,
  restart: Restart,
): Promise<Round> {
  const acknowledged = new Map<number, number>()
  const count = Math.ceil((typingMs + BREAKS_WITHIN_MS) / TYPING_EVERY_MS)
  const crowd = await gatherCrowd(visitors, [room], people, typingKinds(count), (person) => ({
    onAcknowledged: (edits) => acknowledged.set(person, edits),
  }))
  const [watching, ...typing] = crowd.people
  if (!watching) throw new Error('nobody came')
  const { seen } = watch(watching, crowd, {
    onEdit: () => undefined,
    onCursor: () => undefined,
    cursorOf: () => undefined,
  })
  let sent = 0
  const random = chance(room)
  const timetable = typing.flatMap(({ client, edits }): Due[] => {
    const phase = random() * TYPING_EVERY_MS
    const send = (edit: Edit) => {
      if (client.isClosed) return
      client.send(edit)
      sent++
    }
    return edits.map((edit, n) => ({ at: phase + n * TYPING_EVERY_MS, act: () => send(edit) }))
  })
  await Promise.all([follow(timetable), pause(typingMs).then(restart)])
  return {
    room,
    sent,
    acknowledged: typing.flatMap(({ number, edits }) => edits.slice(0, acknowledged.get(number) ?? 0)),
    seen: typing.flatMap(({ edits }) => edits.filter(({ id }) => seen.has(id))),
  }
}

/** What a board holds, as someone fresh is given it. */
async function boardOf(visitors: Visitors, room: number): Promise<(edit: Edit) => boolean> {
  const fresh = await visitors.join(room, 0, { keeps: true })
  const { has } = fresh.held()
  fresh.close()
  return has
}
