import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { NoteId } from '../../shared/model/ids.ts'
import type { Joined } from '../../shared/wire/http.ts'
import { Colleague, type Says } from '../helpers/colleague.ts'
import { startProduct, type Product } from '../helpers/product.ts'
import { ask, join, startNetwork, type TestNetwork } from '../helpers/server.ts'

// The built server is killed in the middle of everyone's writing, again and again. What it called saved, and what anybody
// saw of another, is on its disk when it comes back: asked before any of the writers does.

const ROUNDS = 10
const PEOPLE = 3
/** Of the 300 that a person may have on a board. */
const NOTES_A_ROUND = 25
/** A kill comes after so many saved edits; a round has some 170. */
const KILLS_AFTER = [1, 140, 23, 90, 5, 120, 47, 10, 75, 60]

let product: Product
let network: TestNetwork
let people: Joined['participant'][]
beforeAll(async () => {
  product = await startProduct({ FOLD_AFTER_MS: '20' })
  network = await startNetwork(product.url)
  people = []
  for (let i = 0; i < PEOPLE; i++) people.push(await join(product.url, network.session.code))
})
afterAll(() => product.stop())

/** Writes notes, makes each longer, takes some away: one edit a turn. */
function* edits(who: Colleague, name: string): Generator<void, void> {
  for (let n = 0; n < NOTES_A_ROUND; n++) {
    const text = `${name}, briefje ${n}`
    const note = who.write(text)
    yield
    who.rewrite(note, `${text}, en nog iets`)
    yield
    if (n % 4 === 3) {
      who.withdraw(note)
      yield
    }
  }
}

async function notesOnDisk(): Promise<ReadonlyMap<NoteId, string>> {
  const { session, token } = network
  const path = `/api/sessions/${session.id}/record?level=full`
  const { body } = await ask<{ notes: { id: NoteId; text: string }[] }>(product.url, 'GET', path, { token })
  return new Map(body.notes.map(({ id, text }) => [id, text]))
}

/** Everybody writes until so many edits are saved; then the process is gone. */
async function killedWhileWriting(round: number): Promise<Colleague[]> {
  const { session } = network
  const zone = session.zones.find(({ kind }) => kind === 'reflection')!.id
  const all = people.map((person) => new Colleague(product.url, session.id, zone, person))
  await vi.waitUntil(() => all.every((one) => one.isHere), { timeout: 5_000, interval: 5 })
  const work = all.map((one, i) => edits(one, `Ronde ${round}, ${i}`))
  const saved = () => all.reduce((sum, one) => sum + one.savedEdits, 0)
  const deadline = Date.now() + 5_000
  while (saved() < KILLS_AFTER[round]!) {
    if (Date.now() > deadline) throw new Error(`only ${saved()} edits were saved`)
    for (const one of work) one.next()
    await nextTurn()
  }
  const silence = all.map((one) => one.hungUpOn())
  await product.kill()
  await Promise.all(silence)
  return all
}

test(`nothing saved and nothing seen is missing after ${ROUNDS} kills in the middle of writing`, async () => {
  let saved = 0
  let seen = 0
  let underWay = 0
  /** What every note must at least say, of all rounds. */
  const least: { id: NoteId; history: readonly Says[]; says: Says }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const all = await killedWhileWriting(round)
    const history = new Map(all.flatMap((one) => [...one.history]))
    for (const [id, says] of all.flatMap((one) => [...one.saved(), ...one.seen()]))
      if (history.has(id)) least.push({ id, history: history.get(id) ?? [], says })
    saved += all.reduce((sum, one) => sum + one.savedEdits, 0)
    seen += all.reduce((sum, one) => sum + [...one.seen().keys()].filter((id) => history.has(id)).length, 0)
    underWay += all.reduce((sum, one) => sum + one.edits - one.savedEdits, 0)
    for (const one of all) one.leave()
    await product.start()
    const now = await notesOnDisk()
    const missing = least.filter(
      ({ id, history, says }) => history.indexOf(now.get(id) ?? null) < history.indexOf(says),
    )
    expect(missing).toEqual([])
  }
  // Otherwise the kills came when nothing was going on.
  expect(saved).toBeGreaterThanOrEqual(KILLS_AFTER.reduce((sum, edits) => sum + edits))
  expect(seen).toBeGreaterThan(ROUNDS)
  expect(underWay).toBeGreaterThan(ROUNDS)
}, 60_000)
