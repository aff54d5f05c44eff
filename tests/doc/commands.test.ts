import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  boardDoc,
  makeTheme,
  mergeThemes,
  moveNotes,
  orderNotes,
  orderTheme,
  orderThemes,
  OWN_WRITE,
  putInTheme,
  removeTheme,
  renameTheme,
  rewriteNote,
  stackNotes,
  unstackNotes,
  withdrawNotes,
  writeNote,
  type BoardDoc,
} from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import { touchedIn } from '../../shared/doc/touched.ts'
import { byRank } from '../../shared/model/board.ts'
import { newOrganisationId, newParticipantId, newZoneId, type NoteId, type ThemeId } from '../../shared/model/ids.ts'

const zone = newZoneId()
const otherZone = newZoneId()
const me = { author: newParticipantId(), organisation: newOrganisationId() }
const NOW = 1_770_000_000_000

const emptyBoard = (): BoardDoc => boardDoc(new Y.Doc())
const written = (board: BoardDoc, text: string): NoteId => writeNote(board, me, { text, zone, x: 0, y: 0 }, NOW)
const theme = (board: BoardDoc, title: string, notes: NoteId[] = []): ThemeId =>
  makeTheme(board, me, { title, zone, colour: 'honing' }, NOW, notes)
const textsIn = (board: BoardDoc, id: ThemeId): string[] =>
  [...readBoard(board.doc).notes.values()]
    .filter((note) => note.place.theme === id)
    .sort((a, b) => byRank({ id: a.id, rank: a.place.rank }, { id: b.id, rank: b.place.rank }))
    .map((note) => note.text)
const themeTitles = (board: BoardDoc): string[] =>
  [...readBoard(board.doc).themes.values()].sort(byRank).map((one) => one.title)

describe('a note', () => {
  test('is written whole, and read as it was written', () => {
    const board = emptyBoard()
    const id = writeNote(board, me, { text: ' Leren van elkaar \n', zone, x: 12, y: 34, kind: 'question' }, NOW)
    expect(readBoard(board.doc).notes.get(id)).toEqual({
      id,
      text: 'Leren van elkaar',
      meta: { ...me, createdAt: NOW, kind: 'question', buildsOn: null },
      place: { zone, theme: null, rank: 'a0', x: 12, y: 34, under: null },
    })
  })

  test('without a word, or with more than 4,000 characters, is not written', () => {
    const board = emptyBoard()
    expect(() => written(board, '  \n ')).toThrow(RangeError)
    expect(() => written(board, 'a'.repeat(4_001))).toThrow(RangeError)
    expect(board.notes.size).toBe(0)
  })

  test('that is rewritten keeps what someone else types at its other end', () => {
    const [mine, theirs] = [emptyBoard(), emptyBoard()]
    const id = written(mine, 'Koffie staat klaar')
    Y.applyUpdate(theirs.doc, Y.encodeStateAsUpdate(mine.doc))
    rewriteNote(mine, id, 'Thee staat klaar')
    rewriteNote(theirs, id, 'Koffie staat klaar, altijd')
    Y.applyUpdate(mine.doc, Y.encodeStateAsUpdate(theirs.doc))
    expect(readBoard(mine.doc).notes.get(id)?.text).toBe('Thee staat klaar, altijd')
  })

  test('that is half there or malformed is skipped by the reader', () => {
    const board = emptyBoard()
    written(board, 'heel')
    board.notes.set('geen-id', new Y.Map())
    board.notes.set(newZoneId(), new Y.Map([['text', new Y.Text('zonder plaats')]]))
    board.notes.set(newZoneId(), 'tekst' as never)
    expect([...readBoard(board.doc).notes.values()].map((note) => note.text)).toEqual(['heel'])
  })
})

describe('a theme', () => {
  test('gathers notes in the given order, and the next ones after them', () => {
    const board = emptyBoard()
    const [a, b, c] = ['a', 'b', 'c'].map((text) => written(board, text)) as [NoteId, NoteId, NoteId]
    const id = theme(board, 'Onthaal', [b, a])
    putInTheme(board, [c], id)
    expect(textsIn(board, id)).toEqual(['b', 'a', 'c'])
  })

  test('takes a note right after another', () => {
    const board = emptyBoard()
    const [a, b, c] = ['a', 'b', 'c'].map((text) => written(board, text)) as [NoteId, NoteId, NoteId]
    const id = theme(board, 'Onthaal', [a, b])
    putInTheme(board, [c], id, { after: a })
    expect(textsIn(board, id)).toEqual(['a', 'c', 'b'])
  })

  test('keeps the zone of each note, unless the note is laid in another', () => {
    const board = emptyBoard()
    const here = written(board, 'hier')
    const there = writeNote(board, me, { text: 'daar', zone: otherZone, x: 0, y: 0 }, NOW)
    const id = theme(board, 'Onthaal', [here, there])
    expect(readBoard(board.doc).notes.get(there)?.place).toMatchObject({ theme: id, zone: otherZone })
    putInTheme(board, [there], id, { zone })
    expect(readBoard(board.doc).notes.get(there)?.place.zone).toBe(zone)
  })

  test('moves in the order, first or after another', () => {
    const board = emptyBoard()
    const [a, b, c] = ['A', 'B', 'C'].map((title) => theme(board, title)) as [ThemeId, ThemeId, ThemeId]
    orderTheme(board, c, null)
    expect(themeTitles(board)).toEqual(['C', 'A', 'B'])
    orderTheme(board, a, b)
    expect(themeTitles(board)).toEqual(['C', 'B', 'A'])
  })

  test('merges into another in one act that one undo takes back', () => {
    const board = emptyBoard()
    const [a, b, c] = ['a', 'b', 'c'].map((text) => written(board, text)) as [NoteId, NoteId, NoteId]
    const into = theme(board, 'Onthaal', [a])
    const from = theme(board, 'Sfeer', [b, c])
    stackNotes(board, [c], b)
    const undo = new Y.UndoManager([board.notes, board.themes], {
      trackedOrigins: new Set([OWN_WRITE]),
      captureTimeout: 0,
    })
    mergeThemes(board, from, into)
    expect(themeTitles(board)).toEqual(['Onthaal'])
    expect(textsIn(board, into).toSorted()).toEqual(['a', 'b', 'c'])
    expect(readBoard(board.doc).notes.get(c)?.place.under).toBe(b)
    undo.undo()
    expect(themeTitles(board)).toEqual(['Onthaal', 'Sfeer'])
    expect(textsIn(board, into)).toEqual(['a'])
  })

  test('that is removed leaves its notes in their zone', () => {
    const board = emptyBoard()
    const note = written(board, 'blijft')
    const id = theme(board, 'Weg', [note])
    removeTheme(board, id)
    expect(readBoard(board.doc).notes.get(note)?.place).toMatchObject({ theme: null, zone })
  })

  test('has a title of 200 characters at most', () => {
    const board = emptyBoard()
    const id = theme(board, 'x')
    renameTheme(board, id, 'é'.repeat(300))
    expect(readBoard(board.doc).themes.get(id)?.title).toHaveLength(200)
  })
})

describe('an order that is given', () => {
  test('moves the named themes among their own places, the others stay, and one undo takes it back', () => {
    const board = emptyBoard()
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((title) => theme(board, title)) as [
      ThemeId,
      ThemeId,
      ThemeId,
      ThemeId,
    ]
    const undo = new Y.UndoManager([board.themes], { trackedOrigins: new Set([OWN_WRITE]) })
    orderThemes(board, [d, a])
    expect(themeTitles(board)).toEqual(['d', 'b', 'c', 'a'])
    undo.undo()
    expect(themeTitles(board)).toEqual(['a', 'b', 'c', 'd'])
    let writes = 0
    board.doc.on('update', () => writes++)
    orderThemes(board, [a, b, c, d])
    expect(writes).toBe(0)
  })

  test('holds also where two ranks were equal', () => {
    const board = emptyBoard()
    const ids = ['a', 'b', 'c'].map((title) => theme(board, title)) as [ThemeId, ThemeId, ThemeId]
    for (const id of ids.slice(0, 2)) board.themes.get(id)?.set('place', [zone, 'a0', 0, 0])
    const [first, second, third] = themeTitles(board).map((title) => ids[['a', 'b', 'c'].indexOf(title)] as ThemeId)
    orderThemes(board, [third!, second!, first!])
    expect(themeTitles(board)).toEqual(['c', 'b', 'a'])
  })

  test('of notes holds within each theme, and leaves loose ones alone', () => {
    const board = emptyBoard()
    const [a, b, c, d, loose] = ['a', 'b', 'c', 'd', 'los'].map((text) => written(board, text)) as NoteId[]
    const one = theme(board, 'een', [a!, b!])
    const two = theme(board, 'twee', [c!, d!])
    const before = readBoard(board.doc).notes.get(loose!)
    orderNotes(board, [d!, loose!, b!, c!, a!])
    expect([textsIn(board, one), textsIn(board, two)]).toEqual([
      ['b', 'a'],
      ['d', 'c'],
    ])
    expect(readBoard(board.doc).notes.get(loose!)).toEqual(before)
  })
})

describe('a stack', () => {
  test('is one deep: what lay under a stacked note follows it', () => {
    const board = emptyBoard()
    const [a, b, c] = ['a', 'b', 'c'].map((text) => written(board, text)) as [NoteId, NoteId, NoteId]
    stackNotes(board, [a], b)
    stackNotes(board, [b], c)
    const { notes } = readBoard(board.doc)
    expect([a, b, c].map((id) => notes.get(id)?.place.under)).toEqual([c, c, null])
  })

  test('comes apart again with all its texts', () => {
    const board = emptyBoard()
    const [a, b] = ['a', 'b'].map((text) => written(board, text)) as [NoteId, NoteId]
    stackNotes(board, [a], b)
    unstackNotes(board, [a])
    expect([...readBoard(board.doc).notes.values()].map((note) => note.place.under)).toEqual([null, null])
  })
})

test('withdrawing takes a note off the board and nothing else', () => {
  const board = emptyBoard()
  const [a, b] = ['a', 'b'].map((text) => written(board, text)) as [NoteId, NoteId]
  withdrawNotes(board, [a])
  expect([...readBoard(board.doc).notes.keys()]).toEqual([b])
})

test('moving lays a note loose, out of its theme', () => {
  const board = emptyBoard()
  const note = written(board, 'a')
  theme(board, 'Onthaal', [note])
  moveNotes(board, [{ id: note, zone: otherZone, x: 5, y: 6 }])
  expect(readBoard(board.doc).notes.get(note)?.place).toMatchObject({ zone: otherZone, theme: null, x: 5, y: 6 })
})

test('a transaction tells which notes and themes it touched, however deep', () => {
  const board = emptyBoard()
  const note = written(board, 'a')
  const id = theme(board, 'A')
  const touched: string[][] = []
  board.doc.on('afterTransaction', (transaction) =>
    touched.push([...touchedIn(board.notes, transaction), ...touchedIn(board.themes, transaction)]),
  )
  rewriteNote(board, note, 'ab')
  renameTheme(board, id, 'AB')
  withdrawNotes(board, [note])
  expect(touched).toEqual([[note], [id], [note]])
})

test('ranks from other programs that cannot be extended do not stop anyone', () => {
  const board = emptyBoard()
  const id = theme(board, 'Onthaal', [written(board, 'a')])
  const [note] = [...board.notes.values()]
  note?.set('place', [zone, id, 'geen rang!', 0, 0, null])
  putInTheme(board, [written(board, 'b')], id)
  expect(textsIn(board, id)).toHaveLength(2)
})

test.each([
  ['a😀b', 'a😁b'],
  ['😀', '😀😀'],
  ['😀😀', '😀'],
  ['👩‍👧', '👩‍👦'],
  ['x😀', '😀x'],
])('rewriting %s as %s breaks no emoji', (before, after) => {
  const board = emptyBoard()
  const note = written(board, before)
  rewriteNote(board, note, after)
  expect(readBoard(board.doc).notes.get(note)?.text).toBe(after)
})

test('a note is put in a theme right before another one, also as the first', () => {
  const board = emptyBoard()
  const [a, b, c] = ['a', 'b', 'c'].map((text) => written(board, text)) as [NoteId, NoteId, NoteId]
  const id = theme(board, 'Onthaal', [a, b])
  putInTheme(board, [c], id, { before: b })
  expect(textsIn(board, id)).toEqual(['a', 'c', 'b'])
  putInTheme(board, [b], id, { before: a })
  expect(textsIn(board, id)).toEqual(['b', 'a', 'c'])
})
