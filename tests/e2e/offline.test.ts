import { beforeAll, expect, test } from 'vitest'
import type { SessionId } from '../../shared/model/ids.ts'
import { pageIsKept } from '../helpers/browser.ts'
import { layLine } from '../helpers/line.ts'
import { peopleOf, type Facilitator } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// A phone in a cellar: the page, the board and what was written on it are on the device itself.

let facilitator: Facilitator
let session: { readonly id: SessionId; readonly code: string }
const stage = setStage()
beforeAll(async () => {
  facilitator = await stage.people.facilitator()
  await facilitator.start('Ontmoetingsplaatsen', ['Organisatie A', 'Organisatie B'])
  session = (await facilitator.info()).sessions[0] as typeof session
})

const times = (texts: readonly string[], text: string): number => texts.filter((one) => one.includes(text)).length

/** The texts on the board, as the server has them. */
async function onServer(): Promise<string[]> {
  const answer = await facilitator.page.request.get(
    `${stage.product.url}/api/sessions/${session.id}/record?format=json`,
  )
  const { notes } = (await answer.json()) as { notes: { text: string }[] }
  return notes.map((note) => note.text)
}

test('a note written without a network outlives a reload without one, and comes to the board once', async () => {
  const phone = await stage.people.phone()
  await phone.join(session.code, 'Organisatie A')
  await phone.write('Geschreven met netwerk')
  await phone.saved()
  await pageIsKept(phone.page)

  await phone.context.setOffline(true)
  await phone.page.getByText('Geen verbinding', { exact: true }).first().waitFor()
  await phone.write('Geschreven in de kelder')
  await phone.page.getByText('Niet verstuurd: 1', { exact: true }).waitFor()

  await phone.page.reload()
  const own = phone.page.getByRole('listitem').filter({ hasText: 'Geschreven in de kelder' })
  await own.getByText('wacht', { exact: true }).waitFor()
  await phone.page.getByText('Niet verstuurd: 1', { exact: true }).waitFor()
  expect(await phone.page.getByText('Geschreven met netwerk').count()).toBe(1)
  expect(await onServer()).toEqual(['Geschreven met netwerk'])

  await phone.context.setOffline(false)
  await phone.saved()
  expect(await own.getByText('wacht', { exact: true }).count()).toBe(0)

  await facilitator.openBoard(session.id)
  const notes = facilitator.page.locator('[data-note]')
  await notes.nth(1).waitFor()
  const texts = await notes.allTextContents()
  expect(texts.length).toBe(2)
  for (const text of ['Geschreven met netwerk', 'Geschreven in de kelder']) expect(times(texts, text)).toBe(1)
  await phone.leave()
})

test('what is on the screen is on the device: the page may go at that very moment', async () => {
  const line = await layLine(stage.product.port)
  const phone = await (await peopleOf(stage.browser, line.url).phone()).join(session.code, 'Organisatie A')
  await phone.saved()
  await pageIsKept(phone.page)
  line.cut()
  await phone.page.getByText('Geen verbinding', { exact: true }).first().waitFor()
  for (let i = 1; i <= 10; i++) {
    await phone.page.getByLabel('Je briefje', { exact: true }).fill(`Briefje ${i}`)
    await phone.page.evaluate(() => {
      document.querySelector<HTMLFormElement>('form.composer')?.requestSubmit()
      location.reload()
    })
    await phone.page.getByText(`Niet verstuurd: ${i}`, { exact: true }).waitFor({ timeout: 10_000 })
  }
  await phone.leave()
  await line.close()
})
