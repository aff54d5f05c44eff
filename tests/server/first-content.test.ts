import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Joined } from '../../shared/wire/http.ts'
import { ask, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// What the page of a network holds before its scripts have come: for who may see it, and for nobody else.

const TITLE = 'Netwerk <script>alert("A & B")</script>'

let server: TestServer
let network: TestNetwork
beforeAll(async () => {
  server = await startServer()
  network = await startNetwork(server.url, { title: TITLE })
  await ask(server.url, 'PATCH', `/api/sessions/${network.session.id}`, {
    token: network.token,
    body: { host: 'Organisatie A', startsAt: '2026-03-12T09:30:00+01:00' },
  })
})
afterAll(() => server.end())

const page = (token: string | undefined, path = `/network/${network.id}`) => ask(server.url, 'GET', path, { token })

test('a person of the network reads its title and its sessions, as words and not as markup', async () => {
  const { token } = await join(server.url, network.session.code)
  for (const one of [token, network.token]) {
    const { text, headers } = await page(one)
    expect(text).toContain('Netwerk &lt;script&gt;alert(&quot;A &amp; B&quot;)&lt;/script&gt;')
    expect(text).toContain(`<a href="/session/${network.session.id}">Bijeenkomst 1</a>`)
    expect(text).toMatch(/12 maart 2026.*Organisatie A/)
    // What one may read is kept by nobody on the way, nor by the device for who comes after.
    expect(headers.get('cache-control')).toBe('no-store')
  }
})

test('nobody else does: the page is the same as everywhere', async () => {
  const elsewhere = (await page(undefined, '/')).text
  const stranger = await startNetwork(server.url, { title: 'Ander netwerk' })
  const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${network.session.id}/wall`, {
    token: network.token,
  })
  for (const token of [undefined, 'x'.repeat(43), stranger.token, wall.body.token]) {
    const { status, text, headers } = await page(token)
    expect([status, text]).toEqual([200, elsewhere])
    expect(headers.get('cache-control')).toBe('no-cache')
  }
})

test('who waits at the door, or was removed, reads nothing of it either', async () => {
  const { token, id } = await join(server.url, network.session.code)
  const gone = await ask(server.url, 'DELETE', `/api/networks/${network.id}/people/${id}`, { token: network.token })
  expect(gone.status).toBe(204)
  expect((await page(token)).text).not.toContain('Bijeenkomst 1')
  await ask(server.url, 'POST', `/api/sessions/${network.session.id}/commands`, {
    token: network.token,
    body: { type: 'setDoor', door: 'ask' },
  })
  const waits = await ask<Joined>(server.url, 'POST', '/api/join', {
    body: { code: network.session.code, organisation: 'Organisatie A' },
  })
  expect(waits.body.participant.token).toBeTruthy()
  expect((await page(waits.body.participant.token)).text).not.toContain('Bijeenkomst 1')
})
