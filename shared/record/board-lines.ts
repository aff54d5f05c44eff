import { IDEOGRAPH, widthOf } from '../model/letter-widths.ts'

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
const wide = (text: string): number => {
  let sum = 0
  // An emoji of several signs is one picture.
  for (const sign of text) sum = Math.max(sum, widthOf(sign))
  return sum
}

/** The lines of a text within `width` pixels of type of `size` pixels, without a screen to measure on. */
export function linesOfText(text: string, width: number, size: number): string[] {
  const room = (width / size) * 98
  return text.split('\n').flatMap((paragraph) => linesOfParagraph(paragraph.trim(), room))
}

function linesOfParagraph(paragraph: string, room: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  const end = (): void => {
    lines.push(line.trimEnd())
    line = ''
    used = 0
  }
  for (const word of wordsOf(paragraph)) {
    const widths = word.map(wide)
    const isSpace = word[0] === ' '
    const width = widths.reduce((sum, one) => sum + one, 0)
    if (!isSpace && used > 0 && used + width > room) end()
    if (isSpace && line === '') continue
    // A word longer than a line is broken anywhere.
    word.forEach((sign, index) => {
      const own = widths[index] ?? 0
      if (width > room && used + own > room) end()
      line += sign
      used += own
    })
  }
  if (line.trim() !== '' || lines.length === 0) end()
  return lines
}

/** Words, and the spaces between them, each as graphemes. A line also breaks after a hyphen or a slash, and round an ideograph. */
function wordsOf(paragraph: string): string[][] {
  const words: string[][] = []
  let word: string[] = []
  const endWord = (): void => {
    if (word.length > 0) words.push(word)
    word = []
  }
  for (const { segment } of graphemes.segment(paragraph)) {
    if (/^\s/.test(segment)) {
      endWord()
      words.push([' '])
    } else {
      word.push(segment)
      if (segment === '-' || segment === '/' || IDEOGRAPH.test(segment)) endWord()
    }
  }
  endWord()
  return words
}
