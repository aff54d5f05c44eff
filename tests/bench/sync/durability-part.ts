import { ms, type Table } from '../figures.ts'
import { CONTESTANTS, type ContestantName } from './contestants.ts'
import { measure } from './measure.ts'
import type { Part } from './part.ts'
import { inRounds, middle } from './rounds.ts'
import { chosen } from './settings.ts'

const NAMES: readonly ContestantName[] = ['hocuspocus', 'bijeen']

/** SIGKILL while everybody types, again and again: one run of many rounds, whose losses are counted and not averaged. */
export const durability: Part = async ({ programs, settings, say }) => {
  const { kills: rounds, people } = settings
  const runs = await inRounds(chosen(settings, NAMES), 1, async (name) => {
    const { result } = await measure(programs.load, name, { kind: 'durability', rounds, people })
    say(`durability, ${name}: ${JSON.stringify(result)}`)
    return result
  })
  const table: Table = {
    name: 'durability',
    head: [
      `${rounds} kills`,
      'acknowledged',
      'of them lost',
      'seen by another',
      'of them lost',
      'first join after a kill',
    ],
    rows: [...runs].map(([name, [one]]) => [
      CONTESTANTS[name].label,
      ...[one?.acknowledged, one?.lostAcknowledged, one?.seen, one?.lostSeen].map((n) =>
        (n ?? NaN).toLocaleString('en'),
      ),
      ms(middle(runs, name, ({ coldJoin }) => coldJoin.p50)),
    ]),
  }
  return [table]
}
