import { LANGUAGES, type Language } from '../model/network.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import { nl } from './nl.ts'
import { translator, type Translate } from './translate.ts'

const WORDS = { nl, en, fr }

/** All languages at once, for the server and the exports; the page loads one (`load-words.ts`). */
export const translators = Object.fromEntries(
  LANGUAGES.map((language) => [language, translator(language, WORDS[language])]),
) as Record<Language, Translate>
