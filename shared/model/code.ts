/** Letters and digits that are told apart when read aloud or from afar: no 0 and O, 1, I and L, and no vowels that make words. */
export const CODE_ALPHABET = '23456789BCDFGHJKMNPQRSTVWXYZ'
export const CODE_LENGTH = 6

/** What someone typed, as the code they meant: upper case, without spaces and dashes. Null when it cannot be a code. */
export function parseCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s.-]/g, '')
  return code.length === CODE_LENGTH && [...code].every((c) => CODE_ALPHABET.includes(c)) ? code : null
}

/** K7M4PD is shown as "K7M 4PD". */
export const showCode = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`
