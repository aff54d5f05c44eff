import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leftOutPhrases } from '../../shared/record/left-out.ts'
import { levelOf } from '../../shared/record/level.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { translators } from '../../shared/text/every-language.ts'
import { cases } from '../helpers/record-cases.ts'
import { organisationId } from '../helpers/records.ts'

// What is said to be left out before a record goes anywhere is what its foot says.

const record = JSON.parse(
  readFileSync(new URL('../golden/verslag-sessie-2.json', import.meta.url), 'utf8'),
) as SessionRecord
const t = translators.nl

test('for the group it is what stays in the group, and what stands in another record', () => {
  expect(leftOutPhrases(levelOf(record, 'group'), t)).toEqual([
    '1 briefje dat in de groep blijft',
    '14 briefjes bij de verwachtingen (zie het verslag van bijeenkomst 1)',
  ])
})

test('for one organisation it is told by part, with whose presentation it was', () => {
  expect(leftOutPhrases(levelOf(record, 'organisation', record.network.organisations[0]?.id), t)).toEqual([
    '14 briefjes bij de verwachtingen',
    '8 briefjes over de werking van Organisatie B',
    '12 briefjes bij de reflectie',
    '12 briefjes bij de kruisbestuiving',
    '1 briefje op de parkeerplaats',
    '9 engagementen van andere organisaties',
  ])
})

test('for anyone it is told by part, without whose presentation it was', () => {
  expect(leftOutPhrases(levelOf(record, 'public'), t)).toEqual([
    '14 briefjes bij de verwachtingen',
    '23 briefjes over de werking van een organisatie',
    '12 briefjes bij de reflectie',
    '12 briefjes bij de kruisbestuiving',
    '1 briefje op de parkeerplaats',
    '11 engagementen',
    'de namen van de organisaties',
  ])
})

test('on any board the notes of all phrases make the sum that the foot tells', () => {
  fc.assert(
    fc.property(cases, fc.constantFrom('organisation' as const, 'public' as const), ({ record: whole }, level) => {
      const shown = levelOf(whole, level, organisationId(0))
      const counts = leftOutPhrases(shown, t).flatMap((phrase) => /^(\d+) briefjes?\b/.exec(phrase)?.[1] ?? [])
      expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(shown.leftOut.notes)
      for (const phrase of leftOutPhrases(shown, t)) expect(phrase).not.toMatch(/^0 /)
    }),
    { seed: 20260312, numRuns: 150 },
  )
})
