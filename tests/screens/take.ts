import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { findChromium, launchChromium } from '../helpers/chromium.ts'
import { takePaper } from './paper.ts'
import { ADDRESS, startMeeting, type Meeting } from './meeting.ts'
import { takeRecords } from './records.ts'
import { FOLDER, here, LAPTOP, openDevice, PHONE, take, type Known, type Scheme } from './screen.ts'

// `npm run screens`: every screen at the sizes people have, into docs/screens/<screen>-<size>-<scheme>.png. Look at them.

/** The facilitator's laptop, signed in by the personal link. It last looked at the reflection, near enough to read. */
async function facilitator(browser: Browser, meeting: Meeting): Promise<Known> {
  const context = await openDevice(browser, LAPTOP, 'light')
  const page = await context.newPage()
  await page.goto(ADDRESS + meeting.signIn)
  await page.goto(`${ADDRESS}/session/${meeting.session.id}`)
  await page.getByRole('navigation').getByRole('button', { name: 'Reflectie' }).first().click()
  await page.keyboard.press('Control+0')
  const heading = page.getByRole('main').getByRole('heading', { name: 'Reflectie' })
  const stage = await page.getByRole('main').boundingBox()
  const at = await heading.boundingBox()
  if (!stage || !at) throw new Error('the reflection is not on the board')
  await page.mouse.move(stage.x + 300, stage.y + 300)
  await page.mouse.wheel(at.x - stage.x - 64, at.y - stage.y - 34)
  await page.goto(ADDRESS)
  await page.evaluate((key) => {
    const view = JSON.parse(localStorage.getItem(key) ?? '{}') as object
    localStorage.setItem(key, JSON.stringify({ ...view, z: 0.85 }))
  }, `bijeen.view.${meeting.session.id}`)
  const known = await context.storageState()
  await context.close()
  return known
}

const WRITTEN = [
  'Van A nemen we mee: een kapstok op kinderhoogte.',
  'Met E samen één keer per maand buiten spelen, in het park.',
  'Bij B gezien: vaders komen als er iets te timmeren valt.',
]

const SILENT = [
  'Ik durfde vandaag zeggen dat het bij ons moeilijk loopt.',
  'Hoe warm jullie over de gezinnen spreken, dat voel je als je hier binnenkomt.',
]

/** A participant's phone, joined by the code. It stays in the room. */
async function joins(browser: Browser, meeting: Meeting, organisation: string): Promise<Page> {
  const context = await openDevice(browser, PHONE, 'light')
  const page = await context.newPage()
  await page.goto(`${ADDRESS}/join/${meeting.code}`)
  await page.getByText(organisation, { exact: true }).click()
  await page.getByRole('button', { name: 'Doe mee' }).click()
  await page.getByLabel('Je briefje', { exact: true }).waitFor()
  return page
}

/** Writes notes of the running step. */
async function writes(page: Page, texts: readonly string[]): Promise<Known> {
  const field = page.getByLabel('Je briefje', { exact: true })
  for (const text of texts) {
    await field.fill(text)
    await page.getByRole('button', { name: /^(Plaats|Schrijf (als|zonder))/ }).click()
    await here(page, text)
  }
  await here(page, 'Bewaard')
  return page.context().storageState()
}

const stepOf = ({ session }: Meeting, zone: 'crossPollination' | 'reflection' | null, mode: string) => {
  const id = zone && session.zones.find(({ kind }) => kind === zone)?.id
  const step = session.agenda.find((one) => one.mode === mode && (zone === null || one.zone === id))
  if (!step) throw new Error(`the session has no such step: ${mode}`)
  return step.id
}

async function takeAll(browser: Browser, meeting: Meeting): Promise<void> {
  const { session, network, command } = meeting
  const board = `/session/${session.id}`
  const both: readonly Scheme[] = ['light', 'dark']
  await command({ type: 'startStep', step: stepOf(meeting, 'crossPollination', 'open') })
  await command({ type: 'timer', action: 'start', seconds: 378 })
  const phones = [await joins(browser, meeting, 'Organisatie D')]
  for (const letter of 'CFH') phones.push(await joins(browser, meeting, `Organisatie ${letter}`))
  const writer = await writes(phones[0] as Page, WRITTEN)
  const pen = { name: 'pen', who: writer, surface: 'pen', schemes: both, path: board } as const
  await take(browser, { ...pen, until: (page) => here(page, 'Bewaard') })

  // Written in silence: what one person sees, who guides, and the wall.
  await command({ type: 'startStep', step: stepOf(meeting, 'reflection', 'silent') })
  await command({ type: 'timer', action: 'start', seconds: 570 })
  await Promise.all(phones.slice(1).map((phone) => phone.getByRole('button', { name: 'Klaar' }).click()))
  const silent = await writes(phones[0] as Page, SILENT)
  await take(browser, { ...pen, who: silent, name: 'pen-silent', until: (page) => here(page, 'alleen jij') })
  const isAlone = (page: Page) => here(page, 'alleen jij')
  await take(browser, { who: silent, surface: 'board', path: board, name: 'board-silent', until: isAlone })
  await take(browser, { name: 'wall-silent', path: meeting.wall, until: (page) => here(page, 'zijn klaar') })
  const leads = await facilitator(browser, meeting)
  await take(browser, {
    name: 'guide-silent',
    who: leads,
    surface: 'pen',
    path: board,
    until: async (page) => {
      await page.getByRole('button', { name: 'Leid de bijeenkomst' }).click()
      await here(page, 'Toon alles')
    },
  })
  await command({ type: 'reveal' })

  // A vote while it runs, and what came of it.
  await command({ type: 'startStep', step: stepOf(meeting, null, 'vote') })
  await command({ type: 'openVote', on: 'themes', dots: 3 })
  await take(browser, { ...pen, schemes: ['light'], name: 'pen-vote', until: (page) => here(page, 'Nog 3 stippen') })
  await take(browser, { name: 'wall-vote', path: meeting.wall, until: (page) => here(page, 'Zet je stippen') })
  await command({ type: 'closeVote' })

  await command({ type: 'startStep', step: stepOf(meeting, null, 'cluster') })
  const guide = await facilitator(browser, meeting)
  const canvas = { name: 'board', who: guide, surface: 'board', schemes: both, path: board } as const
  await take(browser, {
    ...canvas,
    until: async (page) => {
      await page.locator('[data-note]').first().waitFor()
      await here(page, 'Bewaard')
    },
  })

  await take(browser, {
    name: 'agenda',
    who: guide,
    surface: 'board',
    path: board,
    until: async (page) => {
      const drawer = page.getByRole('button', { name: 'Draaiboek', exact: true })
      await page.getByRole('button', { name: 'Zones en thema’s' }).or(page.getByRole('navigation')).first().waitFor()
      if (await drawer.isVisible()) await drawer.click()
      await page.getByRole('button', { name: 'Pas draaiboek aan' }).click()
      await page.getByRole('dialog').waitFor()
    },
  })
  await take(browser, {
    name: 'guide',
    who: guide,
    surface: 'pen',
    schemes: both,
    path: board,
    until: async (page) => {
      await page.getByRole('button', { name: 'Leid de bijeenkomst' }).click()
      await page.getByRole('dialog').waitFor()
    },
  })

  await take(browser, {
    name: 'home',
    who: guide,
    path: '/',
    until: (page) => page.getByRole('heading', { level: 1 }).waitFor(),
  })
  await take(browser, {
    name: 'network',
    who: guide,
    path: `/network/${network}`,
    until: (page) => here(page, 'Elkaars werking leren kennen'),
  })
  // Its other pages.
  for (const [part, words] of [
    ['expectations', 'Vinden van eigenheid'],
    ['matrix', 'Visie'],
    ['map', 'Babymassage'],
    ['organisation', 'Organisatie A'],
    ['privacy', 'Privacy'],
  ] as const)
    await take(browser, {
      name: `network-${part}`,
      who: guide,
      path: `/network/${network}/${part}`,
      until: (page) => here(page, words),
    })
  await take(browser, { name: 'join', path: `/join/${meeting.code}`, until: (page) => here(page, 'Organisatie D') })
  const reflection = session.zones.find(({ kind }) => kind === 'reflection')
  if (!reflection) throw new Error('the session has no reflection')
  const heading = (page: Page) => page.getByRole('heading').first().waitFor()
  const views = [
    { name: 'wall-step', view: { kind: 'step' } },
    { name: 'wall-overview', view: { kind: 'overview' } },
    { name: 'wall-zone', view: { kind: 'zone', zone: reflection.id } },
    { name: 'wall-code', view: { kind: 'code' } },
  ] as const
  for (const { name, view } of views) {
    await command({ type: 'bringHere', view, only: 'wall' })
    await take(browser, { name, path: meeting.wall, until: heading })
  }
  await command({ type: 'startStep', step: stepOf(meeting, null, 'pause') })
  await command({ type: 'timer', action: 'start', seconds: 684 })
  await take(browser, { name: 'wall-pause', path: meeting.wall, until: (page) => here(page, 'We gaan verder') })
  await take(browser, { ...pen, name: 'pen-pause', until: (page) => here(page, 'Leg je toestel') })
  for (const phone of phones) await phone.context().close()

  await takeRecords(browser, meeting, guide, writer)
}

/** The records alone, of a meeting in which nobody did anything yet. */
async function takeRecordsAlone(browser: Browser, meeting: Meeting): Promise<void> {
  await meeting.command({ type: 'startStep', step: stepOf(meeting, 'crossPollination', 'open') })
  const phone = await joins(browser, meeting, 'Organisatie D')
  const writer = await writes(phone, WRITTEN)
  await phone.context().close()
  await takeRecords(browser, meeting, await facilitator(browser, meeting), writer)
}

// `-- paper`: those of the record's files alone. `-- records`: its pages, and what is around them.
const alone = process.argv[2]
await mkdir(FOLDER, { recursive: true })
for (const old of await readdir(FOLDER))
  if (old.endsWith('.png') && alone !== 'records' && (alone !== 'paper' || old.startsWith('paper-')))
    await rm(join(FOLDER, old))
if (alone !== 'records') await takePaper(FOLDER)
if (alone === 'paper') process.exit()
const meeting = await startMeeting()
const browser = await launchChromium(await findChromium(), [
  `--host-resolver-rules=MAP bijeen.example.org:80 127.0.0.1:${meeting.port}`,
])
try {
  await (alone === 'records' ? takeRecordsAlone : takeAll)(browser, meeting)
} finally {
  await browser.close()
  await meeting.stop()
}
