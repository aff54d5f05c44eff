import { describe, expect, test } from 'vitest'
import type { NoteId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import { levelOf } from '../../shared/record/level.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { note, zone, zoneId } from '../helpers/boards.ts'
import { FILE_FORMATS, FILES, type FileFormat } from '../helpers/every-format.ts'
import { goldenRecord } from '../helpers/long-record.ts'
import { readPdf } from '../helpers/pdf-text.ts'
import { organisationId, participantId, recordOf, writtenBy } from '../helpers/records.ts'
import { unzip } from '../helpers/unzip.ts'

// What must not be inferred is not there either: neither an id nor an order tells when or by whom a note was written.

const zones = [
  zone(1, { kind: 'presentation', title: 'Visie', organisation: organisationId(0) }),
  zone(2, { kind: 'reflection', title: 'Reflectie' }),
  zone(3, { kind: 'crossPollination', title: 'Kruisbestuiving' }),
]

/** Twelve notes whose ids and places tell in which order they were written, by whom, and where on the board they were put. */
function written(orderOf: (n: number) => number): SessionRecord {
  const notes = Array.from({ length: 12 }, (_, n): Note => {
    const order = orderOf(n)
    const time = (0x019f00000000 + order * 60_000).toString(16).padStart(12, '0')
    const id = `${time.slice(0, 8)}-${time.slice(8)}-7${String(order).padStart(3, '0')}-8000-${((n * 7_919) % 4_099).toString(16).padStart(12, '0')}`
    const lying = note(n, { zone: zoneId((n % 3) + 1), x: order * 40, y: order * 90 }, `Gezegd ${n}`)
    return writtenBy(
      { ...lying, id: id as NoteId },
      { author: participantId(order % 5), organisation: organisationId(n % 4), createdAt: 1_773_300_000_000 + order },
    )
  })
  return recordOf({ zones, notes: notes.sort((a, b) => (a.id < b.id ? -1 : 1)) })
}

/** The library numbers bookmarks on from file to file. */
const comparable = (format: FileFormat, file: Buffer): string =>
  format === 'docx'
    ? [...unzip(file)].map(([name, text]) => `${name}: ${text.replace(/_Toc\d+|w:id="\d+"/g, '')}`).join('\n')
    : file.toString('latin1')

describe.each(FILE_FORMATS)('%s', (format) => {
  test('is the same whoever wrote the notes, and in whichever order', async () => {
    for (const level of ['group', 'organisation', 'public'] as const) {
      const files = await Promise.all(
        [(n: number) => n, (n: number) => 11 - n, (n: number) => (n * 5) % 12].map(async (order) =>
          comparable(format, await FILES[format](levelOf(written(order), level, organisationId(0)))),
        ),
      )
      expect(files[1] === files[0] && files[2] === files[0], level).toBe(true)
    }
  })

  test('is the same whenever on its day it is made', async () => {
    const record = levelOf(goldenRecord, 'group')
    const once = comparable(format, await FILES[format](record))
    const again = comparable(format, await FILES[format](structuredClone(record)))
    expect(again === once).toBe(true)
  })
})

test('a Word file has the day of its making, in what it says of itself and as a zip, and nothing that tells its edits', async () => {
  const file = await FILES.docx(levelOf(goldenRecord, 'group'))
  const files = unzip(file)
  const core = files.get('docProps/core.xml') ?? ''
  expect([...core.matchAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g)].map(([moment]) => moment)).toEqual([
    '2026-03-12T00:00:00Z',
    '2026-03-12T00:00:00Z',
  ])
  expect([...core.matchAll(/<(?:dc:creator|cp:lastModifiedBy)>([^<]*)/g)].map(([, who]) => who)).toEqual([
    'Bijeen',
    'Bijeen',
  ])
  const everything = [...files.values()].join('\n')
  expect(everything).not.toMatch(/rsid|paraId|<w:ins |<w:del |w:author|<w:comment /)
  let heads = 0
  for (let at = file.indexOf('PK\u0001\u0002'); at >= 0; at = file.indexOf('PK\u0001\u0002', at + 4), heads++)
    expect([file.readUInt16LE(at + 12), file.readUInt16LE(at + 14)]).toEqual([0, ((2026 - 1980) << 9) | (3 << 5) | 12])
  expect(heads).toBe(files.size)
})

test('a PDF has the day of its making, and no author', async () => {
  const { structure } = readPdf(await FILES.pdf(levelOf(goldenRecord, 'group')))
  expect(structure).toMatch(/\(D:20260312000000Z?\)/)
  expect(structure).not.toMatch(/\/Author|\/ModDate|xmp:|\(D:20(?!260312000000)/)
})

test('a picture names no thing by an id of the board', () => {
  const svg = FILES.svg(
    levelOf(
      written((n) => n),
      'group',
    ),
  ).toString()
  const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
  expect(ids.length).toBeGreaterThan(1)
  for (const id of ids) expect(id).toMatch(/^[a-z]+$/)
})
