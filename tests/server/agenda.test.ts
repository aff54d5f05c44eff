import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addStep, changeStep, orderSteps, removeStep, startStep } from '../../server/control/agenda.ts'
import { newSession } from '../../server/control/new-session.ts'
import { actOnTimer } from '../../server/control/timer.ts'
import type { Control } from '../../server/storage/storage.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import { newStepId, newZoneId, type NetworkId, type StepId, type ZoneId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import { secondsLeft } from '../../shared/model/timer.ts'
import { translators } from '../../shared/text/every-language.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { Problem, SessionInfo } from '../../shared/wire/http.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

const T = 1_770_000_000_000
const MINUTE = 60_000
const fresh = (): Control => newSession('series', 1, translators.nl).control
const titles = (control: Control) => control.agenda.map((step) => step.title)
const must = (outcome: Control | string): Control => {
  if (typeof outcome === 'string') throw new Error(outcome)
  return outcome
}
const stepAt = (control: Control, i: number): Step => control.agenda[i]!
const extra = (more: Partial<Step> = {}): Step => ({ ...stepAt(fresh(), 0), id: newStepId(), title: 'Extra', ...more })

describe('the agenda', () => {
  test('takes a step before another, or at the end', () => {
    const before = fresh()
    expect(titles(must(addStep(before, extra(), stepAt(before, 2).id))).indexOf('Extra')).toBe(2)
    expect(titles(must(addStep(before, extra(), undefined))).at(-1)).toBe('Extra')
  })

  test('refuses a place or zone that is gone, and more than fits', () => {
    expect(addStep(fresh(), extra(), newStepId())).toBe('step-unknown')
    expect(addStep(fresh(), extra({ zone: newZoneId() }), undefined)).toBe('zone-unknown')
    let full = fresh()
    while (full.agenda.length < BOUNDS.stepsPerSession) full = must(addStep(full, extra(), undefined))
    expect(addStep(full, extra(), undefined)).toBe('bounds')
  })

  test('is ordered by the named steps, the others following in their order', () => {
    const before = fresh()
    const [a, b, c] = before.agenda
    const after = must(orderSteps(before, [c!.id, a!.id]))
    expect(after.agenda.slice(0, 3)).toEqual([c, a, b])
    expect(orderSteps(after, [c!.id, a!.id])).toBe(after)
    expect(orderSteps(before, [a!.id, a!.id])).toBe('malformed')
    expect(orderSteps(before, [newStepId()])).toBe('step-unknown')
  })

  test('says nothing new when a change brings nothing', () => {
    const before = fresh()
    expect(changeStep(before, stepAt(before, 0).id, { minutes: 10 })).toBe(before)
  })

  test('keeps its running step: another is begun first, and then it can go, with its times', () => {
    const before = fresh()
    const [a, b] = before.agenda.map(({ id }) => id) as [StepId, StepId]
    const running = must(startStep(before, a, T))
    expect(removeStep(running, a)).toBe('step-running')
    const after = must(removeStep(must(startStep(running, b, T + MINUTE)), a))
    expect([after.step?.id, after.ran]).toEqual([b, []])
  })

  test('knows when each step really ran: forward, back, over again', () => {
    const before = fresh()
    const [a, b, , d] = before.agenda.map(({ id }) => id) as StepId[] as [StepId, StepId, StepId, StepId]
    let control = before
    for (const [step, minute] of [
      [a, 0],
      [b, 8],
      [a, 10],
      [d, 15],
    ] as const)
      control = must(startStep(control, step, T + minute * MINUTE))
    expect(control.step).toEqual({ id: d, startedAt: T + 15 * MINUTE })
    expect(control.ran).toEqual([
      { step: b, startedAt: T + 8 * MINUTE, endedAt: T + 10 * MINUTE, ms: 2 * MINUTE },
      { step: a, startedAt: T, endedAt: T + 15 * MINUTE, ms: 13 * MINUTE },
    ])
  })

  test('a step starts with a timer of its minutes; gone back to, of what is left of them', () => {
    const before = fresh()
    const [a, b] = before.agenda.map(({ id }) => id) as [StepId, StepId]
    const first = must(startStep(before, a, T))
    expect(secondsLeft(first.timer!, T)).toBe(600)
    const second = must(startStep(first, b, T + 4 * MINUTE))
    expect(secondsLeft(must(startStep(second, a, T + 5 * MINUTE)).timer!, T + 5 * MINUTE)).toBe(360)
    const whole = must(startStep(first, b, T + 12 * MINUTE))
    expect(must(startStep(whole, a, T + 13 * MINUTE)).timer).toBeNull()
  })

  test('a step that is started twice starts once', () => {
    const before = fresh()
    const first = must(startStep(before, stepAt(before, 0).id, T))
    expect(startStep(first, stepAt(before, 0).id, T + MINUTE)).toBe(first)
  })

  test('the wall goes along with a step, and keeps the code while people come in', () => {
    const before = fresh()
    const first = must(startStep(before, stepAt(before, 0).id, T))
    expect(first.wall).toEqual({ kind: 'code' })
    expect(must(startStep(first, stepAt(before, 1).id, T)).wall).toEqual({ kind: 'step' })
  })

  test('the running step made longer makes its timer longer; a timer of its own keeps its length', () => {
    const before = fresh()
    const { id } = stepAt(before, 0)
    const running = must(startStep(before, id, T))
    expect(secondsLeft(must(changeStep(running, id, { minutes: 15 })).timer!, T)).toBe(900)
    const own = must(actOnTimer(running, { action: 'start', seconds: 120 }, T))
    expect(secondsLeft(must(changeStep(own, id, { minutes: 15 })).timer!, T)).toBe(120)
  })
})

describe('the timer', () => {
  test('takes any number, or the minutes of the running step', () => {
    const before = fresh()
    expect(secondsLeft(must(actOnTimer(before, { action: 'start', seconds: 90 }, T)).timer!, T)).toBe(90)
    expect(actOnTimer(before, { action: 'start' }, T)).toBe('no-time')
    const running = must(startStep(before, stepAt(before, 0).id, T))
    expect(secondsLeft(must(actOnTimer(running, { action: 'start' }, T + MINUTE)).timer!, T + MINUTE)).toBe(600)
  })

  test('cannot be paused, resumed or made longer when there is none; stopping nothing is fine', () => {
    const none = fresh()
    for (const action of ['pause', 'resume', 'add'] as const) expect(actOnTimer(none, { action }, T)).toBe('no-timer')
    expect(actOnTimer(none, { action: 'stop' }, T)).toBe(none)
  })

  test('pauses once, however often it is asked', () => {
    const timed = must(actOnTimer(fresh(), { action: 'start', seconds: 90 }, T))
    const paused = must(actOnTimer(timed, { action: 'pause' }, T + 1_000))
    expect(actOnTimer(paused, { action: 'pause' }, T + 9_000)).toBe(paused)
    expect(must(actOnTimer(paused, { action: 'stop' }, T)).timer).toBeNull()
  })

  test('never gets longer than ten hours', () => {
    const timed = must(actOnTimer(fresh(), { action: 'start', seconds: 36_000 }, T))
    expect(actOnTimer(timed, { action: 'add' }, T)).toBe('bounds')
  })
})

describe('over the line', () => {
  let server: TestServer
  let network: TestNetwork
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.end())
  const send = (body: Command) => command(server.url, network.session.id, network.token, body)
  const state = async (token = network.token) =>
    (await ask<SessionState>(server.url, 'GET', `/api/sessions/${network.session.id}/state`, { token })).body

  test('an added step has what was said of it, and can be moved, changed and removed', async () => {
    network = await startNetwork(server.url)
    const [first, second] = network.session.agenda
    const zone = network.session.zones[0]!.id
    const wanted = {
      title: ' Energizer ',
      minutes: 5,
      prompt: 'Sta recht',
      mode: 'open',
      zone,
      identity: 'name',
    } as const
    const { body } = await send({ type: 'addStep', step: wanted, before: second!.id })
    const step = body.step as StepId
    expect((await state()).session.agenda[1]).toEqual({ ...wanted, id: step, title: 'Energizer' })
    await send({ type: 'orderSteps', steps: [step, first!.id] })
    await send({ type: 'changeStep', step, minutes: 0, zone: null })
    expect((await state()).session.agenda[0]).toMatchObject({ id: step, minutes: 0, zone: null })
    await send({ type: 'removeStep', step })
    expect((await send({ type: 'removeStep', step })).body.code).toBe('step-unknown')
    expect((await state()).session.agenda).toEqual(network.session.agenda)
  })

  test.each([
    ['a step without a title', { type: 'addStep', step: { title: ' ' } }],
    ['minutes below nothing', { type: 'addStep', step: { title: 'x', minutes: -1 } }],
    ['an id of its own', { type: 'addStep', step: { title: 'x', id: newStepId() } }],
    ['an action that is none', { type: 'timer', action: 'explode' }],
    ['a timer of no time', { type: 'timer', action: 'start', seconds: 0 }],
    ['half a second', { type: 'timer', action: 'start', seconds: 0.5 }],
    ['a timer beyond ten hours', { type: 'timer', action: 'start', seconds: 36_001 }],
    ['a pause of some seconds', { type: 'timer', action: 'pause', seconds: 10 }],
    ['steps in no list', { type: 'orderSteps', steps: 'all' }],
  ])('%s is malformed and changes nothing', async (_what, body) => {
    network = await startNetwork(server.url)
    const before = await state()
    const answer = await send(body as Command)
    expect([answer.status, answer.body.code]).toEqual([400, 'malformed'])
    expect((await state()).version).toBe(before.version)
  })

  test('everyone gets the timer and the times, the wall too; none but the facilitator touches them', async () => {
    network = await startNetwork(server.url)
    const [first, second] = network.session.agenda
    await send({ type: 'startStep', step: first!.id })
    await send({ type: 'startStep', step: second!.id })
    const { token } = await join(server.url, network.session.code)
    const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${network.session.id}/wall`, network)
    for (const one of [network.token, token, wall.body.token]) {
      const { timer, ran, step, now } = await state(one)
      expect(timer).toMatchObject({ ms: 600_000, ofStep: true })
      expect(secondsLeft(timer!, now)).toBeGreaterThan(590)
      expect([step?.id, ran.map((run) => run.step)]).toEqual([second!.id, [first!.id]])
    }
    for (const one of [token, wall.body.token])
      expect((await command(server.url, network.session.id, one, { type: 'timer', action: 'stop' })).status).toBe(403)
  })

  test('of two facilitators who press at the same instant, nothing is done by halves', async () => {
    network = await startNetwork(server.url)
    const { agenda } = network.session
    // Both go to the next step: it begins once.
    await send({ type: 'startStep', step: agenda[0]!.id })
    const { version } = await state()
    const both = await Promise.all([1, 2].map(() => send({ type: 'startStep', step: agenda[1]!.id })))
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(await state()).toMatchObject({ version: version + 1, step: { id: agenda[1]!.id } })
    // One removes the step that the other begins: it runs, or it is gone and does not.
    const [begun, removed] = await Promise.all([
      send({ type: 'startStep', step: agenda[2]!.id }),
      send({ type: 'removeStep', step: agenda[2]!.id }),
    ])
    const after = await state()
    const isThere = after.session.agenda.some(({ id }) => id === agenda[2]!.id)
    expect([begun.status, removed.body.code ?? 'ok', after.step?.id === agenda[2]!.id]).toEqual(
      isThere ? [200, 'step-running', true] : [404, 'ok', false],
    )
    // Twenty minutes are asked for by two people: all of them count.
    await send({ type: 'timer', action: 'start', seconds: 60 })
    await Promise.all(Array.from({ length: 20 }, () => send({ type: 'timer', action: 'add' })))
    expect((await state()).timer?.ms).toBe(21 * MINUTE)
  })

  test('times and timer are there after the server stopped and started', async () => {
    network = await startNetwork(server.url)
    await send({ type: 'startStep', step: network.session.agenda[0]!.id })
    await send({ type: 'timer', action: 'pause' })
    const before = await state()
    server = await server.restart()
    expect(await state()).toMatchObject({ timer: before.timer, step: before.step, ran: before.ran })
  })
})

describe('a new session like an earlier one', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.end())
  const add = (network: TestNetwork, body: object) =>
    ask<SessionInfo & Problem>(server.url, 'POST', `/api/networks/${network.id}/sessions`, {
      token: network.token,
      body,
    })

  test('has its zones and agenda under ids of its own, and nothing of who presented or what ran', async () => {
    const network = await startNetwork(server.url)
    const { id } = network.session
    const send = (body: Command) => command(server.url, id, network.token, body)
    await ask(server.url, 'PATCH', `/api/sessions/${id}`, { token: network.token, body: { host: 'Organisatie A' } })
    const { body: own } = await send({ type: 'addZone', zone: { kind: 'free', title: 'Vragen voor later' } })
    await send({ type: 'addStep', step: { title: 'Vragenronde', zone: own.zone as ZoneId } })
    await send({ type: 'startStep', step: network.session.agenda[0]!.id })
    const { body: first } = await ask<SessionInfo>(server.url, 'GET', `/api/sessions/${id}`, network)

    const { status, body: added } = await add(network, { from: id, title: 'Nog een keer' })
    expect(status).toBe(201)
    expect([added.number, added.title, added.host]).toEqual([6, 'Nog een keer', null])
    expect(added.zones.map(({ title }) => title)).toEqual(first.zones.map(({ title }) => title))
    expect(added.zones.flatMap(({ organisation }) => organisation ?? [])).toEqual([])
    const about = ({ zones, agenda }: SessionInfo) =>
      agenda.map(({ title, minutes, zone }) => [title, minutes, zones.find((one) => one.id === zone)?.title])
    expect(about(added)).toEqual(about(first))
    expect(about(added).at(-1)).toEqual(['Vragenronde', 10, 'Vragen voor later'])
    const ids = ({ zones, agenda }: SessionInfo) => [...zones, ...agenda].map((one) => one.id as string)
    expect(ids(added).filter((one) => ids(first).includes(one))).toEqual([])
    const { body: state } = await ask<SessionState>(server.url, 'GET', `/api/sessions/${added.id}/state`, network)
    expect([state.step, state.ran, state.timer]).toEqual([null, [], null])
  })

  test('is refused for a session of another network, or none', async () => {
    const [network, other] = await Promise.all([startNetwork(server.url), startNetwork(server.url)])
    for (const [from, status] of [
      [other.session.id, 404],
      [newStepId(), 404],
      ['x', 400],
    ] as const)
      expect((await add(network, { from })).status).toBe(status)
    expect((await server.house.storage.sessionsOf(network.id as NetworkId)).length).toBe(5)
  })
})

describe('the agenda of another session', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.end())

  async function series() {
    const network = await startNetwork(server.url)
    const second = network.created.network.sessions[1]!
    const at = <T>(method: string, id: string, body?: object) =>
      ask<T & Problem>(server.url, method, `/api/sessions/${id}`, { token: network.token, body })
    return {
      network,
      first: network.session,
      second,
      session: async (id: string) => (await at<SessionInfo>('GET', id)).body,
      take: (id: string, from: string) => at<SessionInfo>('PATCH', id, { from }),
      say: (id: string, body: Command) => command(server.url, id, network.token, body),
    }
  }
  const about = ({ zones, agenda }: SessionInfo) =>
    agenda.map(({ title, minutes, mode, zone }) => {
      const on = zones.find((one) => one.id === zone)
      return [title, minutes, mode, on?.kind, on?.presenter, on?.title]
    })

  test('is taken over by one that did not begin: zones that lack are added, and none of its own goes', async () => {
    const { first, second, session, take, say } = await series()
    const { body: own } = await say(first.id, { type: 'addZone', zone: { kind: 'free', title: 'Vragen' } })
    await say(first.id, { type: 'addStep', step: { title: 'Vragenronde', minutes: 12, zone: own.zone as ZoneId } })
    await say(second.id, { type: 'addZone', zone: { kind: 'free', title: 'Van ons alleen' } })
    const before = await session(second.id)

    const { status, body: taken } = await take(second.id, first.id)
    expect(status).toBe(200)
    expect(about(taken)).toEqual(about(await session(first.id)))
    expect(taken.zones.slice(0, before.zones.length)).toEqual(before.zones)
    expect(taken.zones.slice(before.zones.length).map(({ title }) => title)).toEqual(['Vragen'])
    expect(new Set(taken.zones.map(({ order }) => order)).size).toBe(taken.zones.length)
    // Once more: nothing is added that is there.
    const { body: again } = await take(second.id, first.id)
    expect([again.zones, about(again)]).toEqual([taken.zones, about(taken)])
  })

  test('is refused once it began, and from where it is not; nothing changes by that', async () => {
    const { network, first, second, session, take, say } = await series()
    const elsewhere = (await startNetwork(server.url)).session
    const before = await session(second.id)
    expect((await take(second.id, elsewhere.id)).body.code).toBe('session-unknown')
    expect(await session(second.id)).toEqual(before)
    await say(second.id, { type: 'startStep', step: second.agenda[0]!.id })
    const refused = await take(second.id, first.id)
    expect([refused.status, refused.body.code]).toEqual([409, 'session-begun'])
    expect((await session(second.id)).agenda).toEqual(before.agenda)
    const { token } = await join(server.url, network.session.code)
    const answer = await ask<Problem>(server.url, 'PATCH', `/api/sessions/${second.id}`, {
      token,
      body: { from: first.id },
    })
    expect(answer.status).toBe(403)
  })
})
