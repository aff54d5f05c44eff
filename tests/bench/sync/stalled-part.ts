import { ms, type Table } from '../figures.ts'
import { CONTESTANTS, type ContestantName } from './contestants.ts'
import { measure } from './measure.ts'
import type { Part } from './part.ts'
import { inRounds, middle } from './rounds.ts'
import { chosen } from './settings.ts'

const NAMES: readonly ContestantName[] = ['y-websocket', 'bijeen']
/** So long that one who reads nothing is cut off where that is done. */
const SECONDS = 28

/** Two of thirty stop reading while long texts are written. */
export const stalled: Part = async ({ programs, settings, say }) => {
  const { people } = settings
  const runs = await inRounds(chosen(settings, NAMES), settings.runs, async (name, round) => {
    const { result } = await measure(
      programs.load,
      name,
      { kind: 'stalled', people, seconds: SECONDS },
      settings.profile,
    )
    say(`stalled ${round + 1}, ${name}: ${JSON.stringify(result)}`)
    return result
  })
  const table: Table = {
    name: 'stalled',
    head: [
      `two of ${people} stop reading`,
      'written meanwhile',
      'held in the server for one',
      'in the kernel for one',
      'memory grew by',
      "others' p95",
      'has all in the end',
    ],
    rows: [...runs].map(([name, all]) => [
      CONTESTANTS[name].label,
      megabytes(middle(runs, name, (one) => one.writtenMB)),
      all.some((one) => one.buffered === null)
        ? 'not told'
        : megabytes(middle(runs, name, (one) => (one.buffered ?? NaN) / 1e6)),
      megabytes(middle(runs, name, (one) => one.inKernel / 1e6)),
      megabytes(middle(runs, name, (one) => one.grownMB)),
      ms(middle(runs, name, (one) => one.latency.p95)),
      all.every((one) => one.converged) ? 'yes' : 'no',
    ]),
  }
  return [table]
}

const megabytes = (value: number): string => `${value.toFixed(1)} MB`
