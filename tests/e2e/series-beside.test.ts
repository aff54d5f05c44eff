import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wrong } from '../helpers/axe.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { EXPECTATIONS, gatherSeries, type SeriesGathering } from '../helpers/series-gathering.ts'
import { setStage } from '../helpers/stage.ts'
import type { Zone } from '../../shared/model/zone.ts'

// The series beside a running board: who guides on a laptop, a member on a laptop by keys, a member on a phone, the wall.

let series: SeriesGathering
let guide: Person
let laptop: Participant
let phone: Participant
let wall: Person
const stage = setStage()
beforeAll(async () => {
  series = await gatherSeries(stage.product.url)
  const code = series.session.code as string
  guide = await stage.people.laptop()
  await guide.page.goto(series.signIn)
  await guide.page.goto(`${stage.product.url}/session/${series.session.id}`)
  laptop = await (await stage.people.laptop()).join(code, 'Organisatie Zuid', 'Voornaam')
  phone = await (await stage.people.phone()).join(code, 'Organisatie Noord', 'Familienaam')
  wall = await stage.people.wall()
  const shown = await fetch(`${stage.product.url}/api/sessions/${series.session.id}/wall`, {
    method: 'POST',
    headers: { authorization: `Bearer ${series.who.token}` },
  })
  await wall.page.goto(((await shown.json()) as { url: string }).url)
  await command({ type: 'bringHere', view: { kind: 'zone', zone: cross() }, only: 'wall' })
  for (const { page } of [guide, laptop]) {
    await page.getByRole('main').waitFor()
    await page.getByRole('navigation').getByRole('button', { name: 'Kruisbestuiving' }).first().click()
  }
  await phone.page.getByRole('tab', { name: /^Van de groep/ }).click()
})
afterAll(() => {
  for (const { trouble } of [guide, laptop, phone, wall]) expect(trouble).toEqual([])
})

const command = (one: Parameters<SeriesGathering['command']>[0]) => series.command(one, series.session.id)
const cross = () => series.zonesOf(({ kind }) => kind === 'crossPollination')[0]?.id as never
const aspect = (n: number) => series.zonesOf(({ presenter }) => presenter === 'host')[n] as Zone
const step = (title: string) => series.session.agenda.find((one) => one.title === title)?.id as never
const text = (n: number) => series.texts[n] as string
const card = (page: Page, words: string) => page.getByRole('article').filter({ hasText: words })
const touches = (where: Locator, n: number) => where.getByText(`raakt aan ${n}: ${EXPECTATIONS[n - 1] ?? ''}`).waitFor()
const touchesNothing = (where: Locator) => expect.poll(() => where.locator('[data-ties]').count()).toBe(0)
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const part = (page: Page, name: string) => page.locator('summary').filter({ hasText: name })

test('a note touches an expectation by two keys, on every screen of the group, and not on the wall', async () => {
  await card(laptop.page, text(0)).focus()
  await laptop.page.keyboard.press('e')
  await button(laptop.page, `4. ${EXPECTATIONS[3]}`).waitFor()
  expect(await wrong(laptop.page, [], '[popover]')).toEqual([])
  await laptop.page.keyboard.press('4')
  for (const { page } of [laptop, guide, phone]) await touches(card(page, text(0)), 4)
  expect(await wrong(laptop.page, [], '.note:has([data-ties])')).toEqual([])
  await wall.page.getByText(text(0)).first().waitFor()
  expect(await wall.page.locator('[data-ties]').count()).toBe(0)
  // Its toast takes it back.
  await button(laptop.page, 'Zet terug').click()
  for (const { page } of [laptop, phone]) await touchesNothing(card(page, text(0)))
})

test('several notes at once from the bar, and a theme by keys', async () => {
  await card(guide.page, text(0)).click()
  await card(guide.page, text(1)).click({ modifiers: ['Shift'] })
  await button(guide.page, 'Raakt aan').click()
  await button(guide.page, `2. ${EXPECTATIONS[1]}`).click()
  await guide.page.getByText('2 raken aan 2').waitFor()
  for (const n of [0, 1]) await touches(card(phone.page, text(n)), 2)
  await guide.page.keyboard.press('Escape')
  await button(laptop.page, 'Onthaal en sfeer').focus()
  await laptop.page.keyboard.press('e')
  await laptop.page.keyboard.press('6')
  await touches(laptop.page.getByRole('group', { name: 'Onthaal en sfeer' }), 6)
  await touches(phone.page.locator(`[data-theme="${series.theme}"]`), 6)
})

test('on a phone under the note or theme touched last; once more takes it back', async () => {
  await card(phone.page, text(1)).click()
  await button(phone.page, 'Raakt aan').click()
  await phone.page.getByRole('dialog').waitFor()
  expect(await wrong(phone.page)).toEqual([])
  await button(phone.page, `5. ${EXPECTATIONS[4]}`).click()
  await touches(card(laptop.page, text(1)), 5)
  await button(phone.page, 'Raakt aan').click()
  await button(phone.page, `5. ${EXPECTATIONS[4]}`).click()
  await expect.poll(() => card(laptop.page, text(1)).getByText('raakt aan 5').count()).toBe(0)
  await button(phone.page, 'Wat kan met Onthaal en sfeer?')
    .or(button(phone.page, /Onthaal en sfeer/))
    .first()
    .click()
  await button(phone.page, 'Raakt aan').click()
  await button(phone.page, `1. ${EXPECTATIONS[0]}`).click()
  await touches(laptop.page.getByRole('group', { name: 'Onthaal en sfeer' }), 1)
})

test('who did not say it cannot take it back, and is told so; who guides can', async () => {
  await card(laptop.page, text(1)).focus()
  await laptop.page.keyboard.press('e')
  await laptop.page.keyboard.press('2')
  await laptop.page.getByText('Dit zei iemand anders.', { exact: false }).waitFor()
  await touches(card(laptop.page, text(1)), 2)
  expect(laptop.trouble.splice(0)).toEqual([expect.stringContaining('403')])
  await card(guide.page, text(1)).focus()
  await guide.page.keyboard.press('e')
  await guide.page.keyboard.press('2')
  await touchesNothing(card(laptop.page, text(1)))
})

test('what the server does not hear is taken back, and said', async () => {
  await phone.page.route('**/commands', (route) => route.abort())
  await card(phone.page, text(1)).click()
  await button(phone.page, 'Raakt aan').click()
  await button(phone.page, `3. ${EXPECTATIONS[2]}`).click()
  await phone.page.getByText('Geen verbinding met de server.', { exact: false }).waitFor()
  await touchesNothing(card(phone.page, text(1)))
  await phone.page.unroute('**/commands')
  expect(phone.trouble.splice(0)).toEqual([expect.stringContaining('Failed to load resource')])
})

test('the expectations are in sight for everyone; who guides sees which of them nothing touches', async () => {
  for (const { page } of [guide, laptop]) await page.getByText(EXPECTATIONS[6]).first().waitFor()
  await guide.page.getByText('Nog niet geraakt: 3, 4, 5, 7').waitFor()
  expect(await laptop.page.getByText('Nog niet geraakt').count()).toBe(0)
  // A press shows what touches one.
  await laptop.page.getByTitle(`Kies wat raakt aan 2: ${EXPECTATIONS[1]}`).click()
  await laptop.page.getByRole('toolbar', { name: '1 gekozen' }).waitFor()
  await laptop.page.keyboard.press('Escape')
  await openSeries()
  await part(phone.page, 'Onze verwachtingen').click()
  await phone.page.getByText(EXPECTATIONS[6]).waitFor()
  expect(await wrong(phone.page)).toEqual([])
  expect(await phone.page.getByText('Wie hoorden we nog niet?').count()).toBe(0)
  await closeDialog(phone.page)
})

const openSeries = async () => {
  await button(phone.page, 'Meer: mijn naam, ander toestel, taal').click()
  await button(phone.page, 'Reeks').click()
  await phone.page.getByRole('dialog', { name: 'Reeks' }).waitFor()
}
const closeDialog = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Sluit' }).first().click()

test('two organisations take the same idea home, each for itself, from the board and from the phone', async () => {
  await card(laptop.page, text(2)).focus()
  await laptop.page.keyboard.press('Control+e')
  const form = laptop.page.getByRole('dialog')
  await form.getByText('Organisatie Zuid').first().waitFor()
  expect(await form.getByLabel('Wat nemen jullie mee?').inputValue()).toBe(text(2))
  expect(await wrong(laptop.page, [], 'dialog')).toEqual([])
  await form.getByLabel('De eerste stap').fill('Een groene stoel aan de deur')
  await form.getByLabel('Tegen wanneer?').fill('2027-02-01')
  await form.getByRole('button', { name: 'Neem mee', exact: true }).click()
  await laptop.page.getByText('Het idee gaat mee.').waitFor()

  await card(phone.page, text(2)).click()
  await button(phone.page, 'Ermee aan de slag').click()
  const sheet = phone.page.getByRole('dialog')
  await sheet.getByText('Organisatie Noord').first().waitFor()
  // Half filled it opens again as it was.
  await sheet.getByLabel('Welke hulp is welkom?').fill('Iemand die meedenkt')
  await closeDialog(phone.page)
  await button(phone.page, 'Ermee aan de slag').click()
  expect(await sheet.getByLabel('Welke hulp is welkom?').inputValue()).toBe('Iemand die meedenkt')
  expect(await wrong(phone.page)).toEqual([])
  await sheet.getByLabel('Organisatie Zuid').check()
  await sheet.getByRole('button', { name: 'Neem mee', exact: true }).click()
  await sheet.waitFor({ state: 'detached' })

  await part(guide.page, 'Meegenomen ideeën').click()
  const parts = guide.page.locator('[data-part="takeHomes"]')
  await parts.getByText('eerst: Een groene stoel aan de deur', { exact: false }).waitFor()
  await parts.getByText('van Organisatie Zuid · hulp: Iemand die meedenkt', { exact: false }).waitFor()
  // What was said in haste is mended in the same form.
  await openSeries()
  await part(phone.page, 'Meegenomen ideeën').click()
  await phone.page.getByRole('button', { name: `Wijzig: ${text(2)}` }).click()
  const mended = phone.page.getByRole('dialog', { name: 'Wijzig wat meegaat' })
  await mended.getByLabel('De eerste stap').fill('Een stoel lenen')
  await mended.getByRole('button', { name: 'Bewaar' }).click()
  await mended.waitFor({ state: 'detached' })
  await closeDialog(phone.page)
  await parts.getByText('eerst: Een stoel lenen', { exact: false }).waitFor()
  // A member sees what the own organisation took, and nobody speaks for another.
  await part(laptop.page, 'Meegenomen ideeën').click()
  const own = laptop.page.locator('[data-part="takeHomes"]')
  await own.getByText('eerst: Een groene stoel aan de deur', { exact: false }).waitFor()
  expect(await own.getByText('Iemand die meedenkt', { exact: false }).count()).toBe(0)
  const { token } = await series.joins({ organisation: 'Organisatie West' })
  const to = [series.organisation('Organisatie Noord')]
  const forOther = { type: 'takeHome', session: series.session.id, what: 'Iets', to } as const
  expect(await series.say(forOther, token)).toEqual({ ok: false, refusal: 'not-yours' })
})

test('the welcome looks back on what was agreed and taken home before', async () => {
  await command({ type: 'startStep', step: series.session.agenda[1]?.id as never })
  await phone.page.getByText('2 afspraken van vorige keren staan nog open').waitFor()
  await button(phone.page, 'Kijk terug').click()
  const own = phone.page.getByRole('group', { name: 'Hoe staat het met: De onthaalmap doorsturen' })
  await own.getByRole('button', { name: 'gedaan' }).click()
  await expect.poll(() => own.getByRole('button', { name: 'gedaan' }).getAttribute('aria-pressed')).toBe('true')
  await phone.page.getByText('Ouders zelf laten uitnodigen').waitFor()
  expect(await phone.page.getByRole('group', { name: 'Hoe staat het met: Ouders zelf laten uitnodigen' }).count()).toBe(
    0,
  )
  await part(phone.page, 'Meegenomen ideeën').click()
  const idea = phone.page.getByRole('group', { name: 'Wat is er van geworden: Een vast moment om binnen te lopen' })
  await idea.getByRole('button', { name: 'geprobeerd' }).click()
  await phone.page.getByLabel('Wat zagen jullie gebeuren?').fill('Drie ouders bleven hangen')
  await phone.page.getByRole('button', { name: 'Bewaar', exact: true }).click()
  await phone.page.getByText('Bewaard bij het idee.').waitFor()
  expect(await wrong(phone.page)).toEqual([])
  await closeDialog(phone.page)
  await phone.page.getByText('Eén afspraak van vorige keren staat nog open').waitFor()
  await expect
    .poll(() => guide.page.locator('[data-part="takeHomes"]').getByRole('textbox').inputValue())
    .toBe('Drie ouders bleven hangen')
})

test('one presents an aspect at a time: on the wall, and for what listeners write; a begun note stays where it was meant', async () => {
  await command({ type: 'startStep', step: step('Gastorganisatie: rondleiding, voorstelling, vragen') })
  await wall.page.getByRole('heading', { name: aspect(0).title }).waitFor()
  await phone.page.getByRole('heading', { name: aspect(0).title }).waitFor()
  await phone.page.getByRole('button', { name: 'vraag' }).click()
  await phone.page.getByLabel('Je briefje', { exact: true }).fill('Een vraag bij het eerste')
  await button(guide.page, `Volgende: ${aspect(1).title}`).click()
  await wall.page.getByRole('heading', { name: aspect(1).title }).waitFor()
  expect(await phone.page.getByLabel('Waar', { exact: true }).inputValue()).toBe(aspect(0).id)
  await phone.page.getByRole('button', { name: /^Plaats/ }).click()
  await expect.poll(() => phone.page.getByLabel('Waar', { exact: true }).inputValue()).toBe(aspect(1).id)
  await phone.page.getByRole('heading', { name: aspect(1).title }).waitFor()
  await wall.page.getByRole('heading', { name: aspect(1).title }).waitFor()
  expect(await wall.page.getByText('Een vraag bij het eerste').count()).toBe(0)
  await phone.write('Herkenbaar bij het tweede')
  await wall.page.getByText('Herkenbaar bij het tweede').waitFor()
  await button(guide.page, `Terug naar ${aspect(0).title}`).click()
  await wall.page.getByText('Een vraag bij het eerste').waitFor()
  expect(await button(laptop.page, /^Volgende:/).count()).toBe(0)
})

test('who guides alone sees of which organisation nothing was read yet', async () => {
  await part(guide.page, 'Wie hoorden we nog niet?').click()
  await guide.page.getByText('Van elke organisatie die hier is, staat er een briefje.').waitFor()
  const west = await (await stage.people.phone()).join(series.session.code as string, 'Organisatie West')
  await guide.page.locator('[data-part="notHeard"]').getByText('Organisatie West').waitFor()
  expect(await laptop.page.getByText('Wie hoorden we nog niet?').count()).toBe(0)
  await west.write('Nu ook van West')
  await guide.page.getByText('Van elke organisatie die hier is, staat er een briefje.').waitFor()
  expect(west.trouble).toEqual([])
  await west.leave()
})

test('when a step asks how it stands with the expectations, they are on the wall and a press away on the phone', async () => {
  await command({ type: 'startStep', step: step('Verwachtingen, tussenstand') })
  for (const words of EXPECTATIONS) await wall.page.getByText(words).waitFor()
  expect(await wrong(wall.page)).toEqual([])
  await button(phone.page, 'Lees').click()
  await phone.page.getByRole('dialog').getByText(EXPECTATIONS[6]).waitFor()
  await closeDialog(phone.page)
})

test('commitments are made in session by who does it: who, what, by when', async () => {
  await command({ type: 'startStep', step: step('Engagementen') })
  await button(phone.page, 'Spreek af').click()
  await button(phone.page, 'Maak een engagement').click()
  const form = phone.page.getByRole('dialog', { name: 'Wie doet wat?' })
  await form.getByText('Organisatie Noord').waitFor()
  await form.getByLabel('Wat gaan jullie doen?').fill('De verkleedhoek delen')
  await form.getByLabel('Tegen wanneer?').fill('2027-03-01')
  await form.getByRole('button', { name: 'Spreek af' }).click()
  await phone.page.getByText('De verkleedhoek delen').first().waitFor()
  await closeDialog(phone.page)
  const parts = guide.page.locator('[data-part="commitments"]')
  await parts.getByText('De verkleedhoek delen').first().waitFor()
  // Who guides writes for several at once, and can take back what was taken away.
  await button(guide.page, 'Maak een engagement').click()
  const both = guide.page.getByRole('dialog', { name: 'Wie doet wat?' })
  await both.getByLabel('Organisatie Noord').check()
  await both.getByLabel('Organisatie Zuid').check()
  await both.getByLabel('Wat gaan jullie doen?').fill('Samen een folder maken')
  await both.getByRole('button', { name: 'Spreek af' }).click()
  await parts.getByRole('button', { name: 'Haal weg: Samen een folder maken' }).click()
  await button(guide.page, 'Zet terug').last().click()
  await laptop.page.locator('[data-part="commitments"]').getByText('Samen een folder maken').first().waitFor()
  expect(await wrong(guide.page, [], '[data-part="commitments"]')).toEqual([])
  await laptop.page.locator('[data-part="commitments"]').getByText('De verkleedhoek delen').first().waitFor()
  expect(await laptop.page.getByRole('button', { name: 'Haal weg: De verkleedhoek delen' }).count()).toBe(0)
})

test('one question at the end, once and without a name; what was answered is shown when it is nobody’s', async () => {
  await command({ type: 'startStep', step: series.session.agenda.at(-1)?.id as never })
  await button(phone.page, 'Antwoord').click()
  await phone.page.getByRole('radio', { name: '4' }).check()
  expect(await wrong(phone.page)).toEqual([])
  await button(phone.page, 'Geef je antwoord').click()
  await phone.page.getByText('Niemand ziet wat jij koos.').waitFor()
  await closeDialog(phone.page)
  expect(await button(phone.page, 'Antwoord').count()).toBe(0)

  const result = guide.page.locator('[data-part="check"]')
  await result.getByText('Eén antwoord').waitFor()
  await result.getByText('Bij drie antwoorden zie je hier het resultaat.').waitFor()
  expect(await result.getByText('gemiddeld', { exact: false }).count()).toBe(0)

  await command({ type: 'endSession' })
  await laptop.page.getByRole('radio', { name: '5, heel goed' }).check()
  await button(laptop.page, 'Geef je antwoord').click()
  await laptop.page.getByText('Dank je voor je antwoord').waitFor()
  await phone.page.getByText('Dank je voor je antwoord').waitFor()
  await result.getByText('2 antwoorden').waitFor()
  const { token } = await series.joins({ organisation: 'Organisatie West' })
  const answer = { type: 'answerCheck', session: series.session.id, answer: 3 } as const
  expect(await series.say(answer, token)).toMatchObject({ ok: true })
  expect(await series.say(answer, token)).toEqual({ ok: false, refusal: 'answered' })
  await result.getByText('gemiddeld 4 op 5', { exact: false }).waitFor()
  expect(await wrong(guide.page, [], '[data-part="check"]')).toEqual([])
})
