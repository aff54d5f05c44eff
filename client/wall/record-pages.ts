import type { Block, Inline, Line, RecordDocument } from '../../shared/record/document.ts'

/** One line of the record as the room reads it: it says by itself under which heading it stands. */
export interface WallLine {
  readonly part: string
  readonly sub: string | null
  readonly kind: 'text' | 'item' | 'fact'
  /** In a list with numbers. */
  readonly number?: number
  readonly line: Line
}

/** How high a line is, with each of its headings, in CSS pixels. */
export interface LineHeights {
  readonly part: number
  readonly sub: number
  readonly line: number
}

/** So many characters fit any page: a longer text goes on in a line of its own, and nothing of it is cut off. */
const LONGEST = 320

export function wallLines({ title, head, parts }: RecordDocument): WallLine[] {
  return [{ title, blocks: head }, ...parts].flatMap(({ title: part, blocks }) => {
    let sub: string | null = null
    return blocks.flatMap((block): WallLine[] => {
      if (block.kind === 'subheading') {
        sub = block.text
        return []
      }
      return linesOf(block).flatMap(({ line, ...rest }) =>
        pieces(line).map((piece, at): WallLine => ({
          part,
          sub,
          ...rest,
          ...(at > 0 && { kind: 'text' }),
          line: piece,
        })),
      )
    })
  })
}

function linesOf(block: Exclude<Block, { kind: 'subheading' }>): Pick<WallLine, 'kind' | 'number' | 'line'>[] {
  switch (block.kind) {
    case 'paragraph':
      return [{ kind: 'text', line: block.line }]
    case 'facts':
      return block.facts.map(({ label, text }) => ({
        kind: 'fact',
        line: [...(label ? [strong(`${label} `)] : []), said(text)],
      }))
    case 'list':
      return block.items.map((line, at) => ({ kind: 'item', line, ...(block.ordered && { number: at + 1 }) }))
    case 'picture':
      return block.untold.map(row)
    case 'table':
      return block.rows.map(row)
  }
}

/** A row of a table, to be read from afar: who, and the rest behind it. */
const row = ([first = '', ...rest]: readonly string[]): Pick<WallLine, 'kind' | 'line'> => ({
  kind: 'item',
  line: [
    strong(first),
    said(
      rest
        .filter(Boolean)
        .map((cell) => ` · ${cell}`)
        .join(''),
    ),
  ],
})

const strong = (text: string): Inline => ({ kind: 'strong', text })
const said = (text: string): Inline => ({ kind: 'said', text })

/** Cut between words, where there are any. */
function pieces(line: Line): Line[] {
  const done: Inline[][] = []
  let now: Inline[] = []
  let length = 0
  for (const { kind, text } of line)
    for (let rest = text; rest !== '';) {
      const room = LONGEST - length
      if (rest.length <= room) {
        now.push({ kind, text: rest })
        length += rest.length
        break
      }
      const space = rest.lastIndexOf(' ', room)
      const cut = space > 0 ? space : length > 0 ? 0 : LONGEST
      if (cut > 0) now.push({ kind, text: rest.slice(0, cut) })
      done.push(now)
      now = []
      length = 0
      rest = rest.slice(cut).trimStart()
    }
  return now.length > 0 || done.length === 0 ? [...done, now] : done
}

/** Whether a line brings its headings along: the first under them, and the first of each page. */
export const heads = (lines: readonly WallLine[], at: number, first: number) => ({
  part: at === first || lines[at]?.part !== lines[at - 1]?.part,
  sub:
    (at === first || lines[at]?.part !== lines[at - 1]?.part || lines[at]?.sub !== lines[at - 1]?.sub) &&
    lines[at]?.sub !== null,
})

/** Where each page begins: as many lines as its height bears, at least one. */
export function pagesOf(lines: readonly WallLine[], heights: readonly LineHeights[], room: number): number[] {
  const starts: number[] = []
  let left = 0
  for (let at = 0; at < lines.length; at++) {
    const need = (first: number): number => {
      const height = heights[at]
      const { part, sub } = heads(lines, at, first)
      return height ? height.line + (part ? height.part : 0) + (sub ? height.sub : 0) : 0
    }
    const goesOn = need(starts.at(-1) ?? 0)
    if (starts.length > 0 && goesOn <= left) left -= goesOn
    else {
      starts.push(at)
      left = room - need(at)
    }
  }
  return starts
}
