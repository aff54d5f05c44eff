import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import type { SessionRecord } from '../../shared/record/record.ts'
import { renderBoardSvg, type Run } from '../../shared/record/board-picture.ts'
import type { Translate } from '../../shared/text/translate.ts'
import { fontFile, fontPath, type FontName } from './fonts.ts'
import { typeset } from './typeset.ts'

/** A3 at 300 dots to the inch: more is no sharper on paper. */
const PIXELS_AT_MOST = 4961
/** For a zone of few notes: sharp on a screen. */
const PIXELS_AT_LEAST = 2480
const PIXELS_A_UNIT = 1.6

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
const FLAG = /\p{Regional_Indicator}/u

/** The board as an SVG that brings the letters of the design along: who opens it has not got them. */
export const renderWholeSvg = (record: SessionRecord, t: Translate): string =>
  renderBoardSvg(record, t, {
    style: fontFace('Atkinson Hyperlegible Next', 400, 'text') + fontFace('Bricolage Grotesque', 700, 'heading'),
  })

const fontFace = (family: string, weight: number, name: FontName): string =>
  `@font-face{font-family:'${family}';font-weight:${weight};src:url(data:font/ttf;base64,${fontFile(name).toString('base64')})}`

/** The board as a PNG of A3, drawn from its SVG with the same fonts. */
export function renderBoardPng(record: SessionRecord, t: Translate): Buffer {
  let needsLast = false
  const runs = (line: string, size: number, head: boolean): Run[] => {
    const [set] = typeset([{ text: line, style: head ? 'heading' : 'text' }], Infinity, size)
    needsLast ||= set?.pieces.some(({ font }) => font === 'last') === true
    return (set?.pieces ?? []).map(({ font, text, x }) => ({
      x,
      text: font === 'emoji' ? oneSigns(text) : text,
      family: FAMILIES[font],
    }))
  }
  const svg = renderBoardSvg(record, t, { runs })
  return withLastResort(needsLast, (more) => draw(svg, more))
}

/** By name, the fonts that step in. */
const FAMILIES: Partial<Record<FontName, string>> = {
  wide: 'DejaVu Sans',
  wideStrong: 'DejaVu Sans',
  emoji: 'Noto Emoji',
  last: 'UnifontExMono',
}

/** What draws here loses a whole text over an emoji of several signs: of a family stays the first, of a flag a white one. */
const oneSigns = (text: string): string =>
  [...graphemes.segment(text)]
    .map(({ segment }) => (FLAG.test(segment) ? '\u{1f3f3}' : String.fromCodePoint(segment.codePointAt(0) ?? 0)))
    .join('')

function draw(svg: string, more: readonly string[]): Buffer {
  const width = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? 0)
  const pixels = Math.round(Math.min(PIXELS_AT_MOST, Math.max(PIXELS_AT_LEAST, width * PIXELS_A_UNIT)))
  const fonts = (['text', 'strong', 'heading', 'wide', 'wideStrong', 'emoji'] as const).map(fontPath)
  return new Resvg(svg, {
    fitTo: { mode: 'width', value: pixels },
    font: { fontFiles: [...fonts, ...more], loadSystemFonts: false, defaultFontFamily: 'Atkinson Hyperlegible Next' },
  })
    .render()
    .asPng()
}

/** The font that has nearly everything is packed for browsers, and what draws here reads files: seldom, so for once. */
function withLastResort(needed: boolean, then: (files: readonly string[]) => Buffer): Buffer {
  if (!needed) return then([])
  const folder = mkdtempSync(join(tmpdir(), 'bijeen-'))
  try {
    const file = join(folder, 'last.ttf')
    writeFileSync(file, fontFile('last'))
    return then([file])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
