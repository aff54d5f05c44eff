import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionRecord } from '../../shared/record/record.ts'
import { SeriesByPrograms } from '../helpers/series-by-programs.ts'
import { SeriesPeople } from '../helpers/series-people.ts'
import { playSeries } from '../helpers/series-play.ts'
import { TAKEN } from '../helpers/series-story.ts'
import { storyTold, toldBy } from '../helpers/series-told.ts'
import { ask, startServer, type TestServer } from '../helpers/server.ts'

// Five sessions of eight organisations through HTTP and sync alone. The same story is played by pages in
// tests/e2e/series-played.test.ts, and both are held against one and the same telling of it.

let server: TestServer
let series: SeriesPeople
beforeAll(async () => {
  server = await startServer()
  series = await SeriesPeople.start(server.url)
  await playSeries(new SeriesByPrograms(series))
}, 60_000)
afterAll(() => server.end())

const told = async (token?: string) => toldBy(await series.info(token), await series.networkInfo(token))

test('the series holds exactly what was done: expectations, ties, presentations, take-homes, commitments, answers', async () => {
  expect(await told()).toEqual(storyTold())
})

test('a member is told the same, and neither who tied what nor who answered', async () => {
  const { token } = series.person('F')
  expect(await told(token)).toEqual(storyTold())
  const { text } = await ask(server.url, 'GET', `/api/networks/${series.network.id}/series`, { token })
  expect(text).not.toMatch(/"by":"0|answered/)
  for (const { id } of series.people.values()) expect(text).not.toContain(id)
})

test('it is the same after the server was stopped and started', async () => {
  server = await server.restart()
  series.url = server.url
  expect(await told()).toEqual(storyTold())
})

test('the records hold it as JSON: numbers, ties, take-homes with their outcome, commitments of before and of now', async () => {
  const recordOf = async (number: number) =>
    (
      await ask<SessionRecord>(server.url, 'GET', `/api/sessions/${series.session(number).id}/record?level=full`, {
        token: series.network.token,
      })
    ).body
  const second = await recordOf(2)
  expect(second.attendance.excused).toEqual([series.organisation('H')])
  expect(second.expectations.map(({ number, session }) => [number, session])).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
  ])
  expect(second.earlierCommitments.map(({ what, status }) => [what, status])).toEqual([
    ['Legt alle openingsuren op één blad', 'done'],
    ['Maken een folder', 'busy'],
  ])
  expect(second.commitments.map(({ what }) => what)).toEqual(['Vraagt de zaal voor het slotmoment'])
  const taken = TAKEN.filter(({ session }) => session === 2)
  expect(second.takeHomes.map(({ what, status, saw }) => ({ idea: what, status, saw: saw ?? '' }))).toEqual(
    taken.map(({ idea, status, saw }) => ({ idea, status, saw })),
  )
  const wordsOf = (id: string | null | undefined) => second.notes.find((note) => note.id === id)?.text
  expect(second.crossPollination.map(({ note, from, to }) => [wordsOf(note), from, to])).toEqual(
    expect.arrayContaining(
      taken.map(({ idea, from, to }) => [idea, [series.organisation(from)], to.map(series.organisation)]),
    ),
  )
  expect(second.series?.ties.map(({ expectation, note }) => [expectation, wordsOf(note)])).toEqual([
    [1, 'Zo werkt C in bijeenkomst 2'],
    [3, 'Een rustige hoek met een gordijn'],
  ])
  const last = await recordOf(5)
  expect(last.series?.expectations.map(({ outcome }) => outcome)).toEqual(['met', 'partly', 'met', 'changed'])
  expect(last.series?.check).toEqual({ answers: 8, counts: [0, 0, 0, 3, 5] })
})
