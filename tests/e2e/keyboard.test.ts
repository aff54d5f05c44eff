import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { setStage } from '../helpers/stage.ts'

// The main job without a pointer: nothing here clicks, focuses or fills; there are only keys.

const stage = setStage()

/** Presses Tab until something has the focus, and sees that the focus shows. */
async function tabTo(page: Page, to: Locator, key = 'Tab'): Promise<void> {
  await to.first().waitFor()
  for (let i = 0; i < 80; i++) {
    if (await to.first().evaluate((element) => element === document.activeElement)) {
      const ring = await to.first().evaluate((element) => {
        const shows = (one: Element) =>
          getComputedStyle(one).outlineStyle !== 'none' || getComputedStyle(one).boxShadow !== 'none'
        return shows(element) || (element.parentElement !== null && shows(element.parentElement))
      })
      expect(ring, 'the focus shows').toBe(true)
      return
    }
    await page.keyboard.press(key)
  }
  throw new Error(`${to} is not reached by ${key}`)
}

const notes = (page: Page) => page.locator('[data-note]')
const note = (page: Page, text: string) => notes(page).filter({ hasText: text })
const theme = (page: Page, title: string) => page.getByRole('main').getByRole('group', { name: title, exact: true })

test('a network is started, notes are written, gathered into themes and taken back, by keys alone', async () => {
  const { page, trouble } = await stage.people.facilitator()
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const type = (text: string) => page.keyboard.type(text)

  await page.goto(stage.product.url)
  await tabTo(page, page.getByLabel('Hoe heet jullie netwerk?'))
  await type('Netwerk zonder muis')
  await press('Tab')
  await type('Organisatie A')
  await tabTo(page, page.getByRole('button', { name: 'Maak het netwerk' }))
  await press('Enter')
  await page.waitForURL(/\/network\//)
  await tabTo(page, page.getByRole('link', { name: 'Open het bord' }))
  await press('Enter')
  await page.waitForURL(/\/session\//)

  // To a zone by the outline, and three notes one after the other.
  await tabTo(page, page.getByRole('navigation').getByRole('button', { name: 'Verwachtingen van de groep' }))
  await press('Enter', 'Control+0', 'n')
  for (const [i, text] of ['Van elkaar leren', 'Elkaar leren kennen', 'Samen nadenken'].entries()) {
    await type(text)
    await press(i < 2 ? 'Tab' : 'Escape')
  }
  await expect.poll(() => notes(page).count()).toBe(3)

  // Two chosen, and a theme of them by Ctrl+G; the name is asked for at once.
  await tabTo(page, note(page, 'Van elkaar leren'))
  await press('Space')
  await tabTo(page, note(page, 'Elkaar leren kennen'))
  await press('Space', 'Control+g')
  await page.getByLabel('Naam van het thema').waitFor()
  await type('Leren')
  await press('Enter')
  await expect.poll(() => theme(page, 'Leren').locator('[data-note]').count()).toBe(2)

  // The third by "Zet bij…": into the theme that is there, then into a new one.
  for (const [typed, title, count] of [
    ['ler', 'Leren', 3],
    ['Denken', 'Denken', 1],
  ] as const) {
    await tabTo(page, note(page, 'Samen nadenken'))
    await press('Space')
    await tabTo(page, page.getByRole('button', { name: 'Zet bij…' }))
    await press('Enter')
    await type(typed)
    await press('Enter')
    await expect.poll(() => theme(page, title).locator('[data-note]').count()).toBe(count)
  }

  // Undone, done again, and a note taken away with the way back in a sentence.
  await press('Control+z')
  await expect.poll(() => theme(page, 'Leren').locator('[data-note]').count()).toBe(3)
  await press('Control+Shift+z')
  await expect.poll(() => theme(page, 'Denken').locator('[data-note]').count()).toBe(1)
  await tabTo(page, note(page, 'Samen nadenken'))
  await press('Delete')
  await expect.poll(() => notes(page).count()).toBe(2)
  await tabTo(page, page.getByRole('status').getByRole('button', { name: 'Maak ongedaan' }))
  await press('Enter')
  await expect.poll(() => notes(page).count()).toBe(3)

  // And on to the record.
  await page.getByText('Bewaard', { exact: true }).waitFor()
  await tabTo(page, page.getByRole('link', { name: 'Verslag' }), 'Shift+Tab')
  await press('Enter')
  await page.waitForURL(/\/record\//)
  const record = page.getByRole('article')
  await record.waitFor()
  for (const words of ['Leren', 'Denken', 'Van elkaar leren', 'Elkaar leren kennen', 'Samen nadenken'])
    expect(await record.innerText()).toContain(words)
  expect(trouble).toEqual([])
})
