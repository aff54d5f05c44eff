import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { ShownTo } from '../../shared/model/series.ts'
import type { MadeShare, Problem, Shares, StartedRehearsal } from '../../shared/wire/http.ts'
import { hashToken } from '../../server/access/token.ts'
import { ask, command, join, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'

// A link opens the record of the series by the same rules as that of a session: what is published of it, until it is ended.

let server: TestServer
beforeAll(async () => {
  server = await startServer({ LOG_LEVEL: 'silent' })
})
afterAll(() => server.end())

const PARKED = 'Hoe bereiken we vaders'
const INTRODUCTION = 'We leerden elkaars plek kennen.'
const NEVER = 'x'.repeat(43)

/** A series with a parked note in its first session, an introduction, and its record published at these levels. */
async function started(...levels: ShownTo[]): Promise<TestNetwork> {
  const network = await startNetwork(server.url)
  const { session } = network
  const zone = session.zones.find(({ kind }) => kind === 'parked')!.id
  await server.house.rooms.write(session.id, (board) =>
    writeNote(board, { author: null, organisation: null }, { text: PARKED, zone, x: 0, y: 0 }, 1),
  )
  await say(network, { type: 'summariseSeries', text: INTRODUCTION })
  for (const level of levels) await publish(network, level)
  return network
}
type Led = Pick<TestNetwork, 'id' | 'token'>
async function say({ id, token }: Led, body: object): Promise<void> {
  const { status, text } = await ask(server.url, 'POST', `/api/networks/${id}/commands`, { token, body })
  expect([status, text]).toEqual([200, text])
}
const publish = (network: Led, level: ShownTo, on = true) => say(network, { type: 'publishSeriesRecord', level, on })
const make = ({ id, token }: Led, body: object = {}) =>
  ask<MadeShare & Problem>(server.url, 'POST', `/api/networks/${id}/shares`, { token, body })
async function made(network: Led, body?: object): Promise<MadeShare> {
  const { status, body: link } = await make(network, body)
  expect(status).toBe(201)
  return link
}
const list = async ({ id, token }: Led) =>
  (await ask<Shares>(server.url, 'GET', `/api/networks/${id}/shares`, { token })).body
const revoke = ({ id, token }: Led, link: { id: string }) =>
  ask<Problem>(server.url, 'DELETE', `/api/networks/${id}/shares/${link.id}`, { token })
const tokenOf = ({ url }: { url: string }): string => url.split('/').at(-1) ?? ''
const read = (link: { url: string }, query = '') => ask(server.url, 'GET', `/r/${tokenOf(link)}${query}`)

describe('a link to the record of the series', () => {
  test('is for titles alone when nothing else is said, publishes those, and is listed without its token', async () => {
    const network = await started('group')
    const link = await made(network)
    expect(link).toMatchObject({ level: 'public', organisation: null, open: true })
    const page = await read(link)
    expect(page.status).toBe(200)
    for (const words of [PARKED, INTRODUCTION]) expect(page.text).not.toContain(words)
    const { url: _, ...shown } = link
    expect(await list(network)).toEqual({
      shares: [shown],
      recordUrl: `${server.url}/network/${network.id}/record`,
    })
    await publish(network, 'group', false)
    expect((await read(link)).status).toBe(200)
  })

  test('is a page that runs and loads nothing, and offers no picture', async () => {
    const { text, headers } = await read(await made(await started('group'), { level: 'group' }))
    for (const words of [PARKED, INTRODUCTION]) expect(text).toContain(words)
    expect(text).not.toMatch(/<script|https?:\/\//)
    expect([...text.matchAll(/href="\?format=(\w+)"/g)].map(([, format]) => format)).toEqual([
      ...['docx', 'pdf', 'html', 'md', 'csv'],
    ])
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-robots-tag')).toContain('noindex')
    expect(headers.get('content-security-policy')).toContain('sandbox')
    expect(headers.get('set-cookie')).toBeNull()
  })

  test('opens its level and the titles, and never more', async () => {
    const network = await started('group', 'organisation')
    const [own, other] = network.created.network.organisations
    const links = {
      public: await made(network),
      organisation: await made(network, { level: 'organisation', organisation: own!.id }),
      group: await made(network, { level: 'group' }),
    }
    for (const [level, link] of Object.entries(links)) {
      for (const format of ['md', 'html', 'json']) {
        const file = await read(link, `?format=${format}`)
        expect([file.status, file.headers.get('content-disposition')]).toEqual([
          200,
          `attachment; filename="verslag-reeks.${format}"`,
        ])
        expect([level, format, file.text.includes(PARKED)]).toEqual([level, format, level === 'group'])
        expect((await read(link, `?format=${format}&level=public`)).text).not.toContain(INTRODUCTION)
      }
      for (const wider of ['full', 'group', 'organisation'].filter((one) => one !== level)) {
        const refused = await read(link, `?format=json&level=${wider}&organisation=${own!.id}`)
        expect(refused.status).toBe(403)
        expect(refused.text).not.toContain(PARKED)
      }
    }
    const mine = await read(links.organisation, `?organisation=${other!.id}`)
    expect(mine.text).toContain(`voor ${own!.name}`)
    for (const query of ['?format=png', '?format=svg', '?format=exe', '?level=alles'])
      expect((await read(links.group, query)).status).toBe(400)
  })

  test('has in its table the notes of those sessions alone whose own record was published', async () => {
    const network = await started('group')
    const link = await made(network, { level: 'group' })
    expect((await read(link, '?format=csv')).text).not.toContain(PARKED)
    await command(server.url, network.session.id, network.token, { type: 'publishRecord', level: 'group', on: true })
    expect((await read(link, '?format=csv')).text).toContain(PARKED)
  })
})

describe('one is made', () => {
  test('of what is published, and not of more', async () => {
    const network = await started()
    const organisation = network.created.network.organisations[0]!.id
    for (const body of [{}, { level: 'group' }, { level: 'organisation', organisation }])
      expect((await make(network, body)).body.code).toBe('not-published')
    // The record of one session is another one.
    await command(server.url, network.session.id, network.token, { type: 'publishRecord', level: 'group', on: true })
    expect((await make(network, { level: 'group' })).body.code).toBe('not-published')
    await publish(network, 'organisation')
    expect((await make(network, { level: 'group' })).body.code).toBe('not-published')
    for (const body of [{ level: 'organisation' }, { level: 'full' }, { level: 'group', organisation }])
      expect((await make(network, body)).body.code).toBe('malformed')
    expect((await make(network, { level: 'organisation', organisation: network.id })).body.code).toBe(
      'organisation-unknown',
    )
    expect((await list(network)).shares).toEqual([])
  })

  test('by facilitators of its network alone, who alone see and end it', async () => {
    const network = await started('group')
    const link = await made(network, { level: 'group' })
    const wall = await ask<{ token: string }>(server.url, 'POST', `/api/sessions/${network.session.id}/wall`, network)
    for (const [token, status] of [
      [(await join(server.url, network.session.code)).token, 403],
      [wall.body.token, 403],
      [(await startNetwork(server.url)).token, 403],
      [tokenOf(link), 401],
      [undefined, 401],
    ] as const) {
      const as = { id: network.id, token: token as string }
      expect((await make(as, { level: 'group' })).status).toBe(status)
      expect((await ask(server.url, 'GET', `/api/networks/${network.id}/shares`, { token })).status).toBe(status)
      expect((await revoke(as, link)).status).toBe(status)
    }
    expect((await read(link)).status).toBe(200)
    expect((await list(network)).shares).toHaveLength(1)
  })

  test('of no rehearsal', async () => {
    const network = await started('group')
    const path = `/api/sessions/${network.session.id}/rehearsal`
    const { body } = await ask<StartedRehearsal>(server.url, 'POST', path, network)
    const copy = { id: body.network.id, token: body.facilitator.token }
    await publish(copy, 'group')
    const refused = await make(copy, { level: 'group' })
    expect([refused.status, refused.body.code]).toEqual([409, 'in-rehearsal'])
  })
})

describe('one that is dead', () => {
  test('says the same as one that never was, once it was ended in its own network', async () => {
    const network = await started('group')
    const link = await made(network, { level: 'group' })
    expect((await revoke(await started('group'), link)).body.code).toBe('link-unknown')
    const ofSession = `/api/sessions/${network.session.id}/shares/${link.id}`
    expect((await ask(server.url, 'DELETE', ofSession, network)).status).toBe(404)
    expect((await read(link)).status).toBe(200)
    expect((await revoke(network, link)).status).toBe(204)
    const closed = await read(link)
    expect([closed.status, closed.text]).toEqual([404, (await read({ url: NEVER })).text])
    expect((await revoke(network, link)).status).toBe(404)
  })

  test.each(['group', 'organisation', 'public'] as const)(
    'while the record is taken back at its level %s, and opens again when that is published again',
    async (level) => {
      const network = await started('group', 'organisation')
      const organisation = network.created.network.organisations[0]!.id
      const link = await made(network, level === 'organisation' ? { level, organisation } : { level })
      await publish(network, level, false)
      expect((await read(link)).status).toBe(404)
      expect((await list(network)).shares[0]).toMatchObject({ id: link.id, open: false })
      await publish(network, level)
      expect((await read(link)).status).toBe(200)
    },
  )

  test('goes with its network, and not with one session', async () => {
    const network = await started('group')
    const link = await made(network, { level: 'group' })
    await ask(server.url, 'DELETE', `/api/sessions/${network.session.id}`, network)
    const page = await read(link)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain(PARKED)
    await ask(server.url, 'DELETE', `/api/networks/${network.id}`, network)
    expect((await read(link)).status).toBe(404)
    expect(await server.house.storage.findShare(hashToken(tokenOf(link)))).toBeNull()
  })
})
