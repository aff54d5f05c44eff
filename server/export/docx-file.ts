import { Packer, type Document } from 'docx'
import { escaped } from '../../shared/record/escaped.ts'
import { packedOn } from './zip-day.ts'

export interface AboutFile {
  readonly title: string
  readonly subject: string
  /** ISO date. */
  readonly madeOn: string
}

/** The bytes of a Word document. It tells the day of its making, and not the moment that the library would write down. */
export async function wordFile(document: Document, about: AboutFile): Promise<Buffer> {
  const zip = await Packer.toBuffer(document, undefined, [{ path: 'docProps/core.xml', data: coreOf(about) }])
  return packedOn(zip, about.madeOn)
}

const coreOf = ({ title, subject, madeOn }: AboutFile): string =>
  [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escaped(title)}</dc:title><dc:subject>${escaped(subject)}</dc:subject>`,
    '<dc:creator>Bijeen</dc:creator><cp:lastModifiedBy>Bijeen</cp:lastModifiedBy><cp:revision>1</cp:revision>',
    ...['created', 'modified'].map(
      (what) => `<dcterms:${what} xsi:type="dcterms:W3CDTF">${madeOn}T00:00:00Z</dcterms:${what}>`,
    ),
    '</cp:coreProperties>',
  ].join('')
