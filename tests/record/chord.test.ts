import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHORD_BOX, chordOf, type Arc, type Idea } from '../../shared/record/chord.ts'

const SEED = { seed: 20261125, numRuns: 200 }
const LETTERS = [...'ABCDEFGHIJKL']

const idea = (id: string, from: string, to: string): Idea => ({ id, from: [...from], to: [...to] })
const ways = ({ ribbons }: ReturnType<typeof chordOf>) =>
  ribbons.map(({ idea, to, strands }) => `${idea}: ${strands.map(({ from }) => from ?? 'group').join('+')} to ${to}`)

describe('who took what from whom', () => {
  test('an idea that two take is two ribbons', () => {
    expect(ways(chordOf(LETTERS.slice(0, 4), [idea('1', 'A', 'BC')]))).toEqual(['1: A to B', '1: A to C'])
  })
  test('an idea of two givers is one ribbon with two strands', () => {
    expect(ways(chordOf(LETTERS.slice(0, 4), [idea('1', 'AB', 'D')]))).toEqual(['1: A+B to D'])
  })
  test('two that exchange take it from each other, not from themselves', () => {
    expect(ways(chordOf(LETTERS.slice(0, 2), [idea('1', 'AB', 'AB')]))).toEqual(['1: B to A', '1: A to B'])
  })
  test('an idea of nobody in particular comes from the middle', () => {
    const chord = chordOf(LETTERS.slice(0, 3), [idea('1', '', 'B')])
    expect(ways(chord)).toEqual(['1: group to B'])
    expect(chord.ribbons[0]?.strands[0]?.path).toMatch(/^M330 330L/)
  })
  test('an own idea that one takes further leads back to oneself', () => {
    expect(ways(chordOf(['A', 'B'], [idea('1', 'A', 'A')]))).toEqual(['1: A to A'])
  })
  test('who is not round the circle is not drawn', () => {
    expect(ways(chordOf(['A', 'B'], [idea('1', 'AZ', 'BZ'), idea('2', 'A', '')]))).toEqual(['1: A to B'])
  })
  test('of nobody there is nothing to see', () => expect(chordOf([], [])).toEqual({ arcs: [], ribbons: [] }))
  test('ribbons between the same two lie side by side', () => {
    const [first, second] = chordOf(['A', 'B'], [idea('1', 'A', 'B'), idea('2', 'A', 'B')]).ribbons
    const xs = (path = '') => numbersOf(path)
    // A is at the top, B below: what is left above is left below.
    const start = [xs(first?.strands[0]?.path)[0], xs(second?.strands[0]?.path)[0]]
    const tip = [tipOf(first?.strands[0]?.path), tipOf(second?.strands[0]?.path)]
    expect(Math.sign(start[0]! - start[1]!)).toBe(Math.sign(tip[0]! - tip[1]!))
  })
})

const numbersOf = (path: string): number[] => [...path.matchAll(/-?\d+(\.\d+)?(e-?\d+)?/g)].map(([n]) => Number(n))
/** The x of an arrow's tip: the second point that a line goes to. */
const tipOf = (path = ''): number => Number(/L[^L]+L([\d.]+) /.exec(path)?.[1])

const circles = fc
  .integer({ min: 2, max: 12 })
  .chain((count) =>
    fc.tuple(
      fc.constant(LETTERS.slice(0, count)),
      fc.array(
        fc.record({
          from: fc.subarray(LETTERS.slice(0, count), { maxLength: Math.min(3, count) }),
          to: fc.subarray(LETTERS.slice(0, count), { minLength: 1 }),
        }),
        { maxLength: 60 },
      ),
    ),
  )
  .map(([letters, all]) => ({ letters, ideas: all.map((ways, i) => ({ id: String(i), ...ways })) }))

const lies = fc.property(circles, ({ letters, ideas }) => {
  const { arcs, ribbons } = chordOf(letters, ideas)

  // Every taking once.
  const wanted = ideas.flatMap(({ id, to }) => to.map((taker) => `${id} ${taker}`))
  expect(ribbons.map(({ idea, to }) => `${idea} ${to}`).sort()).toEqual(wanted.sort())
  for (const { idea, to, strands } of ribbons) {
    const given = ideas[Number(idea)]?.from ?? []
    const others = given.filter((one) => one !== to)
    const from = others.length > 0 ? others : given.length > 0 ? given : [null]
    expect(strands.map((strand) => strand.from)).toEqual(from)
  }

  // Arcs one after the other, round once.
  expect(arcs.map(({ organisation }) => organisation)).toEqual(letters)
  for (const [i, arc] of arcs.entries()) {
    const next: Arc = arcs[i + 1] ?? { ...arcs[0]!, from: arcs[0]!.from + 360 }
    expect(arc.to).toBeGreaterThan(arc.from)
    expect(next.from).toBeGreaterThan(arc.to)
    const { tag } = arcs[(i + 1) % arcs.length]!
    expect(Math.hypot(tag.x - arc.tag.x, tag.y - arc.tag.y)).toBeGreaterThan(tag.r + arc.tag.r)
  }

  // All of it finite and in the box.
  const paths = [...arcs.map(({ path }) => path), ...ribbons.flatMap(({ strands }) => strands.map(({ path }) => path))]
  for (const path of paths) {
    expect(path).not.toMatch(/NaN|Infinity|undefined/)
    for (const n of numbersOf(path)) expect(n >= 0 && n <= CHORD_BOX).toBe(true)
  }
  for (const { tag } of arcs)
    for (const n of [tag.x - tag.r, tag.x + tag.r, tag.y - tag.r, tag.y + tag.r])
      expect(n >= 0 && n <= CHORD_BOX).toBe(true)
})

test('every taking is drawn once, arcs never overlap, and all of it is in the box', () => fc.assert(lies, SEED))
