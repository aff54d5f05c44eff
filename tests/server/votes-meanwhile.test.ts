import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { moveNotes, removeTheme } from '../../shared/doc/commands.ts'
import type { StepId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { Listener } from '../helpers/listener.ts'
import { startServer, type TestServer } from '../helpers/server.ts'
import { Voting } from '../helpers/voting.ts'

// What else happens while people vote: everyone at the same instant, and a facilitator who goes on changing things.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())

const listeners: Listener[] = []
afterEach(() => listeners.splice(0).forEach(({ socket }) => socket.disconnect()))
const listen = (voting: Voting, token = voting.network.token): Listener => {
  const one = new Listener(server.url, { session: voting.id, token })
  listeners.push(one)
  return one
}

async function twoThemes() {
  const voting = await Voting.start(server)
  const { themes } = await voting.fill({ themes: ['Taal', 'Team'] })
  const [taal, team] = themes as [ThemeId, ThemeId]
  return {
    voting,
    taal,
    team,
    names: new Map([
      [taal as string, 'Taal'],
      [team, 'Team'],
    ]),
  }
}

const dotsIn = ({ vote }: SessionState): number =>
  vote?.kind === 'open' && vote.ballot ? vote.ballot.mine.reduce((sum, { dots }) => sum + dots, 0) : 0

test('fifty people lay their dots over their sockets at the same instant, more than they have: each keeps the budget', async () => {
  const { voting, taal, team, names } = await twoThemes()
  const tokens = await Promise.all(Array.from({ length: 50 }, () => voting.joins()))
  const people = tokens.map((token) => listen(voting, token))
  await voting.open({ dots: 3 })
  await Promise.all(people.map((one) => one.state(({ vote }) => vote?.kind === 'open')))
  const answers = await Promise.all(
    people.map((one) =>
      Promise.all([
        one.send({ type: 'castDots', target: taal, dots: 2 }),
        one.send({ type: 'castDots', target: team, dots: 2 }),
      ]),
    ),
  )
  // Of the two, one fits: which one is chance, that it is one is not.
  for (const two of answers) {
    expect(two.filter(({ ok }) => ok)).toHaveLength(1)
    expect(two.flatMap((one) => (one.ok ? [] : [one.refusal]))).toEqual(['over-budget'])
  }
  // Everyone sees their own two, and that fifty have voted.
  for (const one of people)
    await one.state((state) => dotsIn(state) === 2 && state.vote?.kind === 'open' && state.vote.ballot?.voted === 50)
  await voting.close()
  expect((await voting.result(names)).reduce((sum, [, dots]) => sum + dots, 0)).toBe(100)
})

test('a zone that is hidden is not voted on; shown again, its dots lie where they lay', async () => {
  const { voting, taal, names } = await twoThemes()
  const one = await voting.joins()
  await voting.open({ dots: 2, zone: voting.zone })
  await voting.cast(one, taal, 2)
  await voting.say({ type: 'changeZone', zone: voting.zone, hidden: true })
  expect(await voting.cast(one, taal, 1)).toBe('409 not-in-vote')
  await voting.say({ type: 'changeZone', zone: voting.zone, hidden: false })
  expect(await voting.dotsOf(one)).toEqual({ [taal]: 2 })
  await voting.close()
  expect(await voting.result(names)).toEqual([['Taal', 2]])
})

test('closed while its zone is hidden, a vote has no result and changes no order', async () => {
  const { voting, team, names } = await twoThemes()
  const one = await voting.joins()
  await voting.open({ zone: voting.zone })
  await voting.cast(one, team, 5)
  await voting.say({ type: 'changeZone', zone: voting.zone, hidden: true })
  expect(await voting.close()).toBe('ok')
  expect(await voting.result(names)).toEqual([])
  expect(await voting.themes()).toEqual(['Taal', 'Team'])
})

test('a zone that is emptied and removed takes its vote along; the next can be opened', async () => {
  const { voting, taal, team, names } = await twoThemes()
  const other = voting.network.session.zones.find(({ kind }) => kind === 'parked')?.id as ZoneId
  const one = await voting.joins()
  await voting.open({ zone: voting.zone })
  await voting.cast(one, taal, 1)
  await voting.write((board) =>
    moveNotes(
      board,
      [...board.notes.keys()].map((id) => ({ id: id as never, zone: other, x: 0, y: 0 })),
    ),
  )
  expect(await voting.say({ type: 'removeZone', zone: voting.zone })).toBe('ok')
  expect(await voting.cast(one, team, 1)).toBe('409 not-in-vote')
  expect(await voting.close()).toBe('ok')
  expect(await voting.result(names)).toEqual([])
  expect(await voting.open({ zone: voting.zone })).toBe('404 zone-unknown')
  expect(await voting.open()).toBe('ok')
  expect(await voting.dotsOf(one)).toEqual({})
})

test('themes that go while fifty lay dots on them: every dot that is left lies on one that is there', async () => {
  const { voting, taal, team, names } = await twoThemes()
  const tokens = await Promise.all(Array.from({ length: 50 }, () => voting.joins()))
  await voting.open({ dots: 1 })
  const answers = await Promise.all([
    ...tokens.map((token, i) => voting.cast(token, i % 2 === 0 ? taal : team, 1)),
    voting.write((board) => removeTheme(board, taal)),
  ])
  expect(['ok', '404 theme-unknown', undefined]).toEqual(expect.arrayContaining([...new Set(answers)]))
  // Whose theme went has the dot back.
  expect(await voting.cast(tokens[0]!, team, 1)).toBe('ok')
  await voting.close()
  expect(await voting.result(names)).toEqual([['Team', 26]])
})

test('a step that begins, or is removed, leaves the vote as it is: it is closed when the facilitator closes it', async () => {
  const { voting, taal, team, names } = await twoThemes()
  const steps = voting.network.session.agenda.map(({ id }) => id) as [StepId, StepId, StepId]
  const one = await voting.joins()
  await voting.say({ type: 'startStep', step: steps[0] })
  await voting.open({ dots: 2 })
  await voting.cast(one, taal, 1)
  await voting.say({ type: 'startStep', step: steps[1] })
  expect(await voting.say({ type: 'removeStep', step: steps[0] })).toBe('ok')
  expect(await voting.cast(one, team, 1)).toBe('ok')
  expect(await voting.dotsOf(one)).toEqual({ [taal]: 1, [team]: 1 })
  await voting.close()
  expect(await voting.result(names)).toEqual([
    ['Taal', 1],
    ['Team', 1],
  ])
})

test('two facilitators close at the same instant: it is counted once, and both screens have the one result', async () => {
  const { voting, team, names } = await twoThemes()
  const one = await voting.joins()
  const both = [listen(voting), listen(voting)]
  await voting.open()
  await voting.cast(one, team, 2)
  await Promise.all(both.map((screen) => screen.state(({ vote }) => vote?.kind === 'open')))
  const { version } = await voting.state()
  const answers = await Promise.all(both.map((screen) => screen.send({ type: 'closeVote' })))
  for (const answer of answers) if (!answer.ok) expect(answer.refusal).toBe('vote-closed')
  expect(answers.some(({ ok }) => ok)).toBe(true)
  for (const screen of both) await screen.state(({ vote }) => vote?.kind === 'closed' && vote.result[0]?.dots === 2)
  expect(await voting.result(names)).toEqual([['Team', 2]])
  // Sealed, and kept: two changes, however many pressed.
  expect((await voting.state()).version).toBe(version + 2)
})
