import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { NoteId } from '../../shared/model/ids.ts'
import type { Device } from '../helpers/browser.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import { layLine, type Line } from '../helpers/line.ts'
import { peopleOf, type Participant } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// Words that the board cannot take, for whatever reason, stay with who wrote them.

const stage = setStage()

const says = (page: Page, words: string) => page.getByText(words).first().waitFor()
const field = (page: Page) => page.getByLabel('Je briefje', { exact: true })

/** Someone who joined with a name, on a line that can be cut. */
async function joined(
  device: Exclude<Device, 'wall'>,
): Promise<{ gathering: Gathering; line: Line; one: Participant; page: Page }> {
  const line = await layLine(stage.product.port)
  const gathering = await gather(stage.product.url)
  const one = await peopleOf(stage.browser, line.url)[device]()
  await one.join(gathering.code, 'Organisatie A', 'Voornaam')
  await one.saved()
  return { gathering, line, one, page: one.page }
}

async function cut({ line, page }: { line: Line; page: Page }) {
  line.cut()
  await says(page, 'Geen verbinding')
}

async function goes({ line, one }: { line: Line; one: Participant }) {
  await one.leave()
  await line.close()
}

const texts = async (gathering: Gathering): Promise<string[]> => {
  const { board, leave } = await gathering.board()
  leave()
  return [...board.notes.values()].map((note) => String(note.get('text'))).sort()
}

test('who is removed while writing is told so, and keeps what was not sent', async () => {
  const here = await joined('phone')
  const { gathering, line, one, page } = here
  await one.write('Dit is bewaard')
  await one.saved()
  await cut(here)
  await one.write('Dit is niet verstuurd')
  await field(page).fill('Dit is nog niet af')
  const writer = (await gathering.members()).find(({ name }) => name === 'Voornaam')
  await gathering.command({ type: 'removeParticipant', participant: writer!.id })
  line.mend()
  await page.getByRole('heading', { name: 'Je bent hier niet (meer) binnen' }).waitFor()
  for (const words of ['Dit is niet verstuurd', 'Dit is nog niet af']) await says(page, words)
  expect(await page.getByText('Dit is bewaard').count()).toBe(0)
  await page.reload()
  await says(page, 'Dit toestel is hier niet (meer) bekend.')
  for (const words of ['Dit is niet verstuurd', 'Dit is nog niet af']) await says(page, words)
  await goes(here)
})

test('a note for a zone that was locked meanwhile comes back to the phone with two choices', async () => {
  const here = await joined('phone')
  const { gathering, line, one, page } = here
  const zone = gathering.zone('expectations')
  await cut(here)
  for (const text of ['Voor de parkeerplaats', 'Voor later']) await one.write(text, { zone: zone.id })
  await says(page, 'Niet verstuurd: 2')
  await gathering.command({ type: 'changeZone', zone: zone.id, locked: true })
  line.mend()
  await says(page, `${zone.title} werd intussen gesloten.`)
  await back(page, 'Voor de parkeerplaats').getByRole('button', { name: 'Zet op de parkeerplaats' }).click()
  await back(page, 'Voor later').getByRole('button', { name: 'Hou als klad bij mij' }).click()
  await drafts(page).getByText('Voor later').waitFor()
  await one.saved()
  await expect.poll(() => texts(gathering)).toEqual(['Voor de parkeerplaats'])
  await drafts(page).getByRole('button', { name: 'Schrijf hiermee verder' }).click()
  expect(await field(page).inputValue()).toBe('Voor later')
  await goes(here)
})

const back = (page: Page, text: string) =>
  page.locator('article').filter({ has: page.locator('blockquote', { hasText: text }) })
const drafts = (page: Page) => page.getByRole('region', { name: 'Klad, alleen op dit toestel' })
const editor = (page: Page) => page.getByLabel('Tekst van het briefje')
const toZone = async (page: Page, title: string) => {
  await page.getByRole('navigation').getByRole('button', { name: title }).first().click()
  await page.keyboard.press('Control+0')
}

test('it comes back on a laptop too, over the board', async () => {
  const here = await joined('laptop')
  const { gathering, line, one, page } = here
  const zone = gathering.zone('expectations')
  await toZone(page, zone.title)
  await cut(here)
  for (const text of ['Voor de parkeerplaats', 'Voor later']) {
    await page.keyboard.press('n')
    await editor(page).fill(text)
    await page.keyboard.press('Enter')
  }
  await says(page, 'Niet verstuurd: 2')
  await gathering.command({ type: 'changeZone', zone: zone.id, locked: true })
  line.mend()
  await says(page, `${zone.title} werd intussen gesloten.`)
  await back(page, 'Voor de parkeerplaats').getByRole('button', { name: 'Zet op de parkeerplaats' }).click()
  await back(page, 'Voor later').getByRole('button', { name: 'Hou als klad bij mij' }).click()
  await one.saved()
  await expect.poll(() => texts(gathering)).toEqual(['Voor de parkeerplaats'])

  // Where nothing can be written the draft stays a draft; elsewhere it becomes a note.
  await drafts(page).getByRole('button', { name: 'Schrijf hiermee verder' }).click()
  await says(page, 'Deze zone is gesloten.')
  await toZone(page, gathering.zone('crossPollination').title)
  await drafts(page).getByRole('button', { name: 'Schrijf hiermee verder' }).click()
  expect(await editor(page).inputValue()).toBe('Voor later')
  await page.keyboard.press('Enter')
  await expect.poll(() => texts(gathering)).toEqual(['Voor de parkeerplaats', 'Voor later'])
  await goes(here)
})

test.for(['phone', 'laptop'] as const)(
  'a note that is taken down while it is changed leaves its new words with their writer, on a %s',
  async (device) => {
    const here = await joined(device)
    const { gathering, one, page } = here
    const zone = gathering.zone('expectations')
    if (device === 'phone') {
      await one.write('Eerst dit', { zone: zone.id })
      await page.getByRole('button', { name: 'Wijzig' }).click()
      await page.getByLabel('Wijzig je briefje').fill('Eerst dit, en nog veel meer')
    } else {
      await toZone(page, zone.title)
      await page.keyboard.press('n')
      await editor(page).fill('Eerst dit')
      await page.keyboard.press('Enter')
      await page.locator('[data-note]').focus()
      await page.keyboard.press('Enter')
      await editor(page).fill('Eerst dit, en nog veel meer')
    }
    await one.saved()
    const { board, leave } = await gathering.board()
    const [note] = board.notes.keys()
    leave()
    await gathering.command({ type: 'takeDown', note: note as NoteId })
    const words = device === 'phone' ? field(page) : editor(page)
    await expect.poll(() => words.inputValue()).toBe('Eerst dit, en nog veel meer')
    expect(await texts(gathering)).toEqual([])
    await words.press('Control+Enter')
    await expect.poll(() => texts(gathering)).toEqual(['Eerst dit, en nog veel meer'])
    await goes(here)
  },
)

test.for(['phone', 'laptop'] as const)(
  'a change and a note without a network, sent after the session was ended, come back to their writer, on a %s',
  async (device) => {
    const here = await joined(device)
    const { gathering, line, one, page } = here
    const zone = gathering.zone('expectations')
    const changed = 'Eerst dit, en in de kelder nog veel meer'
    if (device === 'phone') await one.write('Eerst dit', { zone: zone.id })
    else {
      await toZone(page, zone.title)
      await page.keyboard.press('n')
      await editor(page).fill('Eerst dit')
      await page.keyboard.press('Enter')
    }
    await one.saved()
    await cut(here)
    if (device === 'phone') {
      await page.getByRole('button', { name: 'Wijzig' }).click()
      await page.getByLabel('Wijzig je briefje').fill(changed)
      await page.getByLabel('Wijzig je briefje').press('Control+Enter')
      await one.write('Te laat geschreven')
    } else {
      await page.locator('[data-note]').focus()
      await page.keyboard.press('Enter')
      await editor(page).fill(changed)
      await page.keyboard.press('Enter')
      await page.keyboard.press('n')
      await editor(page).fill('Te laat geschreven')
      await page.keyboard.press('Enter')
    }
    await says(page, 'Niet verstuurd: 2')
    await gathering.command({ type: 'endSession' })
    line.mend()
    for (const words of [changed, 'Te laat geschreven']) await back(page, words).waitFor()
    expect(await texts(gathering)).toEqual(['Eerst dit'])
    // Also for who closes the page now.
    await page.reload()
    for (const words of [changed, 'Te laat geschreven']) await back(page, words).waitFor()
    await goes(here)
  },
)

test('a change that is left for another list is kept', async () => {
  const here = await joined('phone')
  const { gathering, one, page } = here
  await one.write('Eerst dit')
  await page.getByRole('button', { name: 'Wijzig' }).click()
  await page.getByLabel('Wijzig je briefje').fill('Toch liever dat')
  await page.getByRole('tab', { name: 'Van de groep 1' }).click()
  await expect.poll(() => texts(gathering)).toEqual(['Toch liever dat'])
  await goes(here)
})
