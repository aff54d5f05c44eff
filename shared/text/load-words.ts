import type { Language } from '../model/network.ts'
import type { Words } from './nl.ts'

/** One language as its own file, so that a phone downloads only the words it shows. */
export async function loadWords(language: Language): Promise<Words> {
  switch (language) {
    case 'nl':
      return (await import('./nl.ts')).nl
    case 'en':
      return (await import('./en.ts')).en
    case 'fr':
      return (await import('./fr.ts')).fr
  }
}
