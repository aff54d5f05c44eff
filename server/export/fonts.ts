import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import { unpackWoff } from './woff.ts'

// The letters of what is made here. The design's own first; what they lack comes from three others, so that nobody's
// words become empty boxes: DejaVu (Arabic, Hebrew, Greek, Cyrillic, arrows, ticks), Noto Emoji, and Unifont, that has
// a plain form of nearly every sign there is.

const require = createRequire(import.meta.url)
const FONTS = '@expo-google-fonts'

const FONT_FILES = {
  text: `${FONTS}/atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf`,
  strong: `${FONTS}/atkinson-hyperlegible-next/600SemiBold/AtkinsonHyperlegibleNext_600SemiBold.ttf`,
  emphasis: `${FONTS}/atkinson-hyperlegible-next/400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic.ttf`,
  heading: `${FONTS}/bricolage-grotesque/700Bold/BricolageGrotesque_700Bold.ttf`,
  wide: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  wideStrong: 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
  emoji: `${FONTS}/noto-emoji/400Regular/NotoEmoji_400Regular.ttf`,
  last: '@fontsource/unifontex/files/unifontex-latin-400-normal.woff',
} as const

export type FontName = keyof typeof FONT_FILES
export type Style = 'text' | 'strong' | 'emphasis' | 'heading'

/** Which fonts are asked for a sign, in turn. */
const CHAINS: Readonly<Record<Style, readonly FontName[]>> = {
  text: ['text', 'wide', 'emoji', 'last'],
  strong: ['strong', 'wideStrong', 'wide', 'emoji', 'last'],
  emphasis: ['emphasis', 'wide', 'emoji', 'last'],
  heading: ['heading', 'wideStrong', 'wide', 'emoji', 'last'],
}

/** Where a font lies on this machine: the fonts are packages, like the libraries. */
export const fontPath = (name: FontName): string => require.resolve(FONT_FILES[name])

const files = new Map<FontName, Buffer>()

/** What the font's file holds, unpacked. @throws when its package is not installed whole. */
export function fontFile(name: FontName): Buffer {
  let file = files.get(name)
  if (!file) {
    const path = fontPath(name)
    const bytes = readFileSync(path)
    files.set(name, (file = path.endsWith('.woff') ? unpackWoff(bytes) : bytes))
  }
  return file
}

const opened = new Map<FontName, Font>()

export function fontOf(name: FontName): Font {
  let font = opened.get(name)
  if (!font) {
    const made = create(fontFile(name))
    if (!('layout' in made)) throw new Error('a collection of fonts has no letters of its own')
    opened.set(name, (font = made))
  }
  return font
}

export interface Fit {
  readonly font: FontName
  readonly text: string
}

const fits = new Map<string, Fit>()

/** A grapheme that is shown as a picture: an emoji with its skin tone, a flag, a keycap, a family. */
const PICTURE = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\u20e3|\p{Regional_Indicator}/u
const UNSEEN = /[\ufe0e\ufe0f\u200d\p{Emoji_Modifier}]/gu
/** Tells how to break or order a line, and is not drawn. */
const FORMAT = /^\p{Cf}+$/u

/** The font that draws a grapheme in a style, and what is left of it where no font has it whole. */
export function fitOf(grapheme: string, style: Style): Fit {
  const key = `${style} ${grapheme}`
  let fit = fits.get(key)
  if (!fit) {
    // Signs are many, but a board has few of them.
    if (fits.size > 20_000) fits.clear()
    fits.set(key, (fit = chosen(grapheme, style)))
  }
  return fit
}

function chosen(grapheme: string, style: Style): Fit {
  const chain = CHAINS[style]
  const first = chain[0] ?? 'text'
  if (FORMAT.test(grapheme)) return { font: first, text: '' }
  if (PICTURE.test(grapheme) && isWhole(grapheme, 'emoji')) return { font: 'emoji', text: grapheme }
  for (const text of new Set([grapheme, grapheme.normalize('NFC'), grapheme.replace(UNSEEN, '')])) {
    const font = chain.find((name) => text !== '' && isWhole(text, name))
    if (font) return { font, text }
  }
  return { font: first, text: codesOf(grapheme) }
}

/** Drawn by the font as it is, as one picture where it is an emoji. */
function isWhole(text: string, name: FontName): boolean {
  const font = fontOf(name)
  if (name === 'emoji') {
    const { glyphs } = font.layout(text)
    return glyphs.length === 1 && glyphs[0]?.id !== 0
  }
  return [...text].every((sign) => font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0))
}

/** For what no font has: its number, which at least can be looked up. */
const codesOf = (text: string): string =>
  [...text].map((sign) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`).join('')
