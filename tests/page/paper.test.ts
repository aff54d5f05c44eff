import { expect, test } from 'vitest'
import { outlineOf } from '../../client/record/outline.ts'
import { paperOf, type Edited } from '../../client/record/paper.ts'
import { NO_MINUTES, type Minutes } from '../../shared/model/minutes.ts'
import { facts, list, paragraphs, part, said, table } from '../../shared/record/document.ts'
import { forEditing } from '../../shared/record/level.ts'
import { sessionDocument } from '../../shared/record/session-document.ts'
import { translators } from '../../shared/text/every-language.ts'
import { note, noteId, theme, themeId, zone } from '../helpers/boards.ts'
import { recordOf } from '../helpers/records.ts'

// The paper on the desk: what is drawn, and where there is room to write.

const t = translators.nl
const reflection = zone(1, { kind: 'reflection', title: 'Reflectie' })
const parked = zone(2, { kind: 'parked', title: 'Parkeerplaats' })
const board = {
  zones: [reflection, parked],
  themes: [theme(1, { title: 'Samen', summary: 'Wij doen het samen.' }), theme(2, { title: 'Alleen' })],
  notes: [
    note(1, { zone: reflection.id, theme: themeId(1) }, 'Deuren open'),
    note(2, { zone: reflection.id, theme: themeId(1) }, 'Een verhaal'),
    note(3, { zone: reflection.id, theme: themeId(2) }, 'Een eigen hoek'),
  ],
}
const edited = (minutes: Partial<Minutes> = {}, isShared = false): Edited => ({
  record: forEditing(recordOf(board, { minutes: { ...NO_MINUTES, ...minutes } })),
  isShared,
  t,
})
const laid = (about: Edited) => paperOf(sessionDocument(about.record, t), about)

test('who edits finds room for what nobody wrote yet, in the order of the record', () => {
  expect(laid(edited()).map(({ kind }) => kind)).toEqual([
    'inShort',
    'themed',
    'decisions',
    'commitments',
    ...['about'],
  ])
  expect(laid(edited({ deepened: [{ theme: themeId(2), text: '' }] }, true)).map(({ kind }) => kind)).toEqual([
    ...['inShort', 'themed', 'deepened', 'decisions', 'commitments', 'corrections', 'about'],
  ])
})

test('who reads finds what is written and nothing else', () => {
  const { record } = edited()
  const parts = paperOf(sessionDocument(record, t), null)
  expect(parts.map(({ kind }) => kind)).toEqual(['inShort', 'themed', 'about'])
  expect(JSON.stringify(parts)).toContain('Wij doen het samen.')
})

test('words that stand in a field are not drawn a second time', () => {
  const parts = laid(
    edited({ summary: 'Kort gezegd.', deepened: [{ theme: themeId(1), text: 'Dieper.' }], decisions: [] }),
  )
  expect(JSON.stringify(parts)).not.toMatch(/Kort gezegd|Dieper|Wij doen het samen/)
  const themed = parts.find(({ kind }) => kind === 'themed')
  expect(themed?.pieces.map(({ sentence }) => sentence)).toEqual([themeId(1), undefined, themeId(2), undefined])
})

test('a sentence has one field, at the first heading of its theme', () => {
  const zones = [reflection, zone(3, { kind: 'crossPollination', title: 'Kruisbestuiving' })]
  const notes = [...board.notes, note(4, { zone: zones[1]!.id, theme: themeId(1) }, 'Meenemen')]
  const record = forEditing(recordOf({ ...board, zones, notes }))
  const parts = paperOf(sessionDocument(record, t), { record, isShared: false, t })
  const fields = parts.flatMap(({ pieces }) => pieces.flatMap(({ sentence }) => sentence ?? []))
  expect(fields).toEqual([themeId(1), themeId(2)])
})

test('keys stay when the record grows above them, and are each used once', () => {
  const keysOf = (about: Edited) =>
    laid(about).flatMap(({ key, pieces }) => [key, ...pieces.map((one) => key + one.key)])
  const before = keysOf(edited())
  const after = keysOf(edited({ decisions: [], deepened: [{ theme: themeId(1), text: '' }] }, true))
  expect(after).toEqual(expect.arrayContaining(before))
  expect(new Set(after).size).toBe(after.length)
})

test('the outline counts what the group reads, names each part, and then what holds nothing', () => {
  const parts = laid(edited({ omitted: [noteId(2)] }))
  const outline = outlineOf(parts, edited().record.zones)
  expect(outline.map(({ title, count, anchor }) => [title, count, anchor !== null])).toEqual([
    ['In het kort', 0, true],
    ['Reflectie', 2, true],
    ['Besluiten', 0, true],
    ['Engagementen', 0, true],
    ['Over dit verslag', 0, true],
    ['Parkeerplaats', 0, false],
  ])
})

test('the outline counts list items and table rows; the foot counts nothing', () => {
  const outline = outlineOf(
    paperOf(
      {
        locale: 'nl-BE',
        title: 'Verslag',
        head: [],
        parts: [
          ...part('In het kort', paragraphs('Een zin.')),
          ...part('Reflectie', list([[said('a')], [said('b')]]), list([[said('c')]])),
          ...part('Kruisbestuiving', table(['Van', 'Naar'], [['A', 'B']])),
          { title: 'Over dit verslag', blocks: [...facts({ text: 'x' }), ...list([[said('regel')]])], foot: true },
        ],
      },
      null,
    ),
  )
  expect(outline.map(({ count }) => count)).toEqual([0, 3, 1, 0])
  expect(new Set(outline.map(({ anchor }) => anchor)).size).toBe(4)
})
