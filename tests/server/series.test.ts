import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeTheme, writeNote } from '../../shared/doc/commands.ts'
import type { ExpectationId, NoteId, ParticipantId, ThemeId } from '../../shared/model/ids.ts'
import type { ZoneKind } from '../../shared/model/zone.ts'
import type { Invitation, SessionInfo } from '../../shared/wire/http.ts'
import type { OrganisationPage } from '../../shared/wire/series.ts'
import type { SeriesCommand } from '../../shared/wire/series-commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { bytesIn } from '../helpers/database-bytes.ts'
import { SeriesPeople } from '../helpers/series-people.ts'
import { LETTERS, nameOf, type Letter } from '../helpers/series-story.ts'
import { ask, command, startServer, type TestServer } from '../helpers/server.ts'

// What is said about a series, where many say it at once, where sessions and people change midway, and what is erased.

let server: TestServer
let series: SeriesPeople
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())
beforeEach(async () => {
  series = await SeriesPeople.start(server.url)
})

const id = (number: number) => series.session(number).id
const zone = (number: number, kind: ZoneKind) => series.session(number).zones.find((one) => one.kind === kind)!.id

/** A note, as if someone of this organisation wrote it. */
const note = (number: number, text: string, kind: ZoneKind = 'crossPollination', by?: Letter): Promise<NoteId> =>
  server.house.rooms.write(id(number), (board) =>
    writeNote(
      board,
      {
        author: by ? (series.person(by).id as ParticipantId) : null,
        organisation: by ? series.organisation(by) : null,
      },
      { text, zone: zone(number, kind), x: 0, y: 0 },
      1,
    ),
  )
const theme = (number: number, title: string, kind: ZoneKind): Promise<ThemeId> =>
  server.house.rooms.write(id(number), (board) =>
    makeTheme(board, { author: null, organisation: null }, { title, zone: zone(number, kind), colour: 'heide' }, 1),
  )
const board = (number: number) => server.house.rooms.read(id(number))
const expected = async (text: string): Promise<ExpectationId> =>
  (await series.does({ type: 'addExpectation', text })).expectation!
const stateOf = async (number: number, token: string) =>
  (await ask<SessionState>(server.url, 'GET', `/api/sessions/${id(number)}/state`, { token })).body

describe('at the same instant', () => {
  test('all eight tie the same note: once; and each another note: every tie is there', async () => {
    const expectation = await expected('Elkaar leren kennen')
    const shared = await note(1, 'Van allen')
    const tie = (target: NoteId, letter: Letter) =>
      series.does({ type: 'tie', expectation, session: id(1), target, on: true }, series.person(letter).token)
    await Promise.all(LETTERS.map((letter) => tie(shared, letter)))
    expect((await series.info()).ties).toHaveLength(1)
    const each = await Promise.all(LETTERS.map((letter) => note(1, `Van ${letter}`)))
    await Promise.all(LETTERS.map((letter, i) => tie(each[i]!, letter)))
    const info = await series.info()
    expect(info.ties).toHaveLength(9)
    // Each change is a version of its own: the expectation, one tie, eight ties.
    expect(info.version).toBe(10)
  })

  test('one person answers twenty times: one answer counts, the others are told so', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        series.refused({ type: 'answerCheck', session: id(1), answer: 5 }, series.person('A').token),
      ),
    )
    expect(answers.filter((one) => one === 'ok')).toHaveLength(1)
    expect(answers.filter((one) => one === '409 answered')).toHaveLength(19)
    expect((await series.info()).checks).toEqual([{ session: id(1), answers: 1, counts: null, mine: false }])
  })

  test('two facilitators put expectations in order while one is added: each is there once', async () => {
    const ids = [await expected('Een'), await expected('Twee'), await expected('Drie')]
    await Promise.all([
      series.does({ type: 'orderExpectations', expectations: [...ids].reverse() }),
      series.does({ type: 'addExpectation', text: 'Vier' }),
      series.does({ type: 'orderExpectations', expectations: [ids[1]!, ids[0]!, ids[2]!] }),
    ])
    const { expectations } = await series.info()
    expect(expectations.map(({ text }) => text).sort()).toEqual(['Drie', 'Een', 'Twee', 'Vier'])
    expect(expectations.map(({ number }) => number)).toEqual([1, 2, 3, 4])
  })

  test('the same is carried over three times: it stands once on the other board, with one trail', async () => {
    const open = await theme(1, 'Vaders bereiken', 'crossPollination')
    const parked = await note(1, 'Wie betaalt het vervoer?', 'parked', 'D')
    const asked = {
      type: 'carryOver' as const,
      from: id(1),
      to: id(2),
      themes: [open],
      notes: [parked],
    } satisfies SeriesCommand
    const answers = await Promise.all([1, 2, 3].map(() => series.does(asked)))
    expect(answers.map(({ added }) => added).sort()).toEqual([0, 0, 2])
    const { themes, notes } = await board(2)
    expect([...themes.values()].map(({ title }) => title)).toEqual(['Vaders bereiken'])
    expect([...notes.values()].map(({ text, meta }) => [text, meta.author])).toEqual([
      ['Wie betaalt het vervoer?', series.person('D').id],
    ])
    expect((await series.info()).carried).toHaveLength(2)
  })
})

describe('on a disk that fails', () => {
  afterEach(() => vi.restoreAllMocks())

  test('a command says so and changes nothing; said again, it is carried out', async () => {
    vi.spyOn(server.house.storage, 'changeSeries').mockRejectedValueOnce(new Error('disk full'))
    const command = { type: 'addExpectation', text: 'Samen leren' } as const
    expect(await series.refused(command)).not.toBe('ok')
    expect((await series.info()).expectations).toEqual([])
    expect(await series.refused(command)).toBe('ok')
    expect((await series.info()).expectations.map(({ text }) => text)).toEqual(['Samen leren'])
  })

  test('what goes along and was cut off between board and trail is completed by asking again, once', async () => {
    const open = await theme(1, 'Vaders bereiken', 'crossPollination')
    const asked: SeriesCommand = { type: 'carryOver', from: id(1), to: id(2), themes: [open] }
    vi.spyOn(server.house.storage, 'changeSeries').mockRejectedValueOnce(new Error('disk full'))
    expect(await series.refused(asked)).not.toBe('ok')
    expect((await series.info()).carried).toEqual([])
    expect(await series.refused(asked)).toBe('ok')
    expect((await series.info()).carried).toHaveLength(1)
    expect([...(await board(2)).themes.values()].map(({ title }) => title)).toEqual(['Vaders bereiken'])
  })
})

describe('the question at the end', () => {
  test('shows nothing of fewer than three answers, and never whose they are', async () => {
    const answer = (letter: Letter, value: 1 | 5) =>
      series.does({ type: 'answerCheck', session: id(1), answer: value }, series.person(letter).token)
    await answer('A', 1)
    await answer('B', 5)
    expect((await series.info()).checks[0]).toMatchObject({ answers: 2, counts: null })
    await answer('C', 5)
    expect((await series.info(series.person('A').token)).checks[0]).toEqual({
      session: id(1),
      answers: 3,
      counts: [1, 0, 0, 0, 2],
      mine: true,
    })
  })

  test('whether one answered is told to oneself alone', async () => {
    await series.does({ type: 'answerCheck', session: id(1), answer: 4 }, series.person('A').token)
    expect((await stateOf(1, series.person('A').token)).series.answered).toBe(true)
    for (const token of [series.person('B').token, series.network.token])
      expect((await stateOf(1, token)).series.answered).toBe(false)
  })
})

describe('a session that runs', () => {
  test('is told of its ties and the expectations, also on the wall, without who said so', async () => {
    await expected('Een')
    const second = await expected('Twee')
    const target = await note(2, 'Raakt aan twee')
    await series.comes(2, 'A')
    await series.does({ type: 'tie', expectation: second, session: id(2), target, on: true }, series.person('A').token)
    const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${id(2)}/wall`, {
      token: series.network.token,
    })
    for (const token of [series.person('A').token, series.network.token, wall.body.token]) {
      const seen = (await stateOf(2, token)).series
      expect(seen.expectations.map(({ text }) => text)).toEqual(['Een', 'Twee'])
      expect(seen.ties).toEqual({ [target]: [2] })
      expect(JSON.stringify(seen)).not.toContain(series.person('A').id)
    }
    // Of another session it knows nothing.
    expect((await stateOf(1, series.network.token)).series.ties).toEqual({})
  })
})

describe('who came', () => {
  const came = async (number: number) =>
    (await series.info()).sessions
      .find((one) => one.number === number)
      ?.came.map(({ organisation, people }) => [organisation, people])
  const opens = async (number: number, letter: Letter) => {
    const auth = { session: id(number), token: series.person(letter).token }
    const page = io(server.url, { auth, transports: ['websocket'], forceNew: true, reconnection: false })
    await new Promise((done) => page.once('state', done))
    return page
  }

  test('is whoever is there while a step runs, also by the own link; not who looks beforehand', async () => {
    const early = await opens(2, 'A')
    expect(await came(2)).toEqual([])
    await command(server.url, id(2), series.network.token, { type: 'startStep', step: series.session(2).agenda[0]!.id })
    await expect.poll(() => came(2)).toEqual([[series.organisation('A'), 1]])
    const late = await opens(2, 'B')
    await expect.poll(async () => (await came(2))?.length).toBe(2)
    for (const page of [early, late]) page.disconnect()
    const again = await opens(2, 'B')
    expect(await came(2)).toHaveLength(2)
    again.disconnect()
  })
})

describe('aspects', () => {
  const aspectsIn = async (number: number) =>
    (
      await ask<SessionInfo>(server.url, 'GET', `/api/sessions/${id(number)}`, { token: series.network.token })
    ).body.zones.flatMap(({ aspect, presenter }) => (presenter === 'host' ? [aspect] : []))

  test('are those of the sessions until the network sets its own; sessions that did not begin follow', async () => {
    const before = (await series.info()).aspects
    expect(before).toHaveLength(8)
    const { status } = await command(server.url, id(1), series.network.token, {
      type: 'startStep',
      step: series.session(1).agenda[0]!.id,
    })
    expect(status).toBe(200)
    await series.does({
      type: 'setAspects',
      aspects: [{ title: 'Onze droom', was: before[0]! }, { title: 'Ouders aan zet' }],
    })
    expect((await series.info()).aspects).toEqual(['Onze droom', 'Ouders aan zet'])
    expect(await aspectsIn(2)).toEqual(['Onze droom', 'Ouders aan zet'])
    // The one that runs keeps its zones, under the new name.
    expect(await aspectsIn(1)).toEqual(['Onze droom', ...before.slice(1)])
  })

  test('one in which something was said stays where it was said', async () => {
    const before = (await series.info()).aspects
    await note(2, 'Al voorbereid', 'presentation', 'A')
    await series.does({ type: 'setAspects', aspects: [{ title: before[1]! }] })
    expect(await aspectsIn(2)).toEqual(expect.arrayContaining([before[0], before[1]]))
    expect(await aspectsIn(3)).toEqual([before[1]])
  })

  test('a session that is added later has those of the network', async () => {
    await series.does({ type: 'setAspects', aspects: [{ title: 'Alleen dit' }] })
    const { body, status } = await ask<{ id: string; zones: { presenter?: string; aspect?: string }[] }>(
      server.url,
      'POST',
      `/api/networks/${series.network.id}/sessions`,
      { token: series.network.token, body: {} },
    )
    expect(status).toBe(201)
    expect(body.zones.flatMap(({ presenter, aspect }) => (presenter ? [aspect] : []))).toEqual([
      'Alleen dit',
      'Alleen dit',
    ])
  })
})

describe('a series that changes midway', () => {
  const sessions = async () => (await series.networkInfo()).sessions.map(({ number }) => number)

  test.each([3, 9])('may have %i sessions', async (count) => {
    const token = series.network.token
    for (let n = 5; n < count; n++)
      await ask(server.url, 'POST', `/api/networks/${series.network.id}/sessions`, { token, body: {} })
    for (let n = 5; n > count; n--) await ask(server.url, 'DELETE', `/api/sessions/${id(n)}`, { token })
    expect(await sessions()).toEqual(Array.from({ length: count }, (_, i) => i + 1))
    const info = await series.info()
    expect(info.sessions.map(({ number }) => number)).toEqual(await sessions())
  })

  test('held in another order: what goes along goes by the dates', async () => {
    const token = series.network.token
    for (const [number, startsAt] of [
      [2, '2026-06-11T09:30:00+02:00'],
      [3, '2026-05-07T09:30:00+02:00'],
    ] as const)
      await ask(server.url, 'PATCH', `/api/sessions/${id(number)}`, { token, body: { startsAt } })
    expect(await series.refused({ type: 'carryOver', from: id(2), to: id(3) })).toBe('409 session-order')
    expect(await series.refused({ type: 'carryOver', from: id(3), to: id(2) })).toBe('ok')
    expect(await series.refused({ type: 'carryOver', from: id(1), to: id(1) })).toBe('409 session-order')
  })

  test('an organisation that leaves keeps what it gave, and nobody joins for it any more', async () => {
    const [c, h] = [series.organisation('C'), series.organisation('H')]
    await series.does({ type: 'takeHome', session: id(1), what: 'Een lied', from: [h], to: [c] })
    await series.does({ type: 'organisationLeft', organisation: h, on: true })
    const door = await ask<Invitation>(server.url, 'GET', `/api/join/${series.session(2).code}`)
    expect(door.body.network.organisations.map(({ name }) => name)).toEqual(
      LETTERS.filter((one) => one !== 'H').map(nameOf),
    )
    const info = await series.info()
    expect(info.takeHomes.map(({ from }) => from)).toEqual([[h]])
    expect(info.heard?.map(({ organisation }) => organisation)).not.toContain(h)
    await series.does({ type: 'organisationLeft', organisation: h, on: false })
    expect((await series.info()).left).toEqual([])
  })

  test('an organisation that is renamed is the same one', async () => {
    const b = series.organisation('B')
    await series.does({ type: 'commit', session: id(1), who: [b], what: 'Maakt een folder' })
    const { status } = await ask(server.url, 'PATCH', `/api/networks/${series.network.id}`, {
      token: series.network.token,
      body: { organisations: [{ id: b, name: 'Huis B' }] },
    })
    expect(status).toBe(200)
    const page = await ask<OrganisationPage>(
      server.url,
      'GET',
      `/api/networks/${series.network.id}/organisations/${b}`,
      { token: series.person('B').token },
    )
    expect(page.body.commitments.map(({ what }) => what)).toEqual(['Maakt een folder'])
  })

  test('who goes to another organisation speaks for that one from then on; what was written stays where it was', async () => {
    const [b, c] = [series.organisation('B'), series.organisation('C')]
    const { token, id: participant } = series.person('B')
    await note(1, 'Geschreven bij B', 'crossPollination', 'B')
    const moved = await command(server.url, id(1), series.network.token, {
      type: 'changeParticipant',
      participant: participant as ParticipantId,
      organisation: c,
    })
    expect(moved.status).toBe(200)
    const commit = (who: typeof b) =>
      series.refused({ type: 'commit', session: id(1), who: [who], what: 'Iets' }, token)
    expect(await commit(b)).toBe('403 not-yours')
    expect(await commit(c)).toBe('ok')
    const heard = (await series.info()).heard
    expect(heard?.find(({ organisation }) => organisation === b)?.wrote).toEqual([{ number: 1, notes: 1 }])
  })
})

test('a theme that was made in no zone is about what all its notes lie in', async () => {
  const asked = await note(1, 'Leren van elkaar', 'expectations', 'A')
  const parked = await note(1, 'Vervoer', 'parked', 'A')
  await server.house.rooms.write(id(1), (board) => {
    const nobody = { author: null, organisation: null }
    makeTheme(board, nobody, { title: 'Eén', zone: null, colour: 'heide' }, 1, [asked])
    makeTheme(board, nobody, { title: 'Twee', zone: null, colour: 'heide' }, 1, [parked])
  })
  const { themes } = (await series.info()).sessions[0]!
  expect(themes.map(({ title, zone: kind }) => [title, kind])).toEqual([
    ['Eén', 'expectations'],
    ['Twee', 'parked'],
  ])
  expect((await series.does({ type: 'numberExpectations', session: id(1) })).added).toBe(1)
})

describe('who was not heard', () => {
  test('is told to the facilitator alone, by organisation', async () => {
    await note(1, 'Van A', 'crossPollination', 'A')
    await note(1, 'Van niemand', 'reflection')
    const { heard } = await series.info()
    expect(heard?.filter(({ wrote }) => wrote.length > 0).map(({ organisation }) => organisation)).toEqual([
      series.organisation('A'),
    ])
    for (const of of ['all', 'said'])
      expect(await series.info(series.person('A').token, of)).not.toHaveProperty('heard')
    expect(await series.info(series.person('A').token)).not.toHaveProperty('substitutes')
  })
})

describe('erased', () => {
  const SAID = 'Zinderend'
  const everything = async () => {
    const expectation = await expected(`${SAID} verwacht`)
    const target = await note(1, 'Een kapstok', 'crossPollination', 'A')
    await series.does({ type: 'tie', expectation, session: id(1), target, on: true }, series.person('A').token)
    const to = [series.organisation('B')]
    await series.does({ type: 'takeHome', session: id(1), target, what: `${SAID} mee naar huis`, to })
    await series.does({ type: 'commit', session: id(1), who: to, what: `${SAID} beloofd` })
    for (const letter of ['A', 'B', 'C'] as const)
      await series.does({ type: 'answerCheck', session: id(1), answer: 4 }, series.person(letter).token)
    await series.does({ type: 'judge', expectation, outcome: 'met', notes: [{ session: id(1), note: target }] })
  }
  const eraseFirst = async () =>
    expect((await ask(server.url, 'DELETE', `/api/sessions/${id(1)}`, { token: series.network.token })).status).toBe(
      204,
    )

  test('a board by itself takes what was said of it along', async () => {
    await everything()
    await eraseFirst()
    const info = await series.info()
    expect([info.ties, info.takeHomes, info.commitments, info.checks]).toEqual([[], [], [], []])
    expect(info.expectations.map(({ text, judgement }) => [text, judgement?.notes])).toEqual([[`${SAID} verwacht`, []]])
    const left = bytesIn(server.dataDir)
    for (const words of ['mee naar huis', 'beloofd']) expect(left.includes(Buffer.from(`${SAID} ${words}`))).toBe(false)
  })

  test('where the group chose so, what was said of the series stays, without the notes it was said of', async () => {
    await everything()
    await series.does({ type: 'keepSeries', on: true })
    await eraseFirst()
    const info = await series.info()
    expect(info.ties.map(({ target, text }) => [target, text])).toEqual([[null, null]])
    expect(info.takeHomes.map(({ what, target, text }) => [what, target, text])).toEqual([
      [`${SAID} mee naar huis`, null, null],
    ])
    expect(info.commitments.map(({ what }) => what)).toEqual([`${SAID} beloofd`])
    expect(info.checks.map(({ answers }) => answers)).toEqual([3])
    expect(info.expectations[0]?.judgement?.notes).toEqual([])
    expect(bytesIn(server.dataDir).includes(Buffer.from('Een kapstok'))).toBe(false)
  })

  test('a person leaves no trace in it; what was said for an organisation stays the organisation’s', async () => {
    await everything()
    const { id: participant, token } = series.person('A')
    await series.does({ type: 'substitute', participant: participant as ParticipantId, on: true })
    const gone = await ask(server.url, 'DELETE', `/api/networks/${series.network.id}/people/${participant}`, { token })
    expect(gone.status).toBe(204)
    const info = await series.info()
    expect(info.takeHomes).toHaveLength(1)
    expect(info.checks[0]).toMatchObject({ answers: 3 })
    expect(info.substitutes).toEqual([])
    expect(JSON.stringify(await server.house.storage.findSeries(series.network.created.network.id))).not.toContain(
      participant,
    )
  })

  test('the network takes all of it along', async () => {
    await everything()
    const { status } = await ask(server.url, 'DELETE', `/api/networks/${series.network.id}`, {
      token: series.network.token,
    })
    expect(status).toBe(204)
    expect(await server.house.storage.findSeries(series.network.created.network.id)).toMatchObject({ version: 0 })
    expect(bytesIn(server.dataDir).includes(Buffer.from(series.network.id))).toBe(false)
  })
})
