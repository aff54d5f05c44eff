import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { SessionInfo } from '../../shared/wire/http.ts'
import { gather } from '../helpers/gathering.ts'
import type { Participant } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// Several people at once: nobody covers, undoes, replaces or disturbs another.

const stage = setStage()

const toZone = (page: Page, title: string) =>
  page.getByRole('navigation').getByRole('button', { name: title }).first().click()

/** The pairs of elements that lie over each other on the screen, by their words. */
const overlaps = (page: Page, selector: string): Promise<string[]> =>
  page.evaluate((sought) => {
    const cards = [...document.querySelectorAll(sought)].map((card) => ({
      text: card.textContent?.trim(),
      box: card.getBoundingClientRect(),
    }))
    return cards.flatMap((one, i) =>
      cards
        .slice(i + 1)
        .filter(
          ({ box }) =>
            box.left < one.box.right &&
            one.box.left < box.right &&
            box.top < one.box.bottom &&
            one.box.top < box.bottom,
        )
        .map((other) => `${one.text} / ${other.text}`),
    )
  }, selector)

const textsOf = async (page: Page, selector: string): Promise<string[]> =>
  (await page.locator(selector).allInnerTexts()).map((text) => text.trim()).sort()

test('twelve people write at the same instant: every note is there once, and none covers another', async () => {
  const gathering = await gather(stage.product.url)
  const zone = gathering.zone('expectations')
  const laptop = await (await stage.people.laptop()).join(gathering.code, 'Organisatie B')
  const wall = await stage.people.wall()
  await wall.page.goto(await gathering.wall())
  await gathering.command({ type: 'bringHere', view: { kind: 'zone', zone: zone.id }, only: 'wall' })
  const phones: Participant[] = []
  for (let i = 0; i < 12; i++) phones.push(await (await stage.people.phone()).join(gathering.code, 'Organisatie A'))
  const written = phones.map((_, i) =>
    `Toestel ${String(i).padStart(2, '0')} ${'schrijft lang en breed '.repeat(i % 4)}`.trim(),
  )
  for (const [i, phone] of phones.entries()) {
    await phone.chooseZone(zone.id)
    await phone.page.getByLabel('Je briefje', { exact: true }).fill(written[i] as string)
  }
  await Promise.all(
    phones.map(({ page }) =>
      page.evaluate(() => document.querySelector<HTMLButtonElement>('form button.btn')?.click()),
    ),
  )
  for (const phone of phones) await phone.saved()

  await toZone(laptop.page, zone.title)
  await expect.poll(() => textsOf(laptop.page, '[data-note] p')).toEqual(written)
  expect(await overlaps(laptop.page, '[data-note]')).toEqual([])
  await expect.poll(() => textsOf(wall.page, '.note .text')).toHaveLength(12)
  const shown = '.note:not([inert])'
  await expect.poll(() => wall.page.locator(shown).count()).toBeGreaterThan(3)
  // Notes that make room slide to their place: what counts is where they come to rest.
  await expect.poll(() => overlaps(wall.page, shown)).toEqual([])
  for (const { page } of phones) await page.getByRole('tab', { name: 'Van de groep 12' }).waitFor()
  for (const one of [laptop, wall, ...phones]) {
    expect(one.trouble).toEqual([])
    await one.leave()
  }
})

test('undo takes back one’s own last act, and nobody else’s', async () => {
  const gathering = await gather(stage.product.url)
  const laptops = [await stage.people.laptop(), await stage.people.laptop()] as const
  for (const [i, one] of laptops.entries()) {
    await one.join(gathering.code, 'Organisatie A', ['Eerste', 'Tweede'][i])
    await toZone(one.page, gathering.zone('expectations').title)
    await one.page.keyboard.press('Control+0')
  }
  for (const [i, { page }] of laptops.entries()) {
    await page.keyboard.press('n')
    await page.getByLabel('Tekst van het briefje').fill(`Van ${['Eerste', 'Tweede'][i]}`)
    await page.keyboard.press('Enter')
    for (const other of laptops) await other.page.locator('[data-note]').nth(i).waitFor()
  }
  const [first, second] = laptops
  await first.page.keyboard.press('Control+z')
  for (const { page } of laptops) await expect.poll(() => textsOf(page, '[data-note] p')).toEqual(['Van Tweede'])
  await first.page.keyboard.press('Control+z')
  await first.page.keyboard.press('Control+Shift+z')
  for (const { page } of laptops)
    await expect.poll(() => textsOf(page, '[data-note] p')).toEqual(['Van Eerste', 'Van Tweede'])
  for (const one of [first, second]) await one.leave()
})

test('one person stays one person: after a reload, on a second device, and in the next session', async () => {
  const gathering = await gather(stage.product.url)
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A', 'Voornaam')
  await phone.write('Van mij')
  await phone.saved()
  await phone.page.reload()
  await phone.page.getByRole('tab', { name: 'Van mij 1' }).waitFor()

  await phone.page.getByRole('button', { name: /^Meer/ }).click()
  await phone.page.getByRole('button', { name: 'Ga verder op een ander toestel' }).click()
  const link = await phone.page.getByRole('textbox', { name: 'Je persoonlijke link' }).inputValue()
  const second = await stage.people.laptop()
  await second.page.goto(link)
  await second.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await toZone(second.page, gathering.zone('expectations').title)
  await second.page.keyboard.press('Control+0')
  const note = second.page.locator('[data-note][data-own]').filter({ hasText: 'Van mij' })
  await note.focus()
  await second.page.keyboard.press('Delete')
  await phone.page.keyboard.press('Escape')
  await phone.page.getByRole('tab', { name: 'Van mij 0' }).waitFor()

  const next = gathering.created.network.sessions[1] as SessionInfo
  await phone.page.goto(`${stage.product.url}/join/${next.code}`)
  await phone.page.getByText('Welkom terug').waitFor()
  await phone.page.getByText('Voornaam', { exact: true }).waitFor()
  await phone.page.getByRole('button', { name: 'Ga verder' }).click()
  await phone.page.waitForURL(`**/session/${next.id}`)
  await phone.write('Nog eens van mij')
  await phone.saved()
  expect((await gathering.members()).map(({ name }) => name).sort()).toEqual(['Voornaam', null])
  for (const one of [phone, second]) await one.leave()
})

test('what others write, and the step that begins, leave a half-written note alone', async () => {
  const gathering = await gather(stage.product.url)
  const [writer, other] = [await stage.people.phone(), await stage.people.phone()]
  for (const one of [writer, other]) await one.join(gathering.code, 'Organisatie A')
  const field = writer.page.getByLabel('Je briefje', { exact: true })
  await field.fill('Half geschreven')
  await field.evaluate((area: HTMLTextAreaElement) => {
    area.focus()
    area.setSelectionRange(4, 4)
  })
  for (let i = 0; i < 4; i++) await other.write(`Van een ander ${i}`)
  const step = gathering.session.agenda.find((one) => one.title === 'Kruisbestuiving')
  await gathering.command({ type: 'startStep', step: step!.id })
  await writer.page.getByRole('heading', { name: step!.prompt }).waitFor()
  await writer.page.getByRole('tab', { name: 'Van de groep 4' }).waitFor()
  expect(
    await field.evaluate((area: HTMLTextAreaElement) => [
      area.value,
      area.selectionStart,
      document.activeElement === area,
    ]),
  ).toEqual(['Half geschreven', 4, true])
  await writer.page.keyboard.type('-en-half')
  expect(await field.inputValue()).toBe('Half-en-half geschreven')
  for (const one of [writer, other]) await one.leave()
})

test('the page says in words what is saved, through a server that dies and comes back', async () => {
  const gathering = await gather(stage.product.url)
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A')
  const says = (words: string) => phone.page.locator('.save').getByText(words, { exact: true }).waitFor()
  await says('Bewaard')
  await stage.product.kill()
  await says('Geen verbinding')
  for (const text of ['Een', 'Twee', 'Drie']) await phone.write(text)
  await says('Niet verstuurd: 3')
  expect(await phone.page.locator('.note').getByText('wacht').count()).toBe(3)
  await stage.product.start()
  await says('Bewaard')
  const { board, leave } = await gathering.board()
  expect([...board.notes.values()].map((note) => String(note.get('text'))).sort()).toEqual(['Drie', 'Een', 'Twee'])
  leave()
  await phone.leave()
})
