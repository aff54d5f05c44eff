import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  LineRuleType,
  PageNumber,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
  type IParagraphOptions,
  type PageNumberEstimator,
} from 'docx'
import { estimatePageNumbers } from 'docx/layout'
import type { Block, Fact, Line, Part, Picture, RecordDocument } from '../../shared/record/document.ts'
import { recordDocument, type AnyRecord } from '../../shared/record/record-document.ts'
import type { Translate } from '../../shared/text/translate.ts'
import { wordFile, type AboutFile } from './docx-file.ts'
import { chordFigure } from './figure.ts'
import { markPng } from './mark.ts'
import { cleaned } from './plain.ts'
import { columnWidths } from './columns.ts'

// The record in Word, to be edited before it is sent: everything looks as its style says, so that who changes a style
// changes all of it. Its letters are Calibri, that every Word has, and of which every office package has the measures.

const FONT = 'Calibri'
const INK = '14302A'
const INK_2 = '48605A'
const LEAF = '1F5547'
const HONEY = 'F5B82E'
const RULE = 'D2DBD0'

/** In twentieths of a point: A4, with room for a binder. */
const PAGE = { width: 11906, height: 16838 }
const SIDE = 1134
const TEXT_WIDTH = PAGE.width - 2 * SIDE
const FACT_LABEL = 2600
/** More themes than this make a table of contents that is as long as what it leads to. */
const THEMES_IN_CONTENTS = 24
/** With fewer parts all of it is seen at once. */
const PARTS_FOR_CONTENTS = 4

/** The record as a Word document, in the words of `t`. */
export async function renderDocx(record: AnyRecord, t: Translate): Promise<Buffer> {
  // The library measures a word again at each of its letters: one without an end would take a minute.
  const file = (document: Document): Promise<Buffer> => wordFile(document, aboutOf(record, t))
  if (LONG_WORD.test(wordsOf(recordDocument(record, t)))) return file(documentOf(record, t))
  let knowsAll = true
  const pageNumbers: PageNumberEstimator = (body, context) => {
    const estimated = estimatePageNumbers(body, context)
    knowsAll &&= estimated.pageCount !== undefined
    return estimated
  }
  const numbered = await file(documentOf(record, t, pageNumbers))
  // Half of the page numbers is worse than none: these are left out where letters stand of which nobody knows the width.
  return knowsAll ? numbered : file(documentOf(record, t))
}

const aboutOf = (record: AnyRecord, t: Translate): AboutFile => ({
  title: cleaned(recordDocument(record, t).title),
  subject: cleaned(record.network.title),
  madeOn: record.madeOn,
})

const LONG_WORD = /\S{120}/

/** All that the document says, each piece on a line of its own. */
const wordsOf = (document: RecordDocument): string => JSON.stringify(document, null, 1)

function documentOf(record: AnyRecord, t: Translate, pageNumbers?: PageNumberEstimator): Document {
  const document = recordDocument(record, t)
  const title = cleaned(document.title)
  const network = cleaned(record.network.title)
  const lists = { count: 0, pictures: 0 }
  return new Document({
    styles: stylesIn(t.locale),
    numbering: { config: [bullets, numbers] },
    ...(pageNumbers && { pageNumbers }),
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: PAGE,
            margin: { top: 1247, bottom: 1247, left: SIDE, right: SIDE, header: 567, footer: 567 },
          },
        },
        headers: {
          default: new Header({ children: [styled('Header', [text(network)])] }),
          first: new Header({ children: [styled('Header', [])] }),
        },
        footers: { default: footer(title, t), first: footer(title, t) },
        children: [
          ...head(document, lists),
          ...contents(document, t, pageNumbers !== undefined),
          ...document.parts.flatMap((part) => partOf(part, lists)),
        ],
      },
    ],
  })
}

interface Lists {
  /** Each numbered list counts from one again. */
  count: number
  pictures: number
}

function head({ title, head: blocks }: RecordDocument, lists: Lists): (Paragraph | Table)[] {
  const mark = new ImageRun({
    type: 'png',
    data: markPng(),
    transformation: { width: 30, height: 36 },
    altText: { id: pictureId(lists), name: 'Bijeen', title: 'Bijeen', description: 'Bijeen' },
  })
  return [
    new Paragraph({ children: [mark], spacing: { line: 240, lineRule: LineRuleType.AUTO, after: 200 } }),
    new Paragraph({ heading: HeadingLevel.TITLE, children: [text(cleaned(title))] }),
    ...blocks.flatMap((block) => blockOf(block, lists)),
  ]
}

function contents({ parts }: RecordDocument, t: Translate, numbered: boolean): (Paragraph | TableOfContents)[] {
  if (parts.length < PARTS_FOR_CONTENTS) return []
  const themes = parts.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'subheading'))
  return [
    styled('ContentsTitle', [text(t('record.contents'))]),
    new TableOfContents(t('record.contents'), {
      hyperlink: true,
      headingStyleRange: themes.length > THEMES_IN_CONTENTS ? '1-1' : '1-2',
      ...(!numbered && { pageNumbersEntryLevelsRange: '1-2' }),
      // Word would ask, each time the file is opened, whether it may look at other files.
      beginDirty: false,
    }),
  ]
}

const partOf = ({ title, blocks, foot }: Part, lists: Lists): (Paragraph | Table)[] => [
  new Paragraph({ heading: HeadingLevel.HEADING_1, children: [text(cleaned(title))] }),
  ...blocks.flatMap((block, index) => blockOf(block, lists, foot, blocks[index + 1])),
]

function blockOf(block: Block, lists: Lists, foot = false, next?: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'subheading':
      return [new Paragraph({ heading: HeadingLevel.HEADING_2, ...directed([text(cleaned(block.text))], block.text) })]
    case 'paragraph':
      return [
        // What leads up to a table stands with it.
        paragraph({
          style: 'BodyText',
          ...(next?.kind === 'table' && { keepNext: true }),
          ...directed(runs(block.line), plainOf(block.line)),
        }),
      ]
    case 'facts':
      return block.facts.map((fact) => factOf(fact, foot))
    case 'list': {
      const instance = ++lists.count
      return block.items.map((item) =>
        paragraph({
          style: block.ordered ? 'ListNumber' : 'ListBullet',
          numbering: { reference: block.ordered ? 'numbers' : 'bullets', level: 0, instance },
          ...directed(runs(item), plainOf(item)),
        }),
      )
    }
    case 'table':
      return tableWith(block.columns, block.rows, next)
    case 'picture':
      return [pictureOf(block, lists), ...(block.isTold ? [] : tableWith(block.columns, block.untold, next))]
  }
}

/** In pixels of a screen, as the library counts. */
const PICTURE_WIDTH = 320

/** No two in a document have the same. */
const pictureId = (lists: Lists): string => String(++lists.pictures)

function pictureOf(picture: Picture, lists: Lists): Paragraph {
  const { data, ratio } = chordFigure(picture)
  const image = new ImageRun({
    type: 'png',
    data,
    transformation: { width: PICTURE_WIDTH, height: Math.round(PICTURE_WIDTH * ratio) },
    altText: { id: pictureId(lists), name: picture.alt, title: picture.alt, description: picture.alt },
  })
  return new Paragraph({ children: [image], spacing: { line: 240, lineRule: LineRuleType.AUTO, after: 200 } })
}

function factOf({ label, text: words }: Fact, foot: boolean): Paragraph {
  const style = foot ? 'FactSmall' : 'Fact'
  if (label === undefined) return styled(foot ? 'Small' : 'BodyText', broken(words), words)
  return styled(style, [
    new TextRun({ text: cleaned(label), style: 'FactLabel' }),
    new TextRun({ children: [new Tab()] }),
    ...broken(words),
  ])
}

/** A paragraph after it, where no heading makes room: what one types below a table shall not stand in it. */
const tableWith = (columns: readonly string[], rows: readonly (readonly string[])[], next?: Block) => [
  tableOf(columns, rows),
  ...(next ? [styled('TableText', [])] : []),
]

function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): Table {
  const widths = columnWidths(columns, rows, TEXT_WIDTH).map(Math.round)
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' }
  const rule = { style: BorderStyle.SINGLE, size: 4, color: RULE }
  // The columns' names, and the first two rows below them, stay together.
  const row = (cells: readonly string[], isHead: boolean, staysWithNext = isHead): TableRow =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: cells.every((cell) => cell.length < 600),
      children: widths.map(
        (width, index) =>
          new TableCell({
            width: { size: width, type: WidthType.DXA },
            children: [
              paragraph({
                style: isHead ? 'TableHeading' : 'TableText',
                ...(staysWithNext && { keepNext: true }),
                ...directed(broken(cells[index] ?? ''), cells[index] ?? ''),
              }),
            ],
          }),
      ),
    })
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { top: 70, bottom: 70, left: 0, right: 170 },
    borders: { top: none, left: none, right: none, insideVertical: none, bottom: rule, insideHorizontal: rule },
    rows: [row(columns, true), ...rows.map((cells, index) => row(cells, false, index === 0 && rows.length > 1))],
  })
}

function footer(title: string, t: Translate): Footer {
  // The two numbers are fields: Word counts the pages.
  const [before = '', between = '', after = ''] = t('record.pageOf', { page: '\u0001', pages: '\u0001' }).split(
    '\u0001',
  )
  return new Footer({
    children: [
      styled('Footer', [
        text(title),
        new TextRun({ children: [new Tab(), before, PageNumber.CURRENT, between, PageNumber.TOTAL_PAGES, after] }),
      ]),
    ],
  })
}

const paragraph = (options: IParagraphOptions): Paragraph => new Paragraph(options)

const styled = (style: string, children: readonly (TextRun | ImageRun)[], said = ''): Paragraph =>
  paragraph({ style, ...directed(children, said) })

/** What begins in Arabic or Hebrew begins at the right. */
const directed = (children: readonly (TextRun | ImageRun)[], said: string) => ({
  children,
  ...(startsAtRight(said) && { bidirectional: true }),
})

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/
const startsAtRight = (said: string): boolean => RIGHT_TO_LEFT.test(/\p{L}/u.exec(said)?.[0] ?? '')

const plainOf = (line: Line): string => line.map((inline) => inline.text).join('')

const text = (words: string): TextRun =>
  new TextRun({ text: words, ...(startsAtRight(words) && { rightToLeft: true }) })

/** People's words with the ends of their lines. */
const broken = (words: string, style?: string): TextRun[] =>
  cleaned(words)
    .split('\n')
    .map(
      (part, index) =>
        new TextRun({
          text: part,
          ...(style !== undefined && { style }),
          ...(index > 0 && { break: 1 }),
          ...(startsAtRight(part) && { rightToLeft: true }),
        }),
    )

const runs = (line: Line): TextRun[] =>
  line.flatMap(({ kind, text: words }) => {
    switch (kind) {
      case 'words':
        return [text(words)]
      case 'said':
        return broken(words)
      case 'strong':
        return broken(words, 'Whose')
      case 'emphasis':
        return broken(words, 'Aside')
    }
  })

const bullets = {
  reference: 'bullets',
  levels: [
    {
      level: 0,
      format: LevelFormat.BULLET,
      text: '–',
      alignment: AlignmentType.LEFT,
      style: { paragraph: { indent: { left: 284, hanging: 284 } }, run: { color: INK_2, font: FONT } },
    },
  ],
}

const numbers = {
  reference: 'numbers',
  levels: [
    {
      level: 0,
      format: LevelFormat.DECIMAL,
      text: '%1.',
      alignment: AlignmentType.LEFT,
      style: { paragraph: { indent: { left: 397, hanging: 397 } }, run: { color: INK_2 } },
    },
  ],
}

/** By the ids that Word knows: they get their names in its own language. */
const stylesIn = (locale: string) => ({
  default: {
    document: {
      run: { font: FONT, size: 22, color: INK, language: { value: locale, eastAsia: 'zh-CN', bidirectional: 'ar-SA' } },
      paragraph: { spacing: { line: 271, lineRule: LineRuleType.AUTO } },
    },
    title: {
      run: { size: 44, bold: true, color: INK, font: FONT },
      paragraph: {
        spacing: { after: 120 },
        keepNext: true,
        border: { top: { style: BorderStyle.SINGLE, size: 24, color: HONEY, space: 10 } },
      },
    },
    heading1: {
      run: { size: 30, bold: true, color: INK, font: FONT },
      paragraph: {
        spacing: { before: 440, after: 120 },
        keepNext: true,
        // What makes it a heading to who walks through the outline, and to a screen reader.
        outlineLevel: 0,
        border: { top: { style: BorderStyle.SINGLE, size: 4, color: RULE, space: 8 } },
      },
    },
    heading2: {
      run: { size: 23, bold: true, color: LEAF, font: FONT },
      paragraph: { spacing: { before: 240, after: 60 }, keepNext: true, outlineLevel: 1 },
    },
  },
  characterStyles: [
    { id: 'Whose', name: 'Whose', quickFormat: true, run: { bold: true, color: LEAF } },
    { id: 'Aside', name: 'Aside', quickFormat: true, run: { color: INK_2 } },
    { id: 'FactLabel', name: 'Fact label', run: { color: INK_2 } },
  ],
  paragraphStyles: [
    { id: 'BodyText', name: 'Body Text', basedOn: 'Normal', quickFormat: true, paragraph: { spacing: { after: 120 } } },
    ...[
      { id: 'ListBullet', name: 'List Bullet' },
      { id: 'ListNumber', name: 'List Number' },
    ].map((one) => ({ ...one, basedOn: 'Normal', quickFormat: true, paragraph: { spacing: { after: 50 } } })),
    ...[
      { id: 'Fact', name: 'Fact', basedOn: 'Normal' },
      { id: 'FactSmall', name: 'Fact small', basedOn: 'Small' },
    ].map((one) => ({
      ...one,
      quickFormat: true,
      paragraph: {
        indent: { left: FACT_LABEL, hanging: FACT_LABEL },
        tabStops: [{ type: TabStopType.LEFT, position: FACT_LABEL }],
        spacing: { after: 50 },
      },
    })),
    { id: 'Small', name: 'Small', basedOn: 'Normal', run: { size: 19 }, paragraph: { spacing: { after: 60 } } },
    { id: 'TableText', name: 'Table text', basedOn: 'Normal' },
    {
      id: 'TableHeading',
      name: 'Table heading',
      basedOn: 'TableText',
      run: { color: INK_2 },
      paragraph: { keepNext: true },
    },
    {
      id: 'ContentsTitle',
      name: 'Contents title',
      basedOn: 'Normal',
      run: { bold: true, size: 23, color: LEAF },
      paragraph: { spacing: { before: 360, after: 60 }, keepNext: true },
    },
    ...[1, 2].map((level) => ({
      id: `TOC${level}`,
      name: `toc ${level}`,
      basedOn: 'Normal',
      paragraph: { indent: { left: (level - 1) * 284 }, spacing: { after: 20 } },
    })),
    { id: 'Header', name: 'header', basedOn: 'Normal', run: { size: 18, color: INK_2 } },
    {
      id: 'Footer',
      name: 'footer',
      basedOn: 'Normal',
      run: { size: 18, color: INK_2 },
      paragraph: { tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }] },
    },
  ],
})
