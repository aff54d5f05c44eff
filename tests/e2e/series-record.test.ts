import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { wrong } from '../helpers/axe.ts'
import { openDevice } from '../helpers/browser.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import type { Person } from '../helpers/people.ts'
import { playSeries, type SeriesSoFar } from '../helpers/series-so-far.ts'
import { setStage } from '../helpers/stage.ts'
import { tellSeries } from '../helpers/told-series.ts'

// The record of the series on its page: read, introduced, shared and saved, at a laptop and on a phone.

const stage = setStage()
let series: SeriesSoFar
let fresh: Gathering
let guide: Person
let member: Person
const record = (of: Gathering = series) => `${stage.product.url}/network/${of.created.network.id}/record`

beforeAll(async () => {
  series = await playSeries(stage.product.url, 5)
  const [first, second] = (await series.series()).expectations
  const session = series.sessions[1]!
  const note = (await series.series()).ties.find((tie) => tie.session === session.id)?.target
  await series.say({
    type: 'judge',
    expectation: first!.id,
    outcome: 'met',
    sentence: 'Alle organisaties toonden hun werking.',
    ...(note && { notes: [{ session: session.id, note: note as never }] }),
  })
  await series.say({ type: 'judge', expectation: second!.id, outcome: 'partly', sentence: 'Nog te weinig tijd.' })
  fresh = await gather(stage.product.url)
  guide = await stage.people.laptop()
  member = await stage.people.phone()
  for (const { page } of [guide, member]) page.setDefaultTimeout(20_000)
  await guide.page.goto(fresh.signIn)
  await guide.page.goto(series.signIn)
  await member.page.goto(`${stage.product.url}/in/${series.writers[1]!.token}`)
})
afterAll(() => {
  for (const { trouble } of [guide, member]) expect(trouble).toEqual([])
})

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const paper = (page: Page) => page.getByRole('article')
const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)

describe('the facilitator', () => {
  test('finds it among the records, and reads the whole series on paper', async () => {
    const { page } = guide
    await page.goto(record().replace(/record$/, 'records'))
    await page.getByRole('link', { name: 'Lees het verslag Verslag van de reeks' }).click()
    await page.getByRole('heading', { level: 1, name: 'Verslag van de reeks: 5 bijeenkomsten' }).waitFor()
    for (const part of ['De bijeenkomsten', 'Verwachtingen: wat is ervan gekomen?', 'Wat blijft'])
      await paper(page).getByRole('heading', { level: 2, name: part }).waitFor()
    await paper(page).getByText('1 gelukt, 1 deels gelukt, 5 nog open').waitFor()
    expect(await page.locator('.btn[data-kind="go"]').count()).toBe(1)
    expect(await wrong(page)).toEqual([])
  })

  test('writes the introduction, which stands on the paper and outlives a reload', async () => {
    const { page } = guide
    const field = page.getByRole('textbox', { name: 'Inleiding' })
    await field.fill('We leerden elkaars plek kennen door er te zijn.')
    await press(page, 'Bewaar')
    await page.getByText('Bewaard', { exact: true }).waitFor()
    await paper(page).getByText('We leerden elkaars plek kennen door er te zijn.').waitFor()
    await page.reload()
    await paper(page).getByText('We leerden elkaars plek kennen door er te zijn.').waitFor()
  })

  test('keeps in the field what could not be kept, and says why', async () => {
    const { page } = guide
    const field = page.getByRole('textbox', { name: 'Inleiding' })
    await series.say({ type: 'summariseSeries', text: 'Iemand anders schreef dit.' })
    await field.fill('Mijn eigen zin.')
    await press(page, 'Bewaar')
    await page.getByRole('alert').waitFor()
    expect(await field.inputValue()).toBe('Mijn eigen zin.')
    expect((await series.series()).summary).toBe('Iemand anders schreef dit.')
    expect(guide.trouble.splice(0)).toEqual([expect.stringContaining('409')])
    await page.reload()
    await paper(page).getByText('Iemand anders schreef dit.').waitFor()
  })

  test('sets when the group meets again, and the focus comes back', async () => {
    const { page } = guide
    await press(page, 'Zet een datum')
    const dialog = page.getByRole('dialog', { name: 'Terugkommoment' })
    await dialog.getByLabel('Datum').fill('2027-10-14')
    await dialog.getByLabel('Van', { exact: true }).fill('14:00')
    await dialog.getByLabel('Tot', { exact: true }).fill('16:00')
    await dialog.getByLabel('Gastorganisatie').selectOption({ label: 'Organisatie H' })
    expect(await wrong(page, [], 'dialog')).toEqual([])
    await press(page, 'Bewaar')
    await paper(page).getByText('donderdag 14 oktober 2027, van 14 tot 16 uur, bij Organisatie H').waitFor()
    const button = page.getByRole('button', { name: 'Wijzig', exact: true })
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true)
  })

  test('sees the page for anyone, whose parts bear the titles of expectations that were chosen', async () => {
    const { page } = guide
    await page.getByRole('radio', { name: /Iedereen/ }).check()
    await paper(page).getByRole('heading', { name: 'Wat is een lerend netwerk?' }).waitFor()
    await page.getByLabel('Titel boven de thema’s').selectOption({ label: '3. Thema’s inhoudelijk verdiepen' })
    await paper(page).getByRole('heading', { level: 2, name: 'Thema’s inhoudelijk verdiepen' }).waitFor()
    expect(await paper(page).getByText('Organisatie A').count()).toBe(0)
    expect(await wrong(page)).toEqual([])
    await page.getByRole('radio', { name: /Eén organisatie/ }).check()
    await paper(page)
      .getByRole('heading', { level: 1, name: / voor Organisatie/ })
      .waitFor()
    await page.getByRole('radio', { name: /De groep/ }).check()
    await paper(page).getByRole('heading', { level: 2, name: 'Wat blijft' }).waitFor()
  })

  test('saves it as Word and as a table, each under its own name', async () => {
    const { page } = guide
    for (const [press, name] of [
      [page.getByRole('button', { name: 'Word', exact: true }), 'verslag-reeks.docx'],
      [page.getByRole('link', { name: 'Tabel (CSV)', exact: true }), 'verslag-reeks.csv'],
    ] as const) {
      const download = page.waitForEvent('download', { timeout: 90_000 })
      await press.click()
      const file = await download
      expect(file.suggestedFilename()).toBe(name)
      expect((await readFile(await file.path())).length).toBeGreaterThan(1_000)
    }
  })

  test('reads little of a series that did not begin, and what will come of it', async () => {
    const { page } = guide
    await page.goto(record(fresh))
    await page.getByText('Er was nog geen bijeenkomst. Dit verslag groeit vanzelf mee met de reeks.').waitFor()
    await page.getByRole('heading', { level: 1, name: 'Verslag van de reeks', exact: true }).waitFor()
    expect(await wrong(page)).toEqual([])
  })
})

describe('out of the group', () => {
  const outside = (page: Page) => page.getByRole('dialog', { name: 'Delen buiten de groep' })

  test('there is no link before it is shared, and a file begins with titles alone', async () => {
    const { page } = guide
    await page.goto(record())
    await press(page, 'Deel buiten de groep…')
    const dialog = outside(page)
    await dialog.getByText('de namen van de organisaties').waitFor()
    expect(await dialog.getByRole('radio', { name: /Iedereen/ }).isChecked()).toBe(true)
    await dialog.getByText('Deel het verslag eerst met de groep.').waitFor()
    expect(await dialog.getByRole('button', { name: 'Maak een link' }).count()).toBe(0)
    expect(await dialog.getByRole('link', { name: 'Webpagina' }).getAttribute('href')).toMatch(/level=public$/)
    await page.keyboard.press('Escape')
  })

  test('a link opens it for who knows nothing of it, and is dead once it is taken back', async () => {
    const { page } = guide
    await series.say({ type: 'publishSeriesRecord', level: 'group', on: true })
    await page.goto(record())
    await page.getByText('Gedeeld met de groep').waitFor()
    expect(await page.getByRole('link', { name: 'Schrijf de groep een e-mail' }).getAttribute('href')).toContain(
      encodeURIComponent(record()),
    )
    await press(page, 'Deel buiten de groep…')
    const dialog = outside(page)
    await dialog.getByRole('radio', { name: /De groep/ }).check()
    await dialog.getByText('uit de verslagen per bijeenkomst').waitFor()
    expect(await dialog.getByRole('button', { name: 'PNG' }).count()).toBe(0)
    await dialog.getByRole('button', { name: 'Maak een link' }).click()
    const address = await dialog.getByLabel('De link').inputValue()
    expect(await wrong(page, [], 'dialog')).toEqual([])
    expect(await isWide(page)).toBe(false)
    const mail = await dialog.getByRole('link', { name: 'Schrijf een e-mail' }).getAttribute('href')
    expect(decodeURIComponent(mail ?? '')).toContain('Verslag van de reeks')
    await page.keyboard.press('Escape')

    const stranger = await openDevice(stage.browser, 'phone')
    expect((await stranger.page.goto(address))?.status()).toBe(200)
    await stranger.page.getByRole('heading', { level: 1, name: 'Verslag van de reeks: 5 bijeenkomsten' }).waitFor()
    expect(await isWide(stranger.page)).toBe(false)

    const list = page.getByRole('region', { name: 'Links om te lezen' })
    expect(await wrong(page)).toEqual([])
    await list.getByRole('button', { name: /Trek in/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Trek in', exact: true }).click()
    await page.getByText('De link is ingetrokken.').waitFor()
    expect((await stranger.page.goto(address))?.status()).toBe(404)
    await stranger.page.getByText('Deze link werkt niet (meer)').first().waitFor()
    await stranger.context.close()
    await series.say({ type: 'publishSeriesRecord', level: 'group', on: false })
  })
})

describe('a member', () => {
  test('reads it once it was shared, on a phone too', async () => {
    await member.page.goto(record())
    await member.page.getByText('De procesbegeleider deelt dit verslag nog.').waitFor()
    await guide.page.goto(record())
    await press(guide.page, 'Deel met de groep')
    await guide.page.getByText('Gedeeld met de groep').waitFor()
    const { page } = member
    await page.goto(record().replace(/record$/, 'records'))
    await page.getByRole('link', { name: 'Lees het verslag Verslag van de reeks' }).click()
    await page.getByRole('heading', { level: 1, name: 'Verslag van de reeks: 5 bijeenkomsten' }).waitFor()
    expect(await page.getByRole('textbox').count()).toBe(0)
    expect(await page.getByRole('button', { name: /Deel/ }).count()).toBe(0)
    expect(await isWide(page)).toBe(false)
    expect(await wrong(page)).toEqual([])
  })

  test('reads a table of all organisations by moving the table, not the page', async () => {
    const told = await tellSeries(stage.product.url)
    await told.say({ type: 'publishSeriesRecord', level: 'group', on: true })
    const { page } = member
    await page.goto(told.people[0]!.signIn)
    await page.goto(record(told))
    await paper(page).getByText('Het cijfer is de bijeenkomst waarin de organisatie dit aspect voorstelde.').waitFor()
    expect(await isWide(page)).toBe(false)
    expect(await wrong(page)).toEqual([])
  })

  test('at a beamer’s size nothing is cut off either', async () => {
    const { page } = guide
    await page.setViewportSize({ width: 1024, height: 768 })
    await page.goto(record())
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await isWide(page)).toBe(false)
    expect(await wrong(page)).toEqual([])
  })
})
