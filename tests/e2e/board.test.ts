import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { moveNotes } from '../../shared/doc/commands.ts'
import type { NoteId, OrganisationId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import { lineCount, NOTE_WIDTH } from '../../shared/model/note-size.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { CreatedNetwork, Joined, SessionInfo } from '../../shared/wire/http.ts'
import texts from '../../server/demo/session-notes.json' with { type: 'json' }
import { openDevice } from '../helpers/browser.ts'
import { openBoard, someWords, writeMany, type Who, type Writer } from '../helpers/full-board.ts'
import { setStage } from '../helpers/stage.ts'

// The board in a real browser: what people do on it by hand and by key, and how it bears 2,000 notes.

const stage = setStage()

interface Place {
  readonly session: SessionId
  readonly zones: readonly Zone[]
  readonly code: string
  readonly signIn: string
  readonly who: Who
}

async function post<T>(path: string, body: unknown, token?: string): Promise<T> {
  const answer = await fetch(stage.product.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

async function startSession(): Promise<Place> {
  const created = await post<CreatedNetwork>('/api/networks', { title: 'Netwerk', organisations: ['Organisatie A'] })
  const [first] = created.network.sessions
  const info = first as SessionInfo
  const { id, token, url } = created.facilitator
  return {
    session: info.id,
    zones: info.zones.filter((zone) => !zone.hidden && !zone.locked),
    code: info.code ?? '',
    signIn: url,
    who: { token, participant: id, organisation: null },
  }
}

async function joins(place: Place): Promise<Who> {
  const { participant } = await post<Joined>('/api/join', { code: place.code, organisation: 'Organisatie A' })
  return {
    token: participant.token,
    participant: participant.id as ParticipantId,
    organisation: participant.organisation as OrganisationId | null,
  }
}

/** The facilitator's board in a browser of its own, with a writer who brings in notes from elsewhere. */
async function atTheBoard(count: number, zones = 1, columns = 12) {
  const place = await startSession()
  const who = await joins(place)
  const writer = await openBoard(stage.product.url, place.session, who)
  const chosen = place.zones.filter((zone) => zone.kind !== 'presentation').slice(0, zones)
  const notes = writeMany(writer, who, chosen, 0, count, columns)
  await writer.saved()
  const device = await openDevice(stage.browser, 'laptop')
  const { page } = device
  await page.goto(new URL(place.signIn, stage.product.url).href)
  await page.goto(`${stage.product.url}/session/${place.session}`)
  await page.getByRole('main').waitFor()
  return { ...device, place, writer, who, notes, zone: chosen[0] as Zone }
}

/** The middle of the stage, between the panels. */
const MIDDLE = { x: 640, y: 400 }

const card = (page: Page, n: number) => page.locator('[data-note]').filter({ hasText: new RegExp(`^\\s*${n} `) })
/** Two frames, after which what was asked for is drawn. */
const drawn = (page: Page) =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))))
const toZone = async (page: Page, zone: Zone) => {
  await page.getByRole('navigation').getByRole('button', { name: zone.title }).first().click()
  await drawn(page)
}
const toZoneAtFullSize = async (page: Page, zone: Zone) => {
  await toZone(page, zone)
  await page.keyboard.press('Control+0')
  await drawn(page)
}
const middleOf = async (page: Page, n: number) => {
  const box = await card(page, n).boundingBox()
  if (!box) throw new Error(`note ${n} is not on the stage`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

describe('by hand and by key', () => {
  let table: Awaited<ReturnType<typeof atTheBoard>>
  let page: Page
  beforeAll(async () => {
    table = await atTheBoard(6, 1, 3)
    page = table.page
    await toZone(page, table.zone)
    await card(page, 0).waitFor()
  })
  afterAll(async () => {
    expect(table.trouble).toEqual([])
    table.writer.leave()
    await table.context.close()
  })

  test('a double click writes there, Tab goes on, Esc ends, and nothing is lost', async () => {
    const at = await middleOf(page, 0)
    await page.mouse.dblclick(at.x, at.y + 260)
    await page.keyboard.type('Eerst dit')
    await page.keyboard.press('Tab')
    await page.keyboard.type('dan dat')
    await page.keyboard.press('Escape')
    for (const text of ['Eerst dit', 'dan dat']) await page.locator('[data-note]').filter({ hasText: text }).waitFor()
    expect(await page.locator('textarea').count()).toBe(0)
  })

  test('undo takes back what was done here, note by note, and redo brings it again', async () => {
    const second = page.locator('[data-note]').filter({ hasText: 'dan dat' })
    await page.keyboard.press('Control+z')
    await second.waitFor({ state: 'detached' })
    await page.keyboard.press('Control+Shift+z')
    await second.waitFor()
    expect(await page.locator('[data-note]').count()).toBe(8)
  })

  test('a note dropped on another makes a theme of both, and asks for its name', async () => {
    await drag(page, await middleOf(page, 1), await middleOf(page, 0))
    await page.getByLabel('Naam van het thema').fill('Samen spelen')
    await page.keyboard.press('Enter')
    const tray = page.getByRole('group', { name: 'Samen spelen' })
    await expect.poll(() => tray.locator('[data-note]').count()).toBe(2)
  })

  test('a note dropped on a theme joins it', async () => {
    await toZone(page, table.zone)
    const tray = page.getByRole('group', { name: 'Samen spelen' })
    const box = await tray.boundingBox()
    await drag(page, await middleOf(page, 2), { x: box!.x + 40, y: box!.y + box!.height - 6 })
    await expect.poll(() => tray.locator('[data-note]').count()).toBe(3)
  })

  test('Esc during a drag leaves everything as it was', async () => {
    const from = await middleOf(page, 3)
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x + 30, from.y + 180, { steps: 5 })
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await middleOf(page, 3)).toEqual(from)
  })

  test('without a pointer: chosen by space, put with a new theme, stacked, and taken away with an undo', async () => {
    await page.keyboard.press('Escape')
    await card(page, 3).focus()
    await page.keyboard.press('Space')
    await card(page, 4).focus()
    await page.keyboard.press('Space')
    await page.getByText('2 gekozen', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Zet bij…' }).press('Enter')
    await page.keyboard.type('Buiten')
    await page.keyboard.press('Enter')
    const tray = page.getByRole('group', { name: 'Buiten' })
    await expect.poll(() => tray.locator('[data-note]').count()).toBe(2)

    for (const n of [3, 4]) {
      await card(page, n).focus()
      await page.keyboard.press('Space')
    }
    await page.getByRole('button', { name: 'Stapel', exact: true }).press('Enter')
    await tray.getByText('×2').waitFor()
    await page.keyboard.press('Escape')

    await card(page, 5).focus()
    await page.keyboard.press('Delete')
    await card(page, 5).waitFor({ state: 'detached' })
    await page.getByRole('status').getByRole('button', { name: 'Maak ongedaan' }).press('Enter')
    await card(page, 5).waitFor()
  })

  test('a marquee chooses what it touches', async () => {
    await page.keyboard.press('Escape')
    const at = await middleOf(page, 5)
    await page.mouse.move(at.x - 112, at.y - 60)
    await page.mouse.down()
    await page.mouse.move(at.x + 20, at.y + 20, { steps: 4 })
    await page.mouse.up()
    await page.getByText('1 gekozen', { exact: true }).waitFor()
  })

  test('the wheel pans, Ctrl and the wheel zooms to the pointer', async () => {
    await page.keyboard.press('Escape')
    await toZoneAtFullSize(page, table.zone)
    const start = await middleOf(page, 0)
    await page.mouse.move(MIDDLE.x, MIDDLE.y)
    await page.mouse.wheel(40, 30)
    await expect.poll(async () => Math.round((await middleOf(page, 0)).x - start.x)).toBe(-40)
    const panned = await middleOf(page, 0)
    expect(Math.round(panned.y - start.y)).toBe(-30)

    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -60)
    await page.keyboard.up('Control')
    await page.getByText('122 %').waitFor()
    await drawn(page)
    const zoomed = await middleOf(page, 0)
    const nearer = Math.exp(60 / 300)
    expect(zoomed.x - MIDDLE.x).toBeCloseTo((panned.x - MIDDLE.x) * nearer, 0)
    expect(zoomed.y - MIDDLE.y).toBeCloseTo((panned.y - MIDDLE.y) * nearer, 0)
  })
})

test('a note is as high on the screen as the layout says, whatever is written on it', async () => {
  const { page } = await openDevice(stage.browser, 'laptop')
  await page.goto(stage.product.url)
  const words = [
    ...texts.map((note) => note.text),
    ...Array.from({ length: 200 }, (_, n) => someWords(n)),
    'Activiteiten/groepswerking en communicatie/bekendmaking van de ontmoetingsplaats',
    'een-heel-lang-woord-zonder-spaties-dat-nergens-op-een-regel-past-en-toch-moet-staan',
    '🙂'.repeat(30),
    'مرحبا بكم في بيتنا الجديد، تعالوا لنلعب معا كل يوم',
    'een regel\nnog een\n\nen een laatste',
  ]
  const real = await page.evaluate(
    async ({ words, width }) => {
      await document.fonts.load("420 14px 'Atkinson Hyperlegible Next Variable'")
      const card = document.createElement('div')
      card.style.cssText = `position:absolute;width:${width}px;font:420 14px/19px var(--font-text);overflow-wrap:anywhere;white-space:pre-wrap;text-rendering:geometricPrecision`
      document.body.append(card)
      return words.map((text) => {
        card.textContent = text
        return Math.round(card.getBoundingClientRect().height / 19)
      })
    },
    { words, width: NOTE_WIDTH - 20 },
  )
  const counted = words.map((text) => lineCount(text, NOTE_WIDTH - 20, 14))
  expect(words.filter((_, i) => (counted[i] ?? 0) < (real[i] ?? 0))).toEqual([])
  expect(words.filter((_, i) => (counted[i] ?? 0) > (real[i] ?? 0)).length).toBeLessThan(words.length / 10)
  await page.context().close()
})

describe('2,000 notes', () => {
  let table: Awaited<ReturnType<typeof atTheBoard>>
  const writers: Writer[] = []
  beforeAll(async () => {
    table = await atTheBoard(280, 4)
    const zones = table.place.zones.filter((zone) => zone.kind !== 'presentation').slice(0, 4)
    for (let from = 280; from < 2_000; from += 280) {
      const who = await joins(table.place)
      const writer = await openBoard(stage.product.url, table.place.session, who)
      writeMany(writer, who, zones, from, Math.min(280, 2_000 - from))
      await writer.saved()
      writers.push(writer)
    }
    await toZoneAtFullSize(table.page, table.zone)
    await card(table.page, 0).waitFor()
  })
  afterAll(async () => {
    for (const writer of [table.writer, ...writers]) writer.leave()
    await table.context.close()
  })

  test('one note that moves elsewhere is one card drawn again, and only what is in view is in the page', async () => {
    const { page, writer, notes, zone } = table
    expect(await page.locator('[data-note]').count()).toBeLessThan(200)
    await page.evaluate(() => (window.__bijeen = { renders: 0 }))
    const id = notes[0] as NoteId
    const before = await middleOf(page, 0)
    writer.board.change(() => moveNotes(writer.board, [{ id, zone: zone.id, x: 7, y: 0 }]))
    await expect.poll(async () => (await middleOf(page, 0)).x).toBeCloseTo(before.x + 7, 0)
    expect(await page.evaluate(() => window.__bijeen?.renders)).toBe(1)
  })
})
