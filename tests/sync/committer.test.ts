import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newSessionId } from '../../shared/model/ids.ts'
import { Committer, type Batch, type Committing } from '../../server/sync/committer.ts'
import { NO_METER } from '../../server/sync/meter.ts'
import type { BoardCommit, BoardStore } from '../../server/storage/board-store.ts'

// The order in which rooms come to disk, alone and several as one, whatever fails meanwhile.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const GIVE_UP_AFTER_MS = 120

/** A room whose edits are numbers. It notices when it is asked for more while a batch is under way. */
class FakeRoom implements Committing {
  readonly session = newSessionId()
  readonly told: number[] = []
  readonly lost: number[] = []
  isStalled = false
  #new: number[] = []
  #isUnderWay = false

  edit(edit: number): void {
    this.#new.push(edit)
  }

  take(): Batch {
    if (this.#isUnderWay) throw new Error('taken while a batch is under way')
    this.#isUnderWay = true
    const edits = this.#new.splice(0)
    const over = (list: number[]) => () => {
      this.#isUnderWay = false
      list.push(...edits)
    }
    const updates = edits.map((edit) => Uint8Array.of(edit >> 8, edit & 255))
    return {
      commit: edits.length > 0 ? { session: this.session, updates, newClients: new Map() } : null,
      fold: null,
      deliver: over(this.told),
      abandon: over(this.lost),
    }
  }

  stall(): void {
    this.isStalled = true
  }

  recover(): void {
    this.isStalled = false
  }

  giveUp(): void {
    this.isStalled = false
    this.lost.push(...this.#new.splice(0))
  }

  folded(): void {}
  notFolded(): void {}
}

/** Keeps edits, after a while; fails as often as it was told. */
class FakeDisk {
  readonly kept: number[] = []
  failures = 0

  async save(commits: readonly BoardCommit[], fails = () => this.failures-- > 0): Promise<void> {
    await nextTurn()
    if (fails()) throw new Error('the disk is full')
    this.failures = Math.max(0, this.failures)
    this.kept.push(...commits.flatMap(({ updates }) => updates.map(([high = 0, low = 0]) => high * 256 + low)))
  }
}

function start(count: number) {
  const disk = new FakeDisk()
  const store = { commitBoards: (commits: readonly BoardCommit[]) => disk.save(commits) } as BoardStore
  const committer = new Committer(store, quiet, GIVE_UP_AFTER_MS, NO_METER)
  const rooms = Array.from({ length: count }, () => new FakeRoom())
  let edits = 0
  const edit = (room: FakeRoom): number => {
    room.edit(++edits)
    return edits
  }
  const alone = (room: FakeRoom): number => {
    const made = edit(room)
    committer.due(room)
    return made
  }
  /** An edit in each of these rooms, kept as one; `failures`: so often the disk says no. */
  const joint = (which: readonly FakeRoom[], failures = 0) => {
    const made: number[] = []
    let left = failures
    const over = committer.together(which, () => {
      for (const room of which) made.push(edit(room))
      return { folds: new Map(), save: (commits) => disk.save(commits, () => left-- > 0).then(() => true) }
    })
    return { made, over }
  }
  return { disk, committer, rooms, alone, joint }
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b)

describe('rooms that come to disk together', () => {
  test('two that share a room go one after the other, and what each room has to say goes along', async () => {
    const { disk, rooms, alone, joint } = start(3)
    const [a, b, c] = rooms as [FakeRoom, FakeRoom, FakeRoom]
    const edits = rooms.map(alone)
    const both = [joint([a, b]), joint([b, c])]
    await Promise.all(both.map(({ over }) => over))
    expect(sorted(disk.kept)).toEqual(sorted([...edits, ...both.flatMap(({ made }) => made)]))
    expect(disk.kept.indexOf(both[0]!.made[1]!)).toBeLessThan(disk.kept.indexOf(both[1]!.made[0]!))
    expect(b.told).toEqual([edits[1], both[0]!.made[1], both[1]!.made[0]])
  })

  test('a plan that throws holds nobody up, and is told to who asked', async () => {
    const { disk, committer, rooms, alone, joint } = start(2)
    const bug = () => {
      throw new TypeError('a fault')
    }
    const failing = committer.together(rooms, bug)
    const next = joint(rooms)
    const edit = alone(rooms[0]!)
    await expect(failing).rejects.toThrow('a fault')
    await next.over
    await Promise.all(rooms.map((room) => committer.whenFree(room)))
    expect(sorted(disk.kept)).toEqual(sorted([...next.made, edit]))
  })

  test('one with nothing to do leaves its rooms as they are', async () => {
    const { disk, committer, rooms, alone } = start(2)
    const edit = alone(rooms[0]!)
    await committer.together(rooms, () => null)
    await committer.whenFree(rooms[0]!)
    expect([disk.kept, rooms[0]!.told]).toEqual([[edit], [edit]])
  })

  test('while one is tried again and again, other rooms go on, and the next that waits for it has its turn', async () => {
    const { disk, committer, rooms, alone, joint } = start(3)
    const [a, b, c] = rooms as [FakeRoom, FakeRoom, FakeRoom]
    const forever = joint([a, b], Infinity)
    const next = joint([b, c])
    const failed = expect(forever.over).rejects.toThrow('full')
    const elsewhere = new FakeRoom()
    for (let i = 0; i < 20; i++) {
      alone(elsewhere)
      await committer.whenFree(elsewhere)
    }
    expect([elsewhere.told.length, a.isStalled]).toEqual([20, true])
    await failed
    await next.over
    expect(a.lost).toEqual([forever.made[0]])
    expect(disk.kept).toEqual(expect.arrayContaining(next.made))
    expect(disk.kept).not.toEqual(expect.arrayContaining([forever.made[0]]))
  })

  test('whatever comes in whatever order, each edit is kept before it is told, once, and nobody waits for ever', async () => {
    const room = fc.nat(3)
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('edit' as const), room }) },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('joint' as const),
          rooms: fc.uniqueArray(room, { minLength: 1 }),
          ends: fc.constantFrom('kept', 'kept', 'once more', 'given up', 'throws', 'nothing'),
        }),
      },
      { weight: 3, arbitrary: fc.constant({ kind: 'turn' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'fail' as const }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const { disk, committer, rooms, alone, joint } = start(4)
        const edits: number[] = []
        const joints: { made: readonly number[]; over: Promise<string> }[] = []
        for (const one of steps) {
          if (one.kind === 'turn') await nextTurn()
          else if (one.kind === 'fail') disk.failures = 1
          else if (one.kind === 'edit') edits.push(alone(rooms[one.room]!))
          else {
            const which = one.rooms.map((n) => rooms[n]!)
            if (one.ends === 'throws' || one.ends === 'nothing') {
              const plan = () => {
                if (one.ends === 'throws') throw new Error('a fault')
                return null
              }
              joints.push({ made: [], over: committer.together(which, plan).then(ended, failed) })
            } else {
              const { made, over } = joint(which, { kept: 0, 'once more': 1, 'given up': Infinity }[one.ends])
              joints.push({ made, over: over.then(ended, failed) })
            }
          }
        }
        const ends = await Promise.all(joints.map(({ over }) => over))
        await Promise.all(rooms.map((one) => committer.whenFree(one)))
        const told = rooms.flatMap((one) => one.told)
        const lost = rooms.flatMap((one) => one.lost)
        // Each is on disk once and told once, or neither; what was given up its writer still has.
        expect(sorted(told)).toEqual(sorted(disk.kept))
        expect(new Set(told).size).toBe(told.length)
        expect(sorted([...told, ...lost])).toEqual(sorted([...edits, ...joints.flatMap(({ made }) => made)]))
        for (const [i, { made }] of joints.entries())
          expect(made.filter((edit) => told.includes(edit))).toEqual(ends[i] === 'ended' ? made : [])
        for (const one of rooms) expect([one.isStalled, one.told]).toEqual([false, sorted(one.told)])
      }),
      { seed: 20_261_125, numRuns: 60 },
    )
  }, 60_000)
})

const ended = () => 'ended'
const failed = () => 'failed'
