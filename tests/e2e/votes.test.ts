import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeTheme, removeTheme } from '../../shared/doc/commands.ts'
import { wrong } from '../helpers/axe.ts'
import { gatherFilled, THEMES } from '../helpers/filled-gathering.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// A vote as a group lives it: a facilitator on a laptop, two phones, a participant on a laptop, and the wall.

let gathering: Awaited<ReturnType<typeof gatherFilled>>
let guide: Participant
let first: Participant
let second: Participant
let laptop: Participant
let wall: Person
const stage = setStage()
beforeAll(async () => {
  gathering = await gatherFilled(stage.product.url, 14)
  const { code, session } = gathering
  const board = `${stage.product.url}/session/${session.id}`
  guide = await stage.people.laptop()
  await guide.page.goto(gathering.signIn)
  await guide.page.goto(board)
  await guide.page.getByRole('main').waitFor()
  first = await (await stage.people.phone()).join(code, 'Organisatie Noord')
  second = await (await stage.people.phone()).join(code, 'Organisatie Zuid')
  laptop = await (await stage.people.laptop()).join(code, 'Organisatie Zuid')
  await laptop.page.getByRole('main').waitFor()
  wall = await stage.people.wall()
  await wall.page.goto(await gathering.wall())
})
afterAll(() => {
  // The phone that went offline says so; nobody else may complain of anything.
  for (const { trouble } of [guide, second, laptop, wall]) expect(trouble).toEqual([])
})

const row = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title })
const more = (page: Page, title: string) => row(page, title).getByRole('button', { name: /^Eén stip meer/ })
const less = (page: Page, title: string) => row(page, title).getByRole('button', { name: /^Eén stip minder/ })
const dots = (page: Page, title: string) => row(page, title).getByRole('status')
const left = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor()
const [SFEER, BEREIK] = THEMES

test('opened with the key V, it comes to the phones by itself, and interrupts nobody who writes', async () => {
  await second.page.getByLabel('Je briefje', { exact: true }).fill('Half een zin')
  await guide.page.keyboard.press('v')
  const dialog = guide.page.getByRole('dialog')
  await dialog.getByText('2 thema’s.').waitFor()
  expect(await wrong(guide.page)).toEqual([])
  await dialog.getByRole('button', { name: 'Eén stip minder per persoon' }).click()
  await dialog.getByRole('button', { name: 'Open de stemming' }).click()

  await left(first.page, 'Nog 4 stippen')
  await second.page.getByText('Er wordt gestemd.').waitFor()
  expect(await second.page.getByLabel('Je briefje', { exact: true }).inputValue()).toBe('Half een zin')
  expect(await wrong(second.page)).toEqual([])
  await second.page.getByRole('button', { name: 'Zet je stippen' }).click()
  await left(second.page, 'Nog 4 stippen')
  await wall.page.getByText('Zet je stippen op je telefoon of laptop.').waitFor()
})

test('dots are laid by thumb until there are no more, and taken away again', async () => {
  const { page } = first
  for (const press of [BEREIK, BEREIK, BEREIK, SFEER]) await more(page, press).click()
  await left(page, 'Geen stippen meer')
  await more(page, SFEER).click({ force: true })
  expect(await dots(page, SFEER).textContent()).toBe('1')
  await less(page, SFEER).click()
  await left(page, 'Nog 1 stip')
  await expect.poll(() => dots(page, BEREIK).textContent()).toBe('3')
  expect(await wrong(page)).toEqual([])
})

test('by keys on a laptop: V goes there, + and − lay dots, Tab goes on', async () => {
  const { page } = laptop
  await page.keyboard.press('v')
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await page.keyboard.press('-')
  await left(page, 'Nog 3 stippen')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await left(page, 'Nog 2 stippen')
  expect(await dots(page, BEREIK).textContent()).toBe('1')
  expect(await wrong(page, [], '.vote')).toEqual([])
})

test('and by pointer on the theme itself', async () => {
  const { page } = laptop
  await page.getByRole('navigation').getByRole('button', { name: BEREIK }).first().click()
  const tray = page.locator('[data-tray]').filter({ hasText: BEREIK })
  await tray.getByRole('button', { name: /^Eén stip meer/ }).click()
  await left(page, 'Nog 1 stip')
  expect(await dots(page, BEREIK).first().textContent()).toBe('2')
})

test('who guides sees how many have voted, and nobody sees what', async () => {
  await guide.page.getByText('2 van de 5 stemden', { exact: true }).waitFor()
  expect(await guide.page.locator('[data-dots]').count()).toBe(0)
  expect(await second.page.locator('[data-dots]:not([data-dots="0"])').count()).toBe(0)
  expect(await wall.page.locator('.track, [data-dots]').count()).toBe(0)
})

test('a reload keeps them; without a connection a dot is not laid, and the phone says so', async () => {
  const { page, context } = first
  await page.reload()
  await left(page, 'Nog 1 stip')
  expect(await dots(page, BEREIK).textContent()).toBe('3')
  await context.setOffline(true)
  await more(page, SFEER).click()
  await page.getByRole('alert').getByText('Geen verbinding: je laatste stip kwam niet aan.').waitFor()
  expect(await dots(page, SFEER).textContent()).toBe('0')
  await left(page, 'Nog 1 stip')
  expect(await wrong(page)).toEqual([])
  await context.setOffline(false)
  await expect
    .poll(async () => {
      if ((await dots(page, SFEER).textContent()) === '0') await more(page, SFEER).click()
      return (await page.getByRole('alert').count()) === 0 && (await dots(page, SFEER).textContent())
    })
    .toBe('1')
})

test('dots on a theme that goes away come back', async () => {
  const { board, saved, leave } = await gathering.board()
  const author = { author: gathering.who.participant, organisation: null }
  const zone = gathering.zone('crossPollination').id
  const id = makeTheme(board, author, { title: 'Even maar', zone, colour: 'munt' }, 3_000)
  await saved()
  const { page } = second
  await more(page, 'Even maar').click()
  await left(page, 'Nog 3 stippen')
  removeTheme(board, id)
  await saved()
  leave()
  await left(page, 'Nog 4 stippen')
  await more(page, BEREIK).click()
  await page.getByRole('button', { name: 'Ik ben klaar' }).click()
  expect(await page.getByLabel('Je briefje', { exact: true }).inputValue()).toBe('Half een zin')
})

test('closed, it is the order: on the wall, on the phones, on the board, and the order can be taken back', async () => {
  const titles = () => guide.page.getByRole('navigation').getByText(/^(Onthaal en sfeer|Bereik en toeleiding)$/)
  expect(await titles().allInnerTexts()).toEqual([SFEER, BEREIK])
  await guide.page.getByRole('button', { name: 'Sluit de stemming' }).click()
  const sure = guide.page.getByRole('dialog', { name: 'Nu al sluiten?' })
  expect(await wrong(guide.page)).toEqual([])
  await sure.getByRole('button', { name: 'Sluit de stemming' }).click()

  await expect.poll(() => titles().allInnerTexts()).toEqual([BEREIK, SFEER])
  await guide.page.getByRole('button', { name: 'Zet terug' }).click()
  await expect.poll(() => titles().allInnerTexts()).toEqual([SFEER, BEREIK])

  await wall.page.getByText('Hier gaan we dieper op in').waitFor()
  expect(await wall.page.getByRole('listitem').allInnerTexts()).toEqual([`1\n${BEREIK}`, `2\n${SFEER}`])
  await wall.page.getByRole('img', { name: '6 stippen' }).waitFor()
  expect(await wrong(wall.page)).toEqual([])
  await first.page.getByText('Hier gaan we dieper op in').waitFor()
  expect(await wrong(first.page)).toEqual([])
  await second.page.getByRole('button', { name: 'Bekijk de uitslag' }).click()
  await second.page.getByRole('img', { name: '6 stippen' }).waitFor()
  await laptop.page.getByRole('img', { name: '6 stippen' }).waitFor()
  expect(await wrong(laptop.page, [], '.vote')).toEqual([])
})

test('with the next step the result is gone, and a vote on notes can be guided from a phone', async () => {
  await gathering.command({ type: 'startStep', step: gathering.session.agenda[3]!.id })
  await second.page.getByLabel('Je briefje', { exact: true }).waitFor()
  const phone = await stage.people.phone()
  await phone.page.goto(gathering.signIn)
  await phone.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await phone.page.getByRole('button', { name: /^Meer/ }).click()
  await phone.page.getByRole('button', { name: 'Laat de groep stemmen' }).click()
  const dialog = phone.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Briefjes' }).click()
  await dialog.getByLabel('Waar?').selectOption({ label: gathering.zone('crossPollination').title })
  await dialog.getByText('14 briefjes.').waitFor()
  expect(await wrong(phone.page)).toEqual([])
  await dialog.getByRole('button', { name: 'Open de stemming' }).click()
  await phone.page.getByText('0 van de 5 stemden', { exact: true }).waitFor()
  expect(await wrong(phone.page)).toEqual([])

  const words = gathering.texts[5] ?? ''
  await more(first.page, words).click()
  await left(first.page, 'Nog 4 stippen')
  await phone.page.getByText('1 van de 5 stemden', { exact: true }).waitFor()
  await phone.page.getByRole('button', { name: 'Sluit de stemming' }).click()
  await phone.page.getByRole('dialog').getByRole('button', { name: 'Sluit de stemming' }).click()
  await phone.page.getByText('Deze briefjes wegen het zwaarst').waitFor()
  expect(await wall.page.getByRole('listitem').allInnerTexts()).toEqual([`1\n${words}`])
  expect(phone.trouble).toEqual([])
  await phone.leave()
})
