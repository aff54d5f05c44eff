import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateWords } from '../../shared/record/dates.ts'
import { levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import { RECORD_LEVELS } from '../../shared/record/record.ts'
import { en } from '../../shared/text/en.ts'
import { translators } from '../../shared/text/every-language.ts'
import { fr } from '../../shared/text/fr.ts'
import { nl } from '../../shared/text/nl.ts'
import { goldenRecord } from '../helpers/long-record.ts'
import { organisationId } from '../helpers/records.ts'
import { wholeSessions } from '../helpers/whole-sessions.ts'

// Each language in its own signs: what a reader of it would see at once.

const WORDS = { nl, en, fr }
const group = levelOf(goldenRecord, 'group')
const held = (name: string): string => readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')

describe.each(['en', 'fr'] as const)('the golden session in %s', (language) => {
  test('reads as it was read by eye, from the first line to the last', () => {
    expect(renderMarkdown(group, translators[language])).toBe(held(`verslag-sessie-2.groep.${language}.md`))
  })
})

describe('French', () => {
  const BARE = /(?<![\u00a0\u202f:;!?])[;!?](?!\w)|[ \u00a0](?=[;!?])|[^\u00a0\s]»|[ \u202f](?=[:»])|«(?!\u00a0)/
  /** A colon within an address or a time has nothing before it. */
  const COLON = /[^\u00a0\d/]:(?!\/\/)(?=\s|$)/

  test('has its spaces in every text of the product', () => {
    for (const [key, text] of Object.entries(fr)) {
      expect(text, key).not.toMatch(BARE)
      expect(text, key).not.toMatch(COLON)
    }
  })

  test('has them in every record, at every level', () => {
    fc.assert(
      fc.property(wholeSessions, fc.constantFrom(...RECORD_LEVELS), ({ record }, level) => {
        // What people write stays as they wrote it: here without any of these signs.
        const quiet = { ...record, notes: record.notes.map((note) => ({ ...note, text: 'Un billet' })), takeHomes: [] }
        const text = renderMarkdown(levelOf(quiet, level, organisationId(0)), translators.fr).replaceAll('**', '')
        expect(text).not.toMatch(BARE)
        expect(text).not.toMatch(COLON)
        expect(text).not.toMatch(/['"]/)
      }),
      { seed: 20260312, numRuns: 100 },
    )
  })
})

test.each(['nl', 'en', 'fr'] as const)(
  'no straight quotation mark or apostrophe is in a text of ours in %s',
  (language) => {
    for (const [key, text] of Object.entries(WORDS[language])) expect(text, key).not.toMatch(/["]|\p{L}'|'\p{L}/u)
  },
)

test('a moment is said as each language says it', () => {
  const said = (language: 'nl' | 'en' | 'fr', startsAt: string, endsAt: string) =>
    dateWords(translators[language], 'Europe/Brussels').moment({ number: 1, startsAt, endsAt })
  const [from, to] = ['2026-05-01T09:30:00+02:00', '2026-05-01T12:00:00+02:00']
  expect(said('nl', from, to)).toBe('vrijdag 1 mei 2026, van 9.30 tot 12 uur')
  expect(said('en', from, to)).toBe('Friday 1 May 2026, from 9:30 to 12:00')
  expect(said('fr', from, to)).toBe('vendredi 1er mai 2026, de 9\u00a0h\u00a030 à 12\u00a0h')
})

test('one, none and many are told apart in each language', () => {
  const count = (language: 'nl' | 'en' | 'fr', n: number) =>
    (['record.themeCount', 'record.commitmentCount', 'record.organisations'] as const)
      .map((key) => translators[language](key, { count: n }))
      .join(' ')
  expect(count('nl', 1)).toBe('1 thema: 1 engagement: 1 organisatie')
  expect(count('nl', 2)).toBe('2 thema’s: 2 engagementen: 2 organisaties')
  expect(count('en', 0)).toBe('0 themes: 0 commitments: 0 organisations')
  expect(count('fr', 0)).toBe('0 thème\u00a0: 0 engagement\u00a0: 0 organisation')
  expect(count('fr', 2)).toBe('2 thèmes\u00a0: 2 engagements\u00a0: 2 organisations')
})

test('a list ends as each language ends it', () => {
  const text = (language: 'nl' | 'en' | 'fr') => renderMarkdown(group, translators[language])
  expect(text('nl')).toContain('Organisatie G en Organisatie H')
  expect(text('en')).toContain('Organisatie F, Organisatie G and Organisatie H')
  expect(text('fr')).toContain('Organisatie G et Organisatie H')
})
