import { expect, test } from 'vitest'
import { kept } from '../helpers/device-stores.ts'
import { gather } from '../helpers/gathering.ts'
import { setStage } from '../helpers/stage.ts'

// Erasing by the page: each dialog says what goes, and then it goes.

const stage = setStage()

test('someone erases themself from the pen: off the board, and off their phone', async () => {
  const gathering = await gather(stage.product.url)
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A')
  await phone.write('Dit is van mij')
  await phone.saved()
  await phone.page.getByRole('button', { name: /^Meer/ }).click()
  await phone.page.getByRole('button', { name: 'Wis mij…' }).click()
  const dialog = phone.page.getByRole('dialog', { name: 'Jou wissen uit dit netwerk?' })
  await dialog.getByText(/al je briefjes zijn dan voorgoed weg/).waitFor()
  await dialog.getByRole('button', { name: 'Wis mij', exact: true }).click()
  await phone.page.waitForURL(`${stage.product.url}/`)
  const board = await gathering.board()
  expect([...board.board.notes.keys()]).toEqual([])
  expect((await gathering.members()).map(({ role }) => role)).toEqual(['facilitator'])
  await expect.poll(async () => (await kept(phone.page)).text).not.toMatch(/van mij/)
  board.leave()
  await phone.leave()
})

test('the facilitator erases someone with all their notes, and a session; both are asked first', async () => {
  const gathering = await gather(stage.product.url)
  const { id } = gathering.created.network
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A', 'Voornaam')
  await phone.write('Dit gaat mee weg')
  await phone.saved()
  const laptop = await stage.people.laptop()
  await laptop.page.goto(gathering.signIn)
  await laptop.page.getByRole('button', { name: 'Wijzig Voornaam' }).click()
  await laptop.page.getByRole('button', { name: 'Haal weg' }).click()
  await laptop.page.getByRole('button', { name: 'Wis ook alle briefjes…' }).click()
  await laptop.page.getByRole('dialog', { name: 'Alles van Voornaam wissen?' }).waitFor()
  await laptop.page.getByRole('button', { name: 'Wis alles van deze persoon' }).click()
  await laptop.page.getByRole('button', { name: 'Wijzig Voornaam' }).waitFor({ state: 'detached' })
  await phone.page.getByText(/niet \(meer\) bekend/).waitFor()
  const board = await gathering.board()
  expect([...board.board.notes.keys()]).toEqual([])
  board.leave()

  const day = (date: string) => ({ startsAt: `${date}T09:30:00+01:00` })
  const [first, second] = gathering.created.network.sessions
  for (const [session, change] of [
    [second!, day('2100-03-12')],
    [first!, day('2000-03-12')],
  ] as const)
    await laptop.page.request.patch(`${stage.product.url}/api/sessions/${session.id}`, {
      data: change,
      headers: { origin: stage.product.url },
    })
  await laptop.page.goto(`${stage.product.url}/network/${id}`)
  const card = laptop.page.getByRole('article').filter({ hasText: 'Bijeenkomst 2' })
  await card.getByRole('button', { name: 'Wijzig datum en plaats' }).click()
  await laptop.page.getByRole('button', { name: 'Wis deze bijeenkomst…' }).click()
  // It carried the whole network: without it the time of keeping is over.
  const dialog = laptop.page.getByRole('dialog', { name: 'Bijeenkomst 2 wissen?' })
  await dialog.getByText(/bewaartijd van heel het netwerk voorbij/).waitFor()
  await dialog.getByRole('button', { name: 'Wis de bijeenkomst' }).click()
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => laptop.page.getByRole('article').count()).toBe(4)
  const numbers = await laptop.page
    .getByRole('article')
    .getByText(/^Bijeenkomst \d$/)
    .allTextContents()
  expect(numbers.sort()).toEqual(['Bijeenkomst 1', 'Bijeenkomst 3', 'Bijeenkomst 4', 'Bijeenkomst 5'])
  await phone.leave()
  await laptop.leave()
})

test('the board says until when it is kept', async () => {
  const gathering = await gather(stage.product.url)
  const laptop = await stage.people.laptop()
  await laptop.page.goto(gathering.signIn)
  await laptop.page.request.patch(`${stage.product.url}/api/sessions/${gathering.session.id}`, {
    data: { startsAt: '2100-03-12T09:30:00+01:00' },
    headers: { origin: stage.product.url },
  })
  await laptop.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await laptop.page.getByText('De borden worden gewist op 11 april 2100.').waitFor()
  await laptop.leave()
})
