import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { Note } from '../../shared/model/note.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import { pageIsKept } from '../helpers/browser.ts'
import { openBoard } from '../helpers/full-board.ts'
import { gather, writerOf, type Gathering } from '../helpers/gathering.ts'
import { layLine } from '../helpers/line.ts'
import { Participant, peopleOf } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'
import { routeSync } from '../helpers/sync-route.ts'

// A board that the server does not take as it is, or has anew: the page begins again, and does again what was meant.

const stage = setStage()

const says = (page: Page, words: string) => page.getByText(words).first().waitFor()
const card = (page: Page, text: string) => page.locator('[data-note]').filter({ hasText: text })
const editor = (page: Page) => page.getByLabel('Tekst van het briefje')
const back = (page: Page, text: string) =>
  page.locator('article').filter({ has: page.locator('blockquote', { hasText: text }) })
const own = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text })

/** From now on the page is watched: whether these words are on the screen after each change of it. */
const watchFor = (page: Page, words: string) =>
  page.evaluate((sought) => {
    const look = () => {
      if (!document.body.textContent?.includes(sought)) document.body.dataset['missed'] = 'yes'
    }
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
  }, words)
const wasThereAllTheTime = (page: Page) => page.evaluate(() => document.body.dataset['missed'] === undefined)

async function notesOf(gathering: Gathering): Promise<Note[]> {
  const { board, leave } = await gathering.board()
  const { notes } = readBoard(board.doc)
  leave()
  return [...notes.values()]
}

const textsOf = async (gathering: Gathering): Promise<string[]> =>
  (await notesOf(gathering)).map(({ text }) => text).sort()

test('a zone is locked while a laptop is offline: what may be is done, words come back, the rest is told, after a reload too', async () => {
  const gathering = await gather(stage.product.url)
  const [locked, open] = [gathering.zone('expectations'), gathering.zone('crossPollination')]
  const line = await layLine(stage.product.port)
  const laptop = await peopleOf(stage.browser, line.url).laptop()
  await laptop.join(gathering.code, 'Organisatie A', 'Voornaam')
  const { page } = laptop
  /** Types it into the field that is open, and waits until the board has the keys again. */
  const type = async (text: string) => {
    await editor(page).fill(text)
    await page.keyboard.press('Enter')
    await editor(page).waitFor({ state: 'detached' })
  }
  const write = async (text: string) => {
    await page.keyboard.press('n')
    await type(text)
  }
  const toZone = async (title: string) => {
    await page.getByRole('navigation').getByRole('button', { name: title }).first().click()
    await page.keyboard.press('Control+0')
  }
  await toZone(locked.title)
  for (const text of ['Te wijzigen', 'Te verplaatsen', 'Terug te nemen']) await write(text)
  await laptop.saved()
  const [before] = (await notesOf(gathering)).filter(({ text }) => text === 'Te verplaatsen')
  await pageIsKept(page)

  line.cut()
  await says(page, 'Geen verbinding')
  await write('Nieuw in de gesloten zone')
  await card(page, 'Te wijzigen').focus()
  await page.keyboard.press('Enter')
  await type('Gewijzigd')
  await card(page, 'Te verplaatsen').focus()
  for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
  await page.keyboard.press('Escape')
  await card(page, 'Terug te nemen').focus()
  await page.keyboard.press('Delete')
  await toZone(open.title)
  await write('Nieuw in een open zone')
  await says(page, 'Niet verstuurd: 5')
  await page.reload()
  await says(page, 'Niet verstuurd: 5')
  await gathering.command({ type: 'changeZone', zone: locked.id, locked: true })
  line.mend()

  await says(page, 'Eén briefje is niet verplaatst. Deze zone is gesloten.')
  await laptop.saved()
  for (const text of ['Nieuw in de gesloten zone', 'Gewijzigd']) await back(page, text).waitFor()
  expect(await back(page, 'Gewijzigd').textContent()).toContain('Eén wijziging kwam er niet bij')
  expect(await page.locator('article blockquote').count()).toBe(2)
  expect(await textsOf(gathering)).toEqual(['Nieuw in een open zone', 'Te verplaatsen', 'Te wijzigen'])
  const after = (await notesOf(gathering)).find(({ id }) => id === before?.id)
  expect(after?.place).toEqual(before?.place)
  // The page shows what the server has, and nothing else.
  await toZone(locked.title)
  await card(page, 'Te wijzigen').waitFor()
  expect((await page.locator('[data-note]').allTextContents()).join()).not.toMatch(/Gewijzigd|Terug te nemen/)
  await laptop.leave()
  await line.close()
})

test.for([
  ['hangs up on the former epoch', true],
  ['only says its epoch', false],
] as const)(
  'a restored board that %s hears nothing of the former one, and once what was never sent',
  async ([, hangsUp]) => {
    const gathering = await gather(stage.product.url)
    const line = await layLine(stage.product.port)
    const phone = await peopleOf(stage.browser, line.url).phone()
    const sync = await routeSync(phone.page)
    sync.moveTo(1)
    await phone.join(gathering.code, 'Organisatie A')
    for (const text of ['Eerst geschreven', 'Weg ermee']) await phone.write(text)
    await phone.saved()
    line.cut()
    await says(phone.page, 'Geen verbinding')
    await own(phone.page, 'Weg ermee').getByRole('button', { name: 'Haal weg' }).click()
    await phone.write('In de kelder geschreven')
    await says(phone.page, 'Niet verstuurd: 2')
    await phone.page.reload({ waitUntil: 'commit' }).catch(() => undefined)
    sync.moveTo(2, hangsUp)
    const before = sync.connections.length
    line.mend()
    await phone.page.goto(`${line.url}/session/${gathering.session.id}`)
    await phone.saved()

    const since = sync.connections.slice(before)
    expect(since.length).toBeGreaterThan(1)
    expect(since[0]?.sent).toEqual([])
    await expect.poll(() => textsOf(gathering)).toEqual(['Eerst geschreven', 'In de kelder geschreven'])
    expect(await own(phone.page, 'In de kelder geschreven').count()).toBe(1)
    expect(await phone.page.locator('article blockquote').count()).toBe(0)

    // And it is at the new epoch from now on.
    const known = sync.connections.length
    await phone.page.reload()
    await phone.saved()
    expect(sync.connections.length).toBe(known + 1)
    await phone.leave()
    await line.close()
  },
)

test.for([
  ['says reset', 103],
  ['hangs up with 4409', 4409],
  ['hangs up with 4429', 4429],
] as const)('when the server %s while something is on its way, it arrives all the same, once', async ([, how]) => {
  const gathering = await gather(stage.product.url)
  const phone = await stage.people.phone()
  const sync = await routeSync(phone.page)
  await phone.join(gathering.code, 'Organisatie A')
  await phone.write('Was er al')
  await phone.saved()
  sync.hold()
  await phone.write('Onderweg')
  await says(phone.page, 'Bezig met bewaren')
  sync.letThrough()
  await watchFor(phone.page, 'Was er al')
  if (how === 103) sync.sayReset(7)
  else {
    sync.moveTo(7)
    sync.hangUp(how)
  }
  await phone.write('En daarna')
  await phone.saved()
  expect(await wasThereAllTheTime(phone.page)).toBe(true)
  await expect.poll(() => textsOf(gathering)).toEqual(['En daarna', 'Onderweg', 'Was er al'])
  for (const text of ['Was er al', 'Onderweg', 'En daarna']) expect(await own(phone.page, text).count()).toBe(1)
  expect(await phone.page.locator('article blockquote').count()).toBe(0)
  await phone.leave()
})

test('what is too large by itself comes back, and does not go round', async () => {
  const gathering = await gather(stage.product.url)
  const phone = await stage.people.phone()
  const sync = await routeSync(phone.page)
  await phone.join(gathering.code, 'Organisatie A')
  await phone.saved()
  sync.hold()
  await phone.write('Veel te groot')
  await says(phone.page, 'Bezig met bewaren')
  sync.letThrough()
  sync.hangUp(4413)
  await back(phone.page, 'Veel te groot').waitFor()
  await says(phone.page, 'Dat is te groot om te versturen.')
  await phone.write('En daarna')
  await phone.saved()
  expect(await textsOf(gathering)).toEqual(['En daarna'])
  await phone.leave()
})

test('while the server cannot keep anything the page says so, and what is written then arrives when it can', async () => {
  const gathering = await gather(stage.product.url)
  const phone = await stage.people.phone()
  const sync = await routeSync(phone.page)
  await phone.join(gathering.code, 'Organisatie A')
  await phone.write('Was er al')
  await phone.saved()
  sync.refuseAll(4503)
  await says(phone.page, 'Server bewaart nu niets')
  await says(
    phone.page,
    'De server kan nu niets bewaren. Je tekst staat bij jou en vertrekt vanzelf zodra het weer kan.',
  )
  await phone.write('Terwijl de schijf vol was')
  expect(await textsOf(gathering)).toEqual(['Was er al'])
  sync.refuseAll(null)
  await phone.saved()
  expect(await textsOf(gathering)).toEqual(['Terwijl de schijf vol was', 'Was er al'])
  await phone.leave()
})

test('a second tab writes on while the first begins anew', async () => {
  const gathering = await gather(stage.product.url)
  const phone = await stage.people.phone()
  const sync = await routeSync(phone.page)
  await phone.join(gathering.code, 'Organisatie A')
  await phone.write('Was er al')
  await phone.saved()
  const tab = new Participant(phone.url, { ...phone, page: await phone.context.newPage() })
  tab.page.on('pageerror', (error) => phone.trouble.push(String(error)))
  await tab.page.goto(phone.page.url())
  await own(tab.page, 'Was er al').waitFor()
  sync.sayReset(7)
  await phone.write('In de eerste')
  await phone.saved()
  await tab.write('In de tweede')
  await tab.saved()
  await own(phone.page, 'In de tweede').waitFor()
  expect(await textsOf(gathering)).toEqual(['In de eerste', 'In de tweede', 'Was er al'])
  expect(phone.trouble).toEqual([])
  await phone.leave()
})

test('of several notes the one too many is found, and comes back by itself with the reason', async () => {
  const gathering = await gather(stage.product.url)
  const line = await layLine(stage.product.port)
  const phone = await (await peopleOf(stage.browser, line.url).phone()).join(gathering.code, 'Organisatie A')
  const [cookie] = await phone.context.cookies()
  const state = await phone.page.request.get(`${line.url}/api/sessions/${gathering.session.id}/state`)
  const { me } = (await state.json()) as { me: { participant: string; organisation: string } }
  const who = writerOf({ id: me.participant, organisation: me.organisation, token: cookie?.value } as never)
  const writer = await openBoard(stage.product.url, gathering.session.id, who)
  const at = { zone: gathering.zone('expectations').id, x: 0, y: 0 }
  const by = { author: who.participant, organisation: who.organisation }
  writer.board.change(() => {
    for (let i = 2; i < BOUNDS.notesPerPerson; i++) writeNote(writer.board, by, { ...at, text: `Briefje ${i}` }, i)
  })
  await writer.saved()
  writer.leave()
  await phone.page.getByRole('tab', { name: `Van de groep ${BOUNDS.notesPerPerson - 2}` }).waitFor()
  line.cut()
  await says(phone.page, 'Geen verbinding')
  for (const text of ['Past nog', 'Past ook nog', 'Te veel']) await phone.write(text)
  line.mend()
  await back(phone.page, 'Te veel').waitFor()
  await says(phone.page, 'Je hebt het grootste aantal briefjes geschreven.')
  await phone.saved()
  expect(await phone.page.locator('article blockquote').count()).toBe(1)
  const texts = await textsOf(gathering)
  expect(texts.filter((text) => text.startsWith('Past')).sort()).toEqual(['Past nog', 'Past ook nog'])
  expect(texts.length).toBe(BOUNDS.notesPerPerson)
  await phone.leave()
  await line.close()
})
