import { beforeAll, expect, test } from 'vitest'
import { wrong } from '../helpers/axe.ts'
import { gatherFilled } from '../helpers/filled-gathering.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// From the home of the network to a word that someone once wrote, and on to where it stands.

const stage = setStage()
let gathering: Awaited<ReturnType<typeof gatherFilled>>
let guide: Person
let phone: Participant
/** A note, and its longest word. */
let text: string
let word: string
const home = () => `${stage.product.url}/network/${gathering.created.network.id}`

beforeAll(async () => {
  gathering = await gatherFilled(stage.product.url, 30)
  text = gathering.texts[20]!
  word = text.match(/\p{L}+/gu)!.toSorted((a, b) => b.length - a.length)[0]!
  guide = await stage.people.laptop()
  await guide.page.goto(gathering.signIn)
  phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie Noord')
})

test('`/` goes to the field, a hit shows its word, and opens the board at that note', async () => {
  const { page } = guide
  await page.goto(home())
  await page.getByRole('search').getByRole('searchbox').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type(word.toUpperCase().slice(0, -1))
  await page.keyboard.press('Enter')
  const hit = page.getByRole('link').filter({ hasText: text })
  await hit.waitFor()
  expect(await hit.locator('mark').first().innerText()).toBe(word)
  for (const size of [
    { width: 1366, height: 768 },
    { width: 1024, height: 768 },
  ]) {
    await page.setViewportSize(size)
    expect(await wrong(page)).toEqual([])
  }
  await hit.click()
  const note = page.locator('[data-note]').filter({ hasText: text })
  await note.waitFor()
  await page.getByRole('toolbar', { name: '1 gekozen' }).waitFor()
  await expect.poll(() => new URL(page.url()).search).toBe('')
  expect(guide.trouble).toEqual([])
})

test('nothing asked and nothing found say what to do', async () => {
  const { page } = guide
  await page.goto(`${home()}/search`)
  await page.getByText('Typ een of meer woorden.').waitFor()
  expect(await wrong(page)).toEqual([])
  await page.getByRole('searchbox').fill('onvindbaarheid')
  await page.getByText('Niets gevonden voor “onvindbaarheid”.').waitFor()
  await page.getByText('Probeer één woord').waitFor()
  expect(await wrong(page)).toEqual([])
})

test('on a phone a hit opens the list of the group at that note', async () => {
  const { page } = phone
  await page.goto(`${home()}/search?q=${encodeURIComponent(word)}`)
  const hit = page.getByRole('link').filter({ hasText: text })
  await hit.waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  expect(await wrong(page)).toEqual([])
  await hit.click()
  const note = page.getByRole('listitem').filter({ hasText: text })
  await expect.poll(() => note.evaluate((it) => it === document.activeElement)).toBe(true)
  const box = await note.boundingBox()
  expect(box!.y).toBeGreaterThan(0)
  expect(box!.y).toBeLessThan(844)
  expect(phone.trouble).toEqual([])
})
