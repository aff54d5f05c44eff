import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { makeTheme, writeNote } from '../../shared/doc/commands.ts'
import type { NoteId, SessionId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import { wrong } from '../helpers/axe.ts'
import { openBoard, type Writer } from '../helpers/full-board.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { SessionInfo } from '../../shared/wire/http.ts'
import type { ZoneKind } from '../../shared/model/zone.ts'
import type { Participant } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// The record while it is made: it follows the board, and the facilitator writes in it where it stands.

let gathering: Gathering
/** The second session: it has a place for reflection. */
let session: SessionInfo
let board: Writer
let laptop: Participant
const notes = new Map<string, NoteId>()
const stage = setStage()

/** A pause of typing comes before the saving. */
const PATIENCE = { timeout: 15_000 }
const STORY = 'Een mama uit onze groep deed hier haar verhaal'
const OURS = 'Dit houden we onder ons'
const PLAIN = 'Niemand keek raar op'

const zoneOf = (kind: ZoneKind): ZoneId => session.zones.find((one) => one.kind === kind)!.id
const command = (what: Command) => gathering.command(what, session.id)
const write = (text: string, zone: ZoneId): NoteId =>
  writeNote(
    board.board,
    { author: gathering.who.participant, organisation: null },
    { text, zone, x: 0, y: 0 },
    Date.now(),
  )
const themed = (title: string, zone: ZoneId, those: readonly NoteId[]): ThemeId =>
  makeTheme(
    board.board,
    { author: gathering.who.participant, organisation: null },
    { title, zone, colour: 'munt', status: 'theme' },
    Date.now(),
    those,
  )

beforeAll(async () => {
  gathering = await gather(stage.product.url)
  session = gathering.created.network.sessions[1]!
  board = await openBoard(stage.product.url, session.id, gathering.who)
  const zone = zoneOf('reflection')
  for (const text of [PLAIN, STORY, OURS, 'Grootouders komen vaker']) notes.set(text, write(text, zone))
  themed('Onthaal en sfeer', zone, [notes.get(PLAIN)!, notes.get(STORY)!, notes.get(OURS)!])
  themed('Grootouders', zone, [notes.get('Grootouders komen vaker')!])
  await board.saved()
  laptop = await stage.people.laptop()
  await laptop.page.goto(gathering.signIn)
  laptop.page.setDefaultTimeout(20_000)
})

const address = (of: SessionId = session.id) => `${stage.product.url}/record/${of}`
const field = (page: Page, name: string): Locator => page.getByRole('textbox', { name, exact: true })
async function openRecord(page: Page, of?: SessionId): Promise<Page> {
  await page.goto(address(of))
  await field(page, 'In het kort').waitFor()
  return page
}
const saved = (page: Page) => page.getByRole('banner').getByText('Bewaard', { exact: true }).waitFor()
/** The record as a file, as the group gets it. */
const file = async (format = 'md', level = 'group'): Promise<string> => {
  const answer = await fetch(`${stage.product.url}/api/sessions/${session.id}/record?format=${format}&level=${level}`, {
    headers: { authorization: `Bearer ${gathering.who.token}` },
  })
  return answer.text()
}
const line = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text })
const menuOf = (page: Page, text: string) => page.getByRole('button', { name: `Wat met: ${text}` })
async function choose(page: Page, text: string, act: string): Promise<void> {
  await menuOf(page, text).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: act }).click()
}

test('the record follows the board, and neither the place where one reads nor what one is writing moves', async () => {
  const page = await openRecord(laptop.page)
  const about = field(page, 'Zin bij Grootouders')
  await about.scrollIntoViewIfNeeded()
  await about.fill('Half een')
  const before = await about.boundingBox()
  write('Een nieuw briefje erboven', zoneOf('presentation'))
  await board.saved()
  await page.getByText('Een nieuw briefje erboven').first().waitFor({ state: 'attached' })
  expect(await about.evaluate((one) => one === document.activeElement)).toBe(true)
  expect(await about.inputValue()).toBe('Half een')
  expect(Math.abs((await about.boundingBox())!.y - before!.y)).toBeLessThan(3)
  await about.fill('')
  await about.blur()
  await saved(page)
})

test('what is written on the paper is saved by itself, and stands in every file', async () => {
  const page = await openRecord(laptop.page)
  await field(page, 'In het kort').fill('Het ging over het onthaal.')
  await field(page, 'Zin bij Onthaal en sfeer').fill('Een open deur is meer dan een deur.')
  await page.getByRole('button', { name: 'Wat met thema Onthaal en sfeer' }).click()
  await page.getByRole('button', { name: 'We verdiepten dit thema' }).click()
  const deeper = field(page, 'Wat jullie vonden over Onthaal en sfeer')
  await deeper.waitFor()
  await expect.poll(() => deeper.evaluate((one) => one === document.activeElement), PATIENCE).toBe(true)
  await page.keyboard.type('Begroeten aan de deur werkt.')
  await field(page, 'Nieuw besluit').fill('Elke maand samen')
  await page.keyboard.press('Enter')
  await field(page, 'Besluit 1').waitFor()
  await field(page, 'Nieuw besluit').fill('Dit gaat weer weg')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Haal besluit 2 weg' }).click()
  await page.getByText('Het besluit is weg uit het verslag.').waitFor()
  await saved(page)
  const words = ['Het ging over het onthaal.', 'Een open deur is meer dan een deur.', 'Begroeten aan de deur werkt.']
  for (const format of ['md', 'html', 'json']) {
    const text = await file(format)
    for (const one of [...words, 'Elke maand samen']) expect(text).toContain(one)
    expect(text).not.toContain('Dit gaat weer weg')
  }
  expect(await wrong(page)).toEqual([])
})

test('a note that is left out or stays in the group is struck on this paper, in no file, and comes back', async () => {
  const page = await openRecord(laptop.page)
  await choose(page, STORY, 'Laat weg')
  await line(page, STORY).getByText('weggelaten').waitFor()
  await choose(page, OURS, 'Blijft in de groep')
  await line(page, OURS).getByText('blijft in de groep').first().waitFor()
  const text = (await file()) + (await file('csv')) + (await file('json')) + (await file('html'))
  expect(text).not.toContain(STORY)
  expect(text).not.toContain(OURS)
  expect(text).toContain(PLAIN)
  const story = page.getByRole('region', { name: 'Herkenbaar verhaal?' })
  await story.getByText('2 briefjes staan niet in het verslag.').waitFor()
  expect(await wrong(page)).toEqual([])
  await story.getByRole('button', { name: `Zet terug: ${OURS}` }).click()
  await expect.poll(() => file(), PATIENCE).toContain(OURS)
  await page.getByRole('button', { name: 'Maak ongedaan' }).last().click()
  await expect.poll(() => file(), PATIENCE).not.toContain(OURS)
})

test('who only reads sees the stage, none of the tools, and is sent no word that was left out', async () => {
  await command({ type: 'publishRecord', level: 'group', on: true })
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A')
  const { page } = phone
  const bytes: string[] = []
  const sockets: string[] = []
  await page.goto('about:blank')
  page.on('response', async (response) => {
    if (response.url().includes('/api/')) bytes.push(await response.text().catch(() => ''))
  })
  page.on('websocket', (socket) => sockets.push(socket.url()))
  await page.goto(address())
  await page.getByRole('heading', { name: 'Reflectie' }).waitFor()
  await page.getByText('gedeeld met de groep', { exact: true }).waitFor()
  expect(await page.getByRole('textbox').count()).toBe(0)
  expect(await page.getByRole('button', { name: /^Wat met|Keur goed|Deel/ }).count()).toBe(0)
  expect(await page.locator('body').innerText()).not.toContain(STORY)
  await command({ type: 'decide', text: 'Dit komt er vanzelf bij' })
  await page.getByText('Dit komt er vanzelf bij').waitFor()
  expect(sockets).toEqual([])
  expect(bytes.join()).toContain(PLAIN)
  expect(bytes.join()).not.toContain(STORY)
  expect(bytes.join()).not.toContain(OURS)
  expect(await wrong(page)).toEqual([])
  await phone.leave()
})

test('of two who write the same, the second sees both and chooses', async () => {
  const page = await openRecord(laptop.page)
  const summary = field(page, 'In het kort')
  await summary.pressSequentially(' En nog iets')
  await command({ type: 'summariseRecord', text: 'Van een collega.' })
  await page.getByText('Iemand anders schreef hier intussen:').waitFor()
  expect(await summary.inputValue()).toContain('En nog iets')
  await page.getByText('Van een collega.', { exact: true }).waitFor()
  expect(await wrong(page)).toEqual([])
  await page.getByRole('button', { name: 'Bewaar wat ik schreef' }).click()
  await saved(page)
  expect(await file()).toContain('En nog iets')
})

test('words that are written without a connection stay where they are, and are saved when it is back', async () => {
  const page = await openRecord(laptop.page)
  await laptop.context.setOffline(true)
  const summary = field(page, 'In het kort')
  await summary.fill('Geschreven op de trein.')
  await summary.blur()
  await page.getByText('Je woorden staan hier nog').waitFor()
  expect(await page.getByRole('banner').getByText('Bewaard', { exact: true }).count()).toBe(0)
  await laptop.context.setOffline(false)
  await saved(page)
  expect(await file()).toContain('Geschreven op de trein.')
})

test('a reload while one types loses nothing', async () => {
  const page = await openRecord(laptop.page)
  await page.route('**/socket.io/**', (route) => route.abort())
  await page.route('**/commands', (route) => route.abort())
  await field(page, 'In het kort').fill('Halverwege een z')
  await page.unroute('**/commands')
  await page.unroute('**/socket.io/**')
  await openRecord(page)
  expect(await field(page, 'In het kort').inputValue()).toBe('Halverwege een z')
  await expect.poll(() => file(), PATIENCE).toContain('Halverwege een z')
})

test('by the keyboard alone: from line to line, leaving out and taking back, and the order of themes', async () => {
  const page = await openRecord(laptop.page)
  await menuOf(page, PLAIN).focus()
  await page.keyboard.press('Delete')
  await line(page, PLAIN).getByText('weggelaten').waitFor()
  await page.keyboard.press('Delete')
  await expect.poll(() => file(), PATIENCE).toContain(PLAIN)
  await page.keyboard.press('ArrowDown')
  expect(await menuOf(page, PLAIN).evaluate((one) => one !== document.activeElement)).toBe(true)
  const tool = page.getByRole('button', { name: 'Wat met thema Grootouders' })
  await tool.focus()
  await page.keyboard.press('Alt+ArrowUp')
  await expect
    .poll(async () => {
      const text = await file()
      return text.indexOf('### Grootouders') < text.indexOf('### Onthaal en sfeer')
    })
    .toBe(true)
  await expect.poll(() => tool.evaluate((one) => one === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Later' }).waitFor()
  await page.keyboard.press('Escape')
  expect(await tool.evaluate((one) => one === document.activeElement)).toBe(true)
})

test('on a phone a tap on a line opens its menu, and a field does not make the phone zoom', async () => {
  const phone = await stage.people.phone()
  await phone.page.goto(gathering.signIn)
  const page = await openRecord(phone.page)
  expect(
    await field(page, 'In het kort').evaluate((one) => parseFloat(getComputedStyle(one).fontSize)),
  ).toBeGreaterThanOrEqual(16)
  await page.getByText('Grootouders komen vaker').first().tap()
  await page.getByRole('button', { name: 'Naar de parkeerplaats' }).tap()
  await expect.poll(() => file(), PATIENCE).toMatch(/Parkeerplaats\n\n- Grootouders komen vaker/)
  expect(await wrong(page)).toEqual([])
  await phone.leave()
})

test('the group approves it in the next session; then it stays as it is, until that is taken back', async () => {
  const page = await openRecord(laptop.page)
  await page.getByText('De groep leest mee').waitFor()
  await field(page, 'Nieuwe correctie').fill('Het was niet in maart.')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Haal weg: Het was niet in maart.' }).waitFor()
  await page.getByRole('button', { name: 'Keur goed' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Het was niet in maart.').waitFor()
  expect(await dialog.getByRole('combobox').evaluate((one: HTMLSelectElement) => one.selectedOptions[0]?.label)).toBe(
    'Bijeenkomst 3',
  )
  expect(await wrong(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Keur goed' }).click()
  await page.getByText('goedgekeurd in bijeenkomst 3').first().waitFor()
  await expect.poll(() => page.getByRole('textbox').count()).toBe(0)
  expect(await file()).toContain('Goedgekeurd in bijeenkomst 3')
  await page.getByRole('button', { name: 'Trek goedkeuring in' }).click()
  await field(page, 'In het kort').waitFor()
})

test('at the next session the facilitator is asked whether the record of the one before was approved', async () => {
  const next = gathering.created.network.sessions[2]!
  await gathering.command({ type: 'startStep', step: next.agenda[0]!.id }, next.id)
  const page = await openRecord(laptop.page, next.id)
  await page.getByText('Is het verslag van bijeenkomst 2 goedgekeurd?').waitFor()
  await page.goto(`${stage.product.url}/network/${gathering.created.network.id}`)
  await page.getByText('Is het verslag van bijeenkomst 2 goedgekeurd?').waitFor()
  await page.getByRole('link', { name: 'Naar het verslag' }).click()
  await page.waitForURL(/\/record\//)
  expect(laptop.trouble.filter((one) => !/ERR_FAILED|ERR_INTERNET_DISCONNECTED/.test(one))).toEqual([])
})
