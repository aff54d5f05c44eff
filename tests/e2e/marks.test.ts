import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wrong } from '../helpers/axe.ts'
import { gatherFilled } from '../helpers/filled-gathering.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// What people say of each other's notes: on a phone, on a laptop by mouse and by key, and never on the wall.

let gathering: Awaited<ReturnType<typeof gatherFilled>>
let phone: Participant
let laptop: Participant
let wall: Person
const stage = setStage()
beforeAll(async () => {
  gathering = await gatherFilled(stage.product.url, 8)
  phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie Noord', 'Voornaam')
  laptop = await (await stage.people.laptop()).join(gathering.code, 'Organisatie Zuid', 'Roepnaam')
  await laptop.page.getByRole('main').waitFor()
  wall = await stage.people.wall()
  await wall.page.goto(await gathering.wall())
  await gathering.command({ type: 'bringHere', view: { kind: 'zone', zone: cross().id }, only: 'wall' })
  await phone.page.getByRole('tab', { name: /^Van de groep/ }).click()
  await laptop.page.getByRole('navigation').getByRole('button', { name: cross().title }).first().click()
})
afterAll(() => {
  for (const { trouble } of [phone, laptop, wall]) expect(trouble).toEqual([])
})

const cross = () => gathering.zone('crossPollination')
const text = (n: number) => gathering.texts[n] as string
const card = (page: Page, note: string) => page.getByRole('article').filter({ hasText: note })
const toggle = (page: Page, name: 'Herkenbaar' | 'Neem ik mee') => page.getByRole('button', { name, exact: true })
const pressed = (page: Page, name: Parameters<typeof toggle>[1]) =>
  expect.poll(() => toggle(page, name).getAttribute('aria-pressed'))
const says = (page: Page, note: string, what: string) => card(page, note).getByText(what).waitFor()
const saysNothing = (page: Page, note: string) =>
  expect.poll(() => card(page, note).locator('[data-mark]').count()).toBe(0)

test('on a phone, under the note touched last, and counted on every card of it', async () => {
  expect(await toggle(phone.page, 'Herkenbaar').count()).toBe(0)
  await card(phone.page, text(0)).click()
  await toggle(phone.page, 'Herkenbaar').click()
  await pressed(phone.page, 'Herkenbaar').toBe('true')
  await toggle(phone.page, 'Neem ik mee').click()
  await pressed(phone.page, 'Neem ik mee').toBe('true')
  for (const { page } of [phone, laptop]) {
    await says(page, text(0), '1 keer herkenbaar')
    await says(page, text(0), '1 organisatie neemt dit mee')
  }
  expect(await wrong(phone.page)).toEqual([])
  // Another note is touched: what was said stays with the first.
  await card(phone.page, text(1)).click()
  await pressed(phone.page, 'Herkenbaar').toBe('false')
  await card(phone.page, text(0)).click()
  await pressed(phone.page, 'Herkenbaar').toBe('true')
})

test('on a laptop, in the bar of the one chosen note, by mouse and by key', async () => {
  await card(laptop.page, text(0)).click()
  await toggle(laptop.page, 'Herkenbaar').click()
  await pressed(laptop.page, 'Herkenbaar').toBe('true')
  await laptop.page.keyboard.press('Control+m')
  await pressed(laptop.page, 'Neem ik mee').toBe('true')
  for (const { page } of [phone, laptop]) {
    await says(page, text(0), '2 keer herkenbaar')
    await says(page, text(0), '2 organisaties nemen dit mee')
  }
  expect(await wrong(laptop.page, [], '.bar-chosen')).toEqual([])
  expect(await wrong(laptop.page, [], '.note[data-state~="selected"]')).toEqual([])
  await laptop.page.keyboard.press('Control+h')
  await pressed(laptop.page, 'Herkenbaar').toBe('false')
  await says(phone.page, text(0), '1 keer herkenbaar')
  await card(laptop.page, text(1)).click({ modifiers: ['Shift'] })
  await toggle(laptop.page, 'Herkenbaar').waitFor({ state: 'detached' })
  // The note that the keyboard is at, when none is chosen.
  await laptop.page.keyboard.press('Escape')
  await card(laptop.page, text(2)).focus()
  await laptop.page.keyboard.press('Control+h')
  await says(phone.page, text(2), '1 keer herkenbaar')
  await laptop.page.keyboard.press('Control+h')
  await saysNothing(phone.page, text(2))
  // Faster than the server answers.
  for (let i = 0; i < 3; i++) await laptop.page.keyboard.press('Control+h')
  await says(phone.page, text(2), '1 keer herkenbaar')
  await laptop.page.keyboard.press('Control+h')
  await saysNothing(phone.page, text(2))
})

test('one says nothing of an own note', async () => {
  await laptop.page.keyboard.press('Escape')
  await phone.page.getByRole('tab', { name: /^Van mij/ }).click()
  await phone.write('Een briefje van mij', { zone: cross().id })
  await phone.saved()
  await phone.page.getByRole('tab', { name: /^Van de groep/ }).click()
  await card(phone.page, 'Een briefje van mij').click()
  expect(await toggle(phone.page, 'Herkenbaar').count()).toBe(0)
  await card(laptop.page, 'Een briefje van mij').click()
  await toggle(laptop.page, 'Herkenbaar').click()
  await says(phone.page, 'Een briefje van mij', '1 keer herkenbaar')
})

test('who is of no organisation takes nothing home', async () => {
  const guide = await stage.people.phone()
  await guide.page.goto(gathering.signIn)
  await guide.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await guide.page.getByRole('tab', { name: /^Van de groep/ }).click()
  await card(guide.page, text(3)).click()
  await toggle(guide.page, 'Herkenbaar').waitFor()
  expect(await toggle(guide.page, 'Neem ik mee').count()).toBe(0)
  expect(guide.trouble).toEqual([])
  await guide.leave()
})

test('a phone’s keyboard chooses a note and goes on to what can be said of it; a reload keeps what was said', async () => {
  await phone.page.reload()
  await phone.page.getByRole('tab', { name: /^Van de groep/ }).click()
  const line = phone.page.getByRole('listitem').filter({ hasText: text(0) })
  const choose = line.getByRole('button', { name: 'Kies dit briefje' })
  await choose.focus()
  await phone.page.keyboard.press('Enter')
  await expect.poll(() => toggle(phone.page, 'Herkenbaar').evaluate((one) => one === document.activeElement)).toBe(true)
  await pressed(phone.page, 'Herkenbaar').toBe('true')
  await phone.page.keyboard.press('Enter')
  await pressed(phone.page, 'Herkenbaar').toBe('false')
  await expect
    .poll(() =>
      card(laptop.page, text(0))
        .getByText(/keer herkenbaar/)
        .count(),
    )
    .toBe(0)
})

test('the wall shows the notes, and nothing of what is said of them', async () => {
  await card(phone.page, text(7)).click()
  await toggle(phone.page, 'Herkenbaar').click()
  await pressed(phone.page, 'Herkenbaar').toBe('true')
  await wall.page.getByText(text(7)).first().waitFor()
  expect(await wall.page.locator('[data-mark]').count()).toBe(0)
  expect(await wall.page.getByText(/herkenbaar|neemt dit mee|nemen dit mee/).count()).toBe(0)
})
