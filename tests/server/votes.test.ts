import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  mergeThemes,
  moveNotes,
  putInTheme,
  removeTheme,
  stackNotes,
  unstackNotes,
  withdrawNotes,
} from '../../shared/doc/commands.ts'
import { newNoteId, newThemeId, newZoneId, type NoteId, type ThemeId } from '../../shared/model/ids.ts'
import { StorageFailed } from '../../server/storage/failures.ts'
import { Listener } from '../helpers/listener.ts'
import { ask, startServer, type TestServer } from '../helpers/server.ts'
import { Voting } from '../helpers/voting.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())

const listeners: Listener[] = []
afterEach(() => listeners.splice(0).forEach(({ socket }) => socket.disconnect()))
const listen = (voting: Voting, token: string, as?: 'wall'): Listener => {
  const one = new Listener(server.url, { session: voting.id, token, ...(as && { as }) })
  listeners.push(one)
  return one
}

const TITLES = ['Onthaal', 'Bereik', 'Taal', 'Team']
async function fourThemes() {
  const voting = await Voting.start(server)
  const { themes } = await voting.fill({ themes: TITLES })
  const [onthaal, bereik, taal, team] = themes as [ThemeId, ThemeId, ThemeId, ThemeId]
  return { voting, onthaal, bereik, taal, team, names: new Map(themes.map((id, i) => [id as string, TITLES[i]!])) }
}

describe('a vote on themes', () => {
  test('makes the order of the board, ties as they were, and the result is there until the next step', async () => {
    const { voting, bereik, taal, team, names } = await fourThemes()
    const people = await Promise.all([1, 2, 3].map(() => voting.joins()))
    expect(await voting.open({ dots: 3 })).toBe('ok')
    for (const one of people) expect(await voting.cast(one, team, 2)).toBe('ok')
    expect(await voting.cast(people[0]!, taal, 1)).toBe('ok')
    expect(await voting.cast(people[1]!, bereik, 1)).toBe('ok')
    expect(await voting.themes()).toEqual(TITLES)
    expect(await voting.close()).toBe('ok')
    expect(await voting.themes()).toEqual(['Team', 'Bereik', 'Taal', 'Onthaal'])
    const result = [
      ['Team', 6],
      ['Bereik', 1],
      ['Taal', 1],
    ]
    expect(await voting.result(names)).toEqual(result)
    expect((await voting.state(people[2])).vote).toEqual((await voting.state()).vote)
    expect((await voting.state(voting.network.token, '?as=wall')).wall).toEqual({ kind: 'vote' })

    await voting.say({ type: 'startStep', step: voting.network.session.agenda[2]!.id })
    expect((await voting.state()).vote).toBeNull()
    expect(await voting.themes()).toEqual(['Team', 'Bereik', 'Taal', 'Onthaal'])
  })

  test('of one zone takes its themes alone, and leaves the others in their places', async () => {
    const { voting, onthaal, team } = await fourThemes()
    const other = voting.network.session.zones.find(({ kind }) => kind === 'expectations')!.id
    const { themes: expected } = await voting.fill({ themes: ['Elkaar leren kennen', 'Inspiratie'] }, other)
    // An expectation between the others.
    await voting.write((board) => board.themes.get(expected[0]!)!.set('place', [other, 'a0V', 0, 0]))
    const before = await voting.themes()
    const someone = await voting.joins()
    await voting.open({ zone: voting.zone })
    expect(await voting.cast(someone, expected[1]!, 1)).toBe('409 not-in-vote')
    expect(await voting.cast(someone, team, 3)).toBe('ok')
    expect(await voting.cast(someone, onthaal, 2)).toBe('ok')
    await voting.close()
    const at = before.indexOf('Elkaar leren kennen')
    expect(await voting.themes()).toEqual(
      ['Team', 'Onthaal', 'Bereik', 'Taal', 'Inspiratie'].toSpliced(at, 0, 'Elkaar leren kennen'),
    )
  })

  test('without any dots leaves the order as it is', async () => {
    const { voting, names } = await fourThemes()
    await voting.open()
    expect(await voting.close()).toBe('ok')
    expect(await voting.themes()).toEqual(TITLES)
    expect(await voting.result(names)).toEqual([])
  })

  test('gives back the dots on a theme that was removed or merged into another', async () => {
    const { voting, onthaal, bereik, taal, team, names } = await fourThemes()
    const someone = await voting.joins()
    await voting.open({ dots: 4 })
    await voting.cast(someone, onthaal, 2)
    await voting.cast(someone, bereik, 2)
    expect(await voting.cast(someone, team, 1)).toBe('409 over-budget')
    await voting.write((board) => removeTheme(board, onthaal))
    expect(await voting.cast(someone, onthaal, 1)).toBe('404 theme-unknown')
    expect(await voting.cast(someone, team, 2)).toBe('ok')
    await voting.write((board) => mergeThemes(board, bereik, taal))
    expect(await voting.cast(someone, taal, 3)).toBe('409 over-budget')
    expect(await voting.cast(someone, taal, 2)).toBe('ok')
    await voting.close()
    expect(await voting.result(names)).toEqual([
      ['Taal', 2],
      ['Team', 2],
    ])
  })
})

describe('a vote on notes', () => {
  test('orders them within their themes; loose ones stay where they lie', async () => {
    const voting = await Voting.start(server)
    const filled = await voting.fill({ themes: ['Taal'], notes: ['een', 'twee', 'drie', 'los'] })
    const [een, twee, drie, los] = filled.notes as [NoteId, NoteId, NoteId, NoteId]
    await voting.write((board) => putInTheme(board, [een, twee, drie], filled.themes[0]!))
    const someone = await voting.joins()
    await voting.open({ on: 'notes' })
    for (const [note, dots] of [
      [drie, 2],
      [een, 1],
      [los, 2],
    ] as const)
      expect(await voting.cast(someone, note, dots)).toBe('ok')
    const place = async () => (await server.house.rooms.read(voting.id)).notes.get(los)!.place
    const before = await place()
    await voting.close()
    const { notes } = await server.house.rooms.read(voting.id)
    const inTheme = [...notes.values()].filter(({ place: { theme } }) => theme === filled.themes[0])
    expect(inTheme.sort((a, b) => (a.place.rank < b.place.rank ? -1 : 1)).map(({ text }) => text)).toEqual([
      'drie',
      'een',
      'Taal',
      'twee',
    ])
    expect(await place()).toEqual(before)
    const names = new Map([...notes.values()].map(({ id, text }) => [id as string, text]))
    expect(await voting.result(names)).toEqual([
      ['drie', 2],
      ['los', 2],
      ['een', 1],
    ])
  })

  test('counts a stack as one, also one that was made meanwhile; dots on a withdrawn note come back', async () => {
    const voting = await Voting.start(server)
    const { notes } = await voting.fill({ notes: ['een', 'twee', 'drie'] })
    const [een, twee, drie] = notes as [NoteId, NoteId, NoteId]
    const someone = await voting.joins()
    await voting.open({ on: 'notes', dots: 3 })
    await voting.cast(someone, een, 1)
    await voting.cast(someone, twee, 1)
    await voting.cast(someone, drie, 1)
    await voting.write((board) => stackNotes(board, [twee], een))
    // What lies on the stack is replaced as one: two dots were there, three are one too many.
    expect(await voting.cast(someone, twee, 3)).toBe('409 over-budget')
    expect(await voting.cast(someone, twee, 2)).toBe('ok')
    expect(await voting.dotsOf(someone)).toEqual({ [een]: 2, [drie]: 1 })
    await voting.write((board) => withdrawNotes(board, [drie]))
    expect(await voting.cast(someone, een, 3)).toBe('ok')
    await voting.write((board) => unstackNotes(board, [twee]))
    expect(await voting.cast(someone, twee, 1)).toBe('409 over-budget')
    await voting.close()
    expect(await voting.result(new Map([[een as string, 'een']]))).toEqual([['een', 3]])
  })

  test('of one zone takes its notes alone: one that is moved away gives its dots back', async () => {
    const voting = await Voting.start(server)
    const [een, twee] = (await voting.fill({ notes: ['een', 'twee'] })).notes as [NoteId, NoteId]
    const other = voting.network.session.zones.find(({ kind }) => kind === 'parked')!.id
    const someone = await voting.joins()
    await voting.open({ on: 'notes', dots: 2, zone: voting.zone })
    await voting.cast(someone, een, 2)
    await voting.write((board) => moveNotes(board, [{ id: een, zone: other, x: 0, y: 0 }]))
    expect(await voting.cast(someone, een, 1)).toBe('409 not-in-vote')
    expect(await voting.cast(someone, twee, 2)).toBe('ok')
  })
})

describe('the budget', () => {
  test('holds for 50 people who vote at the same instant, each on two devices', async () => {
    const { voting, onthaal, bereik, taal, names } = await fourThemes()
    const people = await Promise.all(Array.from({ length: 50 }, () => voting.joins()))
    await voting.open({ dots: 3 })
    const answers = await Promise.all(
      people.flatMap((one) => [
        voting.cast(one, onthaal, 2),
        voting.cast(one, bereik, 2),
        voting.cast(one, taal, 1),
        voting.cast(one, onthaal, 3),
      ]),
    )
    expect(new Set(answers)).toEqual(new Set(['ok', '409 over-budget']))
    for (const one of people) {
      const mine = Object.values(await voting.dotsOf(one)).reduce((sum, dots) => sum + dots, 0)
      expect(mine).toBeGreaterThan(0)
      expect(mine).toBeLessThanOrEqual(3)
    }
    await voting.close()
    const sum = (await voting.result(names)).reduce((all, [, dots]) => all + dots, 0)
    expect(sum).toBeLessThanOrEqual(150)
    expect(await voting.cast(people[0]!, onthaal, 1)).toBe('409 vote-closed')
  })

  test('while the facilitator does other things, no dots are lost', async () => {
    const { voting, onthaal, names } = await fourThemes()
    const people = await Promise.all(Array.from({ length: 12 }, () => voting.joins()))
    await voting.open({ dots: 1 })
    const answers = await Promise.all([
      ...people.map((one) => voting.cast(one, onthaal, 1)),
      ...['everyone', 'facilitator', 'everyone', 'facilitator'].map((by) =>
        voting.say({ type: 'clustering', by: by as 'everyone' }),
      ),
    ])
    expect(answers).toEqual(answers.map(() => 'ok'))
    await voting.close()
    expect(await voting.result(names)).toEqual([['Onthaal', 12]])
  })

  test('casts and the closing at the same instant: what was answered with ok is counted, and nothing else', async () => {
    const { voting, onthaal, names } = await fourThemes()
    const people = await Promise.all(Array.from({ length: 20 }, () => voting.joins()))
    await voting.open({ dots: 1 })
    const half = people.slice(10)
    const early = people.slice(0, 10).map((one) => voting.cast(one, onthaal, 1))
    const closing = [voting.close(), voting.close()]
    const answers = await Promise.all([...early, ...half.map((one) => voting.cast(one, onthaal, 1))])
    expect(new Set(answers.filter((answer) => answer !== 'ok'))).toEqual(
      answers.every((answer) => answer === 'ok') ? new Set() : new Set(['409 vote-closed']),
    )
    expect(await Promise.all(closing)).toContain('ok')
    const counted = answers.filter((answer) => answer === 'ok').length
    expect(await voting.result(names)).toEqual(counted === 0 ? [] : [['Onthaal', counted]])
  })
})

describe('a vote refuses', () => {
  test('what comes twice, too early, too late, or from the wrong one', async () => {
    const { voting, onthaal } = await fourThemes()
    const someone = await voting.joins()
    const wall = (await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${voting.id}/wall`, voting.network))
      .body.token
    expect(await voting.cast(someone, onthaal, 1)).toBe('409 vote-closed')
    expect(await voting.close()).toBe('409 vote-closed')
    expect(await voting.say({ type: 'openVote', on: 'themes', dots: 3 }, someone)).toBe('403 not-for-you')
    expect(await voting.open({ zone: newZoneId() })).toBe('404 zone-unknown')
    expect(await Promise.all([voting.open(), voting.open()])).toEqual(expect.arrayContaining(['ok', '409 vote-open']))
    expect(await voting.cast(wall, onthaal, 1)).toBe('403 not-for-you')
    expect(await voting.say({ type: 'closeVote' }, someone)).toBe('403 not-for-you')
    expect(await voting.cast(someone, newThemeId(), 1)).toBe('404 theme-unknown')
    expect(await voting.cast(someone, newNoteId(), 1)).toBe('404 theme-unknown')
    expect(await voting.cast(someone, onthaal, 6)).toBe('409 over-budget')
    expect(await voting.close()).toBe('ok')
    expect(await voting.close()).toBe('409 vote-closed')
    expect(await voting.cast(someone, onthaal, 1)).toBe('409 vote-closed')
  })

  test.each([-1, 0.5, 51, '1', null])('%j dots', async (dots) => {
    const { voting, onthaal } = await fourThemes()
    const someone = await voting.joins()
    await voting.open()
    expect(await voting.cast(someone, onthaal, dots as number)).toBe('400 malformed')
    expect(await voting.dotsOf(someone)).toEqual({})
    await voting.close()
    expect(await voting.open({ dots: dots as number })).toBe('400 malformed')
    expect(await voting.open({ dots: 0 })).toBe('400 malformed')
  })
})

describe('dots', () => {
  test('go with the person who is removed', async () => {
    const { voting, onthaal, bereik, names } = await fourThemes()
    const [stays, goes] = await Promise.all([voting.joins(), voting.joins()])
    await voting.open()
    await voting.cast(stays, bereik, 1)
    await voting.cast(goes, onthaal, 5)
    const participant = (await voting.state(goes)).me.participant!
    await voting.say({ type: 'removeParticipant', participant })
    expect((await voting.state(stays)).vote).toMatchObject({ ballot: { voted: 1 } })
    expect(await voting.cast(goes, onthaal, 1)).toBe('401 token-unknown')
    await voting.close()
    expect(await voting.result(names)).toEqual([['Bereik', 1]])
  })

  test('survive a restart, and are seen on the other device of the same person at once', async () => {
    const own = await startServer()
    const voting = await Voting.start(own)
    const [theme] = (await voting.fill({ themes: ['Taal'] })).themes
    const someone = await voting.joins()
    await voting.open({ dots: 3 })
    const second = new Listener(own.url, { session: voting.id, token: someone })
    await second.state(({ vote }) => vote?.kind === 'open')
    await voting.cast(someone, theme!, 2)
    await second.state(({ vote }) => vote?.kind === 'open' && vote.ballot?.mine[0]?.dots === 2)
    second.socket.disconnect()
    const again = new Voting(await own.restart(), voting.network)
    expect(await again.dotsOf(someone)).toEqual({ [theme!]: 2 })
    expect(await again.cast(someone, theme!, 4)).toBe('409 over-budget')
    expect(await again.close()).toBe('ok')
    expect(await again.result(new Map([[theme as string, 'Taal']]))).toEqual([['Taal', 2]])
    await again.server.end()
  })

  test('travel over a socket as over HTTP, with the same refusals', async () => {
    const { voting, onthaal } = await fourThemes()
    const facilitator = listen(voting, voting.network.token)
    const member = listen(voting, await voting.joins())
    const wall = listen(voting, voting.network.token, 'wall')
    await Promise.all([facilitator, member, wall].map((one) => one.state(() => true)))
    expect(await member.send({ type: 'castDots', target: onthaal, dots: 1 })).toEqual({
      ok: false,
      refusal: 'vote-closed',
    })
    expect(await facilitator.send({ type: 'openVote', on: 'themes', dots: 3 })).toMatchObject({ ok: true })
    await wall.state(({ vote }) => vote?.kind === 'open' && vote.ballot === null)
    expect(await member.send({ type: 'castDots', target: onthaal, dots: 2 })).toMatchObject({ ok: true })
    await member.state(({ vote }) => vote?.kind === 'open' && vote.ballot?.mine[0]?.dots === 2)
    await facilitator.state(({ vote }) => vote?.kind === 'open' && vote.ballot?.voted === 1)
    expect(await member.send({ type: 'castDots', target: onthaal, dots: 4 })).toEqual({
      ok: false,
      refusal: 'over-budget',
    })
    expect(await wall.send({ type: 'castDots', target: onthaal, dots: 1 })).toEqual({
      ok: false,
      refusal: 'not-for-you',
    })
    expect(await facilitator.send({ type: 'closeVote' })).toMatchObject({ ok: true })
    await wall.state(({ vote }) => vote?.kind === 'closed' && vote.result[0]?.dots === 2)
  })
})

describe('a closing that is cut off', () => {
  /** Whatever fails, the vote takes no more dots, tells nothing, and is finished by closing it again. */
  test.each(['commitBoards', 'endVote'] as const)(
    'by a disk that fails at %s is finished by the next',
    async (call) => {
      const own = await startServer()
      const voting = await Voting.start(own)
      const { themes } = await voting.fill({ themes: ['Taal', 'Team'] })
      const someone = await voting.joins()
      await voting.open()
      await voting.cast(someone, themes[1]!, 1)
      const fails = vi.fn(() => Promise.reject(new StorageFailed('the disk is full')))
      const { storage } = own.house
      const works = storage[call]
      Object.assign(storage, { [call]: fails })
      const closing = voting.close()
      await vi.waitUntil(() => fails.mock.calls.length > 0)
      expect(await voting.cast(someone, themes[0]!, 1)).toBe('409 vote-closed')
      expect((await voting.state(someone)).vote?.kind).toBe('open')
      Object.assign(storage, { [call]: works })
      // The board that was loaded for it may have finished it by itself meanwhile.
      if ((await closing) !== 'ok') expect(['ok', '409 vote-closed']).toContain(await voting.close())
      await vi.waitUntil(async () => (await voting.state()).vote?.kind === 'closed')
      expect(await voting.themes()).toEqual(['Team', 'Taal'])
      expect(await voting.result(new Map([[themes[1] as string, 'Team']]))).toEqual([['Team', 1]])
      await own.end()
    },
  )

  test('by the end of the server is finished when the board is there again, once', async () => {
    const own = await startServer()
    const voting = await Voting.start(own)
    const { themes } = await voting.fill({ themes: ['Taal', 'Team'] })
    const someone = await voting.joins()
    await voting.open()
    await voting.cast(someone, themes[1]!, 3)
    Object.assign(own.house.storage, { endVote: () => Promise.reject(new StorageFailed('gone')) })
    expect(await voting.close()).toBe('503 disk')
    const again = new Voting(await own.restart(), voting.network)
    expect((await again.state()).vote?.kind).toBe('open')
    await again.themes()
    await vi.waitUntil(async () => (await again.state()).vote?.kind === 'closed')
    expect(await again.result(new Map([[themes[1] as string, 'Team']]))).toEqual([['Team', 3]])
    expect(await again.themes()).toEqual(['Team', 'Taal'])
    expect(await again.close()).toBe('409 vote-closed')
    expect(await again.server.house.storage.dotsIn(again.id)).toEqual([])
    await again.server.end()
  })
})
