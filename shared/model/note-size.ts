import { IDEOGRAPH, widthOf } from './letter-widths.ts'
import type { Note } from './note.ts'
import type { ZoneKind } from './zone.ts'

// How large a note is on the board, without a screen: every device lays out the same board, and nothing is measured at
// load. The card in client/board is drawn to these numbers; tests/board holds them against a real browser.

/** Board units are CSS pixels at 100 %. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Every note is as wide as a column of a tray. */
export const NOTE_WIDTH = 218
export const NOTE_LINE = 19
export const NOTE_LINES_AT_MOST = 9
/** Text width: the padding is 10 at both sides. */
const NOTE_TEXT = NOTE_WIDTH - 20
/** Pattern band and padding above, padding below. */
const NOTE_PADDING = 15 + 8
const NOTE_FOOT = 26
const NOTE_LOWEST = 58

/** How many lines `text` takes, wrapped at spaces within `width` pixels of type of `size` pixels. At least one. */
export function lineCount(text: string, width: number, size: number): number {
  // Kerning takes away more than the browser's rounding adds; half a per cent covers the rest.
  const room = (width / size) * 99.5
  let lines = 0
  for (const paragraph of text.split('\n')) lines += linesIn(paragraph, room)
  return Math.max(1, lines)
}

function linesIn(paragraph: string, room: number): number {
  let lines = 1
  let used = 0
  let word = 0
  let wordParts: number[] = []
  const endWord = () => {
    if (used > 0 && used + word > room) {
      lines++
      used = 0
    }
    if (word <= room) used += word
    // A word longer than a line is broken anywhere.
    else {
      for (const part of wordParts) {
        if (used + part > room) {
          lines++
          used = 0
        }
        used += part
      }
    }
    word = 0
    wordParts = []
  }
  for (const char of paragraph) {
    const width = widthOf(char)
    if (char === ' ' || char === '\t') {
      endWord()
      used += width
    } else {
      word += width
      wordParts.push(width)
      if (IDEOGRAPH.test(char) || char === '-') endWord()
    }
  }
  endWord()
  return lines
}

/** The size of a note's card with its text, and a foot for an organisation, a kind or a count. Longer texts are cut with an ellipsis. */
export function noteSize(text: string, hasFoot: boolean): Size {
  return sizeOf(Math.min(NOTE_LINES_AT_MOST, lineCount(text, NOTE_TEXT, 14)), hasFoot)
}

const sizeOf = (lines: number, hasFoot: boolean): Size => ({
  width: NOTE_WIDTH,
  height: Math.max(NOTE_LOWEST, NOTE_PADDING + lines * NOTE_LINE + (hasFoot ? NOTE_FOOT : 0)),
})

// Snapshots are never altered, so a note's lines are counted once, however often its zone is laid out.
const counted = new WeakMap<Note, number>()

/** How many lines of its text a note's card shows. */
export function linesOf(note: Note): number {
  let lines = counted.get(note)
  if (lines === undefined)
    counted.set(note, (lines = Math.min(NOTE_LINES_AT_MOST, lineCount(note.text, NOTE_TEXT, 14))))
  return lines
}

export const sizeOfNote = (note: Note, hasFoot: boolean): Size => sizeOf(linesOf(note), hasFoot)

/** Where an organisation tells something. With what one expects or felt, its label would be a name in a small group. */
export const showsOrganisation = (zone: ZoneKind): boolean =>
  zone === 'presentation' ||
  zone === 'crossPollination' ||
  zone === 'commitments' ||
  zone === 'parked' ||
  zone === 'free'

/** Whether a note's card has a foot: who, of which kind, how many under it, or marks. */
export const hasFoot = (note: Note, zone: ZoneKind, stacked: number, marked: boolean): boolean =>
  stacked > 0 || marked || note.meta.kind !== 'idea' || (note.meta.organisation !== null && showsOrganisation(zone))
