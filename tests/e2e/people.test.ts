import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionState } from '../../shared/wire/state.ts'
import { readNote } from '../../shared/doc/layout.ts'
import type { Writer } from '../helpers/full-board.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// Who leads a session that runs has everyone within reach, on the board and on a phone: who waits, who came without a
// device, who leads too.

let gathering: Gathering
/** The same facilitator on two devices. */
let board: Person
let phone: Person
let reader: Writer
const stage = setStage()
beforeAll(async () => {
  gathering = await gather(stage.product.url)
  reader = await gathering.board()
  board = await stage.people.laptop()
  phone = await stage.people.phone()
  for (const { page } of [board, phone]) {
    page.setDefaultTimeout(6_000)
    await page.goto(gathering.signIn)
    await page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  }
})

afterAll(() => reader?.leave())

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).last().click()
const state = async (): Promise<SessionState> =>
  (await (
    await board.page.request.get(`${stage.product.url}/api/sessions/${gathering.session.id}/state`)
  ).json()) as SessionState
/** Who a note bears, as the server tells everyone. */
const authorOf = (text: string) =>
  [...reader.board.notes].map(([id, note]) => readNote(id, note)).find((note) => note?.text === text)?.meta.author
const closeDialogs = async (page: Page) => {
  while ((await page.locator('dialog[open]').count()) > 0) await page.keyboard.press('Escape')
}
const knock = async (name: string): Promise<Participant> => {
  const someone = await stage.people.phone()
  await someone.join(gathering.code, 'Organisatie A', name)
  await someone.page.getByText('De deur gaat zo open').waitFor()
  return someone
}

test('who waits at the door is told on the board and on the phone, and let in or not from there', async () => {
  await gathering.command({ type: 'setDoor', door: 'ask' })
  const [an, bo] = [await knock('An'), await knock('Bo')]
  await board.page.getByText('2 aan de deur').first().waitFor()
  await phone.page.getByText('2 aan de deur').waitFor()
  await board.page.getByRole('button', { name: /aan de deur/ }).click()
  await press(board.page, 'Laat An binnen')
  await an.page.getByRole('form', { name: 'Schrijf een briefje' }).waitFor()
  await press(phone.page, /Leid de bijeenkomst/)
  await phone.page.getByRole('button', { name: /Mensen, deur en code/ }).click()
  await press(phone.page, 'Bo niet binnenlaten?')
  await press(phone.page, 'Laat niet binnen')
  await bo.page.getByText('Je bent niet binnengelaten').waitFor()
  await expect.poll(async () => (await state()).people.filter(({ waiting }) => waiting)).toEqual([])
  await closeDialogs(board.page)
  await closeDialogs(phone.page)
  await an.leave()
  await bo.leave()
})

test('who waits erases what they filled in', async () => {
  const cas = await knock('Cas')
  await press(cas.page, 'Wis mij…')
  await press(cas.page, 'Wis mij')
  await cas.page.waitForURL(`${stage.product.url}/`)
  expect((await gathering.members()).filter(({ name }) => name === 'Cas')).toEqual([])
  await cas.leave()
})

test('someone without a device is added on the phone; on the board and the phone notes are written in their name', async () => {
  await gathering.command({ type: 'setDoor', door: 'open' })
  await press(phone.page, /Leid de bijeenkomst/)
  await phone.page.getByRole('button', { name: /Mensen, deur en code/ }).click()
  await press(phone.page, 'Iemand zonder toestel')
  await press(phone.page, 'Voeg toe')
  await phone.page.getByText('Geef een naam, of kies een organisatie.').waitFor()
  await phone.page.getByLabel('Naam', { exact: true }).fill('Dina')
  await phone.page.getByLabel('Organisatie', { exact: true }).selectOption({ label: 'Organisatie B' })
  await press(phone.page, 'Voeg toe')
  await phone.page.getByText('Organisatie B · zonder toestel').waitFor()
  await closeDialogs(phone.page)
  const dina = (await state()).people.find(({ name }) => name === 'Dina')!

  const choice = phone.page.getByLabel('Namens')
  await choice.selectOption({ label: 'Dina, Organisatie B' })
  await phone.page.getByLabel('Je briefje', { exact: true }).fill('Koffie om tien uur')
  await press(phone.page, 'Plaats namens Dina, Organisatie B')
  await expect.poll(() => authorOf('Koffie om tien uur')).toBe(dina.participant)
  // The last choice stays, also after a reload; and one can always write for oneself again.
  await phone.page.reload()
  await phone.page.getByRole('button', { name: 'Plaats namens Dina, Organisatie B' }).waitFor()
  await choice.selectOption({ label: 'mezelf' })
  await phone.page.getByLabel('Je briefje', { exact: true }).fill('Van mezelf')
  await press(phone.page, 'Plaats')
  await expect.poll(() => authorOf('Van mezelf')).toBe(gathering.who.participant)

  await board.page.keyboard.press('n')
  const words = board.page.getByLabel('Tekst van het briefje')
  await words.fill('Ruimer open')
  await board.page.getByLabel('Namens').selectOption({ label: 'Dina, Organisatie B' })
  // Back in the words by itself.
  await board.page.keyboard.press('End')
  await board.page.keyboard.type(' op zaterdag')
  await board.page.keyboard.press('Escape')
  await expect.poll(() => authorOf('Ruimer open op zaterdag')).toBe(dina.participant)
  await board.page.keyboard.press('Control+z')
  await expect.poll(() => authorOf('Ruimer open op zaterdag')).toBeUndefined()
})

test('a link brings in the phone of who came without one; then they write alone', async () => {
  await board.page.getByRole('button', { name: 'Mensen, deur en code' }).click()
  await press(board.page, 'Wijzig Dina')
  await press(board.page, 'Geef een link voor een toestel')
  const link = await board.page.getByRole('textbox', { name: 'De link' }).inputValue()
  await closeDialogs(board.page)
  const dina = await stage.people.phone()
  await dina.page.goto(link)
  await dina.page.getByText('Dit ben jij').waitFor()
  await press(dina.page, 'Doe mee')
  await dina.page.getByRole('form', { name: 'Schrijf een briefje' }).waitFor()
  await dina.write('Nu zelf')
  await expect.poll(async () => (await state()).people.find(({ name }) => name === 'Dina')?.device).toBe(true)
  await phone.page.getByLabel('Namens').waitFor({ state: 'detached' })
  await expect.poll(() => authorOf('Nu zelf')).not.toBeUndefined()
  expect(authorOf('Nu zelf')).toBe(authorOf('Koffie om tien uur'))
  await dina.page.goto(link)
  await dina.page.getByText(/Deze link werkt niet/).waitFor()
  await dina.leave()
})

test('a co-facilitator comes by a link, leads, and is made a participant again', async () => {
  await board.page.getByRole('button', { name: 'Mensen, deur en code' }).click()
  await press(board.page, 'Nog een begeleider')
  await press(board.page, 'Maak een link')
  const link = await board.page.getByRole('textbox', { name: 'De link' }).inputValue()
  await closeDialogs(board.page)
  const eef = await stage.people.phone()
  await eef.page.goto(link)
  await eef.page.getByText('Organisatie A', { exact: true }).click()
  await eef.page.getByLabel('Je voornaam').fill('Eef')
  await press(eef.page, 'Word begeleider')
  await eef.page.waitForURL(/\/network\//)
  await eef.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await eef.page.getByRole('button', { name: /Leid de bijeenkomst/ }).waitFor()
  await board.page.getByRole('button', { name: 'Mensen, deur en code' }).click()
  await press(board.page, 'Wijzig Eef')
  await press(board.page, 'Maak weer deelnemer')
  await press(board.page, 'Maak weer deelnemer')
  await eef.page.getByRole('button', { name: /Leid de bijeenkomst/ }).waitFor({ state: 'detached' })
  await closeDialogs(board.page)
  await eef.leave()
})

test('a link that was not used yet is taken back', async () => {
  await board.page.getByRole('button', { name: 'Mensen, deur en code' }).click()
  await press(board.page, 'Nog een begeleider')
  await press(board.page, 'Maak een link')
  const link = await board.page.getByRole('textbox', { name: 'De link' }).inputValue()
  await board.page.keyboard.press('Escape')
  await press(board.page, 'Nog een begeleider')
  await board.page.getByText('Nog niet gebruikt').waitFor()
  await press(board.page, 'Trek de link in')
  await board.page.getByText('Nog niet gebruikt').waitFor({ state: 'detached' })
  await closeDialogs(board.page)
  const late = await stage.people.phone()
  await late.page.goto(link)
  await late.page.getByText(/Deze link werkt niet/).waitFor()
  await late.leave()
})

test('nothing went wrong on the way', () => {
  expect([...board.trouble, ...phone.trouble]).toEqual([])
})
