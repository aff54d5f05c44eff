import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rewriteNote, moveNotes, withdrawNotes } from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import type { NoteId } from '../../shared/model/ids.ts'
import { GatedBoard, open, other, outcome, type Peer } from '../helpers/gated-board.ts'

// A facilitator and two members write, are cut off, reload and return, while zones close and open under them. What the
// server took is on the board as it was last taken; what it refused its writer knows of; and all see the same.

/** Someone, and what they know of what became of their words. */
class Writer {
  readonly peer: Peer
  /** By own note, what it says in the last that was taken. */
  readonly taken = new Map<NoteId, string>()
  /** Likewise for what is not sent, or not answered; null: withdrawn. */
  readonly meant = new Map<NoteId, string | null>()
  /** What was refused and came back, in a card with two choices. */
  readonly returned: (string | null)[] = []

  constructor(peer: Peer) {
    this.peer = peer
  }

  get own(): NoteId[] {
    const { notes } = readBoard(this.peer.doc)
    return [...notes.values()].filter(({ meta }) => meta.author === this.peer.id).map(({ id }) => id)
  }

  write(text: string, inOpen: boolean): void {
    this.meant.set(this.peer.note(text, inOpen ? open : other), text)
  }

  rewrite(id: NoteId, text: string): void {
    rewriteNote(this.peer.board, id, text)
    this.meant.set(id, text)
  }

  withdraw(id: NoteId): void {
    withdrawNotes(this.peer.board, [id])
    this.meant.set(id, null)
  }

  /** Sends all that is not sent, and hears what became of it. */
  hear(how: 'send' | 'return'): void {
    const verdict = how === 'send' ? outcome(this.peer.send()) : outcome([this.peer.return()])
    if (verdict === 'taken' || verdict === 'nothing') for (const [id, text] of this.meant) this.#note(id, text)
    else this.#compare()
    this.meant.clear()
  }

  /** After a refusal some may have been taken before it: what the server has is taken, the rest comes back. */
  #compare(): void {
    const { notes } = readBoard(this.peer.reset().doc)
    for (const [id, text] of this.meant) {
      const there = notes.get(id)?.text ?? null
      if (there !== text) this.returned.push(text)
      if (there !== null || text === null) this.#note(id, there)
    }
  }

  #note(id: NoteId, text: string | null): void {
    if (text === null) this.taken.delete(id)
    else this.taken.set(id, text)
  }
}

const step = fc.record({
  who: fc.nat(2),
  what: fc.nat(9),
  pick: fc.nat(1_000),
  text: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => text.trim() !== ''),
})

test('three people with cuts, reloads, returns and locks lose nothing: it is on the board, or back with its writer', () => {
  let refusals = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const server = new GatedBoard('facilitator', [open, other])
      const guide = new Writer(server.peer('facilitator'))
      const people = [guide, new Writer(server.peer()), new Writer(server.peer())]
      for (const { who, what, pick, text: letters } of steps) {
        const one = people[who]!
        const mine = one.own[pick % Math.max(1, one.own.length)]
        const text = letters.trim()
        if (what < 2) one.write(text, pick % 2 === 0)
        if (what === 2 && mine) one.rewrite(mine, text)
        if (what === 3 && mine) moveNotes(one.peer.board, [{ id: mine, zone: other.id, x: pick, y: 0 }])
        if (what === 4 && mine) one.withdraw(mine)
        if (what === 5) one.hear('return')
        if (what === 6) one.hear('send')
        if (what === 7) one.peer.reload()
        if (what > 7) server.gate.rules = { ...server.gate.rules, zones: [{ ...open, locked: pick % 2 === 0 }, other] }
      }
      server.gate.rules = { ...server.gate.rules, zones: [open, other] }
      for (const one of people) one.hear('return')
      const expected = new Map(people.flatMap(({ taken }) => [...taken]))
      expect(new Map([...server.board.notes].map(([id, { text }]) => [id, text]))).toEqual(expected)
      for (const { peer } of people) expect(readBoard(peer.receive().doc)).toEqual(server.board)
      refusals += people.reduce((sum, { returned }) => sum + returned.length, 0)
      // A facilitator is held by no lock.
      expect(guide.returned).toEqual([])
    }),
    { seed: 20_261_130, numRuns: 300 },
  )
  expect(refusals).toBeGreaterThan(50)
})
