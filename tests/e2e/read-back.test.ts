import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { StepId } from '../../shared/model/ids.ts'
import { wrong } from '../helpers/axe.ts'
import { gatherFilled, THEMES, WRITERS } from '../helpers/filled-gathering.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// The last step: the record on the wall, and each takes back what is theirs.

const stage = setStage()
let gathering: Awaited<ReturnType<typeof gatherFilled>>
let guide: Person
let wall: Page
let phone: Participant
let laptop: Participant
/** How long a page stands on the wall, in ms. */
const READING_MS = 20_000
const session = () => `${stage.product.url}/session/${gathering.session.id}`
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

beforeAll(async () => {
  gathering = await gatherFilled(stage.product.url, 30)
  const hidden = gathering.session.zones.find(({ kind }) => kind === 'reflection')!.id
  const { board, saved, leave } = await gathering.board()
  const { participant: author, organisation } = gathering.who
  writeNote(board, { author, organisation }, { text: 'In een verborgen zone', zone: hidden, x: 0, y: 0 }, 1)
  await saved()
  leave()
  wall = (await stage.people.wall()).page
  await wall.goto(await gathering.wall())
  phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie Noord')
  await phone.write('Liever niet in het verslag')
  await phone.write('Dit mag blijven staan')
  await phone.saved()
  laptop = await (await stage.people.laptop()).join(gathering.code, 'Organisatie Zuid')
  guide = await stage.people.laptop()
  await guide.page.goto(gathering.signIn)
  await guide.page.goto(session())
})

/** All that a wall shows, page after page, on a clock that is put forward; and what of it was cut off. */
async function allPages(): Promise<{ words: string; cut: (string | null)[] }> {
  const { page, context } = await stage.people.wall()
  await page.clock.install()
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.goto(await gathering.wall())
  const where = page.getByText(/^Pagina \d+ van \d+$/)
  await where.waitFor()
  const [, count] = (await where.innerText()).match(/van (\d+)/) ?? []
  const said: string[] = []
  const cut: (string | null)[] = []
  for (let at = 1; at <= Number(count); at++) {
    await page.getByText(`Pagina ${at} van ${count}`, { exact: true }).waitFor()
    said.push(await page.locator('.room').innerText())
    cut.push(...(await cutOff(page)))
    await page.clock.fastForward(READING_MS)
  }
  await context.close()
  return { words: said.join('\n'), cut }
}

const smallest = () =>
  wall.evaluate(() =>
    Math.min(
      ...[...document.querySelectorAll('main *')]
        .filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()))
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.vh'))
        .map((one) => parseFloat(getComputedStyle(one).fontSize)),
    ),
  )
/** What ends below the edge of the room it stands in. */
const cutOff = (on: Page) =>
  on.evaluate(() => {
    const room = document.querySelector('.room')!
    const end = room.getBoundingClientRect().bottom + 1
    return [...room.children]
      .filter((one) => !one.classList.contains('measured') && one.getBoundingClientRect().bottom > end)
      .map((one) => one.textContent)
  })

describe('the last step', () => {
  test('leads to the record on the wall in one press, large, whole, and without names', async () => {
    const last = gathering.session.agenda.at(-1)?.id as StepId
    await gathering.command({ type: 'startStep', step: last })
    await button(guide.page, 'Toon het verslag op de wand').click()
    await wall.getByRole('heading', { name: 'Lees mee: het verslag' }).waitFor()
    await wall.locator('.room > h2').first().waitFor()
    expect(await smallest()).toBeGreaterThanOrEqual(28)
    expect(await wall.locator('button, input, a').count()).toBe(0)
    for (const size of [
      { width: 1024, height: 768 },
      { width: 1366, height: 768 },
      { width: 1600, height: 1200 },
    ]) {
      await wall.setViewportSize(size)
      await expect.poll(() => cutOff(wall)).toEqual([])
    }
    await wall.setViewportSize({ width: 1366, height: 768 })
    expect(await wrong(wall, ['color-contrast-enhanced'])).toEqual([])
    const { words, cut } = await allPages()
    expect(cut).toEqual([])
    for (const text of gathering.texts.slice(0, 4)) expect(words).toContain(text)
    for (const title of THEMES) expect(words).toContain(title)
    expect(words).not.toContain('In een verborgen zone')
    for (const { name } of WRITERS) expect(words).not.toContain(name)
    expect(await smallest()).toBeGreaterThanOrEqual(28)
  })

  test('a phone asks what one would rather take away, and what is taken away leaves the wall', async () => {
    const { page } = phone
    await page.getByRole('heading', { name: 'Het verslag staat op de wand' }).waitFor()
    expect(await wrong(page)).toEqual([])
    await expect.poll(() => wall.locator('.measured').textContent()).toContain('Liever niet in het verslag')
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Liever niet in het verslag' })
      .getByRole('button', { name: 'Haal weg' })
      .click()
    await expect
      .poll(() => wall.locator('.room').textContent(), { timeout: 4_000 })
      .not.toContain('Liever niet in het verslag')
    expect(await wall.locator('.room').textContent()).toContain('Dit mag blijven staan')
  })

  test('the record is read on the phone too, and there is a way to the group and back', async () => {
    const { page } = phone
    await button(page, 'Lees het verslag').click()
    await page.getByRole('heading', { level: 1, name: /^Verslag/ }).waitFor()
    await page.getByText('Dit mag blijven staan').first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(await wrong(page)).toEqual([])
    await button(page, 'Terug naar mijn briefjes').click()
    await button(page, 'Lees de briefjes van de groep').click()
    await page.getByText('Het verslag staat op de wand').waitFor()
    await button(page, 'Bekijk').click()
    await page.getByRole('heading', { name: 'Het verslag staat op de wand' }).waitFor()
  })

  test('a laptop has the same beside the board', async () => {
    const { page } = laptop
    const panel = page.getByRole('region', { name: 'Het verslag staat op de wand' })
    await panel.waitFor()
    expect(await wrong(page, [], '.panel')).toEqual([])
    await panel.getByRole('button', { name: 'Lees het verslag' }).click()
    await page.getByRole('dialog').getByText('Dit mag blijven staan').first().waitFor()
    expect(await wrong(page, [], 'dialog')).toEqual([])
    await page.keyboard.press('Escape')
    expect(
      await panel.getByRole('button', { name: 'Lees het verslag' }).evaluate((it) => it === document.activeElement),
    ).toBe(true)
  })

  test('when it is over, the wall keeps the record, and everyone still takes away, and writes nothing', async () => {
    await gathering.command({ type: 'endSession' })
    const { page } = phone
    await page.getByRole('heading', { name: 'Het verslag staat op de wand' }).waitFor()
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Dit mag blijven' })
      .getByRole('button', { name: 'Haal weg' })
      .click()
    await expect
      .poll(() => wall.locator('.room').textContent(), { timeout: 4_000 })
      .not.toContain('Dit mag blijven staan')
    await page.getByText('Je briefje is weg').waitFor()
    expect(await button(page, 'Zet terug').count()).toBe(0)
    await button(page, 'Lees de briefjes van de groep').click()
    await page.getByRole('heading', { name: 'De bijeenkomst is afgesloten' }).waitFor()
    await button(page, 'Lees de briefjes van de groep').click()
    await page.getByText('Deze bijeenkomst is afgesloten.').waitFor()
    expect(await page.getByLabel('Je briefje', { exact: true }).count()).toBe(0)
    await laptop.page.getByText('Deze bijeenkomst is afgesloten.').waitFor()
    expect(await button(laptop.page, /^Schrijf/).count()).toBe(0)
    expect(await wrong(page)).toEqual([])
    expect([...phone.trouble, ...laptop.trouble, ...guide.trouble]).toEqual([])
  })
})
