import { lastNumber } from '../model/network.ts'
import type { MessageKey } from '../text/nl.ts'
import type { Translate } from '../text/translate.ts'
import { dateWords } from './dates.ts'
import { readRecord, type Reading } from './reading.ts'
import type { RecordMoment, RecordTheme, RecordZone, SessionRecord } from './record.ts'

/** A record about to be told in a language: what every part of the document needs. */
export interface Telling extends Reading {
  readonly t: Translate
  /** A, B en C. */
  and(items: readonly string[]): string
  /** An ISO date or moment in words. */
  day(iso: string): string
  /** The day, and from when to when. Empty while no date is set. */
  moment(moment: RecordMoment): string
  /** Themes that are no expectation, without the proposals nobody took up. */
  readonly themes: readonly RecordTheme[]
  themeTitle(theme: RecordTheme): string
  zoneTitle(zone: RecordZone): string
  /** How many sessions the series has. */
  readonly total: number
}

const FALLBACK_TITLES: Partial<Record<RecordZone['kind'], MessageKey>> = {
  expectations: 'zone.expectations',
  reflection: 'zone.reflection',
  crossPollination: 'zone.crossPollination',
  parked: 'zone.parked',
}

export function tellingOf(record: SessionRecord, t: Translate): Telling {
  const lists = new Intl.ListFormat(t.locale, { type: 'conjunction' })
  const expectations = new Set(record.expectations.map(({ theme }) => theme))
  return {
    ...readRecord(record),
    ...dateWords(t, record.network.timeZone),
    t,
    and: (items) => lists.format(items),
    themes: record.themes.filter(({ id, status }) => status === 'theme' && !expectations.has(id)),
    themeTitle: ({ title, status }) => {
      const named = title.trim() === '' ? t('record.untitled') : title
      return status === 'proposed' ? t('record.proposed', { title: named }) : named
    },
    zoneTitle: ({ title, kind }) => (title.trim() === '' ? t(FALLBACK_TITLES[kind] ?? 'record.untitled') : title),
    total: lastNumber(record.network.sessions),
  }
}
