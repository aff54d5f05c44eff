// Each edit and each cursor bears a number that is found in the raw bytes of what a server sends, however that server
// merges messages or frames them anew: a sign and six digits of base 36.

const DIGITS = 6
export const EDIT_SIGN = '~'
export const CURSOR_SIGN = '^'

export const mark = (sign: string, n: number): string => sign + n.toString(36).padStart(DIGITS, '0')

/** Calls `hit` with each number that stands behind a sign. */
export function marksIn(bytes: Buffer, sign: string, hit: (n: number) => void): void {
  const code = sign.charCodeAt(0)
  for (let at = bytes.indexOf(code); at >= 0; at = bytes.indexOf(code, at + 1)) {
    const n = numberAt(bytes, at + 1)
    if (n !== null) hit(n)
  }
}

function numberAt(bytes: Buffer, at: number): number | null {
  if (at + DIGITS > bytes.length) return null
  let n = 0
  for (let i = at; i < at + DIGITS; i++) {
    const byte = bytes[i] ?? 0
    const digit = byte >= 48 && byte <= 57 ? byte - 48 : byte >= 97 && byte <= 122 ? byte - 87 : -1
    if (digit < 0) return null
    n = n * 36 + digit
  }
  return n
}

/** A coordinate near 490 whose eight bytes are a mark: a place has no room for words. */
export function markedCoordinate(n: number): number {
  const bytes = Buffer.alloc(8)
  bytes[0] = 0x40
  bytes.write(mark(EDIT_SIGN, n), 1, 'latin1')
  return bytes.readDoubleBE(0)
}

const CURSOR = Buffer.from('"cursor":[')

/** A cursor's number as its two coordinates, and back. */
export const markedCursor = (n: number): [x: number, y: number] => [n % 1_000, Math.floor(n / 1_000)]
export const cursorNumber = ([x, y]: readonly [x: number, y: number]): number => x + y * 1_000

/** Calls `hit` with the number of each cursor in a presence state. */
export function cursorsIn(bytes: Buffer, hit: (n: number) => void): void {
  for (let at = bytes.indexOf(CURSOR); at >= 0; at = bytes.indexOf(CURSOR, at + CURSOR.length)) {
    const start = at + CURSOR.length
    const found = /^(\d+),(\d+)\]/.exec(bytes.toString('latin1', start, start + 24))
    if (found) hit(cursorNumber([Number(found[1]), Number(found[2])]))
  }
}
