import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { SessionId } from '../../shared/model/ids.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { wrong } from '../helpers/axe.ts'
import { gather } from '../helpers/gathering.ts'
import { setStage } from '../helpers/stage.ts'

// A facilitator tries out a session beforehand: with people who are not there, and an own phone that is.

const stage = setStage()
const MARK = 'Oefening: niets hiervan blijft'
const marked = (page: Page) => page.getByText(MARK).first().waitFor()
const rehearse = (page: Page) => page.getByRole('button', { name: 'Oefen deze bijeenkomst' }).first().click()
const throwAway = (page: Page) => page.getByRole('button', { name: 'Gooi de oefening weg' })

test('one press makes a rehearsal that fills by itself, every screen of it says so, and one press throws it away', async () => {
  const { product, people } = stage
  const gathering = await gather(product.url)
  const facilitator = await people.facilitator()
  const { page } = facilitator
  await page.goto(gathering.signIn)
  const home = page.url()
  await rehearse(page)
  await marked(page)
  const id = new URL(page.url()).pathname.split('/')[2] as SessionId
  expect(id).not.toBe(gathering.session.id)
  const { session, network } = (await (
    await page.request.get(`${product.url}/api/sessions/${id}/state`)
  ).json()) as SessionState
  const step = session.agenda.find(({ title }) => title === 'Kruisbestuiving')!
  await facilitator.command(id, { type: 'startStep', step: step.id })

  const phone = await people.phone()
  await phone.page.goto(`${product.url}/join/${session.code}`)
  await marked(phone.page)
  await phone.join(session.code as string, 'Organisatie A')
  await marked(phone.page)
  expect(await throwAway(phone.page).count()).toBe(0)
  await phone.page.getByRole('tab', { name: /^Van de groep [1-9]/ }).waitFor()

  const wall = await people.wall()
  await wall.page.goto(
    (
      (await (
        await page.request.post(`${product.url}/api/sessions/${id}/wall`, { headers: { origin: product.url } })
      ).json()) as { url: string }
    ).url,
  )
  await marked(wall.page)
  for (const one of [phone.page, wall.page]) expect(await wrong(one)).toEqual([])
  expect(await wrong(page, [], '.rehearsal')).toEqual([])

  // The home of a rehearsal leads on or back, and is not among one's networks.
  await page.goto(`${product.url}/network/${network.id}`)
  await page.getByRole('link', { name: 'Terug naar het netwerk' }).waitFor()
  expect(await wrong(page)).toEqual([])
  await page.goto(product.url)
  await page.getByRole('link', { name: /^Open Lerend/ }).waitFor()
  expect(await page.getByRole('link', { name: /^Open Lerend/ }).count()).toBe(1)

  await page.goto(`${product.url}/session/${id}`)
  await throwAway(page).click()
  await page.waitForURL(home)
  await phone.page.getByRole('heading', { name: 'Je bent hier niet (meer) binnen' }).waitFor()
  expect([facilitator.trouble, phone.trouble, wall.trouble]).toEqual([[], [], []])
  await Promise.all([facilitator, phone, wall].map((one) => one.leave()))
})

test('what was changed while preparing is in the rehearsal, which the facilitator leads from a phone', async () => {
  const { product, people } = stage
  const gathering = await gather(product.url)
  const facilitator = await people.facilitator()
  const { page } = facilitator
  await page.goto(gathering.signIn)
  await page.getByRole('button', { name: 'Bereid voor' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Naam van de bijeenkomst').fill('In de tuin')
  await dialog.getByRole('button', { name: 'Oefen deze bijeenkomst' }).click()
  await marked(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.reload()
  await page.getByRole('button', { name: 'Leid de bijeenkomst' }).waitFor()
  await marked(page)
  await page.getByText('In de tuin').first().waitFor()
  await throwAway(page).click()
  await page.waitForURL(/\/network\//)
  await page.getByText('In de tuin').first().waitFor()
  expect(facilitator.trouble).toEqual([])
  await facilitator.leave()
})
