import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join as path } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionRecord } from '../../shared/record/record.ts'
import { wrong } from '../helpers/axe.ts'
import { gatherFilled } from '../helpers/filled-gathering.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import type { Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// Notes are put in by who guides: on the board of a laptop, and from the page of the network on a phone.

const stage = setStage()
let here: Gathering
let guide: Person
let phone: Person
let full: string

beforeAll(async () => {
  const source = await gatherFilled(stage.product.url, 6)
  const answer = await fetch(`${stage.product.url}/api/sessions/${source.session.id}/record?level=full`, {
    headers: { authorization: `Bearer ${source.who.token}` },
  })
  full = await answer.text()
  here = await gather(stage.product.url)
  guide = await stage.people.laptop()
  phone = await stage.people.phone()
  for (const { page } of [guide, phone]) {
    page.setDefaultTimeout(8_000)
    await page.goto(here.signIn)
  }
})
afterAll(() => {
  expect([...guide.trouble, ...phone.trouble]).toEqual([])
})

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const choose = (page: Page, name: string, content: string | Buffer) =>
  page.getByLabel('Kies een bestand').setInputFiles({ name, mimeType: '', buffer: Buffer.from(content) })
const alert = (page: Page) => page.getByRole('dialog').getByRole('alert')
const read = async () => {
  const answer = await fetch(`${stage.product.url}/api/sessions/${here.session.id}/record?level=full`, {
    headers: { authorization: `Bearer ${here.who.token}` },
  })
  return (await answer.json()) as SessionRecord
}

test('a whole board is put back from the page of the network, on a phone, and the page says what came', async () => {
  const { page } = phone
  await page.goto(`${stage.product.url}/network/${here.created.network.id}`)
  await page.getByRole('button', { name: 'Wijzig datum en plaats' }).first().click()
  await press(page, 'Zet briefjes in')
  await page.getByLabel('Regels').waitFor()
  expect(await wrong(page)).toEqual([])
  await choose(page, 'verslag.json', full)
  await page.getByText(/2 thema’s, 6 briefjes/).waitFor()
  expect(await wrong(page)).toEqual([])
  await press(page, 'Zet het bord terug')
  await page.getByRole('heading', { name: 'Het staat op het bord' }).waitFor()
  expect(await wrong(page)).toEqual([])
  expect((await read()).notes).toHaveLength(6)
  await press(page, 'Klaar')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('lines are pasted on the board and looked at before they come; the keyboard is enough', async () => {
  const { page } = guide
  await page.goto(`${stage.product.url}/session/${here.session.id}`)
  await page.setViewportSize({ width: 1024, height: 768 })
  const [tools, zoom] = await Promise.all([
    page.getByRole('toolbar', { name: 'Gereedschap' }).boundingBox(),
    page.getByRole('button', { name: 'Verder weg' }).boundingBox(),
  ])
  expect(tools!.x + tools!.width).toBeLessThan(zoom!.x - 40)
  await page.setViewportSize({ width: 1366, height: 768 })
  const open = page.getByRole('toolbar').getByRole('button', { name: 'Zet briefjes in' })
  await open.focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Regels').focus()
  await page.keyboard.insertText(
    `Meer tijd om te praten\n\nElkaar eens bezoeken\n${'a'.repeat(4_001)}\nEen gedeelde kalender\nVier`,
  )
  await page.getByRole('region', { name: 'Dit komt op het bord' }).getByText('4 briefjes').waitFor()
  await page.getByText('1 regel: leeg (regel 2)').waitFor()
  await page.getByText('1 regel: langer dan 4000 tekens: maak er twee van (regel 4)').waitFor()
  for (const [width, height] of [
    [1366, 768],
    [1024, 768],
  ] as const) {
    await page.setViewportSize({ width, height })
  }
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await wrong(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.getByLabel('In welke zone?').selectOption({ label: 'Parkeerplaats' })
  await page.getByRole('button', { name: 'Zet 4 briefjes in' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Het staat op het bord' }).waitFor()
  expect(await wrong(page)).toEqual([])
  await press(page, 'Klaar')
  expect(await open.evaluate((one) => one === document.activeElement)).toBe(true)
  const parked = (await read()).zones.find(({ kind }) => kind === 'parked')!.id
  expect((await read()).notes.filter(({ zone }) => zone === parked)).toHaveLength(4)
})

test('what cannot come says what to do, and another file may be chosen', async () => {
  const { page } = guide
  await press(page, 'Zet briefjes in')
  await choose(page, 'tabel.xlsx', 'PK\u0003\u0004\0\0')
  await expect.poll(() => alert(page).textContent()).toMatch(/Kies een verslag \(JSON\), een tabel \(CSV\)/)
  await choose(page, 'half.json', full.slice(0, 500))
  await expect.poll(() => alert(page).textContent()).toMatch(/niet heel/)
  await choose(page, 'groep.json', readFileSync(new URL('../golden/verslag-sessie-2.json', import.meta.url)))
  await expect.poll(() => alert(page).textContent()).toMatch(/ontbreekt wat een bord nodig heeft/)
  await choose(page, 'later.json', full.replace('"version": 1', '"version": 2'))
  await expect.poll(() => alert(page).textContent()).toMatch(/nieuwere versie/)
  await choose(page, 'verslag.json', full)
  await expect.poll(() => alert(page).textContent()).toMatch(/liggen al briefjes/)
  expect(await page.getByRole('button', { name: 'Zet het bord terug' }).isDisabled()).toBe(true)
  await choose(page, 'leeg.txt', '\n\n')
  await expect.poll(() => alert(page).textContent()).toMatch(/geen briefjes/)
  await choose(page, 'scheef.csv', 'tekst\nGoed\n"Niet goed')
  await expect.poll(() => alert(page).textContent()).toMatch(/Vanaf regel \d+ klopt er iets niet/)
  const large = path(mkdtempSync(path(tmpdir(), 'bijeen-import-')), 'groot.txt')
  writeFileSync(large, '')
  truncateSync(large, 33 * 1024 * 1024)
  await page.getByLabel('Kies een bestand').setInputFiles(large)
  await expect.poll(() => alert(page).textContent()).toMatch(/te groot: 33 MB/)
  rmSync(dirname(large), { recursive: true })
  const before = (await read()).notes.length
  await choose(page, 'tabel.csv', 'briefje;thema\r\n"Een zin\nmet een lijn";Onthaal\r\nTwee;Onthaal en sfeer')
  await page.getByText('in Onthaal en sfeer').waitFor()
  await press(page, 'Zet 2 briefjes in')
  await page.getByText('1 thema', { exact: true }).waitFor()
  await press(page, 'Klaar')
  expect((await read()).notes).toHaveLength(before + 2)
})
