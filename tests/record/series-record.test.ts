import { describe, expect, test } from 'vitest'
import type { ExpectationId, NoteId, SessionId, TakeHomeId, ThemeId } from '../../shared/model/ids.ts'
import { NO_SERIES, type Series } from '../../shared/model/series.ts'
import { columnWidths } from '../../server/export/columns.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import type { RecordNote, SessionRecord } from '../../shared/record/record.ts'
import { seriesLevelOf } from '../../shared/record/series-level.ts'
import { makeSeriesRecord, type SeriesInput } from '../../shared/record/series-sources.ts'
import { translators } from '../../shared/text/every-language.ts'
import { NO_MINUTES } from '../../shared/model/minutes.ts'
import { note, noteId, zone } from '../helpers/boards.ts'
import { goldenInput, goldenSeries } from '../helpers/golden-series.ts'
import { recordOf, session } from '../helpers/records.ts'

const t = translators.nl
const input = goldenInput()
const idOf = (number: number) => input.sessions[number - 1]?.id as SessionId
const saying = (series: Partial<Series>, more: Partial<SeriesInput> = {}) =>
  makeSeriesRecord({ ...input, ...more, series: { ...NO_SERIES, ...series } })
const group = (...of: Parameters<typeof saying>) => renderMarkdown(seriesLevelOf(saying(...of), 'group'), t)
/** The golden series with another record of one session. */
const where = (number: number, change: (record: SessionRecord) => SessionRecord): Partial<SeriesInput> => ({
  sessions: input.sessions.map((one, n) => (n + 1 === number ? { ...one, record: change(one.record) } : one)),
})
const themeIn = (number: number, title: string) =>
  input.sessions[number - 1]?.record.themes.find((theme) => theme.title === title)?.id as ThemeId

describe('a theme of several sessions', () => {
  test('is one when it was carried over, also under another name, which is the last', () => {
    const renamed = where(3, (record) => ({
      ...record,
      themes: record.themes.map((theme) =>
        theme.title === 'Onthaal en sfeer' ? { ...theme, title: 'Onthaal' } : theme,
      ),
    }))
    const carried = {
      kind: 'theme' as const,
      from: idOf(2),
      to: idOf(3),
      source: themeIn(2, 'Onthaal en sfeer'),
      copy: themeIn(3, 'Onthaal en sfeer'),
      at: 1,
    }
    expect(group({}, renamed)).toContain('| Onthaal |  |')
    const joined = group({ carried: [carried] }, renamed)
    expect(joined).toContain('| 3 | 6 | 5 | 4 | 3 |')
    expect(joined).not.toContain('| Onthaal |')
  })

  test('is one when only capitals and spaces differ', () => {
    const shouted = where(3, (record) => ({
      ...record,
      themes: record.themes.map((theme) => ({ ...theme, title: ` ${theme.title.toUpperCase()} ` })),
    }))
    expect(saying({}, shouted).themes).toHaveLength(10)
  })
})

describe('a parked note', () => {
  const copied: RecordNote = { id: 'copy', text: 'Foto’s, nog eens', zone: 'parked', theme: null, kind: 'idea' }
  const onwards = where(3, (record) => ({
    ...record,
    zones: [...record.zones, { id: 'parked', kind: 'parked', title: 'Parkeerplaats', locked: false, hidden: false }],
    notes: [...record.notes, copied],
  }))
  const first = goldenSeries().parked[0]?.note as NoteId
  const carried = [{ kind: 'note' as const, from: idOf(2), to: idOf(3), source: first, copy: 'copy' as NoteId, at: 1 }]

  test('that went along into another session remains there alone', () => {
    expect(saying({}, onwards).parked.map(({ session }) => session)).toEqual([2, 3])
    expect(saying({ carried }, onwards).parked.map(({ session }) => session)).toEqual([3])
  })

  test('whose copy is gone remains where it was', () => {
    expect(saying({ carried }).parked.map(({ session }) => session)).toEqual([2])
  })
})

describe('what the network does not show', () => {
  const hidden: Partial<SeriesInput> = {
    network: {
      ...input.network,
      showOrganisation: { ...input.network.showOrganisation, crossPollination: false, commitments: false },
    },
  }

  test('is neither in a column nor in an order', () => {
    const { takeHomes, commitments } = input.series
    const text = group({ takeHomes, commitments }, hidden)
    expect(text).toContain('| Idee | Bijeenkomst | Stand | Wat we zagen |')
    expect(text).toContain('| Wat | Tegen wanneer |')
    const record = seriesLevelOf(saying({ takeHomes, commitments }, hidden), 'group')
    const words = record.commitments.map(({ session, what }) => [session, what])
    expect(words).toEqual([...words].sort(([a], [b]) => Number(a) - Number(b)))
    expect(JSON.stringify([record.takeHomes, record.commitments])).not.toMatch(/"o\d/)
  })
})

test('an idea is told at no level that does not hold the note whose words it begins with', () => {
  const zones = [zone(1, { kind: 'reflection' }), zone(2, { kind: 'checkIn' })]
  const taken = ['Een kast vol spellen', 'Een lange tafel', 'Ik ben moe'].map((what, n) => ({
    ...input.series.takeHomes[0]!,
    id: `h${n}` as TakeHomeId,
    session: session(2).id,
    target: noteId(n + 1),
    what,
  }))
  const series = { ...NO_SERIES, takeHomes: taken }
  const notes = taken.map(({ what }, n) => note(n + 1, { zone: zones[n === 2 ? 1 : 0]!.id }, what))
  const source = recordOf(
    { zones, notes },
    { session: session(2), series, minutes: { ...NO_MINUTES, staysInGroup: [noteId(1)] } },
  )
  const record = makeSeriesRecord({ ...input, series, sessions: [{ id: session(2).id, held: true, record: source }] })
  const ideas = (level: 'full' | 'group') => seriesLevelOf(record, level).takeHomes.map(({ what }) => what)
  expect(ideas('full')).toEqual(['Een kast vol spellen', 'Een lange tafel'])
  expect(ideas('group')).toEqual(['Een lange tafel'])
})

describe('what is gone', () => {
  test('an expectation of an erased session, an idea and a quote stay without it', () => {
    const gone = '019ce12a-bb40-7000-8000-000999999999' as SessionId
    const record = saying({
      expectations: [
        {
          id: 'e' as ExpectationId,
          text: 'Leren',
          session: gone,
          theme: null,
          check: null,
          judgement: { outcome: 'met', sentence: 'Ja.', notes: [{ session: gone, note: 'n' as NoteId }] },
        },
      ],
      takeHomes: [
        { ...input.series.takeHomes[0]!, id: 'h' as TakeHomeId, session: gone, what: 'Een kapstok' },
        { ...input.series.takeHomes[1]!, what: 'Koffie' },
      ],
    })
    expect(record.expectations[0]).toEqual({
      number: 1,
      text: 'Leren',
      session: null,
      part: 'presentation',
      outcome: 'met',
      sentence: 'Ja.',
      quotes: [],
    })
    // What is of no session any more comes last.
    expect(record.takeHomes.map(({ what, session }) => [what, session])).toEqual([
      ['Koffie', 3],
      ['Een kapstok', null],
    ])
    expect(renderMarkdown(seriesLevelOf(record, 'public'), t)).toContain('Dit verwachtte de groep van het netwerk:')
  })

  test('of no session at all there is a head and a foot', () => {
    expect(group({}, { sessions: [] })).toBe(`# Verslag van de reeks

**Lerend netwerk ontmoetingsplaatsen**

- **Organisaties:** Organisatie A, Organisatie B, Organisatie C, Organisatie D, Organisatie E, Organisatie F, Organisatie G en Organisatie H
- **Voor wie:** de groep. Voor collega’s, bestuur en anderen is er een korter verslag.

## Over dit verslag

- **Groepsafspraak:** We delen ideeën en ervaringen. Verhalen over gezinnen en collega’s vertellen we niet verder.
- **Zonder namen:** er staan geen namen van personen in.
- **Wissen:** Het bord wordt gewist op zaterdag 18 juli 2026, 30 dagen na de laatste bijeenkomst.
- Gemaakt met Bijeen op donderdag 18 juni 2026.
`)
  })
})

test('a series under way says how many of its sessions were held', () => {
  const sessions = input.sessions.map((one, n) => ({ ...one, held: n < 2 }))
  expect(group({}, { sessions })).toContain('# Verslag van de reeks: 2 van 5 bijeenkomsten\n')
})

test('a record at another level holds no more than that level', () => {
  expect(() => seriesLevelOf(seriesLevelOf(goldenSeries(), 'group'), 'public')).toThrow(RangeError)
  expect(() => seriesLevelOf(goldenSeries(), 'organisation', 'nobody')).toThrow(RangeError)
})

test('columns of a table have the whole width together, and break no word that has room', () => {
  const widths = columnWidths(
    ['Nr.', 'Gastorganisatie', 'Verontschuldigd', 'Wat we zagen'],
    [['1', 'Organisatie A', '', 'Een lange zin '.repeat(20)]],
    880,
  )
  expect(widths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(880)
  for (const one of widths.slice(1, 3)) expect(one).toBeGreaterThanOrEqual(150)
  expect(widths[3]).toBeGreaterThan(widths[1]!)
})
