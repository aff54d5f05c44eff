import { expect, test } from 'vitest'
import { orgLetter } from '../../shared/model/organisation-look.ts'

test.each([
  ['Organisatie A', 'A'],
  ['het huis', 'H'],
  ['De Speelvogel', 'D'],
  ['  b  ', 'B'],
  ['𝒜lpha', '𝒜'],
  ['', '?'],
])('%j has the letter %s', (name, letter) => expect(orgLetter(name)).toBe(letter))
