import bidiFactory from 'bidi-js'
import LineBreaker from 'linebreak'
import { fitOf, fontOf, type FontName, type Style } from './fonts.ts'

// Lines of type for a page that has no browser: where they break, which font draws what, and in which order Arabic and
// Latin stand. Lengths are in points.

export interface Span {
  readonly text: string
  readonly style: Style
  readonly colour?: string
}

/** What is drawn in one go, from `x` of its line. */
export interface Piece {
  readonly font: FontName
  readonly text: string
  readonly x: number
  readonly width: number
  readonly colour: string | undefined
}

export interface TextLine {
  readonly pieces: readonly Piece[]
  readonly width: number
  /** It begins at the right. */
  readonly fromRight: boolean
}

/** A grapheme, where it begins in the text and how it is drawn. */
interface Sign {
  readonly at: number
  readonly length: number
  readonly font: FontName
  readonly text: string
  readonly colour: string | undefined
  readonly width: number
}

const bidi = bidiFactory()
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f\u202b\u202e\u2067]|\ud83a/

/** The lines that `spans` take within `width`, at `size`. Line ends in the text stay; nothing to show is no line. */
export function typeset(spans: readonly Span[], width: number, size: number): TextLine[] {
  const text = spans.map((span) => span.text).join('')
  if (text.trim() === '') return []
  const signs = signsOf(spans, size)
  return linesOf(text, signs, width).map(([from, to]) => ordered(text, signs.slice(from, to), size))
}

function signsOf(spans: readonly Span[], size: number): Sign[] {
  const signs: Sign[] = []
  let start = 0
  for (const { text, style, colour } of spans) {
    for (const { segment, index } of graphemes.segment(text)) {
      const isEnd = /^[\r\n\v\f\u0085\u2028\u2029]/.test(segment)
      const fit = isEnd ? { font: 'text' as const, text: '' } : fitOf(segment === '\t' ? ' ' : segment, style)
      signs.push({
        at: start + index,
        length: segment.length,
        ...fit,
        colour,
        width: widthOf(fit.font, fit.text, size),
      })
    }
    start += text.length
  }
  return signs
}

/** From which sign to which (not included) each line goes. */
function linesOf(text: string, signs: readonly Sign[], width: number): [number, number][] {
  const lines: [number, number][] = []
  let from = 0
  let at = 0
  let used = 0
  const end = (): void => {
    if (at > from) lines.push([from, at])
    from = at
    used = 0
  }
  const breaker = new LineBreaker(text)
  for (let chance = breaker.nextBreak(); chance; chance = breaker.nextBreak()) {
    let to = at
    let long = 0
    let seen = 0
    for (let sign = signs[to]; sign && sign.at < chance.position; sign = signs[++to]) {
      long += sign.width
      if (sign.text.trim() !== '') seen = long
    }
    if (used > 0 && used + seen > width) end()
    // A word that is longer than a line is broken where the line ends.
    for (let sign = signs[at]; sign && at < to; sign = signs[++at]) {
      if (seen > width && used > 0 && used + sign.width > width) end()
      used += sign.width
    }
    if (chance.required) end()
  }
  end()
  return lines
}

const OWN: ReadonlySet<FontName> = new Set(['text', 'strong', 'emphasis', 'heading'])

/** The line as it is seen, from left to right. */
function ordered(text: string, all: readonly Sign[], size: number): TextLine {
  let last = all.length
  while (last > 0 && all[last - 1]?.text.trim() === '') last--
  const signs = all.slice(0, last)
  const start = signs[0]?.at ?? 0
  const final = signs.at(-1)
  const part = text.slice(start, final ? final.at + final.length : start)
  const isMixed = RIGHT_TO_LEFT.test(part)
  const { levels, paragraphs } = isMixed ? bidi.getEmbeddingLevels(part, 'auto') : { levels: [], paragraphs: [] }
  const levelOf = (sign: Sign): number => levels[sign.at - start] ?? 0
  const runs: { level: number; signs: Sign[] }[] = []
  for (const sign of signs) {
    const run = runs.at(-1)
    const before = run?.signs.at(-1)
    if (run && before && run.level === levelOf(sign) && before.font === sign.font && before.colour === sign.colour)
      run.signs.push(sign)
    else runs.push({ level: levelOf(sign), signs: [sign] })
  }
  const pieces: Piece[] = []
  let x = 0
  for (const run of reordered(runs)) {
    const [one] = run.signs
    const drawn = textOf(run.signs, run.level % 2 === 1)
    if (!one || drawn === '') continue
    const width = widthOf(one.font, drawn, size)
    pieces.push({ font: one.font, text: drawn, x, width, colour: one.colour })
    x += width
  }
  const fromRight = (paragraphs[0]?.level ?? 0) % 2 === 1
  const end = pieces.at(-1)
  // Who hears the lines read out, or copies them, has a space where the paper has the end of a line.
  if (end && last < all.length && !fromRight && OWN.has(end.font))
    pieces[pieces.length - 1] = { ...end, text: `${end.text} ` }
  return { pieces, width: x, fromRight }
}

/** The highest level first, all that is at it or above is turned round: rule L2 of the Unicode algorithm. */
function reordered<T extends { readonly level: number }>(runs: readonly T[]): readonly T[] {
  const all = [...runs]
  const highest = Math.max(0, ...all.map(({ level }) => level))
  for (let level = highest; level > 0; level--) {
    for (let from = 0; from < all.length; from++) {
      let to = from
      while ((all[to]?.level ?? -1) >= level) to++
      if (to > from) all.splice(from, to - from, ...all.slice(from, to).reverse())
      from = Math.max(from, to)
    }
  }
  return all
}

const LETTER = /\p{L}/u

/** The library turns round what holds letters of such a script; marks and brackets by themselves are turned here. */
function textOf(signs: readonly Sign[], turned: boolean): string {
  const texts = signs.map(({ text }) => text)
  if (!turned || texts.some((text) => LETTER.test(text))) return texts.join('')
  return texts
    .reverse()
    .map((text) => bidi.getMirroredCharacter(text) ?? text)
    .join('')
}

const widths = new Map<string, number>()

/** How wide it is drawn, in points. */
export function widthOf(name: FontName, text: string, size: number): number {
  if (text === '') return 0
  const key = `${name} ${text}`
  let ems = widths.get(key)
  if (ems === undefined) {
    const font = fontOf(name)
    ems = font.layout(text).advanceWidth / font.unitsPerEm
    if (widths.size > 20_000) widths.clear()
    widths.set(key, ems)
  }
  return ems * size
}
