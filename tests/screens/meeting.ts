import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as pathOf } from 'node:path'
import { startBijeen } from '../../server/bijeen.ts'
import { readConfig } from '../../server/config.ts'
import { changeSession } from '../../server/control/change-session.ts'
import type { House } from '../../server/control/house.ts'
import { fillDemo } from '../../server/demo/fill.ts'
import type { NetworkId, SessionId } from '../../shared/model/ids.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { NetworkInfo, SessionInfo } from '../../shared/wire/http.ts'

// The meeting that every picture shows: the demo network on a day that never changes, under an address of its own, with
// codes that stay the same. So a picture differs only when the product does.

/** A quarter past eleven in Brussels: the second session is at its ninth step. */
const NOW = Date.parse('2026-11-19T10:18:00Z')
/** Devices are some minutes on, so that what is written on them is the newest. */
export const DEVICE_TIME = NOW + 3 * 60_000
/** As it stands on the wall and in links; the browser is told that it is this machine. */
export const ADDRESS = 'http://bijeen.example.org'
const CODES = ['H4TQ9B', 'K7M4PD', 'W3XR8N', 'C6VZ2J', 'T9GF5S']

export interface Meeting {
  readonly port: number
  readonly network: NetworkId
  readonly session: SessionInfo
  /** All of the series, in their order. */
  readonly sessions: readonly SessionInfo[]
  readonly code: string
  /** The facilitator's personal link, as a path. */
  readonly signIn: string
  /** The wall's link, as a path. */
  readonly wall: string
  /** The facilitator decides something. */
  readonly command: (command: Command, session?: SessionInfo) => Promise<void>
  /** A link to read the record, as a path. */
  readonly share: () => Promise<string>
  readonly stop: () => Promise<void>
}

export async function startMeeting(): Promise<Meeting> {
  const dataDir = await mkdtemp(pathOf(tmpdir(), 'bijeen-screens-'))
  const settings = { HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, PUBLIC_URL: ADDRESS, LOG_LEVEL: 'error' }
  const running = await startBijeen(readConfig(settings, ['--demo']), { now: () => NOW })
  const token = await fillDemo(running.house)
  const base = `http://127.0.0.1:${running.port}`

  const call = async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(base + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const [mine] = (await call<{ networks: { id: NetworkId }[] }>('/api/me')).networks
  if (!mine) throw new Error('the demo has no network')
  const { sessions } = await call<NetworkInfo>(`/api/networks/${mine.id}`)
  for (const [i, { id }] of sessions.entries()) await setCode(running.house, id, CODES[i] ?? '')
  const session = sessions[1]
  if (!session) throw new Error('the demo has no second session')
  const wall = await call<{ url: string }>(`/api/sessions/${session.id}/wall`, {})

  return {
    port: running.port,
    network: mine.id,
    session,
    sessions,
    code: CODES[1] ?? '',
    signIn: `/in/${token}`,
    wall: new URL(wall.url).pathname,
    command: (command, { id } = session) => call(`/api/sessions/${id}/commands`, command),
    share: async () => {
      const { url } = await call<{ url: string }>(`/api/sessions/${session.id}/shares`, { level: 'group' })
      return new URL(url).pathname
    },
    stop: async () => {
      await running.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

const setCode = (house: House, id: SessionId, code: string) =>
  changeSession(house, id, (control) => ({ ...control, code }))
