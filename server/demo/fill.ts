import { makeTheme, stackNotes, writeNote, type BoardDoc, type Writer } from '../../shared/doc/commands.ts'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import { COLOURS } from '../../shared/model/theme.ts'
import { isRefusal } from '../control/change-session.ts'
import { carryOut } from '../control/commands.ts'
import type { House } from '../control/house.ts'
import { startNetwork } from '../control/networks.ts'
import { join } from '../control/people.ts'
import { changeSessionFields } from '../control/session-fields.ts'
import { grantsOf, type Visitor } from '../access/visitor.ts'
import type { StoredSession } from '../storage/storage.ts'
import { fillRecord } from './fill-record.ts'
import { fillSeries } from './fill-series.ts'
import headings from './headings.json' with { type: 'json' }
import notes from './session-notes.json' with { type: 'json' }

// The demo: a network in its second session, with notes as a group wrote them. It goes the way people go: a network is
// started, everyone joins by code, notes are written and put in themes.

const ORGANISATIONS = [...'ABCDEFGH'].map((letter) => `Organisatie ${letter}`)
const DAY_MS = 86_400_000
const BETWEEN_SESSIONS_MS = 56 * DAY_MS
const HOUR_MS = 3_600_000
const QUARTER_MS = HOUR_MS / 4
const BEFORE_CLUSTERING_MS = 130 * 60_000

type DemoNote = (typeof notes)[number]

/** Fills an empty house; answers the facilitator's token. */
export async function fillDemo(house: House): Promise<string> {
  const { network, sessions, facilitator } = await startNetwork(house, {
    title: 'Lerend netwerk ontmoetingsplaatsen',
    topic: 'Ontmoetingsplaatsen voor gezinnen met jonge kinderen',
    language: 'nl',
    organisations: ORGANISATIONS,
    template: 'series',
  })
  // The second session is on: by its agenda it is about time to cluster.
  const start = Math.floor((house.now() - BEFORE_CLUSTERING_MS) / QUARTER_MS) * QUARTER_MS
  // The last one first: with only its first date, which is weeks ago, the network would be due for erasing.
  for (const session of sessions.toReversed()) {
    const startsAt = start + (session.number - 2) * BETWEEN_SESSIONS_MS
    await changeSessionFields(house, network, session, {
      host: ORGANISATIONS[session.number - 2] ?? 'Organisatie H',
      secondPresenter: ORGANISATIONS[session.number - 1] ?? 'Organisatie G',
      venue: 'De speelzaal, gelijkvloers',
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + 3 * HOUR_MS).toISOString(),
    })
  }
  const session = sessions[1] && (await house.storage.findSession(sessions[1].id))
  if (!session) throw new Error('the demo has no second session')
  const writers = await everyoneJoins(house, session)
  await house.rooms.write(session.id, (board) => {
    const written = writeNotes(board, session, writers, house.now())
    makeThemes(board, session, written, { author: facilitator.id, organisation: null }, house.now())
  })
  await runUntilClustering(house, session, start, facilitator.token)
  const visitor = await asFacilitator(house, facilitator.token)
  await fillSeries(house, sessions, visitor, start)
  await fillRecord(house, sessions, visitor, start)
  return facilitator.token
}

/** One of each organisation, without a name. */
async function everyoneJoins(house: House, session: StoredSession): Promise<Map<string, Writer>> {
  const writers = new Map<string, Writer>()
  for (const organisation of ORGANISATIONS) {
    const joined = await join(house, { code: session.control.code, name: null, organisation }, [])
    if (isRefusal(joined)) throw new Error(`nobody of ${organisation} could join: ${joined}`)
    writers.set(organisation, { author: joined.member.id, organisation: joined.member.organisation })
  }
  return writers
}

function writeNotes(
  board: BoardDoc,
  session: StoredSession,
  writers: ReadonlyMap<string, Writer>,
  now: number,
): { note: DemoNote; id: NoteId }[] {
  return notes.map((note) => {
    const writer = writers.get(note.organisation) ?? { author: null, organisation: null }
    const kind = kindOf(note)
    return {
      note,
      id: writeNote(board, writer, { text: note.text, zone: zoneOf(session, note), x: 0, y: 0, kind }, now),
    }
  })
}

const isPresenter = ({ organisation }: DemoNote) => organisation === 'Organisatie A' || organisation === 'Organisatie B'

/** The host and the second organisation tell; what others write about an aspect is a reaction to the host. */
function kindOf(note: DemoNote): 'idea' | 'question' | 'recognise' {
  if (note.zone !== 'aspecten' || isPresenter(note)) return 'idea'
  return note.text.startsWith('Vraag') ? 'question' : 'recognise'
}

function zoneOf({ control }: StoredSession, note: DemoNote): ZoneId {
  const presenter = note.organisation === 'Organisatie B' ? 'second' : 'host'
  const kinds: Record<string, string> = {
    verwachtingen: 'expectations',
    reflectie: 'reflection',
    kruisbestuiving: 'crossPollination',
  }
  const zone = control.zones.find((one) =>
    note.zone === 'aspecten'
      ? one.presenter === presenter && one.aspect === note.aspect
      : one.kind === kinds[note.zone],
  )
  if (!zone) throw new Error(`the demo has no zone for ${note.zone}`)
  return zone.id
}

/** The expectations are themes of their own zone; the ten themes gather the notes of all other zones. */
function makeThemes(
  board: BoardDoc,
  { control }: StoredSession,
  written: readonly { note: DemoNote; id: NoteId }[],
  writer: Writer,
  now: number,
): void {
  const expectations = control.zones.find(({ kind }) => kind === 'expectations')?.id ?? null
  const expectationOf: Readonly<Record<string, string>> = headings.expectationOfNote
  const make = (title: string, zone: ZoneId | null, i: number, its: (note: DemoNote) => boolean): ThemeId => {
    const ids = written.filter(({ note }) => its(note)).map(({ id }) => id)
    const colour = COLOURS[i % COLOURS.length] ?? 'honing'
    return makeTheme(board, writer, { title, zone, colour }, now, ids)
  }
  headings.expectations.forEach((title) => make(title, expectations, 0, (note) => expectationOf[note.text] === title))
  headings.themes.forEach((title, i) =>
    make(title, null, i, (note) => note.zone !== 'verwachtingen' && note.theme === title),
  )
  for (const [first, second] of headings.duplicates) {
    const [top, under] = [first, second].map((text) => written.find(({ note }) => note.text === text)?.id)
    if (top && under) stackNotes(board, [under], top)
  }
}

async function asFacilitator(house: House, token: string): Promise<Exclude<Visitor, { role: 'wall' }>> {
  const [grant] = await grantsOf(house.storage, [token])
  if (!grant?.member) throw new Error('nobody leads the demo')
  return { role: 'facilitator', member: grant.member, token }
}

/** The agenda ran as it was planned, up to the step in which the group clusters. */
async function runUntilClustering(house: House, session: StoredSession, start: number, token: string): Promise<void> {
  const visitor = await asFacilitator(house, token)
  let at = start
  for (const step of session.control.agenda) {
    const begins = at
    await carryOut({ ...house, now: () => begins }, session.id, visitor, { type: 'startStep', step: step.id })
    if (step.mode === 'cluster') break
    at += step.minutes * 60_000
  }
  await carryOut(house, session.id, visitor, { type: 'bringHere', view: { kind: 'overview' }, only: 'wall' })
}
