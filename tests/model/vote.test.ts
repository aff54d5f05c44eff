import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newNetworkId, newParticipantId } from '../../shared/model/ids.ts'
import { resultOf, tally, targetsOf, votedOrder, type DotsOn, type Target } from '../../shared/model/vote.ts'
import { isRunning, voteFor } from '../../server/control/vote-seen.ts'
import type { Visitor } from '../../server/access/visitor.ts'
import { board, note, noteId, rank, theme, themeId, zone, zoneId } from '../helpers/boards.ts'
import { storedControl, storedPerson } from '../helpers/stored-network.ts'

const everywhere = { on: 'themes', zone: null } as const
const notesEverywhere = { on: 'notes', zone: null } as const

describe('what can be voted on', () => {
  const zones = [zone(0), zone(1), zone(2, { hidden: true })]

  test('themes that were taken, in their order; not proposals, nor what lies in hidden zones alone', () => {
    const here = board({
      zones,
      themes: [
        theme(1, { rank: rank(9) }),
        theme(2, { rank: rank(3) }),
        theme(3, { status: 'proposed' }),
        theme(4),
        theme(5, { zone: zoneId(2) }),
      ],
      notes: [note(1, { theme: themeId(4), zone: zoneId(2) }), note(2, { theme: themeId(2), zone: zoneId(1) })],
    })
    expect(targetsOf(here, everywhere).inOrder).toEqual([themeId(2), themeId(1)])
  })

  test('of one zone: the themes that have notes there, and empty ones that were made there', () => {
    const here = board({
      zones,
      themes: [theme(1), theme(2), theme(3, { zone: zoneId(1) }), theme(4)],
      notes: [
        note(1, { theme: themeId(1), zone: zoneId(0) }),
        note(2, { theme: themeId(1), zone: zoneId(1) }),
        note(3, { theme: themeId(2), zone: zoneId(0) }),
      ],
    })
    expect(targetsOf(here, { on: 'themes', zone: zoneId(1) }).inOrder).toEqual([themeId(1), themeId(3)])
    expect(targetsOf(here, { on: 'themes', zone: zoneId(9) }).inOrder).toEqual([])
  })

  test('notes zone by zone, by theme, loose ones last; a stack is one, whichever of its notes is named', () => {
    const here = board({
      zones: [zone(0, { order: 5 }), zone(1, { order: 1 })],
      themes: [theme(1)],
      notes: [
        note(1),
        note(2, { theme: themeId(1), rank: rank(8) }),
        note(3, { theme: themeId(1), rank: rank(7) }),
        note(4, { zone: zoneId(1) }),
        note(5, { under: noteId(4) }),
      ],
    })
    const targets = targetsOf(here, notesEverywhere)
    expect(targets.inOrder).toEqual([noteId(4), noteId(3), noteId(2), noteId(1)])
    expect(targets.of(noteId(5))).toBe(noteId(4))
    expect(targets.of(noteId(9))).toBeNull()
    expect(targetsOf(here, { on: 'notes', zone: zoneId(0) }).of(noteId(5))).toBeNull()
  })
})

describe('counting', () => {
  const here = board({ zones: [zone(0)], notes: [note(1), note(2), note(3, { under: noteId(2) }), note(4)] })
  const targets = targetsOf(here, notesEverywhere)

  test('dots on notes of one stack are one sum, and those on what is gone count for nothing', () => {
    const dots: DotsOn[] = [1, 2, 3, 9].map((n) => ({ target: noteId(n), dots: n }))
    expect([...tally(dots, targets)]).toEqual([
      [noteId(1), 1],
      [noteId(2), 5],
    ])
  })

  test('the most come first, equals keep their order, and what got none is not in the result', () => {
    const counts = new Map<Target, number>([
      [noteId(2), 3],
      [noteId(4), 3],
    ])
    const order = votedOrder(targets.inOrder, counts)
    expect(order).toEqual([noteId(2), noteId(4), noteId(1)])
    expect(resultOf(order, counts).map(({ dots }) => dots)).toEqual([3, 3])
  })

  test('law: an order is of the same targets, falls in dots, and counting it again changes nothing', () => {
    const counts = fc.array(fc.nat(4), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(counts, (given) => {
        const ids = given.map((_, n) => noteId(n))
        const by = new Map<Target, number>(ids.map((id, n) => [id, given[n] ?? 0]))
        const order = votedOrder(ids, by)
        expect([...order].sort()).toEqual([...ids].sort())
        for (const [n, id] of order.slice(1).entries()) {
          const before = order[n] as Target
          expect(by.get(before)).toBeGreaterThanOrEqual(by.get(id) ?? 0)
          if (by.get(before) === by.get(id)) expect(before < id).toBe(true)
        }
        expect(votedOrder(order, by)).toEqual(order)
      }),
      { seed: 20261125 },
    )
  })
})

describe('what each may know', () => {
  const member = storedPerson(newNetworkId())
  const facilitator = storedPerson(member.network, { role: 'facilitator' })
  const as = (role: Visitor['role'], one: typeof member | null) => ({ role, member: one, token: 'x' }) as Visitor
  const dots = [
    { participant: member.id, target: themeId(1), dots: 2 },
    { participant: newParticipantId(), target: themeId(2), dots: 3 },
  ]
  const open = { kind: 'open', on: 'themes', zone: null, openedAt: 7, dots: 5 } as const
  const control = storedControl({ vote: open })

  test.each(['open', 'counting'] as const)('while it is %s: the own dots, and how many have voted', (kind) => {
    const now = { ...control, vote: { ...open, kind } }
    const about = { kind: 'open', on: 'themes', zone: null, openedAt: 7 }
    const mine = [{ target: themeId(1), dots: 2 }]
    expect(voteFor(now, dots, as('member', member))).toEqual({ ...about, ballot: { dots: 5, mine, voted: 2 } })
    expect(voteFor(now, dots, as('facilitator', facilitator))).toEqual({
      ...about,
      ballot: { dots: 5, mine: [], voted: 2 },
    })
    for (const one of [null, facilitator])
      expect(voteFor(now, dots, as('wall', one))).toEqual({ ...about, ballot: null })
    expect(isRunning(now.vote)).toBe(true)
  })

  test('a result is the same for all, until the next step', () => {
    const step = { id: zoneId(1) as never, startedAt: 3 }
    const result = [{ target: themeId(2), dots: 9 }]
    const closed = { kind: 'closed', on: 'themes', zone: null, openedAt: 7, result, during: step } as const
    const seen = { kind: 'closed', on: 'themes', zone: null, openedAt: 7, result }
    for (const visitor of [as('member', member), as('facilitator', facilitator), as('wall', null)])
      expect(voteFor({ step: { ...step }, vote: closed }, [], visitor)).toEqual(seen)
    const later = { step: { ...step, startedAt: 4 }, vote: closed }
    expect(voteFor(later, [], as('member', member))).toBeNull()
    expect(voteFor({ step: null, vote: null }, [], as('member', member))).toBeNull()
  })
})
