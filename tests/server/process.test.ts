import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join as path } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import type { SessionState } from '../../shared/wire/state.ts'
import { ask, command, join, startNetwork } from '../helpers/server.ts'

// The process as who hosts it meets it: what it prints, how it refuses to start, and what is left after a kill.

const ROOT = path(import.meta.dirname, '../..')
const children: ChildProcess[] = []
const directories: string[] = []
afterEach(() => {
  children.splice(0).forEach((child) => child.kill('SIGKILL'))
  directories.splice(0).forEach((directory) => rmSync(directory, { recursive: true, force: true }))
})
const directory = () => {
  const made = mkdtempSync(path(tmpdir(), 'bijeen-process-'))
  directories.push(made)
  return made
}

interface Process {
  readonly child: ChildProcess
  /** What it printed so far. */
  readonly printed: () => string
  /** The exit code, and all that was printed. */
  readonly ended: Promise<{ code: number | null; printed: string }>
}

function run(env: Record<string, string>, ...args: string[]): Process {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...env },
  })
  children.push(child)
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const ended = new Promise<{ code: number | null; printed: string }>((done) =>
    child.on('close', (code) => done({ code, printed })),
  )
  return { child, printed: () => printed, ended }
}

async function started(env: Record<string, string>, ...args: string[]): Promise<Process & { url: string }> {
  const one = run(env, ...args)
  const url = await new Promise<string>((done, fail) => {
    const look = () => {
      const found = /ready: (http:\S+)/.exec(one.printed())?.[1]
      if (found) done(found)
    }
    one.child.stdout?.on('data', look)
    void one.ended.then(({ printed }) => fail(new Error(printed)))
  })
  return { ...one, url }
}

/** Exit code 1, one sentence that fits, no stack. */
async function refusesWith(one: Process, sentence: RegExp): Promise<void> {
  const { code, printed } = await one.ended
  expect(printed).toMatch(sentence)
  expect(printed.trim().split('\n')).toHaveLength(1)
  expect(printed).not.toMatch(/\n\s+at |Error:/)
  expect(code).toBe(1)
}

describe('the server', () => {
  test('prints its address and a QR code, and ends cleanly', async () => {
    const one = await started({ DATA_DIR: directory() })
    expect((await ask(one.url, 'GET', '/readyz')).status).toBe(200)
    one.child.kill('SIGTERM')
    const { code, printed } = await one.ended
    expect(printed).toMatch(/[▀▄█]{3}/)
    expect(printed).toContain(`Scan to open ${one.url}`)
    expect(code).toBe(0)
  })

  test('has everything after a SIGKILL', async () => {
    const DATA_DIR = directory()
    const first = await started({ DATA_DIR })
    const { session, token } = await startNetwork(first.url)
    const joined = await join(first.url, session.code, { name: 'Wim' })
    await command(first.url, session.id, token, { type: 'setDoor', door: 'closed' })
    first.child.kill('SIGKILL')
    await first.ended
    const second = await started({ DATA_DIR })
    const { body } = await ask<SessionState>(second.url, 'GET', `/api/sessions/${session.id}/state`, joined)
    expect(body).toMatchObject({ me: { name: 'Wim' }, session: { door: 'closed', code: null } })
  })

  test('writes no token, name or code in its log', async () => {
    const one = await started({ DATA_DIR: directory(), LOG_LEVEL: 'debug' })
    const { session, token } = await startNetwork(one.url)
    const joined = await join(one.url, session.code, { name: 'Wilhelmina' })
    await ask(one.url, 'GET', `/in/${joined.token}`)
    await ask(one.url, 'POST', '/api/networks', { body: '{"title": "Geheim' })
    one.child.kill('SIGTERM')
    const { printed } = await one.ended
    for (const secret of [token, joined.token, 'Wilhelmina', session.code!, 'Geheim'])
      expect(printed).not.toContain(secret)
  })

  test('shows a demo, made anew each time, and leaves the real data alone', async () => {
    const DATA_DIR = directory()
    const real = await started({ DATA_DIR })
    const { id, token } = await startNetwork(real.url)
    real.child.kill('SIGTERM')
    await real.ended
    for (let time = 0; time < 2; time++) {
      const demo = await started({ DATA_DIR }, '--demo')
      const link = await new Promise<string>((done) => {
        const look = () => {
          const found = /facilitator: \S+(\/in\/\S+)/.exec(demo.printed())?.[1]
          if (found) done(found)
        }
        demo.child.stdout?.on('data', look)
        look()
      })
      const mine = link.replace('/in/', '')
      const { body } = await ask<{ networks: { id: string; sessions: { id: string }[] }[] }>(
        demo.url,
        'GET',
        '/api/me',
        { token: mine },
      )
      expect(body.networks).toHaveLength(1)
      const session = body.networks[0]!.sessions[1]!.id
      const record = await ask<{ notes: { text: string }[]; themes: unknown[] }>(
        demo.url,
        'GET',
        `/api/sessions/${session}/record?level=full`,
        { token: mine },
      )
      const written = JSON.parse(readFileSync(path(ROOT, 'server/demo/session-notes.json'), 'utf8')) as {
        text: string
      }[]
      expect(record.body.notes.map(({ text }) => text).sort()).toEqual(written.map(({ text }) => text).sort())
      expect(record.body.themes).toHaveLength(17)
      demo.child.kill('SIGTERM')
      await demo.ended
    }
    const again = await started({ DATA_DIR })
    expect((await ask(again.url, 'GET', `/api/networks/${id}`, { token })).status).toBe(200)
  })
})

describe('the server does not start', () => {
  test('on a port in use', async () => {
    const taken = createServer()
    const port = await new Promise<number>((done) =>
      taken.listen(0, '127.0.0.1', () => {
        const address = taken.address()
        if (typeof address === 'object' && address) done(address.port)
      }),
    )
    await refusesWith(run({ DATA_DIR: directory(), PORT: String(port) }), new RegExp(`Port ${port} is in use`))
    taken.close()
  })

  test.each([
    [{ PORT: '80a' }, /PORT is "80a".*0 to 65535/],
    [{ HOST: 'no.such.host.invalid' }, /HOST/],
  ])('with %j', async (env, sentence) => {
    await refusesWith(run({ DATA_DIR: directory(), ...env }), sentence)
  })

  test('when the directory above the data is missing, or is a file', async () => {
    await refusesWith(run({ DATA_DIR: path(directory(), 'a', 'b') }), /DATA_DIR/)
    const file = path(directory(), 'file')
    writeFileSync(file, '')
    await refusesWith(run({ DATA_DIR: path(file, 'data') }), /DATA_DIR/)
  })

  test('beside another on the same data', async () => {
    const DATA_DIR = directory()
    await started({ DATA_DIR })
    await refusesWith(run({ DATA_DIR }), /Another Bijeen/)
  })

  test('on a database that is locked, of a newer version, or none at all', async () => {
    const DATA_DIR = directory()
    const one = await started({ DATA_DIR })
    one.child.kill('SIGTERM')
    await one.ended
    const database = new Database(path(DATA_DIR, 'bijeen.db'))
    database.exec('BEGIN EXCLUSIVE')
    await refusesWith(run({ DATA_DIR }), /locked by another program/)
    database.exec('ROLLBACK')
    database.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('999-later', '')
    database.close()
    await refusesWith(run({ DATA_DIR }), /newer version/)
    writeFileSync(path(DATA_DIR, 'bijeen.db'), 'not a database '.repeat(500))
    await refusesWith(run({ DATA_DIR }), /not a Bijeen database/)
  })

  test.skipIf(process.getuid?.() === 0)('on a directory that may not be written', async () => {
    const DATA_DIR = path(directory(), 'read-only')
    mkdirSync(DATA_DIR, { mode: 0o555 })
    await refusesWith(run({ DATA_DIR }), /cannot be opened|read-only/)
    chmodSync(DATA_DIR, 0o755)
  })
})
