import { renderDocx } from '../../server/export/docx.ts'
import { renderPdf } from '../../server/export/pdf.ts'
import { renderBoardPng, renderWholeSvg } from '../../server/export/picture.ts'
import { renderCsv } from '../../shared/record/csv.ts'
import { renderHtml } from '../../shared/record/html.ts'
import { renderJson } from '../../shared/record/json.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { translators } from '../../shared/text/every-language.ts'

const t = translators.nl

/** What makes each of the files that a record can be. */
export const FILES = {
  md: (record: SessionRecord) => Buffer.from(renderMarkdown(record, t)),
  html: (record: SessionRecord) => Buffer.from(renderHtml(record, t)),
  csv: (record: SessionRecord) => Buffer.from(renderCsv(record, t)),
  json: (record: SessionRecord) => Buffer.from(renderJson(record)),
  svg: (record: SessionRecord) => Buffer.from(renderWholeSvg(record, t)),
  png: (record: SessionRecord) => renderBoardPng(record, t),
  docx: (record: SessionRecord) => renderDocx(record, t),
  pdf: (record: SessionRecord) => renderPdf(record, t),
} satisfies Record<string, (record: SessionRecord) => Buffer | Promise<Buffer>>

export type FileFormat = keyof typeof FILES
export const FILE_FORMATS = Object.keys(FILES) as FileFormat[]
