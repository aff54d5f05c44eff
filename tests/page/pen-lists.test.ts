import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NoteId, ParticipantId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Zone } from '../../shared/model/zone.ts'
import { groupList, type ZoneList } from '../../client/pen/lists.ts'

interface Wish {
  zone?: string
  theme?: string | null
  rank?: string
  under?: string | null
  author?: string | null
  at?: number
}
const note = (id: string, wish: Wish = {}): Note => ({
  id: id as NoteId,
  meta: {
    author: (wish.author ?? null) as ParticipantId | null,
    organisation: null,
    createdAt: wish.at ?? 0,
    kind: 'idea',
    buildsOn: null,
  },
  place: {
    zone: (wish.zone ?? 'a') as ZoneId,
    theme: (wish.theme ?? null) as ThemeId | null,
    rank: wish.rank ?? 'a0',
    x: 0,
    y: 0,
    under: (wish.under ?? null) as NoteId | null,
  },
  text: id,
})
const theme = (id: string, rank: string): Theme => ({
  id: id as ThemeId,
  author: null,
  createdAt: 0,
  zone: null,
  rank,
  x: 0,
  y: 0,
  title: id,
  summary: '',
  colour: 'munt',
  status: 'theme',
})
const zone = (id: string, order: number, hidden = false): Zone => ({
  id: id as ZoneId,
  kind: 'free',
  title: id,
  hidden,
  locked: false,
  order,
})
const mapped = <T extends { id: string }>(all: readonly T[]) => new Map(all.map((one) => [one.id as never, one]))
const list = (zones: Zone[], themes: Theme[], notes: Note[], first: string | null = null) =>
  groupList(zones, mapped(themes), mapped(notes), first as ZoneId | null)
const texts = (one: ZoneList | undefined) => ({
  themes: one?.themes.map(({ theme: { title }, piles }) => [title, ...piles.map((pile) => pile.top.text)]),
  loose: one?.loose.map((pile) => [pile.top.text, ...pile.under.map((under) => under.text)]),
})

test('the zone that is asked now stands first, then the others in their order; hidden and empty ones are left out', () => {
  const zones = [zone('a', 0), zone('b', 1), zone('c', 2), zone('hidden', 3, true), zone('empty', 4)]
  const notes = ['a', 'b', 'c', 'hidden'].map((id) => note(`in ${id}`, { zone: id }))
  expect(list(zones, [], notes, 'c').map((one) => one.zone.id)).toEqual(['c', 'a', 'b'])
})

test('notes of a theme stand in its order, loose ones newest first', () => {
  const notes = [
    note('second', { theme: 't', rank: 'a2' }),
    note('first', { theme: 't', rank: 'a1' }),
    note('older', { at: 1 }),
    note('newer', { at: 2 }),
    note('of a theme that is gone', { theme: 'gone', at: 0 }),
  ]
  expect(texts(list([zone('a', 0)], [theme('t', 'a0')], notes)[0])).toEqual({
    themes: [['t', 'first', 'second']],
    loose: [['newer'], ['older'], ['of a theme that is gone']],
  })
})

test('a theme that gathers two zones stands in both, with each zone’s own notes', () => {
  const notes = [note('here', { zone: 'a', theme: 't' }), note('there', { zone: 'b', theme: 't' })]
  const lists = list([zone('a', 0), zone('b', 1)], [theme('t', 'a0')], notes)
  expect(lists.map((one) => texts(one).themes)).toEqual([[['t', 'here']], [['t', 'there']]])
})

test('what says the same is folded under its top, and counted', () => {
  const notes = [note('top'), note('same', { under: 'top' }), note('deeper', { under: 'same', at: 1 })]
  const [only] = list([zone('a', 0)], [], notes)
  expect(texts(only).loose).toEqual([['top', 'same', 'deeper']])
  expect(only?.count).toBe(3)
})

test('every note of a shown zone is in the list once, whatever lies under what', () => {
  const names = ['1', '2', '3', '4', '5', '6']
  const anyNote = (id: string) =>
    fc
      .record({
        zone: fc.constantFrom('a', 'b'),
        theme: fc.constantFrom(null, 't', 'gone'),
        under: fc.constantFrom(null, ...names, 'gone'),
      })
      .map((wish) => note(id, wish))
  fc.assert(
    fc.property(fc.tuple(...names.map(anyNote)), (notes) => {
      const shown = list([zone('a', 0), zone('b', 1)], [theme('t', 'a0')], notes).flatMap((one) =>
        [...one.loose, ...one.themes.flatMap(({ piles }) => piles)].flatMap(({ top, under }) => [top, ...under]),
      )
      expect(shown.map((one) => one.id).sort()).toEqual(names)
    }),
    { seed: 7, numRuns: 300 },
  )
})
