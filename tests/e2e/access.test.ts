import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { wrong } from '../helpers/axe.ts'
import { gatherFilled, THEMES } from '../helpers/filled-gathering.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// WCAG 2.2 A and AA as axe sees it, on every screen and in what opens above it, light and dark.

let gathering: Awaited<ReturnType<typeof gatherFilled>>
let facilitator: Participant
let phone: Participant
const stage = setStage()
beforeAll(async () => {
  gathering = await gatherFilled(stage.product.url, 14)
  facilitator = await stage.people.laptop()
  await facilitator.page.goto(gathering.signIn)
  phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie Zuid', 'Voornaam')
  await phone.write('Van mij', { zone: gathering.zone('expectations').id })
  const step = gathering.session.agenda.find((one) => one.title === 'Kruisbestuiving')
  await gathering.command({ type: 'startStep', step: step!.id })
})

const open = async (one: Person, path: string, ready: string): Promise<Page> => {
  await one.page.goto(stage.product.url + path)
  await one.page.getByText(ready).first().waitFor()
  return one.page
}

describe('axe finds nothing wrong', () => {
  test('but it would: grey letters on grey, a button without a name', async () => {
    const { page } = await stage.people.laptop()
    await page.setContent(
      '<html lang="nl"><title>x</title><main><p style="color:#999;background:#aaa">bleke woorden</p><button></button>',
    )
    const found = await wrong(page)
    for (const rule of ['color-contrast', 'button-name']) expect(found.join('\n')).toContain(rule)
  })

  test('on the home page, with trouble said', async () => {
    const page = await open(facilitator, '/', 'Mijn netwerken')
    await page.getByRole('button', { name: 'Maak het netwerk' }).click()
    await page.getByText('Geef jullie netwerk eerst een naam.').waitFor()
    expect(await wrong(page)).toEqual([])
  })

  test('on the way in', async () => {
    const stranger = await stage.people.phone()
    const page = await open(stranger, `/join/${gathering.code}`, 'Van welke organisatie ben je?')
    await page.getByRole('button', { name: 'Doe mee' }).click()
    await page.getByText('Kies je organisatie.').waitFor()
    expect(await wrong(page)).toEqual([])
    await open(stranger, '/join/QQQQQQ', 'Deze code kennen we niet.')
    expect(await wrong(page)).toEqual([])
    await open(phone, `/join/${gathering.code}`, 'Welkom terug')
    expect(await wrong(phone.page)).toEqual([])
  })

  test('on the pen: own notes, those of the group, the menu and the personal link', async () => {
    const page = await open(phone, `/session/${gathering.session.id}`, 'Welk idee nemen jullie mee')
    expect(await wrong(page)).toEqual([])
    await page.getByRole('button', { name: 'Wijzig' }).click()
    expect(await wrong(page)).toEqual([])
    await page.getByRole('tab', { name: /^Van de groep/ }).click()
    expect(await wrong(page)).toEqual([])
    await page.getByRole('button', { name: /^Meer/ }).click()
    expect(await wrong(page)).toEqual([])
    await page.getByRole('button', { name: 'Ga verder op een ander toestel' }).click()
    await page.getByRole('textbox', { name: 'Je persoonlijke link' }).waitFor()
    expect(await wrong(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Meer/ }).click()
    await page.getByRole('button', { name: 'Wis mij…' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await wrong(page)).toEqual([])
  })

  test('on the network page and in its dialogs', async () => {
    const page = await open(facilitator, `/network/${gathering.created.network.id}`, 'Vaste groep')
    expect(await wrong(page)).toEqual([])
    for (const name of [
      /^Code/,
      'Nodig iemand uit',
      'Wijzig datum en plaats',
      /^Wijzig Voornaam Familienaam/,
      'Wis dit netwerk…',
    ]) {
      await page.getByRole('button', { name }).first().click()
      await page.getByRole('dialog').waitFor()
      expect(await wrong(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
  })

  test('on the board, with notes chosen and menus open', async () => {
    const page = await open(facilitator, `/session/${gathering.session.id}`, 'Draaiboek')
    await page
      .getByRole('navigation')
      .getByRole('button', { name: gathering.zone('crossPollination').title })
      .first()
      .click()
    await page.keyboard.press('Control+0')
    await page.locator('[data-note]').first().focus()
    await page.keyboard.press('Space')
    expect(await wrong(page)).toEqual([])
    for (const name of ['Zet bij…', 'Meer', 'Wand', /^Wie is er/, `Thema ${THEMES[0]}`, 'Toetsen']) {
      await page.getByRole('button', { name, exact: true }).first().click()
      expect(await wrong(page)).toEqual([])
      await page.keyboard.press('Escape')
    }
    await page.keyboard.press('Escape')
    await page.keyboard.press('n')
    expect(await wrong(page)).toEqual([])
  })

  test('on the agenda and the timer, at a laptop and on a phone, and in a pause', async () => {
    const { page } = facilitator
    await open(facilitator, `/session/${gathering.session.id}`, 'Draaiboek')
    await gathering.command({ type: 'timer', action: 'add', seconds: 1_800 })
    await page.getByText(/^Zo eindigt het om/).waitFor()
    expect(await wrong(page)).toEqual([])
    await page.getByRole('button', { name: /^nog/ }).click()
    expect(await wrong(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Pas draaiboek aan' }).click()
    expect(await wrong(page)).toEqual([])
    await page.getByRole('button', { name: 'Voeg stap toe' }).click()
    await page.getByLabel('Naam van de stap').waitFor()
    expect(await wrong(page)).toEqual([])

    const hand = await stage.people.phone()
    await hand.page.goto(gathering.signIn)
    await open(hand, `/session/${gathering.session.id}`, 'Leid de bijeenkomst')
    expect(await wrong(hand.page)).toEqual([])
    await hand.page.getByRole('button', { name: 'Leid de bijeenkomst' }).click()
    await hand.page.getByText('Stel de tijd in').click()
    expect(await wrong(hand.page)).toEqual([])
    await hand.leave()

    const before = gathering.session.agenda.find((one) => one.title === 'Kruisbestuiving')!
    const rest = gathering.session.agenda.find((one) => one.mode === 'pause')!
    const wall = await stage.people.wall()
    await wall.page.goto(await gathering.wall())
    await gathering.command({ type: 'startStep', step: rest.id })
    for (const one of [phone.page, wall.page]) await one.getByRole('timer').waitFor()
    await phone.page.getByText('Lees de briefjes van de groep').waitFor()
    expect(await wrong(phone.page)).toEqual([])
    expect(await wrong(wall.page, ['color-contrast-enhanced'])).toEqual([])
    await gathering.command({ type: 'startStep', step: before.id })
    await wall.page.getByText(before.prompt).waitFor()
    expect(await wrong(wall.page, ['color-contrast-enhanced'])).toEqual([])
    await wall.leave()
  })

  test('on the wall, with letters of 7:1', async () => {
    const wall = await stage.people.wall()
    await wall.page.goto(await gathering.wall())
    const zone = gathering.zone('crossPollination')
    for (const [view, ready] of [
      [{ kind: 'code' }, 'Scan met je camera'],
      [{ kind: 'overview' }, THEMES[0]],
      [{ kind: 'zone', zone: zone.id }, zone.prompt ?? ''],
    ] as const) {
      await gathering.command({ type: 'bringHere', view, only: 'wall' })
      await wall.page.getByText(ready).first().waitFor()
      expect(await wrong(wall.page, ['color-contrast-enhanced'])).toEqual([])
    }
  })

  test('on the record', async () => {
    const page = await open(facilitator, `/record/${gathering.session.id}`, 'Bewaar als')
    expect(await wrong(page)).toEqual([])
    await page.getByRole('radio', { name: /^Eén organisatie/ }).check()
    await page.getByLabel('Welke organisatie?').waitFor()
    expect(await wrong(page)).toEqual([])
  })
})
