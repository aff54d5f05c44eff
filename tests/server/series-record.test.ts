import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeNote } from '../../shared/doc/commands.ts'
import type { NoteId, OrganisationId } from '../../shared/model/ids.ts'
import type { SeriesRecord } from '../../shared/record/series-record.ts'
import type { Problem } from '../../shared/wire/http.ts'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import { readPdf } from '../helpers/pdf-text.ts'
import { SeriesPeople } from '../helpers/series-people.ts'
import { ask, command, startNetwork, startServer, type TestNetwork, type TestServer } from '../helpers/server.ts'
import { textOfXml, unzip } from '../helpers/unzip.ts'

// The record of a series as a file: of which boards, for whom, and what it holds when boards are gone.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.end())

const get = (network: string, query: string, token: string | undefined) =>
  ask<SeriesRecord & Problem>(server.url, 'GET', `/api/networks/${network}/record?${query}`, { token })
const write = async (network: TestNetwork, number: number, text: string, kind = 'reflection'): Promise<NoteId> => {
  const session = network.created.network.sessions.find((one) => one.number === number)!
  const zone = session.zones.find((one) => one.kind === kind)!.id
  return server.house.rooms.write(session.id, (board) =>
    writeNote(board, { author: null, organisation: null }, { text, zone, x: 0, y: 0 }, number),
  )
}
const say = (network: TestNetwork, body: object, token = network.token) =>
  ask<Problem>(server.url, 'POST', `/api/networks/${network.id}/commands`, { token, body })

describe('the record of a series', () => {
  test('comes in each format, under its own name, and may run nothing', async () => {
    const network = await startNetwork(server.url)
    await write(network, 1, 'Elkaars fouten horen', 'parked')
    await write(network, 2, 'Vaders vragen wat zij willen')
    const files = {
      json: 'application/json',
      md: 'text/markdown',
      html: 'text/html',
      csv: 'text/csv',
    }
    for (const [format, type] of Object.entries(files)) {
      const got = await get(network.id, `format=${format}`, network.token)
      expect([got.status, got.headers.get('content-type')?.split(';')[0]]).toEqual([200, type])
      expect(got.headers.get('content-disposition')).toBe(`attachment; filename="verslag-reeks.${format}"`)
      expect(got.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(got.text).toContain('Elkaars fouten horen')
    }
    const headers = { authorization: `Bearer ${network.token}` }
    const bytes = async (format: string) =>
      Buffer.from(
        await (
          await fetch(`${server.url}/api/networks/${network.id}/record?format=${format}`, { headers })
        ).arrayBuffer(),
      )
    expect(textOfXml(unzip(await bytes('docx')).get('word/document.xml')!)).toContain('Elkaars fouten horen')
    expect(
      readPdf(await bytes('pdf'))
        .pages.join(' ')
        .replace(/\s+/g, ' '),
    ).toContain('Elkaars fouten horen')
  })

  test('is no picture: that is of one board, and the refusal says so', async () => {
    const network = await startNetwork(server.url)
    for (const format of ['svg', 'png']) {
      const { status, body } = await get(network.id, `format=${format}`, network.token)
      expect([status, body.code]).toEqual([400, 'malformed'])
      expect(body.detail).toContain('a picture is of one board')
    }
    for (const query of ['format=exe', 'level=secret', 'level=organisation'])
      expect((await get(network.id, query, network.token)).body.code).toBe('malformed')
    expect((await get(network.id, `level=organisation&organisation=${network.id}`, network.token)).body.code).toBe(
      'organisation-unknown',
    )
  })

  test('of a network where nothing happened says so little, and breaks nothing', async () => {
    const network = await startNetwork(server.url, { template: 'single' })
    for (const level of ['full', 'group', 'public']) {
      const { status, text } = await get(network.id, `format=md&level=${level}`, network.token)
      expect(status).toBe(200)
      expect(text).not.toMatch(/undefined|null|\b0 /)
    }
    expect((await get(network.id, 'format=csv', network.token)).text.split('\r\n')).toHaveLength(2)
  })

  test('counts sessions without a date in which something was written, and those that were erased no more', async () => {
    const network = await startNetwork(server.url)
    await write(network, 1, 'Van de eerste', 'parked')
    await write(network, 2, 'Van de tweede', 'parked')
    const before = (await get(network.id, '', network.token)).body
    expect([before.counts.held, before.counts.total, before.counts.notes]).toEqual([2, 5, 2])
    const [, second] = network.created.network.sessions
    await ask(server.url, 'DELETE', `/api/sessions/${second!.id}`, { token: network.token })
    const { body, text } = await get(network.id, '', network.token)
    expect([body.counts.held, body.counts.total, body.counts.notes]).toEqual([1, 5, 1])
    expect(text).not.toContain('Van de tweede')
    expect(body.sessions.map(({ number }) => number)).toEqual([1, 3, 4, 5])
  })

  test('at level full holds the records of all sessions, whole', async () => {
    const network = await startNetwork(server.url)
    const note = await write(network, 3, 'Een hele gedachte')
    const { body } = await get(network.id, 'level=full', network.token)
    expect(body.records?.map(({ level, session }) => [level, session.number])).toEqual(
      [1, 2, 3, 4, 5].map((number) => ['full', number]),
    )
    expect(body.records?.[2]?.notes.map(({ id }) => id)).toEqual([note])
    expect(body.leftOut).toEqual({ notes: 0 })
  })

  test('does not quote what the facilitator left out, or what stays in the group', async () => {
    const network = await startNetwork(server.url)
    const kept = await write(network, 1, 'Blijft onder ons', 'parked')
    const shown = await write(network, 1, 'Mag verder', 'parked')
    const session = network.session.id
    const { expectation } = (
      await ask<{ expectation: string }>(server.url, 'POST', `/api/networks/${network.id}/commands`, {
        token: network.token,
        body: { type: 'addExpectation', text: 'Leren' },
      })
    ).body
    const notes = [kept, shown].map((note) => ({ session, note }))
    await say(network, { type: 'judge', expectation, outcome: 'met', notes })
    await command(server.url, session, network.token, { type: 'keepInGroup', note: kept, on: true })
    const { body, text } = await get(network.id, '', network.token)
    expect(body.expectations[0]?.quotes).toEqual([{ session: 1, text: 'Mag verder' }])
    expect(text).not.toContain('Blijft onder ons')
    expect(body.leftOut).toEqual({ notes: 1, reasons: { staysInGroup: 1 } })
    expect((await get(network.id, 'format=csv', network.token)).text).not.toContain('Blijft onder ons')
  })
})

describe('for members', () => {
  test('it is there at the levels that were published, and no longer once that is taken back', async () => {
    const series = await SeriesPeople.start(server.url)
    const { id } = series.network
    const { token } = series.person('B')
    const code = async (query: string) => {
      const { status, body } = await get(id, query, token)
      return status === 200 ? 200 : body.code
    }
    expect(await code('level=group')).toBe('not-published')
    await series.does({ type: 'publishSeriesRecord', level: 'group', on: true })
    expect([await code('level=group'), await code('level=public'), await code('level=full')]).toEqual([
      200,
      'not-published',
      'not-for-you',
    ])
    await series.does({ type: 'publishSeriesRecord', level: 'organisation', on: true })
    const other: OrganisationId = series.organisation('C')
    expect(await code(`level=organisation&organisation=${other}`)).toBe('not-for-you')
    expect((await get(id, 'level=organisation&format=md', token)).text).toContain('voor Organisatie B')
    expect((await series.info(token, 'said')).published).toEqual(['group', 'organisation'])
    await series.does({ type: 'publishSeriesRecord', level: 'group', on: false })
    expect(await code('level=group')).toBe('not-published')
  })

  test('the table holds the notes of those sessions alone whose own record was published', async () => {
    const series = await SeriesPeople.start(server.url)
    await write(series.network, 1, 'Uit de eerste')
    await write(series.network, 2, 'Uit de tweede')
    await series.does({ type: 'publishSeriesRecord', level: 'group', on: true })
    await command(server.url, series.session(2).id, series.network.token, {
      type: 'publishRecord',
      level: 'group',
      on: true,
    })
    const table = async (token: string) => (await get(series.network.id, 'format=csv', token)).text
    const theirs = await table(series.person('A').token)
    expect(theirs).toContain('Uit de tweede')
    expect(theirs).not.toContain('Uit de eerste')
    const all = await table(series.network.token)
    expect(
      all
        .split('\r\n')
        .slice(1, 3)
        .map((row) => row.split(';').slice(0, 2)),
    ).toEqual([
      ['1', '1'],
      ['2', '2'],
    ])
  })
})

describe('what the facilitator writes of it', () => {
  test('stands in the record, and goes when it is taken away', async () => {
    const series = await SeriesPeople.start(server.url)
    await series.does({ type: 'summariseSeries', text: 'We leerden van elkaar.' })
    await series.does({
      type: 'setReunion',
      reunion: {
        startsAt: '2026-10-15T14:00:00+02:00',
        endsAt: '2026-10-15T16:00:00+02:00',
        host: series.organisation('H'),
      },
    })
    const markdown = async (level = 'group') =>
      (await get(series.network.id, `format=md&level=${level}`, series.network.token)).text
    expect(await markdown()).toContain('## In het kort\n\nWe leerden van elkaar.')
    expect(await markdown()).toContain(
      '- **Terugkommoment:** donderdag 15 oktober 2026, van 14 tot 16 uur, bij Organisatie H\n',
    )
    expect(await markdown('public')).not.toMatch(/We leerden|Terugkommoment/)
    await series.does({ type: 'explainNetwork', text: 'Zo leren wij.' })
    expect(await markdown('public')).toContain('## Wat is een lerend netwerk?\n\nZo leren wij.\n')
    await series.does({ type: 'setReunion', reunion: null })
    await series.does({ type: 'summariseSeries', text: '' })
    expect(await markdown()).not.toMatch(/We leerden|Terugkommoment/)
  })

  test('is nobody else’s to read before the record is', async () => {
    const series = await SeriesPeople.start(server.url)
    await series.does({ type: 'summariseSeries', text: 'Nog niet af' })
    await series.does({ type: 'explainNetwork', text: 'Zo leren wij' })
    const seen = async (token: string) => {
      const { body } = await ask<SeriesInfo>(server.url, 'GET', `/api/networks/${series.network.id}/series`, { token })
      return [body.summary, body.about]
    }
    const member = series.person('A').token
    expect(await seen(series.network.token)).toEqual(['Nog niet af', 'Zo leren wij'])
    expect(await seen(member)).toEqual(['', ''])
    await series.does({ type: 'publishSeriesRecord', level: 'public', on: true })
    expect(await seen(member)).toEqual(['', 'Zo leren wij'])
    await series.does({ type: 'publishSeriesRecord', level: 'group', on: true })
    expect(await seen(member)).toEqual(['Nog niet af', 'Zo leren wij'])
  })

  test('is not written over unseen when two write at once', async () => {
    const series = await SeriesPeople.start(server.url)
    await series.does({ type: 'summariseSeries', text: 'Eerst', was: '' })
    expect(await series.refused({ type: 'summariseSeries', text: 'Anders', was: '' })).toBe('409 changed-meanwhile')
    expect((await series.info()).summary).toBe('Eerst')
    await series.does({ type: 'summariseSeries', text: 'Anders', was: 'Eerst' })
  })

  test('an expectation gives its title to a part, as in the founding document', async () => {
    const series = await SeriesPeople.start(server.url)
    const { expectation } = await series.does({ type: 'addExpectation', text: 'Onze thema’s uitdiepen' })
    await series.does({ type: 'titlePart', part: 'themes', expectation: expectation! })
    const record = (await get(series.network.id, 'level=public', series.network.token)).body
    expect(record.expectations).toEqual([
      { number: 1, text: 'Onze thema’s uitdiepen', session: null, part: 'themes', quotes: [] },
    ])
    // One title is of one part.
    await series.does({ type: 'titlePart', part: 'presentation', expectation: expectation! })
    expect((await series.info()).titles).toEqual({ presentation: expectation, themes: null })
    await series.does({ type: 'removeExpectation', expectation: expectation! })
    expect((await series.info()).titles).toEqual({ presentation: null, themes: null })
  })

  test('a reunion that ends before it begins, or at nobody’s, is refused', async () => {
    const series = await SeriesPeople.start(server.url)
    const startsAt = '2026-10-15T14:00:00+02:00'
    const set = (reunion: object) => series.refused({ type: 'setReunion', reunion })
    expect(await set({ startsAt, endsAt: '2026-10-15T13:00:00+02:00' })).toBe('400 malformed')
    expect(await set({ startsAt: 'morgen' })).toBe('400 malformed')
    expect(await set({ startsAt, host: series.network.id })).toBe('404 organisation-unknown')
    expect((await series.info()).reunion).toBeNull()
  })
})
