import { expect, test } from 'vitest'
import { looksOf, orgLetter } from '../../shared/model/organisation-look.ts'

test.each([
  ['Organisatie A', 'A'],
  ['het huis', 'H'],
  ['De Speelvogel', 'D'],
  ['  b  ', 'B'],
  ['𝒜lpha', '𝒜'],
  ['', '?'],
])('%j has the letter %s', (name, letter) => expect(orgLetter(name)).toBe(letter))

test('organisations with the same letter are told apart by a number, and by a colour as long as there are enough', () => {
  const names = ['Speelpunt', 'De Tuimel', 'Samenspel', 'Baboes', 'Nest', 'Kind', 'Vos', 'Ouders', 'Inloop']
  const looks = [...looksOf(names.map((name) => ({ id: name, name }))).values()]
  expect(looks.map(({ mark }) => mark).join(' ')).toBe('S1 D S2 B N K V O I')
  expect(new Set(looks.slice(0, 8).map(({ colour }) => colour)).size).toBe(8)
  expect(looks[8]?.colour).toBe(looks[0]?.colour)
})
