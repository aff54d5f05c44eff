import { describe, expect, test } from 'vitest'
import { renderCsv } from '../../shared/record/csv.ts'
import { renderJson } from '../../shared/record/json.ts'
import { levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { seriesLevelOf } from '../../shared/record/series-level.ts'
import { translators } from '../../shared/text/every-language.ts'
import { golden, goldenSeries } from '../helpers/golden-series.ts'

const record = JSON.parse(golden('verslag-sessie-2.json')) as SessionRecord
const organisationA = record.network.organisations[0]?.id

describe('from the golden JSON alone follow, byte for byte,', () => {
  test('the record for the group', () => {
    expect(renderMarkdown(record, translators.nl)).toBe(golden('verslag-sessie-2.groep.md'))
    expect(renderMarkdown(levelOf(record, 'group'), translators.nl)).toBe(golden('verslag-sessie-2.groep.md'))
  })

  test('the record for one organisation', () => {
    const forA = levelOf(record, 'organisation', organisationA)
    expect(renderMarkdown(forA, translators.nl)).toBe(golden('verslag-sessie-2.organisatie.md'))
  })

  test('the record for anyone', () => {
    expect(renderMarkdown(levelOf(record, 'public'), translators.nl)).toBe(golden('verslag-sessie-2.publiek.md'))
  })

  test('the table', () => {
    expect(renderCsv(record, translators.nl)).toBe(golden('verslag-sessie-2.csv'))
    expect(renderCsv(levelOf(record, 'group'), translators.nl)).toBe(golden('verslag-sessie-2.csv'))
  })

  test('the JSON itself', () => {
    expect(renderJson(record)).toBe(golden('verslag-sessie-2.json'))
  })
})

describe('of the golden series follow, byte for byte,', () => {
  test('the record for the group', () => {
    expect(renderMarkdown(seriesLevelOf(goldenSeries(), 'group'), translators.nl)).toBe(golden('verslag-reeks.md'))
  })

  test('the page for anyone', () => {
    const shown = renderMarkdown(seriesLevelOf(goldenSeries(), 'public'), translators.nl)
    expect(shown).toBe(golden('verslag-reeks.publiek.md'))
  })
})
