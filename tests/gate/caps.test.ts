import { expect, test } from 'vitest'
import { makeTheme, withdrawNotes, writeNote } from '../../shared/doc/commands.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import type { NoteId } from '../../shared/model/ids.ts'
import { Claims } from '../../server/sync/claims.ts'
import type { Connection } from '../../server/sync/connection.ts'
import { craft, type Block } from '../helpers/crafted-update.ts'
import { GatedBoard, NOW, open, outcome } from '../helpers/gated-board.ts'

// How much a board and a person may hold: the last one fits, one more does not, and what goes makes room.

const nobody = { author: null, organisation: null }

/** A board on which so many notes and themes lie already. */
function filled(notes: number, themes = 0): GatedBoard {
  const server = new GatedBoard()
  server.write((board) =>
    board.change(() => {
      for (let i = 0; i < notes; i++) writeNote(board, nobody, { text: `${i}`, zone: open.id, x: i, y: 0 }, NOW)
      for (let i = 0; i < themes; i++) makeTheme(board, nobody, { title: `${i}`, zone: open.id, colour: 'leem' }, NOW)
    }),
  )
  return server
}

test('5,000 notes a board, whoever writes them', () => {
  const server = filled(BOUNDS.notesPerBoard - 1)
  const [an, guide] = [server.peer(), server.peer('facilitator')]
  const last = an.written('De laatste')
  expect(
    server.device(an).does((board) => writeNote(board, an.writer, { text: 'x', zone: open.id, x: 0, y: 0 }, NOW)),
  ).toBe('board-full')
  expect(guide.receive().does(() => guide.note())).toBe('board-full')
  an.doc.transact(() => {
    withdrawNotes(an.board, [last])
    an.note('In zijn plaats')
  })
  expect(outcome(an.send())).toBe('taken')
  expect(server.board.notes.size).toBe(BOUNDS.notesPerBoard)
})

test('300 themes a board', () => {
  const server = filled(0, BOUNDS.themesPerBoard - 1)
  const an = server.peer()
  const propose = (peer = server.device(an)) =>
    peer.does((board) =>
      makeTheme(board, an.writer, { title: 'Nog', zone: open.id, colour: 'leem', status: 'proposed' }, NOW),
    )
  expect(propose()).toBe('taken')
  expect(propose()).toBe('themes-full')
})

test('301 notes written offline are refused as a whole, 300 are not, and one for one is fine', () => {
  const server = new GatedBoard()
  const an = server.peer()
  for (let i = 0; i <= BOUNDS.notesPerPerson; i++) an.note(`${i}`)
  expect(an.return()).toMatchObject({ kind: 'refused', code: 'notes-full' })
  expect(server.board.notes.size).toBe(0)
  const bo = server.peer()
  const ids: NoteId[] = []
  for (let i = 0; i < BOUNDS.notesPerPerson; i++) ids.push(bo.note(`${i}`))
  expect(bo.return().kind).toBe('taken')
  withdrawNotes(bo.board, [ids[0]!])
  bo.note('In zijn plaats')
  expect(bo.return().kind).toBe('taken')
  expect(server.board.notes.size).toBe(BOUNDS.notesPerPerson)
})

test('a person has at most 1,000 Yjs clients on a board, and another person as many again', () => {
  const server = new GatedBoard()
  const [an, bo] = [server.peer(), server.peer()]
  const from = (first: number, count: number) =>
    craft(
      Array.from({ length: count }, (_, i): Block => ({ client: first + i, clock: 0, structs: [{ collected: 1 }] })),
    )
  for (let first = 1; first < 1_000; first += 25)
    expect(outcome([server.judge(from(first, 25), an.person)])).toBe('taken')
  expect(outcome([server.judge(from(1_001, 1), an.person)])).toBe('bounds')
  expect(outcome([server.judge(from(1_001, 1), bo.person)])).toBe('taken')
})

test('of those who were refused the last 10,000 clients are remembered: a hostile person fills no memory', () => {
  const claims = new Claims(new Set(), new GatedBoard().gate, () => undefined)
  const connection = { client: null, mustReset: false } as Connection
  for (let client = 1; client <= 10_001; client++) claims.refused(connection, [client])
  expect([1, 2, 10_001].map((client) => claims.mustReset(connection, [client]))).toEqual([false, true, true])
})
