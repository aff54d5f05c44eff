import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Colleague } from '../helpers/colleague.ts'
import { fillDisk } from '../helpers/full-disk.ts'
import { startProduct, type Product } from '../helpers/product.ts'
import { ask, join, startNetwork, type TestNetwork } from '../helpers/server.ts'

// The built server on a disk that takes nothing for a while: nothing that was saved is lost, and nothing that was not is
// called so.

let product: Product
let network: TestNetwork
let writer: Colleague
let makeRoom: () => void = () => undefined
beforeAll(async () => {
  product = await startProduct({ LOG_LEVEL: 'error' })
})
afterAll(() => product.stop())
beforeEach(async () => {
  network = await startNetwork(product.url)
  const { session } = network
  const zone = session.zones.find(({ kind }) => kind === 'reflection')!.id
  writer = new Colleague(product.url, session.id, zone, await join(product.url, session.code))
  await vi.waitUntil(() => writer.isHere, { timeout: 5_000 })
})
afterEach(() => {
  makeRoom()
  writer.leave()
})

const fill = () => (makeRoom = fillDisk(product))
const logged = (message: string) => product.printed().split(message).length - 1
const loggedAfter = (message: string, timeout: number) => {
  const before = logged(message)
  return () => vi.waitUntil(() => logged(message) > before, { timeout, interval: 20 })
}
const TRYING_AGAIN = 'boards could not be saved; trying again'
const GIVEN_UP = 'a board could not be saved for too long'

async function texts(): Promise<string[]> {
  const { session, token } = network
  const path = `/api/sessions/${session.id}/record?level=full`
  const { status, body } = await ask<{ notes: { text: string }[] }>(product.url, 'GET', path, { token })
  return status === 200 ? body.notes.map(({ text }) => text).sort() : [`${status}`]
}

test('a call that cannot be kept answers 503 and changes nothing, and goes through when there is room again', async () => {
  const { id, token } = network
  const change = () => ask(product.url, 'PATCH', `/api/networks/${id}`, { token, body: { title: 'Nieuw' } })
  const title = async () =>
    (await ask<{ title: string }>(product.url, 'GET', `/api/networks/${id}`, { token })).body.title
  fill()
  const refused = await change()
  expect([refused.status, refused.body]).toMatchObject([503, { code: 'disk' }])
  expect(await title()).toBe('Lerend netwerk')
  makeRoom()
  expect((await change()).status).toBe(200)
  expect(await title()).toBe('Nieuw')
})

test('what the last one wrote and left behind while the disk failed is kept when it is back in time', async () => {
  writer.write('Van daarvoor')
  await vi.waitUntil(() => writer.savedEdits === 1, { timeout: 5_000 })
  const tried = loggedAfter(TRYING_AGAIN, 10_000)
  fill()
  writer.write('Net voor ik ging')
  await tried()
  expect(writer.savedEdits).toBe(1)
  writer.goOffline()
  makeRoom()
  await vi.waitUntil(async () => (await texts()).length === 2, { timeout: 10_000, interval: 50 })
  expect(await texts()).toEqual(['Net voor ik ging', 'Van daarvoor'])
})

test('a disk that fails for longer than ten seconds while the last one leaves loses nothing: the device brings it back', async () => {
  writer.write('Van daarvoor')
  await vi.waitUntil(() => writer.savedEdits === 1, { timeout: 5_000 })
  const [tried, gaveUp] = [loggedAfter(TRYING_AGAIN, 10_000), loggedAfter(GIVEN_UP, 20_000)]
  fill()
  writer.write('Net voor ik ging')
  await tried()
  writer.goOffline()
  await gaveUp()
  makeRoom()
  expect(await texts()).toEqual(['Van daarvoor'])
  writer.comeBack()
  await vi.waitUntil(async () => (await texts()).length === 2, { timeout: 10_000, interval: 50 })
  expect(await texts()).toEqual(['Net voor ik ging', 'Van daarvoor'])
}, 60_000)
