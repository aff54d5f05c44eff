import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { wrong } from '../helpers/axe.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import type { Participant } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// The files of the record that take a moment to be made: asked for on its page, and saved.

let gathering: Gathering
let laptop: Participant
let an: Participant
const stage = setStage()
beforeAll(async () => {
  gathering = await gather(stage.product.url)
  laptop = await stage.people.laptop()
  await laptop.page.goto(gathering.signIn)
  an = await (await stage.people.phone()).join(gathering.code, 'Organisatie A', 'An')
  await an.write('Ruimer open op zaterdag')
  await an.saved()
  await gathering.command({ type: 'publishRecord', level: 'group', on: true })
  for (const { page } of [laptop, an]) page.setDefaultTimeout(20_000)
})

const openRecord = async ({ page }: Participant): Promise<Page> => {
  await page.goto(`${stage.product.url}/record/${gathering.session.id}`)
  await page.getByRole('button', { name: 'Word', exact: true }).waitFor()
  return page
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Presses it, and reads what is saved. */
async function saved(page: Page, name: string): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent('download')
  await button(page, name).click()
  const file = await download
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

test('a Word file, a PDF and pictures of the board are saved, at a laptop and on a phone', async () => {
  for (const one of [laptop, an]) {
    const page = await openRecord(one)
    const word = await saved(page, 'Word')
    expect([word.name, word.bytes.toString('latin1', 0, 2)]).toEqual(['verslag-bijeenkomst-1.docx', 'PK'])
    await page.getByText('Word is bewaard.').waitFor()
    const pdf = await saved(page, 'PDF')
    expect([pdf.name, pdf.bytes.toString('latin1', 0, 5)]).toEqual(['verslag-bijeenkomst-1.pdf', '%PDF-'])
    const png = await saved(page, 'Beeld (PNG)')
    expect([png.name, png.bytes.toString('latin1', 1, 4)]).toEqual(['bord-bijeenkomst-1.png', 'PNG'])
    const all = await saved(page, 'Beeld (SVG)')
    expect(all.name).toBe('bord-bijeenkomst-1.svg')
    expect(all.bytes.toString()).toContain('Ruimer open op zaterdag')
    expect(await wrong(page)).toEqual([])
  }
})

test('a picture is of the one zone that was chosen', async () => {
  const page = await openRecord(laptop)
  await page.getByRole('combobox', { name: 'Welk deel van het bord?' }).selectOption({ label: 'Parkeerplaats' })
  const svg = (await saved(page, 'Beeld (SVG)')).bytes.toString()
  expect(svg).toContain('Parkeerplaats')
  expect(svg).not.toContain('Ruimer open op zaterdag')
})

test('while a file is made the page says so, and when it could not be made what to do', async () => {
  const page = await openRecord(laptop)
  let answer: () => void = () => undefined
  const pressed = new Promise<void>((done) => (answer = done))
  await page.route('**/record?format=pdf*', async (route) => {
    await pressed
    const code = 'record-busy'
    await route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ code }) })
  })
  await button(page, 'PDF').click()
  await page.getByText('PDF wordt gemaakt. Dat duurt even: je kan gewoon verder werken.').waitFor()
  expect(await button(page, 'Word').isDisabled()).toBe(true)
  answer()
  await page.getByRole('alert').getByText('Wacht een halve minuut en probeer opnieuw.').waitFor()
  expect(await button(page, 'Word').isEnabled()).toBe(true)
  await page.unroute('**/record?format=pdf*')
  await saved(page, 'PDF')
  expect(await page.getByRole('alert').count()).toBe(0)
})
