import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { PAGE_MS } from '../../client/wall/page-turner.svelte.ts'
import { gatherFilled, THEMES, WRITERS } from '../helpers/filled-gathering.ts'
import { setStage } from '../helpers/stage.ts'

// The wall as the whole room sees it: what the facilitator chose, large, and nobody's name.

let gathering: Awaited<ReturnType<typeof gatherFilled>>
let wall: Page
let board: Page
const stage = setStage()
beforeAll(async () => {
  gathering = await gatherFilled(stage.product.url, 30)
  wall = (await stage.people.wall()).page
  await wall.goto(await gathering.wall())
  board = (await stage.people.laptop()).page
  await board.goto(gathering.signIn)
  await board.goto(`${stage.product.url}/session/${gathering.session.id}`)
})

/** Chooses in the board's menu what the wall shows. */
async function show(name: string, fold?: string) {
  await board.getByRole('button', { name: 'Wand', exact: true }).click()
  const menu = board.getByRole('group', { name: 'Wand' })
  if (fold) await menu.getByText(fold, { exact: true }).click()
  await menu.getByRole('button', { name, exact: true }).click()
}

interface Shown {
  readonly words: string
  /** The smallest letters on the screen, in CSS pixels, with what they say. */
  readonly smallest: { readonly px: number; readonly text: string }
  /** What lies beyond the edge of the screen. */
  readonly outside: readonly string[]
}

/** All words that can be seen on a page, their sizes and places. */
const seen = (page: Page): Promise<Shown> =>
  page.evaluate(() => {
    const words: { px: number; text: string; box: DOMRect }[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? ''
      const element = node.parentElement
      if (
        text === '' ||
        !element?.checkVisibility({ visibilityProperty: true }) ||
        element.closest('.vh, script, style')
      )
        continue
      words.push({ px: parseFloat(getComputedStyle(element).fontSize), text, box: element.getBoundingClientRect() })
    }
    const [smallest] = words.toSorted((a, b) => a.px - b.px)
    return {
      words: words.map(({ text }) => text).join('\n'),
      smallest: { px: smallest?.px ?? 0, text: smallest?.text ?? '' },
      outside: words
        .filter(({ box }) => box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight)
        .map(({ text }) => text),
    }
  })

/** What holds for every picture of the wall. */
async function holds() {
  // Cards glide to their places when a page turns.
  await wall.evaluate(() => Promise.allSettled(document.getAnimations().map((one) => one.finished)))
  const { words, smallest, outside } = await seen(wall)
  for (const { name, organisation } of WRITERS) {
    expect(words).not.toContain(name)
    expect(words).not.toContain(organisation)
  }
  expect(smallest.px, smallest.text).toBeGreaterThanOrEqual(28)
  expect(outside).toEqual([])
  expect(await wall.locator('button, input, a').count()).toBe(0)
  return words
}

test('the code fills the wall, until the door is closed', async () => {
  await show('De code om mee te doen')
  await wall.getByRole('img', { name: 'QR-code om mee te doen' }).waitFor()
  await expect.poll(async () => (await holds()).replaceAll('\n', '')).toContain(gathering.code)
  await gathering.command({ type: 'setDoor', door: 'closed' })
  await wall.getByText('De deur is dicht.').waitFor()
  await holds()
  await gathering.command({ type: 'setDoor', door: 'open' })
})

test('the overview has the themes and the zones', async () => {
  await show('Overzicht')
  for (const title of [...THEMES, gathering.zone('crossPollination').title])
    await wall.getByRole('heading', { name: title }).waitFor()
  await holds()
})

test('a theme shows its notes, whole', async () => {
  await show(THEMES[0], 'Thema’s')
  await wall.getByRole('heading', { name: THEMES[0] }).waitFor()
  await expect.poll(() => wall.locator('.note .text').count()).toBe(2)
  await holds()
})

test('a zone with more than fits turns its pages, and none is skipped', async () => {
  await show(gathering.zone('crossPollination').title)
  const where = wall.getByText(/^\d+ tot \d+ van \d+$/)
  await where.waitFor()
  const page = async () => (await where.innerText()).match(/\d+/g)?.map(Number) as [number, number, number]
  await expect.poll(async () => (await page())[1]).toBeLessThan(20)
  const [from, to, all] = await page()
  expect([from, all]).toEqual([1, 30 - 4 + THEMES.length])
  await holds()
  const first = await wall.locator('.note:not([inert])').allInnerTexts()
  expect(first).toHaveLength(to)
  await expect.poll(async () => (await page())[0], { timeout: 2 * PAGE_MS }).toBe(to + 1)
  await holds()
  const second = await wall.locator('.note:not([inert])').allInnerTexts()
  expect(second.filter((text) => first.includes(text))).toEqual([])
})

test('a zone that is hidden leaves the wall at once', async () => {
  const zone = gathering.zone('crossPollination')
  await gathering.command({ type: 'changeZone', zone: zone.id, hidden: true })
  await wall.getByText(/^\d+ tot \d+ van \d+$/).waitFor({ state: 'detached' })
  for (const text of gathering.texts) expect((await seen(wall)).words).not.toContain(text)
  await holds()
})
