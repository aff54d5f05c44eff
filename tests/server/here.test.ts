import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newThemeId, type StepId, type ZoneId } from '../../shared/model/ids.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { Listener } from '../helpers/listener.ts'
import { ask, join, startServer, type TestServer } from '../helpers/server.ts'
import { Voting } from '../helpers/voting.ts'

// What people say of themselves while a step runs, and where the facilitator brings everyone.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())

const listeners: Listener[] = []
afterEach(() => listeners.splice(0).forEach(({ socket }) => socket.disconnect()))

class Together extends Voting {
  static override start = async (on: TestServer): Promise<Together> => {
    const { server: at, network } = await Voting.start(on)
    return new Together(at, network)
  }
  step = (i: number): StepId => this.network.session.agenda[i]!.id
  begin = (i: number) => this.say({ type: 'startStep', step: this.step(i) })
  ready = (token: string, on = true, step?: StepId) => this.say({ type: 'ready', on, ...(step && { step }) }, token)
  hand = (token: string, on = true) => this.say({ type: 'raiseHand', on }, token)
  someone = () => join(this.server.url, this.network.session.code)
  listen(token = this.network.token, as?: 'wall'): Listener {
    const one = new Listener(this.server.url, { session: this.id, token, ...(as && { as }) })
    listeners.push(one)
    return one
  }
  /** Someone whose page is open. */
  async comes() {
    const { id, token } = await this.someone()
    const page = this.listen(token)
    await page.state(() => true)
    return { id, token, page }
  }
}

describe('ready', () => {
  test('is counted for all, told of oneself alone, and begins anew with each step', async () => {
    const one = await Together.start(server)
    await one.begin(0)
    const [first, second] = [await one.comes(), await one.comes()]
    const [guide, wall] = [one.listen(), one.listen(undefined, 'wall')]
    const before = (await one.state()).version
    expect([await one.ready(first.token), await one.ready(first.token)]).toEqual(['ok', 'ok'])
    await one.ready(second.token)
    for (const [page, mine] of [
      [guide, false],
      [wall, false],
      [second.page, true],
    ] as const)
      await page.state(({ ready }) => ready.count === 2 && ready.mine === mine)
    await one.ready(second.token, false)
    await wall.state(({ ready, version }) => ready.count === 1 && version === before)
    expect((await one.state(second.token)).ready).toEqual({ count: 1, mine: false })
    await one.begin(1)
    await first.page.state(({ ready, step }) => ready.count === 0 && !ready.mine && step?.id === one.step(1))
    await one.begin(0)
    expect((await one.state(first.token)).ready).toEqual({ count: 0, mine: false })
  })

  test('is about the step that runs: no step, or one that is over, is refused', async () => {
    const one = await Together.start(server)
    const { token } = await one.someone()
    expect(await one.ready(token)).toBe('409 step-over')
    await one.begin(0)
    await one.begin(1)
    expect(await one.ready(token, true, one.step(0))).toBe('409 step-over')
    expect((await one.state(token)).ready).toEqual({ count: 0, mine: false })
    expect(await one.ready(token, true, one.step(1))).toBe('ok')
  })

  test('of the facilitator does not count: there are never more ready than there are people', async () => {
    const one = await Together.start(server)
    await one.begin(0)
    const { token } = await one.someone()
    await one.ready(token)
    await one.ready(one.network.token)
    const { ready, count } = await one.state()
    expect([ready, count.people]).toEqual([{ count: 1, mine: true }, 1])
  })

  test('stays when a phone falls asleep, and goes with who is removed', async () => {
    const one = await Together.start(server)
    await one.begin(0)
    const [asleep, removed] = [await one.comes(), await one.comes()]
    const guide = one.listen()
    for (const { token } of [asleep, removed]) await one.ready(token)
    asleep.page.socket.disconnect()
    await guide.state(({ ready, count }) => ready.count === 2 && count.online === 1)
    await one.say({ type: 'removeParticipant', participant: removed.id })
    await guide.state(({ ready, count }) => ready.count === 1 && count.people === 1)
  })

  test('of forty at the same instant is counted once each, beside the facilitator’s commands', async () => {
    const one = await Together.start(server)
    await one.begin(0)
    const people = await Promise.all(Array.from({ length: 40 }, () => one.someone()))
    const answers = await Promise.all([
      ...people.flatMap(({ token }) => [one.ready(token), one.ready(token)]),
      one.say({ type: 'clustering', by: 'everyone' }),
      one.say({ type: 'timer', action: 'pause' }),
    ])
    expect(new Set(answers)).toEqual(new Set(['ok']))
    expect((await one.state()).ready.count).toBe(40)
  })
})

describe('a raised hand', () => {
  test('is seen by the facilitator in order, by its owner, and by nobody else in any byte', async () => {
    const one = await Together.start(server)
    await one.begin(0)
    const [first, second, other] = [await one.comes(), await one.comes(), await one.comes()]
    const [guide, wall] = [one.listen(), one.listen(undefined, 'wall')]
    await wall.state(({ count }) => count.online === 3)
    const heard = [other.page, wall].map(({ states }) => states.length)
    await one.hand(second.token)
    await one.hand(first.token)
    await guide.state(({ hands }) => hands.join() === [second.id, first.id].join())
    await first.page.state(({ hands }) => hands.join() === first.id)
    expect(
      [await one.state(other.token), await one.state(one.network.token, '?as=wall')].map(({ hands }) => hands),
    ).toEqual([[], []])
    // Not even a state that came would tell that someone wants to speak.
    expect([other.page, wall].map(({ states }) => states.length)).toEqual(heard)
    await one.hand(second.token, false)
    await guide.until(() => guide.states.at(-1)?.hands.join() === first.id)
  })

  test('goes down with the next step, with removal, and while its owner is away', async () => {
    const one = await Together.start(server)
    const [away, removed] = [await one.comes(), await one.comes()]
    const guide = one.listen()
    for (const { token } of [away, removed]) await one.hand(token)
    await guide.state(({ hands }) => hands.length === 2)
    away.page.socket.disconnect()
    await guide.until(() => guide.states.at(-1)?.hands.join() === removed.id)
    one.listen(away.token)
    await guide.until(() => guide.states.at(-1)?.hands.join() === [away.id, removed.id].join())
    await one.say({ type: 'removeParticipant', participant: removed.id })
    await guide.until(() => guide.states.at(-1)?.hands.join() === away.id)
    await one.begin(0)
    await guide.until(() => guide.states.at(-1)?.hands.length === 0)
  })
})

describe('bringing everyone', () => {
  const at = ({ here, wall }: SessionState) => [here?.view, wall]

  test('is in everyone’s state, later each time, also for who joins late, and ends with the next step', async () => {
    const one = await Together.start(server)
    await one.begin(0)
    const { page } = await one.comes()
    const view = { kind: 'zone', zone: one.zone } as const
    expect(await one.say({ type: 'bringHere', view })).toBe('ok')
    const first = (await page.state(({ here }) => here !== null)).here!
    expect(first.view).toEqual(view)
    await one.say({ type: 'bringHere', view })
    const second = await page.state(({ here }) => here !== null && here.at > first.at)
    expect(second.wall).toEqual(view)
    const late = await one.comes()
    expect((await one.state(late.token)).here).toEqual(second.here)
    await one.begin(1)
    await page.until(() => page.states.at(-1)?.here === null)
  })

  test('of the wall alone leaves people where they are; the code ends what was', async () => {
    const one = await Together.start(server)
    const [overview, zone] = [{ kind: 'overview' }, { kind: 'zone', zone: one.zone }] as const
    await one.say({ type: 'bringHere', view: overview })
    await one.say({ type: 'bringHere', view: zone, only: 'wall' })
    expect(at(await one.state())).toEqual([overview, zone])
    await one.say({ type: 'bringHere', view: { kind: 'code' } })
    expect(at(await one.state())).toEqual([undefined, { kind: 'code' }])
  })

  test('to what nobody could see is refused, and nothing changes', async () => {
    const one = await Together.start(server)
    await one.say({ type: 'changeZone', zone: one.zone, hidden: true })
    const before = await one.state()
    const answers = []
    for (const view of [
      { kind: 'zone', zone: one.zone },
      { kind: 'theme', theme: newThemeId() },
      { kind: 'step' },
      { kind: 'vote' },
    ] as const)
      answers.push(await one.say({ type: 'bringHere', view }))
    expect(answers).toEqual(['409 zone-hidden', '404 theme-unknown', '409 step-over', '409 vote-closed'])
    expect({ ...(await one.state()), now: 0 }).toEqual({ ...before, now: 0 })
    // The wall alone goes on as it did.
    expect(await one.say({ type: 'bringHere', view: { kind: 'vote' }, only: 'wall' })).toBe('ok')
    await one.begin(0)
    await one.open({ on: 'notes' })
    expect(await one.say({ type: 'bringHere', view: { kind: 'vote' } })).toBe('ok')
    expect(await one.say({ type: 'bringHere', view: { kind: 'step' } })).toBe('ok')
  })

  test.each([
    ['hidden', (zone: ZoneId) => ({ type: 'changeZone', zone, hidden: true }) as const],
    ['removed', (zone: ZoneId) => ({ type: 'removeZone', zone }) as const],
  ])('ends when its zone is %s, and another’s zone does not end it', async (_how, goes) => {
    const one = await Together.start(server)
    const other = one.network.session.zones.find(({ id, hidden }) => id !== one.zone && !hidden)!.id
    await one.say({ type: 'bringHere', view: { kind: 'zone', zone: one.zone } })
    await one.say(goes(other))
    expect((await one.state()).here?.view).toEqual({ kind: 'zone', zone: one.zone })
    await one.say(goes(one.zone))
    expect((await one.state()).here).toBeNull()
  })

  test('by two facilitators at once is one of the two, for everyone', async () => {
    const one = await Together.start(server)
    const zones = one.network.session.zones.filter(({ hidden }) => !hidden).slice(0, 2)
    const answers = await Promise.all(
      zones.map(({ id: zone }) => one.say({ type: 'bringHere', view: { kind: 'zone', zone } })),
    )
    expect(answers).toEqual(['ok', 'ok'])
    const [mine, theirs] = [await one.state(), await one.state(await one.joins())]
    expect(mine.here).toEqual(theirs.here)
    expect(mine.wall).toEqual(mine.here?.view)
  })

  test('outlives a restart; ready and hands need not', async () => {
    const own = await startServer()
    const one = await Together.start(own)
    await one.begin(0)
    await one.say({ type: 'bringHere', view: { kind: 'overview' } })
    const { token } = await one.someone()
    await one.ready(token)
    const { here } = await one.state()
    const again = await own.restart()
    const { body } = await ask<SessionState>(again.url, 'GET', `/api/sessions/${one.id}/state`, { token })
    expect([body.here, body.ready, body.hands]).toEqual([here, { count: 0, mine: false }, []])
    await again.end()
  })

  test('a session that was kept before there was such a thing brings nobody anywhere', async () => {
    const one = await Together.start(server)
    const { version, control } = (await server.house.storage.findSession(one.id))!
    const { here: _here, ...older } = control
    await server.house.storage.changeSession(one.id, version, older as typeof control)
    expect((await one.state()).here).toBeNull()
  })
})
