import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  makeTheme,
  mergeThemes,
  moveNotes,
  putInTheme,
  removeTheme,
  renameTheme,
  rewriteNote,
  stackNotes,
  withdrawNotes,
  writeNote,
} from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import { ownUndo } from '../../shared/doc/undo.ts'
import { GatedBoard, NOW, open, other, outcome, type Peer } from '../helpers/gated-board.ts'

const at = (x: number) => ({ zone: open.id, x, y: 0 })

test('what was written offline comes in one piece, deletes and overwritten places with it', () => {
  const server = new GatedBoard()
  const an = server.peer()
  const kept = an.note('Blijft')
  moveNotes(an.board, [{ id: kept, ...at(1) }])
  moveNotes(an.board, [{ id: kept, ...at(2) }])
  rewriteNote(an.board, kept, 'Blijft zo')
  withdrawNotes(an.board, [an.note('Toch niet')])
  expect(an.return().kind).toBe('taken')
  expect([...server.board.notes.values()]).toMatchObject([{ id: kept, text: 'Blijft zo', place: { x: 2 } }])
})

test('a place that was overwritten several times in a row travels as one dead piece', () => {
  const server = new GatedBoard()
  const guide = server.peer('facilitator')
  const id = guide.note()
  const theme = (title: string) =>
    makeTheme(guide.board, guide.writer, { title, zone: open.id, colour: 'munt' }, NOW, [id])
  theme('Eerst')
  theme('Dan')
  const last = theme('Ten slotte')
  expect(guide.return().kind).toBe('taken')
  expect(server.board.notes.get(id)?.place.theme).toBe(last)
})

test('merged updates, as a client that saves its breath sends them, are judged as a whole', () => {
  const server = new GatedBoard()
  const an = server.peer()
  const updates: Uint8Array[] = []
  an.doc.on('update', (update: Uint8Array) => updates.push(update))
  const id = an.note('Een')
  moveNotes(an.board, [{ id, ...at(1) }])
  rewriteNote(an.board, id, 'Twee')
  withdrawNotes(an.board, [an.note('Weg')])
  expect(server.judge(Y.mergeUpdates(updates), an.person).kind).toBe('taken')
  expect(server.board.notes.get(id)?.text).toBe('Twee')
})

test('a reload between two stretches offline gives two clients in one update', () => {
  const server = new GatedBoard()
  const an = server.peer()
  const id = an.note('Voor het herladen')
  an.reload()
  rewriteNote(an.board, id, 'Voor en na het herladen')
  an.note('Daarna')
  expect(an.return()).toMatchObject({ kind: 'taken', clients: { length: 2 } })
  expect([...server.board.notes.values()].map(({ text }) => text)).toEqual(['Voor en na het herladen', 'Daarna'])
})

test('step 2 that was on its way while an update came first brings only its rest', () => {
  const server = new GatedBoard()
  const an = server.peer()
  const id = an.written('a')
  const text = an.board.notes.get(id)?.get('text') as Y.Text
  const sinceHere = Y.encodeStateVector(server.doc)
  text.insert(1, 'b')
  expect(outcome(an.send())).toBe('taken')
  text.insert(2, 'cd')
  const late = Y.encodeStateAsUpdate(an.doc, sinceHere)
  expect(server.judge(late, an.person).kind).toBe('taken')
  expect(server.board.notes.get(id)?.text).toBe('abcd')
  expect(server.judge(late, an.person).kind).toBe('nothing')
})

test('an undo takes back the own last act: a move, typing, a note, a theme, and a redo brings it again', () => {
  const server = new GatedBoard()
  for (const peer of [server.peer('facilitator'), server.peer()]) {
    const undo = ownUndo(peer.board)
    const does = (act: () => unknown) => expect(peer.does(() => void act())).toBe('taken')
    let id = '' as ReturnType<typeof peer.note>
    does(() => (id = peer.note('Eerste zin')))
    does(() => rewriteNote(peer.board, id, 'Eerste en tweede zin'))
    does(() => moveNotes(peer.board, [{ id, ...at(7) }]))
    does(() =>
      makeTheme(peer.board, peer.writer, { title: 'T', zone: open.id, colour: 'munt', status: 'proposed' }, NOW),
    )
    const [theme] = peer.board.themes.keys()
    does(() => renameTheme(peer.board, theme as never, 'Thema'))
    does(() => withdrawNotes(peer.board, [id]))
    const done = server.board
    const steps = undo.undoStack.length
    for (let i = 0; i < steps; i++) does(() => undo.undo())
    expect(server.board.notes.size).toBe(0)
    for (let i = 0; i < steps; i++) does(() => undo.redo())
    expect(server.board).toEqual(done)
    for (let i = 0; i < steps; i++) does(() => undo.undo())
  }
})

test('withdrawing and thinking better of it, all offline, is one honest update', () => {
  const server = new GatedBoard()
  const an = server.peer()
  const id = an.written('Toch wel')
  const undo = ownUndo(an.board)
  withdrawNotes(an.board, [id])
  undo.undo()
  expect(an.return().kind).toBe('taken')
  expect(server.board.notes.get(id)?.text).toBe('Toch wel')
})

test('two people who bring back the same note at the same moment get one note', () => {
  const server = new GatedBoard()
  const [an, guide] = [server.peer(), server.peer('facilitator')]
  const id = an.written('Samen terug')
  guide.receive()
  const undos = [an, guide].map((peer) => {
    const undo = ownUndo(peer.board)
    withdrawNotes(peer.board, [id])
    return undo
  })
  for (const undo of undos) undo.undo()
  for (const peer of [an, guide]) expect(peer.return().kind).toBe('taken')
  expect([...server.board.notes.values()]).toMatchObject([{ id, text: 'Samen terug', meta: { author: an.id } }])
})

test('an undo of a move that another moved over leaves the note where it is, whoever won', () => {
  for (const swapped of [false, true]) {
    const server = new GatedBoard('everyone')
    const [an, bo] = [server.peer(), server.peer()]
    const [low, high] = [an.doc.clientID, bo.doc.clientID].sort((a, b) => a - b) as [number, number]
    an.doc.clientID = swapped ? high : low
    bo.doc.clientID = swapped ? low : high
    const id = an.written()
    const undo = ownUndo(bo.board)
    moveNotes(an.board, [{ id, ...at(1) }])
    moveNotes(bo.board, [{ id, ...at(2) }])
    for (const peer of [an, bo]) peer.return()
    undo.undo()
    expect(bo.return().kind).not.toBe('refused')
    expect(server.board.notes.get(id)?.place.x).toBe(swapped ? 1 : 2)
  }
})

test('a note that went into a theme meanwhile is no longer the writer’s to move', () => {
  const server = new GatedBoard()
  const [an, guide] = [server.peer(), server.peer('facilitator')]
  const id = an.written()
  guide.receive()
  guide.does((board) => makeTheme(board, guide.writer, { title: 'T', zone: open.id, colour: 'munt' }, NOW, [id]))
  moveNotes(an.board, [{ id, ...at(3) }])
  expect(an.return()).toMatchObject({ kind: 'refused', code: 'not-yours', clients: [an.doc.clientID] })
})

type Step = { readonly who: number; readonly what: number; readonly pick: number; readonly text: string }

const step = fc.record({
  who: fc.nat(2),
  what: fc.nat(12),
  pick: fc.nat(1_000),
  text: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
})

test('three honest people with cuts, reloads and returns are never refused, and end with the same board', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      // Everyone clusters: then no race over a note in a theme has a loser.
      const server = new GatedBoard('everyone', [open, other])
      const people = [server.peer('facilitator'), server.peer(), server.peer()]
      const undo = new Map<Peer, Y.UndoManager>()
      for (const one of steps) live(people[one.who]!, one, undo)
      for (const peer of people) expect(peer.return().kind).not.toBe('refused')
      for (const peer of people) expect(readBoard(peer.receive().doc)).toEqual(server.board)
      // Readers skip nothing: every note and theme is whole.
      expect(server.doc.getMap('notes').size).toBe(server.board.notes.size)
      expect(server.doc.getMap('themes').size).toBe(server.board.themes.size)
    }),
    { seed: 20_261_122, numRuns: 400 },
  )
})

/** One act of someone, who may be offline for any number of them. */
function live(peer: Peer, { what, pick, text }: Step, undos: Map<Peer, Y.UndoManager>): void {
  const { board, writer, person } = peer
  const seen = readBoard(peer.doc)
  const chosen = <T>(all: readonly T[]): T | undefined => all[pick % Math.max(1, all.length)]
  const isGuide = person.role === 'facilitator'
  const notes = [...seen.notes.values()]
  const mine = chosen(notes.filter(({ meta }) => isGuide || meta.author === person.participant))
  const any = chosen(notes)
  const themes = [...seen.themes.values()]
  const theme = chosen(themes)
  const ownTheme = chosen(themes.filter(({ author }) => isGuide || author === person.participant))
  if (!undos.has(peer)) undos.set(peer, ownUndo(board))
  if (what === 0) writeNote(board, writer, { text, zone: (pick % 2 ? open : other).id, x: pick, y: 0 }, NOW)
  if (what === 1 && mine) rewriteNote(board, mine.id, text)
  if (what === 2 && any) moveNotes(board, [{ id: any.id, zone: (pick % 2 ? open : other).id, x: pick, y: 1 }])
  if (what === 3 && mine) withdrawNotes(board, [mine.id])
  if (what === 4)
    makeTheme(
      board,
      writer,
      { title: text, zone: open.id, colour: 'leem', status: 'proposed' },
      NOW,
      any ? [any.id] : [],
    )
  if (what === 5 && any && theme) putInTheme(board, [any.id], theme.id)
  if (what === 6 && ownTheme) renameTheme(board, ownTheme.id, text)
  if (what === 7 && any && mine) stackNotes(board, [mine.id], any.id)
  if (what === 8 && ownTheme && theme && theme.id !== ownTheme.id) mergeThemes(board, ownTheme.id, theme.id)
  if (what === 9 && ownTheme) removeTheme(board, ownTheme.id)
  if (what === 10) undos.get(peer)?.undo()
  if (what === 11) expect(peer.return().kind).not.toBe('refused')
  if (what === 12) {
    if (pick % 3 === 0) {
      peer.reload()
      undos.delete(peer)
    } else expect(['taken', 'nothing']).toContain(outcome(peer.send()))
  }
}
