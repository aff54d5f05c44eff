import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTheme, removeTheme } from '../../shared/doc/commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { wrong } from '../helpers/axe.ts'
import { gatherFilled, THEMES } from '../helpers/filled-gathering.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// Together in one step, as a group lives it: a facilitator on a laptop and on a phone, two phones, a participant on a
// laptop, and the wall.

let gathering: Awaited<ReturnType<typeof gatherFilled>>
let guide: Participant
let guidePhone: Participant
let first: Participant
let second: Participant
let laptop: Participant
let wall: Person
const stage = setStage()
beforeAll(async () => {
  gathering = await gatherFilled(stage.product.url, 30)
  const { code, session, signIn } = gathering
  const board = `${stage.product.url}/session/${session.id}`
  guide = await stage.people.laptop()
  guidePhone = await stage.people.phone()
  for (const { page } of [guide, guidePhone]) {
    await page.goto(signIn)
    await page.goto(board)
    await page.getByRole('main').waitFor()
  }
  first = await (await stage.people.phone()).join(code, 'Organisatie Noord', 'Voornaam')
  second = await (await stage.people.phone()).join(code, 'Organisatie Zuid')
  laptop = await (await stage.people.laptop()).join(code, 'Organisatie Zuid', 'Roepnaam')
  await laptop.page.getByRole('main').waitFor()
  wall = await stage.people.wall()
  await wall.page.goto(await gathering.wall())
  // A step in which one writes on the board itself.
  const step = session.agenda[3]!.id
  await gathering.command({ type: 'changeStep', step, identity: 'name' })
  await gathering.command({ type: 'startStep', step })
})

const ready = (page: Page) => page.getByRole('button', { name: /^Klaar/ })
const hand = (page: Page) => page.getByRole('button', { name: 'Steek je hand op' })
const shown = (page: Page, what: string) => page.getByText(`De begeleider toont: ${what}`)
const back = (page: Page) => page.getByRole('button', { name: /Terug naar mijn werk/ })
const isOn = (page: Page, of: (page: Page) => ReturnType<typeof ready>) =>
  expect.poll(() => of(page).getAttribute('aria-pressed'))
const field = (page: Page) => page.getByLabel('Je briefje', { exact: true })
const group = (page: Page) => page.getByRole('tab', { name: /^Van de groep/ })
const isInSight = (page: Page, title: string) =>
  page
    .getByRole('heading', { name: title })
    .first()
    .evaluate((heading) => {
      const { top, bottom } = heading.getBoundingClientRect()
      const seen = document.elementFromPoint(innerWidth / 4, (top + bottom) / 2)
      return seen !== null && heading.parentElement?.contains(seen) === true
    })
/** Where the board of a laptop is looked at. */
const camera = (page: Page) => page.locator('.world').evaluate((world) => (world as HTMLElement).style.transform)
const cross = () => gathering.zone('crossPollination')

test('klaar, by thumb and by key, is counted on every screen; nobody learns who', async () => {
  await ready(first.page).click()
  await isOn(first.page, ready).toBe('true')
  await ready(laptop.page).waitFor()
  await laptop.page.keyboard.press('d')
  for (const { page } of [first, second, guide, laptop]) await page.getByText('2 van de 5 zijn klaar').first().waitFor()
  await laptop.page.keyboard.press('d')
  await second.page.getByText('1 van de 5 is klaar').waitFor()
  expect(await isOnNow(second.page)).toBe('false')
  expect(await wrong(first.page)).toEqual([])
  for (const part of ['.top', '.side.guide']) expect(await wrong(laptop.page, [], part)).toEqual([])
})
const isOnNow = (page: Page) => ready(page).getAttribute('aria-pressed')

test('a hand is seen by who guides, in order, on laptop and phone, and by nobody else', async () => {
  await laptop.page.keyboard.press('h')
  await guide.page.getByText('Roepnaam, Organisatie Zuid steekt een hand op').waitFor()
  await hand(first.page).click()
  await guide.page.getByText('Voornaam, Organisatie Noord steekt een hand op').waitFor()
  const row = guide.page.getByRole('complementary').getByRole('listitem').filter({ hasText: 'steekt een hand op' })
  expect((await row.allInnerTexts()).slice(0, 2).map((text) => text.split(',')[0]?.trim())).toEqual([
    'Roepnaam',
    'Voornaam',
  ])
  await guidePhone.page.getByRole('button', { name: /Leid de bijeenkomst.*2 handen omhoog/ }).click()
  await guidePhone.page.getByRole('dialog').getByText('Roepnaam, Organisatie Zuid steekt een hand op').waitFor()
  expect(await wrong(guidePhone.page)).toEqual([])
  for (const part of ['.top', '.side.guide']) expect(await wrong(guide.page, [], part)).toEqual([])
  for (const { page } of [second, wall]) expect(await page.getByText(/hand op$/).count()).toBe(0)
  await hand(first.page).click()
  await isOn(first.page, hand).toBe('false')
  await guide.page.getByText('Voornaam, Organisatie Noord steekt een hand op').waitFor({ state: 'detached' })
})

test('what the server forgot is said again by the page', async () => {
  await stage.product.kill()
  await stage.product.start()
  // The screens show what they knew until they hear again: what the server knows is asked.
  const known = async () => {
    const answer = await guide.page.request.get(`${stage.product.url}/api/sessions/${gathering.session.id}/state`)
    const { ready: said, hands } = (await answer.json()) as SessionState
    return [said.count, hands.length]
  }
  await expect.poll(known, { timeout: 30_000 }).toEqual([1, 1])
  await isOn(first.page, ready).toBe('true')
})

test('everyone is brought where the facilitator looks, by key; who has begun a note is only asked', async () => {
  await field(second.page).fill('Half een zin')
  await guide.page.getByRole('navigation').getByRole('button', { name: cross().title }).first().click()
  await guide.page.keyboard.press('p')
  await guide.page.getByText(`Iedereen is bij: ${cross().title}`).waitFor()

  await back(first.page).waitFor()
  await expect.poll(() => isInSight(first.page, cross().title)).toBe(true)
  expect(await group(first.page).getAttribute('aria-selected')).toBe('true')
  await back(laptop.page).waitFor()
  await wall.page.getByRole('heading', { name: cross().title }).waitFor()

  await shown(second.page, cross().title).waitFor()
  expect(await field(second.page).inputValue()).toBe('Half een zin')
  expect(await group(second.page).getAttribute('aria-selected')).toBe('false')
  for (const { page } of [first, second]) expect(await wrong(page)).toEqual([])
  expect(await wrong(laptop.page, [], '.line')).toEqual([])
  await second.page.getByRole('button', { name: 'Ga mee' }).click()
  await expect.poll(() => isInSight(second.page, cross().title)).toBe(true)
  expect(await field(second.page).inputValue()).toBe('Half een zin')
})

test('one press brings each back to where they were, and a reload does not take them away again', async () => {
  await back(first.page).click()
  expect(await group(first.page).getAttribute('aria-selected')).toBe('false')
  await first.page.reload()
  await ready(first.page).waitFor()
  expect(await shown(first.page, cross().title).count()).toBe(0)
  const brought = await camera(laptop.page)
  await back(laptop.page).click()
  await expect.poll(() => camera(laptop.page)).not.toBe(brought)
  await back(laptop.page).waitFor({ state: 'detached' })
})

test('from a phone, to a theme; who types on a laptop, or has a dialog open, stays and is asked', async () => {
  await laptop.page.keyboard.press('n')
  await laptop.page.keyboard.type('Ik ben nog bezig')
  const before = await camera(laptop.page)
  const sheet = guidePhone.page.getByRole('dialog')
  await sheet.getByText('Breng iedereen naar').click()
  await sheet.getByRole('button', { name: THEMES[1] }).click()
  await expect.poll(() => isInSight(first.page, THEMES[1])).toBe(true)
  await shown(laptop.page, THEMES[1]).waitFor()
  expect(await camera(laptop.page)).toBe(before)
  expect(await laptop.page.getByRole('textbox').inputValue()).toBe('Ik ben nog bezig')
  await laptop.page.keyboard.press('Escape')
  await laptop.page.getByRole('button', { name: 'Ga mee' }).click()
  await expect.poll(() => camera(laptop.page)).not.toBe(before)
  expect(await wrong(guidePhone.page)).toEqual([])
})

test('who joins late lands there too; a theme that is gone leads nowhere', async () => {
  const late = await (await stage.people.phone()).join(gathering.code, 'Organisatie Noord')
  await expect.poll(() => isInSight(late.page, THEMES[1])).toBe(true)
  const { board, saved, leave } = await gathering.board()
  const zone = cross().id
  const id = makeTheme(
    board,
    { author: gathering.who.participant, organisation: null },
    { title: 'Even maar', zone, colour: 'munt' },
    3_000,
  )
  await saved()
  await gathering.command({ type: 'bringHere', view: { kind: 'theme', theme: id } })
  removeTheme(board, id)
  await saved()
  leave()
  const later = await (await stage.people.phone()).join(gathering.code, 'Organisatie Noord')
  await ready(later.page).waitFor()
  expect(await shown(later.page, 'Even maar').count()).toBe(0)
  expect([...late.trouble, ...later.trouble]).toEqual([])
  await late.leave()
  await later.leave()
})

test('to the vote, and with the next step everyone is free again and nobody is ready', async () => {
  await first.page.getByRole('tab', { name: /^Van mij/ }).click()
  await field(first.page).fill('Nog iets')
  await gathering.command({ type: 'openVote', on: 'themes', dots: 3 })
  await gathering.command({ type: 'bringHere', view: { kind: 'vote' } })
  await shown(first.page, 'de stemming').waitFor()
  await first.page.getByRole('button', { name: 'Ga mee' }).click()
  await first.page.getByText('Nog 3 stippen', { exact: true }).waitFor()
  await gathering.command({ type: 'closeVote' })
  const next = gathering.session.agenda[4]!.id
  await gathering.command({ type: 'changeStep', step: next, identity: 'name' })
  await gathering.command({ type: 'startStep', step: next })
  for (const { page } of [first, second, laptop])
    await page.getByText(/De begeleider toont/).waitFor({ state: 'detached' })
  await isOn(laptop.page, ready).toBe('false')
  await isOn(laptop.page, hand).toBe('false')
  expect(await first.page.getByText(/klaar$/).count()).toBe(0)
  expect(await field(first.page).inputValue()).toBe('Nog iets')
})

afterAll(() => {
  // A server that was killed is complained of in the console, and by nothing else.
  for (const { trouble } of [guide, guidePhone, first, second, laptop, wall])
    expect(trouble.filter((line) => !/ERR_|WebSocket/.test(line))).toEqual([])
})
