import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import { wrong } from '../helpers/axe.ts'
import { withoutServiceWorker } from '../helpers/browser.ts'
import { writerOf } from '../helpers/gathering.ts'
import type { Person } from '../helpers/people.ts'
import { EXPECTATIONS, playSeries, type SeriesSoFar } from '../helpers/series-so-far.ts'
import { setStage } from '../helpers/stage.ts'

// The home of a network whose series is under way: what a facilitator does there between sessions, and what a member
// reads.

const stage = setStage()
let series: SeriesSoFar
let guide: Person
let member: Person
const home = (part = '') => `${stage.product.url}/network/${series.created.network.id}${part && `/${part}`}`

beforeAll(async () => {
  series = await playSeries(stage.product.url, 2)
  guide = await stage.people.laptop()
  member = await stage.people.phone()
  for (const { page } of [guide, member]) page.setDefaultTimeout(8_000)
  await guide.page.goto(series.signIn)
  await member.page.goto(`${stage.product.url}/in/${series.writers[1]!.token}`)
})
afterAll(async () => {
  expect([...guide.trouble, ...member.trouble]).toEqual([])
})

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click()
const card = (page: Page, name: string) => page.getByRole('region', { name })
const session = (page: Page, number: number) =>
  page.getByRole('article').filter({ has: page.getByRole('heading', { name: `Bijeenkomst ${number}` }) })
const said = (): Promise<SeriesInfo> => series.series()
const closed = (page: Page) => page.getByRole('dialog').waitFor({ state: 'detached' })

describe('the facilitator, between the second and the third session', () => {
  test('sees the series, what the group expects and what nothing touched, without a board', async () => {
    const asked: string[] = []
    guide.page.on('request', (request) => asked.push(request.url()))
    guide.page.on('websocket', (socket) => asked.push(socket.url()))
    await guide.page.goto(home())
    await session(guide.page, 1).getByText('Gedaan').waitFor()
    await session(guide.page, 3).getByRole('link', { name: 'Open het bord' }).waitFor()
    await card(guide.page, 'Verwachtingen').getByText('2 verwachtingen zijn nog niet aangeraakt: 3 en 7.').waitFor()
    await card(guide.page, 'Nu te doen').getByText('Verwachtingen 3 en 7 zijn nog niet aangeraakt').waitFor()
    await card(guide.page, 'Nog niet gehoord')
      .getByText(/Organisatie D, .* en Organisatie H/)
      .waitFor()
    await card(guide.page, 'Hoe het verliep').getByText('Hoe verliep deze bijeenkomst voor jou?').first().waitFor()
    expect(await guide.page.locator('.btn[data-kind="go"]').count()).toBe(1)
    expect(asked.filter((url) => /\/sync|socket\.io|\/state|\/record\?/.test(url))).toEqual([])
  })

  test('says that a promise is kept where it stands, and may still mend it', async () => {
    const box = guide.page.getByLabel('Hoe ver staat het met: De bakfiets uitlenen aan wie hem vraagt')
    await box.selectOption('done')
    await expect.poll(async () => (await said()).commitments[1]?.status).toBe('done')
    await box.selectOption('open')
    await expect.poll(async () => (await said()).commitments[1]?.status).toBe('open')
  })

  test('takes along what the third session needs, once, and sees what went', async () => {
    await guide.page.getByText('Wat gaat er mee naar bijeenkomst 3?').waitFor()
    await card(guide.page, 'Nu te doen').getByRole('button', { name: 'Kies' }).click()
    const dialog = guide.page.getByRole('dialog')
    await dialog.getByRole('checkbox', { name: 'Onthaal en sfeer' }).check()
    await dialog.getByRole('checkbox', { name: 'Hoe zit het met de verzekering?' }).check()
    await press(guide.page, 'Alles Verwachtingen')
    await press(guide.page, 'Neem 9 mee')
    await dialog.getByRole('heading', { name: 'Dit ging mee naar bijeenkomst 3' }).waitFor()
    await dialog.getByText('Hoe zit het met de verzekering?').waitFor()
    await press(guide.page, 'Klaar')
    await closed(guide.page)
    await session(guide.page, 3).getByRole('button', { name: '9 dingen gingen mee' }).click()
    await dialog.getByText('Onthaal en sfeer').waitFor()
    await guide.page.keyboard.press('Escape')
    await press(guide.page, 'Neem mee naar een volgende')
    await dialog.getByText('ging al mee').first().waitFor()
    await guide.page.keyboard.press('Escape')
    expect(await guide.page.getByText('Wat gaat er mee naar bijeenkomst 3?').count()).toBe(0)
    expect((await said()).carried).toHaveLength(9)
  })

  test('is asked about a date that would have everything erased at once, and nothing is kept of it', async () => {
    const alone = await playSeries(stage.product.url, 0, 1)
    const { page, trouble, context } = await stage.people.laptop()
    await page.goto(alone.signIn)
    await session(page, 1)
      .getByRole('button', { name: /^Wijzig/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('input[type=date]').fill('2020-01-15')
    await dialog.getByText(/^Met die datum is de bewaartermijn voorbij/).waitFor()
    await dialog.getByRole('button', { name: 'Bewaar', exact: true }).click()
    await dialog.getByText(/^Met die datum is de bewaartermijn voorbij/).waitFor()
    const { sessions } = (await (
      await page.request.get(`${stage.product.url}/api/networks/${alone.created.network.id}`)
    ).json()) as { sessions: { startsAt: string }[] }
    expect(sessions[0]?.startsAt).not.toContain('2020')
    expect(trouble).toEqual([])
    await context.close()
  })

  test('writes what the group agreed on, and another question for the end', async () => {
    await press(guide.page, 'Wijzig de afspraken')
    await guide.page
      .getByLabel('Eén afspraak per regel')
      .fill('Wat hier gezegd wordt, blijft hier\n\nIeder komt aan het woord')
    await card(guide.page, 'Afspraken van de groep').getByRole('button', { name: 'Bewaar' }).click()
    await guide.page.getByRole('listitem').filter({ hasText: 'Ieder komt aan het woord' }).waitFor()
    await press(guide.page, 'Wijzig de vraag')
    await guide.page.getByLabel('De vraag op het einde van elke bijeenkomst').fill('Kon je zeggen wat je wou?')
    await guide.page.keyboard.press('Enter')
    await expect.poll(async () => (await said()).question).toBe('Kon je zeggen wat je wou?')
  })

  test('calls an aspect otherwise, orders it with the keyboard and takes one away', async () => {
    const before = (await said()).aspects
    await press(guide.page, 'Wijzig de aspecten')
    const dialog = guide.page.getByRole('dialog')
    await dialog.getByLabel('Aspect 1', { exact: true }).fill('Onze visie')
    await dialog.getByRole('button', { name: 'Zet Inkleding hoger' }).focus()
    await guide.page.keyboard.press('Enter')
    await guide.page.keyboard.press('Enter')
    expect(await dialog.getByLabel('Aspect 4', { exact: true }).inputValue()).toBe('Inkleding')
    await dialog.getByRole('button', { name: 'Haal Doelstellingen weg' }).click()
    await dialog.getByText(/^Doelstellingen gaat weg/).waitFor()
    await press(guide.page, 'Zet terug')
    await dialog.getByRole('button', { name: 'Haal Inhoudelijke kaders weg' }).click()
    await press(guide.page, 'Nog een aspect')
    await guide.page.keyboard.type('Onze buurt')
    await press(guide.page, 'Bewaar')
    await closed(guide.page)
    const [vision, , goals, activities, communication, setting, ...others] = before
    expect(vision).toBe('Visie')
    expect((await said()).aspects).toEqual([
      'Onze visie',
      goals,
      setting,
      activities,
      communication,
      ...others,
      'Onze buurt',
    ])
  })

  test('tells who stands in for others, who cannot come, and which organisation is not there any more', async () => {
    await press(guide.page, 'Wijzig Voornaam')
    await guide.page.getByRole('checkbox', { name: 'Vervangt iemand van de organisatie' }).check()
    await expect.poll(async () => (await said()).substitutes).toEqual([series.writers[0]!.participant])
    await guide.page.keyboard.press('Escape')
    await card(guide.page, 'Vaste groep').getByText('vervanger').waitFor()

    await press(guide.page, 'Wijzig Organisatie E')
    await guide.page.getByRole('checkbox', { name: 'Bijeenkomst 3' }).check()
    await session(guide.page, 3).getByText('verontschuldigd: Organisatie E').waitFor()
    await guide.page.getByRole('checkbox', { name: /^Hoort niet meer bij het netwerk/ }).check()
    await session(guide.page, 3).getByText('verontschuldigd').waitFor({ state: 'detached' })
    await guide.page.keyboard.press('Escape')
    await card(guide.page, 'Vaste groep').getByText('niet meer in het netwerk').waitFor()
    await card(guide.page, 'Nog niet gehoord')
      .getByText(/Organisatie E/)
      .waitFor({ state: 'detached' })
  })

  test('meets nothing that axe finds wrong', async () => {
    await card(guide.page, 'Nog niet gehoord').getByText('Per organisatie', { exact: true }).click()
    expect(await wrong(guide.page)).toEqual([])
  })
})

describe('the ledger', () => {
  const row = (page: Page, name: string) => page.getByRole('listitem', { name: new RegExp(name) }).first()
  const order = async () => (await said()).expectations.map(({ text }) => text)

  test('is opened from the home, and shows what touched an expectation', async () => {
    await card(guide.page, 'Verwachtingen').getByRole('link', { name: 'Open alle' }).click()
    const first = row(guide.page, 'Elkaars werking leren kennen')
    await first.getByText('in bijeenkomst 2').click()
    expect(await first.getByRole('listitem').count()).toBe(2)
    await row(guide.page, 'Vinden van eigenheid').getByText('nog niet aangeraakt').waitFor()
  })

  test('is ordered by keyboard: the focus goes along', async () => {
    await guide.page.getByRole('button', { name: 'Zet hoger: Vinden van eigenheid' }).focus()
    await guide.page.keyboard.press('Enter')
    await expect.poll(async () => (await order()).indexOf('Vinden van eigenheid')).toBe(5)
    await expect
      .poll(() => guide.page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Zet hoger: Vinden van eigenheid')
    await guide.page.keyboard.press('Enter')
    await expect.poll(async () => (await order()).indexOf('Vinden van eigenheid')).toBe(4)
  })

  test('leaves who typed on meanwhile where they are', async () => {
    let answers = () => {}
    const held = new Promise<void>((done) => (answers = done))
    await guide.page.route('**/series*', async (route) => {
      await held
      await route.continue()
    })
    await guide.page.getByRole('button', { name: 'Zet lager: Vinden van eigenheid' }).click()
    await expect.poll(async () => (await order()).indexOf('Vinden van eigenheid')).toBe(5)
    await guide.page.getByLabel('Nog een verwachting').focus()
    answers()
    await expect
      .poll(async () =>
        (await guide.page.getByRole('listitem').allInnerTexts()).findIndex((one) =>
          one.includes('Vinden van eigenheid'),
        ),
      )
      .toBeGreaterThan(4)
    await guide.page.keyboard.type('Hier typte ik')
    expect(await guide.page.getByLabel('Nog een verwachting').inputValue()).toBe('Hier typte ik')
    await guide.page.getByLabel('Nog een verwachting').fill('')
    await guide.page.unroute('**/series*')
  })

  test('takes an expectation more, in other words, and gives it back when it was taken away', async () => {
    await guide.page.getByLabel('Nog een verwachting').fill('Plezier hebben')
    await guide.page.keyboard.press('Enter')
    await press(guide.page, 'Wijzig: Plezier hebben')
    await guide.page.getByLabel('Verwachting 8').fill('Plezier maken')
    await guide.page.keyboard.press('Enter')
    await press(guide.page, 'Haal weg: Plezier maken')
    await guide.page.getByRole('status').getByRole('button', { name: 'Zet terug' }).click()
    await expect.poll(async () => (await order()).at(-1)).toBe('Plezier maken')
    await row(guide.page, 'Plezier maken').waitFor()
  })

  test('counts what goes with an expectation before it goes', async () => {
    await press(guide.page, 'Haal weg: Leren van elkaar')
    await guide.page.getByText(/^Dit gaat mee weg: de band met \d+ briefjes en thema’s\.$/).waitFor()
    await press(guide.page, 'Annuleer')
    expect(await order()).toContain('Leren van elkaar')
  })

  test('says how it goes halfway, and takes that back', async () => {
    const first = row(guide.page, 'Elkaars werking leren kennen')
    await first.getByRole('button', { name: 'Zijn we goed bezig?' }).click()
    await guide.page.getByRole('radio', { name: 'Ja, goed bezig' }).check()
    await guide.page.getByLabel('In één zin').fill('We waren al bij drie van ons.')
    await press(guide.page, 'Bewaar')
    await first.getByText('We waren al bij drie van ons.').waitFor()
    await first.getByRole('button', { name: 'Wijzig hoe we bezig zijn' }).click()
    await guide.page.getByRole('radio', { name: 'Een beetje' }).check()
    await press(guide.page, 'Bewaar')
    await first.getByText('Een beetje').waitFor()
    await closed(guide.page)
  })

  test('is judged once the series comes to its end, with the notes that show it', async () => {
    expect(await guide.page.getByRole('button', { name: 'Wat werd ervan?' }).count()).toBe(0)
    for (const one of series.sessions.slice(2)) {
      await series.command({ type: 'startStep', step: one.agenda[0]!.id }, one.id)
      await series.command({ type: 'endSession' }, one.id)
    }
    await guide.page.goto(home())
    await card(guide.page, 'Nu te doen')
      .getByText(/^Wat werd er van verwachtingen/)
      .waitFor()
    await guide.page.getByRole('link', { name: 'Beoordeel' }).click()
    const first = row(guide.page, 'Elkaars werking leren kennen')
    await first.getByRole('button', { name: 'Wat werd ervan?' }).click()
    const dialog = guide.page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Deels uitgekomen' }).check()
    await dialog.getByLabel('In één zin').fill('Van de helft kennen we het huis.')
    await dialog.getByRole('checkbox').first().check()
    expect(await wrong(guide.page)).toEqual([])
    await press(guide.page, 'Bewaar')
    await closed(guide.page)
    await first.getByText('Van de helft kennen we het huis.').waitFor()
    expect(await first.locator('blockquote').count()).toBe(1)
    expect((await said()).expectations[0]?.judgement).toMatchObject({ outcome: 'partly' })
    expect(await wrong(guide.page)).toEqual([])
  })
})

describe('a member, on a phone', () => {
  test('reads the series and what is open for the own organisation, and changes nothing else', async () => {
    const { page } = member
    await page.goto(home())
    await card(page, 'Open voor ons').getByText('Voor jullie organisatie staat er nu niets open.').waitFor()
    await card(page, 'Afspraken van de groep').getByText('Ieder komt aan het woord').waitFor()
    expect(await page.getByText('Nog niet gehoord').count()).toBe(0)
    expect(await page.getByText('vervanger').count()).toBe(0)
    expect(await page.getByRole('combobox').count()).toBe(0)
    expect(await page.getByRole('button', { name: /^Wijzig/ }).count()).toBe(0)
    expect(await wrong(page)).toEqual([])
  })

  test('reads the ledger with what became of each, and has nothing to press', async () => {
    const { page } = member
    await page.getByRole('link', { name: 'Verwachtingen' }).click()
    await page.getByText('Van de helft kennen we het huis.').waitFor()
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(await wrong(page)).toEqual([])
  })

  test('reads the records that were shared, and is told of the others', async () => {
    const { page } = member
    const first = series.sessions[0]!
    await series.command({ type: 'publishRecord', level: 'group', on: true }, first.id)
    await page.goto(home('records'))
    await page.getByRole('link', { name: 'Lees het verslag Bijeenkomst 1' }).waitFor()
    expect(await page.getByText('De procesbegeleider deelt dit verslag nog.').count()).toBe(4)
    for (const name of ['Webpagina', 'Markdown', 'Tabel (CSV)', 'Alles (JSON)']) {
      const file = await page.getByRole('link', { name: `${name} Bijeenkomst 1` }).getAttribute('href')
      expect((await page.request.get(new URL(file!, stage.product.url).href)).status()).toBe(200)
    }
    expect(await wrong(page)).toEqual([])
  })
})

describe('before the first session', () => {
  test('each page says what comes, and a member without an organisation is told where to look', async () => {
    const early = await playSeries(stage.product.url, 0, 1)
    const nobody = writerOf(await early.joins({ name: 'Iemand' }))
    const { page, trouble, leave } = await stage.people.phone().then((one) => ({
      page: one.page,
      trouble: one.trouble,
      leave: () => one.leave(),
    }))
    await page.goto(`${stage.product.url}/in/${nobody.token}`)
    await card(page, 'Open voor ons')
      .getByText(/^Jij hoort bij geen organisatie/)
      .waitFor()
    await card(page, 'Verwachtingen')
      .getByText(/na de eerste bijeenkomst/)
      .waitFor()
    await page.getByRole('link', { name: 'Verslagen' }).click()
    await page.getByText(/^Nog geen verslagen/).waitFor()
    await page.getByRole('link', { name: 'Verwachtingen' }).click()
    await page.getByText(/na de eerste bijeenkomst/).waitFor()
    expect(trouble).toEqual([])
    await leave()
  })

  test('a member says that the own organisation cannot come, and that it comes after all', async () => {
    const early = await playSeries(stage.product.url, 0)
    const one = await stage.people.phone()
    await one.page.goto(`${stage.product.url}/in/${early.writers[0]!.token}`)
    await session(one.page, 2).getByRole('button', { name: 'We kunnen niet komen' }).click()
    await session(one.page, 2).getByText('verontschuldigd: Organisatie A').waitFor()
    await session(one.page, 2).getByRole('button', { name: 'We komen toch' }).click()
    await session(one.page, 2).getByText('verontschuldigd').waitFor({ state: 'detached' })
    expect((await early.series()).excused).toEqual([])
    await one.leave()
  })
})

test('the themes of a session become the expectations, in their order, by one press', async () => {
  const first = await playSeries(stage.product.url, 1)
  for (const { id } of (await first.series()).expectations)
    await first.say({ type: 'removeExpectation', expectation: id })
  await guide.page.goto(first.signIn)
  await card(guide.page, 'Nu te doen')
    .getByText(/^Bijeenkomst 1 heeft 7 thema’s/)
    .waitFor()
  await press(guide.page, 'Geef nummers')
  await card(guide.page, 'Verwachtingen').getByText('7, uit bijeenkomst 1').waitFor()
  expect((await first.series()).expectations.map(({ text }) => text)).toEqual(EXPECTATIONS)
  await guide.page.getByText('Geef nummers').waitFor({ state: 'detached' })
})

test('the sessions are there before what is said of the series, and stay when that does not come', async () => {
  const late = await stage.people.laptop()
  await withoutServiceWorker(late.page)
  await late.page.goto(series.signIn)
  let answer = () => undefined as void
  const asked = new Promise<void>((done) => (answer = done))
  await late.page.route(/\/series$/, async (route) => {
    await asked
    await route.abort()
  })
  await late.page.goto(home())
  await session(late.page, 5).getByRole('link', { name: 'Open het bord' }).first().waitFor()
  await card(late.page, 'Vaste groep').getByText('Organisatie A').waitFor()
  await card(late.page, 'Verwachtingen').getByText('Even geduld…').waitFor()
  answer()
  await late.page.getByRole('alert').waitFor()
  expect(await late.page.getByRole('alert').count()).toBe(1)
  await card(late.page, 'Verwachtingen').getByText('Dit kon niet geladen worden.').waitFor()
  expect(await late.page.getByRole('article').count()).toBe(5)
  await late.leave()
})

test('nine sessions stand in time, and the ledger scrolls under its titles', async () => {
  const long = await playSeries(stage.product.url, 1, 9)
  await guide.page.goto(long.signIn)
  await session(guide.page, 9).waitFor()
  await card(guide.page, 'Verwachtingen').getByText('Elkaars werking leren kennen').first().waitFor()
  expect(await guide.page.getByRole('article').count()).toBe(9)
  expect(await guide.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  expect(await wrong(guide.page)).toEqual([])
})
