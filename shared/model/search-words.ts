/** A word as one may type it: without accents and capitals. */
const folded = (word: string): string => word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** The words that a question asks for, folded, each once. */
export const askedWords = (question: string): string[] => [...new Set((question.match(WORD) ?? []).map(folded))]

/** Whether each of the words begins one of the text. */
export function hasAll(text: string, words: readonly string[]): boolean {
  const there = (text.match(WORD) ?? []).map(folded)
  return words.every((word) => there.some((one) => one.startsWith(word)))
}

export interface Piece {
  readonly text: string
  /** It is one of the words that were asked for. */
  readonly found: boolean
}

/** The text in pieces, found words apart: put together again they are the text. */
export function piecesOf(text: string, words: readonly string[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!words.some((one) => folded(word).startsWith(one))) continue
    if (index > at) pieces.push({ text: text.slice(at, index), found: false })
    pieces.push({ text: word, found: true })
    at = index + word.length
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false })
  return pieces
}
