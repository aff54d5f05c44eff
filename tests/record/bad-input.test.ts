import { describe, expect, test } from 'vitest'
import { fontOf } from '../../server/export/fonts.ts'
import { typeset } from '../../server/export/typeset.ts'
import { levelOf } from '../../shared/record/level.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { note, zone, zoneId } from '../helpers/boards.ts'
import { FILE_FORMATS, FILES, type FileFormat } from '../helpers/every-format.ts'
import { nodesIn, parseMarkdown, textOf } from '../helpers/markdown-tree.ts'
import { readPdf } from '../helpers/pdf-text.ts'
import { recordOf } from '../helpers/records.ts'
import { textOfXml, unzip } from '../helpers/unzip.ts'

// What people write, or do not write, in every file that a record can be.

const saying = (...texts: readonly string[]): SessionRecord =>
  levelOf(
    recordOf({
      zones: [zone(1, { kind: 'reflection', title: 'Reflectie' })],
      notes: texts.map((text, n) => note(n + 1, { zone: zoneId(1) }, text)),
    }),
    'group',
  )
const bare = (text: string): string => text.replace(/\s+/g, '')

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
/** What a reader finds in a file, without spaces. PNG says nothing that can be read. */
const READERS: Record<Exclude<FileFormat, 'png'>, (file: Buffer) => string | Promise<string>> = {
  md: async (file) => (await parseMarkdown(file.toString())).children?.map(textOf).join('') ?? '',
  html: (file) =>
    file
      .toString()
      .replace(/<style>[^]*?<\/style>|<[^>]*>/g, '')
      .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? ''),
  csv: (file) => file.toString().replaceAll('""', '"'),
  json: (file) => (JSON.parse(file.toString()) as SessionRecord).notes.map(({ text }) => text).join('\n'),
  svg: (file) => textOfXml(file.toString()),
  docx: (file) => textOfXml(unzip(file).get('word/document.xml') ?? ''),
  // Without what stands below each page.
  pdf: (file) =>
    readPdf(file)
      .pages.map((page) => bare(page).replace(/Lerendnetwerkontmoetingsplaatsen·Verslag.*$/, ''))
      .join(''),
}

async function expectOnce(format: FileFormat, texts: readonly string[], how = bare): Promise<void> {
  const file = await FILES[format](saying(...texts))
  if (format === 'png') return expect(file.toString('latin1', 1, 4)).toBe('PNG')
  if (format === 'pdf') expect(readPdf(file).boxes).toBe(0)
  const text = how(await READERS[format](file))
  for (const each of texts) expect(text.split(how(each)).length - 1, `${format}: ${each.slice(0, 40)}`).toBe(1)
}

describe.each(FILE_FORMATS)('%s', (format) => {
  test('holds a note of 4,000 characters without a space', async () => {
    await expectOnce(format, ['m'.repeat(4_000)])
  }, 60_000)

  test('holds emoji with skin tones, families, flags and keycaps', async () => {
    const text = 'Top 👍🏾 les 👩🏽‍🏫 samen 👨‍👩‍👧‍👦 hier 🇧🇪 een 1️⃣ hart ❤️'
    if (format !== 'pdf') return expectOnce(format, [text])
    // A font tells its pictures in its own way: each of them is there, and none is a box.
    const { pages, boxes } = readPdf(await FILES.pdf(saying(text)))
    expect(boxes).toBe(0)
    for (const sign of ['Top', '👍', '👩', '👨', '🇧🇪', 'hart']) expect(bare(pages.join(''))).toContain(sign)
  })

  test('holds Arabic, Hebrew, Chinese, Japanese and Korean', async () => {
    // A page is drawn from left to right: there the signs are counted, not their order.
    const signs = (text: string) =>
      [...bare(text)]
        .filter((sign) => /[\u0590-\u06ff]/.test(sign))
        .sort()
        .join('')
    if (format === 'pdf') await expectOnce(format, ['مرحبا بالجميع', 'שלום לכולם'].slice(0, 1), signs)
    else await expectOnce(format, ['مرحبا بالجميع', 'שלום לכולם'])
    await expectOnce(format, ['你好，世界', 'こんにちは', '한국어'])
  })

  test('holds mark-up and formulas as words, and no sign that a file may not hold', async () => {
    const written = [
      '<script>alert(1)</script>',
      '# kop **vet** [naam](x) `code` | cel',
      ']]> &amp; <!-- weg -->',
      '"aanhaling"; en puntkomma',
    ]
    await expectOnce(format, written)
    const file = await FILES[format](saying('=1+1', 'nul\u0000 bel\u0007 vorm\u000c half \ud800 niets \uffff'))
    const text = format === 'docx' ? (unzip(file).get('word/document.xml') ?? '') : file.toString()
    if (format === 'csv') expect(text).toContain(";'=1+1;")
    if (format === 'docx' || format === 'html' || format === 'svg')
      // eslint-disable-next-line no-control-regex -- they are what it is about
      expect(text).not.toMatch(/[\u0000\u0007\u000c]|\ud800(?![\udc00-\udfff])|\uffff/)
    if (format === 'html' || format === 'svg' || format === 'docx') expect(text).not.toContain('<script')
  })

  test('is made of a session in which nothing was written', async () => {
    const file = await FILES[format](levelOf(recordOf({ zones: [] }), 'group'))
    expect(file.length).toBeGreaterThan(100)
    const text = format === 'png' ? 'Verslag' : await READERS[format](file)
    if (format !== 'csv' && format !== 'json') expect(text).toContain('Verslag')
  })
})

test('3,000 notes are in each of the files that are made at once', async () => {
  const texts = Array.from({ length: 3_000 }, (_, n) => `Briefje${n}woord is lang genoeg om een regel te vullen.`)
  const record = saying(...texts)
  for (const format of ['md', 'html', 'csv', 'json'] as const) {
    const text = FILES[format](record).toString()
    const words = new Map<string, number>()
    for (const [word] of text.matchAll(/Briefje\d+woord/g)) words.set(word, (words.get(word) ?? 0) + 1)
    expect(words.size).toBe(3_000)
    expect(Math.max(...words.values())).toBe(1)
  }
})

test('no sign of any of these scripts is drawn as an empty box, in a picture or on a page', () => {
  const texts = 'مرحبا بالجميع שלום לכולם 你好，世界 こんにちは 한국어 Ελλάδα Україна ไทย → ✓ ½ € 👍🏾 👨‍👩‍👧‍👦 🇧🇪'
  for (const style of ['text', 'strong', 'emphasis', 'heading'] as const)
    for (const { pieces } of typeset([{ text: texts, style }], 400, 11))
      for (const { font, text } of pieces)
        for (const glyph of fontOf(font).layout(text).glyphs) expect(glyph.id, `${font}: ${text}`).not.toBe(0)
})

test('Markdown makes of it one list of as many items', async () => {
  const tree = await parseMarkdown(FILES.md(saying('- een', '1. twee', '> drie', '    vier')).toString())
  expect(nodesIn(tree).filter(({ type }) => type === 'listItem').length).toBeGreaterThanOrEqual(4)
  expect(nodesIn(tree).filter(({ type }) => type === 'code' || type === 'blockquote')).toEqual([])
})
