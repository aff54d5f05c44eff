import { inflateSync } from 'node:zlib'
import { create } from 'fontkit'

interface Letters {
  readonly getGlyph: (id: number) => { readonly path: { readonly toSVG: () => string } }
  readonly cmap: { readonly tables: readonly { readonly table: { readonly codeMap: { get(code: number): number } } }[] }
}

/**
 * The glyphs of a PDF's own fonts that look like what a font draws for a sign that it has not got: by font, the signs that are
 * drawn so. For PDFs of others, whose fonts number their glyphs as they were used.
 */
export function emptyBoxes(file: Uint8Array): string[] {
  const all = Buffer.from(file).toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of all.matchAll(/(?:^|\n)(\d+) 0 obj\r?\n([\s\S]*?)\nendobj/g))
    objects.set(id, body)
  const content = (id: string): Buffer => {
    const body = objects.get(id) ?? ''
    const data = Buffer.from(body.slice(body.indexOf('stream\n') + 7, body.lastIndexOf('\nendstream')), 'latin1')
    return body.includes('/FlateDecode') ? inflateSync(data) : data
  }
  return [...objects.values()].flatMap((font) => {
    const [, descriptor = ''] = /\/FontDescriptor (\d+) 0 R/.exec(font) ?? []
    const [, meanings] = /\/ToUnicode (\d+) 0 R/.exec(font) ?? []
    const [, program] = /\/FontFile2 (\d+) 0 R/.exec(objects.get(descriptor) ?? '') ?? []
    if (program === undefined || meanings === undefined) return []
    const letters = create(content(program)) as unknown as Letters
    const drawn = (glyph: number): string => letters.getGlyph(glyph).path.toSVG()
    const [byCode] = letters.cmap.tables
    const box = drawn(0)
    if (box === '' || !byCode) return []
    const [, signs = ''] = /beginbfchar([\s\S]*)endbfchar/.exec(content(meanings).toString('latin1')) ?? []
    return [...signs.matchAll(/<([\dA-F]{2})> <([\dA-F]+)>/g)].flatMap(([, code = '', hex = '']) =>
      drawn(byCode.table.codeMap.get(parseInt(code, 16)) ?? 0) === box ? [signOf(hex)] : [],
    )
  })
}

const signOf = (hex: string): string =>
  String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)))
