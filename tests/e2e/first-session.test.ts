import { afterAll, beforeAll, expect, test } from 'vitest'
import { gather, type Gathering } from '../helpers/gathering.ts'
import type { Participant, Person } from '../helpers/people.ts'
import { chooseByKey, putChosenWith } from '../helpers/clustering.ts'
import { setStage } from '../helpers/stage.ts'

// The first session of a learning network, its three hours made short: one who guides, ten participants on phones and
// laptops, and the wall.

const ORGANISATIONS = ['Organisatie A', 'Organisatie B', 'Organisatie C', 'Organisatie D', 'Organisatie E']
const EXPECTATIONS = [
  'Elkaars werking leren kennen, ook achter de schermen.',
  'Samen nadenken over gezinnen die we niet bereiken.',
  'Eén thema echt uitdiepen in plaats van tien aanraken.',
  'Inspiratie voor een kleine ruimte.',
  'Horen hoe anderen met vrijwilligers werken.',
  'Leren van wat bij jullie mislukte.',
  'Ontdekken wat ons eigen maakt.',
  'Iemand om te bellen als het vastloopt.',
  'Zien hoe jullie ouders onthalen.',
  'Tijd om stil te staan bij mijn werk.',
]

let gathering: Gathering
let guide: Participant
let people: Participant[]
let wall: Person
const stage = setStage()
beforeAll(async () => {
  gathering = await gather(stage.product.url, { organisations: ORGANISATIONS })
  guide = await stage.people.laptop()
  await guide.page.goto(gathering.signIn)
  await guide.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await guide.page.getByRole('main').waitFor()
  wall = await stage.people.wall()
  await wall.page.goto(await gathering.wall())
  people = []
  for (let i = 0; i < 10; i++) {
    const one = await (i < 7 ? stage.people.phone() : stage.people.laptop())
    people.push(await one.join(gathering.code, ORGANISATIONS[i % 5]!, i === 0 ? 'Voornaam' : ''))
  }
})
afterAll(() => {
  for (const { trouble } of [guide, ...people.slice(2, 9), wall]) expect(trouble).toEqual([])
})

const phones = () => people.slice(0, 7)
const field = ({ page }: Participant) => page.getByLabel('Je briefje', { exact: true })
/** The step of this title begins, by the hand of who guides. */
async function begin(title: string): Promise<void> {
  await guide.page.getByRole('complementary').getByRole('button', { name: title }).first().click()
  await guide.page.getByRole('heading', { name: title }).first().waitFor()
}
const onBoard = async () => {
  const { board, leave } = await gathering.board()
  const texts = [...board.notes.values()].map((note) => String(note.get('text')))
  leave()
  return texts
}

test('expectations are written in silence: each sees their own, the others how many are ready', async () => {
  await begin('Verwachtingen')
  await Promise.all(
    people.map(async (one, i) => {
      await one.page.getByText('Alleen jij ziet dit.').waitFor()
      await field(one).fill(EXPECTATIONS[i]!)
      await one.page.getByRole('button', { name: 'Schrijf zonder naam' }).click()
      await one.page.getByText('alleen jij', { exact: true }).waitFor()
    }),
  )
  await guide.page.getByText('10 van de 10 schreven al').waitFor()
  for (const one of phones()) await one.page.getByRole('button', { name: 'Klaar' }).click()
  await wall.page.getByText('7 van de 10 zijn klaar').waitFor()
  expect(await onBoard()).toEqual([])
  for (const [i, text] of EXPECTATIONS.entries())
    for (const other of [guide, wall, ...people.filter((_, j) => j !== i)])
      expect(await other.page.getByText(text).count()).toBe(0)
})

test('a draft survives a reload, and is the same on a second device', async () => {
  const [first] = people
  await first!.page.reload()
  await first!.page.getByText(EXPECTATIONS[0]!).waitFor()
  const second = await stage.people.phone()
  await first!.page.getByRole('button', { name: /^Meer/ }).click()
  await first!.page.getByRole('button', { name: 'Ga verder op een ander toestel' }).click()
  await second.page.goto(await first!.page.getByRole('dialog').getByRole('textbox').inputValue())
  await second.page.goto(`${stage.product.url}/session/${gathering.session.id}`)
  await second.page.getByText(EXPECTATIONS[0]!).waitFor()
  await second.page.getByText('alleen jij', { exact: true }).waitFor()
  await second.leave()
  await first!.page.keyboard.press('Escape')
})

test('all of it is shown at once, without names; a late one is there at once', async () => {
  await guide.page.getByRole('complementary').getByRole('button', { name: 'Toon alles' }).click()
  await guide.page.getByRole('dialog').getByRole('button', { name: 'Toon alles' }).click()
  await guide.page.getByText('10 briefjes staan op het bord').waitFor()
  for (const text of EXPECTATIONS) await wall.page.getByText(text).waitFor()
  expect((await onBoard()).sort()).toEqual([...EXPECTATIONS].sort())
  // Each still knows the own one, and can take it back.
  for (const [i, one] of people.entries()) {
    if (i >= 7) continue
    await one.page.getByText(EXPECTATIONS[i]!).waitFor()
    await one.page.getByText('alleen jij', { exact: true }).waitFor({ state: 'detached' })
  }
  const late = people[4]!
  await field(late).fill('Toch nog: samen lachen.')
  await late.page.getByRole('button', { name: 'Plaats zonder naam' }).click()
  await wall.page.getByText('Toch nog: samen lachen.').waitFor()
  const back = people[5]!
  await back.page.getByRole('button', { name: 'Haal weg' }).click()
  await wall.page.getByText(EXPECTATIONS[5]!).waitFor({ state: 'detached' })
  await back.page.getByRole('button', { name: 'Zet terug' }).click()
  await wall.page.getByText(EXPECTATIONS[5]!).waitFor()
})

test('the notes are clustered without a pointer’s drag, and people vote on the themes', async () => {
  await begin('Groeperen')
  const { page } = guide
  for (const [title, texts] of [
    ['Leren van elkaar', EXPECTATIONS.slice(4, 6)],
    ['Samen nadenken', EXPECTATIONS.slice(1, 3)],
  ] as const) {
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Verwachtingen van de groep/ })
      .click()
    for (const text of texts) await chooseByKey(page, text)
    await putChosenWith(page, title)
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('v')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Open de stemming' }).click()
  await wall.page.getByText('Zet je stippen op je telefoon of laptop.').waitFor()
  for (const one of phones()) {
    const go = one.page.getByRole('button', { name: 'Zet je stippen' })
    const more = one.page
      .getByRole('listitem')
      .filter({ hasText: 'Leren van elkaar' })
      .getByRole('button', { name: /^Eén stip meer/ })
    await go.or(more).first().waitFor()
    if (await go.isVisible()) await go.click()
    await more.click()
    await more.click()
  }
  await page.getByText('7 van de 10 stemden').waitFor()
  expect(await wall.page.getByText('Leren van elkaar').count()).toBe(0)
  await page.getByRole('button', { name: 'Sluit de stemming' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sluit de stemming' }).click()
  await wall.page.getByText('Leren van elkaar').waitFor()
})

test('everyone is brought to what is talked about; who is writing stays where they are', async () => {
  await begin('Kruisbestuiving')
  await field(people[2]!).fill('Half een zin')
  await guide.page.getByRole('navigation').getByRole('button', { name: 'Leren van elkaar' }).first().click()
  await guide.page.keyboard.press('p')
  await people[1]!.page.getByRole('button', { name: /Terug naar mijn werk/ }).waitFor()
  await people[8]!.page.getByRole('button', { name: /Terug naar mijn werk/ }).waitFor()
  await people[2]!.page.getByRole('button', { name: 'Ga mee' }).waitFor()
  expect(await field(people[2]!).inputValue()).toBe('Half een zin')
  await people[1]!.page.getByRole('button', { name: /Terug naar mijn werk/ }).click()
})

test('in the step without a person’s name a note bears the organisation, from a phone and from a laptop', async () => {
  await field(people[2]!).fill('De open deur van B nemen wij mee.')
  await people[2]!.page.getByRole('button', { name: 'Plaats als Organisatie C' }).click()
  await field(people[8]!).fill('De kookavond van A.')
  await people[8]!.page.getByRole('button', { name: 'Plaats als Organisatie D' }).click()
  await expect
    .poll(onBoard)
    .toEqual(expect.arrayContaining(['De open deur van B nemen wij mee.', 'De kookavond van A.']))
})

test('a pause: two phones go dark, write without a network, and come back with it', async () => {
  const dark = people.slice(0, 2)
  for (const { context } of dark) await context.setOffline(true)
  await begin('Pauze')
  await wall.page.getByText('Pauze').first().waitFor()
  for (const [i, one] of dark.entries()) {
    await field(one).fill(`Zonder netwerk geschreven ${i}`)
    await one.page.getByRole('button', { name: /^Schrijf als Organisatie/ }).click()
  }
  for (const { context } of dark) await context.setOffline(false)
  for (const one of dark) await one.page.getByText('Bewaard', { exact: true }).first().waitFor({ timeout: 60_000 })
  await begin('Engagementen')
  await expect
    .poll(onBoard, { timeout: 30_000 })
    .toEqual(expect.arrayContaining([0, 1].map((i) => `Zonder netwerk geschreven ${i}`)))
})

test('a late joiner lands in the step that runs; who is removed is out at once', async () => {
  const late = await (await stage.people.phone()).join(gathering.code, 'Organisatie E')
  await late.page.getByText('Engagementen').first().waitFor()
  const members = await gathering.members()
  const out = people[9]!
  const [{ participant }] = [await me(out)]
  await gathering.command({ type: 'removeParticipant', participant })
  await out.page.getByText('Dit toestel is hier niet (meer) bekend.').waitFor()
  expect((await gathering.members()).length).toBe(members.length - 1)
  const answer = await out.page.request.get(`${stage.product.url}/api/sessions/${gathering.session.id}/state`)
  expect(answer.status()).toBe(401)
})

async function me({ page }: Participant) {
  const answer = await page.request.get(`${stage.product.url}/api/sessions/${gathering.session.id}/state`)
  return ((await answer.json()) as { me: { participant: never } }).me
}
