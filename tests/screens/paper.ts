import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { renderDocx } from '../../server/export/docx.ts'
import { renderPdf } from '../../server/export/pdf.ts'
import { levelOf } from '../../shared/record/level.ts'
import { translators } from '../../shared/text/every-language.ts'
import { findLibreOffice, hasPoppler, pdfsOf, picturesOf } from '../helpers/libreoffice.ts'
import { goldenRecord } from '../helpers/long-record.ts'

/** At which the smallest letters can be read. */
const DPI = 72

/** The pages of the record as PDF, and as LibreOffice prints its Word file, into `folder`. */
export async function takePaper(folder: string): Promise<void> {
  const t = translators.nl
  const record = levelOf(goldenRecord, 'group')
  const soffice = findLibreOffice()
  if (!soffice || !hasPoppler()) {
    console.warn('No LibreOffice or no poppler: no pictures of the files of the record')
    return
  }
  const [word = Buffer.alloc(0)] = await pdfsOf(soffice, [await renderDocx(record, t)])
  const files = { word, pdf: await renderPdf(record, t) }
  for (const [name, pdf] of Object.entries(files)) {
    for (const [n, picture] of picturesOf(pdf, DPI).entries()) {
      const file = `paper-${name}-${n + 1}.png`
      await writeFile(join(folder, file), picture)
      console.log(file)
    }
  }
}
