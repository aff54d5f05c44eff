import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  type BoardDoc,
  type Writer,
  acceptTheme,
  colourTheme,
  makeTheme,
  moveNotes,
  putInTheme,
  removeTheme,
  renameTheme,
  rewriteNote,
  stackNotes,
  summariseTheme,
  withdrawNotes,
  writeNote,
} from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import { ownUndo } from '../../shared/doc/undo.ts'
import { newNoteId, newOrganisationId, newParticipantId, newZoneId, type NoteId } from '../../shared/model/ids.ts'
import { STEP_MODES, type Role, type RunningStep } from '../../shared/model/network.ts'
import { padRules } from '../../server/sync/rules.ts'
import { GatedBoard, locked, NOW, open, other, type Peer } from '../helpers/gated-board.ts'

const noteMap = (peer: Peer, id: string): Y.Map<unknown> => peer.board.notes.get(id)!
const aTheme = { title: 'Onthaal', zone: open.id, colour: 'munt' } as const

describe('a participant and notes', () => {
  test('writes, types in, moves, and withdraws the own note', () => {
    const server = new GatedBoard()
    const an = server.peer()
    const id = an.written('Een')
    expect(an.does((board) => rewriteNote(board, id, 'Een en twee'))).toBe('taken')
    expect(an.does((board) => moveNotes(board, [{ id, zone: other.id, x: 5, y: 6 }]))).toBe('taken')
    expect(server.board.notes.get(id)).toMatchObject({ text: 'Een en twee', place: { zone: other.id, x: 5 } })
    expect(an.does((board) => withdrawNotes(board, [id]))).toBe('taken')
    expect(server.board.notes.size).toBe(0)
  })

  test('may not touch the note of another, whatever of it', () => {
    const server = new GatedBoard()
    const id = server.peer().written('Een')
    const hostile = (act: (peer: Peer) => void): string => {
      const peer = server.peer()
      return peer.does(() => act(peer))
    }
    expect(hostile((peer) => rewriteNote(peer.board, id, 'Weg'))).toBe('not-yours')
    expect(hostile((peer) => rewriteNote(peer.board, id, ''))).toBe('not-yours')
    expect(hostile((peer) => moveNotes(peer.board, [{ id, zone: open.id, x: 1, y: 1 }]))).toBe('not-yours')
    expect(hostile((peer) => withdrawNotes(peer.board, [id]))).toBe('not-yours')
    expect(hostile((peer) => noteMap(peer, id).set('meta', [null, null, NOW, 'idea', null]))).toBe('author')
    expect(hostile((peer) => noteMap(peer, id).delete('meta'))).toBe('author')
    expect(hostile((peer) => noteMap(peer, id).delete('place'))).toBe('shape')
    expect(hostile((peer) => noteMap(peer, id).delete('text'))).toBe('shape')
    expect(hostile((peer) => noteMap(peer, id).set('text', new Y.Text('Weg')))).toBe('shape')
    expect(hostile((peer) => noteMap(peer, id).set('more', 1))).toBe('shape')
    expect(hostile((peer) => peer.board.notes.set(id, new Y.Map()))).toBe('shape')
    const over = (peer: Peer) => writeNote(peer.board, peer.writer, { text: 'x', zone: open.id, x: 0, y: 0 }, NOW, id)
    expect(hostile(over)).toBe('shape')
    expect(server.board.notes.get(id)?.text).toBe('Een')
  })

  test('does not write in the name of another, of nobody, or of another organisation', () => {
    const server = new GatedBoard()
    const an = server.peer()
    const writeAs = (author: Parameters<typeof writeNote>[1]) =>
      server.device(an).does((board) => writeNote(board, author, { text: 'x', zone: open.id, x: 0, y: 0 }, NOW))
    expect(writeAs({ author: newParticipantId(), organisation: an.organisation })).toBe('author')
    expect(writeAs({ author: null, organisation: null })).toBe('author')
    expect(writeAs({ author: an.id, organisation: newOrganisationId() })).toBe('author')
  })

  test('does not change the own author afterwards, nor take apart the own note', () => {
    const server = new GatedBoard()
    const an = server.peer()
    const id = an.written()
    const again = () => server.device(an)
    const change = (act: (map: Y.Map<unknown>) => void) => {
      const device = again()
      return device.does(() => act(noteMap(device, id)))
    }
    expect(change((map) => map.set('meta', [an.id, null, 1, 'idea', null]))).toBe('author')
    expect(change((map) => map.delete('meta'))).toBe('author')
    expect(change((map) => map.delete('place'))).toBe('shape')
    expect(change((map) => map.delete('text'))).toBe('shape')
    expect(change((map) => map.set('text', new Y.Text('x')))).toBe('shape')
    const over = (board: BoardDoc) => writeNote(board, an.writer, { text: 'x', zone: open.id, x: 0, y: 0 }, NOW + 1, id)
    expect(server.device(an).does(over)).toBe('shape')
  })

  test('a locked zone takes nothing new, keeps what is in it, and lets go only of who withdraws', () => {
    const server = new GatedBoard()
    const an = server.peer()
    const id = an.written()
    expect(an.does(() => an.note('x', locked))).toBe('zone-locked')
    const device = () => server.device(an)
    expect(device().does((board) => moveNotes(board, [{ id, zone: locked.id, x: 0, y: 0 }]))).toBe('zone-locked')
    server.gate.rules = { ...server.gate.rules, zones: [{ ...open, locked: true }, other] }
    expect(device().does((board) => moveNotes(board, [{ id, zone: other.id, x: 0, y: 0 }]))).toBe('zone-locked')
    expect(device().does((board) => rewriteNote(board, id, 'Anders'))).toBe('zone-locked')
    expect(device().does((board) => withdrawNotes(board, [id]))).toBe('taken')
  })

  test('a zone that is not there takes nothing', () => {
    const server = new GatedBoard()
    const an = server.peer()
    expect(an.does(() => an.note('x', { ...open, id: newZoneId() }))).toBe('zone-unknown')
  })

  test('bounds: a place on the board, 4,000 characters, and no more after typing', () => {
    const server = new GatedBoard()
    const an = server.peer()
    const id = an.written('x'.repeat(3_999))
    expect(an.does((board) => rewriteNote(board, id, 'x'.repeat(4_000)))).toBe('taken')
    const text = (peer: Peer) => noteMap(peer, id).get('text') as Y.Text
    const first = server.device(an)
    expect(first.does(() => text(first).insert(0, 'y'))).toBe('bounds')
    // One goes, one comes: still 4,000.
    const second = server.device(an)
    expect(second.does(() => second.doc.transact(() => (text(second).delete(0, 1), text(second).insert(0, 'z'))))).toBe(
      'taken',
    )
    for (const x of [1_000_001, Number.NaN, Infinity]) {
      const device = server.device(an)
      expect(device.does((board) => moveNotes(board, [{ id, zone: open.id, x, y: 0 }]))).toBe('bounds')
    }
  })

  test('300 notes a person, and not one more until one goes', () => {
    const server = new GatedBoard()
    const an = server.peer()
    const ids = Array.from({ length: 300 }, (_, i) => an.note(`${i}`))
    expect(an.send().every(({ kind }) => kind === 'taken')).toBe(true)
    expect(server.device(an).does(() => undefined)).toBe('nothing')
    const device = server.device(an)
    expect(device.does((board) => writeNote(board, an.writer, { text: 'x', zone: open.id, x: 0, y: 0 }, NOW))).toBe(
      'notes-full',
    )
    expect(an.does((board) => withdrawNotes(board, [ids[0]!]))).toBe('taken')
    expect(an.does(() => an.note('nog een'))).toBe('taken')
  })

  test('places own notes only while they are in no theme', () => {
    const server = new GatedBoard()
    const [an, guide] = [server.peer(), server.peer('facilitator')]
    const id = an.written()
    guide.receive()
    let theme: ReturnType<typeof makeTheme> | undefined
    expect(guide.does((board) => void (theme = makeTheme(board, guide.writer, aTheme, NOW, [id])))).toBe('taken')
    const device = () => server.device(an)
    expect(device().does((board) => moveNotes(board, [{ id, zone: open.id, x: 1, y: 1 }]))).toBe('not-yours')
    const loose = server.device(an)
    const mine = writeNote(loose.board, an.writer, { text: 'los', zone: open.id, x: 0, y: 0 }, NOW)
    expect(loose.does((board) => putInTheme(board, [mine], theme!))).toBe('not-yours')
    expect(
      device().does((board) =>
        writeNote(board, an.writer, { text: 'x', zone: open.id, x: 0, y: 0, theme: theme! }, NOW),
      ),
    ).toBe('not-yours')
    expect(device().does((board) => rewriteNote(board, id, 'Beter gezegd'))).toBe('taken')
  })

  test('where everyone clusters, places what others wrote, and nothing more of it', () => {
    const server = new GatedBoard('everyone')
    const [an, bo] = [server.peer(), server.peer()]
    const [a, b] = [an.written('Een'), an.written('Twee')]
    bo.receive()
    expect(bo.does((board) => moveNotes(board, [{ id: a, zone: other.id, x: 1, y: 1 }]))).toBe('taken')
    expect(bo.does((board) => stackNotes(board, [a], b))).toBe('taken')
    expect(bo.does((board) => makeTheme(board, bo.writer, { ...aTheme, status: 'proposed' }, NOW, [a, b]))).toBe(
      'taken',
    )
    expect(bo.does((board) => moveNotes(board, [{ id: a, zone: locked.id, x: 1, y: 1 }]))).toBe('zone-locked')
    expect(server.peer().does((board) => rewriteNote(board, a, 'Weg'))).toBe('not-yours')
    expect(server.peer().does((board) => withdrawNotes(board, [a]))).toBe('not-yours')
  })

  test('what someone still types in a note that was just taken down is no offence', () => {
    const server = new GatedBoard()
    const [an, guide] = [server.peer(), server.peer('facilitator')]
    const id = an.written('Een')
    guide.receive()
    expect(guide.does((board) => withdrawNotes(board, [id]))).toBe('taken')
    expect(an.does((board) => rewriteNote(board, id, 'Een zin die nog komt'))).toBe('taken')
    expect(an.does((board) => moveNotes(board, [{ id, zone: open.id, x: 2, y: 2 }]))).toBe('taken')
    expect(server.board.notes.size).toBe(0)
    expect(an.receive().does(() => an.note('Verder'))).toBe('taken')
  })

  test('a note that lay in a theme comes back with an undo of its withdrawal, as it was', () => {
    const server = new GatedBoard()
    const [an, guide] = [server.peer(), server.peer('facilitator')]
    const id = an.written('Terug')
    guide.receive()
    expect(guide.does((board) => makeTheme(board, guide.writer, aTheme, NOW, [id]))).toBe('taken')
    an.receive()
    const undo = new Y.UndoManager([an.board.notes, an.board.themes], {
      trackedOrigins: new Set([an.board.change, null]),
    })
    const before = server.board.notes.get(id)
    an.doc.transact(() => an.board.notes.delete(id))
    expect(an.send().map(({ kind }) => kind)).toEqual(['taken'])
    expect(an.does(() => undo.undo())).toBe('taken')
    expect(server.board.notes.get(id)).toEqual(before)
  })
})

describe('a participant and themes', () => {
  test('proposes a theme, words it, and withdraws it while it is not taken', () => {
    const server = new GatedBoard()
    const [an, bo, guide] = [server.peer(), server.peer(), server.peer('facilitator')]
    let id: ReturnType<typeof makeTheme> | undefined
    const propose = (peer: Peer) =>
      peer.does((board) => void (id = makeTheme(board, peer.writer, { ...aTheme, status: 'proposed' }, NOW)))
    expect(propose(an)).toBe('taken')
    expect(an.does((board) => renameTheme(board, id!, 'Welkom'))).toBe('taken')
    expect(an.does((board) => colourTheme(board, id!, 'heide'))).toBe('taken')
    expect(bo.receive().does((board) => renameTheme(board, id!, 'Weg'))).toBe('not-yours')
    expect(server.device(an).does((board) => acceptTheme(board, id!))).toBe('not-yours')
    guide.receive()
    expect(guide.does((board) => acceptTheme(board, id!))).toBe('taken')
    const device = () => server.device(an)
    expect(device().does((board) => renameTheme(board, id!, 'Anders'))).toBe('not-yours')
    expect(device().does((board) => removeTheme(board, id!))).toBe('not-yours')
    const cy = server.peer()
    expect(propose(cy)).toBe('taken')
    expect(cy.does((board) => removeTheme(board, id!))).toBe('taken')
    expect(server.board.themes.size).toBe(1)
  })

  test('does not make a theme outright, in the name of another, or in pieces', () => {
    const server = new GatedBoard()
    const make = (act: (peer: Peer) => void) => {
      const peer = server.peer()
      return peer.does(() => act(peer))
    }
    expect(make((peer) => makeTheme(peer.board, peer.writer, aTheme, NOW))).toBe('not-yours')
    const foreign = { author: newParticipantId(), organisation: null }
    expect(make((peer) => makeTheme(peer.board, foreign, { ...aTheme, status: 'proposed' }, NOW))).toBe('author')
    expect(make((peer) => peer.board.themes.set(newNoteId(), new Y.Map([['status', 'proposed']])))).toBe('shape')
  })
})

describe('a pad', () => {
  /** What becomes of a draft, or of a note on a board, that bears this. */
  const bears = (of: (peer: Peer) => Writer, isPad: boolean) => {
    const server = new GatedBoard()
    if (isPad) server.gate.rules = padRules(server.gate.rules)
    const peer = server.peer()
    return peer.does((board) => writeNote(board, of(peer), { text: 'x', zone: open.id, x: 0, y: 0 }, NOW))
  }

  test('takes drafts that bear their writer, the organisation alone, or nobody: a board takes the first', () => {
    const mine: ((peer: Peer) => Writer)[] = [
      ({ writer }) => writer,
      ({ organisation }) => ({ author: null, organisation }),
      () => ({ author: null, organisation: null }),
    ]
    expect(mine.map((of) => bears(of, true))).toEqual(['taken', 'taken', 'taken'])
    expect(mine.map((of) => bears(of, false))).toEqual(['taken', 'author', 'author'])
  })

  test('takes none that bears another, another’s organisation, or a name without the own organisation', () => {
    const not: ((peer: Peer) => Writer)[] = [
      ({ organisation }) => ({ author: newParticipantId(), organisation }),
      ({ id }) => ({ author: id, organisation: newOrganisationId() }),
      () => ({ author: null, organisation: newOrganisationId() }),
      ({ id }) => ({ author: id, organisation: null }),
    ]
    expect(not.map((of) => bears(of, true))).toEqual(not.map(() => 'author'))
  })

  test('lets its owner change, withdraw and bring back what bears nobody, and holds no more of it than of a person', () => {
    const server = new GatedBoard()
    server.gate.rules = padRules(server.gate.rules)
    const peer = server.peer()
    const write = (board: BoardDoc) =>
      writeNote(board, { author: null, organisation: null }, { text: 'x', zone: open.id, x: 0, y: 0 }, NOW)
    const undo = ownUndo(peer.board)
    let id!: NoteId
    expect(peer.does((board) => (id = write(board)))).toBe('taken')
    expect(peer.does((board) => rewriteNote(board, id, 'y'))).toBe('taken')
    undo.stopCapturing()
    expect(peer.does((board) => withdrawNotes(board, [id]))).toBe('taken')
    expect(peer.does(() => undo.undo())).toBe('taken')
    expect(server.board.notes.get(id)?.text).toBe('y')
    expect(peer.does((board) => board.change(() => Array.from({ length: 299 }, () => write(board))))).toBe('taken')
    expect(peer.does(write)).toBe('notes-full')
  })
})

describe('steps that go through the pads', () => {
  /** What becomes of a new note of a member, in each zone, while this step runs. */
  const inStep = (step: RunningStep, role: Role = 'member') =>
    [open, other].map((where) => {
      const server = new GatedBoard()
      server.gate.rules = { ...server.gate.rules, step }
      const peer = server.peer(role)
      return peer.does(() => peer.note('x', where))
    })

  test('a silent step keeps new notes off the board, in its zone or in all when it has none', () => {
    expect(inStep({ mode: 'silent', identity: 'name', zone: open.id })).toEqual(['pad-only', 'taken'])
    expect(inStep({ mode: 'silent', identity: 'name', zone: null })).toEqual(['pad-only', 'pad-only'])
    expect(inStep({ mode: 'open', identity: 'name', zone: open.id })).toEqual(['taken', 'taken'])
  })

  test('a step without names keeps them off the whole board: one named note would tell whose all others are', () => {
    for (const identity of ['organisation', 'nobody'] as const)
      for (const mode of STEP_MODES) expect(inStep({ mode, identity, zone: open.id })).toEqual(['pad-only', 'pad-only'])
  })

  test('a facilitator is no participant', () => {
    expect(inStep({ mode: 'silent', identity: 'nobody', zone: null }, 'facilitator')).toEqual(['taken', 'taken'])
  })

  test('what stands on the board is still its writer’s: to word, to move, to withdraw and to bring back', () => {
    const server = new GatedBoard()
    const an = server.peer()
    const id = an.written('Eerst')
    server.gate.rules = { ...server.gate.rules, step: { mode: 'silent', identity: 'nobody', zone: null } }
    const undo = ownUndo(an.board)
    expect(an.does((board) => rewriteNote(board, id, 'Eerst dit'))).toBe('taken')
    expect(an.does((board) => moveNotes(board, [{ id, zone: other.id, x: 1, y: 1 }]))).toBe('taken')
    expect(an.does((board) => withdrawNotes(board, [id]))).toBe('taken')
    expect(an.does(() => undo.undo())).toBe('taken')
    expect(server.board.notes.get(id)?.text).toBe('Eerst dit')
  })
})

describe('a facilitator', () => {
  test('edits, places and withdraws the notes of all, in locked zones too', () => {
    const server = new GatedBoard()
    const [an, guide] = [server.peer(), server.peer('facilitator')]
    const [a, b] = [an.written('Een'), an.written('Twee')]
    guide.receive()
    server.gate.rules = { ...server.gate.rules, zones: [{ ...open, locked: true }] }
    expect(guide.does((board) => rewriteNote(board, a, 'Eén'))).toBe('taken')
    expect(guide.does((board) => makeTheme(board, guide.writer, aTheme, NOW, [a, b]))).toBe('taken')
    const [theme] = server.board.themes.keys()
    expect(guide.does((board) => summariseTheme(board, theme!, 'Samen.'))).toBe('taken')
    expect(guide.does((board) => removeTheme(board, theme!))).toBe('taken')
    expect(guide.does((board) => withdrawNotes(board, [a, b]))).toBe('taken')
  })

  test('brings back a note of another with an undo, and only as it was', () => {
    const server = new GatedBoard()
    const [an, guide] = [server.peer(), server.peer('facilitator')]
    const id = an.written('Van An')
    guide.receive()
    const undo = new Y.UndoManager([guide.board.notes], { trackedOrigins: new Set(['guide']) })
    guide.doc.transact(() => withdrawNotes(guide.board, [id]), 'guide')
    expect(guide.does(() => undefined)).toBe('taken')
    expect(guide.does(() => undo.undo())).toBe('taken')
    expect(server.board.notes.get(id)).toMatchObject({ text: 'Van An', meta: { author: an.id } })
    guide.does((board) => withdrawNotes(board, [id]))
    const forged = { author: an.id, organisation: newOrganisationId() }
    expect(guide.does((board) => writeNote(board, forged, { text: 'x', zone: open.id, x: 0, y: 0 }, NOW, id))).toBe(
      'author',
    )
  })

  test('who brings back a note of another after the board was put away keeps its text: nobody vouches for it', () => {
    const server = new GatedBoard()
    const [an, guide] = [server.peer(), server.peer('facilitator')]
    const id = an.written('Van An')
    guide.receive()
    const undo = ownUndo(guide.board)
    expect(guide.does((board) => withdrawNotes(board, [id]))).toBe('taken')
    server.putAway()
    undo.undo()
    // Refused with the page's own client: so it resets, and gives its writer the words that the server has not got.
    expect(guide.send()).toMatchObject([{ kind: 'refused', code: 'author', clients: [guide.doc.clientID] }])
    expect(readBoard(guide.doc).notes.get(id)?.text).toBe('Van An')
    expect(server.board.notes.size).toBe(0)
  })

  test('brings nothing back of who was erased meanwhile', () => {
    const server = new GatedBoard()
    const [an, guide] = [server.peer(), server.peer('facilitator')]
    const id = an.written('Van An')
    guide.receive()
    const undo = ownUndo(guide.board)
    expect(guide.does((board) => withdrawNotes(board, [id]))).toBe('taken')
    server.gate.forgetFormer()
    expect(guide.does(() => undo.undo())).toBe('author')
    expect(server.board.notes.size).toBe(0)
  })

  test('its writer brings it back also then', () => {
    const server = new GatedBoard()
    const an = server.peer()
    const id = an.written('Van An')
    const undo = ownUndo(an.board)
    expect(an.does((board) => withdrawNotes(board, [id]))).toBe('taken')
    server.putAway()
    expect(an.does(() => undo.undo())).toBe('taken')
    expect(server.board.notes.get(id)).toMatchObject({ text: 'Van An', meta: { author: an.id } })
  })

  test('still writes in no name but the own, and leaves authors as they are', () => {
    const server = new GatedBoard()
    const id = server.peer().written()
    const guide = server.peer('facilitator')
    expect(guide.does(() => noteMap(guide, id).set('meta', [guide.id, null, NOW, 'idea', null]))).toBe('author')
    const again = server.peer('facilitator')
    const forged = { author: newParticipantId(), organisation: null }
    expect(again.does((board) => writeNote(board, forged, { text: 'x', zone: open.id, x: 0, y: 0 }, NOW))).toBe(
      'author',
    )
  })
})

describe('zones, marks and the wall', () => {
  test('only the server writes zones and marks', () => {
    const server = new GatedBoard()
    const id = newZoneId()
    server.write((board) =>
      board.zones.set(id, { kind: 'free', title: 'Vrij', hidden: false, locked: false, order: 0 }),
    )
    for (const role of ['member', 'facilitator'] as const) {
      const set = server.peer(role)
      expect(set.does((board) => board.zones.set(id, { title: 'x' }))).toBe('not-yours')
      expect(server.peer(role).does((board) => board.zones.delete(id))).toBe('not-yours')
      expect(server.peer(role).does((board) => board.marks.set(newNoteId(), { recognise: 99 }))).toBe('not-yours')
      const root = server.peer(role)
      expect(root.does(() => root.doc.getMap('secrets').set('a', 1))).toBe('shape')
      expect(server.peer(role).does((board) => board.doc.getText('notes2').insert(0, 'x'))).toBe('shape')
    }
  })

  test('the wall writes nothing, and coming back with what it was given is no write', () => {
    const server = new GatedBoard()
    const an = server.peer()
    const id = an.written()
    an.does((board) => withdrawNotes(board, [id]))
    const wall = server.wall()
    an.written('Blijft')
    expect(wall.receive().return().kind).toBe('nothing')
    expect(wall.does((board) => withdrawNotes(board, [...server.board.notes.keys()]))).toBe('not-for-you')
    expect(
      server.wall().does((board) => writeNote(board, wall.writer, { text: 'x', zone: open.id, x: 0, y: 0 }, NOW)),
    ).toBe('not-for-you')
  })
})
