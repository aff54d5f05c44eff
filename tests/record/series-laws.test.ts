import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvPieces } from '../../shared/record/csv.ts'
import { renderHtml } from '../../shared/record/html.ts'
import { renderJson } from '../../shared/record/json.ts'
import { levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import { RECORD_LEVELS, type RecordLevel } from '../../shared/record/record.ts'
import { seriesLevelOf } from '../../shared/record/series-level.ts'
import type { SeriesRecord } from '../../shared/record/series-record.ts'
import { makeSeriesRecord } from '../../shared/record/series-sources.ts'
import { withoutRepeats } from '../../shared/record/series-sums.ts'
import { translators } from '../../shared/text/every-language.ts'
import { organisationId } from '../helpers/records.ts'
import { seriesCases } from '../helpers/series-cases.ts'

const SEED = { seed: 20260618, numRuns: 100 }
const t = translators.nl
const levels = fc.constantFrom(...RECORD_LEVELS)
const below = fc.constantFrom('group' as const, 'organisation' as const, 'public' as const)
const at = (record: SeriesRecord, level: RecordLevel) => seriesLevelOf(record, level, organisationId(0))
const timesIn = (text: string, word: string) => text.split(word).length - 1
const table = (record: SeriesRecord, level: RecordLevel) =>
  [
    ...csvPieces(
      withoutRepeats(record.records ?? []).map((one) => levelOf(one, level, organisationId(0))),
      t,
    ),
  ].join('')
/** Notes in their own words. */
const quoted = ({ expectations, parked }: SeriesRecord) => [...expectations.flatMap(({ quotes }) => quotes), ...parked]

describe('of any series', () => {
  test('no format at any level tells who wrote, when, or what was said in the check-in', () => {
    fc.assert(
      fc.property(seriesCases, levels, ({ input, never }, level) => {
        const record = makeSeriesRecord(input)
        const shown = at(record, level)
        for (const text of [renderMarkdown(shown, t), renderHtml(shown, t), renderJson(shown), table(record, level)]) {
          for (const leak of never) expect(text).not.toContain(leak)
          expect(text).not.toMatch(/author|createdAt/)
        }
      }),
      SEED,
    )
  })

  test('every text that a level shows stands in each format once', () => {
    fc.assert(
      fc.property(seriesCases, below, ({ input }, level) => {
        const shown = at(makeSeriesRecord(input), level)
        // A parked note may be what shows an expectation too.
        const words = new Set(quoted(shown).map(({ text }) => text.replace(/[^a-z0-9]/g, '')))
        const said = [...shown.takeHomes, ...shown.commitments].map(({ what }) => what)
        const judged = shown.expectations.flatMap(({ text, sentence = '' }) => [text, sentence])
        for (const text of [renderMarkdown(shown, t), renderHtml(shown, t), renderJson(shown)]) {
          for (const word of words)
            expect(timesIn(text, word)).toBe(quoted(shown).filter((one) => one.text.startsWith(word)).length)
          for (const word of [...said, ...judged].filter((one) => one.endsWith('woord')))
            expect(timesIn(text, word)).toBe(1)
        }
      }),
      SEED,
    )
  })

  test('no other note stands in the documents, and those of the table stand there once', () => {
    fc.assert(
      fc.property(seriesCases, ({ input, words }) => {
        const record = makeSeriesRecord(input)
        const group = at(record, 'group')
        const markdown = renderMarkdown(group, t)
        const whole = table(record, 'full')
        for (const word of words) {
          const isQuoted = quoted(group).some(({ text }) => text.startsWith(word))
          expect(markdown.includes(word)).toBe(isQuoted)
          expect(timesIn(whole, word)).toBe(1)
        }
      }),
      SEED,
    )
  })

  test('what is shown and what is left out make all notes, at every level', () => {
    fc.assert(
      fc.property(seriesCases, below, ({ input, words }, level) => {
        const record = makeSeriesRecord(input)
        expect(record.counts.notes).toBe(words.length)
        const shown = at(record, level)
        const once = new Set(quoted(shown).map(({ text }) => text)).size
        expect(once + shown.leftOut.notes).toBe(words.length)
        const { sessionRecords = 0, omitted = 0, staysInGroup = 0 } = shown.leftOut.reasons ?? {}
        if (level === 'group') expect(sessionRecords + omitted + staysInGroup).toBe(shown.leftOut.notes)
        // Outside nobody learns that something stays in the group.
        else expect(shown.leftOut.reasons).toBeUndefined()
      }),
      SEED,
    )
  })

  test('cells of themes add up to the notes that lie in a theme', () => {
    fc.assert(
      fc.property(seriesCases, ({ input }) => {
        const record = makeSeriesRecord(input)
        const inTheme = (record.records ?? []).reduce((sum, { notes, themes, expectations }) => {
          const theirs = new Set(
            themes
              .filter(({ id, status }) => status === 'theme' && !expectations.some(({ theme }) => theme === id))
              .map(({ id }) => id),
          )
          return sum + notes.filter(({ theme }) => theme !== null && theirs.has(theme)).length
        }, 0)
        const cells = record.themes.flatMap(({ sessions }) => sessions)
        expect(cells.reduce((sum, { notes }) => sum + notes, 0)).toBe(inTheme)
      }),
      SEED,
    )
  })

  test('ids below full are short numbers of the file, and point to what is there', () => {
    fc.assert(
      fc.property(seriesCases, below, ({ input }, level) => {
        const shown = at(makeSeriesRecord(input), level)
        const things = [shown.network.organisations, shown.themes, shown.takeHomes, shown.commitments].flat()
        const ids = new Set(things.map(({ id }) => id))
        expect(ids.size).toBe(things.length)
        for (const id of ids) expect(id).toMatch(/^[othc]\d+$/)
        const references = [
          ...shown.takeHomes.flatMap(({ from, to }) => [...from, ...to]),
          ...shown.commitments.flatMap(({ who }) => who),
          ...shown.practice.map(({ organisation }) => organisation),
          ...shown.sessions.flatMap(({ host, excused, deepenedThemes }) => [host, ...excused, ...deepenedThemes]),
        ]
        for (const id of references) if (id !== undefined) expect(ids).toContain(id)
        expect(renderJson(shown)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/)
      }),
      SEED,
    )
  })

  test('in whichever order things were said, the record is the same', () => {
    fc.assert(
      fc.property(seriesCases, ({ input }) => {
        const { takeHomes, commitments } = input.series
        const turned = {
          ...input,
          series: { ...input.series, takeHomes: takeHomes.toReversed(), commitments: commitments.toReversed() },
        }
        expect(at(makeSeriesRecord(turned), 'group')).toEqual(at(makeSeriesRecord(input), 'group'))
      }),
      SEED,
    )
  })

  test('an organisation and anyone read of no other organisation than those they promise something with', () => {
    fc.assert(
      fc.property(seriesCases, ({ input }) => {
        const record = makeSeriesRecord(input)
        const names = record.network.organisations.map(({ name }) => name)
        const forAll = [renderMarkdown(at(record, 'public'), t), renderJson(at(record, 'public'))]
        for (const text of forAll) for (const name of names) expect(text).not.toContain(name)
        const own = at(record, 'organisation')
        const partners = new Set(own.commitments.flatMap(({ who }) => who))
        for (const { id, name } of own.network.organisations) expect(partners.has(id) || name === names[0]).toBe(true)
      }),
      SEED,
    )
  })
})
