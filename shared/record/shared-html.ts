import type { MessageKey } from '../text/nl.ts'
import type { Translate } from '../text/translate.ts'
import { escaped } from './escaped.ts'
import { htmlOf, type Above } from './html.ts'
import { recordDocument, type AnyRecord } from './record-document.ts'

/** The files that the page of a link offers, by what `?format=` asks. */
const FILES = {
  docx: 'recordPage.docx',
  pdf: 'recordPage.pdf',
  html: 'recordPage.html',
  md: 'recordPage.md',
  csv: 'recordPage.csv',
  png: 'recordPage.png',
} as const satisfies Record<string, MessageKey>

/** A list of notes, and a picture of them: of titles alone there is none. */
const OF_NOTES: readonly string[] = ['csv', 'png']

/** The page behind a link: the record as it is for everyone, and above it its files, which a printer leaves out. */
export const renderShared = (record: AnyRecord, t: Translate): string =>
  htmlOf(recordDocument(record, t), record.network.title, files(record, t))

/** A picture is of one board, so of the series there is none; its table may hold what its document does not quote. */
function hasFile(record: AnyRecord, format: string): boolean {
  if (record.format === 'bijeen.series') return format !== 'png' && (format !== 'csv' || record.level !== 'public')
  return record.notes.length > 0 || !OF_NOTES.includes(format)
}

function files(record: AnyRecord, t: Translate): Above {
  const offered = Object.entries(FILES).filter(([format]) => hasFile(record, format))
  const links = offered.map(([format, name]) => `<li><a href="?format=${format}" download>${escaped(t(name))}</a></li>`)
  return {
    style: STYLE,
    html: `<nav class="files" aria-labelledby="files"><p id="files">${escaped(t('recordPage.saveAs'))}</p><ul>${links.join('')}</ul></nav>
`,
  }
}

const STYLE = `.files { display: flex; flex-wrap: wrap; gap: .1rem .9rem; align-items: baseline; max-width: 46rem; margin: -1.25rem auto .9rem; font-size: .9375rem; }
.files p { margin: 0; color: var(--ink-2); }
.files ul { display: flex; flex-wrap: wrap; gap: .1rem .3rem; margin: 0 -.45rem; padding: 0; list-style: none; }
.files li { padding: 0; }
.files a { display: block; padding: .55rem .45rem; border-radius: 6px; color: var(--leaf); text-underline-offset: .2em; }
.files a:focus-visible { outline: 3px solid #1d5fd1; outline-offset: -1px; }
@media screen and (max-width: 44rem) { .files { margin: 0; padding: .5rem 1.15rem; } }
@media print { .files { display: none; } }
`
