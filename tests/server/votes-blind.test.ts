import { WebSocket } from 'ws'
import { afterEach, expect, test, vi } from 'vitest'
import type { SessionId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Command } from '../../shared/wire/commands.ts'
import { openBoard } from '../helpers/full-board.ts'
import { Listener } from '../helpers/listener.ts'
import { cleanUp, directory, started } from '../helpers/process.ts'
import { ask, command, join, startNetwork, type TestNetwork } from '../helpers/server.ts'
import { fillBoard } from '../helpers/voting.ts'

// While a vote is open, every byte that anyone else gets, by whatever way, and all that the server prints.

afterEach(cleanUp)

/** Numbers that occur nowhere else. */
const DOTS = [37, 41, 38] as const
const BUDGET = 43

/** Every number in a text of JSON, wherever it stands. */
const numbersIn = (text: string): string[] => text.replace(/"[^"]*"/g, '').match(/-?\d+(\.\d+)?/g) ?? []

/** The facilitator writes themes, as a page does. */
async function fill(url: string, { token, session, created }: TestNetwork, titles: readonly string[]) {
  const { id } = created.facilitator
  const { board, saved, leave } = await openBoard(url, session.id, { token, participant: id, organisation: null })
  const zone = session.zones[0]?.id as ZoneId
  const author = { author: id, organisation: null }
  const { themes } = board.change(() => fillBoard(board, zone, { themes: titles }, author))
  await saved()
  leave()
  return themes
}

test('nobody gets a byte about another’s dots, the facilitator included', async () => {
  const server = await started({ DATA_DIR: directory(), LOG_LEVEL: 'debug' })
  const { url } = server
  const network = await startNetwork(url)
  const session = network.session.id as SessionId
  const say = (body: Command, token = network.token) => command(url, session, token, body)
  const themes = await fill(url, network, ['Taal', 'Team'])
  const [first, second] = themes as [ThemeId, ThemeId]
  const [voter, other] = await Promise.all([1, 2].map(() => join(url, network.session.code)))
  const wall = (await ask<{ token: string }>(url, 'POST', `/api/sessions/${session}/wall`, network)).body.token
  expect((await say({ type: 'publishRecord', level: 'group', on: true })).status).toBe(200)

  // Everyone else looks, over every line there is.
  const others = { facilitator: network.token, other: other!.token, wall }
  const heard: string[] = []
  const frames: Buffer[] = []
  const lines = await Promise.all(
    Object.values(others).map(async (token) => {
      const control = new Listener(url, { session, token })
      await control.state(() => true)
      control.socket.io.engine.on('packet', ({ data }) => heard.push(String(data)))
      const sync = new WebSocket(`${url.replace('http', 'ws')}/sync/board.${session}?token=${token}`)
      sync.binaryType = 'nodebuffer'
      await new Promise((opened) => sync.once('message', opened))
      return { control, sync }
    }),
  )
  const voters = new Listener(url, { session, token: voter!.token })
  await voters.state(() => true)
  expect((await say({ type: 'openVote', on: 'themes', dots: BUDGET })).status).toBe(200)
  for (const { control } of lines) await control.state(({ vote }) => vote?.kind === 'open')
  await voters.state(({ vote }) => vote?.kind === 'open')
  // What is on its way from before is not what this is about: states come in order, so after this one there is no more.
  const { version } = (await say({ type: 'clustering', by: 'everyone' })).body
  for (const one of [...lines.map(({ control }) => control), voters])
    await one.state((state) => state.version === version)
  heard.length = 0
  const printedBefore = server.printed().length
  for (const { sync } of lines) sync.on('message', (data: Buffer) => frames.push(data))

  const cast = (target: ThemeId, dots: number) => voters.send({ type: 'castDots', target, dots })
  expect(await cast(first, DOTS[0])).toMatchObject({ ok: true })
  await voters.state(({ vote }) => vote?.kind === 'open' && vote.ballot?.mine[0]?.dots === DOTS[0])
  for (const { control } of lines.slice(0, 2))
    await control.state(({ vote }) => vote?.kind === 'open' && vote.ballot?.voted === 1)
  const whenOneHadVoted = heard.length
  // To think again is nobody's business: others do not even hear that something happened.
  expect(await cast(first, DOTS[1])).toMatchObject({ ok: true })
  expect(await cast(first, DOTS[2])).toMatchObject({ ok: true })
  expect(await cast(second, 9)).toMatchObject({ ok: false, refusal: 'over-budget' })
  await voters.state(({ vote }) => vote?.kind === 'open' && vote.ballot?.mine[0]?.dots === DOTS[2])
  expect(heard.slice(whenOneHadVoted).filter((text) => text.includes('"state"'))).toEqual([])

  const calls = Object.values(others).flatMap((token) =>
    [
      `/api/sessions/${session}/state`,
      `/api/sessions/${session}`,
      `/api/networks/${network.id}`,
      `/api/sessions/${session}/record?format=json&level=full`,
      ...['json', 'md', 'html', 'csv'].map((format) => `/api/sessions/${session}/record?format=${format}&level=group`),
      '/api/me',
      '/metrics',
      '/readyz',
    ].map(async (path) => ({ path, ...(await ask(url, 'GET', path, { token })) })),
  )
  const answers = await Promise.all(calls)
  expect(answers.filter(({ path, status }) => path.endsWith('/state') && status === 200)).toHaveLength(3)

  // The board says what it said before; nothing comes over its line because someone votes.
  expect(frames).toEqual([])
  const states = heard.filter((text) => text.includes('"state"'))
  expect(states.length).toBeGreaterThan(0)
  const seen = [...states, ...answers.filter(({ path }) => path.endsWith('/state')).map(({ text }) => text)]
  for (const text of seen) for (const theme of themes) expect(text).not.toContain(theme)
  // Metrics are full of numbers: what they are of is told in tests/server/metrics.
  const counted = answers.filter(({ path }) => path !== '/metrics').map((answer) => answer.text)
  for (const text of [...heard, ...counted]) {
    expect(numbersIn(text)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(37|38|41)$/)]))
    expect(text).not.toContain('"mine":[{')
  }
  const printed = server.printed().slice(printedBefore)
  for (const theme of themes) expect(printed).not.toContain(theme)
  expect(printed).not.toContain('castDots')

  // And it would have been noticed: the voter's own line has all of it.
  expect(JSON.stringify(voters.states.at(-1))).toContain(`{"target":"${first}","dots":${DOTS[2]}}`)
  for (const { control, sync } of [...lines, { control: voters, sync: null }]) {
    control.socket.disconnect()
    sync?.close()
  }
})

test('the server is killed while a vote runs: the dots are there again, and nobody has more than the budget', async () => {
  const DATA_DIR = directory()
  const before = await started({ DATA_DIR })
  const network = await startNetwork(before.url)
  const session = network.session.id as SessionId
  const themes = await fill(before.url, network, ['Taal', 'Team'])
  const voter = await join(before.url, network.session.code)
  const say = (url: string, body: Command, token = network.token) => command(url, session, token, body)
  await say(before.url, { type: 'openVote', on: 'themes', dots: 3 })
  expect((await say(before.url, { type: 'castDots', target: themes[1]!, dots: 2 }, voter.token)).status).toBe(200)
  before.child.kill('SIGKILL')
  await before.ended
  const after = await started({ DATA_DIR })
  expect((await say(after.url, { type: 'castDots', target: themes[0]!, dots: 2 }, voter.token)).body.code).toBe(
    'over-budget',
  )
  expect((await say(after.url, { type: 'closeVote' })).status).toBe(200)
  await vi.waitUntil(async () => {
    const { body } = await ask<{ vote: { result: object[] } }>(
      after.url,
      'GET',
      `/api/sessions/${session}/state`,
      network,
    )
    return JSON.stringify(body.vote.result) === JSON.stringify([{ target: themes[1], dots: 2 }])
  })
})
