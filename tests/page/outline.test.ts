import { expect, test } from 'vitest'
import { outlineOf } from '../../client/record/outline.ts'
import { facts, list, paragraphs, part, said, table } from '../../shared/record/document.ts'

test('the outline names each part and counts what it lists; the foot counts nothing', () => {
  const outline = outlineOf({
    locale: 'nl-BE',
    title: 'Verslag',
    head: [],
    parts: [
      ...part('In het kort', paragraphs('Een zin.')),
      ...part('Reflectie', list([[said('a')], [said('b')]]), list([[said('c')]])),
      ...part('Kruisbestuiving', table(['Van', 'Naar'], [['A', 'B']])),
      { title: 'Over dit verslag', blocks: [...facts({ text: 'x' }), ...list([[said('regel')]])], foot: true },
    ],
  })
  expect(outline.map(({ title, count }) => [title, count])).toEqual([
    ['In het kort', 0],
    ['Reflectie', 3],
    ['Kruisbestuiving', 1],
    ['Over dit verslag', 0],
  ])
  expect(new Set(outline.map(({ anchor }) => anchor)).size).toBe(4)
})
