import type { Page } from 'playwright-core'

// Clustering as it is done without a pointer.

/** Adds a note that is in view to those that are chosen. */
export async function chooseByKey(page: Page, text: string): Promise<void> {
  const card = page.locator('[data-note]').filter({ hasText: text })
  await card.waitFor()
  await card.evaluate((element: HTMLElement) => element.focus({ preventScroll: true }))
  await page.keyboard.press('Space')
}

/** Puts the chosen notes with a theme by its name, a new one where there is none. */
export async function putChosenWith(page: Page, theme: string): Promise<void> {
  await page.getByRole('button', { name: 'Zet bij…' }).click()
  await page.getByLabel('Zoek of geef een naam').fill(theme)
  await page.keyboard.press('Enter')
  await page.getByLabel('Zoek of geef een naam').waitFor({ state: 'detached' })
}
