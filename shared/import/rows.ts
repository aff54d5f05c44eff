import { parse } from 'csv-parse/browser/esm/sync'
import { BOUNDS } from '../model/bounds.ts'
import { foldedName } from '../model/network.ts'
import { NOTE_KINDS, type NoteKind } from '../model/note.ts'
import type { Skipped } from '../wire/import.ts'
import { Skips } from './skips.ts'

// A table or lines as notes: one a row or line. The page reads a file the same way before it is sent.

export interface RowNote {
  readonly text: string
  readonly kind: NoteKind
  /** The title of its theme; empty for none. */
  readonly theme: string
  /** Where it stands in the file, from 1. */
  readonly line: number
}

export interface Rows {
  readonly notes: readonly RowNote[]
  readonly skipped: readonly Skipped[]
}

/** A table that cannot be read: `line` is where, from 1. */
export class NotATable extends Error {
  readonly line: number
  constructor(line: number) {
    super(`A quote is opened in or before line ${line} and does not end as it should.`)
    this.line = line
  }
}

/** What a file, or what was pasted, is: a table, or lines of words. */
export type RowsFormat = 'csv' | 'lines'

/** @throws NotATable */
export function readRows(text: string, format: RowsFormat): Rows {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  return format === 'csv' ? readTable(plain) : readLines(plain)
}

function readLines(text: string): Rows {
  const skips = new Skips()
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/)
  // The end of the last line is no line.
  if (lines.at(-1) === '') lines.pop()
  return collected(
    skips,
    lines.map((words, i) => ({ text: words, kind: '', theme: '', line: i + 1 })),
  )
}

interface Cells {
  readonly record: readonly string[]
  /** The line on which it begins. */
  readonly line: number
}

function readTable(text: string): Rows {
  const skips = new Skips()
  const [first, ...others] = cellsOf(text, delimiterOf(text))
  if (!first) return { notes: [], skipped: [] }
  const names = first.record.map((name) => foldedName(name))
  const at = (known: ReadonlySet<string>) => names.findIndex((name) => known.has(name))
  const note = at(NOTE_NAMES)
  // Without a column of a name that is known the first row is a note like the others.
  if (note < 0)
    return collected(
      skips,
      [first, ...others].map(({ record, line }) => ({ text: record[0] ?? '', kind: '', theme: '', line })),
      notUsed(first.record, new Set([0]), false),
    )
  const [theme, kind] = [at(THEME_NAMES), at(KIND_NAMES)]
  return collected(
    skips,
    others.map(({ record, line }) => ({
      text: record[note] ?? '',
      theme: theme < 0 ? '' : (record[theme] ?? ''),
      kind: kind < 0 ? '' : (record[kind] ?? ''),
      line,
    })),
    notUsed(first.record, new Set([note, theme, kind]), true),
  )
}

interface Row {
  readonly text: string
  readonly kind: string
  readonly theme: string
  readonly line: number
}

/** Nothing is cut: a row that cannot be a note is told. */
function collected(skips: Skips, rows: readonly Row[], others: readonly Skipped[] = []): Rows {
  const notes: RowNote[] = []
  for (const row of rows) {
    const text = unescaped(row.text).trim()
    const theme = unescaped(row.theme).trim().replace(/\s+/g, ' ')
    const kind = kindOf(row.kind)
    if (text === '') skips.line('empty', row.line)
    else if (text.length > BOUNDS.noteText) skips.line('tooLong', row.line)
    else if (theme.length > BOUNDS.title) skips.line('themeTooLong', row.line)
    else if (kind === null) skips.line('unknownKind', row.line)
    else if (notes.length >= BOUNDS.notesPerBoard) skips.line('noRoom', row.line)
    else notes.push({ text, kind, theme, line: row.line })
  }
  return { notes, skipped: [...skips.all, ...others] }
}

/** Columns of which nothing comes onto the board. */
function notUsed(header: readonly string[], used: ReadonlySet<number>, isNamed: boolean): Skipped[] {
  const others = header.filter((_, i) => !used.has(i))
  if (others.length === 0) return []
  const names = others.map((name) => name.trim().slice(0, 40)).filter((name) => name !== '')
  return [
    {
      what: 'columns',
      count: others.length,
      why: 'notUsed',
      ...(isNamed && names.length > 0 && { names: names.slice(0, 20) }),
    },
  ]
}

/** So that a spreadsheet takes it for no formula, an apostrophe stands before it. */
const unescaped = (cell: string): string => (/^'[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) ? cell.slice(1) : cell)

const NOTE_NAMES = new Set(['tekst', 'text', 'texte', 'note', 'briefje', 'billet', 'idee', 'idea', 'idée'])
const THEME_NAMES = new Set(['thema', 'theme', 'thème'])
const KIND_NAMES = new Set(['soort', 'kind', 'genre', 'type'])

/** As they are called in the tables that are made here, in each language. */
const KINDS: ReadonlyMap<string, NoteKind> = new Map([
  ...NOTE_KINDS.map((kind) => [foldedName(kind), kind] as const),
  ['', 'idea'],
  ['idee', 'idea'],
  ['idée', 'idea'],
  ['herkenbaar', 'recognise'],
  ['recognisable', 'recognise'],
  ['je reconnais', 'recognise'],
  ['vraag', 'question'],
  ['neem ik mee', 'takeHome'],
  ['take home', 'takeHome'],
  ['j’emporte', 'takeHome'],
  ["j'emporte", 'takeHome'],
])
const kindOf = (name: string): NoteKind | null => KINDS.get(foldedName(unescaped(name))) ?? null

const DELIMITERS = [';', ',', '\t'] as const
/** Stands in no text: a table of one column. */
const NONE = '\u001F'
/** So much of a file tells what stands between its cells. */
const LOOK_AT = 64 * 1024

/** What parts the first rows into equally many cells, most of them; a header that is known decides. */
function delimiterOf(text: string): string {
  let best: string = NONE
  let most = 1
  for (const delimiter of DELIMITERS) {
    const rows = firstRows(text, delimiter)
    const [header = []] = rows
    if (header.length < 2) continue
    if (header.some((name) => NOTE_NAMES.has(foldedName(name)))) return delimiter
    if (header.length > most && rows.every(({ length }) => length === header.length)) {
      best = delimiter
      most = header.length
    }
  }
  return best
}

function firstRows(text: string, delimiter: string): readonly (readonly string[])[] {
  try {
    const rows = cellsOf(text.slice(0, LOOK_AT), delimiter, 50).map(({ record }) => record)
    return rows.filter((row) => row.some((cell) => cell !== ''))
  } catch {
    return []
  }
}

function cellsOf(text: string, delimiter: string, to?: number): Cells[] {
  let last = 0
  try {
    const cells: Cells[] = []
    const rows = parse(text, {
      delimiter,
      ...(to !== undefined && { to }),
      relax_column_count: true,
      relax_quotes: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      raw: true,
    }) as unknown as { record: string[]; raw: string }[]
    for (const { record, raw } of rows) {
      cells.push({ record, line: last + 1 })
      last += raw.match(/\r\n|[\r\n]/g)?.length ?? 0
    }
    return cells
  } catch (error) {
    const { lines } = error as { lines?: unknown }
    throw new NotATable(typeof lines === 'number' ? lines : last + 1)
  }
}
