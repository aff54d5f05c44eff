import type { Block, Fact, Line, Part, RecordDocument } from '../../shared/record/document.ts'
import { recordDocument, type AnyRecord } from '../../shared/record/record-document.ts'
import type { Translate } from '../../shared/text/translate.ts'
import { columnWidths } from './columns.ts'
import { chordFigure } from './figure.ts'
import { INK_2, LEAF, Paper, TEXT_WIDTH, type Cell, type Element, type Type } from './paper.ts'
import { cleaned } from './plain.ts'
import { typeset, widthOf, type Span, type TextLine } from './typeset.ts'

const TEXT: Type = { size: 10.5, leading: 15.2 }
const SMALL: Type = { size: 9, leading: 13 }
const TITLE: Type = { size: 22, leading: 27 }
const HEADING: Type = { size: 15, leading: 19 }
const SUBHEADING: Type = { size: 11, leading: 15.5 }
const FACT_LABEL = 132
/** So many organisations side by side have long names and little room. */
const MANY_COLUMNS = 6
const TINY: Type = { size: 8, leading: 11.5 }
const PICTURE_WIDTH = 330
const PICTURE_AT_LEAST = 220

/** The record as a tagged PDF on A4, in the words of `t`. */
export async function renderPdf(record: AnyRecord, t: Translate): Promise<Buffer> {
  const document = recordDocument(record, t)
  const { title } = document
  const subject = record.network.title
  const paper = new Paper({
    title: cleaned(title),
    subject: cleaned(subject),
    locale: document.locale,
    madeOn: record.madeOn,
  })
  head(paper, document)
  for (const part of document.parts) drawPart(paper, part)
  const left = title === subject ? title : `${subject} · ${title}`
  return paper.bytes((page, pages) => ({
    left: lines(left, 'text', TEXT_WIDTH - 100, 8.5, INK_2)[0],
    right: lines(t('record.pageOf', { page, pages }), 'text', 100, 8.5, INK_2)[0],
  }))
}

function head(paper: Paper, { title, head: blocks }: RecordDocument): void {
  paper.honeyRule()
  paper.space(16)
  paper.mark()
  heading(paper, 'H1', lines(title, 'heading', TEXT_WIDTH - 48, TITLE.size), TITLE)
  paper.space(4)
  for (const block of blocks) drawBlock(paper, block, TEXT)
  paper.space(4)
}

function drawPart(paper: Paper, { title, blocks, foot }: Part): void {
  if (foot) return drawFoot(paper, title, blocks)
  paper.space(20)
  paper.need(HEADING.leading + 5 * TEXT.leading)
  if (!paper.isFresh) {
    paper.rule()
    paper.space(11)
  }
  paper.bookmark(cleaned(title), 'part')
  heading(paper, 'H2', lines(title, 'heading', TEXT_WIDTH, HEADING.size), HEADING)
  paper.space(4)
  for (const block of blocks) drawBlock(paper, block, TEXT)
}

/** About the record itself, set apart. */
function drawFoot(paper: Paper, title: string, blocks: readonly Block[]): void {
  const inset = 14
  const height = heightOfFacts(blocks, TEXT_WIDTH - 2 * inset)
  const whole = height === null ? 0 : height + SUBHEADING.leading + 26
  paper.space(26)
  paper.need(Math.min(whole, 600))
  if (height !== null && whole < 600) paper.wash(whole)
  paper.space(11)
  paper.bookmark(cleaned(title), 'part')
  heading(paper, 'H2', lines(title, 'heading', TEXT_WIDTH - 2 * inset, 11.5), SUBHEADING, inset)
  paper.space(3)
  for (const block of blocks) drawBlock(paper, block, SMALL, inset)
}

/** Null when there is something else than facts. */
function heightOfFacts(blocks: readonly Block[], width: number): number | null {
  if (blocks.some(({ kind }) => kind !== 'facts')) return null
  const all = blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []))
  return all.reduce((sum, fact) => sum + factHeight(fact, width), 0)
}

const factHeight = (fact: Fact, width: number): number =>
  Math.max(0, ...factCells(fact, SMALL, 0, width).map((cell) => cell.lines.length)) * SMALL.leading + 2.5

function drawBlock(paper: Paper, block: Block, type: Type, inset = 0): void {
  const width = TEXT_WIDTH - 2 * inset
  switch (block.kind) {
    case 'subheading': {
      const title = lines(block.text, 'strong', width, SUBHEADING.size, LEAF)
      paper.space(9)
      paper.need(SUBHEADING.leading * title.length + 3 * TEXT.leading)
      paper.bookmark(cleaned(block.text), 'below')
      heading(paper, 'H3', title, SUBHEADING, inset)
      return paper.space(2)
    }
    case 'paragraph': {
      const element = paper.open('P')
      paper.row([{ x: inset, width, lines: typeset(spans(block.line, 'paragraph'), width, type.size), element }], type)
      paper.close(element)
      return paper.space(5)
    }
    case 'facts':
      for (const fact of block.facts) {
        const element = paper.open('P')
        paper.row(
          factCells(fact, type, inset, width).map((cell): Cell => ({ ...cell, element })),
          type,
        )
        paper.close(element)
        paper.space(2.5)
      }
      return
    case 'list':
      return drawList(paper, block.items, block.ordered, type, inset, width)
    case 'table':
      return drawTable(paper, block.columns, block.rows, type, inset, width)
    case 'picture': {
      const { data, ratio } = chordFigure(block)
      paper.space(6)
      // A little smaller rather than half a page left white.
      const fitting = paper.left / ratio
      const across = fitting >= PICTURE_AT_LEAST ? Math.min(PICTURE_WIDTH, fitting) : PICTURE_WIDTH
      paper.figure(data, block.alt, across, across * ratio)
      paper.space(10)
      if (!block.isTold) drawTable(paper, block.columns, block.untold, type, inset, width)
    }
  }
}

function factCells({ label, text }: Fact, { size }: Type, inset: number, width: number): Omit<Cell, 'element'>[] {
  if (label === undefined) return [{ x: inset, width, lines: lines(text, 'text', width, size, INK_2) }]
  const rest = width - FACT_LABEL
  return [
    { x: inset, width: FACT_LABEL - 14, lines: lines(label, 'text', FACT_LABEL - 14, size, INK_2) },
    { x: inset + FACT_LABEL, width: rest, lines: lines(text, 'text', rest, size) },
  ]
}

function drawList(
  paper: Paper,
  items: readonly Line[],
  ordered: boolean,
  type: Type,
  inset: number,
  all: number,
): void {
  const labels = items.map((_, index) => (ordered ? `${index + 1}.` : '–'))
  const indent = Math.max(...labels.map((label) => widthOf('text', label, type.size))) + 7
  const width = all - indent
  const list = paper.open('L')
  items.forEach((item, index) => {
    const entry = paper.open('LI', list)
    const label = paper.open('Lbl', entry)
    const body = paper.open('LBody', entry)
    paper.row(
      [
        {
          x: inset,
          width: indent,
          lines: lines(labels[index] ?? '', 'text', indent, type.size, INK_2),
          element: label,
        },
        { x: inset + indent, width, lines: typeset(spans(item, 'list'), width, type.size), element: body },
      ],
      type,
    )
    paper.close(label, body, entry)
    paper.space(2.5)
  })
  paper.close(list)
  paper.space(4)
}

function drawTable(
  paper: Paper,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  usual: Type,
  inset: number,
  width: number,
): void {
  const widths = columnWidths(columns, rows, width)
  const isWide = columns.length > MANY_COLUMNS
  const type = isWide ? TINY : usual
  const gap = isWide ? 5 : 14
  const table = paper.open('Table')
  const cellsOf = (texts: readonly string[], colour: string | undefined, element: () => Cell['element']): Cell[] => {
    let x = inset
    return widths.map((each, index): Cell => {
      const inner = each - (index === widths.length - 1 ? 0 : gap)
      const cell = {
        x,
        width: inner,
        lines: lines(texts[index] ?? '', 'text', inner, type.size, colour),
        element: element(),
      }
      x += each
      return cell
    })
  }
  const drawHead = (element: () => Cell['element']): void => {
    paper.row(cellsOf(columns, INK_2, element), type)
    paper.space(3)
  }
  const inRow = (tag: 'TH' | 'TD', draw: (element: () => Element) => void): void => {
    const row = paper.open('TR', table)
    const elements: Element[] = []
    draw(() => {
      const element = paper.open(tag, row)
      elements.push(element)
      return element
    })
    paper.close(...elements, row)
  }
  const drawRow = (texts: readonly string[]): void =>
    inRow('TD', (element) => {
      const cells = cellsOf(texts, undefined, element)
      const count = Math.max(1, ...cells.map((cell) => cell.lines.length))
      // On a new page the columns are named again.
      if (paper.need(Math.min(count, 8) * type.leading + 10)) drawHead(() => null)
      paper.rule()
      paper.space(4.5)
      paper.row(cells, type)
      paper.space(4.5)
    })
  paper.space(4)
  paper.need(4 * type.leading)
  inRow('TH', drawHead)
  for (const texts of rows) drawRow(texts)
  paper.close(table)
  paper.space(5)
}

function heading(paper: Paper, tag: 'H1' | 'H2' | 'H3', title: readonly TextLine[], type: Type, inset = 0): void {
  const element = paper.open(tag)
  paper.row([{ x: inset, width: TEXT_WIDTH - 2 * inset, lines: title, element }], type)
  paper.close(element)
}

const lines = (text: string, style: Span['style'], width: number, size: number, colour?: string): TextLine[] =>
  typeset([{ text: cleaned(text), style, ...(colour !== undefined && { colour }) }], width, size)

/** In a list what is strong says whose, and what is emphasised is a label; in a paragraph they are what they are called. */
function spans(line: Line, where: 'list' | 'paragraph'): Span[] {
  return line.map(({ kind, text: raw }): Span => {
    const text = kind === 'words' ? raw : cleaned(raw)
    switch (kind) {
      case 'words':
      case 'said':
        return { text, style: 'text' }
      case 'strong':
        return where === 'list' ? { text, style: 'strong', colour: LEAF } : { text, style: 'strong' }
      case 'emphasis':
        return { text, style: where === 'list' ? 'text' : 'emphasis', colour: INK_2 }
    }
  })
}
