import { expect, test } from 'vitest'
import { rewriteNote, withdrawNotes, writeNote } from '../../shared/doc/commands.ts'
import { newNoteId, newOrganisationId, newParticipantId, newStepId, type NoteId } from '../../shared/model/ids.ts'
import { IDENTITIES, type Step } from '../../shared/model/network.ts'
import { readNote } from '../../shared/doc/layout.ts'
import { ownUndo } from '../../shared/doc/undo.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import { GatedBoard, NOW, open, type Peer } from '../helpers/gated-board.ts'

// A facilitator writes in the name of someone without a device: of nobody else, and nobody else does.

const spoken = { participant: newParticipantId(), organisation: newOrganisationId() }
const asSpoken = { author: spoken.participant, organisation: spoken.organisation }
const place = { text: 'Koffie om tien uur', zone: open.id, x: 0, y: 0 }

function boardOf(step: Step | null = null) {
  const board = new GatedBoard()
  board.gate.rules = { ...board.gate.rules, step, withoutDevice: [spoken] }
  return board
}

const writes = (peer: Peer, writer: typeof asSpoken, id: NoteId = newNoteId()) =>
  peer.does((board) => writeNote(board, writer, place, NOW, id))

test('a facilitator writes for who has no device, with their name and their own organisation', () => {
  const board = boardOf()
  const facilitator = board.peer('facilitator')
  expect(writes(facilitator, asSpoken)).toBe('taken')
  expect([...board.board.notes.values()].map(({ meta }) => meta.author)).toEqual([spoken.participant])
  expect(writes(facilitator.reset(), { ...asSpoken, organisation: newOrganisationId() })).toBe('author')
})

test('a member writes for nobody, and nobody writes for who has a device', () => {
  const board = boardOf()
  const [member, other] = [board.peer(), board.peer()]
  expect(writes(member, asSpoken)).toBe('author')
  const otherOne = { author: other.id, organisation: other.organisation ?? newOrganisationId() }
  expect(writes(board.peer('facilitator'), otherOne)).toBe('author')
  expect(writes(board.peer('facilitator'), { ...asSpoken, author: newParticipantId() })).toBe('author')
})

test('who got a device is written for no more, and the notes of before stay theirs', () => {
  const board = boardOf()
  const facilitator = board.peer('facilitator')
  const id = newNoteId()
  expect(writes(facilitator, asSpoken, id)).toBe('taken')
  board.gate.rules = { ...board.gate.rules, withoutDevice: [] }
  expect(writes(facilitator, asSpoken)).toBe('author')
  expect(facilitator.reset().does((own) => rewriteNote(own, id, 'Koffie om elf uur'))).toBe('taken')
})

test.each(IDENTITIES)('in a step with identity %s a name is given where names are shown', (identity) => {
  const step: Step = { id: newStepId(), title: 'A', mode: 'open', minutes: 0, zone: null, identity, prompt: '' }
  expect(writes(boardOf(step).peer('facilitator'), asSpoken)).toBe(identity === 'name' ? 'taken' : 'author')
})

test('an undo takes the note away, a redo brings it back as theirs, also when they have a device by then', () => {
  const board = boardOf()
  const facilitator = board.peer('facilitator')
  const undo = ownUndo(facilitator.board)
  const id = newNoteId()
  expect(writes(facilitator, asSpoken, id)).toBe('taken')
  expect(facilitator.does(() => undo.undo())).toBe('taken')
  expect(board.board.notes.size).toBe(0)
  board.gate.rules = { ...board.gate.rules, withoutDevice: [] }
  expect(facilitator.does(() => undo.redo())).toBe('taken')
  expect(readNote(id, facilitator.board.notes.get(id))?.meta.author).toBe(spoken.participant)
})

test('their notes are counted as theirs: three hundred, whoever types them', () => {
  const board = boardOf()
  const facilitator = board.peer('facilitator')
  const ids: NoteId[] = []
  for (let i = 0; i < BOUNDS.notesPerPerson; i++) {
    const id = newNoteId()
    ids.push(id)
    board.write((server) => writeNote(server, asSpoken, place, NOW, id))
  }
  facilitator.receive()
  expect(writes(facilitator, asSpoken)).toBe('notes-full')
  facilitator.reset()
  expect(facilitator.does((own) => withdrawNotes(own, [ids[0]!]))).toBe('taken')
  expect(writes(facilitator, asSpoken)).toBe('taken')
  expect(writes(facilitator, { author: facilitator.id, organisation: facilitator.organisation! })).toBe('taken')
})
