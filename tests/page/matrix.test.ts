import { describe, expect, test } from 'vitest'
import { matrixOf, ownOf, reactionsOf } from '../../client/network/matrix.ts'
import type { OrganisationId, SessionId } from '../../shared/model/ids.ts'
import type { Presented, SessionDigest, SessionPhase } from '../../shared/wire/series.ts'

const [A, B, C, D] = ['A', 'B', 'C', 'D'] as unknown as [OrganisationId, OrganisationId, OrganisationId, OrganisationId]
const organisations = [A, B, C, D].map((id) => ({ id, name: `Organisatie ${id}` }))

const session = (number: number, host: OrganisationId | null, secondPresenter: OrganisationId | null = null) => ({
  id: `session ${number}` as SessionId,
  number,
  host,
  secondPresenter,
})
const shows = (organisation: OrganisationId, aspect: string, own: string[], reactions = {}): Presented => ({
  organisation,
  aspect,
  own,
  reactions,
})
const digest = (number: number, phase: SessionPhase, ...presented: Presented[]): SessionDigest => ({
  session: `session ${number}` as SessionId,
  number,
  phase,
  step: null,
  came: [],
  notes: 0,
  themes: [],
  presented,
  parked: [],
})
const names = (those: readonly { readonly name: string }[]) => those.map(({ name }) => name.at(-1)).join('')
const of = (sessions: ReturnType<typeof session>[], digests: SessionDigest[], left: OrganisationId[] = []) =>
  matrixOf(organisations, sessions, { aspects: ['Visie', 'Inkleding'], sessions: digests, left })
const toCome = (matrix: ReturnType<typeof of>) =>
  matrix.toCome.map(({ number, organisations }) => `${number ?? 'open'}: ${names(organisations)}`)

describe('how they work, side by side', () => {
  test('who presented has a column, who is to come stands under the session', () => {
    const matrix = of(
      [session(1, null), session(2, B, A), session(4, C)],
      [digest(1, 'over'), digest(2, 'running', shows(A, 'Visie', ['Er moet niets.'])), digest(4, 'planned')],
    )
    expect(names(matrix.organisations)).toBe('A')
    expect(toCome(matrix)).toEqual(['2: B', '4: C', 'open: D'])
  })

  test('what was shown in two sessions stands together, the first one first', () => {
    const matrix = of(
      [session(2, A), session(5, A)],
      [
        digest(5, 'running', shows(A, 'Visie', ['Later'], { recognise: 1, takeHome: 2 })),
        digest(2, 'over', shows(A, 'Visie', ['Eerst', 'Ook'], { recognise: 2 })),
      ],
    )
    const cell = matrix.cell(A, 'Visie')!
    expect(ownOf(cell)).toEqual(['Eerst', 'Ook', 'Later'])
    expect(cell.shown.map(({ number }) => number)).toEqual([2, 5])
    expect(reactionsOf(cell.shown)).toEqual([
      { kind: 'recognise', count: 3 },
      { kind: 'takeHome', count: 2 },
    ])
    expect(matrix.cell(A, 'Inkleding')).toBeUndefined()
  })

  test('who left stays when it presented, and is not waited for', () => {
    const matrix = of(
      [session(1, A), session(2, B)],
      [digest(1, 'over', shows(A, 'Visie', ['Blijft'])), digest(2, 'planned')],
      [A, B],
    )
    expect(names(matrix.organisations)).toBe('A')
    expect(toCome(matrix)).toEqual(['open: CD'])
  })

  test('who presented while nobody wrote is not to come any more', () => {
    const matrix = of([session(1, A, B), session(3, A)], [digest(1, 'over'), digest(3, 'planned')])
    expect(names(matrix.organisations)).toBe('AB')
    expect(toCome(matrix)).toEqual(['open: CD'])
  })

  test('an aspect that is not in the list any more keeps its row', () => {
    const matrix = of([session(1, A)], [digest(1, 'over', shows(A, 'Onthaal', ['Koffie']))])
    expect(matrix.aspects).toEqual(['Visie', 'Inkleding', 'Onthaal'])
  })

  test('an aspect written with other capitals is the same one', () => {
    const matrix = of(
      [session(1, A), session(2, B)],
      [digest(1, 'over', shows(A, 'visie', ['Klein'])), digest(2, 'over', shows(B, 'Visie ', ['Groot']))],
    )
    expect(matrix.aspects).toEqual(['Visie', 'Inkleding'])
    expect(matrix.aspects.map((aspect) => matrix.cell(A, aspect)?.shown[0]?.own[0])).toEqual(['Klein', undefined])
  })

  test('by session, what each showed of an aspect in that one', () => {
    const matrix = of(
      [session(1, B, A), session(2, A)],
      [
        digest(1, 'over', shows(B, 'Visie', ['Tweede']), shows(A, 'Visie', ['Eerste'])),
        digest(2, 'running', shows(A, 'Visie', ['Later'])),
        digest(3, 'planned'),
      ],
    )
    expect(matrix.sessions.map(({ number }) => number)).toEqual([1, 2])
    const said = (session: string) =>
      matrix.inSession(session as SessionId, 'Visie').map((cell) => `${cell.organisation} ${ownOf(cell).join()}`)
    expect(said('session 1')).toEqual(['A Eerste', 'B Tweede'])
    expect(said('session 2')).toEqual(['A Later'])
    expect(matrix.inSession('session 1' as SessionId, 'Inkleding')).toEqual([])
  })

  test('twelve organisations over nine sessions each have their place', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ id: `o${i}` as OrganisationId, name: `Organisatie ${i}` }))
    const sessions = Array.from({ length: 9 }, (_, i) => session(i + 1, many[i]?.id ?? null))
    const digests = sessions.map(({ number, host }) =>
      digest(number, number < 6 ? 'over' : 'planned', ...(host && number < 6 ? [shows(host, 'Visie', ['Woord'])] : [])),
    )
    const matrix = matrixOf(many, sessions, { aspects: ['Visie'], sessions: digests, left: [many[11]!.id] })
    expect(matrix.organisations).toHaveLength(5)
    expect(matrix.toCome.map(({ number, organisations }) => [number, organisations.length])).toEqual([
      [6, 1],
      [7, 1],
      [8, 1],
      [9, 1],
      [null, 2],
    ])
  })

  test('before the first session there are only organisations to come', () => {
    const matrix = of([session(1, A), session(2, null)], [])
    expect(matrix.organisations).toEqual([])
    expect(toCome(matrix)).toEqual(['1: A', 'open: BCD'])
  })
})
