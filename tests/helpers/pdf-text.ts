import { inflateSync } from 'node:zlib'

/** A PDF taken apart, as far as tests ask. */
export interface ReadPdf {
  /** What is drawn, piece by piece in the order of drawing, a page after the other. */
  readonly pages: readonly string[]
  /** All that is not packed: the dictionaries. */
  readonly structure: string
  /** How often a glyph is drawn that means "the font has none": an empty box. */
  readonly boxes: number
}

/** Reads the text of a PDF by the tables with which each of its fonts says what its glyphs mean. */
export function readPdf(file: Uint8Array): ReadPdf {
  const bytes = Buffer.from(file)
  const all = bytes.toString('latin1')
  const objects = new Map<string, string>()
  for (const [, id = '', body = ''] of all.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(id, body)
  const content = (id: string): string => {
    const body = objects.get(id) ?? ''
    const start = body.indexOf('stream\n') + 7
    const data = Buffer.from(body.slice(start, body.lastIndexOf('\nendstream')), 'latin1')
    return (/\/FlateDecode/.test(body.slice(0, start)) ? inflateSync(data) : data).toString('latin1')
  }
  const fonts = new Map<string, ReadonlyMap<string, string>>()
  for (const [, name = '', font = ''] of all.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const [, table] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font) ?? '') ?? []
    if (table !== undefined && !fonts.has(name)) fonts.set(name, meaningOf(content(table)))
  }
  let boxes = 0
  const pages: string[] = []
  for (const body of objects.values()) {
    const [, id] = /\/Type \/Page\n[\s\S]*?\/Contents (\d+) 0 R/.exec(body) ?? /\/Contents (\d+) 0 R/.exec(body) ?? []
    if (id === undefined) continue
    let font: ReadonlyMap<string, string> = new Map()
    const drawn: string[] = []
    for (const [, name, glyphs] of content(id).matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[\da-f]*>|[-\d.\s])*)\] TJ/gi)) {
      if (name !== undefined) font = fonts.get(name) ?? new Map()
      const codes = [...(glyphs ?? '').matchAll(/<([\da-f]*)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
      boxes += codes.filter((code) => code === '0000').length
      if (glyphs !== undefined) drawn.push(codes.map((code) => font.get(code.toLowerCase()) ?? '').join(''))
    }
    pages.push(drawn.join('\n'))
  }
  return { pages, structure: all.replace(/stream\n[\s\S]*?\nendstream/g, ''), boxes }
}

function meaningOf(table: string): Map<string, string> {
  const meanings = new Map<string, string>()
  for (const [, from = '', , list = ''] of table.matchAll(/<([\da-f]{4})> <([\da-f]{4})> \[([^\]]*)\]/gi)) {
    ;[...list.matchAll(/<([\da-f ]*)>/gi)].forEach(([, hex = ''], index) => {
      const units = hex.replace(/ /g, '').match(/.{4}/g) ?? []
      const text = String.fromCharCode(...units.map((unit) => parseInt(unit, 16)))
      meanings.set((parseInt(from, 16) + index).toString(16).padStart(4, '0'), text)
    })
  }
  return meanings
}
