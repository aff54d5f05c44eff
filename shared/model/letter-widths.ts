// The letters of the board's notes, so that a note's lines can be counted without a screen.

/**
 * Advance widths in hundredths of an em of Atkinson Hyperlegible Next at weight 420: what Chromium's canvas measures for
 * the file in client/public/fonts (`measureText` at 100 px). Letters of one width share a row.
 */
const WIDTHS: Readonly<Record<number, string>> = {
  16: "'",
  21: '.,:;',
  24: '|‘’·',
  25: 'j`',
  26: 'iìíîı',
  27: 'lï',
  28: ' \u00a0ł',
  29: '!',
  30: '()',
  31: '"',
  32: 'f[',
  33: 'tř',
  34: ']',
  35: 'r{}°',
  36: '-',
  37: '_',
  39: 'I/\\ÌÍÎÏšş',
  41: '1“”„',
  43: 'ť',
  44: '•ąężčěž',
  45: 'yýÿ',
  46: 'zź',
  47: 'svś',
  48: '?*',
  49: 'cxçć',
  50: 'k–ňğőű',
  51: '7',
  52: 'J',
  53: 'a×§àáâãäå',
  54: 'euLèéêëùúûü',
  55: 'hnoF2<>^~ñòóôõöøń',
  56: 'gT',
  57: 'bdpE«»ÈÉÊË',
  58: 'qY3ßÝ',
  59: 'PS59$',
  60: 'V6+',
  61: 'BZ4',
  62: 'R8',
  63: 'AKX=ÀÁÂÃÄÅ',
  65: 'C0Çď',
  66: '#€',
  67: 'D',
  68: '…',
  69: 'wHNUÑÙÚÛÜ',
  70: 'G',
  72: 'OÒÓÔÕÖØ',
  73: 'Q&',
  78: '@',
  82: '—',
  83: 'M',
  84: '✓',
  85: 'm',
  86: 'W',
  87: 'æ',
  90: 'Æ',
  92: '%œ',
  100: '→←',
  101: 'Œ',
}
const WIDTH_OF = new Map(Object.entries(WIDTHS).flatMap(([width, chars]) => [...chars].map((c) => [c, Number(width)])))

// What the font does not hold comes from another one, of unknown width: rather a line too many than words cut off.
const OTHER = 75
/** Scripts that break a line between any two signs. */
export const IDEOGRAPH = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]/u
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u
const PICTURE = /\p{Extended_Pictographic}/u

/** The width of one character in hundredths of an em. */
export function widthOf(char: string): number {
  const known = WIDTH_OF.get(char)
  if (known !== undefined) return known
  if (NO_WIDTH.test(char)) return 0
  if (PICTURE.test(char)) return 138
  return IDEOGRAPH.test(char) ? 105 : OTHER
}
