import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import type { Step } from '../../shared/model/network.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// Three hours led from a laptop, and from a phone: the agenda and the one timer, on every screen.

const MINUTE = 60_000

let gathering: Gathering
let facilitator: Person
let phones: readonly Participant[]
let wall: Person
const stage = setStage()
beforeAll(async () => {
  gathering = await gather(stage.product.url)
  facilitator = await stage.people.laptop()
  await facilitator.page.goto(gathering.signIn)
  await facilitator.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  wall = await stage.people.wall()
  await wall.page.goto(await gathering.wall())
  const [first, second] = await Promise.all([stage.people.phone(), stage.people.phone()])
  await setBack(second.page, -60)
  phones = [first, second]
  for (const phone of phones) await phone.join(gathering.code, 'Organisatie A')
})

/** The clock of this device is wrong by so many minutes, from the next page on. */
const setBack = (page: Page, minutes: number) =>
  page.addInitScript((wrongBy) => {
    const Right = Date
    globalThis.Date = class extends Right {
      constructor(...given: [] | [number]) {
        super(given.length === 0 ? Right.now() + wrongBy : given[0])
      }
      static override now = () => Right.now() + wrongBy
    } as DateConstructor
  }, minutes * MINUTE)

const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 10_000 })
const steps = (): readonly Step[] => gathering.session.agenda
const step = (title: string): Step => {
  const found = steps().find((one) => one.title === title)
  if (!found) throw new Error(`no step ${title}`)
  return found
}
const state = async (): Promise<SessionState> =>
  (await (
    await facilitator.page.request.get(`${stage.product.url}/api/sessions/${gathering.session.id}/state`)
  ).json()) as SessionState
const agenda = async () => (await state()).session.agenda.map(({ title }) => title)
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).first().click()
const digits = (page: Page) => page.getByRole('timer').first()
const shown = async (page: Page): Promise<string> => ((await digits(page).textContent()) ?? '').trim()
/** Whole seconds on a screen's timer. */
const secondsOn = async (page: Page): Promise<number> => {
  const [minutes = 0, seconds = 0] = (await shown(page)).split(':').map(Number)
  return minutes * 60 + seconds
}
const asks = (page: Page, question: string) => page.getByText(question, { exact: true }).first().waitFor()
const everyScreen = () => [facilitator, ...phones, wall].map(({ page }) => page)

/** Every screen shows the same second, or the next one: they are asked one after the other. */
async function sameTime(): Promise<void> {
  await eventually(async () => {
    const seconds = await Promise.all(everyScreen().map(secondsOn))
    return Math.max(...seconds) - Math.min(...seconds)
  }).toBeLessThanOrEqual(1)
}

test('the session begins: everybody is in the first step, and the code stays on the wall while people come in', async () => {
  await wall.page.getByRole('img', { name: 'QR-code om mee te doen' }).waitFor()
  await press(facilitator.page, 'Begin de bijeenkomst')
  for (const { page } of phones) await asks(page, step('Onthaal').prompt)
  await wall.page.getByRole('img', { name: 'QR-code om mee te doen' }).waitFor()
  expect(await secondsOn(phones[0]!.page)).toBeGreaterThan(9 * 60)
})

test('the next step is on every screen with its question and its time, also where the clock is an hour wrong', async () => {
  await press(facilitator.page, 'Volgende stap')
  for (const page of everyScreen()) await asks(page, step('Welkom, kennismaking').prompt)
  await wall.page.getByRole('heading', { name: 'Welkom, kennismaking' }).waitFor()
  await sameTime()
  expect(await secondsOn(phones[1]!.page)).toBeGreaterThan(9 * 60)
  expect(await wall.page.locator('button, input, a').count()).toBe(0)
})

test('the timer is paused, made longer and goes on, by the key T and by buttons, for all', async () => {
  await facilitator.page.keyboard.press('t')
  for (const page of everyScreen())
    await eventually(() => digits(page).getAttribute('aria-label')).toMatch(/^de tijd staat stil op/)
  const before = await secondsOn(wall.page)
  await press(facilitator.page, '+1 min op de tijd')
  for (const page of everyScreen()) await eventually(() => secondsOn(page)).toBe(before + 60)
  await facilitator.page.keyboard.press('t')
  for (const page of everyScreen()) await eventually(() => secondsOn(page)).toBeLessThan(before + 60)
  await sameTime()
})

test('nothing moves but the digits', async () => {
  const box = () => digits(wall.page).boundingBox()
  const [before, second] = [await box(), await secondsOn(wall.page)]
  await eventually(() => secondsOn(wall.page)).toBeLessThan(second)
  expect(await box()).toEqual(before)
})

test('a timer of its own length, over, says how far over and keeps nobody from writing', async () => {
  await facilitator.page.getByRole('button', { name: /^nog/ }).click()
  await facilitator.page.getByLabel('Minuten', { exact: true }).fill('20')
  await press(facilitator.page, 'Start de tijd')
  await eventually(() => secondsOn(wall.page)).toBeGreaterThan(19 * 60)
  await gathering.command({ type: 'timer', action: 'start', seconds: 2 })
  for (const page of everyScreen()) await eventually(() => shown(page)).toMatch(/^\+0:\d\d/)
  await phones[0]!.page.getByText('De tijd is om.').waitFor({ state: 'attached' })
  await phones[0]!.write('Nog vlug iets')
  await phones[0]!.saved()
})

test('who reloads, and who comes late, lands in the running step', async () => {
  await gathering.command({ type: 'timer', action: 'start' })
  const late = await stage.people.phone()
  await late.join(gathering.code, 'Organisatie B')
  await Promise.all([facilitator, ...phones, wall].map(({ page }) => page.reload()))
  for (const page of [late.page, ...everyScreen()]) await asks(page, step('Welkom, kennismaking').prompt)
  await sameTime()
  expect(await secondsOn(late.page)).toBeGreaterThan(9 * 60)
  await late.leave()
})

test('running late shows the new end, and what could be shorter in one press; that can be taken back', async () => {
  const { page } = facilitator
  const startsAt = new Date(Date.now() - 22 * MINUTE)
  const endsAt = new Date(startsAt.getTime() + 180 * MINUTE)
  const answer = await page.request.patch(`${stage.product.url}/api/sessions/${gathering.session.id}`, {
    data: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
    headers: { origin: stage.product.url },
  })
  expect(answer.ok()).toBe(true)
  await gathering.command({ type: 'changeStep', step: step('Welkom, kennismaking').id, minutes: 10 })
  await page
    .getByText(/^loopt \d+ min uit$/)
    .first()
    .waitFor()
  await page.getByText(/^Zo eindigt het om .* later dan gepland\.$/).waitFor()
  const longest = step('Gastorganisatie: rondleiding, voorstelling, vragen')
  const minutesOf = async () => (await state()).session.agenda.find(({ id }) => id === longest.id)?.minutes
  await press(page, 'Kort in')
  await page.getByText(/minuten ingekort$/).waitFor()
  expect(await minutesOf()).toBeLessThan(35)
  await press(page, 'Zet terug')
  await eventually(minutesOf).toBe(35)
  // Participants see none of this, on a laptop neither.
  const laptop = await (await stage.people.laptop()).join(gathering.code, 'Organisatie B')
  await asks(laptop.page, step('Welkom, kennismaking').prompt)
  for (const one of [phones[0]!, laptop]) expect(await one.page.getByText(/loopt .* uit/).count()).toBe(0)
  await laptop.leave()
})

test('the running step is stretched, and its timer with it', async () => {
  const before = await secondsOn(wall.page)
  await press(facilitator.page, /^\+5 min: /)
  await eventually(() => secondsOn(wall.page)).toBeGreaterThan(before + 200)
  await press(facilitator.page, /^−5 min: /)
  await eventually(() => secondsOn(wall.page)).toBeLessThanOrEqual(before)
})

test('the agenda is changed while it runs: a step added, renamed, moved by keys and by hand, and removed', async () => {
  const { page } = facilitator
  await press(page, 'Pas draaiboek aan')
  await press(page, 'Voeg stap toe')
  await page.getByLabel('Naam van de stap').fill('Energizer')
  await page.getByLabel('Wat vraag je aan de groep?').fill('Sta even recht')
  await press(page, 'Bewaar stap')
  // What is thought of on the way comes next.
  await eventually(agenda).toEqual([...titlesUntil(2), 'Energizer', ...titlesFrom(2)])

  await press(page, /^Wijzig Energizer/)
  await page.getByLabel('Naam van de stap').fill('Even recht')
  await press(page, 'Bewaar stap')
  const grip = page.getByRole('button', { name: 'Sleep Even recht' })
  await grip.waitFor()

  await grip.focus()
  await page.keyboard.press('Alt+ArrowDown')
  await eventually(agenda).toEqual([...titlesUntil(3), 'Even recht', ...titlesFrom(3)])
  await page.keyboard.press('Alt+ArrowUp')
  await eventually(agenda).toEqual([...titlesUntil(2), 'Even recht', ...titlesFrom(2)])
  expect(await grip.evaluate((element) => element === document.activeElement)).toBe(true)

  const from = await grip.boundingBox()
  const to = await page.getByRole('button', { name: 'Sleep Onthaal' }).boundingBox()
  if (!from || !to) throw new Error('no handles')
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(to.x + 8, to.y + 20, { steps: 6 })
  await page.mouse.move(to.x + 8, to.y - 4)
  await page.mouse.up()
  await eventually(agenda).toEqual(['Even recht', ...steps().map(({ title }) => title)])

  await page.getByLabel('Minuten voor Even recht').fill('3')
  await page.keyboard.press('Enter')
  await eventually(async () => (await state()).session.agenda[0]?.minutes).toBe(3)

  await press(page, 'Haal Even recht weg')
  await eventually(agenda).toEqual(steps().map(({ title }) => title))
  await press(page, 'Zet terug')
  await eventually(agenda).toEqual(['Even recht', ...steps().map(({ title }) => title)])
  await press(page, 'Haal Even recht weg')
  await eventually(agenda).toEqual(steps().map(({ title }) => title))

  await page.getByRole('button', { name: 'Haal Welkom, kennismaking weg' }).focus()
  await page.keyboard.press('Enter')
  await page
    .getByRole('dialog')
    .getByText(/^Deze stap loopt nu/)
    .waitFor()
  await page.keyboard.press('Escape')
  expect(await agenda()).toContain('Welkom, kennismaking')
})
const titlesUntil = (i: number) =>
  steps()
    .slice(0, i)
    .map(({ title }) => title)
const titlesFrom = (i: number) =>
  steps()
    .slice(i)
    .map(({ title }) => title)

test('a pause is a clock on the wall and the pens; who is writing goes on, and who wants to read can', async () => {
  const [idle, busy] = phones as [Participant, Participant]
  await busy.page.getByLabel('Je briefje', { exact: true }).fill('Half geschr')
  await press(facilitator.page, 'Begin met Pauze')
  await idle.page.getByText('Leg je toestel gerust weg', { exact: false }).waitFor()
  await wall.page.getByText('We gaan verder om', { exact: false }).waitFor()
  await wall.page.getByText('Verwachtingen', { exact: true }).waitFor()
  await sameTime()
  expect(await busy.page.getByLabel('Je briefje', { exact: true }).inputValue()).toBe('Half geschr')
  await press(idle.page, 'Lees de briefjes van de groep')
  await idle.page.getByRole('tab', { name: /^Van de groep/, selected: true }).waitFor()
  await busy.page.getByLabel('Je briefje', { exact: true }).fill('')
})

test('nor is who changes a note of their own taken away by a pause, nor by a vote', async () => {
  const { page } = phones[0]!
  await gathering.command({ type: 'changeStep', step: step('Verwachtingen').id, mode: 'open', identity: 'name' })
  await press(facilitator.page, 'Begin met Verwachtingen')
  await asks(page, step('Verwachtingen').prompt)
  await page.getByRole('tab', { name: /^Van mij/ }).click()
  for (const text of ['een', 'twee', 'drie', 'vier', 'vijf', 'zes', 'Eerst dit']) await phones[0]!.write(text)
  await press(page, 'Wijzig')
  await page.getByLabel('Wijzig je briefje').fill('Eerst dit, en dan da')
  await press(facilitator.page, 'Begin met Pauze')
  await page.getByText('Pauze', { exact: true }).first().waitFor()
  await gathering.command({ type: 'openVote', on: 'notes', dots: 3, zone: gathering.zone('expectations').id })
  await page.getByText('Er wordt gestemd.').waitFor()
  // At the end of a long list, what is said is in sight.
  expect(await page.locator('main').evaluate((list) => list.scrollTop)).toBeGreaterThan(0)
  expect((await page.getByRole('button', { name: 'Zet je stippen' }).boundingBox())?.y).toBeGreaterThan(0)
  expect(await page.getByLabel('Wijzig je briefje').inputValue()).toBe('Eerst dit, en dan da')
  await gathering.command({ type: 'closeVote' })
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click()
  await page.getByText('Leg je toestel gerust weg', { exact: false }).waitFor()
})

test('a step is gone back to, and what was skipped is marked as that', async () => {
  const { page } = facilitator
  await press(page, 'Begin met Welkom, kennismaking')
  for (const one of everyScreen()) await asks(one, step('Welkom, kennismaking').prompt)
  await press(page, 'Begin met Verwachtingen')
  for (const one of everyScreen()) await asks(one, step('Verwachtingen').prompt)
  await eventually(() => page.locator('.step[data-state="passed"]').count()).toBeGreaterThan(0)
})

test('all of it from a phone in the hand', async () => {
  const hand = await stage.people.phone()
  await hand.page.goto(gathering.signIn)
  await hand.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await press(hand.page, 'Leid de bijeenkomst')
  const sheet = hand.page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Volgende stap' }).click()
  for (const one of everyScreen()) await asks(one, step('Kruisbestuiving').prompt)
  await sheet.getByRole('button', { name: 'Pauzeer' }).click()
  await eventually(() => digits(wall.page).getAttribute('aria-label')).toMatch(/^de tijd staat stil op/)
  const before = await secondsOn(wall.page)
  await sheet.getByRole('button', { name: '+1 min op de tijd' }).click()
  await eventually(() => secondsOn(wall.page)).toBe(before + 60)
  await sheet.getByRole('button', { name: 'Ga verder' }).click()
  await sheet.getByRole('button', { name: 'Terug naar Verwachtingen' }).click()
  for (const one of everyScreen()) await asks(one, step('Verwachtingen').prompt)
  await sheet.getByRole('button', { name: 'Pas draaiboek aan' }).click()
  await hand.page.getByLabel('Minuten voor Groeperen').fill('12')
  await hand.page.getByLabel('Minuten voor Groeperen').blur()
  await eventually(async () => (await state()).session.agenda.find(({ title }) => title === 'Groeperen')?.minutes).toBe(
    12,
  )
  expect(hand.trouble).toEqual([])
  await hand.leave()
})

test('a participant at a laptop reads the agenda, and has no hand on it', async () => {
  const laptop = await stage.people.laptop()
  await laptop.join(gathering.code, 'Organisatie B')
  await laptop.page.getByRole('complementary', { name: 'Draaiboek' }).getByText('Verwachtingen').first().waitFor()
  for (const name of ['Volgende stap', /^Begin met/, 'Pas draaiboek aan', 'Pauzeer de tijd'])
    expect(await laptop.page.getByRole('button', { name }).count()).toBe(0)
  const { timer } = await state()
  await laptop.page.keyboard.press('t')
  expect((await state()).timer).toEqual(timer)
  await laptop.leave()
  for (const { trouble } of [facilitator, ...phones, wall]) expect(trouble).toEqual([])
})

test('an agenda of one’s own is used again: a prepared session takes it over, at a laptop or on a phone', async () => {
  const own = (await state()).session.agenda.map(({ title, minutes }) => [title, minutes])
  const [, second, third] = gathering.created.network.sessions
  const prepare = async ({ page }: Person, number: number) => {
    await page.goto(`${stage.product.url}/network/${gathering.created.network.id}`)
    await page
      .getByRole('button', { name: 'Bereid voor' })
      .nth(number - 2)
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Neem het draaiboek over van').selectOption({ label: gathering.session.title })
    await dialog.getByRole('button', { name: 'Bewaar' }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  const hand = await stage.people.phone()
  await hand.page.goto(gathering.signIn)
  await prepare(facilitator, 2)
  await prepare(hand, 3)
  for (const session of [second!, third!]) {
    const answer = await facilitator.page.request.get(`${stage.product.url}/api/sessions/${session.id}`)
    const { agenda } = (await answer.json()) as typeof session
    expect(agenda.map(({ title, minutes }) => [title, minutes])).toEqual(own)
  }
  await hand.leave()
})
