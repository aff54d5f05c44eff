import { describe, expect, test } from 'vitest'
import { renderCsv } from '../../shared/record/csv.ts'
import { renderHtml } from '../../shared/record/html.ts'
import { levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import { translators } from '../../shared/text/every-language.ts'
import { note, theme, themeId, zone, zoneId } from '../helpers/boards.ts'
import { nodesIn, parseMarkdown, textOf } from '../helpers/markdown-tree.ts'
import { recordOf } from '../helpers/records.ts'

const HOSTILE = [
  '# Kop',
  '###### Kop',
  '- punt',
  '+ punt',
  '- - dieper',
  '---',
  '* * *',
  '1. één',
  '12) twaalf',
  '> aangehaald',
  '**vet** en *schuin* en _onder_ en ~~weg~~',
  '`code` en ```blok```',
  '[link](https://voorbeeld.be) en ![beeld](x.png)',
  '[x] gedaan',
  '[ref]: https://voorbeeld.be',
  'kijk op https://voorbeeld.be/a_b of www.voorbeeld.be',
  'mail naar iemand@voorbeeld.be',
  '<b>vet</b><script>alert(1)</script><!-- weg -->',
  '<https://voorbeeld.be>',
  '&lt;b&gt; &amp; &copy; &#65;',
  'a | b | c',
  '\\# al \\* geschoven \\',
  '    vier spaties',
  'Titel\n=====',
  'Titel\r\n-----',
  'regel een\n\n# regel twee\n- drie',
  '"aanhaling" en \'apostrof\'; en puntkomma',
  '😊👨‍👩‍👧‍👦',
  'مرحبا بالجميع (hallo)',
  'x'.repeat(4_000),
]
const oneLine = (text: string) => text.replace(/\s*[\r\n]+\s*/g, ' ').trim()

const reflection = zone(1, { kind: 'reflection', title: 'Reflectie' })
const recordWith = (text: string) =>
  levelOf(
    recordOf({
      zones: [reflection],
      themes: [theme(1, { title: text.slice(0, 200), summary: text })],
      notes: [note(1, { zone: zoneId(1), theme: themeId(1) }, text)],
    }),
    'group',
  )

describe('whatever people write', () => {
  test.each(HOSTILE)('Markdown keeps it as the text of one list item: %j', async (text) => {
    const tree = await parseMarkdown(renderMarkdown(recordWith(text), translators.nl))
    const blocks = tree.children ?? []
    const at = blocks.findIndex((node) => textOf(node) === 'Reflectie')
    const [heading, sentence, list] = blocks.slice(at + 1)
    expect([heading?.type, sentence?.type, list?.type]).toEqual(['heading', 'paragraph', 'list'])
    const items = list?.children ?? []
    expect(items).toHaveLength(1)
    expect(nodesIn(items[0]!).map(({ type }) => type)).toEqual(['listItem', 'paragraph', 'text'])
    expect(textOf(items[0]!)).toBe(oneLine(text))
    expect(textOf(sentence!)).toBe(oneLine(text))
    expect(textOf(heading!)).toBe(oneLine(text.slice(0, 200)))
    expect(nodesIn(heading!).every(({ type }) => type === 'heading' || type === 'text')).toBe(true)
  })

  test.each(HOSTILE)('HTML shows it, and adds no element: %j', (text) => {
    const html = renderHtml(recordWith(text), translators.nl)
    const item = /<li><bdi>(.*)<\/bdi><\/li>/s.exec(html)?.[1] ?? ''
    expect(item.replaceAll('<br>', '')).not.toMatch(/[<>"']/)
    const entities: Record<string, string> = {
      '<br>': '\n',
      '&lt;': '<',
      '&gt;': '>',
      '&quot;': '"',
      '&#39;': "'",
      '&amp;': '&',
    }
    const shown = item.replace(/<br>|&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? '')
    expect(shown).toBe(text.trim().replaceAll('\r\n', '\n'))
    expect(html).not.toMatch(/<script|<b>|<!-- |<img|<a\b/)
  })

  test('HTML asks nothing of anyone and runs nothing', () => {
    const html = renderHtml(recordWith('ok'), translators.nl)
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/src=|href=|url\(|@import|<link|<script/)
  })

  test.each([
    ['=1+1', "'=1+1"],
    ['+32 470', "'+32 470"],
    ['-5 graden', "'-5 graden"],
    ['@home', "'@home"],
    ['\ttab', "'\ttab"],
    ['een; twee', '"een; twee"'],
    ['zeg "ja"', '"zeg ""ja"""'],
    ['regel\nregel', '"regel\nregel"'],
    ['regel\rregel', '"regel\rregel"'],
    ['\rregel', '"\'\rregel"'],
    ['gewoon = goed', 'gewoon = goed'],
  ])('CSV gives a spreadsheet no formula and no extra cell: %j', (text, cell) => {
    const csv = renderCsv(recordWith(text), translators.nl)
    expect(csv.endsWith(`;idee;${cell};;;;1;\r\n`)).toBe(true)
  })

  test('CSV begins with a byte order mark and has its head also without notes', () => {
    const csv = renderCsv(recordOf({ zones: [] }), translators.nl)
    expect(csv).toMatch(/^\ufeffnr;bijeenkomst;datum;[^\n]*;onder\r\n$/)
  })

  test('a table keeps its columns when a cell holds a bar or a break', async () => {
    const record = {
      ...recordOf({ zones: [] }),
      commitments: [
        { id: 'c', session: 2, who: [], what: 'dit | dat\nen zo', by: '2026-03-20', status: 'open' as const },
        { id: 'd', session: 2, who: [], what: 'later', by: '2026-04-01', status: 'open' as const },
      ],
    }
    const text = renderMarkdown(record, translators.nl)
    expect(text).toContain('| Wat | Tegen wanneer |\n|---|---|\n| dit \\| dat en zo | vrijdag 20 maart 2026 |\n')
    const table = nodesIn(await parseMarkdown(text)).find(({ type }) => type === 'table')
    expect(table?.children?.map((row) => row.children?.length)).toEqual([2, 2, 2])
  })
})
