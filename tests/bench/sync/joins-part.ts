import { kilobytes, ms, type Table } from '../figures.ts'
import { CONTESTANTS, type ContestantName } from './contestants.ts'
import { measure } from './measure.ts'
import type { Part } from './part.ts'
import { inRounds, middle } from './rounds.ts'
import { chosen } from './settings.ts'

const NAMES: readonly ContestantName[] = ['y-websocket', 'hocuspocus', 'tldraw', 'bijeen']
const NOTES = 2_000

/** A board of 2,000 notes is opened: one after the other, and by thirty at once. */
export const join: Part = async ({ programs, settings, say }) => {
  const runs = await inRounds(chosen(settings, NAMES), settings.runs, async (name, round) => {
    const { result } = await measure(programs.load, name, { kind: 'joins', notes: NOTES }, settings.profile)
    const { alone, together, aloneCpuMs, togetherCpuMs } = result
    say(
      `join ${round + 1}, ${name}: alone ${ms(alone.p50)} (cpu ${ms(aloneCpuMs, 2)}); ` +
        `thirty ${ms(together.p50)} to ${ms(together.most)} (cpu ${ms(togetherCpuMs, 2)})`,
    )
    return result
  })
  const table: Table = {
    name: 'join',
    head: [
      '2,000 notes',
      'the board',
      'alone, p50',
      'cpu a join',
      '30 at once, p50',
      'the slowest',
      'cpu a join',
      'memory',
    ],
    rows: [...runs.keys()].map((name) => [
      CONTESTANTS[name].label,
      kilobytes(middle(runs, name, (one) => one.bytes)),
      ms(middle(runs, name, (one) => one.alone.p50)),
      ms(middle(runs, name, (one) => one.aloneCpuMs)),
      ms(middle(runs, name, (one) => one.together.p50)),
      ms(middle(runs, name, (one) => one.together.most)),
      ms(middle(runs, name, (one) => one.togetherCpuMs)),
      `${middle(runs, name, (one) => one.residentMB).toFixed(0)} MB`,
    ]),
  }
  return [table]
}
