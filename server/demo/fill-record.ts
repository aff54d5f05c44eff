import { summariseTheme } from '../../shared/doc/commands.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { SeriesCommand } from '../../shared/wire/series-commands.ts'
import type { Visitor } from '../access/visitor.ts'
import { readBoard } from '../control/board-access.ts'
import { isRefusal } from '../control/change-session.ts'
import { carryOut } from '../control/commands.ts'
import type { House } from '../control/house.ts'
import { carryOutSeries } from '../control/series/commands.ts'
import type { StoredSession } from '../storage/storage.ts'
import written from './record.json' with { type: 'json' }

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** What the facilitator wrote of both sessions and of the series. The group agreed with the record of the first. */
export async function fillRecord(
  house: House,
  sessions: readonly StoredSession[],
  visitor: Exclude<Visitor, { role: 'wall' }>,
  start: number,
): Promise<void> {
  const [first, second] = sessions
  const network = second && (await house.storage.findNetwork(second.network))
  const board = second && (await readBoard(house, second.id))
  if (!first || !network || !board || isRefusal(board)) throw new Error('the demo has no second board')
  const say = async ({ id }: StoredSession, ...commands: Command[]) => {
    for (const command of commands) {
      const answer = await carryOut(house, id, visitor, command)
      if (!answer.ok) throw new Error(`${command.type} in the demo: ${answer.refusal}`)
    }
  }
  const decisions = (texts: readonly string[]): Command[] => texts.map((text) => ({ type: 'decide', text }))
  const themes = [...board.themes.values()]
  const themeOf = (title: string) => themes.find((theme) => theme.title === title)?.id
  const notes = (text: string) => [...board.notes.values()].filter((note) => note.text === text).map(({ id }) => id)

  await say(
    first,
    { type: 'summariseRecord', text: written.first.summary },
    ...decisions(written.first.decisions),
    { type: 'publishRecord', level: 'group', on: true },
    { type: 'correct', text: written.first.correction },
    { type: 'approveRecord', on: true, session: second.id },
  )

  await house.rooms.write(second.id, (doc) => {
    for (const [title, sentence] of Object.entries(written.second.sentences)) {
      const theme = themeOf(title)
      if (theme) summariseTheme(doc, theme, sentence)
    }
  })
  const deepened = Object.entries(written.second.deepened).flatMap(([title, text]): Command[] => {
    const theme = themeOf(title)
    return theme ? [{ type: 'deepen', theme, text }] : []
  })
  await say(
    second,
    { type: 'summariseRecord', text: written.second.summary },
    ...deepened,
    ...decisions(written.second.decisions),
    ...notes(written.second.staysInGroup).map((note): Command => ({ type: 'keepInGroup', note, on: true })),
    ...notes(written.second.leftOut).map((note): Command => ({ type: 'leaveOut', note, on: true })),
  )

  const { summary, reunion } = written.series
  const at = start + reunion.inDays * DAY_MS
  const ofSeries: SeriesCommand[] = [
    { type: 'summariseSeries', text: summary },
    {
      type: 'setReunion',
      reunion: {
        startsAt: new Date(at).toISOString(),
        endsAt: new Date(at + reunion.hours * HOUR_MS).toISOString(),
        host: network.organisations.find(({ name }) => name === reunion.host)?.id ?? null,
        venue: reunion.venue,
      },
    },
  ]
  for (const command of ofSeries) {
    const answer = await carryOutSeries(house, network, visitor, command)
    if (!answer.ok) throw new Error(`${command.type} in the demo: ${answer.refusal}`)
  }
}
