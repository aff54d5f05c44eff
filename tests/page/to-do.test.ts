import { describe, expect, test } from 'vitest'
import { inTime } from '../../shared/model/session-order.ts'
import { openOf, toDo, unnumbered, type Asked } from '../../client/network/to-do.ts'
import type { CommitmentId, ExpectationId, OrganisationId, SessionId, TakeHomeId } from '../../shared/model/ids.ts'
import type {
  CommitmentInfo,
  ExpectationInfo,
  SeriesInfo,
  SessionDigest,
  SessionPhase,
  TakeHomeInfo,
} from '../../shared/wire/series.ts'

// What asks for a hand between the sessions: shown once, where it is of use, and never as a reproach.

const A = 'organisation-a' as OrganisationId
const B = 'organisation-b' as OrganisationId
const at = (number: number) => `session-${number}` as SessionId
const TODAY = '2026-11-25'

type Planned = Asked['sessions'][number]
const session = (number: number, more: Partial<Planned> = {}): Planned => ({
  id: at(number),
  number,
  startsAt: `2026-1${number % 3}-0${number}T09:00:00Z`,
  endsAt: null,
  host: A,
  secondPresenter: B,
  recordPublished: false,
  recordApproved: false,
  ...more,
})
const expectation = (number: number, more: Partial<ExpectationInfo> = {}): ExpectationInfo => ({
  id: `expectation-${number}` as ExpectationId,
  number,
  text: `Verwachting ${number}`,
  session: at(1),
  theme: null,
  check: null,
  judgement: null,
  ...more,
})
const digest = (number: number, more: Partial<SessionDigest> = {}): SessionDigest => ({
  session: at(number),
  number,
  phase: 'planned',
  step: null,
  came: [],
  notes: 0,
  themes: [],
  presented: [],
  parked: [],
  ...more,
})
const commitment = (more: Partial<CommitmentInfo> = {}): CommitmentInfo => ({
  id: 'commitment' as CommitmentId,
  session: at(1),
  who: [A],
  what: 'Iedereen begroeten aan de deur',
  by: null,
  status: 'open',
  mine: true,
  ...more,
})
const series = (more: Partial<SeriesInfo> = {}): SeriesInfo => ({
  version: 1,
  aspects: [],
  expectations: [],
  ties: [],
  takeHomes: [],
  commitments: [],
  carried: [],
  question: '',
  checks: [],
  excused: [],
  left: [],
  outlives: false,
  summary: '',
  about: '',
  titles: { presentation: null, themes: null },
  reunion: null,
  published: [],
  sessions: [],
  ...more,
})
const tie = (number: number, session: number) => ({
  expectation: `expectation-${number}` as ExpectationId,
  session: at(session),
  target: null,
  mine: false,
  text: null,
})

/** `held` of five sessions are over, the others planned. */
const asked = (
  held: number,
  said: Partial<SeriesInfo> = {},
  sessions = [1, 2, 3, 4, 5].map((n) => session(n)),
): Asked => ({
  sessions,
  phaseOf: ({ id }) => (sessions.findIndex((one) => one.id === id) < held ? 'over' : 'planned'),
  series: series(said),
  today: TODAY,
})
const kinds = (of: Asked) => toDo(of).map(({ kind }) => kind)

test('before the first session nothing is asked but what that session lacks', () => {
  expect(toDo(asked(0))).toEqual([])
  const bare = { host: null, secondPresenter: null, startsAt: null }
  const sessions = [session(1, bare), session(2, bare)]
  expect(toDo(asked(0, {}, sessions))).toEqual([
    { kind: 'prepare', session: at(1), number: 1, lacks: ['date', 'host', 'second'] },
  ])
})

describe('themes among the expectations', () => {
  const themes = [
    { id: 'theme-1', title: 'Samen nadenken', notes: 2, zone: 'expectations' },
    { id: 'theme-2', title: 'Leren van elkaar', notes: 2, zone: 'expectations' },
    { id: 'theme-3', title: 'Onthaal', notes: 2, zone: 'reflection' },
  ] as unknown as SessionDigest['themes']

  test('are asked to be numbered, and others are not', () => {
    expect(toDo(asked(1, { sessions: [digest(1, { themes })] }))[0]).toEqual({
      kind: 'number',
      session: at(1),
      number: 1,
      themes: 2,
    })
  })

  test('are not asked for again once the session has its numbers', () => {
    const said = { sessions: [digest(1, { themes })], expectations: [expectation(1, { text: 'Samen nadenken' })] }
    expect(kinds(asked(1, said))).not.toContain('number')
  })

  test('that carry the words of an expectation into another session are none', () => {
    const said = {
      sessions: [digest(2, { themes: themes.slice(0, 1) })],
      expectations: [expectation(1, { text: 'samen nadenken' })],
    }
    expect(unnumbered(said, at(2))).toBe(0)
  })
})

describe('expectations that nothing touched', () => {
  const expectations = [1, 2, 3].map((number) => expectation(number))

  test('are not told while only the session that asked them was held', () => {
    expect(kinds(asked(1, { expectations }))).not.toContain('untouched')
  })

  test('are told before each next session', () => {
    const said = { expectations, ties: [tie(2, 2)] }
    for (const held of [2, 3, 4]) expect(toDo(asked(held, said))).toContainEqual({ kind: 'untouched', numbers: [1, 3] })
  })

  test('are judged like all others once the last session was held', () => {
    const said = { expectations, ties: [tie(2, 2)] }
    expect(toDo(asked(5, said))).toEqual([{ kind: 'judge', numbers: [1, 2, 3] }])
  })

  test('are of no matter in a network with one session', () => {
    expect(toDo(asked(1, { expectations }, [session(1)]))).toEqual([])
  })
})

test('once each expectation is judged, nothing is left to do', () => {
  const judgement = { outcome: 'met', sentence: '', notes: [] } as const
  expect(toDo(asked(5, { expectations: [expectation(1, { judgement })] }))).toEqual([])
})

describe('what may go along', () => {
  const open = { commitments: [commitment()], sessions: [digest(1)] }

  test('is asked once, before the next session', () => {
    expect(toDo(asked(1, open))).toContainEqual({ kind: 'carry', from: at(1), to: at(2), number: 2 })
    const carried = [{ kind: 'commitment', from: at(1), to: at(2), source: 'commitment', copy: null, at: 0 }] as const
    expect(kinds(asked(1, { ...open, carried }))).not.toContain('carry')
  })

  test('is not asked when there is nothing', () => {
    expect(kinds(asked(1, { sessions: [digest(1)] }))).not.toContain('carry')
    expect(kinds(asked(1, { ...open, commitments: [commitment({ status: 'done' })] }))).not.toContain('carry')
  })

  test('waits until the session that runs is over', () => {
    const sessions = [session(1), session(2)]
    const phaseOf = ({ id }: { id: SessionId }): SessionPhase => (id === at(1) ? 'running' : 'planned')
    expect(toDo({ ...asked(0, open, sessions), phaseOf }).map(({ kind }) => kind)).not.toContain('carry')
  })
})

test('promises whose day has gone by are counted; those for today, done or dropped are not', () => {
  const commitments = [
    commitment({ by: '2026-11-24' }),
    commitment({ by: TODAY }),
    commitment({ by: '2026-11-01', status: 'done' }),
    commitment({ by: '2026-11-01', status: 'dropped' }),
    commitment({ by: null }),
  ]
  expect(toDo(asked(0, { commitments }))).toEqual([{ kind: 'late', commitments: 1 }])
})

test('sessions that were held out of order are taken in time', () => {
  const sessions = inTime([
    session(1, { startsAt: '2026-11-01T09:00:00Z' }),
    session(2, { startsAt: '2026-11-20T09:00:00Z' }),
    session(3, { startsAt: '2026-11-10T09:00:00Z' }),
    session(4, { startsAt: null, host: null }),
  ])
  expect(sessions.map(({ number }) => number)).toEqual([1, 3, 2, 4])
  const said = { expectations: [expectation(1)], ties: [tie(1, 2)] }
  expect(kinds(asked(2, said, sessions))).toContain('untouched')
  expect(toDo(asked(3, said, sessions))).toEqual([
    { kind: 'prepare', session: at(4), number: 4, lacks: ['date', 'host'] },
  ])
})

test('a member sees what is open of the own organisation alone', () => {
  const taken = (to: OrganisationId, status: TakeHomeInfo['status']) =>
    ({ id: `${to} ${status}` as TakeHomeId, to: [to], status }) as unknown as TakeHomeInfo
  const open = openOf(
    {
      commitments: [commitment(), commitment({ who: [B] }), commitment({ status: 'done' })],
      takeHomes: [taken(A, 'busy'), taken(A, 'learned'), taken(B, 'open')],
    },
    A,
  )
  expect(open.commitments).toHaveLength(1)
  expect(open.takeHomes.map(({ id }) => id)).toEqual([`${A} busy`])
})

describe('a record that the group has', () => {
  const shared = (approved = false) =>
    [1, 2, 3].map((n) => session(n, { startsAt: null, recordPublished: n < 3, recordApproved: approved }))

  test('is approved at a next session: the last one of which that is not said', () => {
    expect(toDo(asked(3, {}, shared()))).toContainEqual({ kind: 'approve', session: at(2), number: 2 })
    expect(toDo(asked(2, {}, shared()))).toContainEqual({ kind: 'approve', session: at(1), number: 1 })
  })

  test('is not asked about before a next session is there, or once it was approved', () => {
    expect(kinds(asked(1, {}, shared()))).not.toContain('approve')
    expect(kinds(asked(3, {}, shared(true)))).not.toContain('approve')
  })

  test('is asked about on the day of the next session', () => {
    const [first, second, third] = shared() as [Planned, Planned, Planned]
    const today = [first, { ...second, startsAt: `${TODAY}T13:00:00Z` }, third]
    expect(toDo(asked(1, {}, today))).toContainEqual({ kind: 'approve', session: at(1), number: 1 })
  })
})
