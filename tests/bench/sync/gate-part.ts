import { execFileSync } from 'node:child_process'
import { median, type Table } from '../figures.ts'
import type { GateResult } from './gate/main.ts'
import { onCore } from './machine.ts'
import type { Part } from './part.ts'

const microseconds = (value: number): string => `${value.toFixed(1)} µs`

/** The gate by itself: what it adds to an update, and what those who attack it get. */
export const gate: Part = async ({ programs, settings, say }) => {
  const runs = Array.from({ length: settings.runs }, (_, round) => {
    const [command = '', ...args] = onCore(0, [process.execPath, '--expose-gc', programs.gate])
    const found = JSON.parse(execFileSync(command, args, { encoding: 'utf8', timeout: 120_000 })) as GateResult
    say(`gate ${round + 1}: ${JSON.stringify(found)}`)
    return found
  })
  const of = (figure: (one: GateResult) => number) => median(runs.map(figure))
  const dearest = (one: GateResult) => Math.max(...Object.values(one.refused))
  const [first] = runs
  return [
    {
      name: 'gate',
      head: ['a board of 2,000 notes, one update', ''],
      rows: [
        ['applied, without a gate', microseconds(of((one) => one.applied))],
        ['judged and applied', microseconds(of((one) => one.judgedAndApplied))],
        ['what the gate adds', microseconds(of((one) => one.added))],
        ['refused, of eight kinds of attack the dearest', microseconds(of(dearest))],
        [
          `${first?.hostile.toLocaleString('en')} hostile updates: let through`,
          String(Math.max(...runs.map(({ taken }) => taken))),
        ],
        ['the document after them', runs.every(({ isUntouched }) => isUntouched) ? 'untouched' : 'changed'],
        ['memory that they left behind', `${of((one) => one.heapGrownKB).toFixed(0)} kB`],
      ],
    } satisfies Table,
  ]
}
