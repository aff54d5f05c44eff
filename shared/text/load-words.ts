import type { Language } from '../model/network.ts'
import type { MessageKey } from './nl.ts'
import type { Message } from './translate.ts'

/** The words of the invitation and the pen, or those of all other screens (`vite.words.ts` divides them). */
export type WordsPart = 'first' | 'other'

const FILES: Record<Language, Record<WordsPart, () => Promise<{ default: object }>>> = {
  nl: { first: () => import('./nl.ts?first'), other: () => import('./nl.ts?other') },
  en: { first: () => import('./en.ts?first'), other: () => import('./en.ts?other') },
  fr: { first: () => import('./fr.ts?first'), other: () => import('./fr.ts?other') },
}

/** One language, or a part of it: each is a file of its own, so that a phone downloads only the words it shows. */
export async function loadWords(
  language: Language,
  parts: readonly WordsPart[] = ['first', 'other'],
): Promise<Record<MessageKey, Message>> {
  const loaded = await Promise.all(parts.map((part) => FILES[language][part]()))
  return Object.assign({}, ...loaded.map((file) => file.default))
}
