import type { Translate } from '../text/translate.ts'
import type { Block, Fact, Inline, Line, Picture, RecordDocument } from './document.ts'
import { recordDocument, type AnyRecord } from './record-document.ts'

/** The record as Markdown (CommonMark with tables), LF, in the words of `t`. */
export const renderMarkdown = (record: AnyRecord, t: Translate): string => markdownOf(recordDocument(record, t))

export function markdownOf({ title, head, parts }: RecordDocument): string {
  const blocks = [
    `# ${escaped(title)}`,
    ...head.flatMap(block),
    ...parts.flatMap((part) => [`## ${escaped(part.title)}`, ...part.blocks.flatMap(block)]),
  ]
  return `${blocks.join('\n\n')}\n`
}

function block(what: Block): string | [] {
  switch (what.kind) {
    case 'subheading':
      return `### ${escaped(what.text)}`
    case 'paragraph':
      return line(what.line)
    case 'facts':
      return what.facts.map((fact) => `- ${factLine(fact)}`).join('\n')
    case 'list':
      return what.items.map((item, index) => `${what.ordered ? `${index + 1}.` : '-'} ${line(item)}`).join('\n')
    case 'table':
      return table(what)
    case 'picture':
      return what.isTold ? [] : table({ columns: what.columns, rows: what.untold })
  }
}

function table({ columns, rows }: Pick<Picture, 'columns' | 'rows'>): string {
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => escaped(cell)).join(' | ')} |`
  return [row(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(row)].join('\n')
}

const factLine = ({ label, text }: Fact): string =>
  label === undefined ? atLineStart(escaped(text)) : `**${escaped(label)}** ${escaped(text)}`

const line = (inlines: Line): string => atLineStart(inlines.map(inline).join(''))

function inline({ kind, text }: Inline): string {
  switch (kind) {
    case 'words':
      return text
    case 'said':
      return escaped(text)
    case 'strong':
      return `**${escaped(text)}**`
    case 'emphasis':
      return `*${escaped(text)}*`
  }
}

/**
 * People's words, on one line and without a meaning as mark-up: characters that Markdown reads get a backslash, wherever
 * they stand; so do bare addresses, that many readers make into links.
 */
function escaped(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>#|~]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/(?<=\bwww)\.|(?<=\bmailto|\bxmpp):|(?<=[\w.+-])@(?=\w)/gi, '\\$&')
}

/** A line that begins like an item or a rule is no list: "1. dit" and "- dat" are a person's own numbering. */
const atLineStart = (text: string): string =>
  text.replace(/^[-+](?=\s|$)|^-(?=[\s-]*$)/, '\\$&').replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')

/* eslint-disable-next-line no-control-regex -- control characters are what it is about */
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f]/g

const oneLine = (text: string): string =>
  text
    .replace(/\s*[\n\r\v\f\u0085\u2028\u2029]+\s*/g, ' ')
    .replace(CONTROL, '')
    .trim()
