import type { Translate } from '../text/translate.ts'
import { chordSvg } from './chord-svg.ts'
import type { Block, Fact, Inline, Line, Part, RecordDocument } from './document.ts'
import { escaped } from './escaped.ts'
import { HTML_STYLE } from './html-style.ts'
import { recordDocument, type AnyRecord } from './record-document.ts'

/** The record as one page that stands alone: no script, nothing loaded, ready to print. In the words of `t`. */
export const renderHtml = (record: AnyRecord, t: Translate): string =>
  htmlOf(recordDocument(record, t), record.network.title)

/** HTML above the paper, and its styles. */
export interface Above {
  readonly style: string
  readonly html: string
}

/** `network` goes into the window's title. */
export function htmlOf({ locale, title, head, parts }: RecordDocument, network: string, above?: Above): string {
  const windowTitle = title === network ? title : `${title} · ${network}`
  return `<!doctype html>
<html lang="${escaped(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>${escaped(windowTitle)}</title>
<style>
${HTML_STYLE}${above?.style ?? ''}</style>
</head>
<body>
${above?.html ?? ''}<main>
<header>
<h1>${escaped(title)}</h1>
${head.map(block).join('\n')}
</header>
${parts.map(section).join('\n')}
</main>
</body>
</html>
`
}

function section({ title, blocks, foot }: Part): string {
  const tag = foot ? 'footer' : 'section'
  return `<${tag}>\n<h2>${escaped(title)}</h2>\n${blocks.map(block).join('\n')}\n</${tag}>`
}

function block(what: Block): string {
  switch (what.kind) {
    case 'subheading':
      return `<h3><bdi>${escaped(what.text)}</bdi></h3>`
    case 'paragraph':
      return `<p>${line(what.line)}</p>`
    case 'facts':
      return `<dl>\n${what.facts.map(fact).join('\n')}\n</dl>`
    case 'list': {
      const tag = what.ordered ? 'ol' : 'ul'
      return `<${tag}>\n${what.items.map((item) => `<li>${line(item)}</li>`).join('\n')}\n</${tag}>`
    }
    case 'table':
      return table(what.columns, what.rows)
    case 'picture':
      return `<figure>\n${[chordSvg(what), ...(what.isTold ? [] : [table(what.columns, what.untold)])].join('\n')}\n</figure>`
  }
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], open: string, close: string): string =>
    `<tr>${cells.map((cell) => `${open}${escaped(cell)}${close}`).join('')}</tr>`
  return [
    '<table>',
    `<thead>${row(columns, '<th scope="col">', '</th>')}</thead>`,
    `<tbody>\n${rows.map((cells) => row(cells, '<td><bdi>', '</bdi></td>')).join('\n')}\n</tbody>`,
    '</table>',
  ].join('\n')
}

const fact = ({ label, text }: Fact): string =>
  label === undefined
    ? `<div class="alone"><dd>${escaped(text)}</dd></div>`
    : `<div><dt>${escaped(label)}</dt><dd>${escaped(text)}</dd></div>`

const line = (inlines: Line): string => inlines.map(inline).join('')

/** People write in any direction: their words are isolated from what stands around them. */
function inline({ kind, text }: Inline): string {
  switch (kind) {
    case 'words':
      return escaped(text)
    case 'said':
      return `<bdi>${escaped(text.trim()).replace(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g, '<br>')}</bdi>`
    case 'strong':
      return `<strong>${escaped(text)}</strong>`
    case 'emphasis':
      return `<em>${escaped(text)}</em>`
  }
}
