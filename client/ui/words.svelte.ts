import { LANGUAGES, type Language } from '../../shared/model/network.ts'
import { loadWords, type WordsPart } from '../../shared/text/load-words.ts'
import type { MessageKey } from '../../shared/text/nl.ts'
import { translator, type Params, type Translate } from '../../shared/text/translate.ts'

const KEPT = 'bijeen.language'

let translate = $state.raw<Translate>()
/** The invitation and the pen come with their own words; the other screens ask for the rest first. */
const parts: WordsPart[] = ['first']
/** One change after the other: the last one asked for is the one that stays. */
let changing: Promise<void> = Promise.resolve()

/** The words of this screen: `t('pen.send')`. Reading it in a template follows a change of language. */
export function t(key: MessageKey, params?: Params): string {
  return translate ? translate(key, params) : ''
}

export const language = (): Language => translate?.language ?? 'nl'
export const locale = (): string => translate?.locale ?? 'nl-BE'

const isLanguage = (value: unknown): value is Language => LANGUAGES.includes(value as Language)

async function change(next: Language): Promise<void> {
  translate = translator(next, await loadWords(next, parts))
  document.documentElement.lang = translate.locale
}

const inTurn = (act: () => Promise<void>): Promise<void> => (changing = changing.catch(() => undefined).then(act))

export async function setLanguage(next: Language, keep = true): Promise<void> {
  await inTurn(() => change(next))
  if (keep) localStorage.setItem(KEPT, next)
}

/** Loads what screens other than the invitation and the pen say. To be waited for before one of them is shown. */
export const loadAllWords = (): Promise<void> =>
  inTurn(async () => {
    if (parts.includes('other')) return
    parts.push('other')
    await change(language()).catch((error: unknown) => {
      parts.pop()
      throw error
    })
  })

/** The language chosen on this device, else Dutch. */
export async function startWords(): Promise<void> {
  const kept = localStorage.getItem(KEPT)
  await setLanguage(isLanguage(kept) ? kept : 'nl', false)
}

/** The network's language, where the device has chosen none. */
export async function followLanguage(next: Language): Promise<void> {
  if (!isLanguage(localStorage.getItem(KEPT)) && next !== language()) await setLanguage(next, false)
}
