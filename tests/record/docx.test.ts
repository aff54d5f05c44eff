import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderDocx } from '../../server/export/docx.ts'
import { levelOf } from '../../shared/record/level.ts'
import { RECORD_LEVELS, type SessionRecord } from '../../shared/record/record.ts'
import { stackTops } from '../../shared/record/stacks.ts'
import { translators } from '../../shared/text/every-language.ts'
import { goldenRecord, longRecord } from '../helpers/long-record.ts'
import { cases, wordOf } from '../helpers/record-cases.ts'
import { network, organisationId, participantId, recordOf } from '../helpers/records.ts'
import { textOfXml, unzip } from '../helpers/unzip.ts'
import { note, zone, zoneId } from '../helpers/boards.ts'

const t = translators.nl
const group = levelOf(goldenRecord, 'group')
const filesOf = async (record: SessionRecord, words = t) => unzip(await renderDocx(record, words))
const bodyOf = async (record: SessionRecord, words = t) => (await filesOf(record, words)).get('word/document.xml') ?? ''
const timesIn = (text: string, word: string) => text.split(word).length - 1
const saying = (text: string) =>
  levelOf(
    recordOf({
      zones: [zone(1, { kind: 'reflection', title: 'Reflectie' })],
      notes: [note(1, { zone: zoneId(1) }, text)],
    }),
    'group',
  )

describe('the record in Word', () => {
  test('has each of 600 notes exactly once', async () => {
    const text = textOfXml(await bodyOf(levelOf(longRecord(600), 'group')))
    for (let n = 0; n < 600; n++) expect(timesIn(text, `Briefje${n}woord`)).toBe(1)
  })

  test('on any board every note stands once, and nothing tells who wrote it or when', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom(...RECORD_LEVELS), async ({ record, kept }, level) => {
        const files = await filesOf(levelOf(record, level, organisationId(0)))
        const text = textOfXml(files.get('word/document.xml') ?? '')
        const tops = stackTops(kept.map(({ id, place }) => ({ id, under: place.under })))
        if (level === 'full' || level === 'group')
          for (const { id } of kept)
            expect(timesIn(text, wordOf(Number(id.slice(-12))))).toBe(tops.get(id) === id ? 1 : 0)
        const everything = [...files.values()].join('\n')
        for (const { meta } of kept)
          for (const leak of [meta.author, meta.createdAt, participantId(99)])
            expect(everything.includes(String(leak))).toBe(false)
        expect(everything).not.toContain('K7M4PD')
      }),
      { seed: 20260312, numRuns: 25 },
    )
  })

  test('looks as its styles say: a title, headings of two levels, lists, and tables with a head', async () => {
    const files = await filesOf(group)
    const body = files.get('word/document.xml')!
    for (const style of [
      'Title',
      'Heading1',
      'Heading2',
      'BodyText',
      'ListBullet',
      'ListNumber',
      'TableHeading',
      'TableText',
    ]) {
      expect(body).toContain(`<w:pStyle w:val="${style}"/>`)
      expect(files.get('word/styles.xml')).toContain(`w:styleId="${style}"`)
    }
    expect(timesIn(body, '<w:tbl>')).toBe(2)
    expect(timesIn(body, '<w:tblHeader/>')).toBe(2)
    expect(files.has('word/numbering.xml')).toBe(true)
  })

  test('has a table of contents with links, that Word need not ask about', async () => {
    const body = await bodyOf(group)
    const [contents = ''] = /<w:sdt>[\s\S]*<\/w:sdt>/.exec(body) ?? []
    expect(contents).toMatch(/TOC \\h \\o/)
    expect(textOfXml(contents)).toContain('Kruisbestuiving')
    expect(timesIn(contents, '<w:hyperlink')).toBeGreaterThan(8)
    expect(body).not.toContain('w:dirty="true"')
    expect((await filesOf(group)).get('word/settings.xml')).not.toContain('updateFields')
    // Numbers for all of it, or for nothing of it.
    expect(textOfXml(contents)).toMatch(/Kruisbestuiving\D*\d/)
    const odd = await bodyOf(
      levelOf(
        longRecord(40, (one) => `${one.text} 你好`),
        'group',
      ),
    )
    expect(textOfXml(/<w:sdt>[\s\S]*<\/w:sdt>/.exec(odd)?.[0] ?? '')).not.toMatch(/Engagementen\s*\d/)
  })

  test('names its network above and its pages below, has words for its picture, and says its language', async () => {
    for (const language of ['nl', 'en', 'fr'] as const) {
      const words = translators[language]
      const files = await filesOf(group, words)
      const others = [...files].filter(([name]) => /word\/(header|footer)\d+\.xml$/.test(name)).map(([, text]) => text)
      expect(others.some((text) => textOfXml(text).includes(network.title))).toBe(true)
      expect(others.some((text) => /PAGE[^S]/.test(text) && text.includes('NUMPAGES'))).toBe(true)
      expect(files.get('word/styles.xml')).toContain(`<w:lang w:val="${words.locale}"`)
      expect(files.get('word/document.xml')).toMatch(/<wp:docPr [^>]*descr="Bijeen"/)
    }
  })

  test('draws who took what from whom, with words for who does not see it', async () => {
    const alt = t('map.alt', { count: 54 }).replace('54', '\\d+')
    const body = await bodyOf(group)
    expect(body).toMatch(new RegExp(`<wp:docPr [^>]*descr="${alt}"`))
    expect(timesIn(body, '<w:drawing>')).toBe(2)
    // A name with signs that no XML may hold is drawn without them.
    const { organisations } = goldenRecord.network
    const odd = organisations.map((one) => ({ ...one, name: `${one.name}\u000b\ufffe\ud800` }))
    const named = { ...goldenRecord, network: { ...goldenRecord.network, organisations: odd } }
    expect(timesIn(await bodyOf(levelOf(named, 'group')), '<w:drawing>')).toBe(2)
    // Nothing went to anyone: nothing is drawn but the mark.
    expect(timesIn(await bodyOf(saying('Zomaar iets')), '<w:drawing>')).toBe(1)
  })

  test('has no date of its making but the day, and no name but that of the product', async () => {
    const core = (await filesOf(group)).get('docProps/core.xml') ?? ''
    expect(core).toContain('<dc:creator>Bijeen</dc:creator>')
    expect(core).toContain('<cp:lastModifiedBy>Bijeen</cp:lastModifiedBy>')
  })

  test.each([
    'x'.repeat(4_000),
    '=SUM(A1) & <w:p/> &amp; "aanhaling" ]]>',
    'regel een\nregel twee\r\nregel drie',
    'مرحبا بالجميع (hallo)',
    '你好，世界 한국어 👩🏽‍🏫 🇧🇪',
    'nul\u0000 en half \ud800 teken',
  ])('keeps what people write: %j', async (text) => {
    const said = text
      .replaceAll('\u0000', '')
      .replace(/\ud800/g, '\ufffd')
      .replace(/\r\n/g, '\n')
    const body = textOfXml(await bodyOf(saying(text)))
    expect(timesIn(body, said)).toBe(1)
  })

  test('begins at the right with what is written from there', async () => {
    expect(await bodyOf(saying('مرحبا بالجميع'))).toMatch(/<w:bidi\/>[\s\S]*<w:rtl\/>/)
  })
})
