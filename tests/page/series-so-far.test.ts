import { describe, expect, test } from 'vitest'
import { aspectWishes, twice } from '../../client/network/aspects.ts'
import { carriable, chosenFields } from '../../client/network/carrying.ts'
import { checkPoints } from '../../client/network/check-points.ts'
import { notHeard } from '../../client/network/heard.ts'
import { ledgerRows, moved, notesTied, tiedTo } from '../../client/network/ledger.ts'
import type { ExpectationId, OrganisationId, SessionId } from '../../shared/model/ids.ts'
import type { ExpectationInfo, SeriesInfo, SessionDigest, TieInfo } from '../../shared/wire/series.ts'

// The rules behind the home of a network, without a page.

const at = (number: number) => ({ id: `session-${number}` as SessionId, number })
const ONE = 'expectation-1' as ExpectationId
const expectation = (more: Partial<ExpectationInfo> = {}): ExpectationInfo => ({
  id: ONE,
  number: 1,
  text: 'Samen nadenken',
  session: at(1).id,
  theme: 'theme-1' as never,
  check: null,
  judgement: null,
  ...more,
})
const tie = (session: number, target: string | null, text: string | null = 'Een briefje'): TieInfo => ({
  expectation: ONE,
  session: at(session).id,
  target: target as never,
  text,
  mine: false,
})
const digest = (number: number, more: Partial<SessionDigest> = {}) =>
  ({ session: at(number).id, number, themes: [], parked: [], ...more }) as unknown as SessionDigest
const themes = [{ id: 'theme-1', title: 'Samen nadenken', notes: 3, zone: 'expectations' }] as never

describe('the ledger', () => {
  const said = { expectations: [expectation()], ties: [tie(2, 'a'), tie(2, 'b')], sessions: [digest(1, { themes })] }
  const columns = [at(1), at(2), at(3)]

  test('counts what touches an expectation by session, and its own notes where it was asked', () => {
    const [row] = ledgerRows(said, columns, columns.slice(0, 2))
    expect(row?.cells.map(({ count, isOrigin, isHeld }) => [count, isOrigin, isHeld])).toEqual([
      [3, true, true],
      [2, false, true],
      [0, false, false],
    ])
    expect(row?.isUntouched).toBe(false)
  })

  test('finds an expectation untouched only when a session was held since', () => {
    const bare = { ...said, ties: [] }
    expect(ledgerRows(bare, columns, columns.slice(0, 1))[0]?.isUntouched).toBe(false)
    expect(ledgerRows(bare, columns, columns.slice(0, 2))[0]?.isUntouched).toBe(true)
  })

  test('goes by when sessions were held, not by their numbers', () => {
    // Session 3 came before session 1, where this was asked.
    expect(ledgerRows({ ...said, ties: [] }, columns, [at(3), at(1)])[0]?.isUntouched).toBe(false)
  })

  test('keeps what touched an expectation on a board that was erased', () => {
    expect(tiedTo({ ties: [tie(2, null, null), tie(1, 'a')] }, ONE, columns)).toEqual([
      { number: 1, ties: [tie(1, 'a')] },
      { number: 2, ties: [tie(2, null, null)] },
    ])
  })

  test('lets one judge by notes that are there, and not by themes', () => {
    const ties = [tie(1, 'theme-1'), tie(2, 'note-1'), tie(2, 'note-2', null), tie(2, null, null)]
    expect(notesTied({ ties, sessions: [digest(1, { themes })] }, ONE).map(({ note }) => note)).toEqual(['note-1'])
  })

  test('moves one up or down, and no further than the end', () => {
    const ids = ['a', 'b', 'c'] as unknown as ExpectationId[]
    expect(moved(ids, ids[2]!, -1)).toEqual(['a', 'c', 'b'])
    expect(moved(ids, ids[0]!, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(ids, ids[0]!, -1)).toEqual(ids)
  })
})

describe('what may be carried over', () => {
  const said = {
    expectations: [expectation()],
    commitments: [
      { id: 'open', what: 'Begroeten', status: 'busy' },
      { id: 'done', what: 'Vergelijken', status: 'done' },
    ],
    carried: [{ kind: 'theme', from: at(1).id, to: at(2).id, source: 'theme-2', copy: null, at: 0 }],
    sessions: [
      digest(1, {
        themes: [
          { id: 'theme-1', zone: 'expectations' },
          { id: 'theme-2', title: 'Onthaal', zone: null },
        ] as never,
        parked: [{ note: 'note-1', text: 'De verzekering' }],
      }),
    ],
  } as unknown as SeriesInfo

  test('is each thing once, and what went is said so', () => {
    expect(carriable(said, at(1).id, at(2).id).map(({ kind, source, went }) => [kind, source, went])).toEqual([
      ['expectation', ONE, false],
      ['theme', 'theme-2', true],
      ['commitment', 'open', false],
      ['note', 'note-1', false],
    ])
  })

  test('goes by kind, without what went before', () => {
    expect(chosenFields(carriable(said, at(1).id, at(2).id))).toEqual({
      expectations: [ONE],
      themes: [],
      commitments: ['open'],
      notes: ['note-1'],
    })
  })
})

test('an organisation that was never there stands in that list alone; one that is to show next is not missed', () => {
  const of = (id: string, came: number[], wrote: number, presented: number[]) => ({
    organisation: id as OrganisationId,
    came,
    wrote: wrote ? [{ number: 1, notes: wrote }] : [],
    presented,
  })
  const heard = [
    of('a', [1], 3, [1]),
    of('b', [], 0, []),
    of('c', [1], 0, []),
    of('d', [1], 2, []),
    of('e', [1], 2, []),
  ]
  const coming = [{ host: 'd' as OrganisationId, secondPresenter: null }]
  expect(notHeard(heard, coming)).toEqual({ never: ['b'], unwritten: ['c'], unshown: ['c', 'e'] })
})

test('how a session went is a point only where three people answered', () => {
  const checks = [
    { session: at(1).id, answers: 3, counts: [0, 0, 1, 1, 1], mine: true },
    { session: at(2).id, answers: 2, counts: null, mine: false },
  ]
  expect(checkPoints(checks, [at(2), at(1)])).toEqual([{ session: at(1).id, number: 1, at: 1, mean: 4, answers: 3 }])
})

test('an aspect that is called otherwise says what it was; an empty line is none, and twice is told', () => {
  const lines = [
    { key: 0, was: 'Visie', title: 'Onze visie ' },
    { key: 1, was: 'Inkleding', title: 'Inkleding' },
    { key: 2, was: null, title: ' ' },
    { key: 3, was: null, title: 'Buurt' },
  ]
  expect(aspectWishes(lines)).toEqual([
    { title: 'Onze visie', was: 'Visie' },
    { title: 'Inkleding' },
    { title: 'Buurt' },
  ])
  expect(twice(lines)).toBeUndefined()
  expect(twice([...lines, { key: 4, was: null, title: 'inkleding' }])).toBe('inkleding')
})
