import { describe, expect, test } from 'vitest'
import { inOrder, isOf, roundTheCircle, takersOf } from '../../client/network/taken.ts'
import type { OrganisationId, SessionId, TakeHomeId } from '../../shared/model/ids.ts'
import type { TakeHomeInfo } from '../../shared/wire/series.ts'

const [A, B, C] = ['A', 'B', 'C'] as unknown as [OrganisationId, OrganisationId, OrganisationId]
const three = [A, B, C].map((id) => ({ id, name: `Organisatie ${id}` }))
const sessions = [2, 1].map((number) => ({ id: `session ${number}` as SessionId, number }))
const taken = (what: string, session: number, from: OrganisationId[], to: OrganisationId[]): TakeHomeInfo => ({
  id: what as TakeHomeId,
  session: `session ${session}` as SessionId,
  target: null,
  what,
  from,
  to,
  firstStep: '',
  by: null,
  help: '',
  status: 'open',
  saw: '',
  mine: false,
  text: null,
})

describe('what organisations took home from each other', () => {
  test('stands by session, in the order in which it was said; what is of an erased session comes first', () => {
    const all = [taken('d', 2, [A], [B]), taken('b', 1, [A], [B]), taken('c', 1, [A], [B]), taken('a', 9, [A], [B])]
    expect(inOrder(all, sessions).map(({ what }) => what)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('is of who gave it and of who took it', () => {
    const one = taken('een map', 1, [A], [B])
    expect([A, B, C].map((id) => isOf(one, id))).toEqual([true, true, false])
  })

  test('to all others is told in one word', () => {
    expect(takersOf(taken('een map', 1, [A], [B, C]), three)).toBeNull()
    expect(takersOf(taken('een map', 1, [A], [C]), three)).toEqual([C])
    // Between two there is only one other.
    expect(takersOf(taken('een map', 1, [A], [B]), three.slice(0, 2))).toEqual([B])
  })

  test('keeps who left round the circle as long as an idea of theirs travels', () => {
    const circle = (...takeHomes: TakeHomeInfo[]) => roundTheCircle(three, { takeHomes, left: [B] }).map(({ id }) => id)
    expect(circle()).toEqual([A, C])
    expect(circle(taken('een map', 1, [B], [C]))).toEqual([A, B, C])
  })
})
