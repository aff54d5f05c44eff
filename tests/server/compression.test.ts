import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApp } from '../../server/http/app.ts'
import { builtPage } from '../../server/http/pages.ts'
import { startNetwork, startServer, type TestServer } from '../helpers/server.ts'

// What travels is compressed: asked without a browser, so that nothing unpacks it on the way.

const SCRIPT = `export const words = [${'"Schrijf je briefje",'.repeat(200)}]`
const PAGE = `<!doctype html><div id="app">${'<p>Even wachten</p>'.repeat(100)}</div>`
const FONT = Buffer.alloc(4_000, 'woff2')

const directory = mkdtempSync(join(tmpdir(), 'bijeen-page-'))
let house: TestServer
let server: Server
let url: string
beforeAll(async () => {
  mkdirSync(join(directory, 'assets'))
  writeFileSync(join(directory, 'index.html'), PAGE)
  writeFileSync(join(directory, 'assets', 'main-1a2b.js'), SCRIPT)
  writeFileSync(join(directory, 'assets', 'letters.woff2'), FONT)
  house = await startServer()
  const log = { error: () => undefined }
  server = createServer(makeApp({ house: house.house, page: builtPage(directory), dev: false, log }))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : ''
})
afterAll(async () => {
  server.close()
  await house.end()
  rmSync(directory, { recursive: true, force: true })
})

async function fetched(path: string, headers: Record<string, string> = { 'accept-encoding': 'gzip' }) {
  const [response] = (await once(get(url + path, { headers }), 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { bytes: Buffer.concat(chunks), headers: response.headers }
}

test.each([
  ['a script', '/assets/main-1a2b.js', SCRIPT],
  ['the page', '/', PAGE],
  ['the page of an address that is none', '/no/such/page', PAGE],
])('%s travels compressed', async (_, path, content) => {
  const { bytes, headers } = await fetched(path)
  expect(headers['content-encoding']).toBe('gzip')
  expect(headers.vary).toMatch(/accept-encoding/i)
  expect(gunzipSync(bytes).toString()).toBe(content)
  expect(bytes.length).toBeLessThan(content.length / 5)
})

test('the answer of a call travels compressed, and whole to who cannot unpack it', async () => {
  const { id, token } = await startNetwork(url)
  const authorization = `Bearer ${token}`
  const path = `/api/networks/${id}`
  const plain = await fetched(path, { authorization })
  expect(plain.headers['content-encoding']).toBeUndefined()
  const packed = await fetched(path, { authorization, 'accept-encoding': 'gzip, br' })
  expect(packed.headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(packed.bytes)).toEqual(plain.bytes)
  expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3)
})

test('fonts are compressed in themselves and travel as they are', async () => {
  const { bytes, headers } = await fetched('/assets/letters.woff2')
  expect(headers['content-encoding']).toBeUndefined()
  expect(bytes).toEqual(FONT)
})
