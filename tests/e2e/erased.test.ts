import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { writeNote, withdrawNotes } from '../../shared/doc/commands.ts'
import { kept } from '../helpers/device-stores.ts'
import { openBoard } from '../helpers/full-board.ts'
import { gather, writerOf, type Gathering } from '../helpers/gathering.ts'
import { layLine } from '../helpers/line.ts'
import { peopleOf } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// Erase means gone: from the phones too, at their next contact.

const stage = setStage()

/** A device may be asked a little later: what it keeps is laid down anew some seconds after a withdrawal. */
const soon = { timeout: 15_000, interval: 250 }

const says = (page: Page, words: string) => page.getByText(words).first().waitFor()

async function eraseNetwork({ created }: Gathering): Promise<void> {
  const answer = await fetch(`${stage.product.url}/api/networks/${created.network.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${created.facilitator.token}` },
  })
  expect(answer.status).toBe(204)
}

/** Someone elsewhere with a note that lies on every device, and may be withdrawn. */
async function someoneElse(gathering: Gathering, text: string): Promise<{ withdraw: () => Promise<void> }> {
  const who = writerOf(await gathering.joins())
  const writer = await openBoard(stage.product.url, gathering.session.id, who)
  const at = { zone: gathering.zone('expectations').id, x: 0, y: 0 }
  const note = writeNote(writer.board, { author: who.participant, organisation: who.organisation }, { text, ...at }, 1)
  await writer.saved()
  return {
    withdraw: async () => {
      withdrawNotes(writer.board, [note])
      await writer.saved()
      writer.leave()
    },
  }
}

test('a note that is withdrawn elsewhere is in no store of a phone that has its board open', async () => {
  const gathering = await gather(stage.product.url)
  const colleague = await someoneElse(gathering, 'Teruggenomen vertrouwen')
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A')
  await phone.write('Dit blijft staan')
  await phone.saved()
  await expect.poll(async () => (await kept(phone.page)).text).toContain('Teruggenomen')
  await colleague.withdraw()
  await phone.page.getByRole('tab', { name: 'Van de groep 1' }).waitFor()
  await expect.poll(async () => (await kept(phone.page)).text, soon).not.toMatch(/Teruggenomen|vertrouwen/)
  expect((await kept(phone.page)).text).toContain('Dit blijft staan')
  await phone.leave()
})

test('nor of one that was without a network meanwhile, once it is back', async () => {
  const gathering = await gather(stage.product.url)
  const colleague = await someoneElse(gathering, 'Teruggenomen vertrouwen')
  const line = await layLine(stage.product.port)
  const phone = await (await peopleOf(stage.browser, line.url).phone()).join(gathering.code, 'Organisatie A')
  await phone.page.getByRole('tab', { name: 'Van de groep 1' }).waitFor()
  line.cut()
  await says(phone.page, 'Geen verbinding')
  await phone.write('Geschreven in de kelder')
  await colleague.withdraw()
  expect((await kept(phone.page)).text).toContain('Teruggenomen')
  line.mend()
  await phone.saved()
  await expect.poll(async () => (await kept(phone.page)).text, soon).not.toMatch(/Teruggenomen|vertrouwen/)
  expect((await kept(phone.page)).text).toContain('Geschreven in de kelder')
  await phone.leave()
  await line.close()
})

test('an own note that was withdrawn is in no store either, nor what was written before it was changed', async () => {
  const gathering = await gather(stage.product.url)
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A')
  await phone.write('Zebrapad met een voornaam')
  await phone.saved()
  await phone.page.getByRole('button', { name: 'Wijzig' }).click()
  await phone.page.getByLabel('Wijzig je briefje').fill('Iemand')
  await phone.page.getByRole('button', { name: 'Bewaar' }).click()
  await phone.write('Toch liever niet')
  await phone.page.getByRole('button', { name: 'Haal weg' }).click()
  await phone.saved()
  await expect.poll(async () => (await kept(phone.page)).text, soon).not.toMatch(/Zebrapad|voornaam|liever/)
  expect((await kept(phone.page)).text).toContain('Iemand')
  await phone.leave()
})

test('who closed the page at the very moment has nothing of it left soon after the next visit', async () => {
  const gathering = await gather(stage.product.url)
  const colleague = await someoneElse(gathering, 'Teruggenomen vertrouwen')
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A')
  const board = phone.page.url()
  await phone.page.getByRole('tab', { name: 'Van de groep 1' }).waitFor()
  await colleague.withdraw()
  await phone.page.getByRole('tab', { name: 'Van de groep 0' }).waitFor()
  await phone.page.goto(stage.product.url)
  expect((await kept(phone.page)).text).toContain('Teruggenomen')
  await phone.page.goto(board)
  await expect.poll(async () => (await kept(phone.page)).text, soon).not.toMatch(/Teruggenomen|vertrouwen/)
  await phone.leave()
})

test('a network that is erased leaves no copy on a phone that has its board open', async () => {
  const gathering = await gather(stage.product.url)
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A')
  await phone.write('Dit verdwijnt ook van mijn telefoon', { zone: gathering.zone('expectations').id })
  await phone.saved()
  expect((await kept(phone.page)).databases.length).toBe(2)
  await eraseNetwork(gathering)
  await phone.page.getByText(/bestaat niet \(meer\)/).waitFor()
  await expect.poll(async () => (await kept(phone.page)).databases).toEqual([])
  expect((await kept(phone.page)).text).not.toMatch(/verdwijnt|bijeen\.(state|drafts|returned|view)/)
  await phone.leave()
})

test('nor on one that was without a network meanwhile, with words that were never sent', async () => {
  const gathering = await gather(stage.product.url)
  const line = await layLine(stage.product.port)
  const phone = await (await peopleOf(stage.browser, line.url).phone()).join(gathering.code, 'Organisatie A')
  await phone.write('Dit verdwijnt ook van mijn telefoon')
  await phone.saved()
  line.cut()
  await says(phone.page, 'Geen verbinding')
  await phone.write('Ook dit verdwijnt')
  await says(phone.page, 'Niet verstuurd: 1')
  expect((await kept(phone.page)).text).toContain('Ook dit')
  await eraseNetwork(gathering)
  line.mend()
  await phone.page.getByText(/bestaat niet \(meer\)/).waitFor()
  await expect.poll(async () => (await kept(phone.page)).databases).toEqual([])
  expect((await kept(phone.page)).text).not.toMatch(/verdwijnt/)
  await phone.leave()
  await line.close()
})

test('the other sessions of an erased network go with whatever page is opened next; other networks stay', async () => {
  const [erased, other] = [await gather(stage.product.url), await gather(stage.product.url)]
  const phone = await stage.people.phone()
  await phone.join(erased.code, 'Organisatie A')
  await phone.write('Dit verdwijnt')
  await phone.saved()
  await phone.join(other.code, 'Organisatie A')
  await phone.write('Dit is van een ander netwerk')
  await phone.saved()
  await eraseNetwork(erased)
  expect((await kept(phone.page)).text).toMatch(/verdwijnt/)
  await phone.page.goto(stage.product.url)
  await expect.poll(async () => (await kept(phone.page)).text).not.toMatch(/verdwijnt/)
  expect((await kept(phone.page)).text).toMatch(/ander netwerk/)
  await phone.leave()
})
