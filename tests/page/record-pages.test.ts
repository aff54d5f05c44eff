import { expect, test } from 'vitest'
import { pagesOf, wallLines } from '../../client/wall/record-pages.ts'
import type { Block, RecordDocument } from '../../shared/record/document.ts'

// The record as the room reads it: line by line, page after page.

const documentOf = (...blocks: Block[]): RecordDocument => ({
  locale: 'nl-BE',
  title: 'Verslag',
  head: [],
  parts: [{ title: 'Kruisbestuiving', blocks }],
})
const plain = (document: RecordDocument) => wallLines(document).map(({ line }) => line.map(({ text }) => text).join(''))

test('an idea that stands in its own line is not read once more below it', () => {
  const rows = [
    ['Organisatie A', 'Organisatie B', 'Een kast vol spellen'],
    ['de groep', 'Organisatie B', 'Een lange tafel'],
  ]
  const document = documentOf(
    { kind: 'list', ordered: false, items: [[{ kind: 'said', text: 'Een kast vol spellen' }]] },
    {
      kind: 'picture',
      alt: '',
      chord: { ribbons: [] } as never,
      looks: new Map(),
      columns: ['Van', 'Naar', 'Wat'],
      rows,
      untold: rows.slice(1),
      isTold: false,
    },
  )
  expect(plain(document)).toEqual(['Een kast vol spellen', 'de groep · Organisatie B · Een lange tafel'])
})

test('a long text goes on in lines of its own, and no word of it is lost', () => {
  const text = Array.from({ length: 200 }, (_, n) => `woord${n}`).join(' ')
  const lines = plain(documentOf({ kind: 'paragraph', line: [{ kind: 'said', text }] }))
  expect(lines.length).toBeGreaterThan(3)
  expect(lines.join(' ')).toBe(text)
})

test('each page begins with a line, as many as its height bears, and at least one', () => {
  const lines = wallLines(
    documentOf(...['a', 'b', 'c'].map((text): Block => ({ kind: 'paragraph', line: [{ kind: 'said', text }] }))),
  )
  const heights = [10, 10, 500].map((line) => ({ part: 20, sub: 0, line }))
  expect(pagesOf(lines, heights, 45)).toEqual([0, 2])
  expect(pagesOf(lines, heights, 30)).toEqual([0, 1, 2])
})
