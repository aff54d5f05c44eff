import { LANGUAGES, type Language } from '../../shared/model/network.ts'
import { loadWords } from '../../shared/text/load-words.ts'
import type { MessageKey } from '../../shared/text/nl.ts'
import { translator, type Params, type Translate } from '../../shared/text/translate.ts'

const KEPT = 'bijeen.language'

let translate = $state.raw<Translate>()

/** The words of this screen: `t('pen.send')`. Reading it in a template follows a change of language. */
export function t(key: MessageKey, params?: Params): string {
  return translate ? translate(key, params) : ''
}

export const language = (): Language => translate?.language ?? 'nl'
export const locale = (): string => translate?.locale ?? 'nl-BE'

const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language)

export async function setLanguage(next: Language, keep = true): Promise<void> {
  translate = translator(next, await loadWords(next))
  document.documentElement.lang = translate.locale
  if (keep) localStorage.setItem(KEPT, next)
}

/** The language chosen on this device, else Dutch. */
export async function startWords(): Promise<void> {
  const kept = localStorage.getItem(KEPT)
  await setLanguage(isLanguage(kept) ? kept : 'nl', false)
}

/** The network's language, where the device has chosen none. */
export async function followLanguage(next: Language): Promise<void> {
  if (!isLanguage(localStorage.getItem(KEPT)) && next !== language()) await setLanguage(next, false)
}
