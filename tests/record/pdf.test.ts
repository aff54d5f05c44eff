import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderPdf } from '../../server/export/pdf.ts'
import { levelOf } from '../../shared/record/level.ts'
import { RECORD_LEVELS, type SessionRecord } from '../../shared/record/record.ts'
import { stackTops } from '../../shared/record/stacks.ts'
import { translators } from '../../shared/text/every-language.ts'
import { note, zone, zoneId } from '../helpers/boards.ts'
import { goldenRecord, longRecord } from '../helpers/long-record.ts'
import { readPdf } from '../helpers/pdf-text.ts'
import { cases, wordOf } from '../helpers/record-cases.ts'
import { organisationId, participantId, recordOf } from '../helpers/records.ts'

const t = translators.nl
const group = levelOf(goldenRecord, 'group')
const read = async (record: SessionRecord, words = t) => readPdf(await renderPdf(record, words))
/** Without spaces and ends of lines: those are where the paper ends. */
const bare = (text: string) => text.replace(/\s+/g, '')
const timesIn = (text: string, word: string) => bare(text).split(bare(word)).length - 1
const saying = (text: string) =>
  levelOf(
    recordOf({
      zones: [zone(1, { kind: 'reflection', title: 'Reflectie' })],
      notes: [note(1, { zone: zoneId(1) }, text)],
    }),
    'group',
  )

describe('the record as PDF', () => {
  test('has each of 600 notes exactly once, over pages that count', async () => {
    const { pages } = await read(levelOf(longRecord(600), 'group'))
    const text = bare(pages.join('\n'))
    for (let n = 0; n < 600; n++) expect(text.split(`Briefje${n}woord`)).toHaveLength(2)
    expect(pages.length).toBeGreaterThan(10)
    pages.forEach((page, index) => expect(bare(page)).toContain(bare(`Pagina ${index + 1} van ${pages.length}`)))
  })

  test('on any board every note stands once, and nothing tells who wrote it or when', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom(...RECORD_LEVELS), async ({ record, kept }, level) => {
        const { pages, structure, boxes } = await read(levelOf(record, level, organisationId(0)))
        const text = pages.join('\n')
        const tops = stackTops(kept.map(({ id, place }) => ({ id, under: place.under })))
        if (level === 'full' || level === 'group')
          for (const { id } of kept)
            expect(timesIn(text, wordOf(Number(id.slice(-12))))).toBe(tops.get(id) === id ? 1 : 0)
        for (const { meta } of kept)
          for (const leak of [meta.author, meta.createdAt, participantId(99)])
            expect((text + structure).includes(String(leak))).toBe(false)
        expect(boxes).toBe(0)
      }),
      { seed: 20260312, numRuns: 25 },
    )
  })

  test('draws who took what from whom as a figure with words, within the structure', async () => {
    const figures = ({ structure }: { structure: string }) => structure.split('/S /Figure').length - 1
    const drawn = await read(group)
    expect(figures(drawn)).toBe(1)
    expect(drawn.structure).toContain('/Alt')
    expect(figures(await read(saying('Zomaar iets')))).toBe(0)
  })

  test('has a title, a language, a structure to walk and bookmarks to its parts', async () => {
    for (const language of ['nl', 'en', 'fr'] as const) {
      const { structure } = await read(group, translators[language])
      expect(structure).toContain(`/Lang (${translators[language].locale})`)
      expect(structure).toContain('/DisplayDocTitle true')
      expect(structure).toContain('/Marked true')
      for (const tag of ['Document', 'H1', 'H2', 'H3', 'P', 'L', 'LI', 'LBody', 'Table', 'TR', 'TH', 'TD'])
        expect(structure).toContain(`/S /${tag}\n`)
      expect(structure).toMatch(/\/Outlines \d+ 0 R/)
    }
    const { structure } = await read(group)
    expect(structure).toContain('(Verslag bijeenkomst 2 van 5)')
    expect(structure).toContain('/Title (Kruisbestuiving)')
    expect(structure).not.toMatch(/\/Author/)
  })

  test('brings its letters along, and no others than it shows', async () => {
    const { structure } = await read(group)
    const fonts = new Set([...structure.matchAll(/\/FontName \/\w{6}\+(\S+)/g)].map(([, name]) => name))
    expect([...fonts].sort()).toContain('AtkinsonHyperlegibleNext-Regular')
    expect([...fonts].sort()).toContain('BricolageGrotesque-Bold')
    expect([...fonts].some((name) => name?.startsWith('Unifont'))).toBe(false)
    expect(structure).not.toContain('/BaseFont /Helvetica')
    expect([...structure.matchAll(/\/FontFile2 /g)]).toHaveLength(fonts.size)
  })

  test.each([
    ['a long word', 'x'.repeat(2_000)],
    ['mark-up and formulas', '=SUM(A1) & <b>vet</b> (haakjes) \\ **ster**'],
    ['Chinese, Japanese and Korean', '你好，世界 かな 한국어'],
    ['arrows and ticks', 'A → B ✓ ½ €'],
    ['other letters', 'Ελλάδα Україна ก ไทย'],
  ])('keeps %s, with no empty box', async (_, text) => {
    const { pages, boxes } = await read(saying(text))
    expect(timesIn(pages.join('\n'), text)).toBe(1)
    expect(boxes).toBe(0)
  })

  test('carries a word without an end over to the next page', async () => {
    const { pages } = await read(saying('x'.repeat(8_000)))
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.join('').split('x')).toHaveLength(8_001)
  })

  test('shows emoji as one picture each, also with a skin tone, a flag or a family', async () => {
    const { pages, boxes } = await read(saying('Top 👍🏾 👩🏽‍🏫 🇧🇪 👨‍👩‍👧 ❤️ 1️⃣'))
    expect(boxes).toBe(0)
    expect(pages.join('')).toMatch(/👍[^]*👩🏽‍🏫[^]*🇧🇪[^]*👨‍👩‍👧/u)
  })

  test('joins Arabic and Hebrew, from the right, with no empty box', async () => {
    const { pages, boxes } = await read(saying('مرحبا بكم (2024) שלום'))
    expect(boxes).toBe(0)
    const text = bare(pages.join(''))
    for (const sign of 'مرحبا שלום 2024'.replace(/ /g, '')) expect(text).toContain(sign)
  })

  test('says the number of a sign that no font has', async () => {
    const { pages } = await read(saying('een \u{13000} teken'))
    expect(pages.join('')).toContain('[U+13000]')
  })

  test('of a session in which nothing was written yet is one page', async () => {
    const { pages } = await read(levelOf(recordOf({ zones: [] }), 'group'))
    expect(pages).toHaveLength(1)
    expect(bare(pages.join(''))).toContain('Verslagbijeenkomst2van5')
  })
})
