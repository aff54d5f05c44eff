import { beforeAll, describe, expect, test } from 'vitest'
import { renderDocx } from '../../server/export/docx.ts'
import type { Block, RecordDocument } from '../../shared/record/document.ts'
import { levelOf } from '../../shared/record/level.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { sessionDocument } from '../../shared/record/session-document.ts'
import { translators } from '../../shared/text/every-language.ts'
import { emptyBoxes } from '../helpers/empty-boxes.ts'
import { findLibreOffice, hasPoppler, pagesOf, pdfsOf } from '../helpers/libreoffice.ts'
import { goldenRecord, longRecord } from '../helpers/long-record.ts'

// What becomes of the Word file where someone opens it: LibreOffice makes a PDF of it. Where it is not installed, that is said.

const soffice = findLibreOffice()
const isThere = soffice !== null && hasPoppler()
if (!isThere)
  console.warn(
    'No LibreOffice or no poppler (SOFFICE_PATH, or both on the PATH): Word files were not opened, tests skipped',
  )

const t = translators.nl
const bare = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '')
const timesIn = (text: string, words: string): number => text.split(bare(words)).length - 1

interface Printed {
  readonly record: SessionRecord
  readonly document: RecordDocument
  readonly pdf: Buffer
  readonly pages: readonly string[]
  /** Without the lines above and below. */
  readonly bodies: readonly string[]
}

const golden = levelOf(goldenRecord, 'group')
const signs = ['Top 👍🏾 👩🏽‍🏫 🇧🇪 👨‍👩‍👧 ❤️ 1️⃣', 'A → B ✓ ½ €', 'مرحبا بالجميع', 'שלום לכולם', '你好，世界 かな 한국어']
const odd = longRecord(40, ({ text }, n) => `${signs[n % signs.length] ?? ''} ${text}`)
const RECORDS = { golden, long: levelOf(longRecord(150), 'group'), odd: levelOf(odd, 'group') }

const printed = new Map<string, Printed>()
const of = (name: keyof typeof RECORDS): Printed => printed.get(name) as Printed

describe.skipIf(!isThere)('a Word file that LibreOffice opens', () => {
  beforeAll(async () => {
    const records = Object.entries(RECORDS)
    const files = await Promise.all(records.map(([, record]) => renderDocx(record, t)))
    const pdfs = await pdfsOf(soffice ?? '', files)
    for (const [n, [name, record]] of records.entries()) {
      const pdf = pdfs[n] as Buffer
      const pages = pagesOf(pdf)
      const bodies = pages.map((page, index) => bodyOf(page, record.network.title, index > 0))
      printed.set(name, { record, document: sessionDocument(record, t), pdf, pages, bodies })
    }
  }, 180_000)

  test('is of as many pages as one would think, numbered, with the network above all but the first', () => {
    expect(of('golden').pages.length).toBeGreaterThanOrEqual(6)
    expect(of('golden').pages.length).toBeLessThanOrEqual(8)
    expect(of('long').pages.length).toBeLessThanOrEqual(11)
    for (const { pages, record } of printed.values())
      for (const [n, page] of pages.entries()) {
        expect(bare(page)).toContain(bare(`Pagina ${n + 1} van ${pages.length}`))
        expect(bare(page).startsWith(bare(record.network.title))).toBe(n > 0)
        expect(bare(page).length).toBeGreaterThan(200)
      }
  })

  test('has every note once, and each promise', () => {
    for (const { record, bodies } of [of('golden'), of('long')]) {
      const text = bare(bodies.join('\n'))
      const elsewhere = record.zones.find(({ kind }) => kind === 'expectations')?.id
      for (const { text: words, under, zone } of record.notes)
        if (under === undefined && zone !== elsewhere) expect(timesIn(text, words), words).toBe(1)
      for (const { what } of [...record.commitments, ...record.earlierCommitments])
        expect(
          what.split(' ').every((word) => text.includes(bare(word))),
          what,
        ).toBe(true)
    }
  })

  test('has its parts and themes as bookmarks', () => {
    for (const { pdf, document } of printed.values())
      expect(bookmarksOf(pdf).sort()).toEqual(
        headingsOf(document)
          .map((title) => title.trim())
          .sort(),
      )
  })

  test('leaves no heading alone at the foot of a page, and names the columns on each page of a table', () => {
    for (const { bodies, document, record } of printed.values()) {
      const headings = new Set(headingsOf(document).map(bare))
      for (const body of bodies) expect(headings.has(bare(body.trim().split('\n').at(-1) ?? ''))).toBe(false)
      const dates = record.commitments.length
      expect(dates).toBeGreaterThan(4)
      for (const body of bodies) if (/Stuurt de map|Maakt een lijst/.test(body)) expect(body).toContain('Tegen wanneer')
    }
  })

  test('says in its contents on which page a part begins, but for one where it is nearly on another', () => {
    const { bodies, document } = of('golden')
    const [first = ''] = bodies
    for (const { title } of document.parts) {
      const said = first.split('\n').find((line) => bare(line).startsWith(bare(title)) && /\.{5}/.test(line))
      const page = Number(/(\d+)\s*$/.exec(said ?? '')?.[1])
      const at = bodies.findIndex((body) => body.split('\n').some((line) => bare(line) === bare(title))) + 1
      expect(Math.abs(page - at), title).toBeLessThanOrEqual(1)
    }
  })

  test('draws every sign: emoji, arrows, Arabic, Hebrew, Chinese, Japanese and Korean', () => {
    for (const { pdf } of printed.values()) expect(emptyBoxes(pdf)).toEqual([])
    const text = bare(of('odd').bodies.join(''))
    for (const sign of ['→', '✓', '你好', '한국어', '👍']) expect(text).toContain(sign.normalize('NFKC'))
  })

  test('is in the language of the network, with its title', () => {
    for (const { pdf, document } of printed.values()) {
      const text = pdf.toString('latin1')
      expect(/\/Type\/Catalog[^]*?\/Lang\(([^)]*)\)/.exec(text)?.[1]).toBe('nl-BE')
      expect(text).toContain(`/Title<${utf16(document.title)}>`)
      expect(text).toContain('/MarkInfo<</Marked true>>')
    }
  })
})

/** A page without the line above it and the one below. */
function bodyOf(page: string, network: string, hasHeader: boolean): string {
  const lines = page.split('\n').filter((line) => line.trim() !== '')
  const isAbove = hasHeader && lines[0]?.trim() === network
  const foot = lines.findLastIndex((line) => /Pagina \d+ van \d+/.test(line))
  return lines.slice(isAbove ? 1 : 0, foot).join('\n')
}

const headingsOf = ({ parts }: RecordDocument): string[] =>
  parts.flatMap(({ title, blocks }) => [
    title,
    ...blocks.flatMap((block: Block) => (block.kind === 'subheading' ? [block.text] : [])),
  ])

/** All that has a title in the file but the file itself. */
const bookmarksOf = (pdf: Buffer): string[] =>
  [...pdf.toString('latin1').matchAll(/\/Title<([\dA-F]+)>(?!\s*\/(?:Author|Subject))/g)].map(([, hex = '']) =>
    fromUtf16(hex),
  )

const utf16 = (text: string): string =>
  'FEFF' +
  [...Array(text.length).keys()].map((n) => text.charCodeAt(n).toString(16).toUpperCase().padStart(4, '0')).join('')
const fromUtf16 = (hex: string): string =>
  String.fromCharCode(...(hex.slice(4).match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)))
