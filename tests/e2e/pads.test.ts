import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import type { StepId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import { wrong } from '../helpers/axe.ts'
import { pageIsKept, withoutServiceWorker } from '../helpers/browser.ts'
import { kept } from '../helpers/device-stores.ts'
import { gather, type Gathering } from '../helpers/gathering.ts'
import type { Participant } from '../helpers/people.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { MESSAGE, SYNC } from '../../shared/wire/sync.ts'
import { setStage } from '../helpers/stage.ts'

// What people write for themselves first, on the devices that they have: through holes in the network, reloads, a second
// device, and the end.

let gathering: Gathering
const stage = setStage()
beforeEach(async () => {
  gathering = await gather(stage.product.url, { organisations: ['Organisatie A', 'Organisatie B'] })
})

const session = () => `${stage.product.url}/session/${gathering.session.id}`
const joins = async (device: 'phone' | 'laptop' = 'phone', name = '') =>
  (await stage.people[device]()).join(gathering.code, 'Organisatie A', name)

/** A step of writing begins. */
async function begin(step: Pick<Step, 'mode' | 'identity'>, title = 'Schrijven'): Promise<StepId> {
  const { id: zone } = gathering.zone('expectations')
  const added = await gathering.command({ type: 'addStep', step: { title, minutes: 0, zone, ...step } })
  const id = added.step as StepId
  await gathering.command({ type: 'startStep', step: id })
  return id
}

/** What stands on the board, with whom it bears. */
async function onBoard(): Promise<{ text: string; author: boolean; organisation: boolean }[]> {
  const { board, leave } = await gathering.board()
  const notes = [...board.notes.values()].map((note) => {
    const [author, organisation] = note.get('meta') as [string | null, string | null]
    return { text: String(note.get('text')), author: author !== null, organisation: organisation !== null }
  })
  leave()
  return notes
}
const texts = async () => (await onBoard()).map(({ text }) => text).sort()

const field = (page: Page) => page.getByLabel('Je briefje', { exact: true })
const own = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text })
const isDraft = (page: Page, text: string) => own(page, text).getByText('alleen jij', { exact: true }).waitFor()
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const says = (page: Page, text: string) => page.getByText(text).first().waitFor()
const choose = (page: Page, text: string) => page.locator('.tap').filter({ hasText: text }).click()

async function write({ page }: Participant, text: string, send: string): Promise<void> {
  await field(page).fill(text)
  await page.getByRole('form').getByRole('button', { name: send }).click()
  await own(page, text).waitFor()
}

/** The address that makes a device this person's. */
async function linkOf({ page }: Participant): Promise<string> {
  await button(page, /^Meer/).click()
  await button(page, 'Ga verder op een ander toestel').click()
  const link = await page.getByRole('dialog').getByRole('textbox').inputValue()
  await page.keyboard.press('Escape')
  return link
}

/** The same person on another device. */
async function second(one: Participant): Promise<Participant> {
  const other = await stage.people.phone()
  await other.page.goto(await linkOf(one))
  await other.page.goto(session())
  return other
}

async function offline({ page, context }: Participant): Promise<void> {
  await context.setOffline(true)
  await page
    .getByText(/^(Geen verbinding|Niet verstuurd)/)
    .first()
    .waitFor()
}
const online = ({ context }: Participant) => context.setOffline(false)

describe('without a network', () => {
  test('a draft waits, survives a reload, and arrives; what is revealed meanwhile is on the board once, and a late one goes by itself', async () => {
    await begin({ mode: 'silent', identity: 'nobody' })
    const phone = await joins('phone', 'An')
    await write(phone, 'Vooraf bewaard', 'Schrijf zonder naam')
    await phone.saved()
    await pageIsKept(phone.page)
    await offline(phone)
    await write(phone, 'In de kelder', 'Schrijf zonder naam')
    await phone.page.reload()
    await isDraft(phone.page, 'Vooraf bewaard')
    await own(phone.page, 'In de kelder').getByText('wacht', { exact: true }).waitFor()
    expect(await texts()).toEqual([])

    await gathering.command({ type: 'reveal' })
    expect(await texts()).toEqual(['Vooraf bewaard'])
    await online(phone)
    await expect.poll(texts, { timeout: 30_000 }).toEqual(['In de kelder', 'Vooraf bewaard'])
    await phone.page.getByText('alleen jij', { exact: true }).first().waitFor({ state: 'detached' })
    for (const note of await onBoard()) expect(note).toMatchObject({ author: false, organisation: false })
    for (const text of ['In de kelder', 'Vooraf bewaard']) expect(await own(phone.page, text).count()).toBe(1)
    await phone.leave()
  })

  test('what arrives when its step is over stays with its writer, and is never signed with more than was said', async () => {
    await begin({ mode: 'silent', identity: 'nobody' })
    const phone = await joins('phone', 'An')
    await field(phone.page).waitFor()
    await pageIsKept(phone.page)
    await offline(phone)
    await write(phone, 'Beloofd zonder naam', 'Schrijf zonder naam')
    await write(phone, 'Samen getoond', 'Schrijf zonder naam')
    // Nobody else wrote: with the next step what was promised is forgotten here.
    await begin({ mode: 'open', identity: 'name' }, 'Met naam')
    await online(phone)
    await phone.page.getByText('Met naam').first().waitFor()
    await button(phone.page, 'Plaats als An, Organisatie A').waitFor()
    await isDraft(phone.page, 'Beloofd zonder naam')
    await phone.saved()
    expect(await texts()).toEqual([])

    await choose(phone.page, 'Beloofd zonder naam')
    await own(phone.page, 'Beloofd zonder naam').getByRole('button', { name: 'Plaats zonder naam' }).click()
    await expect.poll(texts).toEqual(['Beloofd zonder naam'])
    // With all that is shown in a later step with names, it keeps the same promise.
    await begin({ mode: 'silent', identity: 'name' }, 'Stil met naam')
    await gathering.command({ type: 'reveal' })
    await expect.poll(texts).toEqual(['Beloofd zonder naam', 'Samen getoond'])
    for (const note of await onBoard()) expect(note).toMatchObject({ author: false, organisation: false })
    await phone.leave()
  })

  test('words that were being changed when all was shown come back to the field', async () => {
    await begin({ mode: 'silent', identity: 'nobody' })
    const phone = await joins()
    await write(phone, 'Eerste woorden', 'Schrijf zonder naam')
    await phone.saved()
    await button(phone.page, 'Wijzig').click()
    await phone.page.getByLabel('Wijzig je briefje').fill('Betere woorden')
    await gathering.command({ type: 'reveal' })
    await own(phone.page, 'Eerste woorden').waitFor()
    await expect.poll(() => field(phone.page).inputValue()).toBe('Betere woorden')
    expect(phone.trouble).toEqual([])
    await phone.leave()
  })

  test('a draft that was only opened when all was shown is not written twice', async () => {
    await begin({ mode: 'silent', identity: 'nobody' })
    const phone = await joins()
    await write(phone, 'Eerste woorden', 'Schrijf zonder naam')
    await phone.saved()
    await button(phone.page, 'Wijzig').click()
    await phone.page.getByLabel('Wijzig je briefje').waitFor()
    await gathering.command({ type: 'reveal' })
    await button(phone.page, 'Wijzig').waitFor()
    expect(await field(phone.page).inputValue()).toBe('')
    await phone.leave()
  })
})

test('what was written in silence stays with its writer when the step is made an open one', async () => {
  const step = await begin({ mode: 'silent', identity: 'nobody' })
  const phone = await joins()
  await write(phone, 'In stilte', 'Schrijf zonder naam')
  await phone.saved()
  await gathering.command({ type: 'changeStep', step, mode: 'open' })
  await write(phone, 'Openlijk', 'Plaats zonder naam')
  await expect.poll(texts).toEqual(['Openlijk'])
  await isDraft(phone.page, 'In stilte')
  await choose(phone.page, 'In stilte')
  await own(phone.page, 'In stilte').getByRole('button', { name: 'Plaats zonder naam' }).click()
  await expect.poll(texts).toEqual(['In stilte', 'Openlijk'])
  await phone.leave()
})

describe('one person on two devices', () => {
  for (const identity of ['nobody', 'organisation'] as const)
    test(`sees, changes and withdraws the same drafts, and what they became: ${identity}`, async () => {
      const send = identity === 'nobody' ? 'Schrijf zonder naam' : 'Schrijf als Organisatie A'
      await begin({ mode: 'silent', identity })
      const phone = await joins()
      await write(phone, 'Van de eerste', send)
      const other = await second(phone)
      await isDraft(other.page, 'Van de eerste')
      await write(other, 'Van de tweede', send)
      await isDraft(phone.page, 'Van de tweede')
      await choose(other.page, 'Van de eerste')
      await button(other.page, 'Wijzig').click()
      await other.page.getByLabel('Wijzig je briefje').fill('Anders gezegd')
      await button(other.page, 'Bewaar').click()
      await isDraft(phone.page, 'Anders gezegd')
      await write(phone, 'Toch niet', send)
      await isDraft(other.page, 'Toch niet')
      await choose(other.page, 'Toch niet')
      await button(other.page, 'Haal weg').click()
      await own(phone.page, 'Toch niet').waitFor({ state: 'detached' })
      await Promise.all([phone.saved(), other.saved()])

      await gathering.command({ type: 'reveal' })
      for (const { page } of [phone, other]) {
        await page.getByText('alleen jij', { exact: true }).first().waitFor({ state: 'detached' })
        expect(await own(page, 'Anders gezegd').count()).toBe(1)
      }
      expect(await texts()).toEqual(['Anders gezegd', 'Van de tweede'])
      // Each takes back what the other wrote.
      await choose(phone.page, 'Van de tweede')
      await button(phone.page, 'Haal weg').click()
      await own(other.page, 'Van de tweede').waitFor({ state: 'detached' })
      await choose(other.page, 'Anders gezegd')
      await button(other.page, 'Haal weg').click()
      await own(phone.page, 'Anders gezegd').waitFor({ state: 'detached' })
      expect(await texts()).toEqual([])
      expect([...phone.trouble, ...other.trouble]).toEqual([])
      await phone.leave()
      await other.leave()
    })
})

describe('the end of the session', () => {
  test('takes the drafts from every device, thanks, and leaves the way to what was made; a step goes on', async () => {
    const step = await begin({ mode: 'silent', identity: 'nobody' })
    const phone = await joins()
    await write(phone, 'Nooit getoond', 'Schrijf zonder naam')
    const other = await second(phone)
    await isDraft(other.page, 'Nooit getoond')
    await phone.saved()
    for (const { page } of [phone, other])
      await expect.poll(async () => (await kept(page)).text.includes('Nooit getoond')).toBe(true)
    await pageIsKept(other.page)
    await offline(other)
    await write(other, 'Nooit verstuurd', 'Schrijf zonder naam')

    const guide = await stage.people.laptop()
    await guide.page.goto(gathering.signIn)
    await guide.page.goto(session())
    const run = guide.page.getByRole('complementary')
    await button(guide.page, 'Sluit de bijeenkomst af').press('Enter')
    const dialog = guide.page.getByRole('dialog')
    await dialog.getByText('Eén persoon heeft nog briefjes').waitFor()
    await dialog.getByRole('button', { name: 'Wis ze en sluit af' }).click()
    await run.getByText('De bijeenkomst is afgesloten').waitFor()

    await phone.page.getByRole('heading', { name: 'De bijeenkomst is afgesloten' }).waitFor()
    expect(await wrong(phone.page)).toEqual([])
    await online(other)
    await other.page.getByText('Klad, alleen op dit toestel').waitFor()
    // What never left the device stays there with its writer; what was erased is erased.
    await other.page.getByText('Nooit verstuurd').waitFor()
    for (const { page } of [phone, other])
      await expect
        .poll(async () => {
          const { databases, text } = await kept(page)
          return [databases.filter((name) => name.includes('pad.')), text.includes('Nooit getoond')]
        })
        .toEqual([[], false])
    expect(await phone.page.getByRole('link', { name: 'Lees het verslag' }).count()).toBe(0)
    await gathering.command({ type: 'publishRecord', level: 'group', on: true })
    await phone.page.getByRole('link', { name: 'Lees het verslag' }).waitFor()
    await button(phone.page, 'Lees de briefjes van de groep').click()
    await phone.page.getByRole('tab', { name: /^Van de groep/ }).waitFor()

    await gathering.command({ type: 'startStep', step })
    await write(phone, 'Toch nog', 'Schrijf zonder naam')
    await isDraft(phone.page, 'Toch nog')
    await phone.saved()
    await gathering.command({ type: 'reveal' })
    await expect.poll(texts).toEqual(['Toch nog'])
    for (const one of [phone, other, guide]) await one.leave()
  })

  test('without drafts nothing is to be erased', async () => {
    await begin({ mode: 'open', identity: 'name' })
    const guide = await stage.people.phone()
    await guide.page.goto(gathering.signIn)
    await guide.page.goto(session())
    await button(guide.page, /Leid/).click()
    await button(guide.page, 'Sluit de bijeenkomst af').click()
    await guide.page.getByText('De stap en de klok stoppen').waitFor()
    await guide.page.getByRole('dialog').last().getByRole('button', { name: 'Sluit de bijeenkomst af' }).click()
    await guide.page.getByText('De bijeenkomst is afgesloten').first().waitFor()
    await guide.leave()
  })
})

test('what is sent before the pad has come over a slow line is a draft as soon as it has', async () => {
  const phone = await stage.people.phone()
  await withoutServiceWorker(phone.page)
  await phone.join(gathering.code, 'Organisatie A', '')
  let arrives: () => void = () => undefined
  const line = new Promise<void>((done) => (arrives = done))
  await phone.page.route(/\/pad\.svelte-.*\.js$/, async (route) => {
    await line
    await route.continue()
  })
  const asked = phone.page.waitForRequest(/\/pad\.svelte-/)
  await begin({ mode: 'silent', identity: 'nobody' })
  await asked
  await field(phone.page).fill('Al klaar')
  await phone.page.getByRole('form').getByRole('button', { name: 'Schrijf zonder naam' }).click()
  await expect.poll(() => field(phone.page).inputValue()).toBe('Al klaar')
  arrives()
  await isDraft(phone.page, 'Al klaar')
  expect(await field(phone.page).inputValue()).toBe('')
  await phone.leave()
})

test('a draft that has to be written again after a reset does not wait for more than the board', async () => {
  await begin({ mode: 'silent', identity: 'nobody' })
  const phone = await joins()
  const { page } = phone
  await write(phone, 'Was er al', 'Schrijf zonder naam')
  await phone.saved()
  await page.routeWebSocket(/sync.pad/, (socket) => socket.close())
  await page.reload()
  await isDraft(page, 'Was er al')
  await write(phone, 'Nog onderweg', 'Schrijf zonder naam')
  await says(page, 'Niet verstuurd: 1')

  // What the device knows of the board is gone, and of which epoch its pad is: that begins anew, before the board is there.
  await page.goto(`${stage.product.url}/healthz`)
  await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(new Error(String(request.error)))
      })
    for (const { name = '' } of await indexedDB.databases())
      if (name.startsWith('bijeen.board.')) await done(indexedDB.deleteDatabase(name))
      else if (name.startsWith('bijeen.pad.')) {
        const copy = await done(indexedDB.open(name))
        await done(copy.transaction('custom', 'readwrite').objectStore('custom').delete('epoch'))
        copy.close()
      }
  })
  let pads = 0
  let isPadAgain = false
  await page.routeWebSocket(/sync.pad/, (socket) => {
    const connection = ++pads
    const server = socket.connectToServer()
    server.onMessage((frame) => {
      const bytes = new Uint8Array(frame as Buffer)
      socket.send(frame)
      if (connection > 1 && bytes[0] === MESSAGE.sync && bytes[1] === SYNC.step2) isPadAgain = true
    })
  })
  let boardComes: () => void = () => undefined
  const board = new Promise<void>((come) => (boardComes = come))
  await page.routeWebSocket(/sync.board/, (socket) => {
    const server = socket.connectToServer()
    server.onMessage((frame) => void board.then(() => socket.send(frame)))
  })
  // No word of the session comes in between: it would have the pad looked at as well.
  await page.routeWebSocket(/socket\.io/, () => undefined)
  await page.goto(session())
  await expect.poll(() => isPadAgain).toBe(true)
  await own(page, 'Nog onderweg').waitFor({ state: 'detached' })
  boardComes()
  await isDraft(page, 'Nog onderweg')
  await isDraft(page, 'Was er al')
  await phone.leave()
})

describe('who sits down at another’s device', () => {
  /** A phone with a draft on the server, and one that could not be sent. */
  async function left(): Promise<{ phone: Participant; nothing: () => Promise<unknown> }> {
    await begin({ mode: 'silent', identity: 'nobody' })
    const phone = await joins()
    await write(phone, 'Van wie hier zat', 'Schrijf zonder naam')
    await phone.saved()
    await phone.page.routeWebSocket(/sync.pad/, (socket) => socket.close())
    await phone.page.reload()
    await isDraft(phone.page, 'Van wie hier zat')
    await write(phone, 'Nog niet verstuurd', 'Schrijf zonder naam')
    const answer = await phone.page.request.get(`${stage.product.url}/api/sessions/${gathering.session.id}/state`)
    const { participant } = ((await answer.json()) as SessionState).me
    const isThere = ({ databases, text }: Awaited<ReturnType<typeof kept>>) => [
      databases.some((name) => name.includes(String(participant))),
      /Van wie hier zat|Nog niet verstuurd/.test(text),
    ]
    expect(isThere(await kept(phone.page))).toEqual([true, true])
    const nothing = () => expect.poll(async () => isThere(await kept(phone.page))).toEqual([false, false])
    return { phone, nothing }
  }

  test('after the former one said so finds nothing of their drafts', async () => {
    const { phone, nothing } = await left()
    await button(phone.page, /^Meer/).click()
    await button(phone.page, 'Ik ben iemand anders').click()
    await button(phone.page, 'Vergeet mij hier').click()
    await phone.page.waitForURL(`${stage.product.url}/`)
    await nothing()
    await phone.leave()
  })

  test('with a link of their own finds nothing either, and sends nothing of it', async () => {
    const { phone, nothing } = await left()
    const other = await joins()
    await phone.page.goto(await linkOf(other))
    await phone.page.goto(session())
    await field(phone.page).waitFor()
    await nothing()
    await write(phone, 'Van de volgende', 'Schrijf zonder naam')
    await isDraft(phone.page, 'Van de volgende')
    await gathering.command({ type: 'reveal' })
    expect(await texts()).toEqual(['Van wie hier zat'])
    await other.leave()
    await phone.leave()
  })
})

describe('on a laptop', () => {
  test('N and what is typed go to the panel beside the board, whose notes can be changed and taken back', async () => {
    await begin({ mode: 'open', identity: 'nobody' })
    const laptop = await joins('laptop')
    const { page } = laptop
    const panel = page.getByRole('region', { name: 'Schrijf een briefje' })
    await panel.waitFor()
    await page.locator('body').press('n')
    await page.waitForFunction(() => document.activeElement?.matches('.panel textarea'))
    await page.keyboard.type('Meteen op het bord')
    await page.keyboard.press('Enter')
    await expect.poll(texts).toEqual(['Meteen op het bord'])
    expect(await onBoard()).toEqual([{ text: 'Meteen op het bord', author: false, organisation: false }])
    await panel.getByRole('button', { name: 'Wijzig' }).click()
    await panel.getByLabel('Wijzig je briefje').fill('Beter op het bord')
    await panel.getByRole('button', { name: 'Bewaar' }).click()
    await expect.poll(texts).toEqual(['Beter op het bord'])
    await panel.getByRole('button', { name: 'Haal weg' }).click()
    await expect.poll(texts).toEqual([])

    const [at, bar] = [await panel.boundingBox(), await page.getByRole('toolbar').first().boundingBox()]
    expect(at!.y + at!.height).toBeLessThanOrEqual(bar!.y)
    expect(await wrong(page)).toEqual([])
    expect(laptop.trouble).toEqual([])
    await laptop.leave()
  })

  test('a double click on the board begins a draft in the panel, also from its folded state', async () => {
    await begin({ mode: 'silent', identity: 'nobody' })
    const laptop = await joins('laptop')
    const { page } = laptop
    const panel = page.getByRole('region', { name: 'Schrijf voor jezelf' })
    await panel.getByRole('button', { name: /Toon waar je schrijft|Vouw/ }).press('Enter')
    await field(page).waitFor({ state: 'detached' })
    await page.mouse.dblclick(760, 330)
    await page.waitForFunction(() => document.activeElement?.matches('.panel textarea'))
    await page.keyboard.type('Voor mij')
    await page.keyboard.press('Enter')
    await panel.getByText('alleen jij', { exact: true }).waitFor()
    expect(await texts()).toEqual([])
    // When the step is over it is there still, and can be placed: as was said, not as is said now.
    await begin({ mode: 'talk', identity: 'name' }, 'Praten')
    const rest = page.getByRole('region', { name: 'Nog alleen bij jou' })
    await rest.getByRole('button', { name: 'Plaats zonder naam' }).press('Enter')
    await expect.poll(texts).toEqual(['Voor mij'])
    await rest.waitFor({ state: 'detached' })
    await laptop.leave()
  })
})

describe('who guides', () => {
  const everywhere = async () => {
    const step = { title: 'Overal stil', mode: 'silent', minutes: 0 } as const
    await gathering.command({ type: 'startStep', step: (await gathering.command({ type: 'addStep', step })).step! })
    const phone = await joins()
    await write(phone, 'Een schets', 'Schrijf als Organisatie A')
    await phone.saved()
    return phone
  }
  const guides = async (device: 'phone' | 'laptop') => {
    const guide = await stage.people[device]()
    await guide.page.goto(gathering.signIn)
    await guide.page.goto(session())
    return guide
  }

  test('on a phone shows one zone, then all, and chooses who stands with a note', async () => {
    const phone = await everywhere()
    const guide = await guides('phone')
    const { page } = guide
    const dialog = () => page.getByRole('dialog').last()
    await button(page, /^Leid/).click()
    await page.getByText('1 van de 1 schreven al').waitFor()
    await page.getByText('Toon één zone').click()
    await page.locator('details').getByRole('button', { name: 'Parkeerplaats' }).click()
    await dialog().getByText('De rest blijft bij wie het schreef').waitFor()
    expect(await wrong(page)).toEqual([])
    await dialog().getByRole('button', { name: 'Toon deze zone' }).click()
    await page.getByText('Er was nog niets om te tonen').waitFor()
    expect(await texts()).toEqual([])
    await button(page, 'Toon alles').click()
    await dialog().getByRole('button', { name: 'Toon alles' }).click()
    await page.getByText('Eén briefje staat op het bord').waitFor()
    expect(await texts()).toEqual(['Een schets'])

    await button(page, 'Pas draaiboek aan').click()
    await button(page, /^Wijzig Overal stil/).click()
    await page.getByLabel('Wie staat er bij een briefje?').selectOption('nobody')
    await button(page, 'Bewaar stap').click()
    await button(phone.page, 'Plaats zonder naam').waitFor()
    await guide.leave()
    await phone.leave()
  })

  test('on a laptop does it by keyboard, with every button on the screen', async () => {
    const phone = await everywhere()
    const guide = await guides('laptop')
    const { page } = guide
    await button(page, 'Sluit de bijeenkomst af').waitFor()
    for (const one of await page.locator('.run button').all()) {
      const box = await one.boundingBox()
      if (box) expect(box.x + box.width).toBeLessThanOrEqual(1366)
    }
    await button(page, 'Toon alles').press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Wacht nog' }).press('Enter')
    expect(await texts()).toEqual([])
    await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Toon alles')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Toon alles' }).press('Enter')
    await expect.poll(texts).toEqual(['Een schets'])
    await guide.leave()
    await phone.leave()
  })
})
