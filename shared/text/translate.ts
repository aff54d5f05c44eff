import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../model/network.ts'
import type { MessageKey } from './nl.ts'

export type Params = Record<string, string | number>

/** A message by its key, in one language. `t('note.count', { count: 3 })` is "3 briefjes". */
export type Translate = ((key: MessageKey, params?: Params) => string) & {
  readonly language: Language
  /** The locale for dates, lists and plurals, such as nl-BE. */
  readonly locale: string
}

export const LOCALES: Record<Language, string> = { nl: 'nl-BE', en: 'en-GB', fr: 'fr-BE' }

/** A message as it was written, or parsed already: the page is built with those (`vite.words.ts`). */
export type Message = string | Exclude<ConstructorParameters<typeof IntlMessageFormat>[0], string>

/** Messages without braces are given as they are; the others are ICU messages, made ready once. */
export function translator(language: Language, words: Record<MessageKey, Message>): Translate {
  const locale = LOCALES[language]
  const parsed = new Map<MessageKey, IntlMessageFormat>()
  const translate = (key: MessageKey, params?: Params): string => {
    const message = words[key]
    if (typeof message === 'string' && !message.includes('{')) return message
    let format = parsed.get(key)
    if (!format) parsed.set(key, (format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })))
    return String(format.format(params))
  }
  return Object.assign(translate, { language, locale })
}
