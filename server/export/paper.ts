import PDFDocument from 'pdfkit'
import { fontOf, type FontName } from './fonts.ts'
import type { TextLine } from './typeset.ts'

// A4 on which lines are laid one under another, each in the structure that a screen reader walks. In points.

export const INK = '#14302a'
export const INK_2 = '#48605a'
export const LEAF = '#1f5547'
const LINE = '#d2dbd0'
const WASH = '#f3f6f0'
const HONEY = '#f5b82e'

const PAGE = { width: 595.28, height: 841.89 }
const MARGIN = { top: 62, bottom: 66, side: 57 }
export const TEXT_WIDTH = PAGE.width - 2 * MARGIN.side

/** The type of a block: its size and the height of its lines. */
export interface Type {
  readonly size: number
  readonly leading: number
}

/** What stands beside one another and may run over to the next page. */
export interface Cell {
  readonly x: number
  readonly width: number
  readonly lines: readonly TextLine[]
  /** Null for what is said again on the next page: a screen reader heard it. */
  readonly element: Element | null
}

export type Element = PDFKit.PDFStructureElement
type Tag = Parameters<PDFKit.PDFDocument['struct']>[0]

export interface About {
  readonly title: string
  readonly subject: string
  readonly locale: string
  /** ISO date. */
  readonly madeOn: string
}

export class Paper {
  readonly #doc: PDFKit.PDFDocument
  readonly #root: Element
  #chapter: PDFKit.PDFOutline | null = null
  readonly #fonts = new Set<FontName>()
  #y = MARGIN.top

  constructor(about: About) {
    this.#doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      pdfVersion: '1.7',
      tagged: true,
      lang: about.locale,
      displayTitle: true,
      // The library's own font would be named in a file that does not use it.
      font: '',
      info: {
        Title: about.title,
        Subject: about.subject,
        Creator: 'Bijeen',
        Producer: 'Bijeen',
        // The day is on the page; the minute is nobody's business.
        CreationDate: new Date(`${about.madeOn}T00:00:00Z`),
      },
    })
    this.#root = this.#doc.struct('Document')
    this.#doc.addStructure(this.#root)
  }

  get y(): number {
    return this.#y
  }

  get isFresh(): boolean {
    return this.#y === MARGIN.top
  }

  /** How much of the page is free below where one is. */
  get left(): number {
    return PAGE.height - MARGIN.bottom - this.#y
  }

  space(height: number): void {
    if (!this.isFresh) this.#y += height
  }

  /** Goes to the next page when less than `height` is left of this one. Answers whether it did. */
  need(height: number): boolean {
    const turns = this.#y + height > PAGE.height - MARGIN.bottom && !this.isFresh
    if (turns) this.#turn()
    return turns
  }

  /** An element of the structure, within another or at its top. It is closed by `close`. */
  open(tag: Tag, within: Element = this.#root): Element {
    const element = this.#doc.struct(tag)
    within.add(element)
    return element
  }

  close(...elements: readonly Element[]): void {
    for (const element of elements) element.end()
  }

  /** A bookmark to where one is now: of a part, or of what stands in it. */
  bookmark(title: string, level: 'part' | 'below'): void {
    const { outline } = this.#doc
    if (level === 'part') this.#chapter = outline.addItem(title, { expanded: false })
    else (this.#chapter ?? outline).addItem(title)
  }

  /** Cells beside one another, line by line, over as many pages as they take. */
  row(cells: readonly Cell[], type: Type): void {
    const count = Math.max(0, ...cells.map(({ lines }) => lines.length))
    // A row of a few lines stays together.
    if (count <= 8) this.need(count * type.leading)
    for (let index = 0; index < count; index++) {
      // No line of a paragraph is left alone on a page.
      this.need(type.leading * (count > 8 && index === 0 ? 2 : 1))
      for (const { x, width, lines, element } of cells) {
        const line = lines[index]
        if (!line) continue
        const content = element && this.#doc.markStructureContent('Span')
        if (!content) this.#doc.markContent('Artifact', { type: 'Layout' })
        this.#draw(line, x + (line.fromRight ? width - line.width : 0), type)
        this.#doc.endMarkedContent()
        if (content) element.add(content)
      }
      this.#y += type.leading
    }
  }

  /** A rule over the whole width: no content. */
  rule(height = 0.75, colour = LINE): void {
    this.#artifact(() => this.#doc.rect(MARGIN.side, this.#y, TEXT_WIDTH, height).fill(colour))
  }

  honeyRule(): void {
    this.rule(3, HONEY)
    this.#y += 3
  }

  /** A quiet ground under what comes next. */
  wash(height: number): void {
    this.#artifact(() => this.#doc.roundedRect(MARGIN.side, this.#y, TEXT_WIDTH, height, 8).fill(WASH))
  }

  /** A picture with its words for who does not see it; as wide and high as this, in points. */
  figure(png: Buffer, alt: string, width: number, height: number): void {
    this.need(height)
    const draw = () => void this.#doc.image(png, MARGIN.side, this.#y, { width, height })
    const element = this.#doc.struct('Figure', { alt }, draw)
    this.#root.add(element)
    element.end()
    this.#y += height
  }

  /** The mark of Bijeen at the right of the first page. */
  mark(): void {
    this.#artifact(() => {
      const doc = this.#doc
      doc
        .save()
        .translate(PAGE.width - MARGIN.side - 24, this.#y)
        .scale(24 / 64)
      doc.lineWidth(7.5).lineCap('round').strokeColor(INK)
      doc.path('M24 28v11').stroke().path('M41 28v14a10 10 0 0 1-10 10h-8').stroke()
      doc.circle(24, 15.5, 5.5).circle(41, 15.5, 5.5).fill(HONEY)
      doc.restore()
    })
  }

  /** The number of each page and what it belongs to, then the bytes. `numbered` says "page 2 of 7". */
  async bytes(foot: (page: number, pages: number) => { left: TextLine | undefined; right: TextLine | undefined }) {
    const doc = this.#doc
    this.#root.end()
    const { count } = doc.bufferedPageRange()
    const type = { size: 8.5, leading: 12 }
    for (let index = 0; index < count; index++) {
      doc.switchToPage(index)
      this.#y = PAGE.height - MARGIN.bottom + 26
      const { left, right } = foot(index + 1, count)
      this.#artifact(
        () => {
          if (left) this.#draw(left, 0, type)
          if (right) this.#draw(right, TEXT_WIDTH - right.width, type)
        },
        { type: 'Pagination', attached: ['Bottom'] },
      )
    }
    const parts: Buffer[] = []
    const whole = new Promise<Buffer>((done, fail) => {
      doc.on('data', (part: Buffer) => parts.push(part))
      doc.on('end', () => done(Buffer.concat(parts)))
      doc.on('error', fail)
    })
    doc.end()
    return whole
  }

  #draw(line: TextLine, x: number, { size, leading }: Type): void {
    const baseline = this.#y + leading / 2 + size * 0.34
    for (const piece of line.pieces) {
      this.#know(piece.font)
      this.#doc
        .font(piece.font)
        .fontSize(size)
        .fillColor(piece.colour ?? INK)
        // With features the library lays out the run as a whole: Arabic is joined, and not turned word by word.
        .text(piece.text, MARGIN.side + x + piece.x, baseline, {
          lineBreak: false,
          baseline: 'alphabetic',
          features: ['kern', 'liga'],
        })
    }
  }

  /** A font that no piece asks for is not read, and not in the file. */
  #know(name: FontName): void {
    if (this.#fonts.has(name)) return
    this.#fonts.add(name)
    // The library takes a font that was read already, which its types do not say.
    this.#doc.registerFont(name, fontOf(name) as unknown as Buffer)
  }

  #artifact(draw: () => void, options: PDFKit.Mixins.MarkingOptions = { type: 'Layout' }): void {
    this.#doc.markContent('Artifact', options)
    draw()
    this.#doc.endMarkedContent()
  }

  #turn(): void {
    this.#doc.addPage()
    this.#y = MARGIN.top
  }
}
