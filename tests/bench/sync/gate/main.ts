import * as Y from 'yjs'
import { newOrganisationId, newParticipantId } from '../../../../shared/model/ids.ts'
import { GatedBoard, open } from '../../../helpers/gated-board.ts'
import type { SyncPerson } from '../../../../server/sync/person.ts'
import { Author } from '../load/author.ts'
import { workshopKinds } from '../load/edit.ts'
import { median } from '../../figures.ts'
import { HOSTILE, hostileUpdates } from './hostile.ts'

// The gate by itself, in this process: what it adds to an update, what a refusal costs, and what hostile updates leave
// behind. Answers with one line of JSON; needs --expose-gc.

const PEOPLE = 30
const NOTES = 2_000
const WARM_EDITS = 9_000
const EDITS = 3_000
const CHUNK = 100
const HOSTILE_UPDATES = 10_000

export interface GateResult {
  /** Microseconds an update: applied without a gate, and judged and applied. */
  readonly applied: number
  readonly judgedAndApplied: number
  readonly added: number
  /** Microseconds a refusal, by what was tried. */
  readonly refused: Readonly<Record<string, number>>
  readonly hostile: number
  /** Hostile updates that were let through. */
  readonly taken: number
  readonly isUntouched: boolean
  readonly heapGrownKB: number
}

interface Written {
  readonly update: Uint8Array
  readonly by: SyncPerson
}

const gated = new GatedBoard()
const plain = new Y.Doc()

const judge = (update: Uint8Array, by: SyncPerson) =>
  gated.gate.judge(
    update,
    by,
    () => null,
    () => false,
  )

function takeIn({ update, by }: Written): void {
  const verdict = judge(update, by)
  if (verdict.kind !== 'taken') throw new Error(`an honest update was ${JSON.stringify(verdict)}`)
  Y.applyUpdate(gated.doc, verdict.update)
}

const person = (): SyncPerson => ({
  role: 'member',
  participant: newParticipantId(),
  organisation: newOrganisationId(),
})

/** Honest edits of thirty people in turn: first as many notes as make 2,000 by the time that the measuring begins. */
function honestUpdates(): { readonly notes: Written[]; readonly edits: Written[] } {
  const edits = (WARM_EDITS + EDITS) / PEOPLE
  const notes = (NOTES - WARM_EDITS / 5) / PEOPLE
  const people = Array.from({ length: PEOPLE }, (_, n) => {
    const by = person()
    const { participant, organisation } = by
    if (!participant || !organisation) throw new Error('nobody')
    const author = new Author(1_000_000 + n * 7_919, { author: participant, organisation, zone: open.id })
    const first = Array.from({ length: Math.ceil(notes) }, (_, i) => ({ update: author.fill([n * 1_000 + i]), by }))
    const then = workshopKinds(edits).map((kind, i) => ({ update: author.write(kind, n * 1_000 + i).update, by }))
    return { first, then }
  })
  const inTurn = (lists: readonly (readonly Written[])[]) =>
    (lists[0] ?? []).flatMap((_, i) => lists.flatMap((list) => list[i] ?? []))
  return { notes: inTurn(people.map(({ first }) => first)), edits: inTurn(people.map(({ then }) => then)) }
}

const chunksOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: items.length / CHUNK }, (_, n) => items.slice(n * CHUNK, (n + 1) * CHUNK))

/** Microseconds for each of many, all in one go. */
function microseconds<T>(items: readonly T[], act: (item: T) => void): number {
  const began = process.hrtime.bigint()
  for (const item of items) act(item)
  return Number(process.hrtime.bigint() - began) / 1_000 / items.length
}

const { notes, edits } = honestUpdates()
for (const written of notes) {
  takeIn(written)
  Y.applyUpdate(plain, written.update)
}
const chunks = chunksOf(edits).map((chunk) => ({
  plain: microseconds(chunk, ({ update }) => Y.applyUpdate(plain, update)),
  gated: microseconds(chunk, takeIn),
}))
const warm = chunks.slice(WARM_EDITS / CHUNK)

const stranger = person()
const refused: Record<string, number> = {}
for (const kind of HOSTILE) {
  const times = chunksOf(hostileUpdates(gated.doc, kind, WARM_EDITS + EDITS, open.id)).map((chunk) =>
    microseconds(chunk, (update) => judge(update, stranger)),
  )
  refused[kind] = median(times.slice(WARM_EDITS / CHUNK))
}

const attack = HOSTILE.flatMap((kind) => hostileUpdates(gated.doc, kind, HOSTILE_UPDATES / HOSTILE.length, open.id))
const before = Y.encodeStateAsUpdate(gated.doc)
const heap = (): number => {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
const heapBefore = heap()
const taken = attack.filter((update) => judge(update, stranger).kind !== 'refused').length
const heapAfter = heap()

const result: GateResult = {
  applied: median(warm.map((one) => one.plain)),
  judgedAndApplied: median(warm.map((one) => one.gated)),
  added: median(warm.map((one) => one.gated - one.plain)),
  refused,
  hostile: attack.length,
  taken,
  isUntouched: Buffer.from(before).equals(Y.encodeStateAsUpdate(gated.doc)),
  heapGrownKB: (heapAfter - heapBefore) / 1_000,
}
console.log(JSON.stringify(result))
