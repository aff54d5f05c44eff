import type { TitledPart } from '../model/series.ts'
import type { MessageKey } from '../text/nl.ts'
import type { Params, Translate } from '../text/translate.ts'
import { dateWords } from './dates.ts'
import type { RecordMoment } from './record.ts'
import type { SeriesQuote, SeriesRecord, SeriesTheme } from './series-record.ts'

/** The record of a series about to be told in a language: what every part of its document needs. */
export interface SeriesTelling {
  readonly record: SeriesRecord
  readonly t: Translate
  and(items: readonly string[]): string
  day(iso: string): string
  moment(moment: Omit<RecordMoment, 'number'>): string
  /** The names of organisations, in the network's order. */
  names(ids: Iterable<string>): string[]
  name(id: string | undefined): string | undefined
  themeTitle(theme: SeriesTheme): string
  /** “The words of a note” (bijeenkomst 2). */
  quote(quote: SeriesQuote): string
  /** The title of the expectation that gives it to this part, or the shipped one. */
  partTitle(part: TitledPart, shipped: MessageKey): string
  /** "4 gelukt, 2 deels gelukt": in this order, without what there is none of. */
  tally<K extends string>(order: readonly K[], all: readonly K[], key: (one: K) => MessageKey): string
}

export function seriesTelling(record: SeriesRecord, t: Translate): SeriesTelling {
  const lists = new Intl.ListFormat(t.locale, { type: 'conjunction' })
  const names = new Map(record.network.organisations.map(({ id, name }) => [id, name]))
  const { day, moment } = dateWords(t, record.network.timeZone)
  return {
    record,
    t,
    and: (items) => lists.format(items),
    day,
    moment: (one) => moment({ number: 0, ...one }),
    names: (ids) => {
      const wanted = new Set(ids)
      return [...names].flatMap(([id, name]) => (wanted.has(id) ? [name] : []))
    },
    name: (id) => (id === undefined ? undefined : names.get(id)),
    themeTitle: ({ title }) => (title.trim() === '' ? t('record.untitled') : title),
    quote: ({ session, text }) => t('seriesRecord.quote', { text: text.trim(), session }),
    partTitle: (part, shipped) => record.expectations.find((one) => one.part === part)?.text ?? t(shipped),
    tally: (order, all, key) =>
      order
        .map((one) => ({ one, count: all.filter((other) => other === one).length }))
        .filter(({ count }) => count > 0)
        .map(({ one, count }): string => t(key(one), { count } satisfies Params))
        .join(', '),
  }
}
