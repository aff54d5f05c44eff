import { describe, expect, test } from 'vitest'
import { decoded } from '../../shared/import/decoded.ts'
import { NotATable, readRows } from '../../shared/import/rows.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import { renderCsv } from '../../shared/record/csv.ts'
import { translators } from '../../shared/text/every-language.ts'
import { note, theme, themeId, zone, zoneId } from '../helpers/boards.ts'
import { recordOf, writtenBy } from '../helpers/records.ts'

const texts = (text: string, format: 'csv' | 'lines' = 'csv') => readRows(text, format).notes.map((one) => one.text)
const bytes = (text: string) => new TextEncoder().encode(text)

describe('pasted lines', () => {
  test('are a note each, in their order; empty ones are told with their line', () => {
    const { notes, skipped } = readRows('\uFEFFEen\r\n\r\n  Twee \rDrie\n', 'lines')
    expect(notes.map(({ text, line }) => [text, line])).toEqual([
      ['Een', 1],
      ['Twee', 3],
      ['Drie', 4],
    ])
    expect(skipped).toEqual([{ what: 'notes', count: 1, why: 'empty', lines: [2] }])
  })

  test('keep commas, quotes and what a spreadsheet calls a formula', () => {
    expect(texts('Brood, kaas; wijn\n"citaat"\n=1+1', 'lines')).toEqual(['Brood, kaas; wijn', '"citaat"', '=1+1'])
  })

  test('that are too long are left whole and told', () => {
    const long = 'a'.repeat(BOUNDS.noteText + 1)
    const { notes, skipped } = readRows(`Kort\n${long}\n${long.slice(1)}`, 'lines')
    expect(notes).toHaveLength(2)
    expect(skipped).toEqual([{ what: 'notes', count: 1, why: 'tooLong', lines: [2] }])
  })

  test('beyond what a board holds are counted, and the first hundred are named', () => {
    const { notes, skipped } = readRows('x\n'.repeat(BOUNDS.notesPerBoard + 300), 'lines')
    expect(notes).toHaveLength(BOUNDS.notesPerBoard)
    expect(skipped).toMatchObject([{ why: 'noRoom', count: 300 }])
    expect(skipped[0]?.lines).toHaveLength(100)
    expect(skipped[0]?.lines?.[0]).toBe(BOUNDS.notesPerBoard + 1)
  })
})

describe('a table', () => {
  test.each([
    ['semicolons', 'nr;briefje;thema\n1;"Een; met punt";Onthaal\n2;Twee;'],
    ['commas', 'nr,note,theme\n1,"Een; met punt",Onthaal\n2,Twee,'],
    ['tabs', 'n°\tbillet\tthème\n1\tEen; met punt\tOnthaal\n2\tTwee\t'],
  ])('with %s is found by itself', (_, table) => {
    const { notes, skipped } = readRows(table, 'csv')
    expect(notes.map(({ text, theme: title }) => [text, title])).toEqual([
      ['Een; met punt', 'Onthaal'],
      ['Twee', ''],
    ])
    expect(skipped).toMatchObject([{ what: 'columns', count: 1, why: 'notUsed' }])
  })

  test('without a known column gives its first column, all rows of it', () => {
    expect(texts('Idee een;Jan\nIdee twee;Piet')).toEqual(['Idee een', 'Idee twee'])
  })

  test('of one column keeps the commas in its words', () => {
    expect(texts('tekst\nMeer tijd, graag\nRust; en stilte')).toEqual(['Meer tijd, graag', 'Rust; en stilte'])
    expect(texts('Meer tijd, graag\nRust')).toEqual(['Meer tijd, graag', 'Rust'])
  })

  test('has line breaks and quotes within quotes, and says on which line of the file a row began', () => {
    const { notes, skipped } = readRows('tekst;soort\r\n"Een\r\nlange ""zin""";vraag\r\n;idee\r\nDrie;onzin\r\n', 'csv')
    expect(notes).toMatchObject([{ text: 'Een\r\nlange "zin"', kind: 'question', line: 2 }])
    expect(skipped).toEqual([
      { what: 'notes', count: 1, why: 'empty', lines: [4] },
      { what: 'notes', count: 1, why: 'unknownKind', lines: [5] },
    ])
  })

  test('gives back what a spreadsheet was kept from taking for a formula', () => {
    expect(texts("tekst\n'=1+1\n'-5 stoelen\n't is goed")).toEqual(['=1+1', '-5 stoelen', "'t is goed"])
  })

  test('with a quote that never ends says where, and gives nothing', () => {
    expect(() => readRows('tekst\nGoed\n"Niet goed\nEn verder', 'csv')).toThrow(NotATable)
  })

  test('that is empty gives nothing', () => {
    expect(readRows('', 'csv')).toEqual({ notes: [], skipped: [] })
    expect(readRows('tekst\n', 'csv')).toEqual({ notes: [], skipped: [] })
  })

  test.each(['nl', 'en', 'fr'] as const)(
    'that was made here in %s gives the same words, themes and kinds',
    (language) => {
      const words = ['=Som van alles', 'Een;twee,drie', 'Met "aanhaling"\nen nog een lijn', '-5', "'t kan ook"]
      const kinds = ['idea', 'recognise', 'question', 'takeHome', 'idea'] as const
      const record = recordOf({
        zones: [zone(0, { kind: 'reflection' })],
        themes: [theme(1, { zone: zoneId(0), title: 'Onthaal' })],
        notes: words.map((text, i) =>
          writtenBy(note(i, { theme: i % 2 ? themeId(1) : null }, text), { kind: kinds[i] ?? 'idea' }),
        ),
      })
      const { notes, skipped } = readRows(renderCsv(record, translators[language]), 'csv')
      expect(notes.map(({ text, kind, theme: title }) => [text, kind, title])).toEqual(
        record.notes.map(({ text, kind, theme: of }) => [text, kind, of ? 'Onthaal' : '']),
      )
      expect(skipped).toMatchObject([{ what: 'columns', count: 12 }])
    },
  )
})

describe('the bytes of a file', () => {
  test('are UTF-8, UTF-16 with its mark, or what Windows writes', () => {
    expect(decoded(bytes('thème'))).toBe('thème')
    expect(decoded(new Uint8Array([0xff, 0xfe, 0xe9, 0x00]))).toBe('é')
    expect(decoded(new Uint8Array([0x74, 0x68, 0xe8, 0x6d, 0x65]))).toBe('thème')
  })

  test('of a workbook, a PDF or a picture are no text', () => {
    for (const start of ['PK\u0003\u0004', '%PDF-1.7', '\u0089PNG\r\n\u001a\n\0\0'])
      expect(decoded(bytes(start))).toBeNull()
  })
})
