import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeTheme, putInTheme, writeNote } from '../../shared/doc/commands.ts'
import type { MadeShare, Problem, Shares, StartedRehearsal } from '../../shared/wire/http.ts'
import type { PublishedLevel } from '../../server/storage/storage.ts'
import { hashToken } from '../../server/access/token.ts'
import { memoryRates } from '../../server/access/rates.ts'
import { bytesIn } from '../helpers/database-bytes.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// A link opens one record at one level, for whoever has it, until it is taken back: and then nothing, at once.

let server: TestServer
beforeAll(async () => {
  // What fails here fails on purpose.
  server = await startServer({ LOG_LEVEL: 'silent' })
})
afterAll(() => server.end())

const NOTE = 'Elkaars fouten horen'
const THEME = 'Samen leren'
const FILE_TYPES = { html: 'text/html', md: 'text/markdown', json: 'application/json', pdf: 'application/pdf' } as const

/** A network with one note and one theme on its first board, its record published at these levels. */
async function started(...levels: PublishedLevel[]): Promise<TestNetwork> {
  const network = await startNetwork(server.url)
  const { session } = network
  const zone = session.zones.find(({ kind }) => kind === 'reflection')?.id ?? session.zones[0]!.id
  await server.house.rooms.write(session.id, (board) => {
    const nobody = { author: null, organisation: null }
    const note = writeNote(board, nobody, { text: NOTE, zone, x: 0, y: 0 }, 1)
    const theme = makeTheme(board, nobody, { title: THEME, zone, colour: 'leem', status: 'theme' }, 2)
    putInTheme(board, [note], theme)
  })
  for (const level of levels) await publish(network, level)
  return network
}
const publish = ({ session, token }: TestNetwork, level: PublishedLevel, on = true) =>
  command(server.url, session.id, token, { type: 'publishRecord', level, on })

const shares = ({ session }: Pick<TestNetwork, 'session'>) => `/api/sessions/${session.id}/shares`
const make = (network: Pick<TestNetwork, 'session' | 'token'>, body: unknown = {}) =>
  ask<MadeShare & Problem>(server.url, 'POST', shares(network), { token: network.token, body })
const list = async (network: TestNetwork) =>
  (await ask<Shares>(server.url, 'GET', shares(network), { token: network.token })).body.shares
const revoke = ({ session, token }: Pick<TestNetwork, 'session' | 'token'>, { id }: { id: string }) =>
  ask<Problem>(server.url, 'DELETE', `/api/sessions/${session.id}/shares/${id}`, { token })

const tokenOf = ({ url }: { url: string }): string => url.split('/').at(-1) ?? ''
const read = (token: string, query = '', headers: Record<string, string> = {}, url = server.url) =>
  ask(url, 'GET', `/r/${token}${query}`, { headers })
/** A link that works. */
async function made(network: TestNetwork, body?: object): Promise<MadeShare> {
  const { status, body: link } = await make(network, body)
  expect(status).toBe(201)
  return link
}
const NEVER = 'x'.repeat(43)

describe('a link to a record', () => {
  test('is for titles alone when nothing else is said, and is told once, to who made it', async () => {
    const network = await started('group')
    const link = await made(network)
    expect(link).toEqual({
      id: expect.any(String),
      level: 'public',
      organisation: null,
      madeAt: expect.any(String),
      open: true,
      url: expect.stringMatching(/^http:\/\/[^/]+\/r\/[A-Za-z0-9_-]{43}$/),
    })
    const page = await read(tokenOf(link))
    expect(page.status).toBe(200)
    expect(page.text).toContain(THEME)
    expect(page.text).not.toContain(NOTE)
    const { url: _, ...shown } = link
    const listed = await ask<Shares>(server.url, 'GET', shares(network), network)
    expect(listed.body.shares).toEqual([shown])
    expect(listed.body.recordUrl).toBe(`${server.url}/record/${network.session.id}`)
    expect(listed.text).not.toContain(tokenOf(link))
  })

  test('is a page that runs nothing, loads nothing, is kept and found by nobody, and knows nobody', async () => {
    const network = await started('group')
    const { headers, text } = await read(tokenOf(await made(network, { level: 'group' })))
    expect(text).toContain(NOTE)
    expect(text).not.toMatch(/<script|https?:\/\//)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'unsafe-inline';.*sandbox/)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-robots-tag')).toContain('noindex')
    expect(headers.get('set-cookie')).toBeNull()
    expect(text).toContain('<meta name="robots" content="noindex">')
  })

  test('offers its files, in the words of the network: those of notes only where there are notes', async () => {
    const network = await started('group')
    const [titles, all] = [await made(network), await made(network, { level: 'group' })]
    const offered = async (link: MadeShare) =>
      [...(await read(tokenOf(link))).text.matchAll(/href="\?format=(\w+)"/g)].map(([, format]) => format)
    expect(await offered(titles)).toEqual(['docx', 'pdf', 'html', 'md'])
    expect(await offered(all)).toEqual(['docx', 'pdf', 'html', 'md', 'csv', 'png'])
    for (const format of await offered(all)) {
      const file = await read(tokenOf(all), `?format=${format}`)
      expect(file.status).toBe(200)
      expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="(verslag|bord)-bijeenkomst-1\./)
      expect(file.headers.get('cache-control')).toBe('no-store')
    }
    expect((await read(tokenOf(all), '?format=html')).text).not.toContain('?format=')
    for (const [language, words] of [
      ['en', 'Save as'],
      ['fr', 'Enregistrer'],
    ]) {
      await ask(server.url, 'PATCH', `/api/networks/${network.id}`, { token: network.token, body: { language } })
      expect((await read(tokenOf(all))).text).toContain(words)
    }
  })

  test('opens its level and the titles, and never more', async () => {
    const network = await started('group', 'organisation')
    const organisation = network.created.network.organisations[0]!.id
    const links = {
      public: await made(network),
      organisation: await made(network, { level: 'organisation', organisation }),
      group: await made(network, { level: 'group' }),
    }
    for (const [level, link] of Object.entries(links))
      for (const [format, type] of Object.entries(FILE_TYPES)) {
        const file = await read(tokenOf(link), `?format=${format}`)
        expect([file.status, file.headers.get('content-type')?.split(';')[0]]).toEqual([200, type])
        if (format !== 'pdf')
          expect([level, format, file.text.includes(NOTE)]).toEqual([level, format, level === 'group'])
        if (format === 'json') expect(JSON.parse(file.text)).toMatchObject({ level })
        for (const wider of ['full', 'group', 'organisation'].filter((one) => one !== level)) {
          const refused = await read(tokenOf(link), `?format=${format}&level=${wider}&organisation=${organisation}`)
          expect(refused.status).toBe(403)
          expect(refused.text).not.toContain(THEME)
        }
        expect((await read(tokenOf(link), `?format=${format}&level=public`)).text).not.toContain(NOTE)
      }
    // Whose it is does not depend on what is asked.
    const other = network.created.network.organisations[1]!
    const mine = await read(tokenOf(links.organisation), `?organisation=${other.id}`)
    expect(mine.text).not.toContain(`voor ${other.name}`)
    for (const query of ['?format=exe', '?level=alles', '?format=md&format=pdf', '?level=public&level=full'])
      expect((await read(tokenOf(links.group), query)).status).toBe(400)
  })

  test('opens nothing else: it is no token', async () => {
    const network = await started('group')
    const token = tokenOf(await made(network, { level: 'group' }))
    const { id } = network.session
    for (const path of [`/api/sessions/${id}/record`, `/api/sessions/${id}/state`, `/api/networks/${network.id}`])
      expect((await ask(server.url, 'GET', path, { token })).status).toBe(401)
    expect((await ask(server.url, 'GET', `/in/${token}`)).headers.get('location')).toBe('/?link=dead')
    expect((await ask(server.url, 'POST', `/r/${token}`)).status).toBe(404)
    // A token is no link either.
    expect((await read(network.token)).status).toBe(404)
  })

  test('shows the record as it is now, without what was left out meanwhile', async () => {
    const network = await started('group')
    const token = tokenOf(await made(network, { level: 'group' }))
    expect((await read(token)).text).toContain(NOTE)
    const [note] = await server.house.rooms.write(network.session.id, (board) => [...board.notes.keys()])
    await command(server.url, network.session.id, network.token, { type: 'leaveOut', note: note as never, on: true })
    for (const query of ['', '?format=md', '?format=json', '?format=csv'])
      expect((await read(token, query)).text).not.toContain(NOTE)
  })
})

describe('a link is made', () => {
  test('of what is published, and not of more', async () => {
    const network = await started()
    const organisation = network.created.network.organisations[0]!.id
    const each = [{}, { level: 'group' }, { level: 'organisation', organisation }]
    for (const body of each) expect((await make(network, body)).body.code).toBe('not-published')
    await publish(network, 'organisation')
    expect((await make(network, { level: 'group' })).body.code).toBe('not-published')
    for (const body of [{}, { level: 'organisation', organisation }])
      expect((await make(network, body)).status).toBe(201)
    expect((await list(network)).map(({ level }) => level)).toEqual(['public', 'organisation'])
  })

  test.each([
    [{ level: 'full' }, 'malformed'],
    [{ level: 'iets' }, 'malformed'],
    [{ level: 'organisation' }, 'malformed'],
    [{ level: 'group', organisation: '00000000-0000-7000-8000-000000000000' }, 'malformed'],
    [{ level: 'organisation', organisation: 'Organisatie A' }, 'malformed'],
    [{ level: 'organisation', organisation: '00000000-0000-7000-8000-000000000000' }, 'organisation-unknown'],
    [{ niveau: 'public' }, 'malformed'],
  ])('not with %j', async (body, code) => {
    const network = await started('group', 'organisation')
    expect((await make(network, body)).body.code).toBe(code)
    expect(await list(network)).toEqual([])
  })

  test('by facilitators of its network alone, who alone see and end it', async () => {
    const network = await started('group')
    const link = await made(network, { level: 'group' })
    const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${network.session.id}/wall`, network)
    const others = [
      [(await join(server.url, network.session.code)).token, 403],
      [wall.body.token, 403],
      [(await startNetwork(server.url)).token, 403],
      [tokenOf(link), 401],
      [undefined, 401],
    ] as const
    for (const [token, status] of others) {
      const as = { session: network.session, token: token as string }
      expect((await make(as, { level: 'group' })).status).toBe(status)
      expect((await ask(server.url, 'GET', shares(network), { token })).status).toBe(status)
      expect((await revoke(as, link)).status).toBe(status)
    }
    expect((await read(tokenOf(link))).status).toBe(200)
    expect(await list(network)).toHaveLength(1)
  })

  test('of no rehearsal', async () => {
    const network = await started('group')
    const { body } = await ask<StartedRehearsal>(
      server.url,
      'POST',
      `/api/sessions/${network.session.id}/rehearsal`,
      network,
    )
    const copy = { session: body.session, token: body.facilitator.token }
    await command(server.url, copy.session.id, copy.token, { type: 'publishRecord', level: 'group', on: true })
    const refused = await make(copy, { level: 'group' })
    expect([refused.status, refused.body.code]).toEqual([409, 'in-rehearsal'])
  })

  test('a hundred times in a network, and not once more until one is ended', async () => {
    const network = await started('group')
    const links = await Promise.all(Array.from({ length: 100 }, () => made(network)))
    const more = await make(network)
    expect([more.status, more.body.code]).toEqual([409, 'bounds'])
    await revoke(network, links[0]!)
    expect((await make(network)).status).toBe(201)
  })

  test('and its token is in no file of the server, only the hash of it', async () => {
    const network = await started('group')
    const link = await made(network, { level: 'group' })
    await read(tokenOf(link))
    const bytes = bytesIn(server.dataDir)
    expect(bytes.includes(hashToken(tokenOf(link)))).toBe(true)
    expect(bytes.includes(tokenOf(link))).toBe(false)
  })
})

describe('a link that is dead', () => {
  test('says so calmly in the language of who opens it, the same for one that was ended and one that never was', async () => {
    const network = await started('group')
    const link = await made(network)
    expect((await revoke(network, link)).status).toBe(204)
    for (const [language, words] of [
      ['nl-BE,nl;q=0.9,en;q=0.5', 'Deze link werkt niet (meer)'],
      ['fr-BE', 'Ce lien ne fonctionne pas'],
      ['en-GB,en', 'This link does not work'],
      ['de', 'Deze link werkt niet (meer)'],
    ] as const) {
      const headers = { 'accept-language': language, accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
      const [ended, never] = [await read(tokenOf(link), '', headers), await read(NEVER, '', headers)]
      expect([ended.status, never.status]).toEqual([404, 404])
      expect(ended.text).toContain(words)
      expect(ended.text).toBe(never.text)
      expect(ended.text).not.toMatch(/<script|http/)
      for (const name of [
        'content-security-policy',
        'cache-control',
        'referrer-policy',
        'x-robots-tag',
        'content-type',
      ])
        expect(ended.headers.get(name)).toBe(never.headers.get(name))
      expect(ended.headers.get('cache-control')).toBe('no-store')
    }
    for (const token of ['kort', `${NEVER}y`, encodeURIComponent("'; drop table share")])
      expect((await read(token)).status).toBe(404)
    for (const format of ['pdf', 'md', 'exe']) {
      const file = await read(tokenOf(link), `?format=${format}`)
      expect([file.status, file.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
      expect(file.headers.get('content-disposition')).toBeNull()
    }
  })

  test('was ended in its own session: another session ends nothing of it', async () => {
    const network = await started('group')
    const link = await made(network)
    const second = { session: network.created.network.sessions[1]!, token: network.token }
    const stranger = await started('group')
    for (const elsewhere of [second, stranger]) {
      const answer = await revoke(elsewhere, link)
      expect([answer.status, answer.body.code]).toEqual([404, 'link-unknown'])
    }
    expect((await revoke(network, { id: 'geen' })).body.code).toBe('link-unknown')
    expect((await read(tokenOf(link))).status).toBe(200)
    expect((await revoke(network, link)).status).toBe(204)
    expect((await revoke(network, link)).status).toBe(404)
    expect(await list(network)).toEqual([])
  })

  test.each(['group', 'organisation', 'public'] as const)(
    'while the record is taken back at its level %s, and opens again when that is published again',
    async (level) => {
      const network = await started('group', 'organisation')
      const organisation = network.created.network.organisations[0]!.id
      const link = await made(network, level === 'organisation' ? { level, organisation } : { level })
      for (const other of ['group', 'organisation', 'public'] as const)
        if (other !== level) await publish(network, other, false)
      expect((await read(tokenOf(link))).status).toBe(200)
      await publish(network, level, false)
      const closed = await read(tokenOf(link))
      expect([closed.status, closed.text]).toEqual([404, (await read(NEVER)).text])
      expect((await list(network))[0]).toMatchObject({ id: link.id, open: false })
      await publish(network, level)
      expect((await read(tokenOf(link))).status).toBe(200)
      expect((await list(network))[0]).toMatchObject({ id: link.id, open: true })
    },
  )

  test('goes with its session and with its network', async () => {
    const network = await started('group')
    const link = await made(network)
    await ask(server.url, 'DELETE', `/api/sessions/${network.session.id}`, network)
    expect((await read(tokenOf(link))).status).toBe(404)
    const other = await started('group')
    const second = await made(other)
    await ask(server.url, 'DELETE', `/api/networks/${other.id}`, other)
    expect((await read(tokenOf(second))).status).toBe(404)
    expect(await server.house.storage.findShare(hashToken(tokenOf(second)))).toBeNull()
  })

  test.each([
    ['ended', (network: TestNetwork, link: MadeShare) => revoke(network, link)],
    ['taken back', (network: TestNetwork) => publish(network, 'group', false)],
    [
      'erased',
      ({ session, token }: TestNetwork) => ask(server.url, 'DELETE', `/api/sessions/${session.id}`, { token }),
    ],
  ])('gives no file that was being made when it was %s', async (_, end) => {
    const network = await started('group')
    const link = await made(network, { level: 'group' })
    let finish: (bytes: Uint8Array<ArrayBuffer>) => void = () => undefined
    const making = new Promise<Uint8Array<ArrayBuffer>>((done) => (finish = done))
    const exports = vi.spyOn(server.house.exports, 'make').mockReturnValue(making)
    try {
      const file = read(tokenOf(link), '?format=pdf')
      await vi.waitUntil(() => exports.mock.calls.length === 1)
      expect((await end(network, link)).status).toBeLessThan(300)
      finish(new Uint8Array(Buffer.from(NOTE)))
      const { status, text, headers } = await file
      expect([status, headers.get('content-disposition')]).toEqual([404, null])
      expect(text).not.toContain(NOTE)
    } finally {
      exports.mockRestore()
    }
  })
})

describe('who comes by a link', () => {
  test('guesses sixty times a minute from one address, and keeps nobody from joining by that', async () => {
    const limited = await startServer({}, { rates: memoryRates() })
    try {
      const { session } = await startNetwork(limited.url)
      const statuses: number[] = []
      for (let i = 0; i < 62; i++) statuses.push((await read(NEVER, '', {}, limited.url)).status)
      expect(statuses.filter((status) => status === 404)).toHaveLength(60)
      const last = await read(NEVER, '', { 'accept-language': 'nl' }, limited.url)
      expect([last.status, last.headers.get('retry-after')]).toEqual([429, '1'])
      expect(last.text).toContain('Wacht even')
      expect((await ask(limited.url, 'GET', `/api/join/${session.code}`)).status).toBe(200)
    } finally {
      await limited.end()
    }
  })

  test('is told to wait when many files are made, and to come back when the disk fails', async () => {
    const network = await started('group')
    const token = tokenOf(await made(network, { level: 'group' }))
    const { NotMade } = await import('../../server/export/export-threads.ts')
    const { StorageFailed } = await import('../../server/storage/failures.ts')
    const exports = vi.spyOn(server.house.exports, 'make').mockRejectedValue(new NotMade('busy', 'the queue is full'))
    const busy = await read(token, '?format=pdf')
    exports.mockRestore()
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '10'])
    expect(busy.text).toContain('Wacht een halve minuut')
    const disk = vi.spyOn(server.house.storage, 'findShare').mockRejectedValue(new StorageFailed(token))
    const failed = await read(token)
    disk.mockRestore()
    expect(failed.status).toBe(503)
    expect(failed.text).toContain('Probeer het over een minuut opnieuw')
  })

  test('leaves no trace in the log, whatever goes wrong', async () => {
    let logged = ''
    const talking = await startServer({ LOG_LEVEL: 'debug' }, { logTo: { write: (line) => void (logged += line) } })
    try {
      const { session, token } = await startNetwork(talking.url)
      await command(talking.url, session.id, token, { type: 'publishRecord', level: 'group', on: true })
      const { body } = await ask<MadeShare>(talking.url, 'POST', `/api/sessions/${session.id}/shares`, {
        token,
        body: { level: 'group' },
      })
      const link = tokenOf(body)
      for (const query of ['', '?format=pdf', '?format=exe', '?level=full']) await read(link, query, {}, talking.url)
      const { storage } = talking.house
      const fault = vi.spyOn(storage, 'findShare').mockRejectedValue(new TypeError(`${link} cannot be read`))
      expect((await read(link, '', {}, talking.url)).status).toBe(500)
      fault.mockRestore()
      await ask(talking.url, 'DELETE', `/api/sessions/${session.id}/shares/${body.id}`, { token })
      await read(link, '', {}, talking.url)
      expect(logged).toContain('a call failed')
      expect(logged).not.toContain(link)
      expect((await ask(talking.url, 'GET', '/metrics')).text).not.toContain(link)
    } finally {
      await talking.end()
    }
  })
})
