import type { Translate } from '../../shared/text/translate.ts'

// A mail to be sent with the program of whoever sends it: the server sends none, and learns nobody's address.

/** Longer ones are cut off by some mail programs. */
const LONGEST = 1_799

export interface MailAbout {
  /** The network's title: people's words. */
  readonly network: string
  /** Of the session; null for the series. */
  readonly number: number | null
  /** Where the record is read. */
  readonly url: string
  /** Members find their own way in; others have a link, for titles alone or for more. */
  readonly reader: 'group' | 'public' | 'other'
}

/** The address that opens a draft to nobody yet, in the words of `t`. The title is cut off where it would get too long. */
export function mailDraft({ network, number, url, reader }: MailAbout, t: Translate): string {
  // One line, of signs that can be encoded.
  const whole = [
    ...network
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .replace(/\p{Surrogate}/gu, '')
      .trim(),
  ]
  const about = (length: number): string => {
    const title = length < whole.length ? `${whole.slice(0, length).join('').trimEnd()}…` : whole.join('')
    if (number === null) {
      const params = { network: title, url }
      return mailto(t('mail.series.subject', params), t(`mail.series.${reader}`, params))
    }
    const params = { network: title, number, url }
    return mailto(t('mail.subject', params), t(`mail.${reader}`, params))
  }
  let length = whole.length
  while (length > 0 && about(length).length > LONGEST) length--
  return about(length)
}

const mailto = (subject: string, body: string): string =>
  `mailto:?subject=${encoded(subject)}&body=${encoded(body.replace(/\r\n|[\r\n]/g, '\r\n'))}`

/** What a mail program takes apart by itself is encoded too. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
