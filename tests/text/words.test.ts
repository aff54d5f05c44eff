import { parse, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { expect, test } from 'vitest'
import { REFUSALS } from '../../shared/model/refusal.ts'
import { en } from '../../shared/text/en.ts'
import { translators } from '../../shared/text/every-language.ts'
import { fr } from '../../shared/text/fr.ts'
import { nl, type MessageKey } from '../../shared/text/nl.ts'
import { refusalText } from '../../shared/text/refusals.ts'

const keys = Object.keys(nl) as MessageKey[]

/** The parameters of a message, those inside plurals too. */
function parameters(elements: readonly MessageFormatElement[]): string[] {
  return elements
    .flatMap((element) => {
      const own = 'value' in element && element.type !== 0 ? [element.value] : []
      const options =
        'options' in element ? Object.values(element.options).flatMap((option) => parameters(option.value)) : []
      const children = 'children' in element ? parameters(element.children) : []
      return [...own, ...options, ...children]
    })
    .filter((name, i, all) => all.indexOf(name) === i)
    .sort()
}

test.each(keys)('%s takes the same parameters in every language, and is not empty', (key) => {
  const [dutch, english, french] = [nl[key], en[key], fr[key]].map((message) =>
    parameters(parse(message, { ignoreTag: true })),
  )
  expect(english).toEqual(dutch)
  expect(french).toEqual(dutch)
  for (const words of [nl, en, fr]) expect(words[key].trim()).not.toBe('')
})

test('every refusal has a sentence that ends as sentences do', () => {
  for (const refusal of REFUSALS) expect(nl[refusalText[refusal]]).toMatch(/[.!?]$/)
})

test('one note and several notes are told apart in each language', () => {
  expect(translators.nl('note.count', { count: 1 })).toBe('1 briefje')
  expect(translators.nl('note.count', { count: 62 })).toBe('62 briefjes')
  expect(translators.en('note.count', { count: 2 })).toBe('2 notes')
  expect(translators.fr('note.count', { count: 0 })).toBe('0 billet')
})

test('the words of the domain are used: no sticky, no post-it', () => {
  for (const key of keys)
    for (const words of [nl, en, fr]) expect(words[key].toLowerCase()).not.toMatch(/sticky|post-?it/)
})
