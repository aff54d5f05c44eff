import fc from 'fast-check'
import { expect, test } from 'vitest'
import { putNote, putTheme, rewriteNote, withdrawNotes } from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import type { NoteId, ThemeId } from '../../shared/model/ids.ts'
import { CLUSTERING } from '../../shared/model/network.ts'
import { GatedBoard, open, other, type Peer } from '../helpers/gated-board.ts'
import { PageDevice } from '../helpers/page-device.ts'

// A page whose document was dropped does again what the server has not got, through the real gate.

function page(server: GatedBoard, peer: Peer = server.peer()): { server: GatedBoard; peer: Peer; on: PageDevice } {
  return { server, peer, on: new PageDevice(server, peer) }
}

const write = (on: PageDevice, text: string, zone = open): NoteId => on.board.write(text, { zone: zone.id }) as NoteId

const lock = (server: GatedBoard): void => {
  const zones = server.gate.rules.zones.map((zone) => (zone.id === open.id ? { ...zone, locked: true } : zone))
  server.gate.rules = { ...server.gate.rules, zones }
  server.write((board) => zones.forEach((zone) => board.zones.set(zone.id, zone)))
}

const withZones = (server: GatedBoard): GatedBoard => {
  server.write((board) => server.gate.rules.zones.forEach((zone) => board.zones.set(zone.id, zone)))
  return server
}

const textsIn = (server: GatedBoard): string[] => [...server.board.notes.values()].map(({ text }) => text).sort()

test('a new note, new words, a move and a withdrawal are done again, with the same ids, and taken', () => {
  const { server, on } = page(withZones(new GatedBoard()))
  const [changed, moved, gone] = ['Eerst', 'Blijft', 'Weg'].map((text) => write(on, text)) as [NoteId, NoteId, NoteId]
  expect(on.send()).toBe('taken')
  const fresh = write(on, 'Nieuw')
  on.board.rewrite(changed, 'Eerst en dan')
  on.board.move([{ id: moved, zone: other.id, x: 7, y: 8 }])
  on.board.withdraw([gone])
  const meant = structuredClone(on.board.now.notes)
  expect(on.reset()).toEqual([])
  expect(on.send()).toBe('taken')
  expect(server.board.notes).toEqual(meant)
  expect([...meant.keys()].sort()).toEqual([changed, moved, fresh].sort())
})

test('in a zone that was locked meanwhile words come back, a move is told, and a withdrawal is done', () => {
  const { server, on } = page(withZones(new GatedBoard()))
  const [changed, moved, gone] = ['Eerst', 'Blijft', 'Weg'].map((text) => write(on, text)) as [NoteId, NoteId, NoteId]
  on.send()
  const fresh = write(on, 'Nieuw')
  write(on, 'Elders', other)
  on.board.rewrite(changed, 'Eerst en dan')
  on.board.move([{ id: moved, zone: other.id, x: 7, y: 8 }])
  on.board.withdraw([gone])
  lock(server)
  expect(on.send()).toBe('zone-locked')
  expect(on.reset()).toEqual([
    { what: 'note', id: fresh, text: 'Nieuw', zone: open.id, refusal: 'zone-locked' },
    { what: 'change', id: changed, text: 'Eerst en dan', zone: open.id, refusal: 'zone-locked' },
    { what: 'move', refusal: 'zone-locked' },
  ])
  expect(on.send()).toBe('taken')
  expect(textsIn(server)).toEqual(['Blijft', 'Eerst', 'Elders'])
})

test('what the server took before the reset is not done twice', () => {
  const { server, on } = page(withZones(new GatedBoard()))
  const id = write(on, 'Eerst')
  on.board.rewrite(id, 'Eerst en dan')
  expect(on.send()).toBe('taken')
  expect(on.reset()).toEqual([])
  expect(on.intents).toEqual([])
  // Nor on a board that was rebuilt, where the clocks of its writers are gone.
  const again = page(withZones(new GatedBoard()), server.peer())
  const kept = write(again.on, 'Nog eens')
  expect(again.on.send()).toBe('taken')
  const { intents } = again.on
  again.on.intents = intents.map((intent) => ({ ...intent, client: 1, until: 1 }))
  expect(again.on.reset()).toEqual([])
  expect(again.on.send()).toBe('nothing')
  expect(again.server.board.notes.get(kept)?.text).toBe('Nog eens')
})

test('words that were only shortened are shortened again, though nothing of that was ever inserted', () => {
  const { server, on } = page(withZones(new GatedBoard()))
  const id = write(on, 'Te lang verhaal')
  on.send()
  on.board.rewrite(id, 'Te lang')
  expect(on.intents.at(-1)?.until).toBeNull()
  on.reset()
  expect(on.send()).toBe('taken')
  expect(textsIn(server)).toEqual(['Te lang'])
})

test('new words do not wipe out what the facilitator wrote in the same note meanwhile', () => {
  const { server, on } = page(withZones(new GatedBoard()))
  const id = write(on, 'koken')
  on.send()
  on.board.rewrite(id, 'koken met ouders')
  const facilitator = server.peer('facilitator')
  facilitator.does((board) => rewriteNote(board, id, 'Samen koken'))
  on.reset()
  expect(on.send()).toBe('taken')
  expect(textsIn(server)).toEqual(['Samen koken met ouders'])
})

test('new words for a note that was taken down meanwhile come back', () => {
  const { server, on } = page(withZones(new GatedBoard()))
  const id = write(on, 'koken')
  on.send()
  on.board.rewrite(id, 'koken met ouders')
  server.peer('facilitator').does((board) => withdrawNotes(board, [id]))
  expect(on.reset()).toEqual([{ what: 'change', id, text: 'koken met ouders', zone: open.id, refusal: 'note-unknown' }])
})

test('an undo is an act like any other: what was undone is not written again', () => {
  const { server, on } = page(withZones(new GatedBoard()))
  const kept = write(on, 'Blijft')
  on.send()
  write(on, 'Toch niet')
  on.board.undo()
  on.board.withdraw([kept])
  on.board.undo()
  on.reset()
  expect(on.send()).toBe('nothing')
  expect(textsIn(server)).toEqual(['Blijft'])
})

test('after a reset undo takes back the last own act, and nothing of anyone else', () => {
  const { server, on } = page(withZones(new GatedBoard()))
  server.peer().written('Van iemand anders')
  const first = write(on, 'Een')
  write(on, 'Twee')
  on.reset()
  expect(on.board.canUndo).toBe(true)
  on.board.undo()
  expect([...on.board.now.notes.values()].map(({ text }) => text).sort()).toEqual(['Een', 'Van iemand anders'])
  on.board.undo()
  expect(on.board.now.notes.has(first)).toBe(false)
  expect(on.board.canUndo).toBe(false)
  expect(on.send()).toBe('taken')
  expect(textsIn(server)).toEqual(['Van iemand anders'])
})

test('a theme that the group was still allowed to make comes back as words, its notes as a move', () => {
  const { server, on } = page(withZones(new GatedBoard('everyone')))
  const id = write(on, 'Een')
  on.send()
  on.board.makeTheme('Onthaal', { zone: open.id, notes: [id] })
  lock(server)
  const back = on.reset()
  expect(back.map(({ what, refusal }) => [what, refusal])).toEqual([
    ['theme', 'zone-locked'],
    ['move', 'zone-locked'],
  ])
  expect(back[0]).toMatchObject({ text: 'Onthaal' })
  expect(on.send()).toBe('nothing')
})

test('what the server refused for itself is not tried again, though the page would think it may', () => {
  const { on } = page(withZones(new GatedBoard()))
  const id = write(on, 'Een')
  on.intents = on.intents.map((intent) => ({
    ...intent,
    notes: intent.notes.map((change) => ({ ...change, refused: 'notes-full' as const })),
  }))
  expect(on.reset()).toEqual([{ what: 'note', id, text: 'Een', zone: open.id, refusal: 'notes-full' }])
  expect(on.send()).toBe('nothing')
})

// Verbs by number, on what the board holds at that moment.
const act = fc.record({ verb: fc.nat({ max: 14 }), a: fc.nat({ max: 50 }), b: fc.nat({ max: 50 }), to: fc.boolean() })

function does({ board }: PageDevice, { verb, a, b, to }: typeof act extends fc.Arbitrary<infer T> ? T : never): void {
  const pick = <T>(ids: Iterable<T>, n: number): T | undefined => [...ids][n % Math.max(1, [...ids].length)]
  const zone = to ? open.id : other.id
  const [note, second] = [pick(board.now.notes.keys(), a), pick(board.now.notes.keys(), b)]
  const [theme, next] = [pick(board.now.themes.keys(), a), pick(board.now.themes.keys(), b)]
  const some = (): NoteId[] => [note, second].filter((id) => id !== undefined)
  const verbs: (() => unknown)[] = [
    () => board.write(`briefje ${a}`, { zone }),
    () => note && board.rewrite(note, `woorden ${b}`),
    () => note && board.move([{ id: note, zone, x: a, y: b }]),
    () => note && board.withdraw([note]),
    () => note && theme && board.putInTheme(some(), theme, to ? { zone } : {}),
    () => note && board.takeOut([note]),
    () => note && second && note !== second && board.stack([note], second),
    () => note && board.unstack([note]),
    () => board.makeTheme(`thema ${a}`, { zone: to ? zone : null, notes: some() }),
    () => theme && board.renameTheme(theme, `naam ${b}`),
    () => theme && board.summarise(theme, `samen ${b}`),
    () => theme && board.colour(theme, b % 2 ? 'munt' : 'heide'),
    () => theme && board.orderTheme(theme, next && next !== theme ? next : null),
    () => theme && next && theme !== next && board.mergeThemes(theme, next as ThemeId),
    () => (to ? board.undo() : board.redo()),
  ]
  verbs[verb]?.()
}

test('whatever a facilitator did stands there again after a reset, wherever the cut fell, and the gate takes it', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), fc.nat({ max: 30 }), (acts, sentUpTo) => {
      const server = withZones(new GatedBoard())
      const { on } = page(server, server.peer('facilitator'))
      acts.slice(0, sentUpTo).forEach((one) => does(on, one))
      expect(on.send()).not.toMatch(/-/)
      acts.slice(sentUpTo).forEach((one) => does(on, one))
      const meant = readBoard(on.doc)
      expect(on.reset()).toEqual([])
      expect(['taken', 'nothing']).toContain(on.send())
      expect(server.board).toEqual(meant)
      expect(readBoard(on.doc)).toEqual(meant)
    }),
    { seed: 20260403, numRuns: 300 },
  )
})

test('and so it is on a board that was rebuilt, where nobody knows any more who wrote what', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), fc.nat({ max: 30 }), (acts, sentUpTo) => {
      const server = withZones(new GatedBoard())
      const { on } = page(server, server.peer('facilitator'))
      acts.slice(0, sentUpTo).forEach((one) => does(on, one))
      on.send()
      const { notes, themes } = server.board
      acts.slice(sentUpTo).forEach((one) => does(on, one))
      const meant = readBoard(on.doc)
      const rebuilt = withZones(new GatedBoard())
      rebuilt.write((board) => notes.forEach((note) => putNote(board, note)))
      rebuilt.write((board) => themes.forEach((theme) => putTheme(board, theme)))
      on.moveTo(rebuilt)
      expect(on.reset()).toEqual([])
      expect(['taken', 'nothing']).toContain(on.send())
      expect(rebuilt.board).toEqual(meant)
    }),
    { seed: 20260405, numRuns: 300 },
  )
})

test('whatever a participant meant, what is done again is taken by the gate, and the rest is told', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 20 }), fc.constantFrom(...CLUSTERING), fc.boolean(), (acts, by, locks) => {
      const server = withZones(new GatedBoard(by))
      const { on } = page(server)
      server.peer().written('Van iemand anders')
      on.reset()
      acts.forEach((one) => does(on, one))
      const meant = on.board.now.notes.size
      if (locks) lock(server)
      const told = on.reset().length
      expect(['taken', 'nothing']).toContain(on.send())
      if (told === 0) expect(server.board.notes.size).toBe(meant)
      expect(readBoard(on.doc)).toEqual(server.board)
    }),
    { seed: 20260404, numRuns: 300 },
  )
})
