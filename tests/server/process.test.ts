import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join as path } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { SessionState } from '../../shared/wire/state.ts'
import { cleanUp, directory, ROOT, run, started, stopped, type Process } from '../helpers/process.ts'
import { freePort } from '../helpers/product.ts'
import { makeReadOnly } from '../helpers/read-only.ts'
import { ask, command, join, startNetwork } from '../helpers/server.ts'

// The process as who hosts it meets it: what it prints, how it refuses to start, and what is left after a kill.

afterEach(cleanUp)

/** Exit code 1, one sentence that fits, no stack. */
async function refusesWith(one: Process, sentence: RegExp): Promise<void> {
  const { code, printed } = await one.ended
  expect(printed).toMatch(sentence)
  expect(printed.trim().split('\n')).toHaveLength(1)
  expect(printed).not.toMatch(/\n\s+at |Error:/)
  expect(code).toBe(1)
}

/** A module, as an address, that makes SIGUSR2 end the threads of a process. */
const endsThreadsOnSigusr2 = `data:text/javascript,${encodeURIComponent(`
  import threads from 'node:worker_threads'
  import { syncBuiltinESMExports } from 'node:module'
  const { Worker } = threads
  threads.Worker = class extends Worker {
    constructor(...args) {
      super(...args)
      process.on('SIGUSR2', () => this.terminate())
    }
  }
  syncBuiltinESMExports()
`)}`

describe('the server', () => {
  test('prints its address and a QR code, and ends cleanly', async () => {
    const one = await started({ DATA_DIR: directory() })
    expect((await ask(one.url, 'GET', '/readyz')).status).toBe(200)
    const { code, printed } = await stopped(one)
    expect(printed).toMatch(/[▀▄█]{3}/)
    expect(printed).toContain(`Scan to open ${one.url}`)
    expect(code).toBe(0)
  })

  test('makes its data directory, and goes on when nobody reads what it prints', async () => {
    const DATA_DIR = path(directory(), 'data')
    const port = await freePort()
    const one = run({ DATA_DIR, PORT: String(port) })
    one.child.stdout?.destroy()
    const url = `http://127.0.0.1:${port}`
    const answers = () =>
      fetch(`${url}/readyz`).then(
        (response) => response.ok,
        () => false,
      )
    await vi.waitUntil(answers, { timeout: 15_000, interval: 50 })
    await startNetwork(url)
    expect(existsSync(path(DATA_DIR, 'bijeen.db'))).toBe(true)
    expect(await stopped(one)).toEqual({ code: 0, printed: '' })
  })

  test('has everything after a SIGKILL', async () => {
    const DATA_DIR = directory()
    const first = await started({ DATA_DIR })
    const { session, token } = await startNetwork(first.url)
    const joined = await join(first.url, session.code, { name: 'Voornaam' })
    await command(first.url, session.id, token, { type: 'setDoor', door: 'closed' })
    first.child.kill('SIGKILL')
    await first.ended
    const second = await started({ DATA_DIR })
    const { body } = await ask<SessionState>(second.url, 'GET', `/api/sessions/${session.id}/state`, joined)
    expect(body).toMatchObject({ me: { name: 'Voornaam' }, session: { door: 'closed', code: null } })
  })

  test('ends with a sentence when the thread of its database ends, and has all that was saved when it starts again', async () => {
    const DATA_DIR = directory()
    const first = await started({ DATA_DIR, NODE_OPTIONS: `--import=${endsThreadsOnSigusr2}` })
    const { id, token } = await startNetwork(first.url)
    first.child.kill('SIGUSR2')
    const { code, printed } = await first.ended
    expect(printed).toMatch(/\nThe thread of the database ended: .*\. Bijeen stops; what was saved is saved\.\n$/)
    expect(printed).not.toMatch(/\n\s+at /)
    expect(code).toBe(1)
    const second = await started({ DATA_DIR })
    expect((await ask(second.url, 'GET', `/api/networks/${id}`, { token })).status).toBe(200)
  })

  test('writes no token, name or code in its log', async () => {
    const one = await started({ DATA_DIR: directory(), LOG_LEVEL: 'debug' })
    const { session, token } = await startNetwork(one.url)
    const joined = await join(one.url, session.code, { name: 'Geheime voornaam' })
    await ask(one.url, 'GET', `/in/${joined.token}`)
    await ask(one.url, 'POST', '/api/networks', { body: '{"title": "Geheim' })
    const { printed } = await stopped(one)
    for (const secret of [token, joined.token, 'Geheime voornaam', session.code!, 'Geheim'])
      expect(printed).not.toContain(secret)
  })

  test('shows a demo, made anew each time, and leaves the real data alone', async () => {
    const DATA_DIR = directory()
    const real = await started({ DATA_DIR })
    const { id, token } = await startNetwork(real.url)
    await stopped(real)
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
      await stopped(demo)
    }
    const again = await started({ DATA_DIR })
    expect((await ask(again.url, 'GET', `/api/networks/${id}`, { token })).status).toBe(200)
  }, 60_000)
})

describe('the server does not start', () => {
  const usedBefore = async () => {
    const DATA_DIR = directory()
    await stopped(await started({ DATA_DIR }))
    return DATA_DIR
  }

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
    // An address of a network that is only for examples.
    [{ HOST: '192.0.2.1' }, /HOST is "192\.0\.2\.1", but this machine has no such address/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL is "loud".*debug, info, warn, error, silent/],
    [{ PUBLIC_URL: 'bord.example.org' }, /PUBLIC_URL is "bord\.example\.org".*https:/],
  ])('with %j', async (env, sentence) => {
    await refusesWith(run({ DATA_DIR: directory(), ...env }), sentence)
  })

  test('with an option that it does not know', async () => {
    await refusesWith(run({ DATA_DIR: directory() }, '--port=80'), /Unknown option --port=80.*--dev and --demo/)
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

  test('on a database that another program locks', async () => {
    const DATA_DIR = await usedBefore()
    const other = new Database(path(DATA_DIR, 'bijeen.db'))
    other.exec('BEGIN EXCLUSIVE')
    await refusesWith(run({ DATA_DIR }), /locked by another program/)
    other.close()
  })

  test('on a database of a newer version', async () => {
    const DATA_DIR = await usedBefore()
    const newer = new Database(path(DATA_DIR, 'bijeen.db'))
    newer.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('999-later', '')
    newer.close()
    await refusesWith(run({ DATA_DIR }), /newer version/)
  })

  test('on a file that is no database', async () => {
    const DATA_DIR = directory()
    writeFileSync(path(DATA_DIR, 'bijeen.db'), 'not a database '.repeat(500))
    await refusesWith(run({ DATA_DIR }), /not a Bijeen database/)
  })

  test('on a directory that nobody may write, not even root', async () => {
    await refusesWith(run({ DATA_DIR: '/proc' }), /\/proc\/bijeen\.db.* cannot be opened.*may be read and written/)
  })

  test('where something else stands in the place of the database', async () => {
    const DATA_DIR = directory()
    mkdirSync(path(DATA_DIR, 'bijeen.db'))
    await refusesWith(run({ DATA_DIR }), /bijeen\.db cannot be opened/)
  })

  test('on a database that is read-only', async () => {
    const DATA_DIR = await usedBefore()
    makeReadOnly(path(DATA_DIR, 'bijeen.db'))
    await refusesWith(run({ DATA_DIR }), /bijeen\.db is read-only/)
  })
})
