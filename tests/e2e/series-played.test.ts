import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Participant, Person } from '../helpers/people.ts'
import { SeriesByPages } from '../helpers/series-by-pages.ts'
import { SeriesPeople } from '../helpers/series-people.ts'
import { playSession } from '../helpers/series-play.ts'
import { JUDGED, nameOf, SHOWN, TAKEN } from '../helpers/series-story.ts'
import { storyTold, toldBy } from '../helpers/series-told.ts'
import { setStage } from '../helpers/stage.ts'

// The five sessions of eight organisations, in short, on pages: who guides and B at laptops, C on a phone; the others write
// by programs. The same story by programs alone is tests/server/series-played.test.ts; both are held against one telling.

const stage = setStage()
let series: SeriesPeople
let hands: SeriesByPages
let guide: Person
let laptop: Person
let phone: Participant
beforeAll(async () => {
  series = await SeriesPeople.start(stage.product.url)
  guide = await stage.people.laptop()
  laptop = await stage.people.laptop()
  phone = await stage.people.phone()
  for (const { page } of [guide, laptop, phone]) page.setDefaultTimeout(10_000)
  hands = new SeriesByPages(series, { guide, laptop, phone })
  await hands.signIn()
})
afterAll(() => {
  for (const { trouble } of [guide, laptop, phone]) expect(trouble).toEqual([])
})

describe('a series of five sessions', () => {
  test.each([
    [1, 'what people expect becomes numbered expectations, and goes along'],
    [2, 'the first notes touch them; what was taken home is looked back at'],
    [3, 'halfway: are we doing well?'],
    [4, 'each session asks one question at its end'],
    [5, 'the last looks back at all'],
  ])('session %i: %s', async (number) => {
    await playSession(hands, number)
  })

  test('each expectation is judged, with the notes that show it', async () => {
    for (const judged of JUDGED) await hands.judges(judged)
  })

  test('is told exactly as it was done', async () => {
    expect(toldBy(await series.info(), await series.networkInfo())).toEqual(storyTold())
  })
})

const page = (part: string) => `${stage.product.url}/network/${series.network.id}/${part}`

test('the matrix holds each presentation, and nothing else', async () => {
  const { aspects } = await series.info()
  await guide.page.goto(page('matrix'))
  const table = guide.page.getByRole('table')
  await table.waitFor()
  for (const [n, aspect] of aspects.entries()) {
    const row = table.getByRole('row').filter({ has: guide.page.getByRole('rowheader', { name: aspect, exact: true }) })
    const shown = SHOWN.filter((one) => one.aspect === n)
    const organisations = new Set(shown.map(({ by }) => by))
    await expect.poll(() => row.getByRole('button').count()).toBe(organisations.size)
    for (const by of organisations) {
      const last = shown.filter((one) => one.by === by)
      await row
        .getByRole('button', { name: new RegExp(last.map(({ own }) => own).join('|')) })
        .first()
        .waitFor()
    }
  }
})

test('the map and its table hold each idea with whom it came from and where it landed', async () => {
  await guide.page.goto(page('map'))
  const rows = guide.page.getByRole('table').getByRole('row')
  await expect.poll(() => rows.count()).toBe(TAKEN.length + 1)
  for (const { idea, from, to, firstStep, saw } of TAKEN) {
    const row = rows.filter({ hasText: idea })
    for (const words of [nameOf(from), ...to.map(nameOf), firstStep, saw]) await row.getByText(words).first().waitFor()
  }
  const ribbons = TAKEN.reduce((sum, { to }) => sum + to.length, 0)
  await guide.page.getByRole('img', { name: new RegExp(`: ${ribbons} linten`) }).waitFor()
})

test('the page of the network shows all of it without opening a board', async () => {
  const asked: string[] = []
  guide.page.on('request', (request) => asked.push(request.url()))
  guide.page.on('websocket', (socket) => asked.push(socket.url()))
  await guide.page.goto(page(''))
  await guide.page.getByText('Elkaars werking leren kennen').first().waitFor()
  await guide.page.waitForLoadState('networkidle')
  expect(asked.filter((url) => /\/sync|socket\.io|\/state|\/record\?/.test(url))).toEqual([])
  // What the server put there to read meanwhile has made place.
  expect(await guide.page.locator('#first').count()).toBe(0)
})
