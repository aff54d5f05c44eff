import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Zone } from '../../shared/model/zone.ts'
import type { SessionInfo } from '../../shared/wire/http.ts'
import notes from '../../server/demo/session-notes.json' with { type: 'json' }
import type { Facilitator, Participant } from '../helpers/people.ts'
import { chooseByKey, putChosenWith } from '../helpers/clustering.ts'
import { setStage } from '../helpers/stage.ts'

// The whole main job as people do it, on the built product: from "start a network" to the record, and a power cut after.

type Told = (typeof notes)[number]

const ORGANISATIONS = 'ABCDEFGH'.split('').map((letter) => `Organisatie ${letter}`)
const THEMES = [...new Set(notes.map((note) => note.theme))]

const stage = setStage()

/** The zone where a note of the material belongs. */
function zoneOf(note: Told, session: SessionInfo): Zone {
  const found = session.zones.find((zone) => {
    switch (note.zone) {
      case 'verwachtingen':
        return zone.kind === 'expectations'
      case 'reflectie':
        return zone.kind === 'reflection'
      case 'kruisbestuiving':
        return zone.kind === 'crossPollination'
      default:
        return (
          zone.aspect === note.aspect && zone.presenter === (note.organisation === 'Organisatie B' ? 'second' : 'host')
        )
    }
  })
  if (!found) throw new Error(`no zone for ${note.text}`)
  return found
}

/** What was written in silence comes to the board. */
async function reveal({ page }: Facilitator, notes: number): Promise<void> {
  await page.getByText('5 van de 5 schreven al').waitFor()
  await page.getByRole('complementary').getByRole('button', { name: 'Toon alles' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Toon alles' }).click()
  await page.getByText(`${notes} briefjes staan op het bord`).waitFor()
}

const startStep = (facilitator: Facilitator, title: string) =>
  facilitator.page.getByRole('button', { name: `Begin met ${title}` }).click()

/** Chooses notes without a pointer, zone by zone, and puts them with a theme by its name. */
async function putWith(page: Page, theme: string, byZone: Map<Zone, Told[]>): Promise<void> {
  for (const [zone, inZone] of byZone) {
    const lines = page.getByRole('navigation').getByRole('button', { name: zoneLine(zone) })
    await lines.nth(zone.presenter === 'second' ? 1 : 0).click()
    for (const { text } of inZone) await chooseByKey(page, text)
  }
  await putChosenWith(page, theme)
}

const zoneLine = (zone: Zone): RegExp => new RegExp(`^${zone.title.replaceAll('/', '.')}(?: gesloten)? ?\\d*$`)

async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
  return readFile(await file.path(), 'utf8')
}

/** How often a text stands in a file, whatever the file escapes. */
const times = (file: string, text: string): number => plain(file).split(plain(text)).length - 1
const plain = (text: string): string =>
  text
    .replaceAll(/&#39;|&#x27;|&apos;/g, "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll('""', '"')

test('a network meets: phones and laptops write, themes are made, the wall shows them, the record is taken home, and a power cut takes nothing', async () => {
  const people = stage.people
  const facilitator = await people.facilitator()
  await facilitator.start('Lerend netwerk ontmoetingsplaatsen', ORGANISATIONS)
  const before = await facilitator.info()
  const session = before.sessions[0] as SessionInfo
  expect(before.sessions).toHaveLength(5)
  expect(await facilitator.page.textContent('h1')).toContain('Lerend netwerk ontmoetingsplaatsen')

  // In: three phones and two laptops, by the code.
  const phones = await Promise.all([people.phone(), people.phone(), people.phone()])
  const laptops = await Promise.all([people.laptop(), people.laptop()])
  const everyone = [...phones, ...laptops]
  for (const [i, one] of everyone.entries()) await one.join(session.code as string, ORGANISATIONS[i + 2] as string)
  await facilitator.openBoard(session.id)
  await facilitator.page.getByRole('button', { name: 'Pas zones aan' }).click()
  await facilitator.page.getByRole('button', { name: 'Toon Reflectie' }).click()
  await facilitator.page.getByRole('button', { name: 'Verberg Reflectie' }).waitFor()
  await facilitator.page.keyboard.press('Escape')

  // Written: where a step asks for it on every device, the aspects and the reflection on the phones.
  const asked = [
    { step: 'Verwachtingen', zone: 'verwachtingen' },
    { step: 'Kruisbestuiving', zone: 'kruisbestuiving' },
  ]
  for (const { step, zone } of asked) {
    await startStep(facilitator, step)
    for (const one of everyone) await one.page.getByText(step, { exact: true }).first().waitFor()
    const here = notes.filter((note) => note.zone === zone)
    await Promise.all(
      everyone.map(async (one, i) => {
        const mine = here.filter((_, n) => n % everyone.length === i)
        for (const { text } of mine) await one.write(text)
      }),
    )
    for (const one of everyone) await one.saved()
    if (step === 'Verwachtingen') await reveal(facilitator, here.length)
  }
  await startStep(facilitator, 'Groeperen')
  for (const phone of phones) await phone.page.getByText('Groeperen', { exact: true }).first().waitFor()
  const free = notes.filter((note) => note.zone === 'aspecten' || note.zone === 'reflectie')
  await Promise.all(
    phones.map(async (phone, i) => {
      for (const note of free.filter((_, n) => n % phones.length === i))
        await phone.write(note.text, { zone: zoneOf(note, session).id })
    }),
  )
  for (const one of everyone) await one.saved()

  // Gathered: ten themes, each with its notes, chosen by keyboard.
  const folded = facilitator.page.getByRole('button', { name: /^Aspecten/, expanded: false })
  while ((await folded.count()) > 0) await folded.first().click()
  for (const theme of THEMES) {
    const byZone = new Map<Zone, Told[]>()
    for (const note of notes.filter((one) => one.theme === theme)) {
      const zone = zoneOf(note, session)
      byZone.set(zone, [...(byZone.get(zone) ?? []), note])
    }
    await putWith(facilitator.page, theme, byZone)
  }
  await facilitator.page.getByText('Bewaard', { exact: true }).first().waitFor()

  // Shown: the wall has the themes, and no organisation.
  const opened = await facilitator.page.request.post(`${stage.product.url}/api/sessions/${session.id}/wall`, {
    headers: { origin: stage.product.url },
  })
  const wall = await people.wall()
  await wall.page.goto(((await opened.json()) as { url: string }).url)
  await facilitator.command(session.id, { type: 'bringHere', view: { kind: 'overview' }, only: 'wall' })
  await wall.page
    .getByRole('heading', { name: THEMES[0] as string })
    .first()
    .waitFor()
  expect(await wall.page.textContent('main')).not.toMatch(/Organisatie [C-H]/)

  // Taken home: four formats, every note once, nobody's id.
  await facilitator.page.goto(`${stage.product.url}/record/${session.id}`)
  const files = [
    await download(facilitator.page, 'Webpagina'),
    await download(facilitator.page, 'Markdown'),
    await download(facilitator.page, 'Tabel (CSV)'),
    await download(facilitator.page, /JSON/ as never),
  ]
  const { members = [] } = await facilitator.info()
  expect(members.length).toBe(6)
  for (const file of files) {
    for (const { text } of notes) expect([text, times(file, text)]).toEqual([text, 1])
    for (const theme of THEMES) expect(file).toContain(theme)
    for (const { id } of members) expect(file).not.toContain(id)
  }

  // A power cut: the same process data, a new process.
  await stage.product.kill()
  await stage.product.start()
  await facilitator.page.reload()
  const markdown = await download(facilitator.page, 'Markdown')
  expect(markdown).toBe(files[1])
  const phone = phones[0] as Participant
  await phone.page.reload()
  await phone.page.getByRole('tab', { name: `Van de groep ${notes.length}` }).waitFor()
  for (const one of [facilitator, ...everyone, wall]) expect(one.trouble.filter(isOurs)).toEqual([])
})

/** A browser tells of a lost connection by itself; that is the power cut, not a fault of the page. */
const isOurs = (message: string): boolean =>
  !/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection/.test(message)
