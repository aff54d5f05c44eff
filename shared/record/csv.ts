import { stringify } from 'csv-stringify/browser/esm/sync'
import type { Language } from '../model/network.ts'
import type { Translate } from '../text/translate.ts'
import { localDate } from './dates.ts'
import type { RecordNote, SessionRecord } from './record.ts'
import { joinedWays } from './session-notes.ts'
import { tellingOf, type Telling } from './telling.ts'

/** What a spreadsheet set to the language expects between cells. */
const DELIMITERS: Record<Language, string> = { nl: ';', en: ',', fr: ';' }

const COLUMNS = [
  'number',
  'session',
  'date',
  'part',
  'presenter',
  'aspect',
  'expectation',
  'theme',
  'kind',
  'note',
  'organisation',
  'from',
  'to',
  'times',
  'under',
] as const

type Row = Record<(typeof COLUMNS)[number], string>

/**
 * One row a note, also the stacked ones (0 times, under the number of their top), for a spreadsheet: UTF-8 with a byte
 * order mark, CRLF. A cell that a spreadsheet would take for a formula gets an apostrophe.
 */
export const renderCsv = (record: SessionRecord, t: Translate): string => [...csvPieces([record], t)].join('')

/** The notes of several sessions as one table, numbered through: its head, and then a piece a session. */
export function* csvPieces(records: Iterable<SessionRecord>, t: Translate): Generator<string> {
  const written = (rows: readonly (readonly string[])[], bom = false): string =>
    stringify([...rows], {
      bom,
      delimiter: DELIMITERS[t.language],
      record_delimiter: 'windows',
      quoted_match: /[\r\n]/,
      escape_formulas: true,
    })
  yield written([COLUMNS.map((column) => t(`record.column.${column}`))], true)
  let last = 0
  for (const record of records) {
    const telling = tellingOf(record, t)
    const numbers = new Map(record.notes.map((note) => [note.id, String(++last)]))
    const dates = sessionDates(record)
    yield written(
      record.notes.map((note) => {
        const row = noteRow(telling, note, numbers, dates)
        return COLUMNS.map((column) => row[column])
      }),
    )
  }
}

function noteRow(
  telling: Telling,
  note: RecordNote,
  numbers: ReadonlyMap<string, string>,
  dates: ReadonlyMap<number, string>,
): Row {
  const { record, t, theme, name, topOf, timesWritten } = telling
  const zone = record.zones.find(({ id }) => id === note.zone)
  const expectation = record.expectations.find((asked) => zone?.kind === 'expectations' && asked.theme === note.theme)
  const about = theme(note.theme)
  const session = expectation?.session ?? record.session.number
  const ways = joinedWays(telling, [note])
  const top = topOf(note)
  return {
    number: numbers.get(note.id) ?? '',
    session: String(session),
    date: dates.get(session) ?? '',
    part: partName(telling, note),
    presenter: zone?.kind === 'presentation' ? (name(zone.organisation) ?? '') : '',
    aspect: zone?.aspect ?? '',
    expectation: expectation ? String(expectation.number) : '',
    theme: about ? telling.themeTitle(about) : '',
    kind: t(`record.kind.${note.kind}`),
    note: note.text,
    organisation: name(note.organisation) ?? '',
    from: ways.from.join(', '),
    to: ways.to.join(', '),
    times: String(timesWritten(note)),
    under: top === note ? '' : (numbers.get(top.id) ?? ''),
  }
}

function partName({ record, t, zoneTitle }: Telling, note: RecordNote): string {
  const zone = record.zones.find(({ id }) => id === note.zone)
  if (!zone || zone.kind === 'checkIn') return ''
  return zone.kind === 'free' ? zoneTitle(zone) : t(`record.part.${zone.kind}`)
}

const sessionDates = ({ network }: SessionRecord): Map<number, string> =>
  new Map(
    network.sessions.flatMap(({ number, startsAt }) =>
      startsAt === undefined ? [] : [[number, localDate(startsAt, network.timeZone)]],
    ),
  )
