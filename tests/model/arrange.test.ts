import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arrange, freePlaces, freeSpot, placeOf, trayBox, type Arrangement } from '../../shared/model/arrange.ts'
import type { Board } from '../../shared/model/board.ts'
import type { NoteId } from '../../shared/model/ids.ts'
import { overlap, right, bottom, type Rect } from '../../shared/model/rect.ts'
import { board, note, noteId, theme, themeId, zone, zoneId } from '../helpers/boards.ts'

const SEED = { seed: 20260312, numRuns: 150 }

const words = fc.array(fc.constantFrom('ouders', 'en', 'peuters', 'ontmoetingsplaats', '🙂', 'de', 'أهلا'), {
  maxLength: 60,
})
const anyNote = fc.record({
  zone: fc.nat(4),
  theme: fc.option(fc.nat(5), { nil: null }),
  x: fc.oneof(fc.integer({ min: -50, max: 900 }), fc.constant(40)),
  y: fc.oneof(fc.integer({ min: -50, max: 900 }), fc.constant(40)),
  under: fc.option(fc.nat(40), { nil: null, freq: 4 }),
  text: words.map((list) => list.join(' ')),
})
const anyBoard = fc
  .record({ notes: fc.array(anyNote, { maxLength: 60 }), themes: fc.nat(6) })
  .map(({ notes, themes }) =>
    board({
      zones: [
        zone(0),
        zone(1, { kind: 'presentation', presenter: 'host' }),
        zone(2, { kind: 'presentation', presenter: 'host' }),
        zone(3, { hidden: true }),
      ],
      themes: Array.from({ length: themes }, (_, i) => theme(i, { zone: i % 2 ? zoneId(0) : null })),
      notes: notes.map((one, i) =>
        note(
          i,
          {
            zone: zoneId(one.zone),
            theme: one.theme === null ? null : themeId(one.theme),
            x: one.x,
            y: one.y,
            under: one.under === null ? null : noteId(one.under),
          },
          one.text,
        ),
      ),
    }),
  )

const shown = (arrangement: Arrangement): NoteId[] => arrangement.zones.flatMap((one) => [...one.layout.notes.keys()])
const places = (arrangement: Arrangement): Rect[] => shown(arrangement).map((id) => placeOf(arrangement, id) as Rect)
const isWithin = (inner: Rect, outer: Rect) =>
  inner.x >= outer.x && inner.y >= outer.y && right(inner) <= right(outer) && bottom(inner) <= bottom(outer)
const pairs = <T>(list: readonly T[]): [T, T][] => list.flatMap((a, i) => list.slice(i + 1).map((b): [T, T] => [a, b]))
const shape = (arrangement: Arrangement) => ({
  notes: shown(arrangement)
    .sort()
    .map((id) => [id, placeOf(arrangement, id)]),
  trays: arrangement.zones.flatMap((one) => one.layout.trays.map((tray) => [one.zone.id, tray])),
  zones: arrangement.zones.map(({ box }) => box),
})
const turned = (one: Board): Board => ({
  zones: new Map([...one.zones].reverse()),
  themes: new Map([...one.themes].reverse()),
  notes: new Map([...one.notes].reverse()),
  marks: new Map([...one.marks].reverse()),
})

describe('laws of the layout', () => {
  test('no two notes cover each other', () => {
    fc.assert(
      fc.property(anyBoard, (b) => pairs(places(arrange(b))).every(([a, c]) => !overlap(a, c))),
      SEED,
    )
  })

  test('every note lies within its zone, and zones and trays do not cover each other', () => {
    fc.assert(
      fc.property(anyBoard, (b) => {
        const { zones } = arrange(b)
        for (const one of zones) {
          const local = { x: 0, y: 0, width: one.box.width, height: one.box.height }
          for (const place of one.layout.notes.values()) expect(isWithin(place, local)).toBe(true)
          const trays = one.layout.trays.map(({ box }) => box)
          expect(pairs(trays).some(([a, c]) => overlap(a, c))).toBe(false)
          for (const box of trays) expect(isWithin(box, local)).toBe(true)
          for (const id of one.layout.looseNotes)
            expect(trays.some((box) => overlap(box, one.layout.notes.get(id) as Rect))).toBe(false)
        }
        expect(pairs(zones.map(({ box }) => box)).some(([a, c]) => overlap(a, c))).toBe(false)
      }),
      SEED,
    )
  })

  test('notes of a theme lie in its tray', () => {
    fc.assert(
      fc.property(anyBoard, (b) => {
        for (const one of arrange(b).zones)
          for (const tray of one.layout.trays)
            for (const id of tray.notes) expect(isWithin(one.layout.notes.get(id) as Rect, tray.box)).toBe(true)
      }),
      SEED,
    )
  })

  test('every note of a shown zone is shown once, or lies in one stack', () => {
    fc.assert(
      fc.property(anyBoard, (b) => {
        const arrangement = arrange(b)
        const { stacks } = arrangement
        const on = shown(arrangement)
        expect(new Set(on).size).toBe(on.length)
        const stacked = [...stacks.values()].flat()
        expect(new Set(stacked).size).toBe(stacked.length)
        for (const one of b.notes.values()) {
          if (stacked.includes(one.id)) expect(on).not.toContain(one.id)
          else expect(on.includes(one.id)).toBe([0, 1, 2].some((n) => one.place.zone === zoneId(n)))
        }
      }),
      SEED,
    )
  })

  test('the order in which notes came in makes no difference', () => {
    fc.assert(
      fc.property(anyBoard, (b) => {
        expect(shape(arrange(turned(b)))).toEqual(shape(arrange(b)))
      }),
      SEED,
    )
  })

  test('taking over unchanged zones gives the same as laying out anew', () => {
    fc.assert(
      fc.property(anyBoard, anyNote, (b, extra) => {
        const former = arrange(b)
        const next = { ...b, notes: new Map(b.notes).set(noteId(0), note(0, { x: extra.x, y: extra.y }, extra.text)) }
        expect(shape(arrange(next, former))).toEqual(shape(arrange(next)))
      }),
      SEED,
    )
  })
})

describe('wishes', () => {
  const loose = (arrangement: Arrangement, n: number) => {
    const { box, layout } = arrangement.byZone.get(zoneId(0))!
    const place = placeOf(arrangement, noteId(n))!
    return { x: place.x - box.x - layout.loose.x, y: place.y - box.y - layout.loose.y }
  }

  test('a free wish is granted exactly', () => {
    const b = board({ zones: [zone(0)], notes: [note(1, { x: 3, y: 7 }), note(2, { x: 221, y: 7 })] })
    expect(loose(arrange(b), 2)).toEqual({ x: 221, y: 7 })
  })

  test('the older of two notes with one wish has it, the other lies next to it', () => {
    const b = board({ zones: [zone(0)], notes: [note(2, { x: 300, y: 300 }), note(1, { x: 300, y: 300 })] })
    const arrangement = arrange(b)
    expect(loose(arrangement, 1)).toEqual({ x: 300, y: 300 })
    const other = loose(arrangement, 2)
    expect(Math.hypot(other.x - 300, other.y - 300)).toBeLessThan(120)
  })

  test('twelve people who write at the same moment cover nobody', () => {
    const before = board({ zones: [zone(0)], notes: [note(0)] })
    const spot = freeSpot(before, zoneId(0), 'Elkaars fouten horen')
    const texts = Array.from({ length: 12 }, (_, i) => 'woorden '.repeat(1 + i * 3))
    const b = board({ zones: [zone(0)], notes: [note(0), ...texts.map((text, i) => note(i + 1, spot, text))] })
    const found = places(arrange(b))
    expect(found).toHaveLength(13)
    expect(pairs(found).some(([a, c]) => overlap(a, c))).toBe(false)
  })

  test('a new note gets a place of its own, again and again', () => {
    const notes = [note(0, {}, 'x'.repeat(300))]
    for (let i = 1; i < 40; i++) {
      const spot = freeSpot(board({ zones: [zone(0)], notes }), zoneId(0), 'Nog een briefje')
      notes.push(note(i, spot, 'Nog een briefje'))
    }
    const arrangement = arrange(board({ zones: [zone(0)], notes }))
    for (const one of notes)
      expect(loose(arrangement, Number(one.id.slice(-4)))).toMatchObject({ x: one.place.x, y: one.place.y })
  })

  test('notes that are dropped on others find free places near', () => {
    const b = board({
      zones: [zone(0)],
      notes: [note(0, { x: 0, y: 0 }), note(1, { x: 300, y: 0 }), note(2, { x: 600, y: 0 })],
    })
    const arrangement = arrange(b)
    const box = arrangement.byZone.get(zoneId(0))!
    const target = placeOf(arrangement, noteId(0))!
    const found = freePlaces(
      box,
      [1, 2].map((n) => ({ id: noteId(n), rect: { ...target, x: target.x + 4 } })),
    )
    const next = arrange(
      board({ zones: [zone(0)], notes: [note(0), ...found.map(({ id, x, y }) => ({ ...note(0, { x, y }), id }))] }),
    )
    expect(pairs(places(next)).some(([a, c]) => overlap(a, c))).toBe(false)
    for (const place of found) expect(Math.hypot(place.x, place.y)).toBeLessThan(300)
  })
})

describe('what is drawn', () => {
  test('a stack is one place, and two notes stacked on each other are both shown', () => {
    const b = board({
      zones: [zone(0)],
      notes: [note(1), note(2, { under: noteId(1) }), note(3, { under: noteId(4) }), note(4, { under: noteId(3) })],
    })
    const arrangement = arrange(b)
    expect(shown(arrangement).sort()).toEqual([noteId(1), noteId(3), noteId(4)])
    expect(arrangement.stacks.get(noteId(1))).toEqual([noteId(2)])
  })

  test('a theme has one tray for each zone that its notes lie in', () => {
    const b = board({
      zones: [zone(0), zone(1)],
      themes: [theme(1), theme(2, { zone: zoneId(1) })],
      notes: [note(1, { theme: themeId(1) }), note(2, { theme: themeId(1), zone: zoneId(1) })],
    })
    const trays = arrange(b).zones.map((one) => one.layout.trays.map((tray) => tray.theme))
    expect(trays).toEqual([[themeId(1)], [themeId(1), themeId(2)]])
  })

  test('trays stand in the order of their themes, and notes in the order of their ranks', () => {
    const b = board({
      zones: [zone(0)],
      themes: [theme(1, { rank: 'b' }), theme(2, { rank: 'a' })],
      notes: [
        note(1, { theme: themeId(1), rank: 'c' }),
        note(2, { theme: themeId(1), rank: 'a' }),
        note(3, { theme: themeId(2) }),
      ],
    })
    const [box] = arrange(b).zones
    expect(box!.layout.trays.map((tray) => tray.notes)).toEqual([[noteId(3)], [noteId(2), noteId(1)]])
    const [first, second] = box!.layout.trays.map((tray) => trayBox(box!, tray))
    expect(first!.x).toBeLessThan(second!.x)
  })

  test('the aspects of each presenter form a band of their own', () => {
    const aspects = (presenter: 'host' | 'second', from: number) =>
      Array.from({ length: 8 }, (_, i) => zone(from + i, { kind: 'presentation', presenter }))
    const { bands, zones } = arrange(
      board({ zones: [zone(0), ...aspects('host', 1), ...aspects('second', 9), zone(20)] }),
    )
    expect(bands.map((band) => band.presenter)).toEqual(['host', 'second'])
    expect(overlap(bands[0]!.box, bands[1]!.box)).toBe(false)
    expect(zones.filter((one) => isWithin(one.box, bands[0]!.box)).map((one) => one.zone.order)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ])
  })

  test('one more note does not move the other zones', () => {
    const notes = [note(1), note(2, { x: 300 })]
    const zones = [zone(0), zone(1), zone(2)]
    const boxes = (b: Board) => arrange(b).zones.map(({ box }) => box)
    expect(boxes(board({ zones, notes: [...notes, note(3, { y: 100 })] }))).toEqual(boxes(board({ zones, notes })))
  })

  test('an empty board, a zone without notes and a wish at the end of the world are laid out', () => {
    expect(arrange(board({})).zones).toEqual([])
    const far = arrange(board({ zones: [zone(0)], notes: [note(1, { x: 1_000_000, y: -1_000_000 })] }))
    expect(far.box.width).toBeLessThan(12_000)
  })
})
