import { CODE_ALPHABET, CODE_LENGTH, parseCode } from '../../shared/model/code.ts'
import type { MessageKey } from '../../shared/text/nl.ts'

/** What keeps a typed text from being a code, as words with their count; null when it can be one. */
export function codeTrouble(typed: string): { readonly key: MessageKey; readonly count: number } | null {
  if (parseCode(typed)) return null
  const letters = [...typed.toUpperCase().replace(/[\s.-]/g, '')]
  if (letters.length === 0) return { key: 'join.codeEmpty', count: 0 }
  if (letters.length < CODE_LENGTH) return { key: 'join.codeShort', count: CODE_LENGTH - letters.length }
  if (letters.length > CODE_LENGTH) return { key: 'join.codeLong', count: letters.length - CODE_LENGTH }
  return { key: 'join.codeStrange', count: letters.filter((letter) => !CODE_ALPHABET.includes(letter)).length }
}
