import type { Browser, Page } from 'playwright-core'
import type { Meeting } from './meeting.ts'
import { here, LAPTOP, PHONE, SQUARE, take, type Known } from './screen.ts'

// The records of a meeting that is nearly over: written in, shared, read, read back, found again; and notes put in.

const LINES = [
  'Wij doen de deur een kwartier vroeger open: wie te vroeg is, helpt klaarzetten.',
  'Een kapstok op kinderhoogte, met een foto bij elke haak.',
  'Op vrijdag eten we samen soep. Wie wil, blijft.',
]
const both = { sizes: [LAPTOP, PHONE] } as const

const dialog = (page: Page) => page.getByRole('dialog')

export async function takeRecords(browser: Browser, meeting: Meeting, guide: Known, member: Known): Promise<void> {
  const { session, sessions, network, command } = meeting
  const [first, , third] = sessions
  if (!first || !third) throw new Error('the demo has no third session')
  const path = `/record/${session.id}`
  const isThere = (page: Page) => here(page, 'Kruisbestuiving')
  /** What is shown of it is of the server, and kept. */
  const isSaved = async (page: Page) => {
    await isThere(page)
    await here(page, 'Bewaard')
  }

  await take(browser, { name: 'record', who: guide, path, until: isSaved })
  await take(browser, { name: 'record', who: guide, path, until: isSaved, sizes: [LAPTOP], schemes: ['dark'] })
  await take(browser, {
    ...both,
    name: 'record-writing',
    who: guide,
    path,
    until: async (page) => {
      await isSaved(page)
      const paper = page.getByRole('article')
      await paper.getByRole('heading', { name: 'Reflectie' }).evaluate((one) => one.scrollIntoView())
      await paper
        .getByRole('textbox', { name: /Onthaal en sfeer/ })
        .evaluate((one) => one.focus({ preventScroll: true }))
    },
  })
  await command({ type: 'approveRecord', on: false }, first)
  const isAsked = (page: Page) => here(page, 'Lees het verslag')
  await take(browser, { name: 'record-ask', who: guide, path, until: isAsked, sizes: [LAPTOP] })
  await command({ type: 'approveRecord', on: true, session: session.id }, first)
  await take(browser, {
    name: 'record-approved',
    who: guide,
    path: `/record/${first.id}`,
    until: (page) => here(page, /Er stond dat/),
    sizes: [LAPTOP],
  })

  await command({ type: 'publishRecord', level: 'group', on: true })
  await take(browser, { ...both, name: 'record-member', who: member, path, until: isThere })
  await take(browser, {
    ...both,
    name: 'record-share',
    who: guide,
    path,
    until: async (page) => {
      await page.getByRole('button', { name: 'Deel buiten de groep…' }).click()
      await dialog(page).getByText('de namen van de organisaties').waitFor()
    },
  })
  await take(browser, { ...both, name: 'record-link', path: await meeting.share(), until: isThere })

  const series = { name: 'record-series', who: guide, path: `/network/${network}/record` } as const
  const isSeries = (page: Page) => here(page, 'Wat blijft')
  await take(browser, { ...series, ...both, until: isSeries })
  await take(browser, { ...series, sizes: [LAPTOP], schemes: ['dark'], until: isSeries })

  // The last step: on the wall, and on the phone of who was there.
  const last = session.agenda.at(-1)
  if (last) await command({ type: 'startStep', step: last.id })
  await command({ type: 'bringHere', view: { kind: 'record' }, only: 'wall' })
  await take(browser, {
    name: 'wall-record',
    path: meeting.wall,
    until: (page) => here(page, /^Pagina 1 van/),
    sizes: [SQUARE, LAPTOP],
  })
  await take(browser, {
    name: 'pen-record',
    who: member,
    surface: 'pen',
    path: `/session/${session.id}`,
    until: (page) => here(page, 'Lees het verslag'),
    sizes: [PHONE],
    schemes: ['light', 'dark'],
  })

  const search = `/network/${network}/search?q=`
  await take(browser, {
    ...both,
    name: 'search',
    who: guide,
    path: `${search}vader`,
    until: (page) => here(page, /gevonden$/),
  })
  await take(browser, {
    name: 'search-none',
    who: guide,
    path: `${search}onvindbaar`,
    until: (page) => here(page, /^Niets gevonden/),
    sizes: [PHONE],
  })

  const open = async (page: Page) => {
    await page.getByRole('button', { name: 'Zet briefjes in' }).filter({ visible: true }).first().click()
    await dialog(page).getByLabel('Regels').fill(LINES.join('\n'))
    await here(page, '3 briefjes')
  }
  const openOnPhone = async (page: Page) => {
    await page.getByRole('button', { name: 'Wijzig datum en plaats' }).last().click()
    await open(page)
  }
  const board = { who: guide, surface: 'board', path: `/session/${third.id}`, sizes: [LAPTOP] } as const
  const phone = { who: guide, path: `/network/${network}`, sizes: [PHONE] } as const
  await take(browser, { ...board, name: 'import', until: open })
  await take(browser, { ...phone, name: 'import', until: openOnPhone })
  const isIn = async (page: Page) => {
    await page.getByRole('button', { name: 'Zet 3 briefjes in' }).click()
    await here(page, 'Het staat op het bord')
  }
  await take(browser, { ...board, name: 'import-report', until: async (page) => open(page).then(() => isIn(page)) })
  await take(browser, {
    ...phone,
    name: 'import-report',
    until: async (page) => openOnPhone(page).then(() => isIn(page)),
  })
}
