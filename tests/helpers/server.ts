import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import type { CreatedNetwork, Joined, Problem, SessionInfo } from '../../shared/wire/http.ts'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import { startBijeen, type Chances, type Running } from '../../server/bijeen.ts'
import type { Rates } from '../../server/access/rates.ts'
import { readConfig } from '../../server/config.ts'

export interface Asking {
  readonly token?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered<T = unknown> {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The JSON of the answer, or null. */
  readonly body: T
}

/** One HTTP call, as a program makes it. */
export async function ask<T = unknown>(
  url: string,
  method: string,
  path: string,
  asking: Asking = {},
): Promise<Answered<T>> {
  const { token, body, headers } = asking
  const response = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : null) as T }
}

export interface TestServer extends Running {
  readonly url: string
  readonly dataDir: string
  /** Stops, and starts again on the same data. */
  restart(): Promise<TestServer>
  /** Stops and throws the data away. */
  end(): Promise<void>
}

/** Tests come from one address and in a hurry; those about the rates pass `memoryRates()`. */
const UNLIMITED: Rates = {
  join: async () => true,
  guess: async () => true,
  guessedTooMuch: async () => false,
  guessLink: async () => true,
  guessedLinksTooMuch: async () => false,
  network: async () => true,
  search: async () => true,
}

/** A quiet server on a free port of this machine, with a data directory of its own. */
export async function startServer(
  env: Readonly<Record<string, string>> = {},
  chances: Chances = {},
  dataDir = mkdtempSync(path(tmpdir(), 'bijeen-server-')),
): Promise<TestServer> {
  const settings = { HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error', ...env }
  const running = await startBijeen(readConfig(settings, []), { rates: UNLIMITED, ...chances })
  return {
    ...running,
    url: `http://127.0.0.1:${running.port}`,
    dataDir,
    async restart() {
      await running.stop()
      return startServer(env, chances, dataDir)
    },
    async end() {
      await running.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export interface TestNetwork {
  readonly created: CreatedNetwork
  readonly id: string
  /** The facilitator's. */
  readonly token: string
  /** The first session. */
  readonly session: SessionInfo
}

export async function startNetwork(url: string, body: object = {}): Promise<TestNetwork> {
  const { status, body: created } = await ask<CreatedNetwork>(url, 'POST', '/api/networks', {
    body: { title: 'Lerend netwerk', organisations: ['Organisatie A', 'Organisatie B'], ...body },
  })
  if (status !== 201) throw new Error(`the network was not started: ${status}`)
  const [session] = created.network.sessions
  if (!session) throw new Error('the network has no session')
  return { created, id: created.network.id, token: created.facilitator.token, session }
}

export async function join(url: string, code: string | null, body: object = {}): Promise<Joined['participant']> {
  const answer = await ask<Joined>(url, 'POST', '/api/join', { body: { code, organisation: 'Organisatie A', ...body } })
  if (answer.status !== 201) throw new Error(`nobody could join: ${answer.status} ${answer.text}`)
  return answer.body.participant
}

export const command = (url: string, session: string, token: string, body: Command) =>
  ask<Extract<CommandAnswer, { ok: true }> & Problem>(url, 'POST', `/api/sessions/${session}/commands`, {
    token,
    body,
  })
