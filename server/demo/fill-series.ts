import type { OrganisationId } from '../../shared/model/ids.ts'
import type { CommitmentStatus } from '../../shared/model/series.ts'
import { localDate } from '../../shared/record/dates.ts'
import type { SeriesCommand } from '../../shared/wire/series-commands.ts'
import type { Visitor } from '../access/visitor.ts'
import { readBoard } from '../control/board-access.ts'
import { isRefusal } from '../control/change-session.ts'
import type { House } from '../control/house.ts'
import { carryOutSeries } from '../control/series/commands.ts'
import type { StoredSession } from '../storage/storage.ts'
import said from './series.json' with { type: 'json' }

const DAY_MS = 86_400_000

/** What the group said of its series so far: numbered expectations with what touches them, ideas taken home, commitments. */
export async function fillSeries(
  house: House,
  sessions: readonly StoredSession[],
  visitor: Exclude<Visitor, { role: 'wall' }>,
  start: number,
): Promise<void> {
  const [first, second] = sessions
  const network = second && (await house.storage.findNetwork(second.network))
  const board = second && (await readBoard(house, second.id))
  if (!first || !network || !board || isRefusal(board)) throw new Error('the demo has no second board')
  const say = async (command: SeriesCommand, who: typeof visitor = visitor) => {
    const answer = await carryOutSeries(house, network, who, command)
    if (!answer.ok) throw new Error(`${command.type} in the demo: ${answer.refusal}`)
    return answer
  }
  const ids = (names: readonly string[]): OrganisationId[] =>
    names.flatMap((name) => network.organisations.find((one) => one.name === name)?.id ?? [])
  const by = (days: number) => localDate(start + days * DAY_MS, network.timeZone)
  const session = second.id

  await say({ type: 'numberExpectations', session })
  const { expectations } = (await house.storage.findSeries(network.id)).series
  for (const [number, title] of said.ties as [number, string][]) {
    const expectation = expectations[number - 1]?.id
    const target = [...board.themes.values()].find((theme) => theme.title === title)?.id
    if (expectation && target) await say({ type: 'tie', expectation, session, target, on: true })
  }
  for (const { idea, from, to, firstStep, inDays } of said.takeHomes) {
    const target = [...board.notes.values()].find(({ text }) => text === idea)?.id ?? null
    await say({
      type: 'takeHome',
      session,
      target,
      what: idea,
      from: ids(from),
      to: ids(to),
      firstStep,
      by: by(inDays),
    })
  }
  for (const { session: number, who, what, inDays, status } of said.commitments) {
    const made = number === 1 ? first.id : session
    const { commitment } = await say({ type: 'commit', session: made, who: ids(who), what, by: by(inDays) })
    if (commitment) await say({ type: 'changeCommitment', commitment, status: status as CommitmentStatus })
  }
  const members = (await house.storage.membersOf(network.id)).filter(({ role }) => role === 'member')
  for (const [i, member] of members.entries())
    await say(
      { type: 'answerCheck', session: first.id, answer: (said.answers[i] ?? 4) as 4 },
      { ...visitor, role: 'member', member },
    )
}
