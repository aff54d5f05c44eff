import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import { wrong } from '../helpers/axe.ts'
import type { Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'
import { takeHome, tellSeries, type ToldSeries } from '../helpers/told-series.ts'

// How organisations work side by side, who took what from whom, and what was said of one's own: on a laptop and a phone.

const stage = setStage()
let told: ToldSeries
/** The facilitator at a laptop; someone of organisation D and of organisation G on their phones. */
let lead: Person
let d: Person
let g: Person
beforeAll(async () => {
  told = await tellSeries(stage.product.url, { presenters: ['AB', 'CD', 'EF'], held: 2 })
  await takeHome(told)
  const person = (letter: string) => told.people['ABCDEFGH'.indexOf(letter)]!.signIn
  lead = await arrive(await stage.people.laptop(), told.signIn)
  d = await arrive(await stage.people.phone(), person('D'))
  g = await arrive(await stage.people.phone(), person('G'))
})
afterAll(() => {
  for (const { trouble } of [lead, d, g]) expect(trouble).toEqual([])
})

async function arrive(person: Person, signIn: string): Promise<Person> {
  person.page.setDefaultTimeout(8_000)
  await person.page.goto(signIn)
  return person
}
const open = async ({ page }: Person, part: string, of = told) => {
  await page.goto(`${stage.product.url}/network/${of.created.network.id}/${part}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
}
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
const series = async ({ page }: Person): Promise<SeriesInfo> =>
  (await (
    await page.request.get(`${stage.product.url}/api/networks/${told.created.network.id}/series`)
  ).json()) as SeriesInfo
const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
const texts = (those: Locator) => those.evaluateAll((all) => all.map((one) => (one as HTMLElement).innerText.trim()))

describe('how they work, side by side', () => {
  test('is a table of aspects and organisations, with who is still to come', async () => {
    await open(lead, 'matrix')
    const { page } = lead
    await page.getByText('4 van de 8 organisaties stelden zich al voor. De rest volgt in bijeenkomst 3.').waitFor()
    const table = page.getByRole('table', { name: 'Wat elke organisatie toonde, per aspect' })
    expect(await texts(table.getByRole('columnheader'))).toEqual([
      'Aspect',
      ...['A', 'B', 'C', 'D'].map((letter) => `${letter}\nOrganisatie ${letter}`),
      'bijeenkomst 3',
      'nog te kiezen',
    ])
    expect(await texts(table.getByRole('rowheader'))).toHaveLength(8)
    await table.getByRole('cell', { name: 'Organisatie E Organisatie F' }).waitFor()
    // Of what nobody showed there is a plain row.
    expect(await table.getByRole('row', { name: 'Inkleding' }).getByRole('button').count()).toBe(0)
    expect(await isWide(page)).toBe(false)
    expect(await wrong(page)).toEqual([])
  })

  test('a cell opens what was said, with how often others wrote what, by keyboard too', async () => {
    const { page } = lead
    const cell = page.getByRole('button', { name: /Er moet niets. \(B\)/ })
    await cell.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Visie · Organisatie B' })
    await dialog.getByText('Samen spelen kan overal.').waitFor()
    for (const words of ['1 keer herkenbaar', '1 vraag', '1 keer neem ik mee']) await dialog.getByText(words).waitFor()
    expect(await wrong(page, [], 'dialog')).toEqual([])
    await page.keyboard.press('Escape')
    expect(await cell.evaluate((one) => one === document.activeElement)).toBe(true)
  })

  test('stands by session as well', async () => {
    const { page } = lead
    await press(page, 'Bijeenkomsten')
    const table = page.getByRole('table', { name: 'Wat elke bijeenkomst toonde, per aspect' })
    expect(await texts(table.getByRole('columnheader'))).toEqual(['Aspect', 'Bijeenkomst 1', 'Bijeenkomst 2'])
    await table.getByRole('button', { name: /^Organisatie C.*Er moet niets. \(C\)/ }).waitFor()
  })

  test('on a phone one organisation at a time, and the words of others only of the own one', async () => {
    await open(d, 'matrix')
    const { page } = d
    expect(await page.getByRole('table').count()).toBe(0)
    await page.getByLabel('Organisatie', { exact: true }).selectOption({ label: 'Organisatie C' })
    await press(page, /Er moet niets. \(C\)/)
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 vraag').waitFor()
    expect(await dialog.getByText('Lees wat de groep schreef').count()).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByLabel('Organisatie', { exact: true }).selectOption({ label: 'Organisatie D' })
    expect(await isWide(page)).toBe(false)
    expect(await wrong(page)).toEqual([])
    await press(page, /Er moet niets. \(D\)/)
    await dialog.getByText('Lees wat de groep schreef').click()
    await page.getByRole('heading', { level: 1, name: 'Organisatie D' }).waitFor()
  })

  test('an aspect that was taken away keeps what was said of it; who left is not waited for', async () => {
    const { aspects } = await series(lead)
    await told.say({
      type: 'setAspects',
      aspects: [
        { title: 'Onze visie', was: 'Visie' },
        ...aspects.filter((title) => !['Visie', 'Wat werkt'].includes(title)).map((title) => ({ title })),
      ],
    })
    await told.say({ type: 'organisationLeft', organisation: told.of('B'), on: true })
    await told.say({ type: 'organisationLeft', organisation: told.of('H'), on: true })
    await open(lead, 'matrix')
    const table = lead.page.getByRole('table')
    await table.getByRole('columnheader', { name: 'Organisatie B niet meer in het netwerk' }).waitFor()
    const rows = await texts(table.getByRole('rowheader'))
    expect([rows[0], rows.at(-1)]).toEqual(['Onze visie', 'Wat werkt'])
    expect(await lead.page.getByText('Organisatie H').count()).toBe(0)
    await lead.page.getByText('4 van de 7 organisaties').waitFor()
    for (const letter of ['B', 'H'])
      await told.say({ type: 'organisationLeft', organisation: told.of(letter), on: false })
  })

  test('before the first session it says what comes here, and who when', async () => {
    const fresh = await tellSeries(stage.product.url, { count: 3, presenters: ['A'], held: 0 })
    const someone = await arrive(await stage.people.laptop(), fresh.signIn)
    await open(someone, 'matrix', fresh)
    await someone.page.getByText('Nog geen organisatie stelde zich voor.').waitFor()
    await someone.page.getByRole('heading', { name: 'Hier komt ieders werking naast elkaar' }).waitFor()
    await someone.page.getByText('bijeenkomst 1').waitFor()
    expect(await wrong(someone.page)).toEqual([])
    await open(someone, 'map', fresh)
    await someone.page.getByRole('heading', { name: 'Nog geen idee ging op reis' }).waitFor()
    await open(someone, 'organisation', fresh)
    await someone.page.getByText('Hier komen de ideeën die anderen van jullie meenemen.').waitFor()
    expect(await wrong(someone.page)).toEqual([])
    expect(someone.trouble).toEqual([])
    await someone.leave()
  })
})

describe('who took what from whom', () => {
  const rows = (page: Page) => page.getByRole('table', { name: 'Meegenomen ideeën' }).getByRole('row')

  test('is a picture, and beside it all of it as a table', async () => {
    await open(lead, 'map')
    const { page } = lead
    await page.getByText('12 ideeën meegenomen, 3 daarvan al geprobeerd.').waitFor()
    await page.getByRole('img', { name: /^Kaart van de kruisbestuiving: 18 linten/ }).waitFor()
    expect(await rows(page).count()).toBe(13)
    await rows(page).filter({ hasText: 'Materiaal aan elkaar uitlenen' }).getByText('Organisatie H').waitFor()
    await rows(page).filter({ hasText: 'Onthaal in twee talen' }).getByText('alle organisaties').waitFor()
    await rows(page).filter({ hasText: 'rondje' }).getByText('de groep').waitFor()
    await rows(page).filter({ hasText: 'Vraagt hulp: Wie kent een speeltuin met een afdak?' }).waitFor()
    expect(await isWide(page)).toBe(false)
    expect(await wrong(page)).toEqual([])
  })

  test('an organisation is followed: its ideas come forward, in the picture and the table', async () => {
    const { page } = lead
    await page.getByRole('button', { name: 'Organisatie H' }).click()
    expect((await texts(rows(page))).slice(1, 5).join()).toMatch(/verkleedkoffer.*bakfiets.*Materiaal.*twee talen/s)
    expect(await page.locator('path[data-dim]').count()).toBeGreaterThan(10)
    expect(await wrong(page)).toEqual([])
    // Once more leaves all of them as they were; a letter of the circle does the same as its name.
    await page.getByRole('button', { name: 'Organisatie H', pressed: true }).click()
    expect(await page.locator('path[data-dim]').count()).toBe(0)
    await page.locator('g[data-organisation] text', { hasText: 'D' }).click()
    await page.getByRole('button', { name: 'Organisatie D', pressed: true }).waitFor()
  })

  test('is kept as a picture that stands alone', async () => {
    const [file] = await Promise.all([lead.page.waitForEvent('download'), press(lead.page, 'Bewaar de kaart')])
    expect(file.suggestedFilename()).toBe('kruisbestuiving.svg')
    const { readFile } = await import('node:fs/promises')
    const svg = await readFile(await file.path(), 'utf8')
    expect(svg).toMatch(/^<svg /)
    expect(svg).toContain('Organisatie H')
  })

  test('who took it tells on a phone how it went; others read it and change nothing', async () => {
    await open(g, 'map')
    const { page } = g
    expect(await isWide(page)).toBe(false)
    // Of G: the greeting, the massage; and of what all took, what G gave is not its own to tell.
    expect(await page.getByRole('button', { name: /Wijzig hoe het staat/ }).count()).toBe(2)
    await press(page, /Wijzig hoe het staat met Babymassage/)
    const dialog = page.getByRole('dialog', { name: 'Babymassage: lesgever van C' })
    await dialog.getByLabel('Bezig').check()
    await dialog.getByLabel('Wat zagen jullie?').fill('Start in september.')
    expect(await wrong(page, [], 'dialog')).toEqual([])
    await dialog.getByRole('button', { name: 'Bewaar' }).click()
    await dialog.waitFor({ state: 'detached' })
    await rows(page).filter({ hasText: 'Start in september.' }).getByText('Bezig').waitFor()

    await open(d, 'map')
    const theirs = rows(d.page).filter({ hasText: 'Start in september.' })
    await theirs.getByText('Bezig').waitFor()
    expect(await theirs.getByRole('button').count()).toBe(0)
    const { takeHomes } = await series(d)
    const refused = await d.page.request.post(`${stage.product.url}/api/networks/${told.created.network.id}/commands`, {
      data: {
        type: 'changeTakeHome',
        takeHome: takeHomes.find(({ saw }) => saw.startsWith('Start'))?.id,
        status: 'dropped',
      },
      headers: { origin: stage.product.url },
    })
    expect([refused.status(), ((await refused.json()) as { code: string }).code]).toEqual([403, 'not-yours'])
  })

  test('what is taken away comes back as it was', async () => {
    const { page } = g
    const before = (await series(g)).takeHomes.find(({ saw }) => saw.startsWith('Start'))
    await press(page, /Wijzig hoe het staat met Babymassage/)
    await page.getByRole('dialog').getByRole('button', { name: 'Haal weg' }).click()
    await page.getByText('“Babymassage: lesgever van C” is weg van de kaart.').waitFor()
    await expect.poll(() => rows(page).count()).toBe(12)
    await press(page, 'Zet terug')
    await rows(page).filter({ hasText: 'Start in september.' }).getByText('Bezig').waitFor()
    const after = (await series(g)).takeHomes.find(({ saw }) => saw.startsWith('Start'))
    expect({ ...after, id: before?.id }).toEqual(before)
  })

  test('what several took, one of them does not take away for the others', async () => {
    await open(d, 'map')
    await press(d.page, /Wijzig hoe het staat met Onthaal in twee talen/)
    const dialog = d.page.getByRole('dialog')
    await dialog.getByLabel('Geprobeerd').waitFor()
    expect(await dialog.getByRole('button', { name: 'Haal weg' }).count()).toBe(0)
    await d.page.keyboard.press('Escape')
  })

  test('without a connection the words stay in the field', async () => {
    await d.context.setOffline(true)
    await press(d.page, /Wijzig hoe het staat met Iedereen begroeten/)
    const dialog = d.page.getByRole('dialog')
    await dialog.getByLabel('Wat zagen jullie?').fill('Twee mensen is genoeg.')
    await dialog.getByRole('button', { name: 'Bewaar' }).click()
    await dialog.getByRole('alert').waitFor()
    await d.context.setOffline(false)
    await dialog.getByRole('button', { name: 'Bewaar' }).click()
    await rows(d.page).filter({ hasText: 'Twee mensen is genoeg.' }).waitFor()
    d.trouble.length = 0
  })
})

describe('the page of one’s organisation', () => {
  test('holds what it showed, what others wrote of it, and what came of it', async () => {
    await told.say({
      type: 'commit',
      session: told.sessions[0]!.id,
      who: [told.of('D'), told.of('A')],
      what: 'Samen een folder drukken',
      by: '2026-12-10',
    })
    await open(d, 'organisation')
    const { page } = d
    await page.getByRole('heading', { level: 1, name: 'Organisatie D' }).waitFor()
    const shown = page.getByRole('region', { name: 'Getoond, en wat de groep schreef' })
    await shown.getByText('Ontmoeten mag gewoon ontmoeten zijn. Er moet niets. (D)').waitFor()
    await shown.getByText('Hoe leg je dat uit aan je bestuur?').waitFor()
    await page.getByRole('region', { name: 'Zelf meegenomen' }).getByText('Iedereen begroeten aan de deur').waitFor()
    await page
      .getByRole('region', { name: 'Engagementen' })
      .getByText('samen met Organisatie A · tegen 10 december')
      .waitFor()
    expect(await isWide(page)).toBe(false)
    expect(await wrong(page)).toEqual([])
  })

  test('is nobody else’s; who guides chooses whose', async () => {
    await open(g, `organisation/${told.of('D')}`)
    await g.page.getByText('Deze pagina is van een andere organisatie.').waitFor()
    expect(await g.page.getByText('Er moet niets').count()).toBe(0)
    await g.page.getByRole('link', { name: 'Naar onze pagina' }).click()
    await g.page.getByRole('heading', { level: 1, name: 'Organisatie G' }).waitFor()
    g.trouble.length = 0

    await open(lead, 'organisation')
    await lead.page.getByLabel('Organisatie', { exact: true }).selectOption({ label: 'Organisatie C' })
    await lead.page.waitForURL(`**/organisation/${told.of('C')}`)
    await lead.page.getByText('Er moet niets. (C)').waitFor()
    expect(await lead.page.getByText('Er moet niets. (A)').count()).toBe(0)
    expect(await wrong(lead.page)).toEqual([])
  })

  test('of who belongs to none it says what to do', async () => {
    const { url } = await told.joins({})
    const someone = await arrive(await stage.people.phone(), new URL(url, stage.product.url).href)
    await open(someone, 'organisation')
    await someone.page.getByText('Je hoort hier nog bij geen organisatie.').waitFor()
    expect(someone.trouble).toEqual([])
    await someone.leave()
  })
})
