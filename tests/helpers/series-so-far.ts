import headings from '../../server/demo/headings.json' with { type: 'json' }
import texts from '../../server/demo/session-notes.json' with { type: 'json' }
import { makeTheme, writeNote } from '../../shared/doc/commands.ts'
import type {
  CommitmentId,
  ExpectationId,
  NoteId,
  OrganisationId,
  SessionId,
  ThemeId,
  ZoneId,
} from '../../shared/model/ids.ts'
import type { CheckAnswer } from '../../shared/model/series.ts'
import type { NetworkInfo, SessionInfo } from '../../shared/wire/http.ts'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import type { SeriesAnswer, SeriesCommand } from '../../shared/wire/series-commands.ts'
import { openBoard, type Who } from './full-board.ts'
import { gather, writerOf, type Gathering } from './gathering.ts'

// A network whose series is under way: sessions were held, each with notes of three organisations, themes and what was
// said about the series.

export const ORGANISATIONS = [...'ABCDEFGH'].map((letter) => `Organisatie ${letter}`)
export const EXPECTATIONS: readonly string[] = headings.expectations
const DAY_MS = 86_400_000

export interface SeriesSoFar extends Gathering {
  /** In the order of their numbers, as they are now. */
  readonly sessions: readonly SessionInfo[]
  /** One of the organisations A, B and C each, who were in every session that was held. */
  readonly writers: readonly Who[]
  readonly organisation: (name: string) => OrganisationId
  readonly say: (command: SeriesCommand, token?: string) => Promise<Extract<SeriesAnswer, { ok: true }>>
  readonly series: (token?: string) => Promise<SeriesInfo>
}

/**
 * @param held How many sessions were held, a week apart; the others are to come. After the first, the expectations have
 * numbers; in each next one, notes touch some of them, someone promises something, and three answer the question.
 */
export async function playSeries(url: string, held: number, sessionCount = 5): Promise<SeriesSoFar> {
  const gathering = await gather(url, { title: 'Lerend netwerk ontmoetingsplaatsen', organisations: ORGANISATIONS })
  const { network } = gathering.created
  const asFacilitator = gathering.who.token
  const call = async <T>(method: string, path: string, body?: unknown, token = asFacilitator): Promise<T> => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (answer.status === 204 ? null : await answer.json()) as T
  }
  const say: SeriesSoFar['say'] = (command, token) => call('POST', `/networks/${network.id}/commands`, command, token)
  const series: SeriesSoFar['series'] = (token) => call('GET', `/networks/${network.id}/series`, undefined, token)
  const organisation = (name: string) => {
    const found = network.organisations.find((one) => one.name === name)
    if (!found) throw new Error(`no ${name}`)
    return found.id
  }

  await call('PATCH', `/networks/${network.id}`, { topic: 'Plekken waar gezinnen met jonge kinderen elkaar ontmoeten' })
  for (const session of network.sessions.slice(sessionCount)) await call('DELETE', `/sessions/${session.id}`)
  for (let more = network.sessions.length; more < sessionCount; more++)
    await call('POST', `/networks/${network.id}/sessions`, {})
  const planned = (await call<NetworkInfo>('GET', `/networks/${network.id}`)).sessions
  for (const { id, number } of planned) {
    const startsAt = Date.now() + (number - held - 0.5) * 7 * DAY_MS
    await call('PATCH', `/sessions/${id}`, {
      host: organisation(ORGANISATIONS[(number + 4) % 8] ?? ''),
      ...(number < 5 && { secondPresenter: organisation(ORGANISATIONS[(number + 5) % 8] ?? '') }),
      venue: 'De speelzaal, gelijkvloers',
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + 3 * 3_600_000).toISOString(),
    })
  }
  const { sessions } = await call<NetworkInfo>('GET', `/networks/${network.id}`)
  const writers: Who[] = []
  for (const [letter, name] of [
    ['A', 'Voornaam'],
    ['B', 'Roepnaam'],
    ['C', undefined],
  ] as const)
    writers.push(writerOf(await gathering.joins({ organisation: `Organisatie ${letter}`, ...(name && { name }) })))

  for (const session of sessions.slice(0, held)) {
    const [step] = session.agenda
    if (step) await gathering.command({ type: 'startStep', step: step.id }, session.id)
    const said = await holdBoard(url, session, writers, gathering.who)
    if (session.number === 1) await say({ type: 'numberExpectations', session: session.id })
    else await touch(say, (await series()).expectations, session, said.notes)
    await promise(say, organisation, session, said.notes)
    for (const [i, who] of writers.entries())
      await say({ type: 'answerCheck', session: session.id, answer: answerOf(session.number, i) }, who.token)
    await gathering.command({ type: 'endSession' }, session.id)
  }
  return { ...gathering, sessions, writers, organisation, say, series }
}

const answerOf = (number: number, person: number): CheckAnswer =>
  Math.min(5, 2 + ((number + person) % 3) + (number > 2 ? 1 : 0)) as CheckAnswer

/** Everyone writes; the facilitator puts it in themes, and parks something. */
async function holdBoard(
  url: string,
  { id, number, zones }: SessionInfo,
  writers: readonly Who[],
  facilitator: Who,
): Promise<{ notes: NoteId[]; themes: ThemeId[] }> {
  const zoneOf = (kind: string) => zones.find((zone) => zone.kind === kind && !zone.hidden)?.id as ZoneId | undefined
  const zone = (number === 1 ? zoneOf('expectations') : zoneOf('crossPollination')) as ZoneId
  const notes: NoteId[] = []
  for (const [turn, who] of writers.entries()) {
    const writer = await openBoard(url, id, who)
    writer.board.change(() => {
      for (let i = 0; i < 5; i++) {
        const text = texts[((number - 1) * 15 + turn * 5 + i) % texts.length]?.text ?? ''
        const at = { zone, x: i * 232, y: turn * 170 }
        const by = { author: who.participant, organisation: who.organisation }
        notes.push(writeNote(writer.board, by, { text, ...at }, 1_000 + turn * 10 + i))
      }
      const parked = zoneOf('parked')
      if (turn === 0 && parked)
        writeNote(
          writer.board,
          { author: who.participant, organisation: who.organisation },
          { text: 'Hoe zit het met de verzekering?', zone: parked, x: 0, y: 0 },
          2_000,
        )
    })
    await writer.saved()
    writer.leave()
  }
  const { board, saved, leave } = await openBoard(url, id, facilitator)
  const titles = number === 1 ? EXPECTATIONS : ['Onthaal en sfeer', 'Bereik en toeleiding', 'Samenwerken in de buurt']
  const themes = titles.map((title, i) =>
    makeTheme(
      board,
      { author: facilitator.participant, organisation: null },
      { title, zone, colour: 'munt' },
      3_000 + i,
      notes.slice(i * 2, i * 2 + 2),
    ),
  )
  await saved()
  leave()
  return { notes, themes }
}

/** Notes of a session touch the expectations 1, 2, 4, 5 and 6: number 3 and 7 are left. */
async function touch(
  say: SeriesSoFar['say'],
  expectations: readonly { readonly id: ExpectationId }[],
  session: { readonly id: SessionId },
  notes: readonly NoteId[],
): Promise<void> {
  for (const [i, note] of notes.slice(0, 10).entries()) {
    const expectation = expectations[[0, 1, 3, 4, 5][Math.min(4, Math.floor(i / (1 + (i % 2))))] ?? 0]
    if (expectation)
      await say({ type: 'tie', expectation: expectation.id, session: session.id, target: note, on: true })
  }
}

const PROMISES = [
  ['Iedereen begroeten aan de deur', 'D'],
  ['De bakfiets uitlenen aan wie hem vraagt', 'H'],
  ['Onze map met pictogrammen doorgeven', 'F'],
  ['Een opendeurdag voorbereiden, samen met de school om de hoek', 'A'],
  ['De openingsuren vergelijken', 'B'],
] as const

async function promise(
  say: SeriesSoFar['say'],
  organisation: SeriesSoFar['organisation'],
  { id, number }: SessionInfo,
  notes: readonly NoteId[],
): Promise<CommitmentId | undefined> {
  const [what, letter] = PROMISES[(number - 1) % PROMISES.length] ?? PROMISES[0]
  const who = [organisation(`Organisatie ${letter}`)]
  const by = new Date(Date.now() + (number - 2) * 5 * DAY_MS).toISOString().slice(0, 10)
  const { commitment } = await say({ type: 'commit', session: id, who, what, by })
  if (number === 1 && commitment) await say({ type: 'changeCommitment', commitment, status: 'done' })
  if (number === 2 && commitment) await say({ type: 'changeCommitment', commitment, status: 'busy' })
  if (number > 1)
    await say({
      type: 'takeHome',
      session: id,
      target: notes[0] ?? null,
      what: 'Een vaste plek voor wie er nieuw is',
      from: [organisation('Organisatie A')],
      to: [organisation('Organisatie C')],
    })
  return commitment
}
