import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTheme, writeNote } from '../../shared/doc/commands.ts'
import {
  newCommitmentId,
  newExpectationId,
  newNoteId,
  newOrganisationId,
  newParticipantId,
  newSessionId,
  newTakeHomeId,
  type ExpectationId,
  type NoteId,
  type ParticipantId,
  type ThemeId,
} from '../../shared/model/ids.ts'
import { SERIES_COMMANDS, type SeriesCommand, type SeriesCommandType } from '../../shared/wire/series-commands.ts'
import { SeriesPeople } from '../helpers/series-people.ts'
import { ask, startNetwork, startServer, type TestServer } from '../helpers/server.ts'

// Every command of a network, against everyone who could ask: by whom it is carried out, and what is refused and changes
// nothing. A new command does not compile until it is here.

let server: TestServer
let series: SeriesPeople
let note: NoteId
let theme: ThemeId
let expectation: ExpectationId
const outsiders: Record<string, string | undefined> = {}

beforeAll(async () => {
  server = await startServer()
  series = await SeriesPeople.start(server.url)
  const session = series.session(1)
  const zone = session.zones[0]!.id
  await server.house.rooms.write(session.id, (board) => {
    const nobody = { author: null, organisation: null }
    note = writeNote(board, nobody, { text: 'Een briefje', zone, x: 0, y: 0 }, 1)
    theme = makeTheme(board, nobody, { title: 'Elkaar leren kennen', zone, colour: 'heide' }, 1, [note])
  })
  expectation = (await series.does({ type: 'addExpectation', text: 'Een eerste' })).expectation!
  const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${session.id}/wall`, {
    token: series.network.token,
  })
  outsiders.wall = wall.body.token
  outsiders.stranger = (await startNetwork(server.url, { title: 'Ander netwerk' })).token
  outsiders.nobody = undefined
  outsiders.forger = 'x'.repeat(43)
})
afterAll(() => server.end())

const id = (number: number) => series.session(number).id
const own = () => [series.organisation('B')]
const takesHome = async () =>
  (await series.does({ type: 'takeHome', session: id(1), what: 'Een idee', to: own() })).takeHome!
const commits = async () =>
  (await series.does({ type: 'commit', session: id(1), who: own(), what: 'Doet iets' })).commitment!

/** One good example of each, as someone of organisation B says it. */
const EXAMPLES: { readonly [T in SeriesCommandType]: () => Promise<SeriesCommand> | SeriesCommand } = {
  setAspects: () => ({ type: 'setAspects', aspects: [{ title: 'Visie' }, { title: 'Wat werkt' }] }),
  numberExpectations: () => ({ type: 'numberExpectations', session: id(1) }),
  addExpectation: () => ({ type: 'addExpectation', text: `Nog een, ${newNoteId()}` }),
  changeExpectation: () => ({ type: 'changeExpectation', expectation, text: `Anders gezegd, ${newNoteId()}` }),
  orderExpectations: async () => {
    const { expectations } = await series.info(undefined, 'said')
    return { type: 'orderExpectations', expectations: expectations.map((one) => one.id).reverse() }
  },
  removeExpectation: async () => {
    const added = await series.does({ type: 'addExpectation', text: 'Weg' })
    return { type: 'removeExpectation', expectation: added.expectation! }
  },
  tie: () => ({ type: 'tie', expectation, session: id(1), target: theme, on: true }),
  checkExpectation: () => ({ type: 'checkExpectation', expectation, standing: 'good' }),
  judge: () => ({ type: 'judge', expectation, outcome: 'partly', sentence: 'Half', notes: [{ session: id(1), note }] }),
  takeHome: () => ({ type: 'takeHome', session: id(1), target: note, what: 'Een kapstok', to: own() }),
  changeTakeHome: async () => ({
    type: 'changeTakeHome',
    takeHome: await takesHome(),
    status: 'tried',
    saw: 'Het werkt',
  }),
  removeTakeHome: async () => ({ type: 'removeTakeHome', takeHome: await takesHome() }),
  commit: () => ({ type: 'commit', session: id(1), who: own(), what: 'Maakt een folder', by: '2026-05-01' }),
  changeCommitment: async () => ({ type: 'changeCommitment', commitment: await commits(), status: 'done' }),
  removeCommitment: async () => ({ type: 'removeCommitment', commitment: await commits() }),
  carryOver: () => ({ type: 'carryOver', from: id(1), to: id(3), themes: [theme] }),
  askCheck: () => ({ type: 'askCheck', question: `Ging het goed? ${newNoteId()}` }),
  answerCheck: () => ({ type: 'answerCheck', session: id(4), answer: 4 }),
  excuse: () => ({ type: 'excuse', session: id(4), organisation: own()[0]!, on: true }),
  substitute: () => ({ type: 'substitute', participant: series.person('C').id as ParticipantId, on: true }),
  organisationLeft: () => ({ type: 'organisationLeft', organisation: series.organisation('H'), on: true }),
  keepSeries: () => ({ type: 'keepSeries', on: true }),
  summariseSeries: () => ({ type: 'summariseSeries', text: `We leerden elkaar kennen. ${newNoteId()}` }),
  explainNetwork: () => ({ type: 'explainNetwork', text: `Een lerend netwerk leert. ${newNoteId()}` }),
  titlePart: () => ({ type: 'titlePart', part: 'themes', expectation }),
  setReunion: () => ({
    type: 'setReunion',
    reunion: { startsAt: '2026-10-15T14:00:00+02:00', host: series.organisation('H'), venue: 'De tuin' },
  }),
  publishSeriesRecord: () => ({ type: 'publishSeriesRecord', level: 'group', on: true }),
}
const TYPES = Object.keys(SERIES_COMMANDS) as SeriesCommandType[]

const version = async () => (await series.info(undefined, 'said')).version

/** The answer, with the certainty that nothing changed. */
async function isRefused(body: object, token?: string): Promise<string> {
  const before = await version()
  const answer = await series.refused(body, token)
  expect(await version()).toBe(before)
  return answer
}

describe.each(TYPES)('%s', (type) => {
  const { who } = SERIES_COMMANDS[type]

  test.each(['wall', 'stranger', 'nobody', 'forger'])('is not for: %s', async (outsider) => {
    const example = await EXAMPLES[type]()
    const before = await version()
    const { status, body } = await ask<{ code: string }>(
      server.url,
      'POST',
      `/api/networks/${series.network.id}/commands`,
      {
        token: outsiders[outsider],
        body: example,
      },
    )
    expect([status, body.code]).toEqual(
      outsider === 'nobody' || outsider === 'forger' ? [401, 'token-unknown'] : [403, 'not-for-you'],
    )
    expect(await version()).toBe(before)
  })

  test(who === 'facilitator' ? 'is for the facilitator alone' : 'is for a member and for the facilitator', async () => {
    const { token } = series.person('B')
    if (who === 'facilitator') expect(await isRefused(await EXAMPLES[type](), token)).toBe('403 not-for-you')
    else expect(await series.refused(await EXAMPLES[type](), token)).toBe('ok')
    const before = await version()
    expect(await series.refused(await EXAMPLES[type]())).toBe('ok')
    if (who === 'facilitator') expect(await version()).toBeGreaterThan(before)
  })

  test('with a field too many, or without one, is malformed', async () => {
    const example = await EXAMPLES[type]()
    expect(await isRefused({ ...example, colour: 'red' })).toBe('400 malformed')
    for (const field of Object.keys(example).filter((key) => key !== 'type')) {
      const needed = !['sentence', 'notes', 'target', 'by', 'themes', 'status', 'saw'].includes(field)
      const { [field as never]: _gone, ...rest } = example as unknown as Record<string, unknown>
      if (needed) expect([field, await isRefused(rest)]).toEqual([field, '400 malformed'])
      expect([field, await isRefused({ ...example, [field]: { not: 'this' } })]).toEqual([field, '400 malformed'])
    }
  })
})

test('what is not there is refused by its name', async () => {
  const there = { session: id(1), expectation }
  const unknown: readonly (readonly [SeriesCommand, string])[] = [
    [{ type: 'numberExpectations', session: newSessionId() }, 'session-unknown'],
    [{ type: 'changeExpectation', expectation: newExpectationId(), text: 'Anders' }, 'expectation-unknown'],
    [{ type: 'orderExpectations', expectations: [expectation, newExpectationId()] }, 'expectation-unknown'],
    [{ type: 'removeExpectation', expectation: newExpectationId() }, 'expectation-unknown'],
    [{ type: 'tie', ...there, target: newNoteId(), on: true }, 'note-unknown'],
    [{ type: 'tie', ...there, session: id(2), target: note, on: true }, 'note-unknown'],
    [{ type: 'tie', ...there, expectation: newExpectationId(), target: note, on: true }, 'expectation-unknown'],
    [{ type: 'checkExpectation', expectation: newExpectationId(), standing: 'good' }, 'expectation-unknown'],
    [{ type: 'judge', expectation: newExpectationId(), outcome: 'met' }, 'expectation-unknown'],
    [{ type: 'judge', expectation, outcome: 'met', notes: [{ session: newSessionId(), note }] }, 'session-unknown'],
    [{ type: 'takeHome', session: id(1), what: 'Iets', to: [newOrganisationId()] }, 'organisation-unknown'],
    [
      { type: 'takeHome', session: id(1), what: 'Iets', to: own(), from: [newOrganisationId()] },
      'organisation-unknown',
    ],
    [{ type: 'takeHome', session: id(1), target: newNoteId(), what: 'Iets', to: own() }, 'note-unknown'],
    [{ type: 'changeTakeHome', takeHome: newTakeHomeId(), status: 'tried' }, 'take-home-unknown'],
    [{ type: 'removeTakeHome', takeHome: newTakeHomeId() }, 'take-home-unknown'],
    [{ type: 'commit', session: newSessionId(), who: own(), what: 'Iets' }, 'session-unknown'],
    [{ type: 'changeCommitment', commitment: newCommitmentId(), status: 'done' }, 'commitment-unknown'],
    [{ type: 'removeCommitment', commitment: newCommitmentId() }, 'commitment-unknown'],
    [{ type: 'carryOver', from: newSessionId(), to: id(2) }, 'session-unknown'],
    [{ type: 'carryOver', from: id(1), to: id(2), themes: [newNoteId() as never] }, 'theme-unknown'],
    [{ type: 'carryOver', from: id(1), to: id(2), expectations: [newExpectationId()] }, 'expectation-unknown'],
    [{ type: 'carryOver', from: id(1), to: id(2), commitments: [newCommitmentId()] }, 'commitment-unknown'],
    // On the board, but not parked.
    [{ type: 'carryOver', from: id(1), to: id(2), notes: [note] }, 'note-unknown'],
    [{ type: 'answerCheck', session: newSessionId(), answer: 3 }, 'session-unknown'],
    [{ type: 'excuse', session: newSessionId(), organisation: own()[0]!, on: true }, 'session-unknown'],
    [{ type: 'substitute', participant: newParticipantId(), on: true }, 'participant-unknown'],
    [{ type: 'organisationLeft', organisation: newOrganisationId(), on: true }, 'organisation-unknown'],
  ]
  for (const [command, refusal] of unknown)
    expect([command.type, await isRefused(command)]).toEqual([command.type, `404 ${refusal}`])
})

test('a session or note of another network is none of this one', async () => {
  const other = await SeriesPeople.start(server.url)
  const [there] = other.network.created.network.sessions
  const command = { type: 'takeHome', session: there!.id, what: 'Iets', to: own() } as const
  expect(await isRefused(command)).toBe('404 session-unknown')
  expect(await isRefused({ type: 'carryOver', from: there!.id, to: id(2) })).toBe('404 session-unknown')
})

test.each([
  ['nothing', null],
  ['a list', [{ type: 'keepSeries', on: true }]],
  ['no type', { on: true }],
  ['an unknown type', { type: 'toString', on: true }],
  ['a type of its prototype', { type: 'constructor' }],
  [
    'a date that is none',
    { type: 'commit', session: newSessionId(), who: [newOrganisationId()], what: 'X', by: '1 mei' },
  ],
  ['an answer beyond five', { type: 'answerCheck', session: newSessionId(), answer: 6 }],
  ['words beyond measure', { type: 'addExpectation', text: 'x'.repeat(5_000) }],
  ['words of spaces alone', { type: 'addExpectation', text: '   ' }],
  ['two aspects of one name', { type: 'setAspects', aspects: [{ title: 'Visie' }, { title: 'visie ' }] }],
])('%s is malformed', async (_, body) => {
  expect(await isRefused(body as object)).toBe('400 malformed')
})

test('a member speaks for the own organisation alone', async () => {
  const { token } = series.person('B')
  const [b, c] = [series.organisation('B'), series.organisation('C')]
  const not: readonly SeriesCommand[] = [
    { type: 'takeHome', session: id(1), what: 'Iets', to: [c] },
    { type: 'takeHome', session: id(1), what: 'Iets', to: [b, c] },
    { type: 'commit', session: id(1), who: [c], what: 'Iets' },
    { type: 'excuse', session: id(1), organisation: c, on: true },
  ]
  for (const command of not) expect([command, await isRefused(command, token)]).toEqual([command, '403 not-yours'])
  const takeHome = (await series.does({ type: 'takeHome', session: id(1), what: 'Samen', to: [b, c] })).takeHome!
  // What became of something shared, each of them says; who takes it, only the facilitator.
  expect(await series.refused({ type: 'changeTakeHome', takeHome, status: 'busy' }, token)).toBe('ok')
  expect(await isRefused({ type: 'changeTakeHome', takeHome, to: [b] }, token)).toBe('403 not-yours')
  expect(await isRefused({ type: 'removeTakeHome', takeHome }, token)).toBe('403 not-yours')
  expect(await isRefused({ type: 'changeTakeHome', takeHome, status: 'dropped' }, series.person('D').token)).toBe(
    '403 not-yours',
  )
  const commitment = (await series.does({ type: 'commit', session: id(1), who: [c], what: 'Iets' })).commitment!
  expect(await isRefused({ type: 'changeCommitment', commitment, status: 'done' }, token)).toBe('403 not-yours')
  expect(await isRefused({ type: 'removeCommitment', commitment }, token)).toBe('403 not-yours')
})

test('a tie is taken back by who laid it, or by the facilitator', async () => {
  const tie = { type: 'tie', expectation, session: id(1), target: note } as const
  await series.does({ ...tie, on: true }, series.person('A').token)
  expect(await isRefused({ ...tie, on: false }, series.person('B').token)).toBe('403 not-yours')
  expect(await series.refused({ ...tie, on: false }, series.person('A').token)).toBe('ok')
  await series.does({ ...tie, on: true }, series.person('A').token)
  expect(await series.refused({ ...tie, on: false })).toBe('ok')
  expect((await series.info()).ties.filter(({ target }) => target === note)).toEqual([])
})

test('one page of an organisation is for itself and for the facilitator', async () => {
  const page = (letter: 'A' | 'B', token: string | undefined) =>
    ask<{ code?: string }>(
      server.url,
      'GET',
      `/api/networks/${series.network.id}/organisations/${series.organisation(letter)}`,
      { token },
    )
  expect((await page('B', series.person('B').token)).status).toBe(200)
  expect((await page('B', series.network.token)).status).toBe(200)
  for (const token of [series.person('A').token, outsiders.wall, outsiders.stranger])
    expect((await page('B', token)).body.code).toBe('not-for-you')
  expect((await page('B', undefined)).status).toBe(401)
})
