import type { Page } from 'playwright-core'
import type { ZoneId } from '../../shared/model/ids.ts'
import type { NoteKind } from '../../shared/model/note.ts'
import type { CheckAnswer, Outcome, Standing, TakeHomeStatus } from '../../shared/model/series.ts'
import type { Participant, Person } from './people.ts'
import { SeriesByPrograms } from './series-by-programs.ts'
import type { SeriesPeople } from './series-people.ts'
import {
  CARRIED,
  EXPECTED,
  nameOf,
  SHOWN,
  type Checked,
  type Judged,
  type Letter,
  type Promised,
  type Taken,
} from './series-story.ts'

const KINDS: Readonly<Record<NoteKind, string | null>> = {
  idea: null,
  recognise: 'herkenbaar',
  question: 'vraag',
  takeHome: 'neem ik mee',
}
const STANDINGS: Readonly<Record<Standing, string>> = {
  good: 'Ja, goed bezig',
  somewhat: 'Een beetje',
  notYet: 'Nog niet',
}
const OUTCOMES: Readonly<Record<Outcome, string>> = {
  met: 'Uitgekomen',
  partly: 'Deels uitgekomen',
  changed: 'Iets anders geworden',
  not: 'Niet uitgekomen',
}
const STATUSES: Readonly<Record<TakeHomeStatus, string>> = {
  open: 'Nog open',
  tried: 'Geprobeerd',
  busy: 'Bezig',
  dropped: 'Losgelaten',
  learned: 'Geleerd',
}

/**
 * The same, by pages: whoever has a device in the room does it there, the others by programs. B sits at a laptop, C holds a
 * phone, and the facilitator guides from a laptop.
 */
export class SeriesByPages extends SeriesByPrograms {
  readonly #guide: Person
  readonly #laptop: Person
  readonly #phone: Participant
  readonly #url: string

  constructor(series: SeriesPeople, devices: { guide: Person; laptop: Person; phone: Participant }) {
    super(series)
    this.#url = series.url
    this.#guide = devices.guide
    this.#laptop = devices.laptop
    this.#phone = devices.phone
  }

  /** Opens their one link on each device. */
  async signIn(): Promise<void> {
    await this.#guide.page.goto(`${this.#url}/in/${this.series.network.token}`)
    await this.#laptop.page.goto(`${this.#url}/in/${this.tokenOf('B')}`)
    await this.#phone.page.goto(`${this.#url}/in/${this.tokenOf('C')}`)
  }

  #deviceOf = (letter: Letter | undefined): Person | null =>
    letter === 'B' ? this.#laptop : letter === 'C' ? this.#phone : null

  async #network(page: Page, part = ''): Promise<void> {
    await page.goto(`${this.#url}/network/${this.series.network.id}${part && `/${part}`}`)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
  }
  async #board({ page }: Person, number: number): Promise<void> {
    const address = `${this.#url}/session/${this.series.session(number).id}`
    if (page.url() !== address) await page.goto(address)
    await page.getByText('Bewaard', { exact: true }).first().waitFor()
  }

  override async comes(letter: Letter, number: number): Promise<void> {
    const device = this.#deviceOf(letter)
    if (!device) return super.comes(letter, number)
    await device.page.goto(`${this.#url}/join/${this.series.session(number).code}`)
    await device.page.getByRole('button', { name: 'Ga verder' }).click()
    await device.page.waitForURL(/\/session\//)
  }

  override async writes(letter: Letter, number: number, text: string, zone: ZoneId, kind: NoteKind = 'idea') {
    if (letter !== 'C') return super.writes(letter, number, text, zone, kind)
    await this.#board(this.#phone, number)
    await this.#phone.chooseZone(zone)
    const { page } = this.#phone
    if (KINDS[kind]) await page.getByRole('button', { name: KINDS[kind], exact: true }).click()
    await this.#phone.write(text)
    await this.#phone.saved()
  }

  override async numbers(): Promise<void> {
    const { page } = this.#guide
    await this.#network(page)
    await page.getByRole('button', { name: 'Geef nummers' }).first().click()
    await page
      .getByText(EXPECTED.at(-1)?.title ?? '')
      .first()
      .waitFor()
  }

  /** By two keys, on the laptop. */
  override async ties(letter: Letter, number: number, words: string, expectation: number): Promise<void> {
    if (letter !== 'B') return super.ties(letter, number, words, expectation)
    const { page } = this.#laptop
    await this.#board(this.#laptop, number)
    await this.#find(page, words)
    await page.getByRole('article').filter({ hasText: words }).focus()
    await page.keyboard.press('e')
    await page.getByRole('button', { name: `${expectation}. ${EXPECTED[expectation - 1]?.title ?? ''}` }).waitFor()
    await page.keyboard.press(String(expectation))
    await page.getByRole('article').filter({ hasText: words }).getByText(`raakt aan ${expectation}`).first().waitFor()
  }

  /** Brings a note into sight, by the outline: only those are in the page. */
  async #find(page: Page, words: string): Promise<void> {
    const outline = page.getByRole('navigation').first()
    const shown = SHOWN.find(({ own }) => own === words)
    const zones = shown ? this.series.session(shown.session).zones.filter((zone) => zone.presenter === 'host') : []
    const ways = shown ? [nameOf(shown.by), zones[shown.aspect]?.title ?? ''] : ['Kruisbestuiving']
    for (const way of ways) await outline.getByRole('button', { name: new RegExp(`^${way} \\d`) }).click()
    await page.getByRole('article').filter({ hasText: words }).waitFor()
  }

  override async takes(taken: Taken): Promise<void> {
    const { session, idea, from, to, firstStep } = taken
    const [taker, ...others] = to
    if (others.length === 0 && !this.#deviceOf(taker)) return super.takes(taken)
    const device = others.length > 0 ? this.#guide : (this.#deviceOf(taker) as Person)
    const { page } = device
    await this.#board(device, session)
    if (device === this.#phone) {
      await page.getByRole('tab', { name: /^Van de groep/ }).click()
      await page.getByRole('article').filter({ hasText: idea }).click()
      await page.getByRole('button', { name: 'Ermee aan de slag' }).click()
    } else {
      await this.#find(page, idea)
      await page.getByRole('article').filter({ hasText: idea }).focus()
      await page.keyboard.press('Control+e')
    }
    const form = page.getByRole('dialog')
    if (others.length > 0)
      for (const letter of to)
        await form.getByRole('group', { name: 'Wie neemt het mee?' }).getByLabel(nameOf(letter)).check()
    const given = form.getByRole('group', { name: 'Van wie komt het?' }).getByLabel(nameOf(from))
    if (!(await given.isChecked())) throw new Error(`${idea} does not say that it is of ${from}`)
    await form.getByLabel('De eerste stap').fill(firstStep)
    await form.getByRole('button', { name: 'Neem mee', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    if (device === this.#phone) await page.getByRole('tab').first().click()
  }

  /** On the map of the network. */
  override async tells(taken: Taken): Promise<void> {
    const device = this.#deviceOf(taken.to[0])
    if (!device) return super.tells(taken)
    const { page } = device
    await this.#network(page, 'map')
    await page.getByRole('button', { name: `Wijzig hoe het staat met ${taken.idea}` }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel(STATUSES[taken.status]).check()
    await form.getByLabel('Wat zagen jullie?').fill(taken.saw)
    await form.getByRole('button', { name: 'Bewaar' }).click()
    await form.waitFor({ state: 'detached' })
  }

  override async promises(promised: Promised): Promise<void> {
    const { session, who, what } = promised
    const device = who.length > 1 ? this.#guide : this.#deviceOf(who[0])
    if (!device) return super.promises(promised)
    const { page } = device
    await this.#board(device, session)
    await page.locator('summary').filter({ hasText: 'Engagementen' }).click()
    await page.getByRole('button', { name: 'Maak een engagement' }).click()
    const form = page.getByRole('dialog')
    if (who.length > 1) for (const letter of who) await form.getByLabel(nameOf(letter)).check()
    await form.getByLabel('Wat gaan jullie doen?').fill(what)
    await form.getByRole('button', { name: 'Spreek af' }).click()
    await form.waitFor({ state: 'detached' })
  }

  override async checks({ expectation, standing, sentence }: Checked): Promise<void> {
    const { page } = this.#guide
    await this.#network(page, 'expectations')
    await this.#row(page, expectation).getByRole('button', { name: 'Zijn we goed bezig?' }).click()
    await this.#says(page, STANDINGS[standing], sentence)
  }

  override async judges({ expectation, outcome, sentence, notes }: Judged): Promise<void> {
    const { page } = this.#guide
    await this.#network(page, 'expectations')
    await this.#row(page, expectation).getByRole('button', { name: 'Wat werd ervan?' }).click()
    for (const { words } of notes) await page.getByRole('dialog').getByLabel(words).check()
    await this.#says(page, OUTCOMES[outcome], sentence)
  }

  #row = (page: Page, expectation: number) =>
    page.getByRole('listitem', { name: new RegExp(EXPECTED[expectation - 1]?.title ?? '') }).first()
  async #says(page: Page, choice: string, sentence: string): Promise<void> {
    const form = page.getByRole('dialog')
    await form.getByRole('radio', { name: choice, exact: true }).check()
    await form.getByLabel('In één zin').fill(sentence)
    await form.getByRole('button', { name: 'Bewaar' }).click()
    await form.waitFor({ state: 'detached' })
  }

  override async carriesOver(number: number): Promise<void> {
    const going = CARRIED.filter(({ from }) => from === number)
    if (going.length === 0) return
    const { page } = this.#guide
    await this.#network(page)
    await page.getByRole('button', { name: 'Neem mee naar een volgende' }).first().click()
    const form = page.getByRole('dialog')
    for (const { words } of going) await form.getByRole('checkbox', { name: words }).check()
    await form.getByRole('button', { name: `Neem ${going.length} mee` }).click()
    await form.getByRole('heading', { name: /^Dit ging mee/ }).waitFor()
    await page.keyboard.press('Escape')
  }

  override async answers(letter: Letter, number: number, answer: CheckAnswer): Promise<void> {
    const device = this.#deviceOf(letter)
    if (!device) return super.answers(letter, number, answer)
    const { page } = device
    await this.#board(device, number)
    await page
      .getByRole('radio', { name: String(answer) })
      .first()
      .check()
    await page.getByRole('button', { name: 'Geef je antwoord' }).click()
    await page.getByText('Dank je voor je antwoord').first().waitFor()
  }
}
