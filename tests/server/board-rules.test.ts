import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Step } from '../../shared/model/network.ts'
import { changeSession } from '../../server/control/change-session.ts'
import { Colleague } from '../helpers/colleague.ts'
import { command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// What the facilitator decides binds the gate of the board from that moment on, over real sockets.

let server: TestServer
let network: TestNetwork
beforeAll(async () => {
  server = await startServer()
  network = await startNetwork(server.url)
})
afterAll(() => server.end())

const here: Colleague[] = []
afterEach(() => here.splice(0).forEach((one) => one.leave()))

async function someone(): Promise<Colleague> {
  const { session } = network
  const member = await join(server.url, session.code)
  const colleague = new Colleague(server.url, session.id, session.zones[0]!.id, member)
  here.push(colleague)
  await vi.waitUntil(() => colleague.isHere)
  return colleague
}

const agenda = (): readonly Step[] => network.session.agenda

/** Commands do not make such steps yet: what they promise takes pads. */
const make = (step: Step, change: Partial<Step>) =>
  changeSession(server.house, network.session.id, (control) => ({
    ...control,
    agenda: control.agenda.map((one) => (one.id === step.id ? { ...one, ...change } : one)),
  }))

const start = (step: Step) =>
  command(server.url, network.session.id, network.token, { type: 'startStep', step: step.id })

async function writes(colleague: Colleague): Promise<string> {
  const saved = colleague.savedEdits
  colleague.write('Een briefje')
  await vi.waitUntil(() => colleague.refusals.length > 0 || colleague.savedEdits > saved)
  return colleague.refusals[0] ?? 'taken'
}

test('a step binds who is on the board already, as soon as it has started, until another starts', async () => {
  const [silent, next] = agenda() as [Step, Step]
  await make(silent, { mode: 'silent', zone: network.session.zones[0]!.id })
  const [an, bo] = [await someone(), await someone()]
  expect(await writes(an)).toBe('taken')
  await start(silent)
  expect(await writes(an)).toBe('pad-only')
  await start(next)
  expect(await writes(bo)).toBe('taken')
})

test('a change of the running step holds at once, and also after the server has started anew', async () => {
  const [running] = agenda() as [Step]
  await make(running, { mode: 'open', zone: null, identity: 'name' })
  await start(running)
  expect(await writes(await someone())).toBe('taken')
  const an = await someone()
  await make(running, { identity: 'nobody' })
  expect(await writes(an)).toBe('pad-only')
  server = await server.restart()
  expect(await writes(await someone())).toBe('pad-only')
})
