import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { NetworkInfo } from '../../shared/wire/http.ts'
import { makeApp } from '../../server/http/app.ts'
import { builtPage } from '../../server/http/pages.ts'
import { ask, startNetwork, startServer, type TestServer } from '../helpers/server.ts'

// A server on a laptop at a venue: it listens everywhere, and who leads the session opened it as localhost.

vi.mock('node:os', async (original) => ({
  ...(await original<object>()),
  networkInterfaces: () => ({ wifi: [{ family: 'IPv4', address: '192.168.1.20', internal: false }] }),
}))

let house: TestServer
let server: Server
let port: number
beforeAll(async () => {
  house = await startServer()
  const addresses = { host: '::', publicUrl: null, trustProxy: 0 }
  const log = { error: () => undefined }
  server = createServer(makeApp({ house: { ...house.house, addresses }, page: builtPage('none'), dev: false, log }))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterAll(async () => {
  server.close()
  await house.end()
})

test('links for other devices hold the address of this machine on the Wi-Fi: the wall, the code, the second device', async () => {
  const url = `http://127.0.0.1:${port}`
  const { id, session, token } = await startNetwork(url)
  const wall = await ask<{ token: string; url: string }>(url, 'POST', `/api/sessions/${session.id}/wall`, { token })
  const network = await ask<NetworkInfo>(url, 'GET', `/api/networks/${id}`, { token })
  const elsewhere = `http://192.168.1.20:${port}`
  expect(wall.body.url).toBe(`${elsewhere}/in/${wall.body.token}`)
  expect(session.joinUrl).toBe(`${elsewhere}/join/${session.code}`)
  expect(network.body.url).toBe(`${elsewhere}/in/${token}`)
})
