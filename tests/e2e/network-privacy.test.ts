import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import type { NetworkInfo } from '../../shared/wire/http.ts'
import type { OwnData } from '../../shared/wire/own-data.ts'
import { wrong } from '../helpers/axe.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import type { Participant } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// What is kept, who sees it and until when, for everyone of the group; and what each may do about their own.

let gathering: Gathering
/** Guides at a laptop. */
let laptop: Participant
/** A member with a phone. */
let an: Participant
const stage = setStage()
beforeAll(async () => {
  gathering = await gather(stage.product.url)
  laptop = await stage.people.laptop()
  await laptop.page.goto(gathering.signIn)
  an = await (await stage.people.phone()).join(gathering.code, 'Organisatie A', 'An')
  await an.write('Ruimer open op zaterdag')
  await an.saved()
  for (const { page } of [laptop, an]) page.setDefaultTimeout(6_000)
})

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).last().click()
const openPrivacy = async ({ page }: Participant): Promise<Page> => {
  await page.goto(`${stage.product.url}/network/${gathering.created.network.id}/privacy`)
  await page.getByRole('heading', { name: 'Wat we bewaren' }).waitFor()
  return page
}
const info = async ({ page }: Participant): Promise<NetworkInfo> =>
  (await (
    await page.request.get(`${stage.product.url}/api/networks/${gathering.created.network.id}`)
  ).json()) as NetworkInfo
const overflows = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

test('everyone reads what is kept, who sees it and until when, on a phone and at a laptop', async () => {
  for (const one of [an, laptop]) {
    const page = await openPrivacy(one)
    await page.getByText('Alleen jij, tot de begeleider alles samen toont.').waitFor()
    await page.getByText(new URL(stage.product.url).host).waitFor()
    await page.getByText('Als één bord gewist wordt').waitFor()
    expect(await overflows(page)).toBe(false)
    expect(await wrong(page)).toEqual([])
  }
  const page = an.page
  // What the facilitator decides, a member reads.
  expect(await page.getByRole('checkbox').count()).toBe(0)
  expect(await page.getByRole('spinbutton').count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Wis dit netwerk…' }).count()).toBe(0)
})

test('someone takes along what is theirs as a file; without a connection they are told, and nothing is saved', async () => {
  const page = await openPrivacy(an)
  const download = page.waitForEvent('download')
  await press(page, 'Download wat van mij is')
  const file = await download
  expect(file.suggestedFilename()).toBe('wat-van-mij-is.json')
  const data = JSON.parse(await readFile(await file.path(), 'utf8')) as OwnData
  expect(data).toMatchObject({ me: { name: 'An' }, sessions: [{ notes: [{ text: 'Ruimer open op zaterdag' }] }] })
  await page.getByText('Het bestand staat op je toestel.').waitFor()
  await an.context.setOffline(true)
  await press(page, 'Download wat van mij is')
  await page.getByRole('alert').waitFor()
  await an.context.setOffline(false)
  an.trouble.length = 0
})

test('the facilitator stretches the time, and everyone reads the new day', async () => {
  const last = gathering.created.network.sessions.at(-1)!
  await laptop.page.request.patch(`${stage.product.url}/api/sessions/${last.id}`, {
    data: { startsAt: '2100-03-12T09:30:00+01:00' },
    headers: { origin: stage.product.url },
  })
  const page = await openPrivacy(laptop)
  await page.getByText('De borden worden gewist op 11 april 2100.').waitFor()
  await page.getByLabel('Dagen na de laatste bijeenkomst').fill('60')
  await page.keyboard.press('Tab')
  await page.getByText('De borden worden gewist op 11 mei 2100.').waitFor()
  await (await openPrivacy(an)).getByText('De borden worden gewist op 11 mei 2100.').waitFor()
})

test('the facilitator keeps what was said of the series; members read it, and erasing a session says it', async () => {
  const page = await openPrivacy(laptop)
  const keep = page.getByLabel('Hou bij wat we over de reeks zeiden')
  expect(await keep.isChecked()).toBe(false)
  await page.getByText('van die bijeenkomst gaan dan mee weg').waitFor()
  await keep.check()
  await page.getByText('blijven dan staan, zonder de briefjes').waitFor()
  await (await openPrivacy(an)).getByText('blijven dan staan, zonder de briefjes').waitFor()
  const says = async (text: RegExp) => {
    await page.goto(`${stage.product.url}/network/${gathering.created.network.id}`)
    await press(page, 'Wijzig datum en plaats')
    await press(page, 'Wis deze bijeenkomst…')
    await page.getByRole('dialog').getByText(text).waitFor()
    await press(page, 'Annuleer')
  }
  await says(/aan de reeks gaf, blijft/)
  await openPrivacy(laptop)
  await keep.uncheck()
  await page.getByText('van die bijeenkomst gaan dan mee weg').waitFor()
  await says(/aan de reeks gaf, gaat weg/)
})

test('someone makes their own link anew: the former device is out, and this one goes on', async () => {
  const page = await openPrivacy(an)
  const tablet = await stage.people.laptop()
  const before = (await info(an)).url!
  await tablet.page.goto(before)
  await tablet.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await tablet.page.getByText('Ruimer open op zaterdag').first().waitFor()
  await press(page, 'Maak een nieuwe link…')
  const dialog = page.getByRole('dialog', { name: 'Een nieuwe link maken?' })
  expect(await wrong(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Maak de link' }).click()
  await page.getByText('Dit is je nieuwe link. De oude werkt niet meer.').waitFor()
  const shown = await page.getByRole('textbox', { name: 'Jouw link' }).inputValue()
  expect(shown).not.toBe(before)
  await tablet.page.getByText(/niet \(meer\) bekend/).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Wat we bewaren' }).waitFor()
  await tablet.page.goto(shown)
  await tablet.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await tablet.page.getByText('Ruimer open op zaterdag').first().waitFor()
  await tablet.leave()
})

test('a lost phone is replaced by a link that works once, or signed out at once', async () => {
  const { page } = laptop
  const openPerson = async () => {
    await page.goto(`${stage.product.url}/network/${gathering.created.network.id}`)
    await press(page, 'Wijzig An')
  }
  await openPerson()
  await press(page, 'Toestel kwijt…')
  expect(await wrong(page)).toEqual([])
  await press(page, 'Geef een nieuwe link')
  const link = await page.getByRole('textbox', { name: 'De link' }).inputValue()
  await an.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await an.page.getByRole('form', { name: 'Schrijf een briefje' }).waitFor()
  const found = await stage.people.phone()
  await found.page.goto(link)
  await found.page.getByText('Je andere toestellen zijn dan afgemeld').waitFor()
  await press(found.page, 'Doe mee')
  await found.page.getByRole('form', { name: 'Schrijf een briefje' }).waitFor()
  await an.page.getByText(/niet \(meer\) bekend/).waitFor()

  await openPerson()
  await press(page, 'Toestel kwijt…')
  await press(page, 'Meld nu alles af')
  await found.page.getByText(/niet \(meer\) bekend/).waitFor()
  // Then the way to another device is the next thing there.
  await page.getByRole('dialog').getByRole('button', { name: 'Geef een link voor een toestel' }).waitFor()
  await found.leave()
})

test('a member erases themself from this page; the facilitator erases the network', async () => {
  const bo = await (await stage.people.phone()).join(gathering.code, 'Organisatie B', 'Bo')
  const page = await openPrivacy(bo)
  await press(page, 'Wis mij…')
  await page.getByRole('dialog', { name: 'Jou wissen uit dit netwerk?' }).waitFor()
  await press(page, 'Wis mij')
  await page.waitForURL(`${stage.product.url}/`)
  expect((await gathering.members()).some(({ name }) => name === 'Bo')).toBe(false)
  await openPrivacy(laptop)
  await press(laptop.page, 'Wis dit netwerk…')
  await laptop.page.getByLabel('Typ de titel van het netwerk om te wissen').fill(gathering.created.network.title)
  await press(laptop.page, 'Wis alles')
  await laptop.page.waitForURL(`${stage.product.url}/`)
  expect((await info(laptop)).sessions).toBeUndefined()
})
