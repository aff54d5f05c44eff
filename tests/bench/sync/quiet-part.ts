import { ms, type Table } from '../figures.ts'
import { CONTESTANTS, type ContestantName } from './contestants.ts'
import { measure } from './measure.ts'
import type { Part } from './part.ts'
import { inRounds, middle } from './rounds.ts'
import { chosen } from './settings.ts'

const NAMES: readonly ContestantName[] = ['relay', 'y-websocket', 'hocuspocus', 'tldraw', 'bijeen']
const EDITS = 60

/** Three people, of whom one does something now and then: until another has it, the disk included where there is one. */
export const quiet: Part = async ({ programs, settings, say }) => {
  const runs = await inRounds(chosen(settings, NAMES), settings.runs, async (name, round) => {
    const { result } = await measure(programs.load, name, { kind: 'quiet', edits: EDITS }, settings.profile)
    say(`quiet ${round + 1}, ${name}: p50 ${ms(result.p50, 2)}, p95 ${ms(result.p95, 2)} of ${result.count}`)
    return result
  })
  const table: Table = {
    name: 'quiet',
    head: ['one edit in a quiet room', 'p50', 'p95'],
    rows: [...runs.keys()].map((name) => [
      CONTESTANTS[name].label,
      ms(
        middle(runs, name, (one) => one.p50),
        2,
      ),
      ms(
        middle(runs, name, (one) => one.p95),
        2,
      ),
    ]),
  }
  return [table]
}
