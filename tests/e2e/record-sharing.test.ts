import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { wrong } from '../helpers/axe.ts'
import { openDevice, type Device } from '../helpers/browser.ts'
import { gatherFilled } from '../helpers/filled-gathering.ts'
import type { Gathering } from '../helpers/gathering.ts'
import type { Participant } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

// A record goes out of the group: beginning with the least, with what is left out said first, by a link that can be ended.

let gathering: Gathering & { texts: readonly string[] }
let guide: Participant
const stage = setStage()
beforeAll(async () => {
  gathering = await gatherFilled(stage.product.url, 12)
  guide = await stage.people.laptop()
  guide.page.setDefaultTimeout(20_000)
  await guide.page.goto(gathering.signIn)
})

const openRecord = async (page: Page): Promise<void> => {
  await page.goto(`${stage.product.url}/record/${gathering.session.id}`)
  await page.getByRole('heading', { name: 'Versturen' }).waitFor()
}
const publish = (on: boolean) => gathering.command({ type: 'publishRecord', level: 'group', on })
const outside = (page: Page) => page.getByRole('dialog', { name: 'Delen buiten de groep' })
const openOutside = async (page: Page) => {
  await page.getByRole('button', { name: 'Deel buiten de groep…' }).click()
  // What it leaves out is there when the record of this level is.
  await outside(page).getByText('de namen van de organisaties').waitFor()
  return outside(page)
}
const makeLink = async (page: Page): Promise<string> => {
  await outside(page).getByRole('button', { name: 'Maak een link' }).click()
  return outside(page).getByLabel('De link').inputValue()
}
/** Opens an address in a browser that has been nowhere yet. */
async function stranger(device: Device, address: string) {
  const one = await openDevice(stage.browser, device)
  const answer = await one.page.goto(address)
  return { ...one, status: answer?.status() ?? 0 }
}
/** In a page that lets nothing run axe cannot wait for anything: the same content is looked at in one that does. */
async function wrongIn(page: Page): Promise<string[]> {
  const copy = await page.context().newPage()
  await copy.setContent(await page.content())
  const found = await wrong(copy)
  await copy.close()
  return found
}
const SIZES: readonly Device[] = ['phone', 'laptop', 'wall']

test('before it is published there is no link, and a file for others begins with titles alone', async () => {
  const { page } = guide
  await openRecord(page)
  const dialog = await openOutside(page)
  expect(await dialog.getByRole('radio', { name: 'Iedereen' }).isChecked()).toBe(true)
  await dialog.getByText('Deel het verslag eerst met de groep.').waitFor()
  expect(await dialog.getByRole('button', { name: 'Maak een link' }).count()).toBe(0)
  expect(await dialog.getByRole('link', { name: 'Webpagina' }).getAttribute('href')).toMatch(/level=public$/)
  const download = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'Markdown' }).click()
  expect((await download).suggestedFilename()).toBe('verslag-bijeenkomst-1.md')
  await page.keyboard.press('Escape')
})

test('what is left out is counted in words before a file is saved, the same as at its foot', async () => {
  const { page } = guide
  await openRecord(page)
  const dialog = await openOutside(page)
  const said = async () => (await dialog.getByRole('status').first().getByRole('listitem').allTextContents()).sort()
  expect(await said()).toEqual(['12 briefjes bij de kruisbestuiving', 'de namen van de organisaties'])
  await dialog.getByRole('radio', { name: 'Eén organisatie' }).check()
  await expect.poll(said).toEqual(['12 briefjes bij de kruisbestuiving'])
  const [note] = await page.evaluate(async (id) => {
    const answer = await fetch(`/api/sessions/${id}/record?level=full`)
    return ((await answer.json()) as { notes: { id: string }[] }).notes.map((one) => one.id)
  }, gathering.session.id)
  await gathering.command({ type: 'leaveOut', note: note as never, on: true })
  await dialog.getByRole('radio', { name: 'De groep' }).check()
  await expect.poll(said).toEqual(['1 briefje dat de begeleider wegliet'])
  const file = await page.request.get(
    `${stage.product.url}/api/sessions/${gathering.session.id}/record?format=md&level=group`,
  )
  expect(await file.text()).toContain('1 briefje dat de begeleider wegliet')
  await gathering.command({ type: 'leaveOut', note: note as never, on: false })
  await page.keyboard.press('Escape')
})

describe('a link', () => {
  test('opens the titles for who knows nothing of it, at three sizes, and is dead when it is taken back', async () => {
    await publish(true)
    const { page } = guide
    await openRecord(page)
    await openOutside(page)
    const address = await makeLink(page)
    expect(address).toMatch(/\/r\/[A-Za-z0-9_-]{43}$/)
    expect(await wrong(page, [], 'dialog')).toEqual([])

    for (const size of SIZES) {
      const { page: theirs, context, status, trouble } = await stranger(size, address)
      expect(status).toBe(200)
      await theirs.getByRole('heading', { name: 'Lerend netwerk ontmoetingsplaatsen', level: 1 }).waitFor()
      await theirs.getByText('Onthaal en sfeer').waitFor()
      for (const text of gathering.texts) expect(await theirs.getByText(text).count()).toBe(0)
      expect(await wrongIn(theirs)).toEqual([])
      const wide = await theirs.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(wide).toBe(0)
      const download = theirs.waitForEvent('download')
      await theirs.getByRole('navigation', { name: 'Bewaar als' }).getByRole('link', { name: 'PDF' }).click()
      expect((await download).suggestedFilename()).toBe('verslag-bijeenkomst-1.pdf')
      expect(await context.cookies()).toEqual([])
      expect(trouble).toEqual([])
      await theirs.emulateMedia({ media: 'print' })
      expect(await theirs.getByText('Bewaar als').isVisible()).toBe(false)
      await context.close()
    }

    await page.keyboard.press('Escape')
    const links = page.getByRole('region', { name: 'Links om te lezen' })
    await links.getByText('Iedereen', { exact: true }).waitFor()
    await links.getByRole('button', { name: 'Trek in' }).click()
    await page.getByRole('dialog', { name: 'Deze link intrekken?' }).getByRole('button', { name: 'Trek in' }).click()
    await page.getByText('De link is ingetrokken.').waitFor()
    for (const size of SIZES) {
      const { page: theirs, context, status } = await stranger(size, address)
      expect(status).toBe(404)
      await theirs.getByRole('heading', { name: 'Deze link werkt niet (meer)' }).waitFor()
      await theirs.getByText('Vraag een nieuwe link aan wie je deze gaf.').waitFor()
      expect(await wrongIn(theirs)).toEqual([])
      await context.close()
    }
  })

  test('opened where the product is kept for use without a network is kept there no more than elsewhere', async () => {
    await publish(true)
    const { page, context } = guide
    await openRecord(page)
    await openOutside(page)
    await outside(page).getByRole('radio', { name: 'De groep' }).check()
    const address = await makeLink(page)
    await page.evaluate(() => navigator.serviceWorker.ready)
    const reading = await context.newPage()
    await reading.goto(address)
    await reading.getByText('Onthaal en sfeer').first().waitFor()
    await reading.close()
    const kept = await page.evaluate(async () => {
      const words: string[] = []
      for (const name of await caches.keys()) {
        const cache = await caches.open(name)
        for (const request of await cache.keys())
          words.push(request.url, (await (await cache.match(request))?.text()) ?? '')
      }
      return words.join(' ')
    })
    expect(kept).toContain('/assets/')
    for (const text of gathering.texts) expect(kept).not.toContain(text)
    expect(kept).not.toContain(new URL(address).pathname)
    await page.keyboard.press('Escape')
  })

  test('opens nothing while the record is taken back, and the page says so', async () => {
    await publish(true)
    const { page } = guide
    await openRecord(page)
    await openOutside(page)
    const address = await makeLink(page)
    await page.keyboard.press('Escape')
    const status = async () => (await page.request.get(address)).status()
    expect(await status()).toBe(200)
    await page.getByRole('button', { name: 'Deel niet meer' }).click()
    await page.getByText('opent nu niets').first().waitFor()
    expect(await status()).toBe(404)
    await page.getByRole('button', { name: 'Deel met de groep' }).click()
    await expect.poll(() => page.getByText('opent nu niets').count()).toBe(0)
    expect(await status()).toBe(200)
  })

  test('for one organisation or for the group says for whom it is, and shows that', async () => {
    await publish(true)
    const { page } = guide
    await openRecord(page)
    const dialog = await openOutside(page)
    await dialog.getByRole('radio', { name: 'Eén organisatie' }).check()
    await dialog.getByLabel('Welke organisatie?').selectOption({ label: 'Organisatie Zuid' })
    const one = await makeLink(page)
    expect(await (await page.request.get(one)).text()).toContain('voor Organisatie Zuid')
    // Another choice takes the link away: it would be handed to others than it is for.
    await dialog.getByRole('radio', { name: 'De groep' }).check()
    await dialog.getByLabel('De link').waitFor({ state: 'detached' })
    const all = await makeLink(page)
    expect(await (await page.request.get(all)).text()).toContain('Onthaal en sfeer')
    await page.keyboard.press('Escape')
    const links = page.getByRole('region', { name: 'Links om te lezen' })
    for (const whom of ['Organisatie Zuid', 'De groep']) await links.getByText(whom, { exact: true }).first().waitFor()
    expect(await wrong(page)).toEqual([])
  })

  test('is made, handed on and taken back by keyboard alone', async () => {
    await publish(true)
    const { page } = guide
    await openRecord(page)
    await page.getByRole('button', { name: 'Deel buiten de groep…' }).focus()
    await page.keyboard.press('Enter')
    const dialog = outside(page)
    await dialog.getByText('de namen van de organisaties').waitFor()
    const focusOn = async (name: string) => {
      for (let i = 0; i < 60; i++) {
        const focused = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
        if (focused.startsWith(name)) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`the keyboard never comes to ${name}`)
    }
    await focusOn('Maak een link')
    await page.keyboard.press('Enter')
    await dialog.getByLabel('De link').waitFor()
    await focusOn('Schrijf een e-mail')
    await page.keyboard.press('Escape')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent?.trim()))
      .toBe('Deel buiten de groep…')
    const before = await page.getByRole('button', { name: /^Trek in/ }).count()
    await focusOn('Trek in')
    await page.keyboard.press('Enter')
    const asking = page.getByRole('dialog', { name: 'Deze link intrekken?' })
    await asking.waitFor()
    await focusOn('Trek in')
    await page.keyboard.press('Enter')
    await asking.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Links om te lezen')
    expect(await page.getByRole('button', { name: /^Trek in/ }).count()).toBe(before - 1)
  })
})

test('a mail is a draft to nobody, with the address in it, in the language of the network', async () => {
  await publish(true)
  const { page } = guide
  await openRecord(page)
  const draft = async (name: string) => {
    const href = (await page.getByRole('link', { name }).getAttribute('href')) ?? ''
    expect(href.length).toBeLessThan(1_800)
    const url = new URL(href)
    expect([url.protocol, url.pathname]).toEqual(['mailto:', ''])
    expect(href).not.toMatch(/[ +]|%0A(?<!%0D%0A)/)
    const params = new Map(
      url.search
        .slice(1)
        .split('&')
        .map((one) => one.split('=').map(decodeURIComponent) as [string, string]),
    )
    return { subject: params.get('subject'), body: params.get('body') ?? '' }
  }
  const toGroup = await draft('Schrijf de groep een e-mail')
  expect(toGroup.subject).toBe('Verslag van bijeenkomst 1: Lerend netwerk ontmoetingsplaatsen')
  expect(toGroup.body.split('\r\n')).toContain(`${stage.product.url}/record/${gathering.session.id}`)
  await openOutside(page)
  const address = await makeLink(page)
  const toOthers = await draft('Schrijf een e-mail')
  expect(toOthers.body.split('\r\n')).toContain(address)
  await page.keyboard.press('Escape')
})

test('members save files, and share nothing', async () => {
  await publish(true)
  const phone = await stage.people.phone()
  const { page } = await phone.join(gathering.code, 'Organisatie Noord', 'An')
  await page.goto(`${stage.product.url}/record/${gathering.session.id}`)
  await page.getByRole('button', { name: 'Word', exact: true }).waitFor()
  for (const name of ['Versturen', 'Links om te lezen'])
    expect(await page.getByRole('heading', { name }).count()).toBe(0)
})
