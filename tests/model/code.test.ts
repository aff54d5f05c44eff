import { expect, test } from 'vitest'
import { CODE_ALPHABET, parseCode, showCode } from '../../shared/model/code.ts'

test.each([
  ['K7M4PD', 'K7M4PD'],
  ['k7m 4pd', 'K7M4PD'],
  [' k7m-4pd ', 'K7M4PD'],
])('%j is read as the code it means', (typed, code) => expect(parseCode(typed)).toBe(code))

test.each(['', 'K7M4P', 'K7M4PDX', 'K0M4PD', 'KIM4PD', '<b>K7M'])('%j is no code', (typed) =>
  expect(parseCode(typed)).toBeNull(),
)

test('a code has no characters that are mistaken for each other', () => {
  for (const lookalike of '01OIL') expect(CODE_ALPHABET).not.toContain(lookalike)
})

test('a code is shown in two halves', () => expect(showCode('K7M4PD')).toBe('K7M 4PD'))
