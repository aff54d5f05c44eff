import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { newNetworkId, newSessionId } from '../../shared/model/ids.ts'
import { en } from '../../shared/text/en.ts'
import { fr } from '../../shared/text/fr.ts'
import { nl } from '../../shared/text/nl.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import { setStage } from '../helpers/stage.ts'

// What people see when what they type or open is not as it should be.

const stage = setStage()

const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor()
const field = (page: Page) => page.getByLabel('Je briefje', { exact: true })

/** A phone that is in, and the gathering it is in. */
async function inside() {
  const gathering = await gather(stage.product.url)
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A')
  return { gathering, phone, page: phone.page }
}

/** The facilitator's laptop, looking at a zone of the board as large as it is. */
async function atTheBoard(gathering: Gathering, zone: string): Promise<Page> {
  const { page } = await stage.people.laptop()
  await page.goto(gathering.signIn)
  await page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await page.getByRole('navigation').getByRole('button', { name: zone }).first().click()
  await page.keyboard.press('Control+0')
  return page
}

describe('an address that leads nowhere says so', () => {
  test('an unknown code, in the language of the device', async () => {
    const { page } = await stage.people.phone()
    for (const [language, words] of Object.entries({ nl, en, fr })) {
      await page.goto(stage.product.url)
      await page.getByRole('button', { name: new RegExp(`^${language.toUpperCase()},`) }).click()
      await page.getByRole('heading', { name: words['home.claim'] }).waitFor()
      for (const code of ['QWXZRT', '0OIL1', '%3Cb%3E', '%E0%A4%A', 'x'.repeat(500)]) {
        await page.goto(`${stage.product.url}/join/${code}`)
        await page.getByRole('heading', { name: words['join.typeCode'] }).waitFor()
        await says(page, words['refused.codeUnknown'])
      }
    }
  })

  test('a closed door', async () => {
    const gathering = await gather(stage.product.url)
    await gathering.command({ type: 'setDoor', door: 'closed' })
    const { page } = await stage.people.phone()
    await page.goto(`${stage.product.url}/join/${gathering.code}`)
    await says(page, 'De deur is dicht. Vraag de procesbegeleider om ze te openen.')
  })

  test('a network, a session, a record and a wall that do not exist', async () => {
    const { signIn } = await gather(stage.product.url)
    const stranger = await stage.people.laptop()
    const known = await stage.people.laptop()
    await known.page.goto(signIn)
    for (const { page } of [stranger, known]) {
      for (const [path, words] of [
        [`/network/${newNetworkId()}`, 'Dit netwerk bestaat niet (meer).'],
        [`/session/${newSessionId()}`, /(bord|bijeenkomst) bestaat niet \(meer\)/],
        [`/record/${newSessionId()}`, 'Deze bijeenkomst bestaat niet (meer).'],
        [`/wall/${newSessionId()}`, /(bord|bijeenkomst) bestaat niet \(meer\)/],
        ['/session/geen-bijeenkomst', /(bord|bijeenkomst) bestaat niet \(meer\)/],
        ['/nergens', 'Hier is niets te vinden.'],
      ] as const) {
        await page.goto(stage.product.url + path)
        await says(page, words)
      }
    }
  })

  test('the board, record and network of others stay closed to a stranger', async () => {
    const { session, created } = await gather(stage.product.url)
    const { page } = await stage.people.phone()
    for (const path of [`/session/${session.id}`, `/record/${session.id}`, `/network/${created.network.id}`]) {
      await page.goto(stage.product.url + path)
      await says(page, 'Dit toestel is hier niet (meer) bekend. Ga opnieuw binnen met de code.')
    }
  })
})

test('an empty note and one of 5,000 characters are refused with words, on the pen and on the board', async () => {
  const { gathering, phone, page } = await inside()
  await page.getByRole('button', { name: /^Plaats/ }).click()
  await says(page, 'Schrijf eerst iets.')
  await field(page).fill('a'.repeat(5_000))
  await page.getByRole('button', { name: /^Plaats/ }).click()
  await says(page, '1.000 tekens te lang. Maak er twee briefjes van.')
  expect(await field(page).inputValue()).toHaveLength(5_000)
  await field(page).fill('a'.repeat(4_000))
  await page.getByRole('button', { name: /^Plaats/ }).click()
  await phone.saved()
  await page.getByRole('tab', { name: 'Van mij 1' }).waitFor()

  const board = await atTheBoard(gathering, gathering.zone('crossPollination').title)
  await board.keyboard.press('n')
  const editor = board.getByLabel('Tekst van het briefje')
  await editor.fill('b'.repeat(5_000))
  await board.keyboard.press('Enter')
  await says(board, 'Een briefje heeft hoogstens 4000 tekens. Maak er twee van.')
  expect(await editor.inputValue()).toHaveLength(5_000)
})

const HOSTILE = '<img src=x onerror="window.broken = true"><b>vet</b> & "zo"'
test('markup and emoji are words like others, on pen, board, wall and in the record', async () => {
  const { gathering, phone, page } = await inside()
  const zone = gathering.zone('expectations')
  for (const text of [HOSTILE, '👩‍👩‍👧🐝🫶🏽']) await phone.write(text, { zone: zone.id })
  await phone.saved()
  const board = await atTheBoard(gathering, zone.title)
  const { page: wall } = await stage.people.wall()
  await wall.goto(await gathering.wall())
  await gathering.command({ type: 'bringHere', view: { kind: 'zone', zone: zone.id }, only: 'wall' })
  const { page: record } = await stage.people.laptop()
  await record.goto(gathering.signIn)
  await record.goto(`${stage.product.url}/record/${gathering.session.id}`)
  await page.getByRole('tab', { name: 'Van de groep 2' }).click()
  const [file] = await Promise.all([
    record.waitForEvent('download'),
    record.getByRole('link', { name: 'Webpagina' }).click(),
  ])
  const { page: saved } = await stage.people.laptop()
  await saved.setContent(await readFile(await file.path(), 'utf8'))
  for (const screen of [page, board, wall, record, saved]) {
    for (const text of [HOSTILE, '👩‍👩‍👧🐝🫶🏽']) await screen.getByText(text, { exact: true }).first().waitFor()
    expect(await screen.evaluate(() => [document.querySelectorAll('img').length, 'broken' in window])).toEqual([
      0,
      false,
    ])
  }
})

test('a title with quotes and names from right to left stand as they were written', async () => {
  const facilitator = await stage.people.facilitator()
  const title = `"Samen" & 'apart' <i>één</i>`
  await facilitator.start(title, ['Organisatie "A"', 'مركز الأسرة'])
  await facilitator.page.getByRole('heading', { name: title }).waitFor()
  const [session] = (await facilitator.info()).sessions
  const phone = await stage.people.phone()
  await phone.page.goto(`${stage.product.url}/join/${session!.code}`)
  await says(phone.page, title)
  await phone.join(session!.code as string, 'مركز الأسرة', 'الاسم')
  await phone.write('نلعب معا كل يوم')
  const note = phone.page.locator('.note p').filter({ hasText: 'نلعب' })
  expect(await note.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  await facilitator.openBoard(session!.id)
  await facilitator.page.getByRole('button', { name: /^Wie is er/ }).click()
  await says(facilitator.page, 'الاسم')
  expect(await facilitator.page.title()).toBe(`${title} · Bijeen`)
})
